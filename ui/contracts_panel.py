"""One contract, opened: its terms, who uses it, what else serves its purpose, and what ending it would do."""

from collections.abc import Callable, Sequence

import streamlit as st

from data_models.contract import Contract
from data_models.ending import Effect
from data_models.overlap import Overlap
from data_models.plan import PlanSettings
from data_models.portfolio import Portfolio
from ui import session
from ui.contracts import ContractRow, grades_words
from ui.overlaps import overlap_questions
from ui.words import day, money, plain


def keeping(settings: PlanSettings, contract_id: str) -> PlanSettings:
    """The draft without the ending of one contract: what ending it does is the same before and after the choice."""
    return settings.model_copy(update={"ended": tuple(c for c in settings.ended if c != contract_id)})


def about_contract(
    portfolio: Portfolio, rows: Sequence[ContractRow], overlaps: Sequence[Overlap], effect: Callable[[str], Effect]
) -> Callable[[Contract], None]:  # fmt: skip
    """What the panel says of a contract. effect: what ending it would do to the draft plan."""

    def body(contract: Contract) -> None:
        row = next(row for row in rows if row.contract.contract_id == contract.contract_id)
        _facts(row)
        _ending(row, effect(contract.contract_id))
        _terms(contract, row.fund)
        key = (contract.table, contract.contract_id)
        own = [o for o in overlaps if key in ((contract.table, o.contract_id), (o.other_table, o.other_key))]
        if own:
            st.markdown("**For the same purpose**")
            overlap_questions(portfolio, own, f"panel {contract.contract_id}", besides=[contract.contract_id])

    return body


def _facts(row: ContractRow) -> None:
    contract = row.contract
    facts = (contract.vendor, str(contract.category), contract.purpose, grades_words(contract.grades), row.department)
    st.caption(plain(" · ".join(fact for fact in facts if fact)))
    per_user = "nobody uses it" if contract.active_users == 0 else "not known"
    with st.container(horizontal=True):
        st.metric("A year", plain(money(contract.yearly_cost)))
        st.metric("Used by", plain(row.use))
        st.metric("A year for each user", plain(money(row.per_user)) if row.per_user is not None else per_user)
    st.markdown(plain(row.renewal.words))


def _ending(row: ContractRow, effect: Effect) -> None:
    """What ending it frees and which purchases that would bring in; and the choice."""
    contract = row.contract
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(effect.freed.words)}**")
        st.markdown((":material/event_busy: **Ended in the draft plan.** " if row.ended else "") + plain(effect.words))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(
                "Keep it in the draft plan" if row.ended else "End it in the draft plan", key="end contract",
                icon=":material/undo:" if row.ended else ":material/event_busy:",
                type="secondary" if row.ended else "primary",
            ):  # fmt: skip
                session.end(contract.contract_id)
                st.rerun()
            st.caption("Only this window's draft plan changes; giving notice stays with you.")


def _terms(contract: Contract, fund: str) -> None:
    st.table(
        {
            "Began": day(contract.starts) if contract.starts else "not on record",
            "Fund": plain(fund) or "not on record",
            "Privacy agreement": plain(contract.privacy_agreement) or "not on record",
            "Accessibility": plain(contract.accessibility_statement) or "not on record",
        },
        border="horizontal", width="content",
    )  # fmt: skip
