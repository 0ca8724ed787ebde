"""Capacity: hours by role and month against what the team has, and which purchase asks too much.

Method: the resource histogram of PMI's *Practice Standard for Scheduling*: hours asked of a role, month by month,
against those it has. An overload with room in the same semester's other months is a question of levelling (moving
work); one without asks which work to leave.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data_models.capacity import PURCHASES, MonthLoad, Overload, Semester, Source, Taker
from data_models.plan import Plan
from data_models.portfolio import Portfolio
from data_models.project import StaffHours
from planning.ending import free_from
from planning.hours import OPEN_SOURCES, role_key, takers_of
from planning.wording import MONTHS, hours_words, listing

MOST_NAMED = 2
NONE = Decimal(0)


@dataclass(frozen=True)
class Load:
    """Hours that one taker asks of one role in one month."""

    role: str
    month: date
    source: Source
    key: str
    hours: Decimal


def semester_of(day: date) -> Semester:
    """The half year that `day` is in: January to June, or July to December."""
    first = date(day.year, 1 if day.month <= 6 else 7, 1)
    last = date(day.year, first.month + 5, 1)
    return Semester(first=first, last=last, words=f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {day.year}")


def next_semester(today: date) -> Semester:
    """The half year after the one that `today` is in."""
    return semester_of(date(today.year, 7, 1) if today.month <= 6 else date(today.year + 1, 1, 1))


def semesters(portfolio: Portfolio) -> tuple[Semester, ...]:
    """The half years from today's to the last with hours or capacity on record, and always the next one."""
    months = [*(row.month for row in portfolio.capacity), *(row.month for row in portfolio.staff_hours)]
    found = [semester_of(portfolio.today), next_semester(portfolio.today)]
    while months and found[-1].last < max(months):
        found.append(next_semester(found[-1].last))
    return tuple(found)


