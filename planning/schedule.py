"""The schedule: slip, what waits for what, and how long teachers wait.

Method: the critical path method (PMI, *Practice Standard for Scheduling*, 3rd ed.) on the forecast dates that the
office itself keeps: nothing is rescheduled, the network only says which slip moves the end. A project that starts
before its predecessor finishes is taken to have that lead, and the contradiction is said. Which people a chain must
share, the question that the critical chain method (Goldratt 1997) adds, is answered by `planning.capacity`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from statistics import median

from data_models.circles import Links, circles, in_order
from data_models.portfolio import Portfolio
from data_models.project import Health, Milestone, Project, ProjectStage
from data_models.schedule import Chain, Course, Schedule
from data_models.wording import counted
from planning.calendar import fiscal_year
from planning.hours import IDLE_STAGES
from planning.wording import day_words


def schedule(portfolio: Portfolio) -> Schedule:
    """Where every project stands in time, with its chains and cycles.

    Chains run among projects that are not closed and have both dates: one for each network of two projects or more,
    the last to finish first, ties by key.
    """
    open_ = {p.project_id: p for p in portfolio.projects if p.stage is not ProjectStage.CLOSED}
    links = {key: tuple(x for x in dict.fromkeys(p.predecessors) if x in open_) for key, p in open_.items()}
    cycles = circles(links)
    dated = {key: p for key, p in open_.items() if p.start and p.finish and p.start <= p.finish}
    kept = {
        key: tuple(x for x in links[key] if x in dated and not any(key in c and x in c for c in cycles))
        for key in dated
    }
    networks = _networks(kept)
    floats = {key: days for network in networks for key, days in _floats(dated, kept, network).items()}
    overdue = _overdue(portfolio.milestones, open_, portfolio.today)
    month = portfolio.district.fiscal_year_start_month
    courses = tuple(
        _course(p, open_, floats.get(p.project_id), overdue.get(p.project_id, ()), portfolio.today, _years(p, month))
        for p in portfolio.projects
    )
    waited = [c.classroom_days for c in courses if c.classroom_days is not None]
    used = [c.classroom_days for c in courses if c.classroom_days is not None and c.in_use]
    return Schedule(
        courses=courses,
        chains=tuple(
            sorted((_chain(dated, kept, n) for n in networks), key=lambda c: (-c.finish.toordinal(), c.network))
        ),
        cycles=cycles,
        median_in_use=median(used) if used else None,
        median_so_far=median(waited) if waited else None,
    )


def working_days(after: date, until: date) -> int:
    """Mondays to Fridays after the one day up to and with the other; 0 where `until` is not after `after`."""
    days = (until - after).days
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    return 5 * weeks + sum((after + timedelta(n)).weekday() < 5 for n in range(1, rest + 1))


def _years(project: Project, month: int) -> tuple[int, ...]:
    if not project.start or not project.finish:
        return ()
    return tuple(range(fiscal_year(project.start, month), fiscal_year(project.finish, month) + 1))


def _course(
    project: Project,
    open_: Mapping[str, Project],
    float_days: int | None,
    overdue: tuple[str, ...],
    today: date,
    years: tuple[int, ...],
) -> Course:
    slip = (project.finish - project.baseline_finish).days if project.finish and project.baseline_finish else None
    in_use = project.first_use is not None and project.first_use <= today
    return Course(
        project_id=project.project_id,
        slip_days=slip,
        float_days=float_days,
        years=years,
        overdue=overdue,
        classroom_days=_classroom_days(project, today),
        in_use=in_use,
        doubts=tuple(_doubts(project, open_, slip, len(overdue), today)),
    )


def _classroom_days(project: Project, today: date) -> int | None:
    """Asked to first use; to today where that is still to come; none where nobody has said or the dates are absurd."""
    reached = project.first_use if project.first_use and project.first_use <= today else today
    never_said = project.stage is ProjectStage.CLOSED and not project.first_use
    if project.asked is None or project.asked > reached or never_said:
        return None
    return (reached - project.asked).days


def _doubts(
    project: Project, open_: Mapping[str, Project], slip: int | None, overdue: int, today: date
) -> Iterator[str]:
    if project.start and project.finish and project.finish < project.start:
        yield f"It finishes on {day_words(project.finish)}, before it starts."
    for key in dict.fromkeys(project.predecessors):
        first = open_.get(key)
        if first and first.finish and project.start and first.finish >= project.start:
            early = counted((first.finish - project.start).days + 1, "day")
            yield f"It starts {early} before {first.title}, which must finish first, is done."
    if project.stage in IDLE_STAGES:
        return
    if project.finish and project.finish < today:
        yield f"Its finish, {day_words(project.finish)}, has passed and it is not closed."
    if project.health is Health.GOOD and slip and slip > 0:
        yield f"Its health is good, and it slips {counted(slip, 'day')}."
    if project.health is Health.GOOD and overdue:
        yield f"Its health is good, and {counted(overdue, 'milestone')} {'is' if overdue == 1 else 'are'} overdue."


def _overdue(milestones: Iterable[Milestone], open_: Mapping[str, Project], today: date) -> dict[str, tuple[str, ...]]:
    """By project under way, its milestones that were due before today and are not reached, by day due, then key."""
    late: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for m in milestones:
        project = open_.get(m.project_id)
        under_way = project and project.stage not in IDLE_STAGES and m.stage is not ProjectStage.CLOSED
        if under_way and m.due and m.due < today and not m.done:
            late[m.project_id].append((m.due, m.milestone_id))
    return {key: tuple(milestone for _, milestone in sorted(found)) for key, found in late.items()}


def _networks(links: Links) -> list[tuple[str, ...]]:
    """Keys tied together by links, two or more a network, each in key order."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for key, firsts in links.items():
        for first in firsts:
            beside[key].add(first)
            beside[first].add(key)
    networks, seen = [], set()
    for start in sorted(beside):
        if start in seen:
            continue
        reached, to_see = {start}, [start]
        while to_see:
            new = beside[to_see.pop()] - reached
            reached |= new
            to_see += new
        seen |= reached
        networks.append(tuple(sorted(reached)))
    return networks


