"""Which costs a fund may pay, one table for each kind of rule. Every case is a purchase P with one cost line L."""

import pytest

from data_models.fund import RuleKind
from planning.explanation import answers
from tests.spec.drawn import district, rows

SITES = """
site_id | name  | enrolment | title_i
S1      | Alder | 100       | yes
S2      | Birch | 200       | no
S3      | Cedar | 300       |
"""
NEEDS = """
need_id | title      | subject | student_groups
N1      | Reading    | english |
N2      | Lab skills | Science | english learners
N3      | Own voice  | english | disabled
"""

CASES = """
kind    | rule                  | values           | buys     | sites | needs | until | pays | because
general |                       |                  | devices  |       | N1    |       | yes  |
other   |                       |                  | devices  |       | N1    |       | no   | no rule says what
other   | advice                |                  | devices  |       | N1    |       | no   | no rule says what
other   | carryover             |                  | devices  |       | N1    |       | no   | no rule says what
other   | categories            | devices;software | devices  |       | N1    |       | yes  |
other   | categories            | Devices          | devices  |       | N1    |       | yes  |
other   | categories            | devices;software | training |       | N1    |       | no   | only for devices and
general | categories            | devices          | staff    |       | N1    |       | no   | pays only for devices
other   | categories            |                  | devices  |       | N1    |       | no   | rule R names no category
other   | subjects              |                  | devices  |       | N1    |       | no   | rule R names no subject
other   | sites                 | title i          | devices  | S1    | N1    |       | yes  |
other   | sites                 | title i          | devices  | S1;S2 | N1    |       | no   | for Birch, which is not a
other   | sites                 | title i          | devices  | S3    | N1    |       | no   | whether Cedar is one
other   | sites                 | title i          | devices  |       | N1    |       | no   | Birch and Cedar, which
other   | sites                 | S2;S3            | devices  | S3    | N1    |       | yes  |
other   | sites                 | S2               | devices  | S9    | N1    |       | no   | does not pay for S9
other   | student groups        | disabled         | devices  |       | N1    |       | no   | needs of disabled
other   | student groups        | disabled         | devices  |       | N1;N3 |       | yes  |
other   | subjects              | science;robots   | devices  |       | N1;N2 |       | yes  |
other   | subjects              | science;robots   | devices  |       | N3    |       | no   | science or robots
other   | program areas         | AREA 1;AREA 2    | devices  |       | N1    |       | yes  |
other   | program areas         | AREA 2           | devices  |       | N1    |       | no   | use of technology
general | no recurring past end |                  | software |       | N1    | 2028  | yes  |
general | no recurring past end |                  | software |       | N1    | 2029  | no   | goes on until 2029
"""
SHORT = {"AREA 1": "effective use of technology", "AREA 2": "well-rounded education"}


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: f"{c['rule']}, {c['because'] or 'may pay'}")
def test_a_rule_allows_or_says_why_not(case: dict[str, str]) -> None:
    recurring, until = ("yes", int(case["until"])) if case["until"] else ("no", 2027)
    kind = RuleKind[case["rule"].upper().replace(" ", "_")] if case["rule"] else ""
    rule = f"rule_id | fund_id | kind | values\nR | F | {kind} | {case['values']}"
    for short, long in SHORT.items():
        rule = rule.replace(short, long)
    prepared = district(
        funds=f"fund_id | name | kind | obligate_by\nF | Fund | {case['kind']} | 2028-06-30",
        money="fund_id | fiscal_year | budgeted\nF | 2027 | 1000",
        rules=rule if case["rule"] else "",
        sites=SITES,
        needs=NEEDS,
        purchases=f"purchase_id | title | need_ids | site_ids\nP | Thing | {case['needs']} | {case['sites']}",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount | recurring\n"
        + "\n".join(f"L{y} | P | {y} | {case['buys']} | 100 | {recurring}" for y in range(2027, until + 1)),
    )
    answer = answers(prepared, "P")[0]
    assert answer.may_pay == (case["pays"] == "yes")
    assert int(answer.most) == (100 if answer.may_pay else 0)
    assert case["because"].lower() in " ".join(answer.reasons).lower()


