"""Where needs are open: learners by site, and by subject or student group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data_models.coverage import ALL_LEARNERS, NO_SUBJECT, By, Cover, OpenCell
from data_models.need import Need
from data_models.portfolio import Portfolio
from planning.need_sites import Spread


@dataclass
class _Sum:
    """What is open in one cell so far."""

    learners: float = 0.0
    needs: int = 0
    unknown: int = 0


@dataclass
class _Alike:
    """Needs whose learners are spread alike: what they have together."""

    of: Need
    column: str
    sum: _Sum = field(default_factory=_Sum)


def open_needs(
    portfolio: Portfolio,
    covers: Iterable[Cover],
    by: By,
    together: Mapping[str, frozenset[str]],
    grades: tuple[str, ...] = (),
) -> tuple[OpenCell, ...]:
    """The open needs of each place and column, by place in the order of `together`, then of the sites; then by column.

    by: a need stands in the column of its subject, or in one for each of its student groups (none: all learners).
    together: names of several sites that are also to be counted as one place; a need counts once in each place.
    Learners are those of the need at the place who are of these grades (none: all), as `Spread` says; a learner with
    two needs counts twice. Sites without learners of these grades, and cells without an open need, are left out.
    """
    needs = {n.need_id: n for n in portfolio.needs}
    alike: dict[tuple[object, ...], _Alike] = {}
    where: dict[tuple[object, ...], tuple[str, ...]] = {}
    for cover in covers:
        if not cover.open_site_ids:
            continue
        need = needs[cover.need_id]
        for column in _columns(need, by):
            key: tuple[object, ...] = (column, need.site_ids, need.grades, need.student_groups, cover.open_site_ids)
            found = alike.setdefault(key, _Alike(need, column))
            where[key] = cover.open_site_ids
            found.sum.needs += 1
            found.sum.learners += need.learners or 0
            found.sum.unknown += need.learners is None
    cells: defaultdict[tuple[str, str], _Sum] = defaultdict(_Sum)
    spread = Spread(portfolio, grades)
    for key, found in alike.items():
        shares, parts = spread.shares(found.of), {s: spread.part(found.of, s) for s in where[key]}
        at = {site: shares[site] * part for site, part in parts.items() if part}
        for site, share in at.items():
            _add(cells[site, found.column], found.sum, share)
        for name, sites in together.items():
            if there := sites.intersection(at):
                _add(cells[name, found.column], found.sum, sum(at[s] for s in sorted(there)))
    places = {name: n for n, name in enumerate((*together, *(s.site_id for s in portfolio.sites)))}
    return tuple(
        OpenCell(place=place, column=column, needs=cell.needs, learners=cell.learners, unknown=cell.unknown)
        for (place, column), cell in sorted(cells.items(), key=lambda c: (places.get(c[0][0], len(places)), c[0]))
    )


def _add(cell: _Sum, needs: _Sum, share: float) -> None:
    cell.needs += needs.needs
    cell.unknown += needs.unknown
    cell.learners += needs.learners * share


def _columns(need: Need, by: By) -> tuple[str, ...]:
    if by is By.SUBJECT:
        return (need.subject or NO_SUBJECT,)
    return need.student_groups or (ALL_LEARNERS,)
