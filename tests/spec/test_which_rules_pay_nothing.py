"""Rules by which a fund pays nothing at all: named as such, and no plan pays anything by them."""

import pytest

from data_models.fund import RuleKind, pays_nothing
from data_models.purchase import Category
from planning.explanation import answers
from tests.spec.drawn import district, rows

CASES = """
rule                  | values                      | share | from            | says
categories            |                             |       |                 | no category
categories            | tablets;chairs              |       |                 | no category that there is
categories            | tablets;Devices             |       |                 |
sites                 |                             |       |                 | no site
sites                 | S1                          |       |                 |
student groups        |                             |       |                 | no student group
subjects              |                             |       |                 | no subject
subjects              | english                     |       |                 |
program areas         |                             |       |                 | no program area
program areas         | technology                  |       |                 | no program area that there is
program areas         | effective use of technology |       |                 |
purchase share        |                             |       |                 | no share
purchase share        |                             | 50    |                 |
purchase share        |                             |       | e-rate discount |
share at most         |                             |       |                 |
no recurring past end |                             |       |                 |
"""


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: f"{c['rule']} {c['values']} {c['share']}{c['from']}")
def test_a_rule_that_names_nothing_is_named_and_pays_nothing(case: dict[str, str]) -> None:
    kind = RuleKind[case["rule"].upper().replace(" ", "_")]
    lines = "\n".join(f"L{n} | P | 2027 | {word} | 10" for n, word in enumerate(Category))
    prepared = district(
        funds="fund_id | name | kind\nF | Fund | general",
        money="fund_id | fiscal_year | budgeted\nF | 2027 | 1000",
        rules="rule_id | fund_id | kind | values | share | share_from\n"
        f"R | F | {kind} | {case['values']} | {case['share']} | {case['from']}",
        sites="site_id | name | enrolment\nS1 | Alder | 100",
        needs="need_id | title | subject | student_groups\nN | Reading | english | disabled",
        purchases="purchase_id | title | need_ids | site_ids\nP | Thing | N | S1",
        costs=f"cost_line_id | purchase_id | fiscal_year | category | amount\n{lines}",
    )
    said = [reason for _, _, reason, _ in pays_nothing(prepared.portfolio.fund_rules, prepared.portfolio.funds)]
    if case["from"]:
        assert not said, "what its table gives is known only where the district's lunch share is"
        return
    assert said == [f"R names {case['says']}, so Fund pays nothing at all"] * bool(case["says"])
    assert any(answer.may_pay for answer in answers(prepared, "P")) == (not said)


def test_a_rule_of_a_kind_of_fund_is_told_of_the_funds_that_it_holds_for() -> None:
    prepared = district(
        funds="fund_id | name | kind\nA | Award | title iv-a\nB | Bonus | title iv-a\nC | Carry | title iv-a",
        money="fund_id | fiscal_year | budgeted\nA | 2027 | 1",
        rules="rule_id | fund_id | fund_kind | kind | values\nK | | title iv-a | eligible categories |\n"
        "OWN | C | | eligible categories | devices\nU | | bond or capital | eligible categories |",
        needs="need_id | title\nN | Reading",
        purchases="purchase_id | title | need_ids\nP | Thing | N",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nL | P | 2027 | devices | 10",
    )  # fmt: skip
    (said,) = pays_nothing(prepared.portfolio.fund_rules, prepared.portfolio.funds)
    assert said[2] == "K names no category, so Award and Bonus pay nothing at all"
