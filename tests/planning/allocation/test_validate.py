"""The validator names every way to break a problem; one test per way, on a plan that is lawful but for it."""

from dataclasses import replace
from datetime import date

import pytest

from planning.allocation.problem import (
    Allocation,
    AllocationProblem,
    Demand,
    Flow,
    FlowLimit,
    Item,
    Payer,
    Pot,
    UseLimit,
)
from planning.allocation.validate import validate

DAY = date(2027, 6, 30)
PROBLEM = AllocationProblem(
    items=(Item("a", 3.0), Item("b", 2.0), Item("c", 1.0)),
    demands=(
        Demand("da", "a", 2027, 100, (Payer("e27", 85, "net"), Payer("e28", 85, "net"), Payer("g", 100))),
        Demand("db", "b", 2027, 50, (Payer("g", 50),)),
    ),
    pots=(Pot("e27", "erate", 2027, 85, DAY), Pot("e28", "erate", 2028, 85, DAY), Pot("g", "general", 2027, 65, DAY)),
    flow_limits=(FlowLimit("net", {("e27", "net", 2027): 1, ("e28", "net", 2027): 1}, 85),),
    use_limits=(UseLimit("staff", {"a": 10, "b": 10, "c": -5}, 20),),
    requires=(("b", "a"),),
    choose_one=(("b", "c"),),
)
PLAN = Allocation(("a", "b"), (Flow("da", "e27", 85), Flow("da", "g", 15), Flow("db", "g", 50)), 5.0, 5.0, True)


def test_a_lawful_plan_has_no_problems() -> None:
    assert validate(PROBLEM, PLAN) == ()
    assert validate(PROBLEM, Allocation((), (), 0.0, 5.0, False)) == ()


def flows(*paid: tuple[str, str, int]) -> Allocation:
    return replace(PLAN, flows=tuple(Flow(*one) for one in paid))


def pots(**capacities: int) -> AllocationProblem:
    return replace(PROBLEM, pots=tuple(replace(p, capacity=capacities.get(p.id, p.capacity)) for p in PROBLEM.pots))


def fixed(item: str, how: bool) -> AllocationProblem:
    items = tuple(replace(one, fixed=how) if one.id == item else one for one in PROBLEM.items)
    return replace(PROBLEM, items=items)


@pytest.mark.parametrize(
    ("problem", "plan", "says"),
    [
        (PROBLEM, replace(PLAN, chosen=("b", "a")), "order"),
        (PROBLEM, replace(PLAN, chosen=("a", "b", "z")), "known items"),
        (PROBLEM, replace(PLAN, value=6.0, bound=6.0), "The value is 5.0"),
        (PROBLEM, replace(PLAN, bound=4.0), "below the value"),
        (fixed("c", True), PLAN, "c is pinned"),
        (fixed("b", False), PLAN, "b is ruled out"),
        (PROBLEM, Allocation(("b",), (Flow("db", "g", 50),), 2.0, 5.0, False), "without a"),
        (PROBLEM, replace(PLAN, chosen=("a", "b", "c"), value=6.0, bound=6.0), "alternatives"),
        (PROBLEM, flows(("da", "e27", 85), ("da", "g", 15)), "db is paid 0 cents, and 50 are due"),
        (PROBLEM, flows(("da", "e27", 84), ("da", "g", 15), ("db", "g", 50)), "da is paid 99"),
        (PROBLEM, replace(PLAN, chosen=("a",), value=3.0), "db is paid 50 cents, and 0 are due"),
        (PROBLEM, flows(("da", "e27", 85), ("da", "g", 15), ("db", "e27", 50)), "e27 may not pay db"),
        (PROBLEM, flows(("da", "e27", 86), ("da", "g", 14), ("db", "g", 50)), "at most 85 are allowed"),
        (PROBLEM, flows(("da", "e27", 50), ("da", "e28", 50), ("db", "g", 50)), "Fund erate pays 100"),
        (PROBLEM, flows(("da", "e27", 85), ("da", "g", 15), ("db", "g", 50), ("x", "g", 1)), "x is paid and not known"),
        (PROBLEM, flows(("da", "e27", 85), ("da", "g", 15), ("da", "g", 15), ("db", "g", 50)), "named twice"),
        (PROBLEM, flows(("da", "e27", 85), ("da", "g", 15), ("db", "g", 50), ("db", "e27", 0)), "whole cents above 0"),
        (pots(g=64), PLAN, "g pays 65 cents and holds 64"),
        (replace(PROBLEM, flow_limits=(replace(PROBLEM.flow_limits[0], at_most=84),)), PLAN, "net comes to 85"),
        (replace(PROBLEM, use_limits=(replace(PROBLEM.use_limits[0], at_most=19),)), PLAN, "staff comes to 20"),
    ],
)
def test_every_breach_is_named(problem: AllocationProblem, plan: Allocation, says: str) -> None:
    assert any(says in sentence for sentence in validate(problem, plan)), validate(problem, plan)


def test_a_pin_said_to_be_left_out_is_no_breach() -> None:
    assert validate(fixed("c", True), replace(PLAN, left_out=("c",))) == ()
