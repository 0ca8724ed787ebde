"""Rows that are no records: blank ones, headings that come again, totals."""

from data_models.base import Column
from data_models.load import Problem
from data_models.wording import counted
from store.database import Cursor
from store.loading.headings import BY_TABLE
from store.loading.parse_sql import name, text
from store.loading.results import Part
from store.loading.sniff import BLANKS

BLANK_ROW = 1 << 60
"""Mark of a row that is passed over."""
TAKEN_FOR_TOTAL = 1 << 52
"""Mark of a row that is called 'Total' and nothing else, whatever else stands in it."""
TOTAL = r"(?i)(?:grand |sub[- ]?)?totals?\s*:?"
TOTAL_ROW = r"(?i)(?:grand |sub[- ]?)?totals?(?:\b.*)?"
NAMED = 5
"""Rows that are named; the others are counted."""
CALLED = ("name", "title", "account")


def called_total(table: str, columns: dict[str, Column]) -> str:
    """SQL of the mark of a row whose key or name is the word 'Total' alone, 0 for the others.

    The range is looked at first, as it costs next to nothing: the words begin with T, G or S, account strings with a
    digit.
    """
    cells = [name("v_" + column) for column in telling(table, columns)]
    found = [f"{c} >= 'G' AND {c} < 'u' AND regexp_full_match({c}, {text(TOTAL)})" for c in cells]
    return f"CASE {' '.join(f'WHEN {one} THEN {TAKEN_FOR_TOTAL}' for one in found)} ELSE 0 END" if found else "0"


def mask_sql(table: str, columns: dict[str, Column]) -> str:
    """What was found wrong; of rows that are no records, the mark that says so: those that lack what every row needs
    and have nothing in them or begin with 'Total' (with more than that word in the cell only where it is the key, or
    there is none), and those that lack nothing and are called 'Total'.
    """
    required = sum(1 << bit for bit, column in enumerate(columns.values()) if column.required)
    first = f"coalesce(trim(list_filter(cells_, lambda c: trim(c, {text(BLANKS)}) <> '')[1], {text(BLANKS)}), 'Total')"
    key = next((name("v_" + c) for c in BY_TABLE[table].key[:1] if c in columns), "NULL")
    alone = f"coalesce({key}::VARCHAR, {first}) = {first} OR regexp_full_match({first}, {text(TOTAL)})"
    begins = f"regexp_full_match({first}, {text(TOTAL_ROW)}) AND ({alone})"
    lacking = f"CASE WHEN {begins} THEN {BLANK_ROW} ELSE found_ END"
    taken = f"WHEN found_ & {TAKEN_FOR_TOTAL} <> 0 THEN {BLANK_ROW | TAKEN_FOR_TOTAL} ELSE found_ END"
    return f"CASE WHEN found_ & {required} <> 0 THEN {lacking} {taken}"


def taken_for_totals(cursor: Cursor, part: Part, columns: dict[str, Column]) -> tuple[Problem, ...]:
    """The warning that rows of a file have all that a record needs and are passed over all the same."""
    names = telling(part.table, columns)
    if not names:
        return ()
    cells = " ".join(f"WHEN regexp_full_match({name(c)}, {text(TOTAL)}) THEN [{text(c)}, {name(c)}]" for c in names)
    found = cursor.execute(
        f"SELECT row_, CASE {cells} END, count(*) OVER () FROM {part.marked} "
        f"WHERE mask_ & {TAKEN_FOR_TOTAL} <> 0 AND mask_ & {BLANK_ROW} <> 0 ORDER BY 1 LIMIT 1"
    ).fetchall()
    return tuple(
        Problem(
            file=part.file, row=at, column=part.headings[column], value=cell,
            reason="is the word for a total and nothing more, so this row is passed over"
            + (f", and {rows - 1:,} more like it" if rows > 1 else ""),
            remedy="If it is a record, call it something else.",
        )
        for at, (column, cell), rows in found
    )  # fmt: skip


def totals_lacking(cursor: Cursor, part: Part) -> tuple[Problem, ...]:
    """The warning that rows of a file begin with the word Total, lack what a record needs and are passed over: how many
    and where. Blank rows are none.
    """
    first = f"trim(list_filter(cells_, lambda c: trim(c, {text(BLANKS)}) <> '')[1], {text(BLANKS)})"
    passed = f"mask_ & {BLANK_ROW} <> 0 AND mask_ & {TAKEN_FOR_TOTAL} = 0"
    rows = cursor.execute(  # materialized: what the cells say is looked at only in rows that are passed over
        f"WITH passed AS MATERIALIZED (SELECT row_, cells_ FROM {part.marked} WHERE {passed}) "
        f"SELECT DISTINCT row_ FROM passed WHERE regexp_full_match({first}, {text(TOTAL_ROW)}) ORDER BY 1"
    ).fetchall()
    if not rows:
        return ()
    named = [f"{row:,}" for (row,) in rows[:NAMED]]
    if len(rows) > NAMED:
        named.append(f"{len(rows) - NAMED:,} more")
    where = ("rows " if len(rows) > 1 else "row ") + " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    reason = f"has {counted(len(rows), 'row')} called Total without all that a record needs, passed over: {where}"
    return (
        Problem(file=part.file, reason=reason, remedy="If one is a record, fill it in and call it something else."),
    )


def telling(table: str, columns: dict[str, Column]) -> list[str]:
    """The columns that tell in words what every record of the table is: its key, its name, an entry's account."""
    wanted = (*BY_TABLE[table].key[:1], *CALLED)
    return [c.name for c in columns.values() if c.name in wanted and c.required and c.kind is str and not c.many]
