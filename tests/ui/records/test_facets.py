"""Filters count what each word would leave beside the other filters, and leave what fits all of them."""

from hypothesis import given
from hypothesis import strategies as st

from ui.records.facets import NONE, Facet, count_words, in_order

Row = tuple[str, str]
FACETS = [
    Facet[Row]("subject", "Subject", lambda r: r[0].split()),
    Facet[Row]("grade", "Grade", lambda r: r[1].split()),
]
ROWS = [("math", "6 7"), ("math", "8"), ("reading", "6"), ("", "K")]


def test_counts_of_a_filter_ignore_its_own_choice() -> None:
    kept, counts = count_words(ROWS, FACETS, {"subject": ["math"], "grade": []})
    assert kept == ROWS[:2]
    assert counts["subject"] == {"math": 2, "reading": 1, NONE: 1}
    assert counts["grade"] == {"6": 1, "7": 1, "8": 1}


def test_rows_without_a_word_can_be_looked_for() -> None:
    assert count_words(ROWS, FACETS, {"subject": [NONE], "grade": []})[0] == [("", "K")]


def test_words_stand_as_people_order_them() -> None:
    words = ["10", "2", "K", NONE, "TK", "b 10", "b 9", "Alpha"]
    assert sorted(words, key=in_order) == ["TK", "K", "2", "10", "Alpha", "b 9", "b 10", NONE]


WORDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3).map(" ".join)


@given(
    st.lists(st.tuples(WORDS, WORDS), max_size=12),
    st.fixed_dictionaries({k: st.lists(st.sampled_from(["a", "b", NONE]), max_size=2) for k in ("subject", "grade")}),
)
def test_choosing_a_word_leaves_as_many_rows_as_it_said(rows: list[Row], chosen: dict[str, list[str]]) -> None:
    _, counts = count_words(rows, FACETS, chosen)
    for key, counted in counts.items():
        for word, number in counted.items():
            kept, _ = count_words(rows, FACETS, {**chosen, key: [word]})
            assert len(kept) == number
