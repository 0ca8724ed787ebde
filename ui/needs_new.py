"""A new need, in under a minute: what it is, where, for whom, and the evidence that is on record already."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from data_models.coverage import Suggestion
from data_models.edit import Edit
from data_models.need import Evidence, Need
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import edits, session
from ui.errors import told_errors
from ui.lens import lens
from ui.records import drafts
from ui.records.fields import in_use, near
from ui.records.form import fields_form, next_key
from ui.records.panel import open_record
from ui.words import measured, one_line, plain

MEANT = "new need subject meant"
ASKED = ("site_ids", "grades", "student_groups", "driver", "learners", "goal_ids", "needed_by", "description")
MOST_SUGGESTED = 6
Suggest = Callable[[tuple[str, ...], str], Sequence[Suggestion]]


def new_need(
    portfolio: Portfolio, suggest: Suggest, learners: Callable[[Need], int | None]
) -> Callable[[dict[str, Any]], None]:
    """The page's way to ask for a new need. suggest: evidence for sites and a subject.

    learners: how many are enrolled where the need would be.
    """

    def ask(begin: dict[str, Any]) -> None:
        mine = next((m for m in portfolio.members if m.member_id == session.acting_as()), None)
        began = {"department_id": mine.department_id if mine else "", "site_ids": lens().sites, **begin}
        form = drafts.begin("new need", portfolio, Need, began, about=begin)
        drafts.say_left(form)
        name, values = form.name, form.values
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Title *", value=str(values.get("title", "")), key=f"{name} title", max_chars=200,
                          placeholder="The gap in one line: Grade 6 fractions")  # fmt: skip
            subject = _subject(name, portfolio, str(values.get("subject") or ""))
        subject = _meant(portfolio, subject)
        left_out = [name for name in Need.model_fields if name not in ASKED]
        fields = fields_form(name, portfolio, Need, values, leave_out=left_out)
        drafts.keep()
        _estimate_said(_enrolled(fields, learners), given=fields["learners"])
        _evidence(name, portfolio, suggest(tuple(fields["site_ids"]), subject))
        st.button(
            "Add need", type="primary", key=f"{name} add", on_click=_add,
            args=(name, portfolio, str(values["department_id"]), learners),
            help="A title is enough; the rest can come later",
        )  # fmt: skip

    return ask


def _subject(name: str, portfolio: Portfolio, asked: str) -> str:
    used = list(dict.fromkeys([*in_use(portfolio, "subject"), *([asked] if asked else [])]))
    found = st.selectbox(
        "Subject", used, index=used.index(asked) if asked else None, key=f"{name} subject", accept_new_options=True,
        placeholder="none, or type a new one",
    )  # fmt: skip
    return found or ""


def _meant(portfolio: Portfolio, subject: str) -> str:
    """A word in use for one that is new and near it, unless the person says that a new one is meant."""
    offered = near(subject, in_use(portfolio, "subject"))
    if not offered:
        return subject
    return st.radio(
        f'Nothing has the subject "{plain(subject, 60)}" yet. Is one meant that is in use?', [*offered, subject],
        format_func=lambda word: f"{one_line(word, 60)}, a new subject" if word == subject else one_line(word, 60),
        key=f"{MEANT} {subject}", horizontal=True,
    )  # fmt: skip


def _enrolled(given: dict[str, Any], learners: Callable[[Need], int | None]) -> int | None:
    """Learners of the grades and groups at the schools given; none without a school or a figure."""
    asked = {name: tuple(given[name]) for name in ("site_ids", "grades", "student_groups")}
    return learners(Need(need_id="new", title="new", **asked)) if asked["site_ids"] else None


def _estimate_said(enrolled: int | None, given: int | None) -> None:
    if enrolled is not None and given is None:
        st.caption(
            f"About {counted(enrolled, 'learner')} of these grades and groups are enrolled at the schools chosen. "
            "Where Learners is left empty, this is written there."
        )


def _evidence(name: str, portfolio: Portfolio, found: Sequence[Suggestion]) -> None:
    """The evidence suggested, to tick."""
    if not found:
        st.caption("Choose a school, and what is on record of it is suggested here as evidence.")
        return
    st.markdown("**Does one of these show it?** It is copied to the new need.")
    known = {e.evidence_id: e for e in portfolio.evidence}
    sites = {s.site_id: s.name for s in portfolio.sites}
    for suggestion in found[:MOST_SUGGESTED]:
        e = known[suggestion.evidence_id]
        value = measured(e.latest, e.unit) if e.latest is not None else e.finding
        label = f"{e.measure}, {sites.get(e.site_id, e.site_id)}: {value} ({suggestion.words})"
        st.checkbox(plain(label, 160), key=_tick(name, e))


def _tick(name: str, evidence: Evidence) -> str:
    return f"{name} evidence {evidence.evidence_id}"


def _add(name: str, portfolio: Portfolio, department_id: str, learners: Callable[[Need], int | None]) -> None:
    """Write the need and its evidence together, with as many learners as are enrolled where nobody said how many.

    Ticked evidence is copied, so that the next load keeps its own.
    """
    given = {field: st.session_state[f"{name} {field}"] for field in ("title", "subject", *ASKED)}
    given["subject"] = st.session_state.get(f"{MEANT} {given['subject']}") or given["subject"]
    if given["learners"] is None:
        given["learners"] = _enrolled(given, learners)
    with told_errors():
        need = edits.made(Need, {"need_id": next_key(portfolio, Need), "department_id": department_id, **given})
        assert isinstance(need, Need)
        ticked = [e for e in portfolio.evidence if st.session_state.get(_tick(name, e))]
        first = next_key(portfolio, Evidence)
        digits = len(first) - len(first.rstrip("0123456789"))
        stem, number = first[: len(first) - digits], int(first[len(first) - digits :])
        copies = [
            e.model_copy(update={"evidence_id": f"{stem}{str(number + n).zfill(digits)}", "need_id": need.need_id})
            for n, e in enumerate(ticked)
        ]
        written = [Edit(before=None, after=record) for record in (need, *copies)]
        if edits.write(portfolio, written, f"Added {one_line(need.title, 60)}."):
            drafts.done()
            open_record(Need, need.need_id)
