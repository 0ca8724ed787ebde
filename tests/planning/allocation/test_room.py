"""How much a pot could still pay, against every whole number tried one by one."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planning.allocation.problem import FlowLimit
from planning.allocation.room import room

KEYS = [("p", "a", 2027), ("p", "b", 2027), ("q", "a", 2028)]
CENTS = st.integers(0, 6)


@given(
    asked=st.tuples(CENTS, CENTS, CENTS),
    most=st.integers(0, 12),
    paid=st.tuples(CENTS, CENTS, CENTS),
    limits=st.lists(st.tuples(st.tuples(*[st.integers(-3, 4)] * 3), st.integers(-4, 20)), max_size=3),
)
def test_as_much_as_trying_everything(
    asked: tuple[int, ...], most: int, paid: tuple[int, ...], limits: list[tuple[tuple[int, ...], int]]
) -> None:
    flows = dict(zip(KEYS, paid, strict=True))
    named = [FlowLimit(str(i), dict(zip(KEYS, c, strict=True)), at) for i, (c, at) in enumerate(limits)]
    lawful = [
        sum(tried)
        for tried in product(*(range(cents + 1) for cents in asked))
        if sum(tried) <= most
        and all(sum(c * (t + p) for c, t, p in zip(cs, tried, paid, strict=True)) <= at for cs, at in limits)
    ]
    assert room(dict(zip(KEYS, asked, strict=True)), most, named, flows) == max(lawful, default=0)
