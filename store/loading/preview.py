"""What a load would change, before anything is written."""

from decimal import Decimal
from typing import Any

from data_models.base import Column
from data_models.district import District
from data_models.load import ChangeKind, TableChanges
from data_models.order import Judge, unjudged
from store.database import Cursor, Database
from store.loading.checks import contradictions, key_of, make_late
from store.loading.diff import TableDiff, differ
from store.loading.doubts import doubts
from store.loading.headings import fields
from store.loading.parse_sql import name, text
from store.loading.passed_over import BLANK_ROW
from store.loading.reading import first_problems, read_problems
from store.loading.replaced import replaced
from store.loading.results import PROBLEMS_SHOWN, Preview, Reading, SampleRow
from store.loading.words import HANGS

SAMPLES = 5
WORDS = 120
HANGING = " OR ".join(f"starts_with(reason, {text(beginning)})" for beginning in HANGS)
ONLY_HANGING = """
CREATE OR REPLACE TEMP TABLE hung_ AS
SELECT part_, row_ FROM late_ ANTI JOIN {schema}.problems USING (part_, row_)
GROUP BY part_, row_ HAVING bool_and({hanging})
"""


def preview(
    database: Database,
    district_id: str,
    reading: Reading,
    keep_missing: frozenset[str] = frozenset(),
    judge: Judge = unjudged,
    begins: District | None = None,
) -> Preview:
    """What loading the reading into the district would change. keep_missing: tables that withdraw nothing. judge: of
    what funds would be said to pay. begins: the district, where the load would begin it.

    Samples are the first five of each table and kind, in file order, withdrawn ones in key order.
    """
    with database.read() as cursor:
        make_late(cursor, district_id, reading, keep_missing)
        changes, samples, diffs = [], [], {}
        for table in reading.tables:
            diff = diffs[table.table] = differ_now(cursor, district_id, reading, table.table, keep_missing)
            changes.append(count(cursor, district_id, reading, diff))
            samples += _samples(cursor, district_id, reading, diff, changes[-1])
        parts = dict(enumerate(reading.parts))
        cursor.execute(ONLY_HANGING.format(schema=reading.schema, hanging=HANGING))
        own = "SELECT * FROM late_ ANTI JOIN hung_ USING (part_, row_)"
        problems, said = read_problems(cursor, reading.schema, parts, more=own)
        hanging = first_problems(cursor, parts, "SELECT * FROM late_ SEMI JOIN hung_ USING (part_, row_)")
        hung = cursor.execute("SELECT count(*) FROM hung_").fetchall()[0][0]
        doubtful = doubts(cursor, district_id, reading, diffs, judge)
        instead = replaced(cursor, district_id, reading, diffs, begins)
        warnings = (*reading.warnings, *contradictions(cursor, district_id, reading), *doubtful)
    files = tuple(problem for problem in reading.problems if problem.row is None)
    return Preview(
        source=reading.source, tables=tuple(changes), samples=tuple(samples),
        problems=(files + problems)[:PROBLEMS_SHOWN], problem_count=said + len(files),
        hanging=hanging, hanging_rows=hung, warnings=warnings, replaced=instead,
    )  # fmt: skip


def differ_now(
    cursor: Cursor, district_id: str, reading: Reading, table: str, keep_missing: frozenset[str]
) -> TableDiff:
    """The differences of a table against what the district holds at this moment."""
    held = cursor.execute(
        f"SELECT 1 FROM main.{name(table)} WHERE district_id = $district_id LIMIT 1", {"district_id": district_id}
    ).fetchall()
    return differ(reading, table, table in keep_missing, not held)


def count(cursor: Cursor, district_id: str, reading: Reading, diff: TableDiff) -> TableChanges:
    """How many records of the table are added, changed, withdrawn, the same and set aside, and their money."""
    bound = {"district_id": district_id}
    money = amount_column(diff.table)
    total = f"sum(s.{name(money)})" if money else "NULL"
    added, changed, rows, dollars = cursor.execute(
        f"SELECT count(*) FILTER ({diff.added}), count(*) FILTER ({diff.changed}), count(*), {total} FROM {diff.both}",
        bound if "$district_id" in diff.both else None,
    ).fetchall()[0]
    withdrawn = 0
    if diff.missing != "FALSE":
        withdrawn = cursor.execute(
            f"SELECT count(*) FROM main.{name(diff.table)} d WHERE d.district_id = $district_id AND {diff.missing}",
            bound,
        ).fetchall()[0][0]
    staged = cursor.execute(
        f"SELECT count(*) FROM {reading.schema}.{name(diff.table)} WHERE mask_ & {BLANK_ROW} = 0"
    ).fetchall()[0][0]
    held = _held(cursor, district_id, reading, diff) if staged > rows else 0
    return TableChanges(
        table=diff.table, added=added, changed=changed, withdrawn=withdrawn, same=rows - added - changed,
        set_aside=staged - rows, held=held, total=None if dollars is None else Decimal(dollars),
    )  # fmt: skip


