"""What people get wrong in a mapping is said, not raised."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from data_models.errors import DistrictError
from store.loading import Reading, parse_mapping

Staged = Callable[..., list[tuple[Any, ...]]]

MAPPING = """
title: Wishes
files: {{wishes: {{file: 'wishes*'}}}}
tables:
  - table: purchases
    from: wishes
    columns: {{purchase_id: No., title: {title}}}
    where: {where}
"""
WISHES = {"wishes.csv": "No.,What\nW1,Robots\n"}


def mapping(title: str = "What", where: str = "{}") -> bytes:
    return MAPPING.format(title=title, where=where).encode()


def test_files_and_sheets_that_the_mapping_does_not_read_are_noted_and_no_problem(read: Callable[..., Reading]) -> None:
    book, out = openpyxl.Workbook(), BytesIO()
    for title in ("wishes", "Notes", "Old"):
        sheet = book.create_sheet(title)
        sheet.append(["No.", "What"])
        sheet.append(["W1", "Robots"])
    book.remove(book.worksheets[0])
    book.save(out)
    files = {**WISHES, "lea-info.csv": "a,b\n1,2\n"}
    found = read(files, mapping=parse_mapping(mapping(), "mine.yaml"))
    told = "'lea-info.csv': is not read by the mapping. Leave it so, or name it in the mapping."
    assert [warning.sentence for warning in found.warnings] == [told]
    assert (found.problem_count, found.tables[0].good) == (0, 1)
    one_sheet = mapping().replace(b"file: 'wishes*'", b"file: '*.xlsx', sheet: wishes")
    found = read({"book.xlsx": out.getvalue()}, mapping=parse_mapping(one_sheet, "mine.yaml"))
    told = "'book.xlsx': has sheets that the mapping does not read: Notes, Old. Leave it so, or name it in the mapping."
    assert [warning.sentence for warning in found.warnings] == [told]


@pytest.mark.parametrize("pattern", ["[", "(?<=a)b"])
def test_a_pattern_that_is_none(read: Callable[..., Reading], pattern: str) -> None:
    found = read(WISHES, mapping=parse_mapping(mapping(where=f"{{What: '{pattern}'}}"), "mine.yaml"))
    assert found.tables == ()
    assert found.problems[0].sentence.startswith("'wishes.csv': cannot be filtered by the mapping's `where`: ")


@pytest.mark.parametrize("factor", ["a lot", "1; DROP TABLE funds", "-1", "1e3"])
def test_a_factor_that_is_no_number(factor: str) -> None:
    with pytest.raises(DistrictError, match=r"'mine\.yaml' is not a mapping") as raised:
        parse_mapping(mapping(title=f"{{column: What, multiply: '{factor}'}}"), "mine.yaml")
    assert "multiply" in raised.value.where


@pytest.mark.parametrize("text", [b"", b"- 1", b"title: [", b"\xff\xfe\x00", b"title: T"])
def test_a_file_that_is_no_mapping(text: bytes) -> None:
    with pytest.raises(DistrictError, match=r"'mine\.yaml' is not"):
        parse_mapping(text, "mine.yaml")


SUMMED = """
title: Invoices
files: {invoices: {file: 'invoices*'}}
tables:
  - table: cost_lines
    from: invoices
    group_by: [No.]
    columns:
      cost_line_id: No.
      purchase_id: {constant: ''}
      fiscal_year: {constant: '2027'}
      category: {constant: software}
      amount: {column: Cost, take: sum}
