"""From text to typed rows, in bulk: every row of a file staged once, with a mark for each cell that is wrong."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from data_models.base import Column
from data_models.ledger import LedgerEntry
from store.database import Cursor
from store.loading.parse_sql import (
    DOLLARS,
    FIRST_DAY,
    LAST_DAY,
    Style,
    default_sql,
    is_number,
    is_numeric_date,
    is_parted,
    is_too_long,
    name,
    sql_type,
    text,
    two_readings,
    value_sql,
)
from store.loading.passed_over import BLANK_ROW, called_total, mask_sql, telling
from store.loading.questions import (
    DAY_FIRST,
    DOT_IS_CENTS,
    DOT_IS_THOUSANDS,
    DOTS,
    MONTH_FIRST,
    ORDERS,
    answered,
)
from store.loading.results import Part, Reads
from store.loading.scanning import EXTRA_CELLS, FEW_CELLS, QUOTES, SAMPLE

MADE_ID = "auto-"
"""Beginning of the key of a ledger entry that came without one; the rest is made of what the entry says."""
BAD_ROW = 1 << 56
TORN_ROW = EXTRA_CELLS | FEW_CELLS | sum(QUOTES.values())
"""Marks of rows cut at the wrong places: what stands under a heading need not belong there."""
EUROPEAN_PROOF = r"\d\.\d{3},\d|^[^\d,.]*\d+,\d{1,2}[^\d]*$|\d\.\d{3}\.\d{3}"
AMERICAN_PROOF = r"\d,\d{3}\.\d|^[^,]*\.\d{1,2}[^\d]*$|\.\d{4}|\d,\d{3},\d{3}|\d{4}\.\d{3}"
THREE_AFTER_DOT, THREE_AFTER_COMMA = r"^\D*\d{1,3}\.\d{3}\D*$", r"^\D*\d{1,3},\d{3}\D*$"


@dataclass(frozen=True)
class Rows:
    """Text rows of one file for one table: an SQL query giving a trimmed text, NULL where blank, under each column's
    name; `shape_`, a mark for rows of the wrong width or 0; what `cells` needs; and, where the rowid does not tell,
    `row_`, the row in the file. `cells` is an SQL list of the row as it was given; `headings` are by column. `given` is
    SQL of each column's text out of `cells_`. `assumed` is how dates are ordered that no cell settles. `first` is the
    query for the first of the rows only, or for all of them again. `measured` says that texts are looked at that may be
    too long; `kept`, that every row's cells are kept, not only those of rows with a mark.
    """

    sql: str
    first: str
    cells: str
    fields: dict[str, Column]
    headings: dict[str, str]
    given: dict[str, str]
    rowed: bool = False
    assumed: str = ""
    measured: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Evidence:
    """What the cells of a column prove: counts of cells that can only be read one way, and of those with two.

    readings: the days that the first of the examples is with the month, and with the day first.
    """

    month: int = 0
    day: int = 0
    either: int = 0
    european: int = 0
    american: int = 0
    three_after_dot: int = 0
    three_after_comma: int = 0
    examples: tuple[str, ...] = ()
    readings: tuple[date, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether any cell proves a reading."""
        return bool(self.month or self.day or self.european or self.american)

    @property
    def torn(self) -> bool:
        """Whether some cells can only be read the one way, and some only the other."""
        return bool((self.month and self.day) or (self.european and self.american))

    def torn_by(self, other: "Evidence") -> bool:
        """Whether other cells of the column can only be read in another way than these."""
        return bool(
            (self.month and other.day)
            or (self.day and other.month)
            or (self.european and other.american)
            or (self.american and other.european)
        )

    @property
    def proves(self) -> str:
        """The answer that leaves no doubt, or nothing."""
        found = (
            (MONTH_FIRST, self.month), (DAY_FIRST, self.day), (DOT_IS_CENTS, self.american),
            (DOT_IS_THOUSANDS, self.european),
        )  # fmt: skip
        proven = [answer for answer, cells in found if cells]
        return proven[0] if len(proven) == 1 else ""


