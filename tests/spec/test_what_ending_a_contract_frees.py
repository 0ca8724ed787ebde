"""From which day a contract can end, and what money and hours that frees in the plan."""

from decimal import Decimal
from typing import Any

import pytest

from planning.ending import endings, with_ended
from planning.explanation import difference, explain, headline
from planning.money import balances, lapses
from planning.prepare import Prepared
from tests.spec.drawn import district, plan_for, rows

FUNDS = "fund_id | name | kind\nGF | General fund | general\nOT | Grant | other"
MONEY = """
fund_id | fiscal_year | budgeted | encumbered
GF      | 2027        | 100      | 100
GF      | 2028        | 100      | {promised}
GF      | 2029        | 100      | {promised}
OT      | 2028        | 100      | 100
"""
ATLASES = """
cost_line_id | purchase_id | fiscal_year | category | amount
A1           | A           | 2028        | devices  | 30
"""


def held(contracts: str, promised: str = "100", **about: Any) -> Prepared:
    return district(
        funds=FUNDS, money=MONEY.format(promised=promised), purchases="purchase_id | title\nA | Atlases",
        costs=ATLASES, contracts=contracts, **about,
    )  # fmt: skip


# Today is 21 November 2026, a fiscal year begins in July, the contract costs $40 a year.
WHEN = """
renews on  | notice by  | last notice | without it from | freed
2027-07-01 | 2027-03-31 | 2027-03-31  | 2027-07-01      | 2028 2029
2027-07-01 |            | 2027-06-30  | 2027-07-01      | 2028 2029
2027-06-30 |            | 2027-06-29  | 2027-06-30      | 2028 2029
2027-07-02 |            | 2027-07-01  | 2027-07-02      | 2029
2028-06-30 |            | 2028-06-29  | 2028-06-30      | 2029
2028-07-01 | 2028-04-01 | 2028-04-01  | 2028-07-01      | 2029
2028-07-02 |            | 2028-07-01  | 2028-07-02      |
2027-07-01 | 2026-11-20 | 2027-11-20  | 2028-07-01      | 2029
2027-07-01 | 2026-11-21 | 2026-11-21  | 2027-07-01      | 2028 2029
2027-07-01 | 2027-08-01 | 2027-06-30  | 2027-07-01      | 2028 2029
2026-11-21 |            | 2027-11-20  | 2027-11-21      | 2029
2026-11-22 |            | 2026-11-21  | 2026-11-22      | 2028 2029
2024-07-01 | 2024-04-01 | 2027-04-01  | 2027-07-01      | 2028 2029
2024-02-29 |            | 2027-02-28  | 2027-02-28      | 2028 2029
9999-12-31 | 2026-11-20 | 2027-11-20  | 9999-12-31      |
"""


@pytest.mark.parametrize("case", rows(WHEN), ids=lambda c: f"{c['renews on']} {c['notice by']}")
def test_it_ends_at_the_first_renewal_for_which_notice_can_be_given(case: dict[str, str]) -> None:
    contract = f"contract_id | title | fund_id | renews_on | notice_by\nC | Core | GF | {case['renews on']} | {{}}"
    prepared = held(contract.format(case["notice by"]))
    (freed,) = endings(prepared.portfolio, ["C"]).contracts
    assert str(freed.free_from) == case["without it from"]
    assert str(freed.notice_by) == case["last notice"]
    assert " ".join(str(m.money_year) for m in freed.money) == case["freed"]
    assert all(m.amount == 40 for m in freed.money)


def test_a_calendar_year_begins_in_january() -> None:
    prepared = held(
        "contract_id | title | fund_id | renews_on\nC | Core | GF | 2028-01-01\nD | Dash | GF | 2028-01-02",
        fiscal_year_start_month=1,
    )
    core, dash = endings(prepared.portfolio, ["C", "D"]).contracts
    assert [m.money_year for m in core.money] == [2028, 2029]
    assert [m.money_year for m in dash.money] == [2029]


