"""Cells as the screen and a file have them."""

import pytest

from ui.records.columns import Shown, taken
from ui.records.fields import near


def test_a_file_has_words_without_the_signs_of_the_screen() -> None:
    rows = ["○ open", "▲ overdue 9 days", "– not needed", "other", "● answered"]
    columns = [Shown[str]("Said", str, signed=True), Shown[str]("Theirs", str), Shown[str]("Long", len, signed=True)]
    assert taken(rows, columns) == [
        ["open", "○ open", 6],
        ["overdue 9 days", "▲ overdue 9 days", 16],
        ["not needed", "– not needed", 12],
        ["other", "other", 5],
        ["answered", "● answered", 10],
    ]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("math", ["mathematics"]),
        ("Mathematics", ["mathematics"]),
        ("matematics", ["mathematics"]),
        ("mathematics", []),
        ("chess", []),
        ("", []),
    ],
)
def test_words_in_use_are_offered_for_those_near_them(typed: str, offered: list[str]) -> None:
    assert near(typed, ["art", "mathematics", "science"]) == offered