WHEN = """
usable from | obligate by | money of | carries | cost in | may pay | because
            |             | 2027     | no      | 2027    | yes     |
            |             | 2027     | no      | 2028    | no      | may not be carried into fiscal year 2028
            |             | 2027     | yes     | 2028    | yes     |
            |             | 2027     | yes     | 2031    | yes     |
            |             | 2028     | yes     | 2027    | no      | no budget for fiscal year 2027
            |             | 2026     | no      | 2027    | no      | may not be carried into fiscal year 2027
            |             | 2026     | yes     | 2027    | yes     |
            |             | 2026     | yes     | 2026    | no      | fiscal year 2026 is over
2026-07-01  | 2028-09-30  | 2027     | yes     | 2029    | yes     |
2026-07-01  | 2028-06-30  | 2027     | yes     | 2029    | no      | by 30 Jun 2028, before fiscal year 2029 begins
2026-07-01  | 2026-11-21  | 2027     | no      | 2027    | yes     |
2026-07-01  | 2026-11-20  | 2027     | no      | 2027    | no      | had to be obligated by 20 Nov 2026
2027-06-30  |             | 2027     | no      | 2027    | yes     |
2027-07-01  |             | 2027     | no      | 2027    | no      | only from 1 Jul 2027
"""


@pytest.mark.parametrize("case", rows(WHEN), ids=lambda c: f"{c['money of']} pays {c['cost in']} {c['because']}")
def test_money_pays_only_in_its_time(case: dict[str, str]) -> None:
    rules = "rule_id | fund_id | kind | share\nR | F | carryover at most | 100" if case["carries"] == "yes" else ""
    prepared = district(
        funds="fund_id | name | kind | usable_from | obligate_by\n"
        f"F | Fund | general | {case['usable from']} | {case['obligate by']}",
        money=f"fund_id | fiscal_year | budgeted\nF | {case['money of']} | 1000",
        rules=rules,
        purchases="purchase_id | title\nP | Thing",
        costs=f"cost_line_id | purchase_id | fiscal_year | category | amount\nL | P | {case['cost in']} | devices | 9",
    )
    (answer,) = answers(prepared, "P")
    assert answer.may_pay == (case["may pay"] == "yes")
    assert case["because"].lower() in " ".join(answer.reasons).lower()


def test_the_funds_own_rule_replaces_the_reference_rule_of_its_kind_and_no_other() -> None:
    prepared = district(
        funds="fund_id | name | kind\nF | Fund | title ii-a\nG | Other award | title ii-a",
        money="fund_id | fiscal_year | budgeted\nF | 2027 | 1000\nG | 2027 | 1000",
        rules="""
        rule_id | fund_id | fund_kind  | kind                | values
        REF-CAT |         | title ii-a | eligible categories | training
        REF-SUB |         | title ii-a | eligible subjects   | english
        OWN-CAT | F       | title ii-a | eligible categories | devices
        """,
        needs=NEEDS,
        purchases="purchase_id | title | need_ids\nP | Thing | N1\nQ | Other thing | N2",
        costs="""
        cost_line_id | purchase_id | fiscal_year | category | amount
        L            | P           | 2027        | devices  | 9
        M            | Q           | 2027        | devices  | 9
        """,
    )
    assert [(a.fund_id, a.may_pay, [r.rule_id for r in a.rules]) for p in "PQ" for a in answers(prepared, p)] == [
        ("F", True, ["REF-SUB", "OWN-CAT"]),
        ("G", False, ["REF-CAT"]),
        ("F", False, ["REF-SUB"]),
        ("G", False, ["REF-CAT", "REF-SUB"]),
    ]
