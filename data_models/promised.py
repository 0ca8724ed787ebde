"""What counts of what a fund's year has promised and spent. Less than nothing frees no money beyond the budget: an
order of an earlier year that is closed in a ledger without its promise, or money back of an earlier year.
"""

from decimal import Decimal

from data_models.wording import to_the_cent

PROMISED_ELSEWHERE = (
    "Perhaps an order of an earlier year is closed here and the ledger's part lacks its promise: load the entries that "
    "promised it too, or give what is encumbered in fund_years."
)
NO_BUDGET = (
    "Money back of an earlier year is no budget of this one: add it to budgeted if it may be used, or give what is "
    "spent in fund_years."
)


def counted_promises(encumbered: int, spent: int) -> tuple[int, int]:
    """(encumbered, spent) as they count, in the unit given: encumbered at least zero, and both together as well, so
    that money back lowers what is promised and never to less than nothing.
    """
    promised = max(0, encumbered)
    return promised, max(-promised, spent)


def below_zero(encumbered: Decimal, spent: Decimal) -> tuple[str, Decimal, str, str] | None:
    """(column, US dollars, reason, remedy) where not all of it counts; none where it does."""
    if encumbered < 0:
        why = f"encumbered comes to {to_the_cent(encumbered)}, which counts as zero: less than nothing frees no money"
        return "encumbered", encumbered, why, PROMISED_ELSEWHERE
    if encumbered + spent < 0:
        why = f"spent and encumbered come to {to_the_cent(encumbered + spent)}, which counts as zero"
        return "spent", spent, why, NO_BUDGET
    return None
