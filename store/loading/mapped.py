"""Reading by a mapping: other people's columns put into the district's, in SQL."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path

import duckdb
from pydantic import ValidationError

from data_models.load import Problem
from data_models.wording import counted
from store.database import Cursor
from store.loading import headings
from store.loading.mapping import Cell, Mapping, TableMapping
from store.loading.parse_sql import (
    ISO_DATE,
    MONEY,
    NUMERIC_DATE,
    PLAIN,
    Style,
    money_sql,
    name,
    text,
    value_sql,
)
from store.loading.refusal import Refusal
from store.loading.results import Part
from store.loading.scanning import Usual, by_any_way, scan, shape_sql, trimmed, usual_in, zeros_left_out
from store.loading.sniff import BLANKS, TextFile, make_out
from store.loading.sources import Sheet
from store.loading.staging import Rows

AMOUNT = MONEY.replace("N", PLAIN)
DATE = f"(?:{ISO_DATE}|{NUMERIC_DATE})"
KEY_DIGITS = 10


class _Raw:
    """One file as it is: a table of text, its headings, and where its rows begin."""

    def __init__(self, label: str, table: str, file: TextFile, usual: Usual) -> None:
        self.label, self.table, self.file = label, table, file
        self.shape = shape_sql(file, usual, "r.")
        self._at = {headings.bare(h): i for i, h in reversed(list(enumerate(file.headings)))}

    def column(self, heading: str) -> str:
        """SQL of the cell under a heading. Raises Refusal where the file has no such heading."""
        at = self._at.get(headings.bare(heading))
        if at is None:
            raise Refusal(self.label, f"has no column '{heading}', which the mapping reads", "Mend the mapping.")
        return trimmed(f"r.c{at}", BLANKS)


def staged_rows(
    cursor: Cursor,
    schema: str,
    folder: Path,
    found: list[Sheet],
    mapping: Mapping,
    refused: list[Refusal],
    warnings: list[Problem],
) -> Iterator[tuple[Part, Rows]]:
    """Each table of the mapping as rows to stage. Files that are missing or lack a heading go to `refused`."""
    raws: dict[str, list[_Raw]] = {}
    for origin, where in mapping.files.items():
        chosen = [sheet for sheet in found if fits(sheet, where.file, where.sheet)]
        if not chosen:
            refused.append(Refusal(
                f"{where.file}{', sheet ' + where.sheet if where.sheet else ''}",
                f"is not among the files, and the mapping reads it as '{origin}'", "Add it, or mend the mapping.",
            ))  # fmt: skip
        known = {headings.bare(heading) for heading in mapping.headings(origin)}
        raws[origin] = [
            _raw(cursor, f"{schema}.raw_{len(raws)}_{i}", folder, sheet, known) for i, sheet in enumerate(chosen)
        ]
        warnings += [warning for raw in raws[origin] for warning in zeros_left_out(raw.file, raw.label)]
    warnings += _not_used(found, mapping)
    number = 0
    for table in mapping.tables:
        sources: list[_Raw | None] = [*raws[table.origin]] if table.origin else [None] * any(raws.values())
        for raw in sources:
            try:
                sql = _table_sql(table, raw, raws) if raw else _written_sql(table)
                if raw:
                    _note_left_out(cursor, table, raw, warnings)
            except Refusal as refusal:
                refused.append(refusal)
                continue
            said = set(table.columns).union(*table.rows)
            columns = {c: spec for c, spec in headings.fields(table.table).items() if c in said}
            labels = {c: table.columns[c].column or c if c in table.columns else c for c in columns}
            label = raw.label if raw else f"the mapping '{mapping.title}'"
            part = Part(
                table.table, label, f"{schema}.part_{number}", 0, tuple(columns), tuple(columns), labels,
                partial=table.partial, rowed=True,
            )  # fmt: skip
            number += 1
            given = "[" + ", ".join(f"coalesce({name(c)}, '')" for c in columns) + "]"
            texts = {c: f"nullif(cells_[{i}], '')" for i, c in enumerate(columns, start=1)}
            yield part, Rows(sql, sql, given, columns, labels, texts, rowed=True, assumed=mapping.dates)


def _not_used(found: list[Sheet], mapping: Mapping) -> Iterator[Problem]:
    """One note for each file that the mapping does not read, or sheets of it."""
    unread = [s for s in found if not any(fits(s, where.file, where.sheet) for where in mapping.files.values())]
    for file, sheets in groupby(unread, key=lambda sheet: sheet.name.partition(", sheet ")[0]):
        titles = ", ".join(sheet.name.partition(", sheet ")[2] for sheet in sheets)
        what = f"has sheets that the mapping does not read: {titles}" if titles else "is not read by the mapping"
        yield Problem(file=file, reason=what, remedy="Leave it so, or name it in the mapping.")


def fits(sheet: Sheet, file: str, title: str) -> bool:
    """Whether a sheet's file and own name are of these patterns; an empty title fits every sheet."""
    whole, _, own = sheet.name.partition(", sheet ")
    short = whole.rsplit("/", 1)[-1]
    return fnmatch(short.lower(), file.lower()) and (not title or fnmatch(own.lower(), title.lower()))


