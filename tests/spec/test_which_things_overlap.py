"""Which contracts, and which contract and purchase, are asked about: purposes, categories, grades, answers."""

from datetime import datetime
from decimal import Decimal

import pytest

from data_models.contract import Contract
from data_models.district import District, Site
from data_models.need import Need
from data_models.overlap import Answer, OverlapAnswer
from data_models.portfolio import Portfolio
from data_models.purchase import CostLine, Purchase
from planning.overlap import MOST, overlaps
from planning.wording import grade_words
from tests.spec.drawn import TODAY, records, rows


def district(contracts: str, purchases: str = "", costs: str = "", needs: str = "", **more: object) -> Portfolio:
    return Portfolio.model_validate(
        {
            "today": TODAY,
            "district": District(name="Drawn"),
            "contracts": records(Contract, contracts),
            "purchases": records(Purchase, purchases) if purchases else (),
            "cost_lines": records(CostLine, costs, fiscal_year=2027, amount=1) if costs else (),
            "needs": records(Need, needs) if needs else (),
            "sites": records(Site, "site_id | name | grades\nE | Elm | K;1;2\nH | High | 9;10\nO | Online |"),
            **more,
        }
    )


PURPOSES = """
one                       | other                                | asked
reading practice          | reading practice                     | 100
Reading practise          | practice: reading!                   | 100
math screening            | mathematics screening                | 100
learning platform         | learning platforms                   | 100
learning platform         | platform for learning                | 100
reading practice          | student reading practice             | 80
reading practice          | student reading practice at home     |
reading practice          | reading materials                    |
wired network             | wireless network                     |
campus safety             | campus security                      |
special education records | special education training           |
web filter                | fire filter                          |
the                       | the                                  |
"""


@pytest.mark.parametrize("case", rows(PURPOSES), ids=lambda c: f"{c['one']} / {c['other']}")
def test_most_words_of_the_purposes_are_the_same(case: dict[str, str]) -> None:
    table = "contract_id | title | yearly_cost | purpose\nC1 | Core | 50 | {one}\nC2 | Dash | 40 | {other}"
    asked = [str(o.alike) for o in overlaps(district(table.format(**case)))]
    assert asked == ([case["asked"]] if case["asked"] else [])


def test_without_a_purpose_the_title_counts() -> None:
    found = overlaps(
        district(
            "contract_id | title | yearly_cost\nC1 | Sound Steps | 50\nC2 | Sound Steps, pilot | 40\nC3 | Core | 9"
        )
    )
    assert [(o.contract_id, o.other_key, int(o.dollars)) for o in found] == [("C2", "C1", 40)]
    assert found[0].question == (
        "Sound Steps ($50 a year) and Sound Steps, pilot ($40 a year) are both listed as much the same, by their "
        "names. Are both needed?"
    )


KINDS = """
category | other    | grades | other grades | asked
software | software | K;1    | 1;2          | 1
software | software | K;1    | 2;3          |
software | services | K;1    | 1;2          |
software | other    | K;1    | 1;2          | 1
software | software |        | 1;2          | -
software | software |        |              | -
"""


@pytest.mark.parametrize("case", rows(KINDS), ids=lambda c: " ".join(c.values()))
def test_they_share_a_category_and_a_grade_as_far_as_is_known(case: dict[str, str]) -> None:
    found = overlaps(
        district(
            "contract_id | title | yearly_cost | purpose | category | grades\n"
            f"C1 | Core | 40 | reading | {case['category']} | {case['grades']}\n"
            f"C2 | Dash | 50 | reading | {case['other']} | {case['other grades']}"
        )
    )
    assert [";".join(o.grades) or "-" for o in found] == ([case["asked"]] if case["asked"] else [])


# Contract C: software for reading, grades 1 and 2. The purchase's grades are those of its needs, at its sites.
OWNED = """
needs | sites | buys     | stage      | asked
N12   |       | software | proposed   | 1;2
N12   | E     | software | approved   | 1;2
N19   | E     | software | rated      | 1
N19   | H     | software | rated      |
N19   | O     | software | rated      | 1
N19   |       | software | rated      | 1
N     | E     | software | rated      | 1;2
N12;N |       | software | rated      | -
N9    | E     | software | rated      |
N12   |       | training | rated      |
N12   |       | other    | rated      | 1;2
N12   |       | software | in service |
"""
NEEDS = "need_id | title | grades\nN12 | a | 1;2\nN19 | b | 1;9\nN9 | c | 9\nN | d |"


