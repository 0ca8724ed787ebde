"""Figures and lists inside sentences."""

import pytest

from planning.wording import at_least, listing


@pytest.mark.parametrize(
    ("cents", "words"),
    [(1, "$0.01"), (99_999, "$999.99"), (100_000, "$1,000"), (27_809_199, "$278,092"), (27_809_200, "$278,092")],
)
def test_money_that_is_enough_is_never_rounded_down(cents: int, words: str) -> None:
    assert at_least(cents) == words


def test_the_rest_of_a_list_is_counted_as_what_it_is() -> None:
    assert (listing([]), listing(["A"]), listing(["A", "B"])) == ("nothing", "A", "A and B")
    assert listing(["A", "B", "C"], most=2) == "A, B and 1 more"
    assert listing(["A", "B", "C"], most=2, other="fund") == "A, B and 1 other fund"
    assert listing(["A", "B", "C", "D"], most=2, other="purchase") == "A, B and 2 other purchases"
