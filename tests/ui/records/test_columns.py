"""Cells as the screen and a file have them."""

import tomllib
from pathlib import Path

import pytest

from ui.records.columns import BORDERS, HEADER_HEIGHT, ROW_HEIGHT, SCROLL_BAR, Shown, table_height, taken
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


def test_a_file_turns_no_words_around_and_keeps_the_rest() -> None:
    columns = [Shown[str]("Said", str), Shown[str]("Words", lambda word: (word, "art"))]
    spoofed = "invoice \u202efdp.exe\u202c and \u2066isolated\u2069"
    assert taken([spoofed], columns) == [["invoice fdp.exe and isolated", ("invoice fdp.exe and isolated", "art")]]
    spelled = "می\u200cخواهم Zoë \u200fשלום\u200f ⌚️ two\nlines"
    assert taken([spelled], columns[:1]) == [[spelled]], "a language's own spelling, and lines"


def test_a_table_shows_all_its_rows_under_a_header_that_is_taller_than_they() -> None:
    theme = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert round(2.1875 * theme["theme"]["baseFontSize"]) == HEADER_HEIGHT
    assert table_height(None, 6) == table_height(548, 6) == HEADER_HEIGHT + 6 * ROW_HEIGHT + SCROLL_BAR + BORDERS
    assert table_height(548, 60) == 548
    assert table_height(None, 60) == table_height(None, 15)


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
