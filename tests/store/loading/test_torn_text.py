"""Texts in quotation marks, however long, and marks that are never closed: no line of a text becomes a record."""

from collections.abc import Callable
from typing import Any

import pytest

from store.loading import Reading
from store.loading.records import LIKE_ROWS, LOOSE, OPEN, TOO_LONG, records
from store.loading.words import QUOTES

Read = Callable[..., Reading]
Staged = Callable[..., list[tuple[Any, ...]]]

HEADINGS = "purchase_id,title,description,vendor\n"
ROWS = "".join(f"P-{n},Títle {n},Text,V\n" for n in range(200))
ENCODINGS = pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])


def prose(lines: int) -> str:
    return "\n".join(f"Line {n}, told" for n in range(lines))


def pasted(lines: int) -> str:
    return "\n".join(f"X-{n},Not a purchase,text,V" for n in range(lines))


def ids(staged: Staged, reading: Reading) -> set[str]:
    return {key for (key,) in staged(reading, "purchases", "purchase_id")}


@ENCODINGS
@pytest.mark.parametrize("lines", [2, 60, 61, 100, 1000])
def test_a_text_of_many_lines_is_one_cell(read: Read, staged: Staged, lines: int, encoding: str) -> None:
    for text in (
        f'{HEADINGS}P-A,Long,"{prose(lines)}",V\n{ROWS}P-B,Last,"a\nb",V\n',
        f'{HEADINGS}{ROWS}P-A,Long,"{prose(lines)}",V\nP-B,Last,"a\nb",V\n',
    ):
        reading = read({"purchases.csv": text.encode(encoding)})
        assert reading.problems == ()
        assert len(ids(staged, reading)) == 202
        (long,) = [row for row in staged(reading, "purchases", "purchase_id, description, vendor") if row[0] == "P-A"]
        assert long == ("P-A", prose(lines), "V")


@ENCODINGS
def test_a_text_of_many_rows_is_set_aside_whole(read: Read, staged: Staged, encoding: str) -> None:
    text = f'{HEADINGS}{ROWS}P-A,Long,"{pasted(100)}",V\nP-B,Last,Text,V\n'
    reading = read({"purchases.csv": text.encode(encoding)})
    assert [(p.row, p.reason) for p in reading.problems] == [(202, QUOTES[LIKE_ROWS][0])]
    assert len(ids(staged, reading)) == 201
    assert not any(key.startswith("X-") for key in ids(staged, reading))


def test_a_text_of_many_rows_in_the_last_column_is_set_aside_whole(read: Read, staged: Staged) -> None:
    present = "\n".join(["Present:", *["Smith, Ann, CBO"] * 100])
    text = f'purchase_id,title,description\nP-A,Long,"{present}"\nP-B,Last,Text\n'
    reading = read({"purchases.csv": text})
    assert [(p.row, p.reason) for p in reading.problems] == [(2, QUOTES[LIKE_ROWS][0])]
    assert ids(staged, reading) == {"P-B"}


def test_rows_between_two_loose_marks_are_read(read: Read, staged: Staged) -> None:
    text = f'{HEADINGS}P-A,"Loose,Text,V\n{ROWS}P-B,Loose",Text,V\n'
    reading = read({"purchases.csv": text})
    assert [(p.row, p.reason) for p in reading.problems] == [(2, QUOTES[LOOSE][0])]
    assert len(ids(staged, reading)) == 201


@ENCODINGS
@pytest.mark.parametrize(("before", "after"), [("", ROWS), (ROWS, ""), (ROWS[:400], ROWS[400:])])
def test_a_mark_never_closed_is_named_and_the_rows_after_it_are_read(
    read: Read, staged: Staged, before: str, after: str, encoding: str
) -> None:
    before, after = before[: before.rfind("\n") + 1], before[before.rfind("\n") + 1 :] + after
    reading = read({"purchases.csv": f'{HEADINGS}{before}P-A,"Loose,Text,V\n{after}'.encode(encoding)})
    assert [(p.row, p.reason) for p in reading.problems] == [(before.count("\n") + 2, QUOTES[LOOSE][0])]
    assert len(ids(staged, reading)) == 200


@ENCODINGS
@pytest.mark.parametrize("lines", [3, 100, 5000])
def test_a_text_never_closed_takes_its_lines_along_until_there_are_rows(
    read: Read, staged: Staged, lines: int, encoding: str
) -> None:
    text = f"{HEADINGS}P-A,Long,\"{prose(lines)}, and\nit's done\n{ROWS}"
    few = lines < 60  # the next lines are mostly rows: each of the others is set aside by itself
    reading = read({"purchases.csv": text.encode(encoding)})
    assert len(ids(staged, reading)) == 200
    assert (reading.problems[0].row, reading.problems[0].reason) == (2, QUOTES[LOOSE if few else OPEN][0])
    assert {problem.row for problem in reading.problems} == (set(range(2, lines + 3)) if few else {2})


