"""What lapses first: one answer for the headline of Prioritise, its bars, and every figure on Budget."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from data_models.plan import FundLapse, Lapse

WORTH_A_WORD = Decimal(1_000)
"""US dollars: a smaller sum is not told ahead of one of at least this much."""


def first_lapses(lapses: Iterable[Lapse]) -> dict[str, FundLapse]:
    """What each fund loses first, by key in key order: its years that lapse on one day together.

    The first day on which at least $1,000 of it lapse; where no day has as much, the first.
    """
    by_day: defaultdict[tuple[str, date], list[Lapse]] = defaultdict(list)
    for lapse in lapses:
        by_day[lapse.fund_id, lapse.lapses_on].append(lapse)
    sums = [
        FundLapse(
            fund_id=fund,
            amount=sum((lapse.amount for lapse in own), Decimal(0)),
            lapses_on=day,
            early=any(lapse.early for lapse in own),
        )
        for (fund, day), own in by_day.items()
    ]
    found: dict[str, FundLapse] = {}
    for one in sorted(sums, key=lambda x: (x.fund_id, x.amount < WORTH_A_WORD, x.lapses_on)):
        found.setdefault(one.fund_id, one)
    return found


def first_lapse(lapses: Iterable[Lapse]) -> FundLapse | None:
    """Of what the funds lose first, what is lost soonest, on the same day the larger sum, then by key; none without.

    Sums of at least $1,000 go ahead of smaller ones.
    """
    return min(
        first_lapses(lapses).values(),
        key=lambda x: (x.amount < WORTH_A_WORD, x.lapses_on, -x.amount, x.fund_id),
        default=None,
    )