def _raw(cursor: Cursor, table: str, folder: Path, sheet: Sheet, known: set[str]) -> _Raw:
    file = make_out(sheet.path, sheet.name, folder, lambda cells: len({headings.bare(c) for c in cells} & known))

    def take(way: TextFile) -> _Raw:
        cursor.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {scan(way)}")
        return _Raw(sheet.name, table, way, usual_in(cursor, way))

    return by_any_way(cursor, file, sheet.name, folder, take)


def _rows(raw: _Raw) -> str:
    """Rows with something in them that do not repeat the headings."""
    cells = range(len(raw.file.headings))
    repeated = " AND ".join(f"r.c{i} = {text(raw.file.headings[i])}" for i in cells[:2])
    return f"trim(concat_ws('', {', '.join(f'r.c{i}' for i in cells)})) <> '' AND NOT coalesce({repeated}, FALSE)"


def _kept(table: TableMapping, raw: _Raw) -> str:
    tests = [f"regexp_full_match({raw.column(h)}, {text(pattern)})" for h, pattern in table.where.items()]
    return " AND ".join([_rows(raw), *tests])


def _note_left_out(cursor: Cursor, table: TableMapping, raw: _Raw, warnings: list[Problem]) -> None:
    if not table.where:
        return
    try:
        left = cursor.execute(
            f"SELECT count(*) FROM {raw.table} r WHERE {_rows(raw)} AND NOT coalesce({_kept(table, raw)}, FALSE)"
        ).fetchall()[0][0]
    except duckdb.InvalidInputException as error:
        raise Refusal(
            raw.label, f"cannot be filtered by the mapping's `where`: {error}", "Mend that pattern in the mapping."
        ) from error
    if left:
        why = " and ".join(f"{heading} like {pattern}" for heading, pattern in table.where.items())
        rows = counted(left, "row is", "rows are")
        warnings.append(Problem(
            file=raw.label, reason=f"{rows} left out of {table.table}: the mapping keeps rows with {why}",
            remedy="Mend the mapping where that is wrong.",
        ))  # fmt: skip


def _written_sql(table: TableMapping) -> str:
    """The rows that the mapping itself holds, as `_table_sql` has those of a file; counted from 1."""
    own = [c for c in headings.fields(table.table) if any(c in row for row in table.rows)]
    cells = (", ".join(f"nullif({text(row.get(c, ''))}, '')" for c in own) for row in table.rows)
    rows = ", ".join(f"({made}, {number}, 0)" for number, made in enumerate(cells, start=1))
    return f"SELECT * FROM (VALUES {rows}) AS written ({', '.join(map(name, own))}, row_, shape_) ORDER BY row_"


def _table_sql(table: TableMapping, raw: _Raw, raws: dict[str, list[_Raw]]) -> str:
    """Text under each column's name, `row_` and `shape_`."""
    selects = []
    for words in table.each or ({},):
        cells = {
            c: _Made(_replaced(cell, words, raw.label), raw, raws, bool(table.group_by))
            for c, cell in table.columns.items()
        }
        picked = ", ".join(f"{made.sql()} AS {name(c)}" for c, made in cells.items())
        row = f"r.rowid + {raw.file.first_row}"
        source = f"FROM {raw.table} r WHERE {_kept(table, raw)}"
        for heading in words.get("where_filled", "").split("|"):
            source += f" AND {raw.column(heading)} IS NOT NULL" if heading else ""
        if table.group_by:
            keys = ", ".join(raw.column(heading) for heading in table.group_by)
            selects.append(f"SELECT {picked}, min({row}) AS row_, max({raw.shape}) AS shape_ {source} GROUP BY {keys}")
        else:
            selects.append(f"SELECT {picked}, {row} AS row_, {raw.shape} AS shape_ {source}")
    inner = " UNION ALL ".join(selects)
    numbered = [c for c, cell in table.columns.items() if cell.numbered]
    if numbered:
        again = ", ".join(
            f"{name(c)} || CASE n_{i} WHEN 1 THEN '' ELSE '-' || n_{i} END AS {name(c)}" for i, c in enumerate(numbered)
        )
        counts = ", ".join(
            f"row_number() OVER (PARTITION BY {name(c)} ORDER BY row_) AS n_{i}" for i, c in enumerate(numbered)
        )
        inner = f"SELECT * REPLACE ({again}) FROM (SELECT *, {counts} FROM ({inner}))"
    return f"SELECT * FROM ({inner}) ORDER BY row_"


