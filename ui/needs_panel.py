"""One need, opened: why it counts as answered or open, its evidence drawn, and what answers it."""

from collections.abc import Callable, Sequence

import streamlit as st

from data_models.coverage import Cover, Progress
from data_models.district import enrolled_at
from data_models.need import Evidence, Need
from data_models.plan import Explanation
from data_models.portfolio import Portfolio
from data_models.project import Project
from data_models.purchase import Purchase, Stage
from data_models.wording import counted
from ui.charts.evidence_lines import Line, evidence_height, evidence_lines
from ui.charts.look import SIGNS
from ui.needs import grades_in_words
from ui.records.panel import open_new, open_record
from ui.words import day, listed, measured, money, one_line, plain

MOST_NAMED = 4


def about_need(
    portfolio: Portfolio, covers: Sequence[Cover], reasons: Sequence[Explanation],
    progress: Callable[[Evidence], Progress],
) -> Callable[[Need], None]:  # fmt: skip
    """What the page says of the need that is open. reasons: why each open purchase is in or out of the draft plan."""

    def show(need: Need) -> None:
        cover = next((c for c in covers if c.need_id == need.need_id), None)
        if cover:
            state = "Not answered" if cover.open else "Answered in part" if cover.partly else "Answered"
            st.markdown(f"**{state}.** {plain(cover.words)}")
        if need.description:
            st.markdown(plain(need.description))
        st.caption(plain(_facts(portfolio, need)))
        own = _evidence(portfolio, need, progress)
        _answers(portfolio, need, {r.purchase_id: r for r in reasons})
        _measures(portfolio, need, own)

    return show


def _facts(portfolio: Portfolio, need: Need) -> str:
    sites = {s.site_id: s.name for s in portfolio.sites}
    goals = {g.goal_id: g.title for g in portfolio.goals}
    facts = (
        str(need.driver),
        need.subject,
        f"grade{'s' * (len(need.grades) > 1)} {grades_in_words(need.grades)}" if need.grades else "",
        listed(need.student_groups),
        _learners(portfolio, need),
        listed([sites.get(s, s) for s in need.site_ids], MOST_NAMED) or "all schools that teach these grades",
        f"needed by {day(need.needed_by)}" if need.needed_by else "",
        f"serves {listed([goals.get(g, g) for g in need.goal_ids])}" if need.goal_ids else "",
    )
    return " · ".join(fact for fact in facts if fact)


def _learners(portfolio: Portfolio, need: Need) -> str:
    """How many have it; and where that is more than are enrolled there, how many are."""
    if need.learners is None:
        return "learners not known"
    enrolled = enrolled_at({site.site_id: site for site in portfolio.sites}, need.site_ids)
    more = f", more than the {enrolled:,} enrolled there" if enrolled is not None and need.learners > enrolled else ""
    return counted(need.learners, "learner") + more


def _evidence(portfolio: Portfolio, need: Need, progress: Callable[[Evidence], Progress]) -> list[Evidence]:
    """The measures that have a value, drawn, the district before its sites; all measures of the need."""
    sites = {s.site_id: s.name for s in portfolio.sites}
    own = sorted(
        (e for e in portfolio.evidence if e.need_id == need.need_id),
        key=lambda e: (e.measure, e.unit, e.site_id != "", sites.get(e.site_id, e.site_id), e.evidence_id),
    )
    drawn = [e for e in own if (e.baseline, e.target, e.latest) != (None, None, None)]
    if drawn:
        lines = [
            Line(
                measure=e.measure, place=sites.get(e.site_id, e.site_id) or "District", unit=e.unit,
                baseline=e.baseline, target=e.target, latest=e.latest, progress=progress(e),
            )
            for e in drawn
        ]  # fmt: skip
        st.plotly_chart(
            evidence_lines(lines), height=evidence_height(lines), key=f"evidence {need.need_id}", theme=None,
            config={"displayModeBar": False}, alt=f"{counted(len(lines), 'measure')} of this need; in words below",
        )  # fmt: skip
    return own


