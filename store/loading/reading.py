"""Reading: files to staged, typed, checked rows."""

import errno
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Answers
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from data_models import TABLES
from data_models.base import Column
from data_models.errors import DistrictError
from data_models.load import Problem
from store.database import Cursor, Database
from store.loading import headings, mapped, words
from store.loading.checks import check_tables
from store.loading.mapping import Mapping
from store.loading.noted import note_problems
from store.loading.order import kept_order
from store.loading.parse_sql import name
from store.loading.passed_over import BLANK_ROW, taken_for_totals, totals_lacking
from store.loading.questions import at_odds, questions
from store.loading.refusal import Refusal
from store.loading.results import PROBLEMS_SHOWN, Earlier, Part, Progress, Reading, Reads, TableReading, unseen
from store.loading.scanning import (
    Usual,
    by_any_way,
    early_end,
    scan,
    shape_sql,
    trimmed,
    unguarded,
    usual_in,
    zeros_left_out,
)
from store.loading.sniff import TextFile, make_out
from store.loading.sources import NamedFile, Sheet, Source, sheets, source_name
from store.loading.staging import (
    Rows,
    stage,
    union_view,
)

__all__ = ["NamedFile", "read_source"]

KEPT_WHOLE = 16_000_000
"""Bytes of a file up to which every row is kept as it was given, not only those that are wrong in themselves: which
rows name a key that nobody knows is seen when they are to be loaded. Of a larger file these are written anew."""

PROBLEM_TABLE = """
(part_ INTEGER, row_ BIGINT, heading VARCHAR, value VARCHAR, reason VARCHAR, remedy VARCHAR)
"""


def read_source(
    database: Database,
    source: Source,
    *,
    answers: Answers[str, str] | None = None,
    earlier: Earlier | None = None,
    mapping: Mapping | None = None,
    progress: Progress = unseen,
) -> Reading:
    """Read, type and check what the source holds. Writes nothing to the district's tables.

    source: a folder, a zip, a CSV file, a workbook, or several of them; paths or uploads.
    answers: by question, for the questions of an earlier reading of the same source.
    earlier: how columns of files read before were written, for a question's suggestion.
    mapping: how columns become tables, where the files are not in the district's own format.
    What a person did wrong is in the reading's `problems`. Raises DistrictError where a path does not exist.
    """
    schema = f"loading_{uuid.uuid4().hex}"
    reading = Reading(source_name(source), schema)
    with database.cursor() as cursor:
        cursor.execute(f"ATTACH ':memory:' AS {schema}")
        reading.release_with(lambda: _let_go(database, schema))
        cursor.execute(f"CREATE TABLE {schema}.problems {PROBLEM_TABLE}")
        with kept_order(database), _working_folder() as folder:
            work = _Work(cursor, schema, folder, dict(answers or {}), progress)
            work.take(source, mapping)
        work.finish(reading, earlier or {})
    return reading


@contextmanager
def _working_folder() -> Iterator[Path]:
    """An empty folder for what must be unpacked or mended. Raises DistrictError where the disk is full."""
    try:
        with tempfile.TemporaryDirectory(prefix="cabinetmaker-") as folder:
            yield Path(folder)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        where = f"The folder for temporary files is '{tempfile.gettempdir()}'."
        raise DistrictError(
            "The disk is full; nothing was changed.", where=where, next_step="Free some space."
        ) from error


def _let_go(database: Database, schema: str) -> None:
    try:
        with database.cursor() as cursor:
            cursor.execute(f"DETACH DATABASE IF EXISTS {schema}")
    except duckdb.ConnectionException:
        return  # the database is closed, and its memory with it


