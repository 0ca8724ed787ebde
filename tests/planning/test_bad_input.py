"""Districts with holes and contradictions: planning answers in sentences, and never with a traceback."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_models.district import District
from data_models.plan import PlanSettings, Proof, State
from data_models.portfolio import Portfolio
from planning.explanation import answers, explain, explain_one, headline
from planning.money import balances, lapses
from planning.plan import make_plan
from planning.prepare import prepare
from planning.scoring import score
from tests.planning.made_up import random_portfolio

EMPTY = Portfolio(today=date(2026, 11, 21), district=District(name="New"))
FULL = random_portfolio(5, 8, 5, 2)
NAMES = ("=1+1", '"quoted", <b>bold</b>', "\u202eright to left", "\U0001f4da", "{0} %s $x$")


def _without(**changes: Any) -> Portfolio:
    return FULL.model_copy(update=changes)


CASES = {
    "nothing at all": EMPTY,
    "no funds": _without(funds=(), fund_years=(), fund_rules=()),
    "fund years of no fund": _without(funds=()),
    "no budgets": _without(fund_years=()),
    "no rules": _without(fund_rules=()),
    "no criteria": _without(criteria=()),
    "no ratings": _without(ratings=()),
    "no sites": _without(sites=()),
    "no needs": _without(needs=()),
    "no cost lines": _without(cost_lines=()),
    "cost lines of no purchase": _without(purchases=()),
    "negative money": _without(
        fund_years=tuple(y.model_copy(update={"budgeted": -y.budgeted}) for y in FULL.fund_years)
    ),
    "all periods in the past": _without(
        funds=tuple(f.model_copy(update={"obligate_by": date(2020, 1, 1)}) for f in FULL.funds)
    ),
    "odd names": _without(
        purchases=tuple(p.model_copy(update={"title": NAMES[n % len(NAMES)]}) for n, p in enumerate(FULL.purchases)),
        funds=tuple(f.model_copy(update={"name": NAMES[n % len(NAMES)]}) for n, f in enumerate(FULL.funds)),
    ),
    "requires itself and in a circle": _without(
        purchases=tuple(
            p.model_copy(update={"requires": (f"P{n}", f"P{(n + 1) % 8}")}) for n, p in enumerate(FULL.purchases)
        )
    ),
}
SETTINGS = {
    "as they come": PlanSettings(),
    "all pinned": PlanSettings(pinned=tuple(f"P{n}" for n in range(8))),
    "pins twice, unknown and ruled out": PlanSettings(pinned=("P1", "P1", "gone"), ruled_out=("P1", "gone")),
    "unknown fund and years": PlanSettings(
        fiscal_years=(1990, 2150), money_in_play=(("gone", Decimal(1)), ("F0", Decimal(-5)), ("F0", Decimal(5)))
    ),
}


@pytest.mark.parametrize("chosen", SETTINGS)
@pytest.mark.parametrize("case", CASES)
def test_every_district_gets_a_plan_and_sentences(case: str, chosen: str) -> None:
    prepared, settings = prepare(CASES[case]), SETTINGS[chosen]
    plan = make_plan(prepared, settings, seconds=1)
    found = explain(prepared, plan)
    assert [e.purchase_id for e in found] == list(prepared.costs)
    assert all(e.sentence.endswith(".") for e in found)
    assert len(score(prepared, settings)) == len(prepared.purchases)
    assert headline(prepared, plan).words
    assert all(b.left >= 0 for b in balances(prepared, plan))
    assert all(x.amount > 0 for x in lapses(prepared, plan))
    assert plan.proof is not Proof.WITHIN
    assert not plan.left_out or plan.shortfalls or len(plan.left_out) < len(settings.pinned)
    for e in found:
        assert explain_one(prepared, plan, e.purchase_id).state is e.state
        assert all(a.reasons for a in answers(prepared, e.purchase_id))


def test_without_funds_every_cost_says_what_to_do() -> None:
    prepared = prepare(CASES["no funds"])
    plan = make_plan(prepared, PlanSettings(academic_floor=0, technical_floor=0, fiscal_years=(2027, 2028)), seconds=1)
    impossible = [e.sentence for e in explain(prepared, plan) if e.state is State.IMPOSSIBLE]
    assert impossible
    assert all("There is no fund on record: add the district's funds." in sentence for sentence in impossible)


def test_an_unlawful_answer_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planning.plan.validate", lambda problem, answer: ("F0 pays too much.",))
    with pytest.raises(AssertionError, match="F0 pays too much"):
        make_plan(prepare(FULL), PlanSettings())