def month_loads(portfolio: Portfolio, plan: Plan | None = None) -> tuple[MonthLoad, ...]:
    """What each role has and what is asked of it, this month and later, by role and month.

    Asked by: projects neither closed nor on hold, contracts, what is bought, approved or planned. With a plan also by
    the purchases in it that are none of these yet, and not by those that it rules out, nor by contracts from the day on
    which it ends them. A month with neither hours nor capacity of the role is left out.
    """
    has, names = _has(portfolio), _names(portfolio)
    asked: defaultdict[tuple[str, date], defaultdict[Source, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for load in _loads(portfolio, plan):
        asked[load.role, load.month][load.source] += load.hours
    return tuple(
        MonthLoad(
            role=names[role],
            month=month,
            has=has.get((role, month)),
            takes=tuple((source, asked[role, month][source]) for source in Source if asked[role, month][source]),
        )
        for role, month in sorted({*has, *asked})
    )


def overloads(portfolio: Portfolio, semester: Semester, plan: Plan | None = None) -> tuple[Overload, ...]:
    """Roles of which a month of the semester asks more than they have, most hours over first, then by role.

    Each with the purchases that take hours in the overloaded months, and what would go without each alone. Months past
    do not count.
    """
    names = _names(portfolio)
    by_role: defaultdict[str, list[MonthLoad]] = defaultdict(list)
    for load in month_loads(portfolio, plan):
        if semester.first <= load.month <= semester.last:
            by_role[role_key(load.role)].append(load)
    taken: defaultdict[str, list[Load]] = defaultdict(list)
    for load_ in _loads(portfolio, plan):
        taken[load_.role].append(load_)
    titles = _titles(portfolio)
    found = [
        _overload(names[role], months, taken[role], titles)
        for role, months in by_role.items()
        if any(month.over for month in months)
    ]
    return tuple(sorted(found, key=lambda o: (-o.over, role_key(o.role))))


def roles_without_capacity(portfolio: Portfolio) -> tuple[str, ...]:
    """Roles with hours asked of them from this month on, and no capacity on record at all, by name."""
    known = {role for role, _ in _has(portfolio)}
    names = _names(portfolio)
    return tuple(names[role] for role in sorted({load.role for load in _loads(portfolio, None)} - known))


def _overload(role: str, months: Sequence[MonthLoad], taken: Sequence[Load], titles: Mapping[str, str]) -> Overload:
    over = {month.month: month.over for month in months if month.over}
    hours: defaultdict[tuple[Source, str], defaultdict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for load in taken:
        if load.month in over:
            hours[load.source, load.key][load.month] += load.hours
    takers = [
        Taker(
            source=source,
            key=key,
            title=titles.get(key, key),
            hours=sum(by_month.values(), NONE),
            relief=sum((min(over[month], h) for month, h in by_month.items()), NONE),
        )
        for (source, key), by_month in hours.items()
    ]
    takers = sorted((t for t in takers if t.hours), key=lambda t: (-t.hours, t.key))
    causes = tuple(t for t in takers if t.source in PURCHASES)
    alone = [
        max(NONE, month.needed - sum((h for s, h in month.takes if s in PURCHASES), NONE) - (month.has or NONE))
        for month in months
        if month.over
    ]
    found = Overload(
        role=role,
        months=tuple(month for month in months if month.over),
        over=sum(over.values(), NONE),
        without_purchases=sum(alone, NONE),
        spare=sum((m.has - m.needed for m in months if m.has is not None and m.has > m.needed), NONE),
        causes=causes,
        others=tuple(t for t in takers if t.source not in PURCHASES),
        words="",
    )
    return found.model_copy(update={"words": _words(found)})


def _words(found: Overload) -> str:
    """Who is over when by how much, what causes it, and whether moving work would do."""
    when = listing([f"{MONTHS[m.month.month - 1]}" for m in found.months], most=6)
    parts = [f"{found.role[:1].upper()}{found.role[1:]}: {_hours(found.over)} over in {when}."]
    enough = [t for t in found.causes if t.relief == found.over]
    if enough:
        named = listing([f"{t.title} ({t.source}, {_hours(t.hours)})" for t in enough], most=MOST_NAMED, last="or")
        parts.append(f"It fits without {named}.")
    elif found.causes:
        named = listing([f"{t.title} ({t.source}, {_hours(t.hours)})" for t in found.causes], most=MOST_NAMED)
        parts.append(f"Of the purchases, most is asked by {named}.")
    if found.without_purchases:
        parts.append(f"Projects and contracts alone are {_hours(found.without_purchases)} over.")
    room = found.spare >= found.over
    parts.append(
        f"The other months have {_hours(found.spare)} to spare{', so moving work would do' if room else ''}."
        if found.spare
        else "The other months have nothing to spare."
    )
    return " ".join(parts)


def _hours(hours: Decimal) -> str:
    return f"{hours_words(int(hours * 60))} h"


def _loads(portfolio: Portfolio, plan: Plan | None) -> tuple[Load, ...]:
    """Every line of hours that counts, this month and later, with its role's key."""
    takers, chosen = takers_of(portfolio), set(plan.chosen if plan else ())
    out, ends = (set(plan.settings.ruled_out), _ends(portfolio, plan)) if plan else (set(), {})
    now = portfolio.today.replace(day=1)
    found = []
    for line in portfolio.staff_hours:
        source = takers.source(line)
        if source is None or line.month < now or (source is Source.DRAFT and line.purchase_id not in chosen):
            continue
        if (source in OPEN_SOURCES and line.purchase_id in out) or line.month >= ends.get(line.contract_id, date.max):
            continue
        found.append(Load(role_key(line.role), line.month.replace(day=1), source, _key(line), line.hours))
    return tuple(found)


def _ends(portfolio: Portfolio, plan: Plan) -> dict[str, date]:
    """By contract that the plan ends, the first day without it."""
    ended = (c for c in portfolio.contracts if c.contract_id in plan.settings.ended)
    return {c.contract_id: day for c in ended if (day := free_from(c, portfolio.today))}


def _key(line: StaffHours) -> str:
    return line.purchase_id or line.contract_id or line.project_id


def _has(portfolio: Portfolio) -> dict[tuple[str, date], Decimal]:
    """Hours by role and month, this month and later."""
    now = portfolio.today.replace(day=1)
    has: defaultdict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for row in portfolio.capacity:
        if row.month >= now:
            has[role_key(row.role), row.month.replace(day=1)] += row.hours
    return dict(has)


def _names(portfolio: Portfolio) -> dict[str, str]:
    """Each role as it is first written, in capacity before staff hours."""
    names: dict[str, str] = {}
    for role in (*(row.role for row in portfolio.capacity), *(row.role for row in portfolio.staff_hours)):
        names.setdefault(role_key(role), role.strip())
    return names


def _titles(portfolio: Portfolio) -> dict[str, str]:
    return {
        **{p.project_id: p.title for p in portfolio.projects},
        **{c.contract_id: c.title for c in portfolio.contracts},
        **{p.purchase_id: p.title for p in portfolio.purchases},
    }
