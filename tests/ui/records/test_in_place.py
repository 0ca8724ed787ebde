"""What is typed in a table is written to the record that stood in that row, whatever happens to the list meanwhile."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from data_models.base import Record
from data_models.contract import Contract
from data_models.district import District
from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.fund import Fund, FundKind
from data_models.need import Need
from data_models.portfolio import Portfolio
from data_models.project import Milestone, Project
from ui import edits
from ui.records import in_place
from ui.records.fields import column_of, key_of
from ui.records.in_place import Desk, Offered, Typed, typed_since

FIELDS = {"Need": column_of(Need, "title"), "Learners": column_of(Need, "learners"), "By": column_of(Need, "needed_by")}
RECORDS = {key: Need(need_id=key, title=f"Title of {key}", learners=7) for key in ("N-1", "N-2", "N-3")}
PORTFOLIO = Portfolio(today=date(2026, 11, 22), district=District(name="D"), needs=tuple(RECORDS.values()))


@pytest.fixture
def desk() -> Desk:
    return Desk(0, ("N-3", "N-1", "N-2"))


def renamed(key: str, title: str) -> Need:
    return RECORDS[key].model_copy(update={"title": title})


def test_a_row_is_the_record_that_stood_there(desk: Desk) -> None:
    assert typed_since(desk, {0: {"Need": "x"}, 2: {"Learners": 9}}, FIELDS) == {
        "N-3": {"Need": "x"},
        "N-2": {"Learners": 9},
    }
    assert typed_since(desk, {0: {"Answered": "x"}}, FIELDS) == {}, "that column is not typed in"


def test_a_row_that_the_table_does_not_have_is_refused(desk: Desk) -> None:
    for row in (3, -1):
        with pytest.raises(DistrictError, match="changed while you typed"):
            typed_since(desk, {row: {"Need": "x"}}, FIELDS)


def test_what_is_written_is_not_written_again_and_what_is_typed_back_is(desk: Desk) -> None:
    desk.typed["N-3", "Need"] = Typed("x", "Title of N-3", "x")
    assert typed_since(desk, {0: {"Need": "x"}, 1: {"Need": "y"}}, FIELDS) == {"N-1": {"Need": "y"}}
    assert typed_since(desk, {0: {"Need": "z"}}, FIELDS) == {"N-3": {"Need": "z"}}
    assert typed_since(desk, {}, FIELDS) == {"N-3": {"Need": "Title of N-3"}}


LINK = (("needs-find", ("math",)),)
WAS = Offered(frozenset(RECORDS), 4, LINK)


@pytest.mark.parametrize(
    ("typed", "now", "over"),
    [
        ({}, {}, False),
        ({}, {"N-2": renamed("N-2", "by another")}, False),
        ({("N-3", "Need"): Typed("x", "Title of N-3", "x")}, {"N-3": renamed("N-3", "x")}, False),
        ({("N-3", "Need"): Typed("x", "Title of N-3", "x")}, {"N-3": None}, False),
        ({("N-3", "Need"): Typed("x", "Title of N-3", "x")}, {}, True),
        ({("N-3", "Driver"): Typed("x", "y", "x")}, {}, True),
    ],
    ids=["same", "another row changed", "kept", "withdrawn", "taken back", "column hidden"],
)
def test_a_table_begins_anew_where_it_would_not_show_what_is_kept(
    desk: Desk, typed: dict[Any, Typed], now: dict[str, Need | None], over: bool
) -> None:
    desk.typed.update(typed)
    desk.offered = WAS
    kept = {key: record for key, record in (RECORDS | now).items() if record is not None}
    assert in_place._is_over(desk, WAS, kept, FIELDS) is over


@pytest.mark.parametrize(
    ("offered", "over"),
    [
        (Offered(frozenset({"N-1", "N-2"}), 5, LINK), False),
        (Offered(frozenset({*RECORDS, "N-4"}), 5, LINK), False),
        (Offered(frozenset(), 5, LINK), False),
        (Offered(frozenset({"N-1", "N-2"}), 4, LINK), True),
        (Offered(frozenset({"N-1", "N-2"}), 5, ()), True),
        (Offered(frozenset(RECORDS), 5, ()), False),
    ],
    ids=["one went by an edit", "one came by an edit", "all went", "chosen here", "filter changed too", "same rows"],
)
def test_rows_that_come_or_go_by_an_edit_leave_the_table_as_it_is(desk: Desk, offered: Offered, over: bool) -> None:
    desk.offered = WAS
    assert in_place._is_over(desk, offered, RECORDS, FIELDS) is over


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Edit]:
    """What is written; nothing of it is refused."""
    made: list[Edit] = []

    def write(_: Portfolio, edits: Sequence[Edit], __: str) -> bool:
        made.extend(edits)
        return True

    monkeypatch.setattr("ui.edits.write", write)
    return made


def take(monkeypatch: pytest.MonkeyPatch, desk: Desk, edited: dict[int, dict[str, Any]]) -> None:
    monkeypatch.setattr(in_place, "st", SimpleNamespace(session_state={"table": {"edited_rows": edited}}))
    in_place._take(desk, "table", RECORDS, FIELDS, PORTFOLIO)


def test_typed_while_another_window_withdraws_the_row_above(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, written: list[Edit]
) -> None:
    """The browser still shows the table with the row; its second row is N-1, not what is second by now."""
    take(monkeypatch, desk, {1: {"Need": "x"}})
    assert written == [Edit(before=RECORDS["N-1"], after=renamed("N-1", "x"))]
    left = {key: record for key, record in (RECORDS | {"N-1": renamed("N-1", "x")}).items() if key != "N-3"}
    desk.offered = WAS
    assert not in_place._is_over(desk, Offered(frozenset(left), 5, LINK), left, FIELDS), "places mean what they did"


def test_several_cells_are_kept_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, written: list[Edit]
) -> None:
    take(monkeypatch, desk, {0: {"Need": "x"}})
    take(monkeypatch, desk, {0: {"Need": "x", "By": "2027-08-15"}})
    take(monkeypatch, desk, {0: {"Need": "x", "By": "2027-08-15"}})
    take(monkeypatch, desk, {0: {"Need": "x"}})
    wanted = [edit.after.model_dump(include={"title", "needed_by"}) for edit in written if edit.after]
    assert [(w["title"], w["needed_by"]) for w in wanted] == [
        ("x", None), ("Title of N-3", date(2027, 8, 15)), ("Title of N-3", None),
    ]  # fmt: skip
    assert not desk.over


def test_what_is_refused_makes_the_table_begin_anew(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, written: list[Edit]
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.errors.tell", lambda words, **_: told.append(words))
    take(monkeypatch, desk, {0: {"Learners": -1}})
    assert (written, desk.typed, desk.over) == ([], {}, True)
    assert "cannot be the learners of N-3" in told[0]


@pytest.mark.parametrize("day", ["1970-01-01", "1969-12-31", "1970-08-23T14:26:55.000", "0027-08-15", "-000001-12-31"])
@pytest.mark.parametrize(
    ("record", "name"),
    [
        (RECORDS["N-1"], "needed_by"),
        (Contract(contract_id="C-1", title="Reader", yearly_cost=Decimal(), starts=date(1985, 7, 1)), "starts"),
        (Project(project_id="PR-1", title="Wi-Fi"), "finish"),
        (Milestone(milestone_id="M-1", project_id="PR-1", title="Design"), "due"),
        (Fund(fund_id="F-1", name="Title I", kind=FundKind.GENERAL), "obligate_by"),
    ],
    ids=lambda value: getattr(value, "table", value),
)
def test_a_day_that_a_browser_makes_of_a_number_is_refused(record: Record, name: str, day: str) -> None:
    with pytest.raises(DistrictError, match=rf"stays: this reads as {re.escape(day[:10])}") as refused:
        edits.typed(record, {name: day})
    assert key_of(record) in refused.value.what
    assert "2027-08-15" in refused.value.next_step
    assert getattr(edits.typed(record, {name: "1990-01-01"}), name) == date(1990, 1, 1)
    assert getattr(edits.typed(record, {name: None}), name) is None


def test_an_old_day_that_is_true_stays_and_is_taken_back_to() -> None:
    old = Contract(contract_id="C-1", title="Reader", yearly_cost=Decimal(), starts=date(1985, 7, 1))
    assert edits.changed(old, {"starts": "1984-07-01"}).model_dump()["starts"] == date(1984, 7, 1), "under Edit"
    assert edits.typed(old, {"title": "Readers"}).model_dump()["starts"] == date(1985, 7, 1)
    assert edits.typed(old, {"starts": date(1985, 7, 1)}) == old, "a cell typed back"


def test_a_number_pasted_for_a_day_writes_nothing_and_is_told(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, written: list[Edit]
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.errors.tell", lambda words, **_: told.append(words))
    take(monkeypatch, desk, {0: {"By": "1970-01-01"}})
    assert (written, desk.typed, desk.over) == ([], {}, True)
    assert told[0].startswith("Needed by of N-3 stays: this reads as 1970-01-01, as a pasted number does.")
