"""Coverage: what answers each need and at which of its sites nothing does; what answers a need twice, and what none.

A need is *answered* at a site where one of these names it and goes there, the surest first: a purchase already bought
(ordered, in service or reviewed); a purchase in the draft plan; a project by itself, that is one under way or done
(planning, delivering, closing, closed) that delivers no purchase of the same need, because such a project answers it
only through the purchase. What is proposed and out of the draft plan, on hold, or of unknown stage answers nothing yet.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from data_models.coverage import Answered, Cover, Coverage, Finding, State, Tally, Urgency
from data_models.need import Need
from data_models.portfolio import Portfolio
from data_models.project import ProjectStage
from data_models.purchase import OPEN_STAGES, Purchase, Stage
from data_models.wording import counted
from planning.need_sites import Spread
from planning.wording import listing

UNDER_WAY = (ProjectStage.PLANNING, ProjectStage.DELIVERING, ProjectStage.CLOSING, ProjectStage.CLOSED)
SOON_MONTHS = 6
KINDS = tuple(Answered)
UNNAMED: Mapping[Answered, Sequence["_Answer"]] = dict.fromkeys(KINDS, ())
"""What answers a need that nothing names, by kind. Most of ten thousand needs are such."""


class _Answer(NamedTuple):
    """Something that names a need. `sites`: where it goes, none for everywhere."""

    kind: Answered
    key: str
    title: str
    stage: str
    sites: frozenset[str] | None
    purchase: Purchase | None = None

    def reaches(self, sites: Iterable[str]) -> bool:
        """Whether it goes to one of these sites; to anything that is of no known site."""
        named = tuple(sites)
        return self.sites is None or not named or not self.sites.isdisjoint(named)


def coverage(
    portfolio: Portfolio, chosen: tuple[str, ...], places: tuple[str, ...] | None = None, grades: tuple[str, ...] = ()
) -> Coverage:
    """What answers what, with the purchases `chosen` in the draft plan, looked at in these sites only (none: all), and
    for learners of these grades only (none: all).

    Needs come in key order; those that no learner has at these sites are left out. Needs answered twice: by two of what
    answers it that go to a common site and do not require each other; same purpose first, then the most money, then by
    key. Purchases without a need: in key order, withdrawn ones left out. Learners are spread as `Spread` says.
    """
    spread, looked_at = Spread(portfolio, grades), None if places is None else frozenset(places)
    answers = _answers(portfolio, frozenset(chosen))
    names = {s.site_id: s.name for s in portfolio.sites}
    costs = _costs(portfolio)
    covers, twice = [], []
    for need in portfolio.needs:
        everywhere = spread.sites(need)
        sites = tuple(s for s in everywhere if (looked_at is None or s in looked_at) and spread.part(need, s))
        if not sites and (everywhere or looked_at is not None or not spread.part(need)):
            continue
        own = answers.get(need.need_id, [])
        covers.append(_cover(need, own, sites, spread, names, portfolio.today))
        if len(own) > 1 and (found := _twice(need, own, sites, costs)):
            twice.append(found)
    return Coverage(
        needs=tuple(covers),
        twice=tuple(finding for _, finding in sorted(twice, key=lambda f: (f[0], -(f[1].amount or 0), f[1].need_id))),
        without_need=_without_need(portfolio, costs),
    )


def open_at(portfolio: Portfolio, chosen: tuple[str, ...]) -> dict[str, tuple[State, tuple[str, ...]]]:
    """By need in key order, as `coverage` has them everywhere: (whether it is answered, the sites where it is open)."""
    spread, answers = Spread(portfolio), _answers(portfolio, frozenset(chosen))
    found = {}
    for need in portfolio.needs:
        sites = spread.sites(need)
        doing = [a for a in answers.get(need.need_id, ()) if a.kind is not Answered.OUT and a.reaches(sites)]
        left = _left_open(doing, sites)
        found[need.need_id] = (State.OPEN if not doing else State.PARTLY if left else State.ANSWERED), left
    return found


def tally(states: Iterable[State], *, some: bool = False) -> Tally:
    """How many needs are answered: '40 of 92 needs answered, 8 in part'. some: they are not all of the district's,
    or not looked at everywhere: '1 of 3 needs shown answered'.
    """
    counts = Counter(states)
    needs, done, partly = counts.total(), counts[State.ANSWERED], counts[State.PARTLY]
    shown = " shown" if some else ""
    also = f", {partly:,} in part" if partly else ""
    return Tally(
        needs=needs, answered=done, partly=partly, words=f"{done:,} of {counted(needs, 'need')}{shown} answered{also}"
    )


def urgency(needed_by: date | None, today: date) -> Urgency:
    """How soon: overdue before today; within 6 months up to the same day six months on, or that month's last day."""
    if needed_by is None:
        return Urgency.NO_DATE
    if needed_by < today:
        return Urgency.OVERDUE
    year, month = divmod(today.month - 1 + SOON_MONTHS, 12)
    year, month = today.year + year, month + 1
    until = date(year, month, min(today.day, monthrange(year, month)[1]))
    return Urgency.SOON if needed_by <= until else Urgency.LATER


