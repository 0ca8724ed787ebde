"""Rows set aside: kept with their reasons, given back as a file that can be mended and loaded again."""

import csv
import io
import json
import zipfile
from typing import Any

from data_models.spreadsheet import as_it_was, safe
from store.database import Cursor, Database
from store.loading.headings import REASON_HEADING, bare, fields
from store.loading.parse_sql import name, text
from store.loading.results import Part, Reading

ASIDE = "-set-aside.csv"
"""How the name of such a file ends, after its table's."""
BEYOND = ""
"""What stands for a heading above what is beyond the last one."""

READ_SET_ASIDE = """
SELECT load_id, table_name, count(*)
FROM set_aside
WHERE district_id = $district_id
GROUP BY load_id, table_name
ORDER BY load_id, table_name
"""

READ_ROWS = """
SELECT source_file, source_row, cells, reasons
FROM set_aside
WHERE district_id = $district_id AND load_id = $load_id AND table_name = $table_name
ORDER BY source_file, source_row
"""


def keep_aside(cursor: Cursor, district_id: str, load_id: str, reading: Reading) -> None:
    """Keep each row of the reading that does not load, with its cells by heading and its reasons."""
    for number, part in enumerate(reading.parts):
        same = "s.row_ = p.row_" if part.rowed else f"s.rowid = p.row_ - {part.offset}"
        headings = tuple(map(as_it_was, part.given)) if part.partial else part.given
        told = [*_told_apart(headings), BEYOND]
        cells = ", ".join(f"{text(h)}, cells[{at}]" for at, h in enumerate(told, start=1))
        problems = (
            f"SELECT row_, list_sort(list({{'column': heading, 'value': value, 'reason': reason, 'remedy': remedy}})) "
            f"AS reasons FROM (SELECT * FROM {reading.schema}.problems UNION ALL "
            f"SELECT * FROM late_) WHERE part_ = {number} GROUP BY row_"
        )
        cursor.execute(
            "INSERT INTO set_aside (district_id, load_id, table_name, source_file, source_row, cells, reasons) "
            f"SELECT $district_id, $load_id, {text(part.table)}, {text(part.file)}, row_, json_object({cells}), "
            f"to_json(reasons) FROM (SELECT p.row_, p.reasons, coalesce(cells_, {_typed(part)}) AS cells "
            f"FROM ({problems}) p JOIN {part.staged} s ON {same})",
            {"district_id": district_id, "load_id": load_id},
        )


def _typed(part: Part) -> str:
    """The cells of a row that reads well but does not load, where they are not kept: what was not read is blank."""
    by_heading = {heading: column for column, heading in part.headings.items()}
    kinds = fields(part.table)
    cells = []
    for heading in part.given:
        column = by_heading.pop(heading, heading if heading in part.fields else "")
        cell = f"s.{name(column)}"
        words = f"array_to_string({cell}, ';')" if column and kinds[column].many else f"{cell}::VARCHAR"
        cells.append(f"coalesce({words}, '')" if column else "''")
    return f"[{', '.join(cells)}]"


def _told_apart(headings: tuple[str, ...]) -> list[str]:
    """The headings, with a number on those that are blank or come again."""
    told: list[str] = []
    for number, heading in enumerate(headings, start=1):
        told.append(heading if heading and heading not in told else f"{heading or 'column'} ({number})")
    return told


def read_set_aside(database: Database, district_id: str) -> dict[tuple[str, str], int]:
    """How many rows each load set aside, by load and table."""
    with database.read() as cursor:
        rows = cursor.execute(READ_SET_ASIDE, {"district_id": district_id}).fetchall()
    return {(load_id, table): count for load_id, table, count in rows}


def set_aside_csv(database: Database, district_id: str, load_id: str, table: str) -> bytes:
    """The rows that a load set aside for a table, as CSV (UTF-8 with mark): the columns of their files, then what is
    wrong, then what stood beyond the last heading: it stands there again, so that no row cut at the wrong places loads
    unmended. Cells that a spreadsheet would run begin with an apostrophe, which loading the file again takes off. All
    are in quotation marks, so that programs which part columns at other marks too, part none.
    """
    bound = {"district_id": district_id, "load_id": load_id, "table_name": table}
    with database.read() as cursor:
        rows = cursor.execute(READ_ROWS, bound).fetchall()
    cells = [json.loads(row[2]) for row in rows]
    given = dict.fromkeys(heading for row in cells for heading in row)
    headings = [heading for heading in given if bare(heading) not in (bare(REASON_HEADING), BEYOND)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([*map(safe, headings), REASON_HEADING])
    for (_file, _row, _cells, reasons), own in zip(rows, cells, strict=True):
        beyond = [safe(own[BEYOND])] if own.get(BEYOND) else []
        writer.writerow([*(safe(own.get(h, "")) for h in headings), safe(_sentence(json.loads(reasons))), *beyond])
    return out.getvalue().encode("utf-8-sig")


def set_aside_zip(database: Database, district_id: str, load_id: str) -> bytes:
    """All rows that a load set aside, in one zip: a file for each table, as `set_aside_csv`. It loads as it is."""
    tables = [table for load, table in read_set_aside(database, district_id) if load == load_id]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(f"{table}{ASIDE}", set_aside_csv(database, district_id, load_id, table))
    return out.getvalue()


def _sentence(reasons: list[dict[str, Any]]) -> str:
    said = []
    for one in reasons:
        place = f"column '{one['column']}': " if one["column"] else ""
        value = f'"{one["value"]}" ' if one["value"] else ""
        said.append(f"{place}{value}{one['reason']}. {one['remedy']}")
    return " ".join(said)
