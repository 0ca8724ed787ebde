"""What the plan may choose: keys, pins, prerequisites, alternatives, staff hours, what is incomplete."""

from typing import Any

import pytest

from data_models.plan import Proof
from planning.explanation import explain
from tests.spec.drawn import district, plan_for, rows

FUNDS = "fund_id | name | kind\nGF | General fund | general"
COSTS = """
cost_line_id | purchase_id | fiscal_year | category | amount
A1           | A           | 2027        | devices  | 60
B1           | B           | 2027        | devices  | 50
C1           | C           | 2027        | devices  | 40
"""
TITLES = """
purchase_id | title   | learners | stage | requires | choose_one
A           | Atlases | 900      | {A}   | {needs}  | {one}
B           | Books   | 800      | {B}   |          | {one}
C           | Chairs  | 100      | {C}   |          |
"""

CASES = """
money | settings             | needs | one of | stages       | in    | left out | sentence
150   |                      |       |        |              | A B C |          | B In: General fund pays $50.
100   |                      |       |        |              | A C   |          | B Out: only General fund may pay
100   | ruled_out=A          |       |        |              | B C   |          | A Ruled out by the cabinet.
100   | pinned=B             |       |        |              | B C   |          | B In, pinned: General fund pays $50.
150   | pinned=A ruled_out=A |       |        |              | B C   | A        | A Ruled out by the cabinet.
100   |                      | C     |        |              | A C   |          | A In: General fund pays $60.
99    |                      | C     |        |              | B C   |          | A Out: only General fund may pay
150   | ruled_out=C          | C     |        |              | B     |          | A Out: it requires Chairs, which is r
150   |                      | C     |        | C=ordered    | A B   |          | A In: General fund pays $60.
150   |                      | C     |        | C=withdrawn  | B     |          | A Out: it requires Chairs, which is w
150   |                      | X     |        |              | B C   |          | A Out: it requires X, which is not on
150   |                      |       | LMS    |              | A C   |          | B Out: Atlases is in, and only one al
150   | pinned=B             |       | LMS    |              | B C   |          | A Out: Books is in, and only one al
150   |                      |       | LMS    | B=in service | C     |          | A Out: Books is in service already
150   |                      |       | LMS    | B=withdrawn  | A C   |          | A In: General fund pays $60.
109   | pinned=A,B           |       |        |              | A C   | B        | A In, pinned: General fund pays $60.
"""


def _district(case: dict[str, str], **more: Any) -> Any:
    stages = dict.fromkeys("ABC", "proposed") | dict(s.split("=") for s in case["stages"].split(",") if s)
    return district(
        funds=FUNDS,
        money=f"fund_id | fiscal_year | budgeted\nGF | 2027 | {case['money']}\nGF | 2028 | 1",
        purchases=TITLES.format(needs=case["needs"], one=case["one of"], **stages),
        costs=COSTS,
        **more,
    )


def _settings(text: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(keys.split(",")) for name, keys in (part.split("=") for part in text.split())}


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: " ".join(c.values()))
def test_the_plan_chooses(case: dict[str, str]) -> None:
    prepared = _district(case)
    plan = plan_for(prepared, **_settings(case["settings"]))
    assert " ".join(plan.chosen) == case["in"]
    assert " ".join(plan.left_out) == case["left out"]
    assert plan.proof is (Proof.IMPOSSIBLE if plan.left_out else Proof.OPTIMAL)
    purchase, sentence = case["sentence"].split(" ", 1)
    (found,) = [e.sentence for e in explain(prepared, plan) if e.purchase_id == purchase]
    assert sentence in found


def test_pins_beyond_the_money_say_which_fund_by_how_much() -> None:
    prepared = _district({"money": "109", "needs": "", "one of": "", "stages": ""})
    (short,) = plan_for(prepared, pinned=("A", "B")).shortfalls
    assert (short.fund_ids, short.fiscal_year, str(short.amount)) == (("GF",), 2027, "1.00")
    assert short.words == "The pinned purchases need $1 more from General fund in 2027."


def test_pinned_alternatives_say_that_only_one_is_bought() -> None:
    prepared = _district({"money": "150", "needs": "", "one of": "LMS", "stages": ""})
    plan = plan_for(prepared, pinned=("A", "B"))
    assert plan.chosen == ("A", "C")
    assert [s.words for s in plan.shortfalls] == ["Books is pinned in, and so is Atlases: only one of them is bought."]


KEYS = """
rated | pinned | state     | because
4 4   |        | in        | In: General fund pays $60.
2 2   |        | in        | In: General fund pays $60.
1 4   |        | not ready | Not ready: academic key missing, academic 25 is under the floor of 50.
4 1   |        | not ready | Not ready: technical key missing, technical 25 is under the floor of 40.
1 1   |        | not ready | Not ready: both keys missing, academic 25 is under the floor of 50 and technical 25
4 -   |        | not ready | Not ready: technical key missing, nobody has rated its technical merit.
1 4   | yes    | in        | In, pinned although academic 25 is under the floor of 50: General fund
- -   | yes    | in        | although nobody has rated its academic merit and
"""