def _answers(portfolio: Portfolio, chosen: frozenset[str]) -> dict[str, list[_Answer]]:
    """By need, whatever names it, in key order, purchases first."""
    found: defaultdict[str, list[_Answer]] = defaultdict(list)
    delivered: defaultdict[str, set[str]] = defaultdict(set)
    for p in portfolio.purchases:
        if p.stage is Stage.WITHDRAWN:
            continue
        is_open = p.stage in OPEN_STAGES
        kind = Answered.BOUGHT if not is_open else Answered.PLANNED if p.purchase_id in chosen else Answered.OUT
        answer = _Answer(kind, p.purchase_id, p.title, p.stage, frozenset(p.site_ids) or None, p)
        for need in p.need_ids:
            found[need].append(answer)
            delivered[p.project_id].add(need)
    for project in portfolio.projects:
        for need in project.need_ids:
            if need not in delivered[project.project_id]:
                kind = Answered.PROJECT if project.stage in UNDER_WAY else Answered.OUT
                sites = frozenset(project.site_ids) or None
                found[need].append(_Answer(kind, project.project_id, project.title, project.stage, sites))
    return found


def _cover(
    need: Need, own: Sequence[_Answer], sites: tuple[str, ...], spread: Spread, names: dict[str, str], today: date
) -> Cover:
    here = [a for a in own if a.reaches(sites)]
    by_kind = {kind: [a for a in here if a.kind is kind] for kind in KINDS} if here else UNNAMED
    doing = [a for a in here if a.kind is not Answered.OUT]
    answered = next((kind for kind in KINDS if by_kind[kind]), Answered.NOTHING)
    open_sites = _left_open(doing, sites) if doing else sites
    learners = spread.learners(need, sites)
    return Cover(
        need_id=need.need_id,
        answered=answered,
        bought=_keys(by_kind[Answered.BOUGHT]),
        planned=_keys(by_kind[Answered.PLANNED]),
        projects=_keys(by_kind[Answered.PROJECT]),
        out=_keys(a for a in by_kind[Answered.OUT] if a.purchase),
        waiting=_keys(a for a in by_kind[Answered.OUT] if not a.purchase),
        site_ids=sites,
        open_site_ids=open_sites,
        learners=learners,
        open_learners=learners if not doing else spread.learners(need, open_sites) if open_sites else 0.0,
        urgency=urgency(need.needed_by, today),
        words=" ".join(_words(by_kind, own, [names.get(s, s) for s in open_sites] if doing else [])),
    )


