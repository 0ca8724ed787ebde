"""Where local money paid the year before and a federal fund would pay now, a question is asked; never a verdict."""

from decimal import Decimal

import pytest

from data_models.budget import LocalCost
from planning.prepare import Prepared
from planning.supplanting import supplanting_questions, vendors_asked
from tests.spec.drawn import district, rows
from tests.spec.hand_made import plan_of

FUNDS = """
fund_id | name         | kind
GF      | General fund | general
T2      | Title II-A   | title ii-a
GR      | Grant        | other
"""
PAID = """
purchase | line | year | fund   | $
A        | A1   | 2028 | {fund} | 30
A        | A1   | 2028 | GF     | 20
A        | A2   | 2029 | {fund} | 50
"""
LOCAL = """
fund | year | vendor   | what                 | $
GF   | 2027 | Readwell | Core, year 2026      | 100.50
GF   | 2027 | READWELL | Training             | 10
GF   | 2026 | Readwell | Core, year 2025      | 999
GF   | 2027 | Other    | Phonics kit, renewal | 70
GF   | 2027 | Other    | Chairs               | 5
"""


def drawn(vendor: str = "Readwell", purpose: str = "", contracts: str = "") -> Prepared:
    return district(
        funds=FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2028 | 1000\nT2 | 2028 | 1000",
        rules="rule_id | fund_id | kind | values | words\nR | T2 | advice | | Supplement, not supplant: ask.\n"
        "S | T2 | advice | | Something else.",
        purchases=f"purchase_id | title | vendor | purpose\nA | Atlases | {vendor} | {purpose}",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2028 | training | 50\nA2 | A | 2029 | training | 50",
        contracts=contracts,
    )


def local(text: str = LOCAL) -> list[LocalCost]:
    return [
        LocalCost(
            fund_id=r["fund"], fiscal_year=int(r["year"]), vendor=r["vendor"], description=r["what"],
            amount=Decimal(r["$"]),
        )
        for r in rows(text)
    ]  # fmt: skip


def test_the_same_vendor_the_year_before_with_both_figures() -> None:
    (asked,) = supplanting_questions(drawn(), plan_of("A", PAID.format(fund="T2")), local())
    assert (asked.fiscal_year, asked.proposed) == (2028, Decimal(30)), "what the fund pays in its first year"
    assert (asked.local_year, asked.local) == (2027, Decimal("110.50")), "the year before, however it is spelt"
    assert asked.words == (
        "In FY 2027 general money paid Readwell $110.50; in FY 2028 the draft plan has Title II-A pay $30 for Atlases. "
        "Would that replace what local money paid?"
    )
    assert [r.rule_id for r in asked.rules] == ["R"]


@pytest.mark.parametrize(
    ("prepared", "payments"),
    [
        (drawn(), PAID.format(fund="GR")),
        (drawn(vendor="Nobody"), PAID.format(fund="T2")),
        (drawn(vendor=""), PAID.format(fund="T2")),
        (drawn(), ""),
    ],
    ids=["not a federal fund", "another vendor", "no vendor", "not in the plan"],
)
def test_otherwise_nothing_is_asked(prepared: Prepared, payments: str) -> None:
    assert supplanting_questions(prepared, plan_of("A", payments), local()) == ()


def test_the_same_purpose_through_a_contract_counts_what_was_paid_for_that_contract() -> None:
    contract = "contract_id | title | vendor | purpose | fund_id\nC1 | Phonics kit | Other | Phonics | GF"
    prepared = drawn(vendor="Nobody", purpose="phonics", contracts=contract)
    (asked,) = supplanting_questions(prepared, plan_of("A", PAID.format(fund="T2")), local())
    assert (asked.vendor, asked.local, asked.why) == ("Other", Decimal(70), "the same purpose, phonics: Phonics kit")


def test_a_contract_now_on_a_federal_fund() -> None:
    contract = "contract_id | title | vendor | fund_id | yearly_cost\nC1 | Core | Readwell | T2 | 120"
    (asked,) = supplanting_questions(drawn(contracts=contract), plan_of(""), local())
    assert (asked.contract_id, asked.fiscal_year, asked.local) == ("C1", 2027, Decimal(999))


def test_every_vendor_that_matters_is_looked_for() -> None:
    contract = (
        "contract_id | title | vendor | purpose | fund_id\nC1 | Kit | Other | Phonics | GF\nC2 | X | Third | x | GF"
    )
    prepared = drawn(vendor="Readwell; Second", purpose="phonics", contracts=contract)
    plan = plan_of("A", PAID.format(fund="T2"))
    assert vendors_asked(prepared, plan) == ("other", "readwell", "second")
    assert vendors_asked(prepared, plan_of("A", PAID.format(fund="GF"))) == ()