def _held(cursor: Cursor, district_id: str, reading: Reading, diff: TableDiff) -> int:
    """How many of the rows set aside have the key of a record that counts."""
    key = key_of(diff.table)
    if not key or "$district_id" not in diff.both:
        return 0  # nothing of the table is held
    given, own = ", ".join(f"s.{name(part)}" for part in key), ", ".join(map(name, key))
    aside = "s.mask_ <> 0 OR EXISTS (SELECT 1 FROM bad_ b WHERE s.part_ = b.part_ AND s.source_row = b.row_)"
    found = cursor.execute(
        f"SELECT count(*) FROM {reading.schema}.{name(diff.table)} s WHERE s.mask_ & {BLANK_ROW} = 0 AND ({aside}) "
        f"AND ({given}) IN (SELECT {own} FROM main.{name(diff.table)} "
        f"WHERE district_id = $district_id AND withdrawn_at IS NULL)",
        {"district_id": district_id},
    ).fetchall()
    return int(found[0][0])


def amount_column(table: str) -> str:
    """The column whose sum says how much money the table holds; empty where it holds none."""
    wanted = ("amount", "budgeted", "yearly_cost", "budget")
    own = fields(table)
    return next((c for c in wanted if (c in own and own[c].required) or (c == "budget" and c in own)), "")


def _samples(
    cursor: Cursor, district_id: str, reading: Reading, diff: TableDiff, changes: TableChanges
) -> list[SampleRow]:
    found: list[SampleRow] = []
    columns = tuple(c for c in fields(diff.table).values() if c.name != "district_id")
    files = [part.file for part in reading.parts]
    bound = {"district_id": district_id}
    ours = ", ".join(f"s.{name(c.name)} AS {name('s_' + c.name)}" for c in columns)
    key = diff.key.replace("x.", "s.")
    if changes.added:
        sql = f"SELECT s.part_, s.source_row, {key}, {ours} FROM {diff.both} WHERE {diff.added} ORDER BY 1, 2 "
        sql += f"LIMIT {SAMPLES}"
        uses = bound if "$district_id" in sql else None
        for part, row, words, *values in cursor.execute(sql, uses).fetchall():
            after = _words(columns, values)
            found.append(_sample(diff, ChangeKind.ADDED, words, f"{files[part]}, row {row}", {}, after))
    if changes.changed:
        theirs = ", ".join(f"d.{name(c.name)}" for c in columns)
        sql = (
            f"SELECT s.part_, s.source_row, {key}, {ours}, {theirs} FROM {diff.both} WHERE {diff.changed} ORDER BY 1, 2"
        )
        for part, row, words, *values in cursor.execute(f"{sql} LIMIT {SAMPLES}", bound).fetchall():
            after, before = _words(columns, values[: len(columns)]), _words(columns, values[len(columns) :])
            other = [c.name for c in diff.said if after.get(c.name, "") != before.get(c.name, "")]
            found.append(_sample(
                diff, ChangeKind.CHANGED, words, f"{files[part]}, row {row}",
                {c: before.get(c, "") for c in other}, {c: after.get(c, "") for c in other},
            ))  # fmt: skip
    if changes.withdrawn:
        theirs = ", ".join(f"d.{name(c.name)}" for c in columns)
        sql = (
            f"SELECT {diff.key.replace('x.', 'd.')}, {theirs} FROM main.{name(diff.table)} d "
            f"WHERE d.district_id = $district_id AND {diff.missing} ORDER BY 1 LIMIT {SAMPLES}"
        )
        for words, *values in cursor.execute(sql, bound).fetchall():
            found.append(_sample(diff, ChangeKind.WITHDRAWN, words, "", _words(columns, values), {}))
    return found


def _sample(
    diff: TableDiff, kind: ChangeKind, key: str, source: str, before: dict[str, str], after: dict[str, str]
) -> SampleRow:
    return SampleRow(table=diff.table, kind=kind, key=key or "", source=source, before=before, after=after)


def _words(columns: tuple[Column, ...], values: list[Any]) -> dict[str, str]:
    """The filled-in cells in words, long ones cut."""
    return {c.name: _in_words(v) for c, v in zip(columns, values, strict=True) if v not in (None, "", [])}


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    said = str(value)
    return said if len(said) <= WORDS else said[: WORDS - 1] + "…"
