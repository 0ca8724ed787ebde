"""Questions whether two things are the same: asked, never decided by the program, and answered by people."""

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from data_models.contract import Contract
from data_models.overlap import Answer, Overlap
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import data, session
from ui.errors import tell, told_errors
from ui.records.fields import who
from ui.records.panel import open_record
from ui.words import moment, plain

MOST_ASKED = 20


def titles(portfolio: Portfolio) -> Mapping[tuple[str, str], str]:
    """What contracts and purchases are called, by table and key."""
    found = {(c.table, c.contract_id): c.title for c in portfolio.contracts}
    return found | {(p.table, p.purchase_id): p.title for p in portfolio.purchases}


def overlap_questions(
    portfolio: Portfolio, overlaps: Sequence[Overlap], place: str, besides: Collection[str] = ()
) -> None:
    """Each question with its answers, the most dollars first. place: tells apart where on the page they are asked.

    besides: keys of contracts that need no way to open them.
    """
    called = titles(portfolio)
    for overlap in overlaps[:MOST_ASKED]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(plain(overlap.question))
            with st.container(horizontal=True, gap="small"):
                _ways_to_open(called, overlap, place, besides)
                if st.button(
                    "Not the same", icon=":material/call_split:", key=f"{place} apart {_name(overlap)}",
                    help="It is not asked again; the answer is kept with who gave it and can be taken back",
                ):  # fmt: skip
                    other = (overlap.other_table, overlap.other_key)
                    _answer(portfolio, overlap.contract_id, other, Answer.NOT_THE_SAME)
    if len(overlaps) > MOST_ASKED:
        st.caption(
            f"{counted(len(overlaps) - MOST_ASKED, 'more question')}: filter the list to see those of fewer contracts."
        )


def already_owned(portfolio: Portfolio, owned: Sequence[Overlap]) -> None:
    """The questions about one purchase, where it is looked at."""
    if owned:
        overlap_questions(portfolio, owned, "owned", besides=[overlap.contract_id for overlap in owned])
        st.caption("From the words of the purposes, the categories and the grades. The Contracts page says more.")
    else:
        st.info("No contract on record serves the same purpose, as far as their words say.")


def answered_before(portfolio: Portfolio) -> None:
    """What people said not to be the same, with a way back."""
    apart = [said for said in portfolio.overlap_answers if said.answer is Answer.NOT_THE_SAME]
    called = titles(portfolio)
    pairs = [
        (said, called.get((Contract.table, said.contract_id)), called.get((said.other_table, said.other_key)))
        for said in apart
    ]
    shown = [(said, one, other) for said, one, other in pairs if one and other]
    if not shown:
        return
    with st.expander(
        f"Said not to be the same ({len(shown):,})", icon=":material/call_split:", key="said apart", on_change="rerun"
    ):
        for said, one, other in shown:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                by = f"{who(portfolio, said.answered_by)}, {moment(said.answered_at)}"
                st.markdown(plain(f"{one} and {other}: {by}"), width="stretch")
                name = f"ask again {said.contract_id} {said.other_table} {said.other_key}"
                if st.button("Ask again", key=name, type="tertiary"):
                    _answer(portfolio, said.contract_id, (said.other_table, said.other_key), Answer.ASK_AGAIN)


def _ways_to_open(
    called: Mapping[tuple[str, str], str], overlap: Overlap, place: str, besides: Collection[str]
) -> None:
    ways = [overlap.contract_id] + ([overlap.other_key] if overlap.other_table == Contract.table else [])
    for key in ways:
        if key not in besides:
            st.button(
                plain(called[Contract.table, key], 40), icon=":material/contract:", type="tertiary",
                key=f"{place} open {key} {_name(overlap)}", on_click=open_record, args=(Contract, key),
            )  # fmt: skip


def _name(overlap: Overlap) -> str:
    return f"{overlap.contract_id} {overlap.other_table} {overlap.other_key}"


def _answer(portfolio: Portfolio, contract_id: str, other: tuple[str, str], answer: Answer) -> None:
    """Keep an answer, say so, and show the page without the question."""
    with told_errors():
        data.answer_overlap(portfolio.district.district_id, session.acting_as(), contract_id, other, answer)
        tell("It is asked again." if answer is Answer.ASK_AGAIN else "Kept: not the same. It is not asked again.")
    st.rerun()
