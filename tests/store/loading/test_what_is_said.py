"""What loading says of mistakes, so that the next step is plain; and what it leaves alone because of them."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from data_models import TABLES
from data_models.base import Column
from data_models.load import Load
from store.database import Database
from store.loading import Reading, preview, set_aside_csv, words
from store.loading.headings import fields

Read = Callable[..., Reading]
Loader = Callable[..., Load]
Rows = Callable[..., list[tuple[object, ...]]]
DISTRICT = "sample"
PURCHASES = "purchase_id,title,stage\nP6,Tablets,proposed\nP7,Carts,proposed\n"
LINES = "cost_line_id,purchase_id,fiscal_year,category,amount\nP6-1,P6,2027,software,100\n"


def test_a_reference_to_a_row_set_aside_names_that_row(database: Database, read: Read) -> None:
    reading = read({"purchases.csv": PURCHASES.replace("Tablets,proposed", "Tablets,bought"), "cost_lines.csv": LINES})
    seen = preview(database, DISTRICT, reading)
    said = [p.sentence for p in seen.hanging]
    assert [(p.file, p.row) for p in seen.problems] == [("purchases.csv", 2)]
    assert (len(said), seen.hanging_rows, seen.problem_count) == (1, 1, 1)
    assert "names a record whose own row was set aside: row 2 of purchases.csv. Mend that row first" in said[0]


def test_a_reference_to_a_table_whose_file_was_not_read_hangs_on_that_file(
    database: Database, read: Read, load: Loader
) -> None:
    files = {"purchases.csv": PURCHASES.replace("title", "titel"), "cost_lines.csv": LINES}
    seen = preview(database, DISTRICT, read(files))
    assert [(p.file, p.row) for p in seen.problems] == [("purchases.csv", None)]
    assert (seen.problem_count, seen.hanging_rows) == (1, 1)
    assert [p.sentence for p in seen.hanging] == [
        "'cost_lines.csv', row 2, column 'purchase_id': \"P6\" may name a record of a file that was not read: "
        "purchases.csv. Mend that file first, then load both again."
    ]
    load({"purchases.csv": PURCHASES})
    assert preview(database, DISTRICT, read(files)).hanging == (), "what is on record is known without the file"


def test_a_row_with_a_fault_of_its_own_does_not_only_hang_on_another(database: Database, read: Read) -> None:
    reading = read({
        "purchases.csv": "purchase_id,title,stage,need_ids,requires\nP1,A,bought,,\nP2,B,,,P1\nP3,C,,N9,P1\nP4,D,,,P2\n"
    })  # fmt: skip
    seen = preview(database, DISTRICT, reading)
    assert [(p.row, p.value) for p in seen.problems] == [(2, "bought"), (4, "N9"), (4, "P1")]
    assert [p.row for p in seen.hanging] == [3, 5]
    assert seen.hanging_rows == 2
    assert seen.tables[0].set_aside == 4


def test_all_problems_of_a_row_are_named_at_once(database: Database, read: Read, load: Loader) -> None:
    purchases = "purchase_id,title,stage,department_id,need_ids,project_id\nP6,Tablets,bought,D9,N8;N9,A9\n"
    lines = "cost_line_id,purchase_id,fiscal_year,category,amount\nC1,P6,2027,software,100\nC1,P66,2027,software,12OO\n"
    files = {"purchases.csv": purchases + "P7,Carts,,D9,,A9\n", "cost_lines.csv": lines + "C2,P66,27,books,x,y\n"}
    seen = preview(database, DISTRICT, read(files))
    assert [(p.row, p.column, p.value) for p in seen.problems if p.file == "purchases.csv"] == [
        (2, "department_id", "D9"), (2, "need_ids", "N8"), (2, "need_ids", "N9"), (2, "project_id", "A9"),
        (2, "stage", "bought"), (3, "department_id", "D9"), (3, "project_id", "A9"),
    ]  # fmt: skip
    assert [(p.column, p.value) for p in seen.problems if p.file == "cost_lines.csv" and p.row == 3] == [
        ("amount", "12OO"), ("cost_line_id", "C1"), ("purchase_id", "P66"),
    ]  # fmt: skip
    torn = [p.reason for p in seen.problems if p.file == "cost_lines.csv" and p.row == 4]
    assert not any("key" in reason for reason in torn), "cut at the wrong place, a row says nothing of keys"
    keys = [(p.row, p.reason) for p in seen.problems if p.file == "cost_lines.csv" and p.value == "C1"]
    assert keys == [(n, f"is the key of another row too: row {5 - n}") for n in (2, 3)], "either may be the mistake"
    ratings = "member_id,purchase_id,criterion_id,round,level\npm,P6,A1,1,3\npm,P6,A1,1,4\n"
    twice = [p.value for p in read({"ratings.csv": ratings}).problems]
    assert twice == ["pm / P6 / A1 / 1"] * 2, "no loose end where no time is given"
    done = load(files)
    aside = set_aside_csv(database, DISTRICT, done.load_id, "cost_lines").decode().splitlines()
    reasons = ('"12OO" is not', "is the key of another row too: row 2", "is not the key of any record of purchases")
    assert all(reason.replace('"', '""') in aside[2] for reason in reasons)


def test_a_good_row_with_the_key_of_a_bad_one_waits_with_it(load: Loader, rows: Rows, read: Read) -> None:
    text = "entry_id,account,fiscal_year,entry_date,amount\nJE-5,01-3010,2027,{},100\nJE-5,01-3010,2027,10/31/2026,7\n"
    good = "JE-6,01-3010,2027,10/31/2026,1\n"
    files = {"ledger_entries.csv": text.format("10/32/2026") + good}
    assert [(p.row, p.reason) for p in read(files).problems] == [
        (2, "is not a date"), (2, "is the key of another row too: row 3"),
        (3, "is the key of another row too: row 2"),
    ]  # fmt: skip
    done = load(files)
    assert (done.changes[0].added, done.changes[0].set_aside) == (1, 2)
    mended = load({"ledger_entries.csv": text.format("10/30/2026") + good})
    assert (mended.changes[0].changed, mended.changes[0].set_aside) == (0, 2)
    assert rows("SELECT entry_id FROM ledger_entries") == [("JE-6",)]


# Grades, a list, are too short for one to be a slip of another.
VOCABULARY = [(record.table, c) for record in TABLES for c in fields(record.table).values() if c.choices and not c.many]


@pytest.mark.parametrize(("table", "column"), VOCABULARY, ids=[f"{table}.{c.name}" for table, c in VOCABULARY])
def test_a_slip_in_any_word_of_a_vocabulary_names_the_word_that_is_meant(
    database: Database, read: Read, table: str, column: Column
) -> None:
    slips = {f"{word[:-2]}{word[-1]}": word for word in column.choices}
    needed = [c for c in fields(table).values() if c.required and c.name != column.name]
    rest = ",".join(c.example for c in needed)
    rows = "".join(f"{slip},{rest}\n" for slip in slips)
    reading = read({f"{table}.csv": ",".join([column.name, *(c.name for c in needed)]) + "\n" + rows})
    said = {p.value: p.remedy for p in reading.problems if p.column == column.name}
    assert said.keys() == slips.keys()
    for slip, word in slips.items():
        assert said[slip].startswith(f"Did you mean {word}? Use one of: "), (slip, said[slip])


def test_a_reference_to_a_record_that_stays_loads(load: Loader, rows: Rows) -> None:
    load({"purchases.csv": PURCHASES})
    load({"purchases.csv": PURCHASES.replace("Tablets,proposed", "Tablets,bought"), "cost_lines.csv": LINES})
    assert rows("SELECT purchase_id FROM cost_lines WHERE withdrawn_at IS NULL") == [("P6",)]


@pytest.mark.parametrize("text", ["purchase_id,title,stage\n", "purchase_id,title,stage\nP8,Desks,bought\n"])
def test_a_file_without_a_good_row_withdraws_nothing(load: Loader, rows: Rows, text: str) -> None:
    load({"purchases.csv": PURCHASES})
    done = load({"purchases.csv": text, "cost_lines.csv": LINES})
    assert done.changes[0].withdrawn == 0
    assert rows("SELECT purchase_id FROM purchases WHERE withdrawn_at IS NULL ORDER BY 1") == [("P6",), ("P7",)]
    assert rows("SELECT purchase_id FROM cost_lines") == [("P6",)]


def test_headings_without_rows_are_said(read: Read) -> None:
    (warning,) = read({"purchases.csv": "purchase_id,title\n"}).warnings
    assert "has headings and no rows" in warning.sentence
    assert read({"purchases.csv": PURCHASES}).warnings == ()


@pytest.mark.parametrize(
    ("file", "needed", "heading", "near"),
    [
        ("sites", "site_id,name", "English Lerners", "Did you mean english_learners? "),
        ("sites", "site_id,name", "Low Incom", "Did you mean low_income? "),
        ("sites", "site_id,name", "Special Ed", "Did you mean special_education? "),
        ("sites", "site_id,name", "Nam", ""),
        ("sites", "site_id,name,low_income", "Low Incom", ""),
        ("ledger_entries", "account,fiscal_year,amount", "Vendr", "Did you mean vendor? "),
        ("ledger_entries", "account,fiscal_year,amount", "Posting dat", "Did you mean posting date? "),
        ("sites", "site_id,name", "Phone", ""),
    ],
)
def test_a_misspelt_heading_names_the_one_that_is_missing(
    read: Read, file: str, needed: str, heading: str, near: str
) -> None:
    (said,) = read({f"{file}.csv": f"{needed},{heading}\n1,2027,1,1\n"}).unread
    assert (said.column, said.reason) == (heading, f"is not a column of {file} and is not read")
    assert said.remedy == f"{near}Rename it if it should be, or leave it."


def test_headings_that_may_be_misspelt_come_first(read: Read) -> None:
    reading = read(
        {"sites.csv": "site_id,name,Phone,Low Incom\n1,A,2,3\n", "funds.csv": "fund_id,name,kin,x\n1,A,b,\n"}
    )
    assert [said.column for said in reading.unread] == ["Low Incom", "kin", "Phone", "x"]
    assert set(reading.unread) <= set(reading.warnings), "a shell says them too"


def test_a_heading_that_comes_again(read: Read) -> None:
    reading = read({"purchases.csv": "purchase_id,title,title,Title,colour\nP6,A,B,C,red\n"})
    assert [(w.column, w.reason) for w in reading.warnings] == [
        ("title", "is there again for title: the first, 'title', is read and this one is not"),
        ("Title", "is there again for title: the first, 'title', is read and this one is not"),
        ("colour", "is not a column of purchases and is not read"),
    ]


def test_a_cut_word_is_guessed_at_before_one_that_is_spelled_alike() -> None:
    assert words.nearest("Elem", ["elementary", "middle", "high", "element"]) == "Did you mean element? "
    assert words.nearest("Elem", ["elementary", "middle", "high"]) == "Did you mean elementary? "
    assert words.nearest("h", ["high"]) == ""
    assert words.nearest("midle", ["elementary", "middle"]) == "Did you mean middle? "
    assert words.nearest("High School", ["elementary", "middle", "high"]) == "Did you mean high? "


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("P-1O", "P-10"), ("p-I0", "P-10"), ("P-lO", "P-10"), ("P-010", "P-10"), ("201", "0201"), ("00201", "0201"),
        ("202", ""), ("P-2", "P-1"),
    ],
)  # fmt: skip
def test_what_looks_the_same_is_meant_first(value: str, meant: str) -> None:
    said = words.nearest(value, ["P-1", "P-10", "0201", "P-100"])
    assert said == (f"Did you mean {meant}? " if meant else "")


def test_a_key_of_a_row_set_aside_may_be_meant(database: Database, read: Read) -> None:
    purchases = "purchase_id,title,stage\nP-1,Tablets,proposed\nP-10,Carts,bought\n"
    lines = LINES.replace(",P6,", ",P-1O,")
    seen = preview(database, DISTRICT, read({"purchases.csv": purchases, "cost_lines.csv": lines}))
    assert [(p.row, p.value, p.remedy.partition("?")[0]) for p in seen.problems] == [
        (3, "bought", seen.problems[0].remedy), (2, "P-1O", "Did you mean P-10"),
    ]  # fmt: skip


def test_a_lost_leading_zero_is_found(database: Database, read: Read) -> None:
    sites = "site_id,name,level\n0201,Oak,high\n0202,Elm,High School\n"
    needs = "need_id,title,site_ids\nN-1,Read,201\nN-2,Read,777\n"
    seen = preview(database, DISTRICT, read({"sites.csv": sites, "needs.csv": needs}))
    assert [(p.file, p.row, p.remedy.partition("? ")[0]) for p in seen.problems] == [
        ("sites.csv", 3, "Did you mean high"),
        ("needs.csv", 2, "Did you mean 0201"), ("needs.csv", 3, "Add it to sites, or correct it."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("€5", "is in another currency"), ("£5", "is in another currency"), ("5 eur", "is in another currency"),
        ("0.001", "has a fraction of a cent"), ("$12.345", "has a fraction of a cent"),
        ("12,5OO", "is not a dollar amount"), ("99999999999999999999", "is not a dollar amount"),
        ("-0.50", "is less than 0, the least allowed"),
    ],
)  # fmt: skip
def test_amounts_that_are_not_whole_cents_of_dollars(read: Read, cell: str, reason: str) -> None:
    text = LINES.replace(",100", f',"{cell}"') + "P6-2,P6,2027,software,0.10\n"
    assert [p.reason for p in read({"cost_lines.csv": text}).problems] == [reason]


def test_hours_are_rounded(load: Loader, rows: Rows) -> None:
    load({"capacity.csv": "role,month,hours\nengineer,2026-10-01,12.125\n"})
    assert rows("SELECT hours FROM capacity") == [(Decimal("12.13"),)]
