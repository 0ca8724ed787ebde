"""Numbers, dates and other people's text, written the way they are shown everywhere."""

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from data_models import TABLES

HEADINGS = {record.table: record.heading for record in TABLES}
"""What each table is called."""

NOT_LEGAL_ADVICE = "Fund rules are a reading of public sources, not legal advice."

LEFT_BEFORE, LEFT_AFTER, LEFT_IN_LEDGER = (
    "left before the draft plan",
    "left after the draft plan",
    "left in the ledger",
)
"""What a fund has left: without what ledger and orders take; without what the draft plan uses besides; without what
the ledger takes alone.
"""

MARKS = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit turns :icon:, links and addresses into markup after escapes are gone; an invisible joiner stops that.
LATE_MARKS = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)")
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
JOINER, ISOLATE, END_ISOLATE = "\u2060", "\u2068", "\u2069"
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Unicode's embeddings, overrides and isolates of direction, and their ends."""


def one_line(text: str, most: int = 0) -> str:
    """Someone's text on one line: control and direction marks gone, cut with an ellipsis after `most` characters.

    0 means never cut. Text with right-to-left letters is isolated, so that it does not reorder what stands beside it.
    """
    kept = text
    if not (text.isascii() and text.isprintable()):  # most texts are; letter by letter takes a hundred times as long
        kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")
    kept = " ".join(kept.split())
    if most and len(kept) > most:
        kept = kept[: most - 1].rstrip() + "…"
    if not kept.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in kept):
        kept = ISOLATE + kept + END_ISOLATE
    return kept


def plain(text: str, most: int = 0) -> str:
    """Someone's text for a place that reads Markdown: shown letter by letter, never as markup, icon or link."""
    return MARKS.sub(r"\\\1", LATE_MARKS.sub(JOINER, one_line(text, most)))


@lru_cache(maxsize=100_000)  # a table of ten thousand rows is drawn again with every change
def in_table(text: str, most: int = 0) -> str:
    """Someone's text for the cell of a table, which Streamlit offers as CSV: no spreadsheet shall run what it says.

    An invisible joiner ahead of a formula's sign makes it text.
    """
    kept = one_line(text, most)
    return JOINER + kept if kept.startswith(FORMULA_SIGNS) else kept


def in_file(text: str) -> str:
    """Someone's text for a file that is taken along: as it is, without the invisible marks that turn around what comes
    after them, and so can show one name as another. Joiners and the like, which are a language's spelling, stay.
    """
    return text if text.isascii() else text.translate(TURNING)


def in_chart(text: str, most: int = 0) -> str:
    """Someone's text for a chart, which would otherwise read tags such as <b> and <a>."""
    return html.escape(one_line(text, most), quote=False)


def money(amount: Decimal | float) -> str:
    """Exact dollars: $1,234,500, with cents only where there are any."""
    exact = Decimal(amount)
    sign, size = ("-" if exact < 0 else ""), abs(exact)
    return f"{sign}${size:,.0f}" if size == size.to_integral_value() else f"{sign}${size:,.2f}"


def short_money(amount: Decimal | float) -> str:
    """Dollars at a glance: $950, $96k, $1.24M, $2.10B. Halves are rounded up, as people do."""
    size = abs(Decimal(amount))
    sign = "-" if amount < 0 else ""
    for least, step, letter, digits in (
        (999_995_000, 10**9, "B", 2),
        (999_500, 10**6, "M", 2),
        (Decimal("999.5"), 10**3, "k", 0),
    ):
        if size >= least:
            return f"{sign}${_rounded(size / step, digits):,}{letter}"
    return f"{sign}${_rounded(size, 0):,}"


def _rounded(number: Decimal, digits: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def measured(value: float | Decimal, unit: str) -> str:
    """1 learner, 2.7 learners, 41 percent; a measure's own unit, which is written for several."""
    one = value == 1 and " " not in unit
    for several, single in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if one and unit.endswith(several) and not unit.endswith("ss"):
            unit = unit.removesuffix(several) + single
            break
    return f"{value:g} {unit}".strip()


def day(when: date) -> str:
    """30 Sep 2027."""
    return f"{when.day} {when:%b %Y}"


def moment(when: datetime) -> str:
    """30 Sep 2027, 14:05, on this machine's clock. `when` is UTC without a zone, as the file keeps it."""
    here = when.replace(tzinfo=UTC).astimezone()
    return f"{day(here)}, {here:%H:%M}"


def fiscal_year(year: int) -> str:
    """FY 2027."""
    return f"FY {year}"


def listed(items: Sequence[str], most: int = 0) -> str:
    """a, b and c; after `most` items: a, b and 4 more. 0 means all."""
    if most and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most:,} more"
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def score(value: float | None) -> str:
    """A score 0-100 as a whole number, or a dash where nobody rated it."""
    return "–" if value is None else f"{value:.0f}"
