"""Questions whether two things are the same: asked, never decided by the program, and answered by people."""

from collections.abc import Sequence

import streamlit as st

from data_models.contract import Contract
from data_models.overlap import Answer, Overlap
from data_models.portfolio import Portfolio
from ui import data, session
from ui.contracts import titles
from ui.errors import tell, told_errors
from ui.records.fields import who
from ui.records.panel import open_record
from ui.words import count, moment, plain

MOST_ASKED = 20


def overlap_questions(portfolio: Portfolio, overlaps: Sequence[Overlap], place: str, besides: str = "") -> None:
    """Each question with its answers, the most dollars first. place: tells apart where on the page they are asked.

    besides: key of the contract they are asked beside, which needs no way to open it.
    """
    for overlap in overlaps[:MOST_ASKED]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(plain(overlap.question))
            with st.container(horizontal=True, gap="small"):
                _ways_to_open(portfolio, overlap, place, besides)
                st.button(
                    "Not the same", icon=":material/call_split:", key=f"{place} apart {_name(overlap)}",
                    help="It is not asked again; the answer is kept with who gave it and can be taken back",
                    on_click=_answer, args=(portfolio, overlap.contract_id, (overlap.other_table, overlap.other_key),
                                            Answer.NOT_THE_SAME),
                )  # fmt: skip
    if len(overlaps) > MOST_ASKED:
        st.caption(
            f"{count(len(overlaps) - MOST_ASKED, 'more question')}: filter the list to see those of fewer contracts."
        )


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
    with st.expander(f"Said not to be the same ({len(shown)})", icon=":material/call_split:", key="said apart"):
        for said, one, other in shown:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                by = f"{who(portfolio, said.answered_by)}, {moment(said.answered_at)}"
                st.markdown(plain(f"{one} and {other}: {by}"), width="stretch")
                st.button(
                    "Ask again", key=f"ask again {said.contract_id} {said.other_table} {said.other_key}",
                    type="tertiary", on_click=_answer,
                    args=(portfolio, said.contract_id, (said.other_table, said.other_key), Answer.ASK_AGAIN),
                )  # fmt: skip


def _ways_to_open(portfolio: Portfolio, overlap: Overlap, place: str, besides: str) -> None:
    called = titles(portfolio)
    ways = [overlap.contract_id] + ([overlap.other_key] if overlap.other_table == Contract.table else [])
    for key in ways:
        if key != besides:
            st.button(
                plain(called[Contract.table, key], 40), icon=":material/contract:", type="tertiary",
                key=f"{place} open {key} {_name(overlap)}", on_click=open_record, args=(Contract, key),
            )  # fmt: skip


def _name(overlap: Overlap) -> str:
    return f"{overlap.contract_id} {overlap.other_table} {overlap.other_key}"


def _answer(portfolio: Portfolio, contract_id: str, other: tuple[str, str], answer: Answer) -> None:
    with told_errors():
        data.answer_overlap(portfolio.district.district_id, session.acting_as(), contract_id, other, answer)
        tell("It is asked again." if answer is Answer.ASK_AGAIN else "Kept: not the same. It is not asked again.")