class _Work:
    """One reading in the making."""

    def __init__(self, cursor: Cursor, schema: str, folder: Path, answers: dict[str, str], progress: Progress) -> None:
        self.cursor, self.schema, self.folder, self.answers, self.progress = cursor, schema, folder, answers, progress
        self.parts: dict[int, Part] = {}
        self.refused: list[Refusal] = []
        self.lost: dict[str, str] = {}
        self.warnings: list[Problem] = []
        self.unread: list[tuple[bool, Problem]] = []
        self.columns: list[Reads] = []

    def take(self, source: Source, mapping: Mapping | None) -> None:
        """Stage every file, by its own headings or by the mapping."""
        self.progress(0.0, "Looking at the files")
        found = list(sheets(source, self.folder, self.refused))
        if mapping:
            self._take_mapped(found, mapping)
            return
        for number, sheet in enumerate(found):
            self.progress(0.05 + 0.8 * number / len(found), f"Reading {sheet.name}")
            try:
                self._take_sheet(sheet)
            except Refusal as refusal:
                self.refused.append(refusal)
                if table := headings.named_table(sheet.stem):
                    self.lost.setdefault(table, sheet.name)

    def _take_sheet(self, sheet: Sheet) -> None:
        file = make_out(sheet.path, sheet.name, self.folder, headings.score)
        partial = headings.of_rows_set_aside(file.headings)
        if partial:  # a spreadsheet puts a blank heading over what stands beyond the last one
            last = max(at for at, heading in enumerate(file.headings) if heading)
            file = replace(file, headings=file.headings[: last + 1])
        table = headings.decide_table(sheet.name, sheet.stem, file.headings)
        found, ignored = headings.match(table, file.headings)
        if absent := headings.missing(table, found):
            meant = headings.suggest(table, file.headings)
            raise Refusal(sheet.name, *words.absent(table, absent, meant, file.headings))
        by_column = {column: at for at, column in found.items()}
        columns = {c: spec for c, spec in headings.fields(table).items() if c in by_column}
        labels = {c: file.headings[by_column[c]] for c in columns}

        def rows_of(file: TextFile, usual: Usual) -> Rows:
            usual = replace(usual, long=usual.long or partial)
            picked = direct_sql(file, columns, by_column, usual, partial)
            given = {c: trimmed(f"cells_[{by_column[c] + 1}]", file.blanks) for c in columns}
            first, sql = f"{picked} FROM head_", f"{picked} FROM {scan(file)}"
            kept = file.path.stat().st_size <= KEPT_WHOLE
            return Rows(sql, first, cells_sql(file, partial), columns, labels, given, kept=kept)

        part = Part(table, sheet.name, self._next(), file.first_row, file.headings, tuple(columns), labels, ignored,
                    partial)  # fmt: skip
        self._stage(file, rows_of, part)
        self.warnings += zeros_left_out(file, part.file)
        self._note_ignored(part)

    def _stage(self, file: TextFile, rows_of: Callable[[TextFile, Usual], Rows], part: Part) -> None:
        """Stage the file's rows, and what is wrong with them."""

        def take(way: TextFile) -> tuple[Usual, Rows, tuple[Reads, ...]]:
            usual = usual_in(self.cursor, way)
            rows = rows_of(way, usual)
            return usual, rows, stage(self.cursor, rows, part, self.answers)

        usual, rows, columns = by_any_way(self.cursor, file, part.file, self.folder, take)
        self.columns += columns
        if usual.short:
            self.warnings.append(early_end(part.file))
        self._note(part, rows)

    def _note(self, part: Part, rows: Rows) -> None:
        """Count a part that is staged among the others, with what is to be said of its rows."""
        number = len(self.parts)
        self.parts[number] = part
        note_problems(self.cursor, self.schema, number, rows, part)
        self.warnings += taken_for_totals(self.cursor, part, rows.fields)
        self.warnings += totals_lacking(self.cursor, part)

    def _next(self) -> str:
        return f"{self.schema}.part_{len(self.parts)}"

    def _note_ignored(self, part: Part) -> None:
        for heading in part.ignored:
            near = words.nearest(heading, headings.unused(part.table, part.headings))
            again = headings.read_instead(part.table, heading, part.headings)
            reason, remedy = words.ignored(part.table, *again, near)
            self.warnings.append(Problem(file=part.file, column=heading, reason=reason, remedy=remedy))
            self.unread.append((bool(near), self.warnings[-1]))

    def _take_mapped(self, found: list[Sheet], mapping: Mapping) -> None:
        for part, rows in mapped.staged_rows(
            self.cursor, self.schema, self.folder, found, mapping, self.refused, self.warnings
        ):
            self.progress(0.3, f"Reading {part.table}")
            self.columns += stage(self.cursor, rows, part, self.answers)
            self._note(part, rows)

    def finish(self, reading: Reading, earlier: Earlier) -> None:
        """Join the parts of each table, look for repeated keys, and say what was read."""
        self.progress(0.88, "Checking keys")
        tables = [record.table for record in TABLES if any(p.table == record.table for p in self.parts.values())]
        for table in tables:
            own = {number: part for number, part in self.parts.items() if part.table == table}
            union_view(self.cursor, self.schema, table, headings.fields(table), own)
        self.warnings += check_tables(self.cursor, self.schema, self.parts, tables)
        reading.parts = tuple(self.parts.values())
        reading.tables = tuple(self._table_reading(table) for table in tables)
        reading.lost = self.lost
        reading.questions = tuple(questions(self.columns, self.answers, earlier))
        reading.columns = tuple(self.columns)
        reading.warnings = (*self.warnings, *at_odds(self.columns))
        reading.unread = tuple(problem for _, problem in sorted(self.unread, key=lambda one: not one[0]))
        said, count = read_problems(self.cursor, self.schema, self.parts)
        files = tuple(refusal.problem for refusal in self.refused)
        reading.problems, reading.problem_count = (files + said)[:PROBLEMS_SHOWN], count + len(files)
        self.progress(1.0, "Read")

    def _table_reading(self, table: str) -> TableReading:
        own = {number: part for number, part in self.parts.items() if part.table == table}
        numbers = ", ".join(map(str, own))
        rows = self.cursor.execute(
            f"SELECT count(*) FROM {self.schema}.{name(table)} WHERE mask_ & {BLANK_ROW} = 0"
        ).fetchall()[0][0]
        bad = self.cursor.execute(
            f"SELECT count(DISTINCT (part_, row_)) FROM {self.schema}.problems WHERE part_ IN ({numbers})"
        ).fetchall()[0][0]
        by_heading: dict[str, str] = defaultdict(str)
        for part in own.values():
            by_heading |= {heading: column for column, heading in part.headings.items()}
        return TableReading(
            table=table, files=tuple(part.file for part in own.values()), rows=rows, good=rows - bad,
            headings=dict(by_heading), ignored=tuple(h for part in own.values() for h in part.ignored),
            partial=all(part.partial for part in own.values()),
        )  # fmt: skip