def _left_open(doing: Sequence[_Answer], sites: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the sites to which nothing of this goes."""
    if any(a.sites is None for a in doing):
        return ()
    reached = frozenset().union(*(a.sites or () for a in doing))
    return tuple(s for s in sites if s not in reached)


def _keys(answers: Iterable[_Answer]) -> tuple[str, ...]:
    return tuple(a.key for a in answers)


def _words(
    by_kind: Mapping[Answered, Sequence[_Answer]], own: Sequence[_Answer], open_sites: Sequence[str]
) -> Iterator[str]:
    """Why a need counts as answered or open; `open_sites` names sites only where it is answered at others."""
    out = by_kind[Answered.OUT]
    for opening, named in (
        ("Bought", [f"{a.title} ({a.stage})" for a in by_kind[Answered.BOUGHT]]),
        ("In the draft plan", [a.title for a in by_kind[Answered.PLANNED]]),
        ("Project", [f"{a.title} ({a.stage})" for a in by_kind[Answered.PROJECT]]),
        ("Not in the draft plan", [a.title for a in out if a.purchase]),
        ("Project not under way", [f"{a.title} ({a.stage})" for a in out if not a.purchase]),
        ("Open at", open_sites),
    ):
        if named:
            yield f"{opening}{'' if named is open_sites else ':'} {listing(named)}."
    if not own:
        yield "No purchase and no project names it."
    elif not any(by_kind.values()):
        yield f"{listing([a.title for a in own])} would answer it at other sites only."


def _twice(
    need: Need, own: Sequence[_Answer], sites: tuple[str, ...], costs: dict[str, Decimal]
) -> tuple[bool, Finding] | None:
    """What answers the need twice, after whether no two of it have the same purpose; none where nothing does."""
    doing = [a for a in own if a.kind in (Answered.BOUGHT, Answered.PLANNED, Answered.PROJECT) and a.reaches(sites)]
    pairs = [(a, b) for a, b in combinations(doing, 2) if not _belong_together(a, b) and _meet(a, b, sites)]
    if not pairs:
        return None
    both = {a.key: a for pair in pairs for a in pair}
    purposes = {_purpose(a) for a, b in pairs if _purpose(a) and _purpose(a) == _purpose(b)}
    count = len({s for pair in pairs for s in _common(*pair, sites)})
    where = f" at {count:,} {'site' if count == 1 else 'sites'}" if count else ""
    named = listing([a.title for a in both.values()], most=4)
    why = f"; same purpose: {listing(sorted(purposes))}" if purposes else ""
    known = [costs[key] for key in both if key in costs]
    return not purposes, Finding(
        need_id=need.need_id,
        purchases=tuple(a.key for a in both.values() if a.purchase),
        amount=sum(known, Decimal(0)) if known else None,
        words=f"{named} {'both' if len(both) == 2 else 'all'} answer it{where}{why}. Is one enough?",
    )


def _belong_together(a: _Answer, b: _Answer) -> bool:
    """Whether one requires the other, so that both are meant to answer the need together."""
    return bool(a.purchase and b.purchase and (b.key in a.purchase.requires or a.key in b.purchase.requires))


def _common(a: _Answer, b: _Answer, sites: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(s for s in sites if (a.sites is None or s in a.sites) and (b.sites is None or s in b.sites))


def _meet(a: _Answer, b: _Answer, sites: tuple[str, ...]) -> bool:
    return bool(_common(a, b, sites)) or not sites


def _purpose(answer: _Answer) -> str:
    return answer.purchase.purpose.strip().casefold() if answer.purchase else ""


def _costs(portfolio: Portfolio) -> dict[str, Decimal]:
    """By purchase, what its lines cost in all years together."""
    costs: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in portfolio.cost_lines:
        costs[line.purchase_id] += line.amount
    return dict(costs)


def _without_need(portfolio: Portfolio, costs: dict[str, Decimal]) -> tuple[Finding, ...]:
    known = {n.need_id for n in portfolio.needs}
    return tuple(
        Finding(
            purchases=(p.purchase_id,),
            amount=costs.get(p.purchase_id),
            words="It names no need, so no plan can choose it. Which need does it answer?"
            if p.stage in OPEN_STAGES
            else f"It is {p.stage} and names no need. Which need does it answer?",
        )
        for p in portfolio.purchases
        if p.stage is not Stage.WITHDRAWN and known.isdisjoint(p.need_ids)
    )