@pytest.mark.parametrize("case", rows(OWNED), ids=lambda c: " ".join(c.values()))
def test_an_open_purchase_is_asked_about_beside_what_is_owned(case: dict[str, str]) -> None:
    portfolio = district(
        "contract_id | title | yearly_cost | purpose | category | grades | licences | active_users\n"
        "C | Core | 40 | reading | software | 1;2 | 1200 | 310",
        "purchase_id | title | purpose | stage | need_ids | site_ids\n"
        f"P | Play | reading | {case['stage']} | {case['needs']} | {case['sites']}",
        f"cost_line_id | purchase_id | category\nP1 | P | {case['buys']}",
        NEEDS,
    )
    found = overlaps(portfolio)
    assert [";".join(o.grades) or "-" for o in found] == ([case["asked"]] if case["asked"] else [])
    for overlap in found:
        assert (overlap.contract_id, overlap.other_table, overlap.other_key) == ("C", "purchases", "P")
        assert overlap.dollars == 40
        grades = f", {grade_words(overlap.grades)}" if overlap.grades else ""
        assert overlap.question == (
            f"The district already has Core (reading{grades}, $40 a year, used by 310 of 1,200). "
            'Is it enough without the purchase "Play"?'
        )


THREE = """
contract_id | title | yearly_cost | purpose | grades
C1          | Core  | 50          | reading | 1;2
C2          | Dash  | 40          | reading | 1;2
C3          | Echo  | 60          | reading | 2
"""


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ((), ["C1 C3", "C2 C1", "C2 C3"]),
        ((("C1", "C2", Answer.NOT_THE_SAME),), ["C1 C3", "C2 C3"]),
        ((("C2", "C1", Answer.NOT_THE_SAME),), ["C1 C3", "C2 C3"]),
        ((("C1", "C2", Answer.ASK_AGAIN), ("C2", "C3", Answer.NOT_THE_SAME)), ["C1 C3", "C2 C1"]),
    ],
)
def test_the_dearer_pair_first_and_what_is_not_the_same_is_not_asked_again(
    answers: tuple[tuple[str, str, Answer], ...], left: list[str]
) -> None:
    said = tuple(
        OverlapAnswer(contract_id=one, other_table="contracts", other_key=other, answer=answer,
                      answered_at=datetime(2026, 11, 1), answered_by="ann")
        for one, other, answer in answers
    )  # fmt: skip
    found = overlaps(district(THREE, overlap_answers=said))
    assert [f"{o.contract_id} {o.other_key}" for o in found] == left
    assert [o.dollars for o in found] == [{"C1": 50, "C2": 40}[o.contract_id] for o in found]
    if not answers:
        assert found[0].question == (
            "Echo ($60 a year) and Core ($50 a year) are both listed as reading, grade 2. Are both needed?"
        )


def test_of_many_alike_each_is_asked_beside_the_dearest() -> None:
    many = tuple(
        Contract(contract_id=f"C{n:03}", title=f"Tool {n}", yearly_cost=Decimal(n), purpose="reading")
        for n in range(100)
    )
    asked = Purchase(purchase_id="P", title="Play", purpose="reading")
    found = overlaps(Portfolio(today=TODAY, district=District(name="Drawn"), contracts=many, purchases=(asked,)))
    assert [o.contract_id for o in found if o.other_key == "P"] == ["C099", "C098", "C097"]
    assert {o.other_key for o in found if o.contract_id == "C007"} == {"C099", "C098", "C097"}
    assert len(found) == MOST + 97 * MOST + 3, "three contracts among themselves, and three for each of the rest"


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        (("5",), "grade 5"),
        (("K", "1", "2", "3"), "grades K-3"),
        (("TK", "K", "2", "9", "10"), "grades TK-K, 2 and 9-10"),
        (("12", "adult"), "grades 12 and adult"),
    ],
)
def test_grades_in_words(grades: tuple[str, ...], words: str) -> None:
    assert grade_words(grades) == words
