"""What a value may not be is the same for a file and for a person: too long, a key that lists would part, days in the
wrong order.
"""

from datetime import date
from typing import Any

import pytest

from data_models import TABLES
from data_models.base import LINE, TEXT, Column, Record, columns
from data_models.contract import Contract
from data_models.district import Department, Goal
from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.fund import Fund
from data_models.ledger import LedgerEntry
from data_models.need import Need
from data_models.project import Milestone, Project
from store.database import Database
from store.district import start_district
from store.editing import write_edits
from store.integrity import find_faults
from store.loading import NamedFile, apply_load, preview, read_source
from store.loading.parse_sql import is_parted, is_too_long
from store.portfolio import read_portfolio

TODAY = date(2026, 11, 22)
EARLY, LATE = date(2026, 7, 1), date(2027, 6, 30)


@pytest.fixture
def district(database: Database) -> str:
    return start_district(database, "Valley", "local")


def typed(database: Database, district_id: str, record: Record, before: Record | None = None) -> str:
    """What is said to a person who types the record; nothing where it is kept."""
    try:
        assert write_edits(database, district_id, "local", [Edit(before=before, after=record)]) == ()
    except DistrictError as error:
        return str(error)
    return ""


def loaded(database: Database, district_id: str, file: str, text: str) -> tuple[list[str], list[str]]:
    """(problems, warnings) of a file, which is loaded."""
    with read_source(database, NamedFile(file, text.encode())) as reading:
        seen = preview(database, district_id, reading)
        apply_load(database, district_id, reading, "local")
    return [p.sentence for p in seen.problems], [w.sentence for w in seen.warnings]


def test_a_text_that_is_too_long_is_refused_either_way(database: Database, district: str) -> None:
    longest, too_long = "é" * LINE, "é" * (LINE + 1)
    assert typed(database, district, Goal(goal_id="G1", title=longest)) == ""
    assert typed(database, district, Goal(goal_id="G2", title=too_long)) == (
        f"title of {too_long[:60]}: '{too_long[:60]}…' is longer than 300 letters, the most allowed. Shorten it."
    )
    problems, _ = loaded(database, district, "goals.csv", f"goal_id,title\nG3,{longest}\nG4,{too_long}\n")
    assert problems == [
        f"'goals.csv', row 3, column 'title': \"{too_long[:80]}\" is longer than 300 letters, the most allowed. "
        "Shorten it."
    ]
    assert {goal.goal_id for goal in read_portfolio(database, district, TODAY).goals} == {"G1", "G3"}


def test_a_long_text_may_go_on_and_has_an_end(database: Database, district: str) -> None:
    text = "Some words.\n" * 1600
    assert LINE < len(text) < TEXT
    rows = f'need_id,title,description,student_groups\nN-1,A,"{text}",\nN-2,B,"{text * 2}",\nN-3,C,,K;{"x" * 301}\n'
    problems, _ = loaded(database, district, "needs.csv", rows)
    assert [problem.partition(':')[0] for problem in problems] == [
        "'needs.csv', row 3, column 'description'", "'needs.csv', row 4, column 'student_groups'",
    ]  # fmt: skip
    assert "is longer than 20,000 letters" in problems[0]
    assert "is longer than 300 letters" in problems[1]
    (kept,) = read_portfolio(database, district, TODAY).needs
    assert kept.description == text.strip()
    assert "20,000" in typed(database, district, kept.model_copy(update={"description": text * 2}), kept)
    assert "300" in typed(database, district, kept.model_copy(update={"student_groups": ("x" * 301,)}), kept)


