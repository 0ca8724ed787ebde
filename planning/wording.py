"""Figures and lists inside sentences. Amounts are cents, so that no sentence rounds a cent away unseen."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from data_models.purchase import Category
from data_models.wording import counted

NAMES = {Category.OTHER: "other costs", Category.STAFF: "staff time"}
A_DOLLAR = 100
"""Cents below which money that lapses or is left is no finding."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def cents(amount: Decimal) -> int:
    """Dollars as whole cents, half a cent up."""
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def to_dollars(amount: int) -> Decimal:
    """Whole cents as dollars with two decimals."""
    return Decimal(amount).scaleb(-2)


def dollars(amount: int) -> str:
    """Cents in words: $1,234, or $1,234.50 where there are cents."""
    whole, rest = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}${whole:,}" + (f".{rest:02d}" if rest else "")


def at_least(amount: int) -> str:
    """Cents as dollars enough to cover them: whole ones, rounded up, from $1,000 on; exact below."""
    return dollars(-(-amount // 100) * 100 if amount >= 100_000 else amount)


def short_dollars(amount: int) -> str:
    """Cents for a headline: $4.12M, $184k, $960. Halves are rounded up, as people do."""
    size, sign = abs(amount), "-" if amount < 0 else ""
    if size >= 99_950_000:
        return f"{sign}${Decimal(_rounded(size, 1_000_000)).scaleb(-2):,}M"
    return f"{sign}${_rounded(size, 100_000):,}k" if size >= 99_950 else f"{sign}${_rounded(size, 100):,}"


def _rounded(amount: int, unit: int) -> int:
    return (amount + unit // 2) // unit


def listing(words: Sequence[str], most: int = 3, last: str = "and", other: str = "") -> str:
    """`a, b and c`; beyond `most` the rest are counted: `a, b, c and 4 more`, or `and 4 other funds` where `other` is
    what they are. `nothing` where there are none.
    """
    shown = list(words[:most])
    if len(words) > most:
        rest = len(words) - most
        shown.append(counted(rest, f"other {other}") if other else f"{rest:,} more")
    if len(shown) < 2:
        return shown[0] if shown else "nothing"
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def year_words(years: Sequence[int]) -> str:
    """FY 2028 and FY 2029."""
    return listing([f"FY {year}" for year in years], most=len(years))


def grade_order(grade: str) -> tuple[int, str]:
    """Where a grade stands: what comes before first grade, then by number, then what is no grade of a school."""
    early = {"PK": -2, "TK": -1, "K": 0}.get(grade.upper())
    number = int(grade) if grade.isascii() and grade.isdigit() else 99
    return (number if early is None else early), grade


def grade_words(grades: Sequence[str]) -> str:
    """grade 5; grades K-3 and 6; several that follow each other are one range. `grades` in school order, not empty."""
    runs: list[list[str]] = []
    for grade in grades:
        if runs and grade_order(grade)[0] == grade_order(runs[-1][-1])[0] + 1:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    parts = [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ("grade " if len(grades) == 1 else "grades ") + listing(parts, most=len(parts))


def day_words(day: date) -> str:
    """30 Sep 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def percent(share: Decimal | float) -> str:
    """15 %, 62.5 %; the number without needless zeros."""
    return f"{float(share):g}%"


def goods(category: Category) -> str:
    """What a cost line buys, inside a sentence."""
    return NAMES.get(category, category.value)


def hours_words(minutes: int) -> str:
    """Minutes as hours: 40, 40.5."""
    return f"{minutes / 60:,.1f}".removesuffix(".0")


def score_words(score: float) -> str:
    """38, or 49.6 where rounding to a whole point would hide on which side of a floor it lies."""
    return f"{score:.0f}" if abs(score - round(score)) < 0.05 else f"{score:.1f}"