# Two contracts of the general fund that renew on 1 July 2027; C costs $70 and D $50.
HOW_MUCH = """
promised | ended | freed of C | freed of D | promised still
200      | C     | 70         |            | 130
200      | C D   | 70         | 50         | 80
100      | C D   | 70         | 30         | 0
60       | C D   | 60         |            | 0
60       | D     |            | 50         | 10
         | C D   |            |            | 0
-20      | C D   |            |            | 0
"""


@pytest.mark.parametrize("case", rows(HOW_MUCH), ids=lambda c: f"{c['promised']} {c['ended']}")
def test_never_more_is_freed_than_is_encumbered(case: dict[str, str]) -> None:
    table = "contract_id | title | fund_id | renews_on | yearly_cost\nC | Core | GF | 2027-07-01 | 70\n"
    prepared = held(f"{table}D | Dash | GF | 2027-07-01 | 50", case["promised"])
    ended = case["ended"].split()
    freed = {f.contract_id: f.money[0].amount for f in endings(prepared.portfolio, ended).contracts if f.money}
    assert {c: str(int(a)) for c, a in freed.items()} == {
        c: case[f"freed of {c}"] for c in "CD" if case[f"freed of {c}"]
    }
    after = {m.id: m for m in with_ended(prepared, ended).pots}
    assert after["GF:2028"].capacity == max(0, 10_000 - 100 * int(case["promised still"]))
    assert after["GF:2027"].capacity == 0
    assert after["OT:2028"].capacity == 0, "another fund's money is never touched"


WHY_NOTHING = """
fund | renews on  | cost  | words
GF   |            | 40    | It is not on record when Core ends, so ending it frees nothing: add its renewal date.
GF   | 2027-07-01 | 0     | Core renews on 1 Jul 2027; ending it then frees nothing: it costs nothing.
     | 2027-07-01 | 40    | Core renews on 1 Jul 2027 for $40 a year; ending it then frees nothing: it is not on record which fund pays.
OT   | 2028-07-01 | 40    | Core renews on 1 Jul 2028 for $40 a year; ending it then frees nothing: nothing is encumbered of Grant in a year that begins after that.
GF   | 2027-07-01 | 40    | Core renews on 1 Jul 2027 for $40 a year; ending it then frees $40 of General fund in each of FY 2028 and FY 2029.
GF   | 2027-06-01 | 40    | Core renews on 1 Jun 2027 for $40 a year; ending it then frees $40 of General fund in each of FY 2028 and FY 2029.
GF   | 2027-05-31 | 40    | Core renews on 31 May 2027 for $40 a year; ending it then frees $40 of General fund in each of FY 2028 and FY 2029. FY 2027 has begun by then and keeps its cost.
GF   | 2028-07-02 | 40    | Core renews on 2 Jul 2028 for $40 a year; ending it then frees nothing: nothing is encumbered of General fund in a year that begins after that. FY 2029 has begun by then and keeps its cost.
GF   | 2027-07-01 | 140   | Core renews on 1 Jul 2027 for $140 a year; ending it then frees $100 of General fund in each of FY 2028 and FY 2029. No more of it is promised there.
GF   | 2026-10-01 | 40.50 | Notice for the renewal on 1 Oct 2026 is past. Core renews on 1 Oct 2027 for $40.50 a year; ending it then frees $40.50 of General fund in FY 2029. FY 2028 has begun by then and keeps its cost.
"""  # noqa: E501


@pytest.mark.parametrize("case", rows(WHY_NOTHING), ids=lambda c: c["words"])
def test_what_is_freed_in_words(case: dict[str, str]) -> None:
    prepared = held(
        "contract_id | title | fund_id | renews_on | yearly_cost\n"
        f"C | Core | {case['fund']} | {case['renews on']} | {case['cost']}"
    )
    (freed,) = endings(prepared.portfolio, ["C"]).contracts
    assert freed.words == case["words"]