def stage(cursor: Cursor, rows: Rows, part: Part, answers: dict[str, str]) -> tuple[Reads, ...]:
    """Make the part's table. Returns how its dates and amounts are written, and what of it `answers` leaves open."""
    doubtful = _doubtful(rows)
    if doubtful:
        sample = f"SELECT {', '.join(map(name, doubtful))} FROM ({rows.first}) LIMIT {SAMPLE}"
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE sample_ AS {sample}")
    seen = {c: _prove(cursor, rows.fields[c], f"(SELECT {name(c)} AS r FROM sample_)") for c in doubtful}
    for column, found in seen.items():
        if found.torn or not found.settled:
            seen[column] = _evidence(cursor, rows, column)
    reads = _write(cursor, rows, part, seen, answers)
    sure = [c for c in seen if seen[c].proves and _is_asked(rows.fields[c])]
    torn = [c for c in sure if seen[c].torn_by(_evidence_of_bad(cursor, rows, part, c))]
    if torn:
        seen |= {column: _evidence(cursor, rows, column) for column in torn}
        reads = _write(cursor, rows, part, seen, answers)
    if _any_too_long(cursor, rows, part):
        reads = _write(cursor, replace(rows, measured=True), part, seen, answers)
    return reads


def _any_too_long(cursor: Cursor, rows: Rows, part: Part) -> bool:
    """Whether a text is too long. The database keeps how long the longest is: asking afterwards costs a large ledger
    nothing, looking at each text while it is staged a fiftieth of the time."""
    long = [is_too_long(column, name(column.name)) for column in rows.fields.values() if column.longest]
    found = f"SELECT 1 FROM {part.staged} WHERE {' OR '.join(long or ['FALSE'])} LIMIT 1"
    return bool(cursor.execute(found).fetchall())


def _doubtful(rows: Rows) -> tuple[str, ...]:
    """Columns whose text can be read two ways: dates and amounts."""
    return tuple(c.name for c in rows.fields.values() if c.kind in (date, datetime, Decimal, float) and not c.many)


def _is_asked(column: Column) -> bool:
    """Whether a person is asked how it is written. Of shares and places another reading is out of their range."""
    return column.kind in (date, datetime) or column.unit == DOLLARS


def _evidence(cursor: Cursor, rows: Rows, column: str) -> Evidence:
    """What all cells of the column prove."""
    return _prove(cursor, rows.fields[column], f"(SELECT {name(column)} AS r FROM ({rows.sql}))")


def _evidence_of_bad(cursor: Cursor, rows: Rows, part: Part, column: str) -> Evidence:
    """What the cells prove that the first reading could not read."""
    bit = 1 << list(rows.fields).index(column)
    cells = f"SELECT {rows.given[column]} AS r FROM {part.marked} WHERE mask_ & {bit} <> 0"
    return _prove(cursor, rows.fields[column], f"({cells})")


def _prove(cursor: Cursor, column: Column, cells: str) -> Evidence:
    if column.kind in (date, datetime):
        month, day = two_readings("r")
        found = cursor.execute(
            f"SELECT count(*) FILTER (d IS NULL AND m IS NOT NULL), count(*) FILTER (m IS NULL AND d IS NOT NULL), "
            f"count(*) FILTER (m <> d), list_sort(list(DISTINCT r) FILTER (m <> d))[:3], "
            f"min_by([m, d], r) FILTER (m <> d) "
            f"FROM (SELECT r, {month} AS m, {day} AS d FROM {cells} WHERE {is_numeric_date('r')})"
        ).fetchall()[0]
        return Evidence(found[0], found[1], found[2], examples=tuple(found[3] or ()), readings=tuple(found[4] or ()))
    european, american = (
        f"(regexp_matches(r, {text(proof)}) AND {is_number(column, 'r', Style(european=style))})"
        for proof, style in ((EUROPEAN_PROOF, True), (AMERICAN_PROOF, False))
    )
    dots, commas = (f"regexp_matches(r, {text(three)})" for three in (THREE_AFTER_DOT, THREE_AFTER_COMMA))
    counts = ", ".join(f"count(*) FILTER ({found})" for found in (european, american, dots, commas))
    firsts = ", ".join(f"min(r) FILTER ({found})" for found in (european, american))
    either = f"list_sort(list(DISTINCT r) FILTER ({dots} OR {commas}))[:3]"
    found = cursor.execute(f"SELECT {counts}, {firsts}, {either} FROM {cells}").fetchall()[0]
    shown = (*(found[4:6] if found[0] and found[1] else ()), *(found[6] or ()))
    return Evidence(
        european=found[0], american=found[1], three_after_dot=found[2], three_after_comma=found[3], examples=shown[:3]
    )