@pytest.mark.parametrize("case", rows(KEYS), ids=lambda c: " ".join(c.values()))
def test_two_keys_open_the_door_and_only_a_pin_overrules_them(case: dict[str, str]) -> None:
    given = zip("AT", case["rated"].split(), strict=True)
    ratings = [f"A | {criterion} | {level}" for criterion, level in given if level != "-"] + ["X | A | 1"]
    prepared = _district(
        {"money": "150", "needs": "", "one of": "", "stages": ""},
        ratings="purchase_id | criterion_id | level\n" + "\n".join(ratings),
    )
    if "- -" in case.values():
        prepared = _district(
            {"money": "150", "needs": "", "one of": "", "stages": ""},
            ratings="purchase_id | criterion_id | level\nA | nothing we know | 1",
        )
    found = explain(prepared, plan_for(prepared, pinned=("A",) if case["pinned"] else ()))[0]
    assert found.state.value == case["state"]
    assert case["because"] in found.sentence


INCOMPLETE = """
needs | cost lines      | state           | sentence
N1    |                 | incomplete      | it has no cost line: add what it costs, by fiscal year.
      | 2027 devices 10 | incomplete      | it names no need on record: say which need it answers.
N9    | 2027 devices 10 | incomplete      | it names no need on record: say which need it answers.
N1    | 2026 devices 10 | incomplete      | $10 of its cost is in fiscal year 2026, which is over
N1    | 2031 devices 10 | out             | Its cost is in fiscal year 2031, which is not planned.
N1    | 2027 other 10   | no fund may pay | No fund may pay the $10 of other costs in fiscal year 2027
N1    | 2027 devices 0  | in              | In: it costs nothing in the years planned.
N1    | 2027 devices 10 | in              | In: General fund pays $10.
"""


@pytest.mark.parametrize("case", rows(INCOMPLETE), ids=lambda c: " ".join(c.values()))
def test_what_cannot_be_planned_says_what_to_mend(case: dict[str, str]) -> None:
    line = "P1 | P | " + " | ".join(case["cost lines"].split()) if case["cost lines"] else "X1 | X | 2027 | devices | 1"
    prepared = district(
        funds=FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 100",
        rules="rule_id | fund_id | kind | values\nR | GF | eligible categories | devices",
        purchases=f"purchase_id | title | need_ids\nP | Thing | {case['needs'] or ';'}",
        costs=f"cost_line_id | purchase_id | fiscal_year | category | amount\n{line}",
    )
    (found,) = explain(prepared, plan_for(prepared))
    assert found.state.value == case["state"]
    assert case["sentence"] in found.sentence


HOURS = """
capacity | project  | takes | A takes | B takes | in    | why
100      | planning | 0     | 60      | 40      | A B C | both fit
100      | planning | 0     | 60      | 40.02   | A C   | a minute too many
100      | planning | 1     | 60      | 40      | A C   | the project takes an hour of it
100      | closed   | 1     | 60      | 40      | A B C | a closed project takes none
100      | on hold  | 1     | 60      | 40      | A B C | nor one on hold
100      | planning | 200   | 0.5     | 0       | B C   | the projects alone take more than there is
         | planning | 1     | 60      | 40      | A B C | without capacity on record nothing is limited
"""


@pytest.mark.parametrize("case", rows(HOURS), ids=lambda c: c["why"])
def test_staff_hours_limit_the_plan(case: dict[str, str]) -> None:
    prepared = _district(
        {"money": "150", "needs": "", "one of": "", "stages": ""},
        projects=f"project_id | title | stage\nPR | Wi-Fi | {case['project']}",
        capacity=f"role | month | hours\nEngineer | 2027-01-01 | {case['capacity']}\nEngineer | 2026-10-01 | 500"
        if case["capacity"]
        else "",
        hours="staff_hours_id | project_id | purchase_id | role | month | hours\n"
        f"1 | PR | | engineer | 2027-03-01 | {case['takes']}\n2 | PR | | engineer | 2026-10-01 | 400\n"
        f"3 | | A | engineer | 2027-02-01 | {case['A takes']}\n4 | | B | engineer | 2027-02-01 | {case['B takes']}",
    )
    assert " ".join(plan_for(prepared).chosen) == case["in"]


def test_hours_of_a_year_that_is_not_planned_limit_nothing() -> None:
    prepared = _district(
        {"money": "150", "needs": "", "one of": "", "stages": ""},
        capacity="role | month | hours\nEngineer | 2028-01-01 | 1",
        hours="staff_hours_id | purchase_id | role | month | hours\n1 | A | engineer | 2028-02-01 | 60",
    )
    assert plan_for(prepared, fiscal_years=(2027,)).chosen == ("A", "B", "C")
    assert plan_for(prepared, fiscal_years=(2027, 2028)).chosen == ("B", "C")


def test_years_planned_are_those_from_now_on_that_have_money() -> None:
    prepared = district(
        funds=FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2026 | 9\nGF | 2027 | 0\nGF | 2028 | 9\nGF | 2030 | 0.01",
        purchases="purchase_id | title\nA | Atlases",
        costs="",
    )
    assert prepared.years == (2028, 2030)
