"""Answers already found: the same problem is answered by what is known, another is not."""

from dataclasses import replace

from planning.allocation.known import Known
from planning.allocation.problem import Allocation, AllocationProblem, Item

ONE = AllocationProblem(items=(Item("A", 1.0),), demands=(), pots=())
OTHER = replace(ONE, items=(Item("A", 2.0),))


def answer(value: float) -> Allocation:
    return Allocation(chosen=("A",), flows=(), value=value, bound=value, optimal=True)


def test_an_equal_problem_finds_the_newest_answer_and_another_none() -> None:
    known = Known()
    known.keep(ONE, answer(1))
    known.keep(replace(ONE), answer(2))
    assert known.best(replace(ONE)) == answer(2)
    assert known.best(OTHER) is None


def test_a_worse_answer_takes_nothing_away_and_one_that_keeps_more_pins_goes_before_value() -> None:
    known = Known()
    known.keep(ONE, replace(answer(3), left_out=("B",)))
    known.keep(ONE, answer(2))
    known.keep(ONE, replace(answer(2), optimal=False))
    assert known.best(ONE) == answer(2)


def test_the_oldest_is_let_go() -> None:
    known = Known(most=1)
    known.keep(ONE, answer(1))
    known.keep(OTHER, answer(2))
    assert known.best(ONE) is None
    assert known.best(OTHER) == answer(2)