def _style(column: Column, seen: Evidence, answer: str) -> tuple[Style, bool]:
    """How the column is read, and whether a person must say so first."""
    if column.kind in (date, datetime):
        if seen.either and not seen.proves:
            order = {MONTH_FIRST: "month or day", DAY_FIRST: "day or month"}.get(answer, "ask")
            return Style(dates=order), not answer
        return Style(dates="month or day" if seen.torn else ("day" if seen.day else "month")), False
    if seen.torn and _is_asked(column):
        return Style(european=answer == DOT_IS_THOUSANDS), not answer
    if seen.settled:
        return Style(european=not seen.american), False
    asks = column.unit == DOLLARS and seen.three_after_dot and not seen.three_after_comma
    return Style(european=answer == DOT_IS_THOUSANDS), bool(asks and not answer)


def _write(
    cursor: Cursor, rows: Rows, part: Part, seen: dict[str, Evidence], answers: dict[str, str]
) -> tuple[Reads, ...]:
    styles: dict[str, Style] = {}
    reads: list[Reads] = []
    for column, found in seen.items():
        choices = ORDERS if rows.fields[column].kind in (date, datetime) else DOTS
        said = answered(answers, part, column, choices, found.torn)
        answer = said or (rows.assumed if choices == ORDERS else "")
        styles[column], asks = _style(rows.fields[column], found, answer)
        reads.append(Reads(
            part.table, part.file, column, rows.headings[column], found.proves, choices if asks else (), found.torn,
            found.examples, found.readings, said,
        ))  # fmt: skip
    cursor.execute(f"DROP TABLE IF EXISTS {part.staged}")
    cursor.execute(_staged_sql(rows, part, styles))
    _keep_marked(cursor, rows, part)
    return tuple(reads)


def _staged_sql(rows: Rows, part: Part, styles: dict[str, Style]) -> str:
    """Typed values, a mask whose bit i says that column i is wrong, and the given cells of the rows that keep them."""
    typed, bad, final = [], [], []
    for bit, column in enumerate(rows.fields.values()):
        cell, value = name(column.name), name("v_" + column.name)
        typed.append(f"{value_sql(column, cell, styles.get(column.name, Style()))} AS {value}")
        wrong = [f"{value} IS NULL"] if column.required else []
        if not column.required and (column.kind is not str or column.choices):
            wrong.append(f"({value} IS NULL AND {cell} IS NOT NULL)")
        if column.kind in (date, datetime):
            wrong += [f"{value} < DATE '{FIRST_DAY}'", f"{value} > DATE '{LAST_DAY}'"]
        wrong += [f"{value} < {column.least}"] if column.least is not None else []
        wrong += [f"{value} > {column.most}"] if column.most is not None else []
        if rows.measured and column.longest:  # a row cut at the wrong places says nothing of how long its texts are
            wrong.append(f"({is_too_long(column, value)} AND shape_ = 0)")
        wrong += [is_parted(value)] if column.own_key else []
        if wrong:
            bad.append(f"CASE WHEN {' OR '.join(wrong)} THEN {1 << bit} ELSE 0 END")
        kept = value if column.required or column.default is None else f"coalesce({value}, {default_sql(column)})"
        final.append(f"{kept} AS {cell}")
    if part.table == "ledger_entries":
        final = [f"{_made_id(rows)} AS entry_id", *(f for f in final if not f.endswith(' AS "entry_id"'))]
    repeated = " AND ".join(f"{name(c)} = {text(rows.headings[c])}" for c in list(rows.fields)[:2])
    marks = [*bad, called_total(part.table, rows.fields), "shape_"]
    found = f"CASE WHEN {repeated} THEN {BLANK_ROW} ELSE {' | '.join(marks)} END"
    row = ", row_" if rows.rowed else ""
    cells = rows.cells if rows.kept else f"CASE WHEN found_ <> 0 THEN {rows.cells} END"
    mask = mask_sql(part.table, rows.fields)
    return (
        f"CREATE TABLE {part.staged} AS SELECT {', '.join(final)}, {mask} AS mask_{row}, cells_ "
        f"FROM (SELECT *, {cells} AS cells_ "
        f"FROM (SELECT *, {found} AS found_ FROM (SELECT *, {', '.join(typed)} FROM ({rows.sql}))))"
    )