def test_a_text_never_closed_at_the_end(read: Read, staged: Staged) -> None:
    reading = read({"purchases.csv": f'{HEADINGS}{ROWS}P-A,Long,"{prose(90)}\n'})
    assert [(p.row, p.reason) for p in reading.problems] == [(202, QUOTES[OPEN][0])]
    assert len(ids(staged, reading)) == 200


@pytest.mark.parametrize("title", ['12" pipe', 'The "best" one', 'Monitor 24"'])
def test_a_mark_inside_a_cell_without_marks_is_a_letter(read: Read, staged: Staged, title: str) -> None:
    reading = read({"purchases.csv": f'{HEADINGS}P-A,{title},"two\nlines",V\n{ROWS}'})
    assert reading.problems == ()
    assert staged(reading, "purchases", "title, description, vendor")[0] == (title, "two\nlines", "V")


@pytest.mark.parametrize("end", ['",V\n', ""])
def test_a_text_of_many_megabytes_passes_in_one_piece(read: Read, staged: Staged, end: str) -> None:
    text = f'{HEADINGS}P-A,Long,"' + "x\n" * 1_500_000 + end + ROWS
    found = [record.wrong for record in records(text.encode(), ",", frozenset({4}))]
    assert found == ["", TOO_LONG if end else OPEN, *[""] * 200]
    reading = read({"purchases.csv": text})
    assert [p.row for p in reading.problems] == [2]
    assert len(ids(staged, reading)) == 200


def test_a_title_with_a_loose_mark_shifts_no_row(read: Read, staged: Staged) -> None:
    reading = read({"purchases.csv": f'"Wishes of the district\n{HEADINGS}P-A,One,Text,V\n'})
    assert staged(reading, "purchases", "purchase_id, source_row") == [("P-A", 3)]


def test_zero_bytes_are_said(read: Read, staged: Staged) -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        text = HEADINGS + 'P-A,é,"two\nlines",V\nP-B,1\0' + "2,Text,V\nP-C\0,x,Text,V\n"
        reading = read({"purchases.csv": text.encode(encoding)})
        assert [(w.file, w.row) for w in reading.warnings] == [("purchases.csv", 3)]
        assert "holds 2 zero bytes" in reading.warnings[0].sentence
        assert staged(reading, "purchases", "purchase_id, title") == [("P-A", "é"), ("P-B", "12"), ("P-C", "x")]


@pytest.mark.parametrize(
    "above", ['"Wishes of\nthe district"\n', '"Wishes of\nthe district",,,\n\n', '"Wishes" of 2026\n']
)
@pytest.mark.parametrize("text", ["Text", '"two\nlines"'])
def test_line_breaks_and_loose_marks_above_the_rows_take_none_of_them_along(
    read: Read, staged: Staged, above: str, text: str
) -> None:
    headings = 'purchase_id,"purchase\ntitle",description,vendor\n'
    row = 3 + above.endswith("\n\n")
    for heading in (HEADINGS, headings):
        reading = read({"purchases.csv": f"{above}{heading}P-A,One,{text},V\nP-B,Two,Text,V\n"})
        assert staged(reading, "purchases", "purchase_id, source_row") == [("P-A", row), ("P-B", row + 1)]
        assert reading.problems == ()


def test_blank_rows_and_cells_of_many_lines_are_rows_too(read: Read, staged: Staged) -> None:
    text = f'{HEADINGS}P-A,"Loose,Text,V\nP-B,One,Text,V\n\nP-C,Two,"{prose(50)}",V\nP-D,Three,"a\nb",V\n'
    reading = read({"purchases.csv": text})
    assert [(p.row, p.reason) for p in reading.problems] == [(2, QUOTES[LOOSE][0])]
    assert ids(staged, reading) == {"P-B", "P-C", "P-D"}


def test_row_by_row_a_cell_of_many_lines_does_not_end_in_the_middle_of_a_later_row() -> None:
    text = b'P-A,"Loose,Text,V\nP-B,One,",b ",V\nP-C,12" pipe,"two\nlines",V\nP-D,One,Text,V\n'
    found = list(records(text, ",", frozenset({4})))
    assert [(record.cells[0], record.lines, record.wrong) for record in found] == [
        ("P-A", 1, LOOSE), ("P-B", 1, ""), ("P-C", 2, ""), ("P-D", 1, ""),
    ]  # fmt: skip
