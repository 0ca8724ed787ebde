"""Where the learners of a need are: its sites, and how many of its learners each of them has."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from data_models.district import Site
from data_models.need import Need
from data_models.portfolio import Portfolio

GROUPS = {
    "low income": "low_income",
    "english learners": "english_learners",
    "students with disabilities": "special_education",
}
"""Student groups that sites are counted by."""

Shares = Mapping[str, float]


class Spread:
    """Spreads the learners of needs over sites. What is worked out is kept, so use one for all needs of a portfolio.

    grades: only learners of these are counted (none: all). No record says how many of them each grade of a site has,
    so the need's learners at a site are shared evenly over the grades that the need names and the site teaches.
    """

    def __init__(self, portfolio: Portfolio, grades: Iterable[str] = ()) -> None:
        self._sites = {s.site_id: s for s in portfolio.sites}
        self._grades = frozenset(grades)
        self._teaching: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._shares: dict[tuple[object, ...], Shares] = {}

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(self._sites)

    def sites(self, need: Need) -> tuple[str, ...]:
        """The sites a need names. Where it names none: those that teach one of its grades, or any grade where it names
        none of these either; a site whose grades are not on record counts.
        """
        if need.site_ids:
            return tuple(dict.fromkeys(need.site_ids))
        if not need.grades:
            return self._all
        if need.grades not in self._teaching:
            asked = frozenset(need.grades)
            self._teaching[need.grades] = tuple(
                key for key, site in self._sites.items() if not site.grades or not asked.isdisjoint(site.grades)
            )
        return self._teaching[need.grades]

    def shares(self, need: Need) -> Shares:
        """By site, the part of the need's learners who are there; together 1, or empty without any site.

        In proportion to the largest of the need's student groups that the site counts, else to its enrolment, times
        the part of its grades that the need names (grades count alike). A site without a figure has none, unless no
        site of the need has one: then each has as many.
        """
        sites = self.sites(need)
        asked = (sites, need.grades, need.student_groups)
        if asked not in self._shares:
            self._shares[asked] = self._shared(sites, frozenset(need.grades), need.student_groups)
        return self._shares[asked]

    def part(self, need: Need, site_id: str = "") -> float:
        """The part of the need's learners at a site, or anywhere, who are of the grades counted, 0 to 1.

        Where the need names no grade, of all that the site teaches; where the site teaches none of those named, or its
        grades are not on record, of those named. 1 where neither names any.
        """
        if not self._grades:
            return 1.0
        site = self._sites.get(site_id)
        named, taught = set(need.grades), set(site.grades if site else ())
        own = named & taught or named or taught
        return len(own & self._grades) / len(own) if own else 1.0

    def learners(self, need: Need, sites: Iterable[str]) -> float | None:
        """The need's learners at these of its sites; none where the need does not say how many have it."""
        if need.learners is None:
            return None
        shares = self.shares(need)
        if not shares:
            return need.learners * self.part(need)
        return need.learners * sum(shares[s] * self.part(need, s) for s in sites)

    def _shared(self, sites: tuple[str, ...], grades: frozenset[str], groups: tuple[str, ...]) -> Shares:
        known = [self._sites.get(s) for s in sites]
        weights = [_in_grades(site, grades) * (_in_groups(site, groups) or 0) if site else 0.0 for site in known]
        if not sum(weights):
            weights = [float(site.enrolment or 0) if site else 0.0 for site in known]
        if not sum(weights):
            weights = [1.0] * len(sites)
        everyone = sum(weights)
        return {s: weight / everyone for s, weight in zip(sites, weights, strict=True)}


def enrolled(portfolio: Portfolio, need: Need) -> int | None:
    """Learners of the need's grades and groups at its sites, counted as `Spread` does; none where no site has a figure.

    Sites without a figure count none.
    """
    sites = {s.site_id: s for s in portfolio.sites}
    named = [sites[s] for s in Spread(portfolio).sites(need) if s in sites]
    counts = [(site, _in_groups(site, need.student_groups)) for site in named]
    known = [_in_grades(site, frozenset(need.grades)) * n for site, n in counts if n is not None]
    return round(sum(known)) if known else None


def _in_grades(site: Site, grades: frozenset[str]) -> float:
    """The part of the site's grades that are among these, 0 to 1; 1 where either names none."""
    return len(grades & set(site.grades)) / len(site.grades) if grades and site.grades else 1.0


def _in_groups(site: Site, groups: tuple[str, ...]) -> int | None:
    """The largest of the groups that the site counts, its enrolment where it counts none of them."""
    counted = [getattr(site, GROUPS[g]) for g in groups if g in GROUPS]
    return max((n for n in counted if n is not None), default=site.enrolment)
