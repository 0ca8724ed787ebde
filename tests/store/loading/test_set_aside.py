"""Rows set aside: no spreadsheet runs any of their cells, and mended they load as if they had never been wrong."""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.load import Load
from store.database import Database, open_database
from store.loading import NamedFile, apply_load, read_source, set_aside_csv, set_aside_zip
from store.loading.headings import REASON_HEADING

Titles = list[tuple[str, str]]

FORMULAS = (
    "=1+1", "@SUM(A1)", "+1", "-2+3", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "=DDE(\"a\";\"b\";\"c\")",
    "＝1+1", "＋1", "－1", "＠SUM(A1)",
)  # fmt: skip
RUN = tuple("=+-@＝＋－＠\t\r\n")
LOOKED_PAST = ' \t\r\n\v\f\u00a0\u3000\ufeff"'
"""What programs are known to look past before they see a formula; an apostrophe makes it text."""
HOSTILE = st.one_of(
    st.builds(str.__add__, st.text("'\" \t\r\n\u00a0;,|", max_size=3), st.sampled_from(FORMULAS)),
    st.text("=+-@'\"\t\r\n ;,|x1＝", max_size=8),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
)
number = itertools.count()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_database(tmp_path_factory.mktemp("set_aside") / "district.duckdb")
    yield database
    database.close()


def _loaded(database: Database, content: bytes) -> tuple[Titles, bytes]:
    """(what a new district holds after loading the file, what was set aside)."""
    district_id = f"d{next(number)}"
    with read_source(database, NamedFile("purchases.csv", content)) as reading:
        done = apply_load(database, district_id, reading, "local")
    with database.read() as cursor:
        sql = "SELECT purchase_id, title FROM purchases WHERE district_id = $d ORDER BY purchase_id"
        held = cursor.execute(sql, {"d": district_id}).fetchall()
    held = [(key, "\n".join(title.splitlines())) for key, title in held]  # a line break is a line break
    return held, set_aside_csv(database, district_id, done.load_id, "purchases")


def _file(heading: str, cells: list[tuple[str, str]], stage: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["purchase_id", "title", "stage", heading])
    writer.writerows([f"P-{row}", title, stage, other] for row, (title, other) in enumerate(cells))
    return text.getvalue().encode("utf-8-sig")


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").splitlines()


@settings(max_examples=25)
@given(heading=HOSTILE, cells=st.lists(st.tuples(HOSTILE.map("x".__add__) | HOSTILE, HOSTILE), min_size=1, max_size=6))
def test_safe_to_open_and_unchanged_when_loaded_again(
    database: Database, heading: str, cells: list[tuple[str, str]]
) -> None:
    heading = heading if heading.strip() and heading.isprintable() else "=colour"
    meant, _ = _loaded(database, _file(heading, cells, "proposed"))
    held, aside = _loaded(database, _file(heading, cells, "bought"))
    assert held == []
    for cell in itertools.chain.from_iterable(_rows(aside)):
        assert not cell.lstrip(LOOKED_PAST).startswith(RUN), cell
        assert not cell.startswith(RUN), cell
    assert aside.decode("utf-8-sig").startswith('"'), "in quotation marks, no cell is parted at a semicolon"

    again, aside_again = _loaded(database, aside)
    assert again == []
    assert _lines(aside_again) == _lines(aside), "set aside again, it is the same file"
    mended, left = _loaded(database, aside_again.replace(b'"bought"', b'"proposed"'))
    assert [row for row in mended if row in meant] == mended
    assert len(mended) + len(_rows(left)) - 1 == len(cells)
    assert len(mended) == len(meant)


def test_a_reason_is_given_once(database: Database) -> None:
    _, aside = _loaded(database, _file("colour", [("A", "red")], "bought"))
    _, again = _loaded(database, aside)
    assert _rows(again)[0] == ["purchase_id", "title", "stage", "colour", REASON_HEADING]


PURCHASES = (
    "purchase_id;Title ;who;needed;department_id;learners\n"
    "P-1; Pens ;Ann;9/14/2026;D-9;1,200\nP-2;Pads;Bo;;D-1;FEW\nP-3;Ink;Cy;x;;3\nP-3;Inks;Di;y;;4\n"
)
COSTS = "cost_line_id,purchase_id,fiscal_year,category,amount\nC-1,P-7,FY27,Software,$1.2K\nC-2,P-3,2027,software,5\n"