def _floats(dated: Mapping[str, Project], links: Links, network: tuple[str, ...]) -> dict[str, int]:
    """Working days that each project of a network may slip before the network's last finish moves (total float).

    The backward pass: the least of what lies between its finish and the network's, and of each follower's float and
    the days between the two. Where the follower starts before it finishes there are none between.
    """
    own = {key: links[key] for key in network}
    end = max(_span(dated[key])[1] for key in network)
    floats = {key: working_days(_span(dated[key])[1], end) for key in network}
    for key in reversed(in_order(own)):
        for first in own[key]:
            floats[first] = min(floats[first], floats[key] + _between(dated[first], dated[key]))
    return floats


def _chain(dated: Mapping[str, Project], links: Links, network: tuple[str, ...]) -> Chain:
    """The projects that end last, each waiting for the one before without a day to spare; the latest finish first."""
    key = min(network, key=lambda k: (-_span(dated[k])[1].toordinal(), k))
    finish, chain = _span(dated[key])[1], [key]
    while tight := [first for first in links[key] if not _between(dated[first], dated[key])]:
        key = min(tight, key=lambda k: (-_span(dated[k])[1].toordinal(), k))
        chain.append(key)
    return Chain(project_ids=tuple(reversed(chain)), finish=finish, network=network)


def _between(first: Project, then: Project) -> int:
    """Working days between the finish of one project and the start of the other; 0 where they overlap."""
    return working_days(_span(first)[1], _span(then)[0] - timedelta(1))


def _span(project: Project) -> tuple[date, date]:
    assert project.start, "only projects with both dates are in a network"
    assert project.finish, "only projects with both dates are in a network"
    return project.start, project.finish
