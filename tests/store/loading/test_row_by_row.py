"""Files that are read in bulk although they need care (line breaks in cells, blank rows, UTF-16) say the same as when
every row passes through Python: the same records, the same problems, in the same rows.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.database import Cursor, Database, open_database
from store.loading import NamedFile, read_source, scanning, sniff
from store.loading.sniff import TextFile

HEADINGS = "need_id,title,description,learners"
RECORDS = "SELECT need_id, title, description, learners, source_row FROM {}.needs WHERE mask_ = 0 ORDER BY source_row"
BAD = "SELECT row_, heading, value, reason, remedy FROM {}.problems ORDER BY ALL"

CELL = st.one_of(st.text('ab,"\n \t;é5', max_size=6), st.sampled_from(["12", "x", "Total", "", "a\n\nb", "\n"]))
ROW = st.lists(CELL, max_size=6)


PIECE = st.sampled_from([1, 2, 3, 7, sniff.CHUNK])
"""Letters or bytes that are looked at together: what stands across two pieces is seen too."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_database(tmp_path_factory.mktemp("row_by_row") / "district.duckdb")
    yield database
    database.close()


def _row_by_row(_cursor: Cursor, file: TextFile, folder: Path) -> Iterator[TextFile]:
    yield sniff.mend(file if file.straight else sniff.straighten(file, folder), folder)


def _said(database: Database, content: bytes) -> tuple[list[Any], list[Any]]:
    """(records with their rows, problems with theirs)"""
    with read_source(database, NamedFile("needs.csv", content)) as reading, database.cursor() as cursor:
        if not reading.tables:
            return [], [problem.sentence for problem in reading.problems]
        held = cursor.execute(RECORDS.format(reading.schema)).fetchall()
        return held, cursor.execute(BAD.format(reading.schema)).fetchall()


def _written(rows: list[list[str]], between: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=between).writerows(rows)
    return out.getvalue()


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file of any of the kinds that need care, or several at once."""
    between = draw(st.sampled_from(["\n", "\r\n"]))
    pieces = [HEADINGS + between]
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["row", "row", "row", "blank", "free"]))
        if kind == "blank":
            pieces.append(between * draw(st.integers(1, 3)))
        else:
            cells = draw(ROW)
            pieces.append(_written([cells if kind == "free" else [f"N{number}", *cells[:3]]], between))
    text = draw(st.sampled_from(["", "Needs of the district\n\n"])).replace("\n", between) + "".join(pieces)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])))


def _both(database: Database, content: bytes, piece: int) -> Iterator[tuple[list[Any], list[Any]]]:
    """What is said in bulk, then what is said row by row."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sniff, "CHUNK", piece)
        yield _said(database, content)
        patch.setattr(scanning, "_ways", _row_by_row)
        yield _said(database, content)


@settings(max_examples=100)
@given(content=files(), piece=PIECE)
@example(content=f'{HEADINGS}\nN1,"a\n\n\nb",,5\n\nN2,x,"c\n",y\n'.encode(), piece=2)
def test_the_same_as_row_by_row(database: Database, content: bytes, piece: int) -> None:
    fast, slow = _both(database, content, piece)
    assert fast == slow


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "rows",
    [
        'N1,"a\nN2,b,,\nN3,c,,\n', 'N1,"a,5\n\nN2,b\nN3,"c,,\n', ',"\n', 'N1,a,,\n\n,"', 'N1,12" pipe,,\n\nN2,b,,x\n',
        'N1,"a" b,,\n\nN2,"c\nd",,\n', 'N1, "a",,\n\nN2, "c\nd",,x\n', 'N1,a,,,\nN2,a,b,3,4,5\n\nN3,"c\nd",,x',
    ],
)  # fmt: skip
def test_loose_quotation_marks_and_ragged_rows(database: Database, rows: str, encoding: str) -> None:
    fast, slow = _both(database, f"{HEADINGS}\n{rows}".encode(encoding), sniff.CHUNK)
    assert fast == slow


KINDS: dict[str, Callable[[list[str]], bytes]] = {
    "a cell with a line break": lambda rows: "\n".join([HEADINGS, *rows, 'N,"two\nlines",,x', ""]).encode(),
    "a cell with a blank line": lambda rows: "\r\n".join([HEADINGS, *rows, 'N,"two\r\n\r\nlines",,x', ""]).encode(),
    "blank rows": lambda rows: "\n".join(["", HEADINGS, *rows, "", "", "N,one,,x", ""]).encode(),
    "UTF-16": lambda rows: "\r\n".join([HEADINGS, *rows, "N,one,,x", ""]).encode("utf-16"),
    "Windows-1252": lambda rows: "\r\n".join([HEADINGS, *rows, "N,é,,x", ""]).encode("cp1252"),
}
ROWS = {"a cell with a line break": 5002, "a cell with a blank line": 5002, "blank rows": 5005}


@pytest.mark.parametrize("kind", KINDS)
def test_no_row_passes_through_python(database: Database, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def mend(*_: object) -> TextFile:
        raise AssertionError("mended row by row")

    monkeypatch.setattr(scanning, "mend", mend)
    records, bad = _said(database, KINDS[kind]([f"N{n},Title,,{n}" for n in range(5000)]))
    assert len(records) == 5000
    assert [(row, value) for row, _, value, _, _ in bad] == [(ROWS.get(kind, 5002), "x")]


def test_a_mark_that_is_never_closed_takes_no_row_along(database: Database) -> None:
    rows = [f"N{n},Title,,{n}" for n in range(200)]
    rows[50], rows[150] = 'N50,"Title,,50', 'N150,Title",,150'
    records, bad = _said(database, "\n".join([HEADINGS, *rows, 'N,"a\nb",,7', ""]).encode())
    assert {row[0] for row in records} == {f"N{n}" for n in range(200) if n not in (50, 150)} | {"N", "N150"}
    assert [row for row, *_ in bad] == [52]
