"""A number and what it counts."""

from data_models.wording import counted


def test_one_is_said_of_one() -> None:
    assert [counted(number, "learner") for number in (-2, -1, 0, 1, 1234)] == [
        "-2 learners", "-1 learner", "0 learners", "1 learner", "1,234 learners",
    ]  # fmt: skip


def test_words_whose_many_takes_no_s_say_theirs() -> None:
    assert [counted(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]
