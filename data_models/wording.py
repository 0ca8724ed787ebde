"""A number and what it counts, and dollars, said alike in files, plans and on the screen."""

from decimal import Decimal


def counted(number: int, one: str, many: str = "") -> str:
    """1 need, 18,240 learners, -1 learner; 1 entry names, 2 entries name. many: where it is not `one` with an s."""
    return f"{number:,} {one if abs(number) == 1 else many or one + 's'}"


def to_the_cent(amount: Decimal) -> str:
    """$1,234.50; -$500.00 where it is below nothing."""
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"
