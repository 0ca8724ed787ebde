"""Rows set aside: no spreadsheet runs any of their cells, and mended they load as if they had never been wrong."""

import csv
import io
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.database import Database, open_database
from store.loading import NamedFile, apply_load, read_source, set_aside_csv
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