def _keep_marked(cursor: Cursor, rows: Rows, part: Part) -> None:
    """Keep the marked rows once more by themselves, with `row_`, their row in the file, the columns that have a mark in
    any of them, and those that a total is known by: they are few, asked for often, and finding them takes long."""
    marks = cursor.execute(f"SELECT coalesce(bit_or(mask_), 0) FROM {part.staged}").fetchall()[0][0]
    wanted = telling(part.table, rows.fields)
    columns = [name(c) for bit, c in enumerate(rows.fields) if marks & 1 << bit or c in wanted]
    cursor.execute(
        f"CREATE OR REPLACE TABLE {part.marked} AS "
        f"SELECT {', '.join([f'{part.row} AS row_', 'mask_', 'cells_', *columns])} FROM {part.staged} WHERE mask_ <> 0"
    )


def _made_id(rows: Rows) -> str:
    """The entry's own key, else one made of all that the entry says, the same for the same words in any file."""
    said = ", ".join(
        f"coalesce({name('v_' + c)}::VARCHAR, '')" if c in rows.fields else "''"
        for c in LedgerEntry.model_fields
        if c != "entry_id"
    )
    made = f"{text(MADE_ID)} || md5(concat_ws(chr(31), {said}))"
    return f"coalesce({name('v_entry_id')}, {made})" if "entry_id" in rows.fields else made


def union_view(cursor: Cursor, schema: str, table: str, fields: dict[str, Column], parts: dict[int, Part]) -> None:
    """One view over all parts of a table: every column of the record, `part_`, `source_row`, `mask_`."""
    selects = []
    for number, part in parts.items():
        own = [
            name(c.name)
            if c.name in part.fields or c.name == "entry_id"
            else f"{default_sql(c)}::{sql_type(c)} AS {name(c.name)}"
            for c in fields.values()
        ]
        selects.append(
            f"SELECT {', '.join(own)}, {number} AS part_, {part.row}::INTEGER AS source_row, mask_ FROM {part.staged}"
        )
    everything = " UNION ALL ".join(selects)
    if table != "ledger_entries":
        cursor.execute(f"CREATE VIEW {schema}.{name(table)} AS {everything}")
        return
    made = f"FROM ({everything}) WHERE mask_ = 0 AND starts_with(entry_id, {text(MADE_ID)})"
    again = f"SELECT entry_id {made} GROUP BY entry_id HAVING count(*) > 1"
    cursor.execute(
        f"CREATE TABLE {schema}.again AS SELECT part_, source_row, n FROM ("
        f"SELECT part_, source_row, row_number() OVER (PARTITION BY entry_id ORDER BY part_, source_row) AS n "
        f"{made} AND entry_id IN ({again})) WHERE n > 1"
    )
    if not cursor.execute(f"SELECT 1 FROM {schema}.again LIMIT 1").fetchall():
        cursor.execute(f"CREATE VIEW {schema}.ledger_entries AS {everything}")
        return
    cursor.execute(
        f"CREATE VIEW {schema}.ledger_entries AS SELECT e.* REPLACE (CASE WHEN a.n IS NULL THEN entry_id "
        f"ELSE entry_id || '-' || a.n END AS entry_id) FROM ({everything}) e "
        f"LEFT JOIN {schema}.again a ON a.part_ = e.part_ AND a.source_row = e.source_row"
    )
