"""A number and what it counts, and dollars."""

from decimal import Decimal

from data_models.wording import counted, to_the_cent


def test_one_is_said_of_one() -> None:
    assert [counted(number, "learner") for number in (-2, -1, 0, 1, 1234)] == [
        "-2 learners", "-1 learner", "0 learners", "1 learner", "1,234 learners",
    ]  # fmt: skip


def test_words_whose_many_takes_no_s_say_theirs() -> None:
    assert [counted(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]


def test_a_minus_stands_before_the_dollar() -> None:
    amounts = (Decimal(-500), Decimal("-1234567.5"), Decimal(0), Decimal("1234.56"))
    assert [to_the_cent(amount) for amount in amounts] == ["-$500.00", "-$1,234,567.50", "$0.00", "$1,234.56"]