def _measures(portfolio: Portfolio, need: Need, own: Sequence[Evidence]) -> None:
    """What the sources say, in words, with a way to each measure and to a new one."""
    sites = {s.site_id: s.name for s in portfolio.sites}
    if not own:
        st.info("Nothing on record shows this need yet.", icon=":material/query_stats:")
    with st.container(gap=None):
        for e in own:
            where = sites.get(e.site_id, e.site_id) or "district"
            values = "" if e.latest is None else measured(e.latest, e.unit)
            source = ", ".join(part for part in (e.source, day(e.as_of) if e.as_of else "") if part)
            said = "; ".join(part for part in (values, e.finding, source) if part)
            st.button(plain(f"{e.evidence_id}: {e.measure}, {where}: {said}", 160), key=f"open {e.evidence_id}",
                      type="tertiary", on_click=open_record, args=(Evidence, e.evidence_id))  # fmt: skip
    st.button("Add evidence", icon=":material/add:", key="add evidence", on_click=open_new, args=(Evidence,),
              kwargs={"need_id": need.need_id})  # fmt: skip


def _answers(portfolio: Portfolio, need: Need, reasons: dict[str, Explanation]) -> None:
    """The purchases and projects that name the need, and where they stand in the draft plan."""
    purchases = [p for p in portfolio.purchases if need.need_id in p.need_ids and p.stage is not Stage.WITHDRAWN]
    projects = [p for p in portfolio.projects if need.need_id in p.need_ids]
    if not purchases and not projects:
        st.info("Add the need to the purchase or project that answers it, or propose a purchase.",
                title="No purchase and no project names it", icon=":material/search_off:")  # fmt: skip
    st.button("Propose a purchase", icon=":material/add_shopping_cart:", key="propose a purchase", on_click=open_new,
              args=(Purchase,), kwargs={"need_ids": (need.need_id,), "site_ids": need.site_ids,
                                        "department_id": need.department_id})  # fmt: skip
    rows = [_purchase(portfolio, p, reasons.get(p.purchase_id)) for p in purchases]
    if purchases or projects:
        st.table(rows + [_project(p) for p in projects], border="horizontal", hide_index=True)


def _purchase(portfolio: Portfolio, purchase: Purchase, reason: Explanation | None) -> dict[str, str]:
    costs = [line.amount for line in portfolio.cost_lines if line.purchase_id == purchase.purchase_id]
    return {
        "What answers it": plain(purchase.title, 60),
        "Stage": str(purchase.stage),
        "In the draft plan": f"{SIGNS[reason.state].glyph} {SIGNS[reason.state].word}" if reason else "bought already",
        "Cost": plain(money(sum(costs[1:], costs[0]))) if costs else "–",
        "Why": plain(one_line(reason.sentence, 220)) if reason else "–",
    }


def _project(project: Project) -> dict[str, str]:
    finish = f"forecast to finish {day(project.finish)}" if project.finish else "no finish on record"
    return {
        "What answers it": f"Project: {plain(project.title, 60)}",
        "Stage": str(project.stage),
        "In the draft plan": "–",
        "Cost": plain(money(project.budget)) if project.budget is not None else "–",
        "Why": plain(", ".join(part for part in (str(project.health), project.health_reason, finish) if part), 220),
    }


def about_evidence(portfolio: Portfolio) -> Callable[[Evidence], None]:
    """What the page says of the measure that is open: the need it shows, and the way back to it."""
    titles = {n.need_id: n.title for n in portfolio.needs}

    def show(evidence: Evidence) -> None:
        if evidence.need_id in titles:
            st.button(f"Back to {plain(titles[evidence.need_id], 60)}", icon=":material/arrow_back:",
                      key="back to need", on_click=open_record, args=(Need, evidence.need_id))  # fmt: skip
        else:
            st.caption("It describes its school and shows no need yet.")
        values = (("Baseline", evidence.baseline), ("Latest", evidence.latest), ("Target", evidence.target))
        words = {name: "–" if value is None else measured(value, evidence.unit) for name, value in values}
        st.table({**words, "Source": plain(evidence.source) or "–"}, border="horizontal", width="content")

    return show


def about_purchase(portfolio: Portfolio, reasons: Sequence[Explanation]) -> Callable[[Purchase], None]:
    """What the page says of a purchase that is open: where it stands, and the needs it answers."""
    titles = {n.need_id: n.title for n in portfolio.needs}
    stands = {r.purchase_id: r.sentence for r in reasons}

    def show(purchase: Purchase) -> None:
        st.markdown(plain(" ".join((stands.get(purchase.purchase_id, ""), purchase.description))))
        answered = [need for need in purchase.need_ids if need in titles]
        if not answered:
            st.info("It names no need. Name the ones it answers under Edit.", icon=":material/flag:")
        for need in answered:
            st.button(plain(f"Answers {titles[need]}", 80), key=f"answers {need}", type="tertiary",
                      icon=":material/flag:", on_click=open_record, args=(Need, need))  # fmt: skip

    return show
