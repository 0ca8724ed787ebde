"""A plan once proven is found again at once where an edit changes nothing that the allocation looks at."""

from data_models.plan import PlanSettings, Proof
from planning.explanation import explain_one
from planning.plan import make_plan
from planning.prepare import prepare
from tests.planning.made_up import random_portfolio


def test_a_title_changes_no_plan_and_is_not_solved_again() -> None:
    portfolio = random_portfolio(4711)
    settings = PlanSettings(academic_floor=0, technical_floor=0)
    proven = make_plan(prepare(portfolio), settings, seconds=10)
    assert proven.proof is Proof.OPTIMAL
    purchases = tuple(p.model_copy(update={"title": f"{p.title} anew"}) for p in portfolio.purchases)
    renamed = portfolio.model_copy(update={"purchases": purchases, "version": portfolio.version + 1})
    again = make_plan(prepare(renamed), settings, seconds=0)
    assert (again.chosen, again.payments, again.proof) == (proven.chosen, proven.payments, Proof.OPTIMAL)


def test_another_problem_is_solved_by_itself() -> None:
    portfolio = random_portfolio(4711)
    settings = PlanSettings(academic_floor=0, technical_floor=0)
    first = make_plan(prepare(portfolio), settings, seconds=10)
    assert first.chosen
    out = settings.model_copy(update={"ruled_out": first.chosen[:1]})
    assert first.chosen[0] not in make_plan(prepare(portfolio), out, seconds=10).chosen


def test_a_pin_keeps_what_was_said_of_it_or_does_better_however_slow_the_machine() -> None:
    prepared = prepare(random_portfolio(2, 40, 8, 3))
    settings = PlanSettings(academic_floor=0, technical_floor=0)
    plan = make_plan(prepared, settings, seconds=10)
    tried = 0
    for purchase_id in prepared.costs:
        said = explain_one(prepared, plan, purchase_id, seconds=10)
        if said.loss:
            tried += 1
            pinned = make_plan(prepared, settings.model_copy(update={"pinned": (purchase_id,)}), seconds=0)
            promised = {*plan.chosen, *said.enters, purchase_id} - set(said.displaces)
            assert set(pinned.chosen) == promised or pinned.value >= plan.value - said.loss
    assert tried