def test_what_is_no_grade_is_refused_either_way(database: Database, district: str) -> None:
    said = "is not a grade. Use one of: PK, TK, K, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, UG, adult."
    rows = 'N-1,A,k; 06;KG;PE;Adult\nN-2,B,"Pre-K,kindergarten,UG"\nN-3,C,6;sixth\nN-4,D,8-6\nN-5,E,\nN-6,F,0\n'
    problems, _ = loaded(database, district, "needs.csv", f"need_id,title,grades\n{rows}")
    assert problems == [
        f"'needs.csv', row {row}, column 'grades': \"{cell}\" {said}"
        for row, cell in ((4, "6;sixth"), (5, "8-6"), (7, "0"))
    ]
    kept = read_portfolio(database, district, TODAY).needs
    assert [need.grades for need in kept] == [("K", "6", "K", "PK", "adult"), ("PK", "K", "UG"), ()]
    assert typed(database, district, kept[0].model_copy(update={"grades": ("6", "sixth")}), kept[0]) == (
        f"grades of A: 'sixth' {said}"
    )


@pytest.mark.parametrize(
    ("cell", "grades"),
    [
        ("K-5", "K 1 2 3 4 5"), ("6–8", "6 7 8"), ("06 - 08", "6 7 8"), ("PK-2", "PK TK K 1 2"), ("Pre-K-TK", "PK TK"),
        ("9—12; adult", "9 10 11 12 adult"), ("K-K", "K"), ("6 8", None), ("8-6", None), ("6-8-9", None),
        ("K-adult", None), ("6-13", None),
    ],
)  # fmt: skip
def test_grades_in_a_row_may_be_written_by_their_first_and_last(
    database: Database, district: str, cell: str, grades: str | None
) -> None:
    problems, _ = loaded(database, district, "needs.csv", f"need_id,title,grades\nN-1,A,{cell}\n")
    kept = [" ".join(need.grades) for need in read_portfolio(database, district, TODAY).needs]
    assert (len(problems), kept) == ((0, [grades]) if grades else (1, []))


@pytest.mark.parametrize("key", ["D;1", "D / 1", ";", "A; B"])
def test_a_key_that_a_list_would_part_is_refused_either_way(database: Database, district: str, key: str) -> None:
    said = "is a key with ';' or ' / ' in it, which part keys from each other. Write another sign, like '-'."
    assert typed(database, district, Department(department_id=key, name="IT")) == (
        f"department_id of IT: '{key}' {said}"
    )
    problems, _ = loaded(
        database, district, "departments.csv", f'department_id,name\n"{key}",IT\nD/1,"HR; and / more"\n'
    )
    assert problems == [f"'departments.csv', row 2, column 'department_id': \"{key}\" {said}"]
    assert [one.department_id for one in read_portfolio(database, district, TODAY).departments] == ["D/1"]


DAYS: list[tuple[Record, str, str]] = [
    (Project(project_id="1", title="Wi-Fi", start=LATE, finish=EARLY), "finish", "start"),
    (Contract(contract_id="1", title="Core", yearly_cost=1, starts=LATE, renews_on=EARLY), "renews_on", "starts"),
    (Contract(contract_id="1", title="Core", yearly_cost=1, notice_by=LATE, renews_on=EARLY), "renews_on", "notice_by"),
    (Fund(fund_id="1", name="Title I", usable_from=LATE, obligate_by=EARLY), "obligate_by", "usable_from"),
    (Fund(fund_id="1", name="Title I", obligate_by=LATE, liquidate_by=EARLY), "liquidate_by", "obligate_by"),
    (Fund(fund_id="1", name="Title I", usable_from=LATE, liquidate_by=EARLY), "liquidate_by", "usable_from"),
    (Milestone(milestone_id="1", project_id="P", title="Design", start=LATE, due=EARLY), "due", "start"),
    (Milestone(milestone_id="1", project_id="P", title="Design", start=LATE, done=EARLY), "done", "start"),
]


def as_row(record: Record) -> str:
    cells = {name: value for name, value in record.model_dump(mode="json").items() if value not in (None, "", [])}
    return ",".join(cells) + "\n" + ",".join(map(str, cells.values())) + "\n"


