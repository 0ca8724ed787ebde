"""What offices really export: encodings, separators, titles, totals, headings; rows numbered as a person sees them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from store.database import Database
from store.loading import Reading, read_source

Read = Callable[..., Reading]
Staged = Callable[..., list[tuple[Any, ...]]]

FUNDS = "fund_id,name\n3010,Título I\n4035,Title II\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(read: Read, staged: Staged, encoding: str) -> None:
    reading = read({"funds.csv": FUNDS.encode(encoding)})
    assert staged(reading, "funds", "fund_id, name") == [("3010", "Título I"), ("4035", "Title II")]
    assert reading.problem_count == 0


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(read: Read, staged: Staged, separator: str, end: str) -> None:
    reading = read({"funds.csv": FUNDS.replace(",", separator).replace("\n", end)})
    assert staged(reading, "funds", "fund_id, name, source_row") == [("3010", "Título I", 2), ("4035", "Title II", 3)]


@pytest.mark.parametrize("ends", [*product(("\n", "\r\n", "\r"), repeat=3)])
@pytest.mark.parametrize("first", ["Título I", '"Título\nI"'])
def test_line_ends_of_several_kinds(read: Read, staged: Staged, ends: tuple[str, str, str], first: str) -> None:
    rows = ["fund_id,name", *[f"{n},{first}" for n in range(200)], *[f"{n},Title II" for n in range(200, 400)]]
    kinds = [ends[0], *[ends[1]] * 200, *[ends[2]] * 200]
    for text in ("".join(map(str.__add__, rows, kinds)), "".join(map(str.__add__, rows, kinds)).rstrip()):
        reading = read({"funds.csv": text})
        assert (reading.problem_count, reading.tables[0].good) == (0, 400)
        found = staged(reading, "funds", "fund_id, name")
        assert found[0] == ("0", first.strip('"'))
        assert found[-1] == ("399", "Title II")


def test_title_rows_blank_rows_totals_and_repeated_headings(read: Read, staged: Staged) -> None:
    text = (
        "Sample Valley Unified\nReport of funds, run 2026-11-21\n\n"
        "Fund ID,Fund Year,Name\n"
    ).replace("Fund Year,", "") + "3010,Title I\n\n,\nFund ID,Name\n4035,Title II\nTotal,\nGrand total:,\n"  # fmt: skip
    reading = read({"funds.csv": text})
    assert staged(reading, "funds", "fund_id, source_row") == [("3010", 5), ("4035", 9)]
    assert reading.problem_count == 0
    assert reading.tables[0].rows == 2


def test_a_cell_that_spans_lines_is_one_row(read: Read, staged: Staged) -> None:
    reading = read({"funds.csv": 'fund_id,name,note\n1,A,"two\nlines"\n2,B,\n,C,\n'})
    assert staged(reading, "funds", "fund_id, note, source_row") == [("1", "two\nlines", 2), ("2", "", 3)]
    assert [(p.row, p.column, p.reason) for p in reading.problems] == [
        (4, "fund_id", "is blank, but every row needs one")
    ]


def test_blanks_around_cells_go_and_zeros_stay(read: Read, staged: Staged) -> None:
    reading = read({"funds.csv": "fund_id,name\n  0010 ,\tZero u0a fund\u00a0\n"})
    assert staged(reading, "funds", "fund_id, name") == [("0010", "Zero u0a fund")]


def test_headings_by_any_name_unknown_ones_named(read: Read) -> None:
    reading = read({"export.csv": "PURCHASE-ID,Purchase Title,Dept.,Colour\nP-1,Screener,,red\n"})
    assert reading.tables[0].headings == {
        "PURCHASE-ID": "purchase_id", "Purchase Title": "title", "Dept.": "department_id"
    }  # fmt: skip
    assert [w.sentence for w in reading.warnings] == [
        "'export.csv', column 'Colour': is not a column of purchases and is not read. "
        "Rename it if it should be, or leave it."
    ]


def test_a_missing_column_is_a_problem_of_the_file(read: Read) -> None:
    reading = read({"cost_lines.csv": "cost_line_id,amount,fiscal_year\nA,1,2027\n"})
    assert reading.tables == ()
    assert reading.problems[0].row is None
    assert "'purchase_id' and no column 'category'" in reading.problems[0].sentence
    assert "Did you mean" not in reading.problems[0].sentence


def test_a_misspelt_heading_that_a_file_must_have_is_suggested_unless_it_means_another_column(read: Read) -> None:
    (problem,) = read({"purchases.csv": "purchase_id,titel,stage\nP-1,Robots,proposed\n"}).problems
    assert problem.sentence == (
        "'purchases.csv': has no column 'title', which purchases must have. Did you mean 'titel'? "
        "Add it, or name its heading so; the headings are: purchase_id, titel, stage."
    )
    (none,) = read({"purchases.csv": "purchase_id,need,needs\nP-1,N,N\n"}).problems
    assert "Did you mean" not in none.sentence


def test_each_problem_names_file_row_column_value_reason_and_remedy(read: Read) -> None:
    text = (
        "cost_line_id,purchase_id,fiscal_year,category,amount,recurring\n"
        'A,P,2027,software,"12,5OO",yes\nB,P,1066,sofware,-5,perhaps\n,P,2027,software,5,no\n'
    )
    assert [p.sentence for p in read({"cost_lines.csv": text}).problems] == [
        "'cost_lines.csv', row 2, column 'amount': \"12,5OO\" is not a dollar amount. Use digits, like 12500.00.",
        "'cost_lines.csv', row 3, column 'amount': \"-5\" is less than 0, the least allowed. "
        "Correct the number, or leave the row out.",
        "'cost_lines.csv', row 3, column 'category': \"sofware\" is not one of the choices. Did you mean software? "
        "Use one of: devices, software, network equipment, internet access, assistive technology, "
        "instructional materials, equipment, training, services, maintenance, staff, other.",
        "'cost_lines.csv', row 3, column 'fiscal_year': \"1066\" is less than 1900, the least allowed. "
        "Correct the number, or leave the row out.",
        "'cost_lines.csv', row 3, column 'recurring': \"perhaps\" is neither yes nor no. Write yes or no.",
        "'cost_lines.csv', row 4, column 'cost_line_id': is blank, but every row needs one. Fill it in, like P-007-1.",
    ]


def test_repeated_keys_are_named_on_both_rows(read: Read) -> None:
    reading = read({"funds.csv": "fund_id,name\n1,A\n2,B\n1,C\n"})
    assert [(p.row, p.value, p.reason) for p in reading.problems] == [
        (2, "1", "is the key of another row too: row 4"), (4, "1", "is the key of another row too: row 2")
    ]  # fmt: skip
    assert reading.tables[0].good == 1


def test_rows_of_the_wrong_width(read: Read, staged: Staged) -> None:
    reading = read({"funds.csv": "fund_id,name,note\n1,A,x\n2,B\n3,C,y,z\n4,,D,\n"})
    assert staged(reading, "funds", "fund_id") == [("1",)]
    assert [(p.row, p.column, p.reason) for p in reading.problems] == [
        (3, "", "the row has fewer cells than there are headings"),
        (4, "", "the row has more cells than there are headings"),
        (5, "", "the row has more cells than there are headings"),
        (5, "name", "is blank, but every row needs one"),
    ]


def test_rows_that_a_program_always_ends_early_or_with_a_separator(read: Read, staged: Staged) -> None:
    text = "fund_id,name,note\n" + "".join(f"{i},A\n{i}b,B,x,\n" for i in range(9))
    reading = read({"funds.csv": text})
    assert (reading.tables[0].good, reading.problem_count) == (18, 0)
    assert reading.warnings[0].reason == "many rows end before the last column"


def dated(*cells: str) -> dict[str, str]:
    return {"needs.csv": "need_id,title,needed_by\n" + "".join(f"{i},N,{c}\n" for i, c in enumerate(cells))}


def test_dates_month_first_by_the_evidence_of_the_column(read: Read, staged: Staged) -> None:
    reading = read(dated("3/4/2026", "9/14/2026", "2026-01-02"))
    assert staged(reading, "needs", "needed_by") == [(date(2026, 3, 4),), (date(2026, 9, 14),), (date(2026, 1, 2),)]
    assert reading.questions == ()


def test_dates_day_first_by_the_evidence_of_the_column(read: Read, staged: Staged) -> None:
    reading = read(dated("3/4/2026", "14/9/2026"))
    assert staged(reading, "needs", "needed_by") == [(date(2026, 4, 3),), (date(2026, 9, 14),)]


def test_evidence_late_in_a_long_column_counts(read: Read, staged: Staged) -> None:
    cells = ["3/4/2026", "12/25/2026"] + ["2026-01-01"] * 25_000 + ["25/12/2026"]
    reading = read(dated(*cells))
    assert len(reading.questions) == 1
    assert "Some of its cells can only be the one" in reading.questions[0].words


def test_an_open_order_is_asked_and_answered(read: Read, staged: Staged) -> None:
    files = dated("3/4/2026", "5/6/2026")
    asked = read(files).questions
    assert [(q.answers, q.examples) for q in asked] == [(("month first", "day first"), ("3/4/2026", "5/6/2026"))]
    answered = read(files, answers={asked[0].question_id: "day first"})
    assert answered.questions == ()
    assert staged(answered, "needs", "needed_by") == [(date(2026, 4, 3),), (date(2026, 6, 5),)]


def test_european_money_where_the_column_proves_it(read: Read, staged: Staged) -> None:
    reading = read({"fund_years.csv": "fund_id;fiscal_year;budgeted\n1;2027;1.234,50\n2;2027;1.234\n"})
    assert staged(reading, "fund_years", "budgeted") == [(Decimal("1234.50"),), (Decimal("1234.00"),)]


def test_money_with_three_figures_after_a_dot_is_asked(read: Read, staged: Staged) -> None:
    files = {"fund_years.csv": "fund_id,fiscal_year,budgeted\n1,2027,1.234\n"}
    (question,) = read(files).questions
    answered = read(files, answers={question.question_id: "1.234 is more than a thousand"})
    assert staged(answered, "fund_years", "budgeted") == [(Decimal("1234.00"),)]


def test_a_folder_a_zip_and_a_workbook_say_the_same(
    tmp_path: Path, database: Database, read: Read, staged: Staged
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "FY27 funds (2).csv").write_text(FUNDS, encoding="utf-8")
    (folder / ".hidden.csv").write_text("x", encoding="utf-8")
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("deep/funds.csv", FUNDS)
    readings = [read_source(database, folder), read({"all.zip": packed.getvalue()}), read({"book.xlsx": workbook()})]
    found = [staged(reading, "funds", "fund_id, name") for reading in readings]
    assert found[0] == found[1] == found[2] == [("3010", "Título I"), ("4035", "Title II")]
    assert [reading.tables[0].files[0] for reading in readings] == [
        "FY27 funds (2).csv", "all.zip/deep/funds.csv", "book.xlsx, sheet Funds"
    ]  # fmt: skip
    readings[0].close()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Funds"
    for row in [["All funds"], [], ["Fund ID", "Name", "usable_from", "one_time"], ["3010", "Título I"],
                ["4035", "Title II", datetime(2026, 7, 1), True]]:  # fmt: skip
        sheet.append(row)
    book.create_sheet("Empty")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook_dates_numbers_and_rows(read: Read, staged: Staged) -> None:
    reading = read({"book.xlsx": workbook()})
    assert staged(reading, "funds", "fund_id, usable_from, one_time, source_row") == [
        ("3010", None, False, 4), ("4035", date(2026, 7, 1), True, 5)
    ]  # fmt: skip


def test_entries_without_a_key_are_told_apart_by_their_content_and_count(read: Read, staged: Staged) -> None:
    entry = "01-3010,2027,5.00,Pens\n"
    files = {"ledger_entries.csv": "account,fiscal_year,amount,memo\n" + entry * 3}
    first, second = (staged(read(files), "ledger_entries", "entry_id") for _ in range(2))
    assert first == second
    assert len(set(first)) == 3
    (same,) = staged(
        read({"ledger_entries.csv": "memo,amount,account,fiscal_year\nPens,$5,01-3010,FY27\n"}),
        "ledger_entries", "entry_id",
    )  # fmt: skip
    assert same in first


@pytest.mark.parametrize("inside", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("between", ["\n", "\r\n"])
def test_a_line_break_in_a_cell_may_differ_from_those_between_rows(
    read: Read, staged: Staged, inside: str, between: str
) -> None:
    rows = ["purchase_id,title", f'P-1,"Two{inside}lines"', "P-2,One", ""]
    reading = read({"purchases.csv": between.join(rows).encode()})
    assert reading.problems == ()
    titles = [str(title).splitlines() for (title,) in staged(reading, "purchases", "title")]
    assert titles == [["Two", "lines"], ["One"]]
