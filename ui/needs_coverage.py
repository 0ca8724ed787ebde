"""What answers what: needs without an answer, needs answered twice, purchases without a need."""

from collections.abc import Sequence

import streamlit as st

from data_models.coverage import Answered, Coverage, Finding
from data_models.need import Need
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from data_models.wording import counted
from ui.needs import NeedRow
from ui.records.panel import open_record
from ui.words import money, plain

NOTHING, OUT, TWICE, NO_NEED = "By nothing", "Only by what is out", "Twice", "Purchases without a need"
ABOUT = {
    NOTHING: "No purchase and no project names these needs, or none of those goes to the schools looked at.",
    OUT: "Something would answer these needs, and it is not in the draft plan or not under way.",
    TWICE: "Two or more answer these needs at the same school. It may be meant so: one screens, the other teaches.",
    NO_NEED: "Curriculum comes first: a purchase that answers no need is not planned.",
}
MOST_SHOWN = 40


def what_answers_what(portfolio: Portfolio, rows: Sequence[NeedRow], found: Coverage, grades: Sequence[str]) -> None:
    """One question at a time, of the needs that the filters leave; the most learners or dollars first.

    grades: whose learners alone are counted, none for all.
    """
    shown = {row.need.need_id: row for row in rows}
    open_ = sorted(rows, key=lambda r: (-(r.cover.open_learners or 0), r.need.need_id))
    lists: dict[str, list[NeedRow] | list[Finding]] = {
        NOTHING: [r for r in open_ if r.cover.answered is Answered.NOTHING],
        OUT: [r for r in open_ if r.cover.answered is Answered.OUT],
        TWICE: [f for f in found.twice if f.need_id in shown],
        NO_NEED: list(found.without_need),
    }
    asked = st.segmented_control(
        "What is asked", list(lists), default=OUT, required=True, key="needs-coverage",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    assert asked is not None, "one is always chosen"
    st.caption(f"{counted(len(lists[asked]), 'found', 'found')}. {ABOUT[asked]}")
    titles = {n.need_id: n.title for n in portfolio.needs} | {p.purchase_id: p.title for p in portfolio.purchases}
    with st.container(height=600, border=False, gap="xsmall"):
        for item in lists[asked][:MOST_SHOWN]:
            if isinstance(item, NeedRow):
                _line(Need, item.need.need_id, item.need.title, item.cover.words, _waiting(item, bool(grades)))
            else:
                table, key = (Need, item.need_id) if item.need_id else (Purchase, item.purchases[0])
                _line(table, key, titles[key], item.words, money(item.amount) if item.amount is not None else "")
        if len(lists[asked]) > MOST_SHOWN:
            st.caption(f"{len(lists[asked]) - MOST_SHOWN:,} more. The filters narrow it down.")


def _line(record: type[Need] | type[Purchase], key: str, title: str, words: str, figure: str) -> None:
    with st.container(gap=None):
        st.button(f"**{plain(title, 60)}**", key=f"cover {key}", type="tertiary", on_click=open_record,
                  args=(record, key))  # fmt: skip
        st.caption(plain(f"{figure}. {words}" if figure else words))


def _waiting(row: NeedRow, estimated: bool) -> str:
    if row.cover.open_learners is None:
        return ""
    return "about " * estimated + counted(round(row.cover.open_learners), "learner")