def test_the_plan_uses_what_is_freed_and_says_so() -> None:
    prepared = held("contract_id | title | fund_id | renews_on\nC | Core | GF | 2027-07-01")
    before, now = plan_for(prepared), plan_for(prepared, ended=("C", "gone"))
    assert (before.chosen, now.chosen) == ((), ("A",))
    assert [(p.fund_id, p.money_year, p.amount) for p in now.payments] == [("GF", 2028, Decimal("30.00"))]
    assert headline(prepared, before).endings.words == ""
    line = headline(prepared, now)
    assert line.endings.words == "$80 freed by ending Core"
    assert (line.planned, line.available) == (Decimal("30.00"), Decimal("80.00"))
    assert (
        difference(prepared, before, now).words
        == "ends Core ($80 freed); adds Atlases; 1,000 learners more; 1 need more answered"
    )
    assert (
        difference(prepared, now, before).words
        == "keeps Core; drops Atlases; 1,000 learners fewer; 1 need fewer answered"
    )
    (reason,) = explain(prepared, now)
    assert reason.sentence == "In: General fund pays $30."
    (reason,) = explain(prepared, before)
    assert reason.sentence.endswith("it has $0 left for it; $30 more in FY 2028 would bring it in.")
    year = next(b for b in balances(prepared, now) if (b.fund_id, b.money_year) == ("GF", 2028))
    assert [year.encumbered, year.freed, year.planned, year.left] == [60, 40, 30, 10]
    assert lapses(prepared, now) == ()


HOURS = """
staff_hours_id | purchase_id | contract_id | role    | month      | hours
H1             |             | C           | analyst | 2027-05-01 | 5
H2             |             | C           | analyst | 2027-07-01 | 30
H3             |             | C           | Analyst | 2027-08-01 | 30
H4             | A           |             | analyst | 2027-09-01 | 80
H5             |             | gone        | analyst | 2027-09-01 | 90
"""
CAPACITY = "role | month | hours\nanalyst | 2027-05-01 | 50\nanalyst | 2027-09-01 | 100"


@pytest.mark.parametrize(
    ("renews", "freed", "hours_left", "bought"),
    [("2027-07-01", 60, 100, True), ("2027-07-15", 30, 70, False), ("2027-08-02", 0, 40, False), ("", 0, 40, False)],
)
def test_hours_are_freed_from_the_first_month_that_begins_without_it(
    renews: str, freed: int, hours_left: int, bought: bool
) -> None:
    prepared = held(
        f"contract_id | title | fund_id | renews_on\nC | Core | GF | {renews}", "60", hours=HOURS, capacity=CAPACITY
    )
    assert [(h.year, h.use.at_most) for h in prepared.hours] == [(2027, 45 * 60), (2028, 40 * 60)], "a load like any"
    ended = with_ended(prepared, ["C"])
    assert [(h.year, h.use.at_most) for h in ended.hours] == [(2027, 45 * 60), (2028, hours_left * 60)]
    (one,) = endings(prepared.portfolio, ["C"]).contracts
    assert [(h.role, h.fiscal_year, int(h.hours)) for h in one.hours] == ([("analyst", 2028, freed)] if freed else [])
    assert plan_for(prepared).chosen == ()
    assert plan_for(prepared, ended=("C",)).chosen == (("A",) if bought else ())


def test_hours_in_words() -> None:
    prepared = held(
        "contract_id | title | fund_id | renews_on\nC | Core | OT | 2027-07-01", hours=HOURS, capacity=CAPACITY
    )
    (freed,) = endings(prepared.portfolio, ["C"]).contracts
    assert freed.words == (
        "Core renews on 1 Jul 2027 for $40 a year; "
        "ending it then frees $40 of Grant in FY 2028 and 60 analyst hours in FY 2028."
    )


def test_without_any_ended_nothing_is_made_anew() -> None:
    prepared = held("contract_id | title | fund_id | renews_on\nC | Core | GF | 2027-07-01")
    assert with_ended(prepared, ()) is prepared
    assert endings(prepared.portfolio, ["gone"]).contracts == ()
