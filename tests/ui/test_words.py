"""Numbers as they are shown, and other people's text that must never become markup."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.words import (
    in_chart,
    in_table,
    listed,
    measured,
    money,
    one_line,
    plain,
    score,
    short_money,
)  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "$0"), ("950", "$950"), ("999.49", "$999"), ("22500", "$23k"), ("96000", "$96k"), ("202500", "$203k"),
        ("999499", "$999k"), ("999500", "$1.00M"), ("1240000", "$1.24M"), ("2100000000", "$2.10B"),
        ("-184000", "-$184k"),
    ],
)  # fmt: skip
def test_dollars_at_a_glance(amount: str, words: str) -> None:
    assert short_money(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "words"), [("1234500", "$1,234,500"), ("1234.5", "$1,234.50"), ("-0.25", "-$0.25"), ("0", "$0")]
)
def test_exact_dollars_keep_their_cents(amount: str, words: str) -> None:
    assert money(Decimal(amount)) == words


def test_lists_and_missing_scores() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert (score(None), score(0.0)) == ("–", "0"), "a missing score is not zero"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**Wi-Fi**", r"\*\*Wi\-Fi\*\*"),
        ("<script>alert(1)</script>", r"\<script\>alert\(1\)\<\/script\>"),
        ("$x^2$ and [a](b)", r"\$x\^2\$ and \[a\]\(b\)"),
        ("1. First\n# Second", r"1\. First \# Second"),
        (":red[now] :smile:", "\\:\u2060red\\[now\\] \\:\u2060smile\\:"),
        ("https://evil.example", "https\\:\u2060\\/\\/evil\\.example"),
    ],
)
def test_markdown_is_shown_letter_by_letter(typed: str, shown: str) -> None:
    assert plain(typed) == shown


def test_tags_are_letters_in_charts() -> None:
    assert (
        in_chart("<b>Bold</b> & <a href='x'>link</a>")
        == "&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;a href='x'&gt;link&lt;/a&gt;"
    )


def test_right_to_left_text_is_isolated_and_cannot_override_what_stands_beside_it() -> None:
    assert one_line("مختبر") == "\u2068مختبر\u2069"
    assert one_line("a\u202eb\u0007c") == "ab c"


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert one_line("abcdefgh", 5) == "abcd…"
    assert one_line("abcde", 5) == "abcde"


@given(st.text())
def test_every_punctuation_mark_of_ascii_is_escaped(text: str) -> None:
    shown = plain(text)
    marks = [shown[at - 1] for at, letter in enumerate(shown) if letter in "`*_[]<>#$:~|"]
    assert all(mark == "\\" for mark in marks)
    assert "\n" not in shown


@pytest.mark.parametrize("text", ["=1+1", " +1", "\t-1", "@SUM(A1)", "＝1+1", "\n=1"])
def test_a_table_says_no_formula(text: str) -> None:
    shown = in_table(text)
    assert shown[0] == "\u2060"
    assert shown[1:] == text.strip()


def test_a_table_says_everything_else_as_it_is() -> None:
    assert in_table("Wi-Fi = 6 schools") == "Wi-Fi = 6 schools"
    assert in_table("") == ""


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "learners", "1 learner"), (2.7, "learners", "2.7 learners"), (1, "families", "1 family"),
        (1, "switches", "1 switch"), (1, "classes", "1 class"), (1, "percent", "1 percent"), (1, "", "1"),
        (1, "parts per million", "1 parts per million"), (0, "days", "0 days"),
    ],
)  # fmt: skip
def test_a_measure_of_one_is_said_of_one(value: float, unit: str, words: str) -> None:
    assert measured(value, unit) == words