def read_problems(
    cursor: Cursor, schema: str, parts: dict[int, Part], more: str = ""
) -> tuple[tuple[Problem, ...], int]:
    """(the first problems in the order of files and rows, how many there are). `more`: another query of problems."""
    tables = f"SELECT * FROM {schema}.problems" + (f" UNION ALL {more}" if more else "")
    count = cursor.execute(f"SELECT count(*) FROM ({tables})").fetchall()[0][0]
    return first_problems(cursor, parts, tables), count


def first_problems(cursor: Cursor, parts: dict[int, Part], query: str) -> tuple[Problem, ...]:
    """The first problems of a query, in the order of files and rows."""
    rows = cursor.execute(
        f"SELECT * FROM ({query}) ORDER BY part_, row_, heading, reason, value LIMIT {PROBLEMS_SHOWN}"
    ).fetchall()
    return tuple(
        Problem(file=parts[part].file, row=row, column=heading, value=value, reason=reason, remedy=remedy)
        for part, row, heading, value, reason, remedy in rows
    )


def direct_sql(
    file: TextFile, columns: dict[str, Column], by_column: dict[str, int], usual: Usual, guarded: bool
) -> str:
    """SQL of trimmed text under each column's name, and the mark of rows of the wrong width, without where from."""
    cells = [
        f"{trimmed(f'c{by_column[c]}', file.blanks, guarded, _may_stay_blank(spec))} AS {name(c)}"
        for c, spec in columns.items()
    ]
    return f"SELECT *, {', '.join(cells)}, {shape_sql(file, usual)} AS shape_"


def _may_stay_blank(column: Column) -> bool:
    """Whether a blank cell is the value '' itself, so that it need not pass through NULL and back."""
    return column.kind is str and not column.many and not column.required and column.name != "entry_id"


def cells_sql(file: TextFile, guarded: bool) -> str:
    """The row as it was given, as an SQL list, what stands beyond the last heading as one more cell; of a safe export,
    as it was before it was made safe."""
    width = len(file.headings)
    beyond = f"regexp_replace(c{width}, '^\x02[a-z]+\x02', '')"
    cells = (unguarded(cell) if guarded else cell for cell in (*(f"c{i}" for i in range(width)), beyond))
    return "[" + ", ".join(f"coalesce({cell}, '')" for cell in cells) + "]"
