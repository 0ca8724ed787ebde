"""Mandates that a plan leaves unanswered, and costs of years that it does not plan."""

import pytest

from data_models.plan import Headline
from planning.explanation import headline
from planning.prepare import Prepared
from tests.spec.drawn import district, plan_for, rows

FUNDS = "fund_id | name | kind\nGF | General fund | general"
NEEDS = """
need_id | title         | driver       | needed_by
N1      | Reading       | assessment   |
N2      | Interpreters  | mandate      |
N3      | Eyewash       | mandate      | 2027-07-31
N4      | Web pages     | mandate      | 2027-01-11
"""


def drawn(purchases: str, costs: str, needs: str = NEEDS, money: str = "GF | 2027 | 100\nGF | 2028 | 100") -> Prepared:
    return district(
        funds=FUNDS,
        money=f"fund_id | fiscal_year | budgeted\n{money}",
        needs=needs,
        purchases=f"purchase_id | title | learners | need_ids | stage\n{purchases}",
        costs=f"cost_line_id | purchase_id | fiscal_year | category | amount\n{costs}",
    )


def said(prepared: Prepared, *years: int) -> Headline:
    return headline(prepared, plan_for(prepared, fiscal_years=years))


MANDATES = """
what there is to buy                                               | words                   | soonest
A Atlas N1 proposed 10                                             | 3 of 3 mandates open    | Web pages
A Atlas N1;N4 proposed 10                                          | 2 of 3 mandates open    | Eyewash
A Atlas N1;N4 proposed 999                                         | 3 of 3 mandates open    | Web pages
A Atlas N3 proposed 10 / B Books N4 service 999                    | 1 of 3 mandates open    | Interpreters
A Atlas N3 proposed 10 / B Books N4;N2 proposed 10                 | All 3 mandates answered |
A Atlas N3 proposed 10 / B Books N4;N2 proposed 999                | 2 of 3 mandates open    | Web pages
"""


@pytest.mark.parametrize("case", rows(MANDATES), ids=lambda c: c["what there is to buy"])
def test_mandates_not_answered_soonest_first(case: dict[str, str]) -> None:
    bought = [line.split() for line in case["what there is to buy"].split(" / ")]
    prepared = drawn(
        "\n".join(f"{k} | {t} | 10 | {n} | {s.replace('service', 'in service')}" for k, t, n, s, _ in bought),
        "\n".join(f"{k}1 | {k} | 2027 | software | {cost}" for k, _, _, _, cost in bought),
    )
    found = said(prepared).mandates
    assert found.words == case["words"]
    assert next((need.words for need in found.unanswered), "").startswith(case["soonest"])
    assert bool(found.unanswered) is bool(case["soonest"])


def test_each_open_mandate_says_what_would_answer_it() -> None:
    prepared = drawn(
        "A | Atlas | 10 | N1 | proposed\nB | Books | 10 | N3;N1 | proposed\nC | Chairs | 10 | N3 | proposed",
        "A1 | A | 2027 | software | 10\nB1 | B | 2027 | software | 999\nC1 | C | 2027 | software | 999",
    )
    found = said(prepared).mandates
    assert (found.needs, found.purchases) == (3, ("B", "C"))
    assert [(u.need_id, u.purchases) for u in found.unanswered] == [("N4", ()), ("N3", ("B", "C")), ("N2", ())]
    assert [u.words for u in found.unanswered] == [
        "Web pages, needed by 11 Jan 2027: no purchase on record answers it.",
        "Eyewash, needed by 31 Jul 2027: Books or Chairs would answer it.",
        "Interpreters: no purchase on record answers it.",
    ]


def test_a_mandate_answered_at_some_of_its_sites_is_said_to_be_open_at_the_others() -> None:
    prepared = district(
        funds=FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 100",
        sites="site_id | name\nS1 | Alder\nS2 | Birch\nS3 | Cedar",
        needs="need_id | title | driver | site_ids\nN1 | Interpreters | mandate | S1;S2\nN2 | Eyewash | mandate | S3",
        purchases="purchase_id | title | learners | need_ids | stage | site_ids\nA | Atlas | 9 | N1 | proposed | S1\n"
        "B | Books | 9 | N1 | proposed | S2\nC | Chairs | 9 | N1 | proposed | S3",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | software | 10\n"
        "B1 | B | 2027 | software | 999\nC1 | C | 2027 | software | 999",
    )
    found = said(prepared).mandates
    assert found.words == "1 of 2 mandates open, 1 more in part"
    assert [(u.need_id, u.purchases, u.words) for u in found.unanswered] == [
        ("N1", ("B",), "Interpreters, answered in part, open at Birch: Books would answer it there."),
        ("N2", (), "Eyewash: no purchase on record answers it."),
    ]