@pytest.mark.parametrize(("record", "day", "other"), DAYS, ids=lambda one: one if isinstance(one, str) else "")
def test_days_in_the_wrong_order_are_refused_where_typed_and_named_where_loaded(
    database: Database, district: str, record: Record, day: str, other: str
) -> None:
    assert typed(database, district, Project(project_id="P", title="Project")) == ""
    said = f"is before {other}, 2027-06-30. Put one of the two right."
    assert typed(database, district, record) == f"{day} of {record.called}: '2026-07-01' {said}"
    problems, warnings = loaded(database, district, f"{record.table}.csv", as_row(record))
    assert problems == []
    assert [w for w in warnings if "before" in w] == [
        f"'{record.table}.csv', row 2, column '{day}': \"2026-07-01\" {said}"
    ]
    assert [fault for fault in find_faults(database, district, TODAY) if "before" in fault] == [
        f"{record.table} 1: {day} 2026-07-01 {said}"
    ]
    right = record.model_copy(update={day: LATE})
    assert typed(database, district, right, record) == ""
    assert typed(database, district, record, right) == f"{day} of {record.called}: '2026-07-01' {said}"


def test_a_file_that_says_one_of_two_days_is_held_against_the_other(database: Database, district: str) -> None:
    loaded(database, district, "projects.csv", "project_id,title,start\nPR-1,Wi-Fi,2026-07-01\nPR-2,Cables,\n")
    _, warnings = loaded(
        database, district, "projects.csv", "project_id,title,finish\nPR-1,Wi-Fi,2026-06-30\nPR-2,Cables,2020-01-01\n"
    )
    assert [w.split(":")[0] for w in warnings] == ["'projects.csv', row 2, column 'finish'"]


def test_what_a_file_brought_may_be_changed_elsewhere_withdrawn_and_restored(database: Database, district: str) -> None:
    wrong = Project(project_id="1", title="Wi-Fi", start=LATE, finish=EARLY)
    loaded(database, district, "projects.csv", as_row(wrong))
    named = wrong.model_copy(update={"title": "Wi-Fi renewal"})
    assert typed(database, district, named, wrong) == ""
    assert write_edits(database, district, "local", [Edit(before=named, after=None, reason="x")]) == ()
    assert write_edits(database, district, "local", [Edit(before=None, after=named, restores=True)]) == ()


def test_a_district_by_a_very_long_name_is_refused(database: Database) -> None:
    with pytest.raises(DistrictError, match="is longer than 300 letters"):
        start_district(database, "Valley " * 100, "local")


TEXTS = ["", "x", "é" * 300, "é" * 301, "x" * 300, "x" * 301, "🧩" * 300, "🧩" * 301, "a;b", "a / b", "a/b", "a /b"]


def all_columns() -> list[Column]:
    return [column for record in TABLES for column in columns(record) if column.longest]


@pytest.mark.parametrize("value", TEXTS, ids=lambda text: f"{text[:5]} {len(text)}")
def test_sql_says_the_same_as_python(database: Database, value: str) -> None:
    def sql(expression: str, bound: Any) -> bool:
        with database.read() as cursor:
            return bool(cursor.execute(f"SELECT {expression} FROM (SELECT $v AS v)", {"v": bound}).fetchall()[0][0])

    for column in {(c.longest, c.many): c for c in all_columns()}.values():
        assert column.longest
        bound = ["x", value] if column.many else value
        assert sql(is_too_long(column, "v"), bound) == (len(value) > column.longest)
    assert sql(is_parted("v"), value) == (";" in value or " / " in value)


def test_every_text_has_a_bound_and_keys_are_known() -> None:
    for record in TABLES:
        for column in columns(record):
            assert (column.longest in (LINE, TEXT)) == (column.kind is str and not column.references), column.name
            assert set(column.after) <= set(record.model_fields)
    keys = {column.name for record in TABLES for column in columns(record) if column.own_key}
    assert {"need_id", "site_id", "fund_id", "role", "dimension"} <= keys
    assert "entry_id" not in keys, "no list names an entry, and a ledger's own numbers are not ours to refuse"
    assert all(not column.own_key for column in columns(LedgerEntry))


def test_needs_have_no_second_day_to_be_out_of_order_with() -> None:
    assert [column.name for column in columns(Need) if column.kind is date] == ["needed_by"]
