"""Rules that cannot be meant so, by which a fund pays nothing at all or that limit nothing: named as such, and no plan
pays anything by the former.
"""

import pytest

from data_models.fund import RuleKind, rules_in_doubt
from data_models.purchase import Category
from planning.explanation import answers
from tests.spec.drawn import district, rows

CASES = """
rule                  | values                      | share | from            | says
categories            |                             |       |                 | no category; pays nothing
categories            | tablets;chairs              |       |                 | no category that there is; pays nothing
categories            | tablets;Devices             |       |                 | what is no category and does not count: tablets
categories            | Devices                     |       |                 |
sites                 |                             |       |                 | no site; pays nothing
sites                 | s1                          |       |                 |
sites                 | S1;title i                  |       |                 |
sites                 | S1;S8;S9                    |       |                 | a site that is not on record: S8, S9
sites                 | S9                          |       |                 | a site that is not on record: S9; pays nothing
student groups        |                             |       |                 | no student group; pays nothing
student groups        | disabled                    |       |                 |
subjects              |                             |       |                 | no subject; pays nothing
subjects              | english                     |       |                 |
program areas         |                             |       |                 | no program area; pays nothing
program areas         | technology                  |       |                 | no program area that there is; pays nothing
program areas         | effective use of technology |       |                 |
purchase share        |                             |       |                 | no share; pays nothing
purchase share        |                             | 0     |                 | a share of 0%; pays nothing
purchase share        |                             | 50    |                 |
purchase share        |                             |       | e-rate discount |
share at most         | devices                     |       |                 | no share; limits nothing
share at most         |                             | 15    |                 | no category or program area; limits nothing
share at most         | sofware                     | 15    |                 | no category or program area that there is; limits nothing
share at most         | sofware;devices             | 15    |                 | what is no category or program area and does not count: sofware
share at most         | devices                     | 15    |                 |
share at most         | devices                     | 0     |                 |
share at least        | sofware                     | 15    |                 | no category or program area that there is; keeps money
share at least        | well-rounded education      | 15    |                 |
per learner           |                             |       |                 | no amount; limits nothing
no recurring past end |                             |       |                 |
"""  # noqa: E501
SO = {
    "pays nothing": ", so Fund pays nothing at all",
    "limits nothing": ", so it limits nothing",
    "keeps money": ", so it keeps money for nothing",
    "": "",
}


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: f"{c['rule']} {c['values']} {c['share']}{c['from']}")
def test_a_rule_that_cannot_be_meant_so_is_named_and_the_plan_does_as_it_is_told(case: dict[str, str]) -> None:
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
    portfolio = prepared.portfolio
    said = [reason for _, _, reason, _ in rules_in_doubt(portfolio.fund_rules, portfolio.funds, {"S1"})]
    if case["from"]:
        assert not said, "what its table gives is known only where the district's lunch share is"
        return
    names, _, so = case["says"].partition("; ")
    assert said == [f"R names {names}{SO[so]}"] * bool(names)
    may_pay = any(answer.may_pay and answer.most for answer in answers(prepared, "P"))
    assert may_pay == (so != "pays nothing")


def test_a_rule_of_neither_a_fund_nor_a_kind_is_named_and_without_share_and_values_both_are() -> None:
    prepared = district(
        funds="fund_id | name | kind\nF | Fund | general",
        money="fund_id | fiscal_year | budgeted\nF | 2027 | 1000",
        rules="rule_id | fund_id | kind\nA | | eligible categories\nB | F | at most a share of the fund\n"
        "C | F | advice",
        purchases="purchase_id | title\nP | Thing",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nL | P | 2027 | devices | 10",
    )
    portfolio = prepared.portfolio
    said = [(rule.rule_id, column, reason) for rule, column, reason, _ in
            rules_in_doubt(portfolio.fund_rules, portfolio.funds, ())]  # fmt: skip
    assert said == [
        ("A", "fund_id", "A names neither a fund nor a kind of fund, so it holds for none"),
        ("B", "share", "B names no share, so it limits nothing"),
        ("B", "values", "B names no category or program area, so it limits nothing"),
    ]


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
    (said,) = rules_in_doubt(prepared.portfolio.fund_rules, prepared.portfolio.funds, ())
    assert said[2] == "K names no category, so Award and Bonus pay nothing at all"
