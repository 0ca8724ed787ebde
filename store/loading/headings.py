"""Which table a file is for, and which column a heading means."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache

from rapidfuzz.distance import OSA

from data_models import TABLES
from data_models.base import Column, Record, columns
from store.loading.refusal import Refusal

BY_TABLE: dict[str, type[Record]] = {record.table: record for record in TABLES}
REASON_HEADING = "What is wrong"
OTHER_STEMS = {"department": "dept", "site": "school"}
KEY_WORDS = ("", "id", "code", "key", "number", "no")
CLOSE = 0.85
"""How alike a heading is to one that means a column, for a guess."""
SLIP = 5
"""Letters from which on one wrong, left out or too many, or two that changed places, are a guess as well."""


def bare(heading: str) -> str:
    """A heading without case, blanks, underscores and marks."""
    return re.sub(r"[\W_]+", "", heading).lower()


@cache
def fields(table: str) -> dict[str, Column]:
    """The table's columns by name."""
    return {column.name: column for column in columns(BY_TABLE[table])}


@cache
def known(table: str) -> dict[str, str]:
    """Every bare heading that means a column of the table, and which. A column's own name wins, then synonyms."""
    found: dict[str, str] = {}
    own = fields(table).values()
    for column in own:
        found.setdefault(bare(column.name), column.name)
    for column in own:
        for synonym in column.synonyms:
            found.setdefault(bare(synonym), column.name)
    for column in own:
        stem = re.sub(r"_ids?$", "", column.name)
        if column.references or stem != column.name:
            for one in (stem, stem + "s", OTHER_STEMS.get(stem, stem), OTHER_STEMS.get(stem, stem) + "s"):
                for word in KEY_WORDS:
                    found.setdefault(bare(one + word), column.name)
    return found


def score(cells: list[str]) -> int:
    """How many of the cells are headings of one and the same table."""
    heads = {bare(cell) for cell in cells} - {""}
    return max(len({known(table)[h] for h in heads if h in known(table)}) for table in BY_TABLE)


def match(table: str, headings: tuple[str, ...]) -> tuple[dict[int, str], tuple[str, ...]]:
    """(column by position, headings that no column is called or that repeat one). The first of two wins."""
    found: dict[int, str] = {}
    ignored: list[str] = []
    for position, heading in enumerate(headings):
        column = known(table).get(bare(heading), "")
        if column and column not in found.values():
            found[position] = column
        elif heading and bare(heading) != bare(REASON_HEADING):
            ignored.append(heading)
    return found, tuple(ignored)


def of_rows_set_aside(given: Sequence[str]) -> bool:
    """Whether these are the headings of rows set aside, which say what is wrong."""
    return any(bare(heading) == bare(REASON_HEADING) for heading in given)


def read_instead(table: str, ignored: str, read: dict[str, str]) -> tuple[str, str]:
    """(column, heading read for it) where an ignored heading means a column too; otherwise two empty texts."""
    column = known(table).get(bare(ignored), "")
    return (column, read[column]) if column in read else ("", "")


def unused(table: str, read: dict[str, str]) -> list[str]:
    """The headings that a file of the table might have had besides those read, by column."""
    return [word for c in fields(table).values() if c.name not in read for word in (c.name, *c.synonyms)]


def missing(table: str, found: dict[int, str]) -> tuple[str, ...]:
    """The required columns that no heading means."""
    return tuple(c.name for c in fields(table).values() if c.required and c.name not in found.values())


def suggest(table: str, given: tuple[str, ...]) -> dict[str, str]:
    """The heading that most likely means each column of the table; columns without one are left out.

    A heading known to mean a column comes first, then the closest in spelling. No heading is used twice.
    """
    matched, _ = match(table, given)
    suggested = {column: given[at] for at, column in matched.items()}
    for heading in given:
        close = _close(bare(heading), known(table))
        if close and heading not in suggested.values():
            suggested.setdefault(known(table)[close[0]], heading)
    return suggested


def _close(heading: str, among: Iterable[str]) -> list[str]:
    """Those that the heading is most likely a slip for, the likeliest first."""
    slips = (one for one in among if len(heading) >= SLIP and OSA.distance(heading, one, score_cutoff=1) == 1)
    return get_close_matches(heading, among, n=1, cutoff=CLOSE) or list(slips)


def named_table(stem: str) -> str:
    """The table that a file's or sheet's name holds, the longest of several; empty where it holds none."""
    return max((table for table in BY_TABLE if _names(stem, table)), key=lambda table: len(bare(table)), default="")


def decide_table(name: str, stem: str, headings: tuple[str, ...]) -> str:
    """The table a file or sheet is for: by its name where that names a table, else by its headings.

    Raises Refusal where neither decides.
    """
    heads = {bare(h) for h in headings}
    meant = {table: len({known(table)[h] for h in heads if h in known(table)}) for table in BY_TABLE}
    named = [table for table in BY_TABLE if _names(stem, table) and meant[table]]
    if named:
        return max(named, key=lambda table: (len(bare(table)), meant[table]))
    whole = [t for t in BY_TABLE if meant[t] >= 2 and not missing(t, match(t, headings)[0])]
    best = [table for table in whole if meant[table] == max(meant[t] for t in whole)]
    if len(best) == 1:
        return best[0]
    if best:
        raise Refusal(
            name,
            f"could be {' or '.join(best)}: its headings fit both",
            f"Name it after its table, like {best[0]}.csv.",
        )
    raise Refusal(
        name,
        "is not one of the tables: neither its name nor its headings say which",
        "Name it after its table, use the headings of the templates, or read it with a mapping.",
    )


def _names(stem: str, table: str) -> bool:
    """Whether a file's name holds the table's name, as whole words: 'FY27 purchases (2)' names purchases."""
    words = re.sub(r"[\W_]+", " ", stem).lower().split()
    wanted = table.split("_")
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words)))
