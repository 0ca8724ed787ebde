"""Where each purchase stands, in few words and in order."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_models.district import District
from data_models.fund import Fund
from data_models.need import Need
from data_models.plan import Explanation, Mandates, Merit, OpenMandate, Payment, Plan, PlanSettings, Proof, State
from data_models.portfolio import Portfolio
from data_models.purchase import Category, CostLine, Purchase
from data_models.rating import Side
from ui.standing import decision, standings

FUNDS = {"G": "General fund", "T": "Title I-A", "B": "Bond"}


def merit(key: str, priority: float | None, **more: Any) -> Merit:
    values: dict[str, Any] = {
        "academic": priority,
        "technical": priority,
        "raters": 1,
        "learners": 10,
        "missing_keys": (),
        **more,
    }
    return Merit(purchase_id=key, priority=priority, **values)


@pytest.mark.parametrize(
    ("reason", "payers", "words"),
    [
        ({"state": State.FUNDED}, ["Title I-A"], "in: Title I-A"),
        ({"state": State.FUNDED}, ["Title I-A", "Bond"], "in: Title I-A and Bond"),
        ({"state": State.FUNDED}, ["Title I-A", "Bond", "General fund"], "in: Title I-A and 2 more"),
        ({"state": State.FUNDED}, ["General fund", "Arts and music block grant"], "in: General fund and 1 more"),
        (
            {"state": State.OUT, "change_amount": Decimal(31400), "change_fund": "G", "change_year": 2027},
            [],
            "out: $31k short, General fund 2027",
        ),
        (
            {"state": State.OUT, "change_amount": Decimal(31400), "change_fund": "G"},
            [],
            "out: $31k short, General fund",
        ),
        ({"state": State.OUT, "change_amount": Decimal(31400), "change_year": 2027}, [], "out: $31k short, 2027"),
        ({"state": State.OUT, "change_amount": Decimal(31400)}, [], "out: $31k short"),
        ({"state": State.OUT}, [], "out: Only the bond may pay"),
        ({"state": State.OUT, "sentence": "Out: A is in, and that is all."}, [], "out: A is in, and that is all"),
        ({"state": State.RULED_OUT}, [], "ruled out"),
        ({"state": State.IMPOSSIBLE}, [], "no fund may pay"),
    ],
)  # fmt: skip
def test_a_decision_in_few_words(reason: dict[str, Any], payers: list[str], words: str) -> None:
    explained = Explanation(purchase_id="P", **{"sentence": "Only the bond may pay; others use it up.", **reason})
    assert decision(explained, merit("P", 50.0), payers, FUNDS) == words


@pytest.mark.parametrize(
    ("state", "words"), [(State.FUNDED, "in, pinned: Title I-A"), (State.OUT, "out, pinned: $31k short, General fund")]
)
def test_a_pin_is_said_kept_or_not(state: State, words: str) -> None:
    reason = Explanation(purchase_id="P", state=state, sentence="", change_amount=Decimal(31400), change_fund="G")
    assert decision(reason, merit("P", 50.0), ["Title I-A"], FUNDS, pinned=True) == words


def test_not_ready_says_which_key_is_missing() -> None:
    reason = Explanation(purchase_id="P", state=State.NOT_READY, sentence="")
    low = merit("P", 30.0, missing_keys=(Side.TECHNICAL,))
    unrated = merit("P", None, missing_keys=(Side.ACADEMIC, Side.TECHNICAL), technical=12.0)
    assert decision(reason, low, [], FUNDS) == "not ready: technical key missing"
    assert decision(reason, unrated, [], FUNDS) == "not ready: both keys missing"


def test_best_first_unrated_last_and_missing_costs_are_not_zero() -> None:
    portfolio = Portfolio(
        today=date(2026, 11, 21),
        district=District(name="Test"),
        needs=(Need(need_id="N", title="Fractions"),),
        funds=tuple(Fund(fund_id=key, name=name) for key, name in FUNDS.items()),
        purchases=tuple(Purchase(purchase_id=key, title=key, need_ids=("N", "N-99")) for key in "ABCD"),
        cost_lines=(
            CostLine(
                cost_line_id="1", purchase_id="B", fiscal_year=2027, category=Category.SOFTWARE, amount=Decimal(10)
            ),
            CostLine(
                cost_line_id="2", purchase_id="B", fiscal_year=2028, category=Category.SOFTWARE, amount=Decimal(5)
            ),
        ),
    )
    paid = [("G", 3), ("T", 7)]
    plan = Plan(
        settings=PlanSettings(),
        chosen=("B",),
        payments=tuple(
            Payment(
                purchase_id="B", cost_line_id="1", fiscal_year=2027, fund_id=f, money_year=2027, amount=Decimal(amount)
            )
            for f, amount in paid
        ),
        value=1,
        bound=1,
        proof=Proof.OPTIMAL,
    )
    merits = [merit("A", None), merit("B", 60.0), merit("C", 60.0), merit("D", 99.0)]
    reasons = [
        Explanation(purchase_id=k, state=State.FUNDED if k == "B" else State.INCOMPLETE, sentence=k) for k in "ABC"
    ]
    mandates = Mandates(
        needs=1, purchases=("C",), unanswered=(OpenMandate(need_id="N", purchases=("C",), words=""),), words=""
    )
    rows = standings(portfolio, plan, merits, reasons, mandates, 2027)
    assert [(row.rank, row.purchase.purchase_id) for row in rows] == [(1, "B"), (2, "C"), (3, "A")]
    assert rows[0].decision == "in: Title I-A and General fund", "the fund that pays most comes first"
    assert (rows[0].cost_this_year, rows[0].cost) == (Decimal(10), Decimal(15))
    assert (rows[1].cost_this_year, rows[1].cost) == (None, None)
    assert rows[0].needs == ("Fractions",)
    assert [row.mandated for row in rows] == [False, True, False]
    assert [row.why for row in rows] == ["B", "C A mandate stays open: Fractions.", "A"]