def test_what_would_answer_a_mandate_at_some_of_its_sites_is_not_said_to_answer_it() -> None:
    """What goes to all of them is named alone."""
    needs = "need_id | title | driver | site_ids\nN1 | Speech | mandate | S1;S2;S3"
    given = {
        "funds": FUNDS, "money": "fund_id | fiscal_year | budgeted\nGF | 2027 | 100", "needs": needs,
        "sites": "site_id | name\nS1 | Alder\nS2 | Birch\nS3 | Cedar",
    }  # fmt: skip
    heading = "purchase_id | title | learners | need_ids | stage | site_ids"
    some = f"{heading}\nA | Apps | 9 | N1 | proposed | S1;S2\nB | Books | 9 | N1 | proposed | S3"
    costs = "cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | software | 999\n"
    costs += "B1 | B | 2027 | software | 999"
    (left,) = said(district(**given, purchases=some, costs=costs)).mandates.unanswered
    assert left.words == "Speech: Apps would answer it at 2 of 3 open sites and Books at 1."
    every = f"{some}\nC | Chairs | 9 | N1 | proposed |"
    (left,) = said(
        district(**given, purchases=every, costs=f"{costs}\nC1 | C | 2027 | software | 999")
    ).mandates.unanswered
    assert left.words == "Speech: Chairs would answer it."


def test_without_mandates_nothing_is_said_and_one_is_one() -> None:
    bought, costs = "A | Atlas | 10 | N1 | proposed", "A1 | A | 2027 | software | 10"
    assert said(drawn(bought, costs, needs="need_id | title\nN1 | Reading")).mandates.words == ""
    one = "need_id | title | driver\nN1 | Reading | mandate\nN2 | Sums |"
    assert said(drawn(bought, costs, needs=one)).mandates.words == "The one mandate is answered"
    other = bought.replace("N1", "N2")
    assert said(drawn(other, costs, needs=one)).mandates.words == "1 of 1 mandate open"


YEARS = """
planned   | A costs in         | years     | amount | words
2027 2028 | 2027 10, 2028 20   |           | 0.00   |
2027      | 2027 10, 2028 20.5 | 2028      | 20.50  | what is chosen costs another $21 in that year
2028      | 2027 10, 2028 20   | 2027      | 10.00  | Costs of FY 2027 are not counted: what is chosen costs another $10
2027      | 2027 10            | 2028      | 0.00   | what is chosen costs nothing in that year
2027 2028 | 2027 10, 2031 1500 | 2031      | 1500.00 | Costs of FY 2031 are not counted: what is chosen costs
2027      | 2027 1, 2028 2, 2029 3 | 2028 2029 | 5.00 | Costs of FY 2028 and FY 2029 are not counted
"""


@pytest.mark.parametrize("case", rows(YEARS), ids=lambda c: f"{c['planned']} {c['A costs in']}")
def test_costs_of_years_not_planned_are_said(case: dict[str, str]) -> None:
    lines = [part.split() for part in case["A costs in"].split(", ")]
    prepared = drawn(
        "A | Atlas | 10 | N1 | proposed",
        "\n".join(f"A{n} | A | {year} | software | {amount}" for n, (year, amount) in enumerate(lines)),
    )
    plan = said(prepared, *(int(year) for year in case["planned"].split()))
    assert plan.purchases == 1
    found = plan.left_out
    assert " ".join(map(str, found.years)) == case["years"]
    assert str(found.amount) == case["amount"]
    assert case["words"] in found.words
    assert bool(found.words) == bool(case["years"])


def test_what_is_not_chosen_costs_nothing() -> None:
    prepared = drawn("A | Atlas | 10 | N1 | proposed", "A1 | A | 2027 | software | 999\nA2 | A | 2028 | software | 5")
    assert said(prepared, 2027).left_out.amount == 0