"""


def test_a_sum_leaves_nothing_out_unsaid(read: Callable[..., Reading]) -> None:
    rows = "No.,Cost\nA,1\nA,€5\nB,2\nB,3\n"
    found = read({"invoices.csv": rows}, mapping=parse_mapping(SUMMED.replace("''", "P-1").encode(), "mine.yaml"))
    assert [(p.value, p.reason) for p in found.problems] == [("€5", "is in another currency")]
    assert found.tables[0].good == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"title: " + b"[" * 2000, "lists within lists, more than 20 deep"),
        (b"title: &a [*a]", "lists within lists, more than 20 deep"),
        (b"title: !!timestamp 2026-02-30", "day is out of range for month"),
        (b"title: !!int " + b"9" * 6000, "Exceeds the limit"),
        (b'title: "\\ud800"', "surrogates not allowed"),
        (b"about: '" + b"a" * 1_000_000 + b"'", "holds more than 1,000,000 letters"),
        (
            b"a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 9)),
            "holds more than 1,000,000 letters",
        ),
        (mapping(title="{column: What, multiply: '" + "9" * 44 + "'}"), "multiply"),
        (mapping(title="{column: What, add: 99999999999}"), "add"),
        (mapping(title="{join: [" + "{column: What}," * 51 + "]}"), "at most 50"),
        (mapping(where="{}\n    each: [" + "{a: b}," * 101 + "]"), "at most 100"),
        (
            mapping(
                title="{column: What, codes: {" + ", ".join(f"{n}: Meaning {n}" for n in range(9000)) + "}}",
                where="{}\n    each: [" + "{a: b}," * 100 + "]",
            ),
            "for each row of each",
        ),
    ],
)
def test_a_mapping_that_would_hurt(text: bytes, said: str) -> None:
    with pytest.raises(DistrictError) as raised:
        parse_mapping(text, "mine.yaml")
    assert said in str(raised.value)
    assert len(str(raised.value)) < 1000


def test_words_of_a_mapping_stay_as_they_are_written(read: Callable[..., Reading], staged: Staged) -> None:
    title = "{column: What, codes: {01: NO, 2026-02-30: yes}, otherwise: ~}"
    text = mapping(title=title).replace(b"title: Wishes", b"title: 2026-02-30")
    mine = parse_mapping(text, "mine.yaml")
    assert mine.title == "2026-02-30"
    found = read({"wishes.csv": "No.,What\nW1,01\nW2,2026-02-30\nW3,1\n"}, mapping=mine)
    assert staged(found, "purchases", "title") == [("NO",), ("yes",), ("1",)]


def test_a_long_code_table(read: Callable[..., Reading], staged: Staged) -> None:
    codes = ", ".join(f"C{n}: Meaning {n}" for n in range(30_000))
    mine = parse_mapping(mapping(title=f"{{column: What, codes: {{{codes}, 'it''s \"\\': quoted}}}}"), "mine.yaml")
    found = read({"wishes.csv": 'No.,What\nW1,C29999\nW2,D\nW3,"it\'s ""\\"\n'}, mapping=mine)
    assert staged(found, "purchases", "title") == [("Meaning 29999",), ("D",), ("quoted",)]


@pytest.mark.parametrize(
    ("words", "title", "said"),
    [
        ("{a: ''}", "{column: <a>}", "has a column that says nothing once {'a': ''} is put in"),
        ("{a: What, where_filled: Nix}", "<a>", "has no column 'Nix'"),
    ],
)
def test_each_that_leaves_nothing(read: Callable[..., Reading], words: str, title: str, said: str) -> None:
    mine = parse_mapping(mapping(title=title, where=f"{{}}\n    each: [{words}]"), "mine.yaml")
    assert said in read(WISHES, mapping=mine).problems[0].sentence


def test_words_of_each_are_put_in_once(read: Callable[..., Reading], staged: Staged) -> None:
    words = "{" + ", ".join(f"a{n}: '<a{n + 1}><a{n + 1}>'" for n in range(60)) + "}"
    mine = parse_mapping(mapping(title="{text: 'so <a0>'}", where=f"{{}}\n    each: [{words}]"), "mine.yaml")
    assert staged(read(WISHES, mapping=mine), "purchases", "title") == [("so <a1><a1>",)]


def test_a_product_that_is_too_large_is_said(read: Callable[..., Reading]) -> None:
    cost = SUMMED.replace("group_by: [No.]", "partial: false").replace("take: sum", "multiply: '999999999999.5'")
    rows = "No.,Cost\nA,9999999999999\n"
    found = read({"invoices.csv": rows}, mapping=parse_mapping(cost.replace("''", "P-1", 1).encode(), "mine.yaml"))
    assert [(p.row, p.column) for p in found.problems] == [(2, "Cost")]