def _replaced(cell: Cell, words: dict[str, str], label: str) -> Cell:
    """The cell with <name> replaced by what this row of `each` says. Raises Refusal where nothing is left of it."""
    if not words:
        return cell
    names = "|".join(map(re.escape, words))
    said = cell.model_dump_json(by_alias=True)
    said = re.sub(f"<({names})>", lambda found: json.dumps(words[found[1]])[1:-1], said)
    try:
        return Cell.model_validate_json(said)
    except ValidationError as error:
        remedy = "Mend `each` in the mapping."
        raise Refusal(label, f"has a column that says nothing once {words} is put in", remedy) from error


class _Made:
    """One cell of a mapping as SQL."""

    def __init__(self, cell: Cell, raw: _Raw, raws: dict[str, list[_Raw]], grouped: bool) -> None:
        self.cell, self.raw, self.raws, self.grouped = cell, raw, raws, grouped

    def sql(self) -> str:
        """The cell's text; in a group, of the group."""
        made = self._coded(self._of_row())
        if not self.grouped:
            return made
        if self.cell.first_of:
            ranks = " ".join(f"WHEN {text(one)} THEN {i}" for i, one in enumerate(self.cell.first_of))
            return f"[{', '.join(map(text, self.cell.first_of))}][min(CASE {made} {ranks} END) + 1]"
        if self.cell.take == "sum":
            unread = f"min({made}) FILTER (nullif({made}, '') IS NOT NULL AND {_amount(made)} IS NULL)"
            return f"coalesce({unread}, sum({_amount(made)})::VARCHAR)"
        if self.cell.take in ("least", "most"):
            fold = "min" if self.cell.take == "least" else "max"
            typed = f"TRY_CAST({_date(made)} AS DATE)" if self.cell.only == "date" else _amount(made)
            return f"{fold}({typed})::VARCHAR"
        return f"arg_min({made}, r.rowid)"

    def _of_row(self) -> str:
        cell = self.cell
        if cell.constant is not None:
            return text(cell.constant)
        if cell.text:
            return self._template(cell.text)
        if cell.join:
            parts = ", ".join(_Made(one, self.raw, self.raws, False).sql() for one in cell.join)
            return f"concat_ws({text(cell.between)}, {parts})"
        if cell.key_of:
            told = ", ".join(f"coalesce({self.raw.column(h)}, '')" for h in cell.key_of)
            return f"left(md5(concat_ws(chr(31), {told})), {KEY_DIGITS})"
        if cell.leftovers:
            said = ", ".join(
                f"CASE WHEN regexp_matches({self.raw.column(h)}, '[A-Za-z]') "
                f"THEN {text(word + ': ')} || {self.raw.column(h)} END"
                for word, h in cell.leftovers.items()
            )
            return f"nullif(concat_ws('; ', {said}), '')"
        found = self.raw.column(cell.column)
        if cell.only:
            pattern = AMOUNT if cell.only == "amount" else DATE
            found = f"CASE WHEN regexp_full_match({found}, {text(pattern)}) THEN {found} END"
        if cell.add:
            found = f"coalesce((TRY_CAST({found} AS INTEGER)::HUGEINT + {cell.add})::VARCHAR, {found})"
        if cell.multiply:
            made = f"{_amount(found)}::DECIMAL(20, 2) * {cell.multiply}::DECIMAL(18, 6)"
            cents = f"TRY_CAST({made} AS DECIMAL(18, 2))::VARCHAR"  # else too large, which is said when it is read
            found = f"coalesce({cents}, ({made})::VARCHAR, {found})"
        return found

    def _template(self, words: str) -> str:
        pieces = []
        for i, piece in enumerate(words.replace("}", "{").split("{")):
            if piece:
                pieces.append(f"coalesce({self.raw.column(piece)}, '')" if i % 2 else text(piece))
        return " || ".join(pieces)

    def _coded(self, made: str) -> str:
        cell = self.cell
        other = made if cell.otherwise is None else text(cell.otherwise)
        if cell.codes:
            table = f"from_json({text(json.dumps(cell.codes))}, '\"MAP(VARCHAR, VARCHAR)\"')"
            return f"coalesce({table}[{made}], {other})"
        if cell.codes_from:
            unions = " UNION ALL ".join(
                f"SELECT {raw.column(cell.codes_from.key)} AS k, {raw.column(cell.codes_from.value)} AS v "
                f"FROM {raw.table} r"
                for raw in self.raws[cell.codes_from.origin]
            )
            if not unions:
                return other
            table = f"(SELECT map_from_entries(list((k, v))) FROM (SELECT k, min(v) AS v FROM ({unions}) "
            table += "WHERE k IS NOT NULL GROUP BY k))"
            return f"coalesce({table}[{made}], {other})"
        return made


def _amount(made: str) -> str:
    return money_sql(f"({made})", Style(), exact=False)


def _date(made: str) -> str:
    return value_sql(headings.fields("ledger_entries")["entry_date"], f"({made})", Style("month or day"))
