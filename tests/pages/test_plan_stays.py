"""Doing what the plan says changes nothing else in it, on the screen too, however slow the machine."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_models.edit import Edit
from data_models.plan import Plan, PlanSettings, Proof
from data_models.purchase import Purchase, Stage
from planning import plan as planning_plan
from planning.allocation.problem import Allocation, AllocationProblem
from planning.allocation.solve import allocate
from planning.plan import make_plan
from planning.prepare import prepare
from tests.pages.conftest import Show
from ui import data, session
from ui.records.panel import OPEN
from ui.session import Open

BOOKS = "P-012"
"""Decodable books K-2: approved, with nothing to check before the order, and in the plan."""


@pytest.fixture
def proven(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """The proven plan of the sample; what is planned after it finds no time to look for anything."""
    plan = make_plan(prepare(data.district()), PlanSettings(), seconds=60)
    assert plan.proof is Proof.OPTIMAL
    assert BOOKS in plan.chosen

    def at_once(problem: AllocationProblem, _: float, *more: object) -> Allocation:
        return allocate(problem, 0.0, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(planning_plan, "allocate", at_once)
    return plan


def shown(app: AppTest) -> Plan:
    plan: Plan = app.session_state[session.PLAN]
    return plan


def save(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception, app.exception
    return app


def open_books(show: Show) -> AppTest:
    app = show(**{"as": "rortiz"})
    app.session_state[OPEN] = Open("purchases", BOOKS)
    app.run()
    assert not app.exception, app.exception
    return app


def test_to_order_what_is_in_leaves_every_other_purchase_in(proven: Plan, show: Show) -> None:
    app = open_books(show)
    assert shown(app) == proven
    form = f"edit purchases {BOOKS}"
    next(b for b in app.selectbox if b.key and b.key.startswith(form) and b.key.endswith("stage")).set_value(
        str(Stage.ORDERED)
    )
    save(app)
    (books,) = [p for p in data.district().purchases if p.purchase_id == BOOKS]
    assert books.stage is Stage.ORDERED
    assert set(shown(app).chosen) == set(proven.chosen) - {BOOKS}
    assert set(shown(show()).chosen) == set(proven.chosen) - {BOOKS}, "in another window too"


def test_a_few_more_learners_elsewhere_swap_nothing(proven: Plan, show: Show) -> None:
    app = show()
    assert shown(app) == proven
    (before,) = [p for p in data.district().purchases if p.purchase_id == BOOKS]
    after: Purchase = before.model_copy(update={"learners": (before.learners or 0) + 10})
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=before, after=after)]) == ()
    app.run()
    assert not app.exception, app.exception
    assert shown(app).chosen == proven.chosen
    assert shown(app).value > proven.value
