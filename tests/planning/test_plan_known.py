"""A plan once proven is found again at once where an edit changes nothing that the allocation looks at."""

from data_models.plan import PlanSettings, Proof
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
