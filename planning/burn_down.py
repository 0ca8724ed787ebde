"""A fund's budget of one year against the time it has: what was left when, and what would lapse at the pace so far."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from data_models.budget import BurnDown, BurnPoint, Deadline, MonthSum
from data_models.fund import FundKind, RuleKind
from data_models.ledger import EntryKind
from data_models.promised import counted_promises
from planning.calendar import first_day, last_day, month_end
from planning.fund_rules import FundBook, Purse
from planning.fund_rules.availability import about
from planning.fund_rules.rules import of_kind
from planning.money import carry_limit
from planning.prepare import Prepared
from planning.wording import A_DOLLAR, cents, day_words, dollars, to_dollars

Sums = dict[tuple[date, EntryKind], int]


def burn_downs(prepared: Prepared, sums: Iterable[MonthSum]) -> tuple[BurnDown, ...]:
    """Every fund and budget year on record, by fund and year, from the ledger's months.

    A point is what was left at the end of a month; the newest is today, by the same figures as everywhere: those of the
    fund year. Entries without a day count on the first. Pace: money obligated (spent or promised) so far, divided by
    the days so far, goes on every day; it is not known before the first day or where nothing is obligated yet.
    """
    by_purse: defaultdict[tuple[str, int], Sums] = defaultdict(dict)
    month = prepared.portfolio.district.fiscal_year_start_month
    for one in sums:
        key = (one.month or first_day(one.fiscal_year, month), one.kind)
        found = by_purse[one.fund_id, one.fiscal_year]
        found[key] = found.get(key, 0) + cents(one.amount)
    return tuple(
        _burn_down(prepared, book, money, by_purse.get((fund_id, money.year), {}))
        for fund_id, book in prepared.funds.items()
        for money in book.purses
    )


def _burn_down(prepared: Prepared, book: FundBook, money: Purse, sums: Sums) -> BurnDown:
    today, month = prepared.portfolio.today, prepared.portfolio.district.fiscal_year_start_month
    starts = max(first_day(money.year, month), book.fund.usable_from or date.min)
    points = tuple(_points(money, sums, starts, today))
    obligated = money.spent + money.encumbered
    days = (today - starts).days
    deadlines = tuple(_deadlines(money, today, obligated / days if days > 0 and obligated > 0 else None))
    return BurnDown(
        fund_id=book.fund.fund_id,
        money_year=money.year,
        budgeted=to_dollars(money.budgeted),
        starts=starts,
        points=points,
        deadlines=deadlines,
        liquidate_by=book.fund.liquidate_by,
        words=(
            *_held_words(money),
            *_pace_words(money, deadlines),
            *_carry_words(book, money, last_day(money.year, month)),
            *_ledger_words(money, sums),
        ),
    )


def _points(money: Purse, sums: Sums, starts: date, today: date) -> Iterator[BurnPoint]:
    """The budget on the first day, what was left at each month's end, and today; nothing of years to come."""
    if starts > today:
        return
    yield _point(starts, money, 0, 0)
    encumbered = spent = 0
    for month in sorted({m for m, _ in sums}):
        spent += sums.get((month, EntryKind.ACTUAL), 0)
        encumbered += sums.get((month, EntryKind.ENCUMBRANCE), 0)
        ends = month_end(month.year, month.month)
        if starts < ends < today:
            yield _point(ends, money, *counted_promises(encumbered, spent))
    if today > starts:
        yield _point(today, money, money.encumbered, money.spent)


def _point(day: date, money: Purse, encumbered: int, spent: int) -> BurnPoint:
    left = money.budgeted - spent - encumbered
    return BurnPoint(day=day, spent=to_dollars(spent), encumbered=to_dollars(encumbered), left=to_dollars(left))


def _deadlines(money: Purse, today: date, pace: float | None) -> Iterator[Deadline]:
    """The end of the budget year where not all may be carried on, then the fund's last day; none where it never ends.

    Days already past are left out.
    """
    limited = money.year_ends < money.ends and money.carry < money.budgeted
    days = [(money.year_ends, money.may_carry)] if limited else []
    if money.ends < date.max:
        days.append((money.ends, 0))
    for day, stays in days:
        if day < today:
            continue
        left = (
            None if pace is None else max(0, money.available - round(pace * (day - today).days / A_DOLLAR) * A_DOLLAR)
        )
        yield Deadline(
            day=day,
            may_stay=to_dollars(min(stays, money.available)),
            left_at_pace=None if left is None else to_dollars(left),
            at_risk=None if left is None else to_dollars(max(0, left - stays)),
        )


def _held_words(money: Purse) -> Iterator[str]:
    if money.pre_encumbered:
        yield f"{dollars(money.pre_encumbered)} of what the ledger shows as left is ordered and not in it yet."


def _pace_words(money: Purse, deadlines: tuple[Deadline, ...]) -> Iterator[str]:
    for deadline in deadlines:
        day = day_words(deadline.day)
        if deadline.at_risk is None:
            yield f"Nothing is obligated yet; {dollars(money.available)} must be by {day}."
        elif deadline.at_risk:
            yield f"At the pace so far {dollars(cents(deadline.at_risk))} would lapse on {day}."
        else:
            yield f"At the pace so far nothing would lapse on {day}."


def _carry_words(book: FundBook, money: Purse, ends: date) -> Iterator[str]:
    """What may be carried over, in words and dollars, and by which rule."""
    if book.fund.kind is FundKind.GENERAL:
        yield f"What is left on {day_words(ends)} stays in the fund balance, as the board's policy says."
        return
    if money.ends <= ends:
        yield f"Nothing may be used after {day_words(money.ends)}, the fund's last day."
        return
    rules = [r for r in of_kind(book.rules, RuleKind.CARRYOVER) if about(r, money.year)]
    year, rest = f"FY {money.year}", dollars(max(0, money.available - money.may_carry))
    if not rules:
        yield f"No rule lets money of {year} be carried over: what is left on {day_words(ends)} lapses."
        if money.ends < date.max:
            last = day_words(money.ends)
            yield f"Where it may be used until {last}, add a rule that says so: carryover at most 100%."
    elif money.carry < money.budgeted:
        limit = carry_limit(book, money)
        yield (
            f"{limit[0].upper()}{limit[1:]} past {day_words(money.year_ends)}; "
            f"of what is left today {rest} must be used by then."
        )
        if money.in_time > money.year:
            yield f"What FY {money.in_time} needs may be ordered by then as well, all but staff."
    else:
        until = f" until {day_words(money.ends)}" if money.ends < date.max else ""
        yield f"All that is left of {year} may be carried over{until}."


def _ledger_words(money: Purse, sums: Sums) -> Iterator[str]:
    """Where the ledger says something else than the fund's own figures, or less than nothing."""
    if not sums:
        if money.spent or money.encumbered:
            yield "The ledger has no entries of it: spent and encumbered are the office's own figures."
        return
    promised, paid = (
        sum(amount for (_, k), amount in sums.items() if k is kind)
        for kind in (EntryKind.ENCUMBRANCE, EntryKind.ACTUAL)
    )
    encumbered, spent = counted_promises(promised, paid)
    for said, counted, ours, word in (
        (paid, spent, money.spent, "spent"),
        (promised, encumbered, money.encumbered, "encumbered"),
    ):
        if counted != ours:
            yield f"The ledger says {dollars(said)} {word}, the fund year {dollars(ours)}."
        elif counted != said:
            yield f"The ledger says {dollars(said)} {word}, which counts as {dollars(counted)}: it frees no money."
