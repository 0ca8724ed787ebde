"""A page with figures of the draft plan says that the plan is not proven the best, and what becomes of a better one."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_models.plan import Plan, PlanSettings, Proof
from planning import plan as planning_plan
from planning.allocation.known import Known
from planning.allocation.problem import Allocation, AllocationProblem
from planning.allocation.solve import allocate
from planning.latest import Latest
from planning.plan import make_plan
from planning.prepare import prepare
from tests.pages.conftest import Show
from ui import data, proof, session

PAGES = ("needs", "projects", "budget", "schools")
GOES_ON = "A better one with the same purchases comes here by itself, one with others is offered on Prioritise."


@pytest.fixture
def in_haste(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No plan has time to be proven, and none is known from before."""

    def at_once(problem: AllocationProblem, _: float, *more: object) -> Allocation:
        return allocate(problem, 0.0, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(planning_plan, "allocate", at_once)
    monkeypatch.setattr(planning_plan, "KNOWN", Known())
    monkeypatch.setattr(planning_plan, "LATEST", Latest())
    monkeypatch.setattr(proof, "REST_SECONDS", 600.0)
    monkeypatch.setattr(proof, "PROVER", proof.Prover())


def told(show: Show, page: str) -> list[str]:
    """What stands on a page of the quality of the draft plan."""
    app = show()
    if page:
        app.switch_page(f"pages/track/{page}.py").run()
        assert not app.exception, app.exception
    assert app.session_state[session.PLAN].proof is Proof.WITHIN
    return of_the_plan(app)


def of_the_plan(app: AppTest) -> list[str]:
    said = [str(caption.value).replace("\\", "") for caption in app.caption]
    return [words for words in said if words.startswith("Draft plan:")]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_with_figures_of_the_plan_says_that_it_is_not_proven(in_haste: None, show: Show, page: str) -> None:
    (words,) = told(show, page)
    assert words.startswith("Draft plan: within ")
    assert words.endswith(f"% of the best possible, looking further. {GOES_ON}")


def test_prioritise_says_it_once_in_its_own_line(in_haste: None, show: Show) -> None:
    assert told(show, "") == []


def test_a_better_plan_with_other_purchases_is_told(
    in_haste: None, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    better = Plan(settings=PlanSettings(), chosen=("P-001",), payments=(), value=1e9, bound=1e9, proof=Proof.OPTIMAL)
    monkeypatch.setattr(proof.Prover, "found", lambda _prover, _name: better)
    monkeypatch.setattr(proof.Prover, "is_shown", lambda *_: True)
    (words,) = told(show, "budget")
    assert words.endswith("% of the best possible. A better one, with other purchases, is offered on Prioritise.")


def test_what_is_proven_is_said_nowhere_else(sample: Path, show: Show) -> None:
    make_plan(prepare(data.district()), PlanSettings(), seconds=60)  # which the screen then knows
    app = show()
    assert app.session_state[session.PLAN].proof is Proof.OPTIMAL
    app.switch_page("pages/track/budget.py").run()
    assert of_the_plan(app) == []
