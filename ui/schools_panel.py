"""One school, opened: its readiness, groups, needs, what comes, projects, evidence."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from data_models.coverage import Cover
from data_models.district import Site
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui.purchase import measure
from ui.schools import GLYPHS, SchoolRow
from ui.words import day, money, plain


def about_school(
    portfolio: Portfolio, rows: Sequence[SchoolRow], site: Site, coming: Sequence[tuple[str, Decimal]]
) -> None:
    """Everything the page says of one school. coming: (purchase key, dollars that land here), the most first."""
    row = next(row for row in rows if row.site.site_id == site.site_id)
    st.markdown(f"**One more rollout: {plain(row.ready.reading)}**")
    st.markdown("\n".join(f"- {GLYPHS[q.mark]} {plain(q.words)}" for q in row.ready.questions))
    _groups(row)
    _needs(portfolio, row.open, row.answered)
    _coming(portfolio, row, coming)
    _projects(portfolio, row)
    _evidence(portfolio, row)


def _groups(row: SchoolRow) -> None:
    site, everyone = row.site, row.site.enrolment
    index = "not known, as a count is missing" if row.money.index is None else f"{row.money.index:.1f}%, {row.need}"
    groups = (
        ("Low-income", site.low_income),
        ("English learners", site.english_learners),
        ("special education", site.special_education),
    )
    said = ", ".join(f"{name} {_part(number, everyone)}" for name, number in groups)
    st.markdown(f"**Learners: {'not on record' if everyone is None else f'{everyone:,}'}**")
    st.markdown(plain(f"{said}. Need index: {index}."))


def _part(some: int | None, everyone: int | None) -> str:
    share = f" ({100 * some / everyone:.0f}%)" if some is not None and everyone else ""
    return "not on record" if some is None else f"{some:,}{share}"


def _needs(portfolio: Portfolio, unanswered: Sequence[Cover], answered: Sequence[Cover]) -> None:
    titles = {need.need_id: need.title for need in portfolio.needs}
    st.markdown(f"**Needs: {len(unanswered):,} open, {len(answered):,} answered here**")
    rows = [
        {"Need": plain(titles[cover.need_id], 80), "Here": word, "By what": plain(cover.words, 200)}
        for word, covers in (("○ open", unanswered), ("● answered", answered))
        for cover in covers
    ]
    if rows:
        st.table(rows, border="horizontal", hide_index=True)


def _coming(portfolio: Portfolio, row: SchoolRow, coming: Sequence[tuple[str, Decimal]]) -> None:
    purchases = {p.purchase_id: p for p in portfolio.purchases}
    whole = sum((amount for _, amount in coming), Decimal(0))
    each = "" if row.money.coming_each is None else f", ${row.money.coming_each:,.0f} per learner"
    bring = "the draft plan and orders bring" if row.money.ordered else "the draft plan brings"
    lands = dict(coming)
    ordered = [key for key in row.ready.purchases if key not in lands]
    st.markdown(
        f"**Purchases coming: {len(row.ready.purchases):,} to this school; with those for every school alike "
        f"{bring} {plain(money(whole))} here{each}**"
    )
    rows = [
        {
            "Purchase": plain(purchases[key].title, 80),
            "Stage": str(purchases[key].stage),
            "For": "this school" if key in row.ready.purchases else "every school",
            "Lands here": plain(money(lands[key])) if key in lands else "–",
        }
        for key in (*lands, *ordered)
    ]
    if rows:
        st.table(rows, border="horizontal", hide_index=True)


def _projects(portfolio: Portfolio, row: SchoolRow) -> None:
    here = [p for p in portfolio.projects if p.project_id in row.ready.projects or row.site.site_id in p.site_ids]
    st.markdown(f"**{counted(len(here), 'project')} that {'names' if len(here) == 1 else 'name'} this school**")
    if here:
        st.table(
            [
                {
                    "Project": plain(p.title, 80),
                    "Stage": str(p.stage),
                    "Health": str(p.health),
                    "Finish": day(p.finish) if p.finish else "–",
                }
                for p in here
            ],
            border="horizontal",
            hide_index=True,
        )


def _evidence(portfolio: Portfolio, row: SchoolRow) -> None:
    found = [e for e in portfolio.evidence if e.site_id == row.site.site_id]
    st.markdown(f"**Evidence: {counted(len(found), 'measure')} taken here**")
    if found:
        st.table([measure(portfolio, e) for e in found], border="horizontal", hide_index=True)