def _applied(database: Database, district_id: str, **files: bytes) -> tuple[Load, bytes]:
    """A load of files, and the zip of what it set aside."""
    named = [NamedFile(name.replace("_csv", ".csv").replace("_zip", ".zip"), text) for name, text in files.items()]
    with read_source(database, named) as reading:
        done = apply_load(database, district_id, reading, "local")
    return done, set_aside_zip(database, district_id, done.load_id)


def _unpacked(packed: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: _rows(archive.read(name)) for name in archive.namelist()}


def test_rows_set_aside_are_as_they_stood_also_where_only_the_district_shows_what_is_wrong(database: Database) -> None:
    _, packed = _applied(database, "as-it-stood", purchases_csv=PURCHASES.encode(), cost_lines_csv=COSTS.encode())
    found = _unpacked(packed)
    assert list(found) == ["cost_lines-set-aside.csv", "purchases-set-aside.csv"]
    headings, *rows = found["purchases-set-aside.csv"]
    assert headings == ["purchase_id", "Title", "who", "needed", "department_id", "learners", REASON_HEADING]
    assert [row[:-1] for row in rows] == [line.split(";") for line in PURCHASES.splitlines()[1:]]
    assert [row[:-1] for row in found["cost_lines-set-aside.csv"][1:]] == [
        ["C-1", "P-7", "FY27", "Software", "$1.2K"], ["C-2", "P-3", "2027", "software", "5"]
    ]  # fmt: skip


def test_the_zip_mended_loads_whole(database: Database) -> None:
    _, packed = _applied(database, "zipped", purchases_csv=PURCHASES.encode(), cost_lines_csv=COSTS.encode())
    again, same = _applied(database, "zipped", aside_zip=packed)
    assert sum(change.added for change in again.changes) == 0
    for name, rows in _unpacked(same).items():
        assert [row[:-1] for row in rows] == [row[:-1] for row in _unpacked(packed)[name]], "unmended, it is as before"
    mended = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(mended, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8-sig").replace('"Di"', '""').replace('"P-3","Inks"', '"P-4","Inks"')
            for wrong, right in (('"D-9"', '""'), ('"D-1"', '""'), ('"FEW"', '"2"'), ('"P-7"', '"P-1"')):
                text = text.replace(wrong, right)
            new.writestr(name, text.encode("utf-8-sig"))
    done, left = _applied(database, "zipped", aside_zip=mended.getvalue())
    assert [(change.table, change.added, change.set_aside) for change in done.changes] == [
        ("purchases", 4, 0), ("cost_lines", 2, 0)
    ]  # fmt: skip
    assert _unpacked(left) == {}
    with database.read() as cursor:
        sql = "SELECT title, learners FROM purchases WHERE district_id = 'zipped' ORDER BY purchase_id"
        assert cursor.execute(sql).fetchall() == [("Pens", 1200), ("Pads", 2), ("Ink", 3), ("Inks", 4)]


@pytest.mark.parametrize("saved", ["as it is", "by a spreadsheet"])
def test_what_stands_beyond_the_headings_is_kept_and_no_cut_row_loads_unmended(database: Database, saved: str) -> None:
    cut = 'purchase_id,title,description\nP-1,Chairs, blue,nice, and cheap\nP-2,"Desks "oak"", big,new,old\n'
    _, packed = _applied(database, f"cut {saved}", purchases_csv=cut.encode())
    (rows,) = _unpacked(packed).values()
    assert [row[:3] + row[4:] for row in rows[1:]] == [
        ["P-1", "Chairs", " blue", "nice, and cheap"], ["P-2", '"Desks "oak""', " big", "new,old"]
    ]  # fmt: skip
    if saved == "by a spreadsheet":
        rows[0].append("")
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    again, _ = _applied(database, f"cut {saved}", purchases_csv=text.getvalue().encode())
    assert (again.changes[0].added, again.changes[0].set_aside) == (0, 2)
    rows[1:] = [["P-1", "Chairs, blue", "nice, and cheap", "", ""][: len(rows[0])]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    mended, _ = _applied(database, f"cut {saved}", purchases_csv=text.getvalue().encode())
    assert (mended.changes[0].added, mended.changes[0].set_aside) == (1, 0)


def test_a_row_of_a_large_file_that_reads_well_is_written_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.loading.reading.KEPT_WHOLE", 0)
    _, packed = _applied(database, "large", purchases_csv=PURCHASES.encode())
    rows = _unpacked(packed)["purchases-set-aside.csv"][1:]
    assert rows[0][:-1] == ["P-1", "Pens", "", "", "D-9", "1200"], "what is not read is not kept"
    assert rows[1][:-1] == ["P-2", "Pads", "Bo", "", "D-1", "FEW"], "what is wrong in itself is"
