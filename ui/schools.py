"""Schools, put together for their page: one row a site, its filters and its columns."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from data_models.coverage import Cover, Coverage
from data_models.district import Level, Site
from data_models.equity import Equity, SiteMoney
from data_models.portfolio import Portfolio
from data_models.rollout import Mark, Question, SiteReadiness
from data_models.wording import counted
from ui.first_steps import way_to_data
from ui.lens import Lens, looked_at, seen_through
from ui.records.columns import Shown
from ui.records.facets import Facet

NAME, ORDER = "schools", "greatest need first"
HIGH, OTHER, UNKNOWN = "high-need", "other", "not known"
EXPERTS = {Mark.FINE: "has one", Mark.SETTLE: "has none", Mark.UNKNOWN: "not on record"}
NO_LEARNERS = "no learners"
READY, SETTLE, OFF_RECORD = "ready", "something to settle", "not on record"
GLYPHS = {Mark.FINE: "✓", Mark.SETTLE: "✕", Mark.UNKNOWN: "?"}


class SchoolRow(NamedTuple):
    """One site as its page shows it. open, answered: the needs that the lens shows; coming: purchases in the plan."""

    site: Site
    money: SiteMoney
    ready: SiteReadiness
    open: tuple[Cover, ...]
    answered: tuple[Cover, ...]
    coming: tuple[str, ...]

    @property
    def need(self) -> str:
        """Whether it is high-need."""
        return UNKNOWN if self.money.index is None else HIGH if self.money.high_need else OTHER

    @property
    def rollout(self) -> str:
        """Whether it is ready for one more rollout."""
        marks = {question.mark for question in self.ready.questions}
        return SETTLE if Mark.SETTLE in marks else OFF_RECORD if Mark.UNKNOWN in marks else READY


def school_rows(
    portfolio: Portfolio, looking: Lens, found: Equity, ready: Sequence[SiteReadiness], needs: Coverage
) -> list[SchoolRow]:
    """Every site, the greatest need first, with the needs and purchases that the lens shows.

    Ties by name; sites whose need is not known come last.
    """
    shown = seen_through(portfolio, looking)
    by_site: dict[str, tuple[list[Cover], list[Cover]]] = {s.site_id: ([], []) for s in portfolio.sites}
    needs_shown = {need.need_id for need in looked_at(portfolio, looking, portfolio.needs)}
    for cover in (cover for cover in needs.needs if cover.need_id in needs_shown):
        unanswered = set(cover.site_ids if cover.open else cover.open_site_ids)
        for site in cover.site_ids:
            if site in by_site:
                by_site[site][site not in unanswered].append(cover)
    rows = [
        SchoolRow(
            site=site,
            money=money,
            ready=reading,
            open=tuple(by_site[site.site_id][0]),
            answered=tuple(by_site[site.site_id][1]),
            coming=tuple(key for key in reading.purchases if key in shown),
        )
        for site, money, reading in zip(portfolio.sites, found.sites, ready, strict=True)
    ]
    return sorted(rows, key=lambda r: (r.money.index is None, -(r.money.index or 0), r.site.name.casefold()))


def some_schools(portfolio: Portfolio, looking: Lens, rows: Sequence[SchoolRow]) -> list[SchoolRow]:
    """The sites that the lens shows, after a sentence about them; says what to do where there are none."""
    shown = {site.site_id for site in looked_at(portfolio, looking, portfolio.sites)}
    seen = [row for row in rows if row.site.site_id in shown]
    if not rows:
        st.info(
            "Sites say who learns where, with how many devices and experts. Load sites.csv on **Data**; "
            "the page also gives an empty template.",
            title="No schools yet", icon=":material/school:",
        )  # fmt: skip
        way_to_data()
    elif seen:
        _in_one_line(seen)
    else:
        st.info("None of the schools looked at is on record. Choose others above.", icon=":material/filter_alt:")
    return seen


def school_facets() -> tuple[Facet[SchoolRow], ...]:
    """Every filter of the page."""
    levels, readings = [str(level) for level in Level], [READY, SETTLE, OFF_RECORD]
    return (
        Facet("need", "School need", lambda r: (r.need,), pills=True, order=_in([HIGH, OTHER, UNKNOWN])),
        Facet("expert", "Integration expert",
              lambda r: (EXPERTS[r.ready.experts.mark] if r.site.enrolment != 0 else NO_LEARNERS,), pills=True,
              order=_in([*EXPERTS.values(), NO_LEARNERS])),
        Facet("rollout", "One more rollout", lambda r: (r.rollout,), pills=True, tucked=True, order=_in(readings)),
        Facet("level", "Level", lambda r: (str(r.site.level),), tucked=True, order=_in(levels)),
    )  # fmt: skip


def _in(words: Sequence[str]) -> Callable[[str], int]:
    """These words in this order; a word of a link that is none of them last."""
    return lambda word: words.index(word) if word in words else len(words)


def searched(row: SchoolRow) -> str:
    """Where the words typed are looked for."""
    return f"{row.site.site_id} {row.site.name} {row.site.level} {row.ready.words}"


def school_columns() -> list[Shown[SchoolRow]]:
    """The columns of the list."""
    number, bar = st.column_config.NumberColumn, st.column_config.ProgressColumn
    index = bar(
        "Need index",
        min_value=0,
        max_value=100,
        format="%.0f%%",
        width=112,
        help="Learners in at least one group of need: low-income, English learners, special education",
    )
    each = number(
        "Coming $/learner",
        format="$%,.0f",
        width=128,
        help="Dollars for each learner that land here: of the "
        "draft plan, and of orders that the ledger does not have yet",
    )
    return [
        Shown("School", lambda r: r.site.name, "name", width=204),
        Shown("Need index", lambda r: r.money.index, config=index),
        Shown("Need", lambda r: f"◆ {HIGH}" if r.need == HIGH else r.need, width=98, signed=True),
        Shown("Coming $/learner", lambda r: r.money.coming_each, config=each),
        Shown("Experts", lambda r: _count(r.ready.experts, r.site.integration_experts), "integration_experts",
              width=112, signed=True,
              help="Teachers whom others ask about teaching with technology; every school should have one"),
        Shown("One more rollout", lambda r: r.ready.reading, width=140, help="The column Why says what is to settle"),
        Shown("Trained", lambda r: _of(r.site.trained_teachers, r.site.teachers), "trained_teachers", width=80,
              help="Teachers trained to teach with technology in the last two years, of all teachers"),
        Shown("Needs open", lambda r: len(r.open), width=88, help="Needs of learners here that nothing answers here"),
        Shown("Answered", lambda r: len(r.answered), width=76),
        Shown("Coming", lambda r: len(r.coming), width=64,
              help="Purchases ordered or in the draft plan that come here, those for every school alike left out"),
        Shown("Learners", lambda r: r.site.enrolment, "enrolment",
              config=number("Learners", format="localized", width=72)),
        Shown("Per device", lambda r: _per(r.site.enrolment, r.site.devices),
              config=number("Per device", format="%.2f", width=84, help="Learners who share one device")),
        Shown("Why", lambda r: r.ready.words, width=420),
        Shown("Devices", lambda r: r.site.devices, "devices", width=76, hidden=True),
        Shown("Teachers", lambda r: r.site.teachers, "teachers", width=80, hidden=True),
        Shown("Level", lambda r: str(r.site.level), "level", width=100, hidden=True),
        Shown("Low-income", lambda r: r.site.low_income, "low_income", width=98, hidden=True),
        Shown("English learners", lambda r: r.site.english_learners, "english_learners", width=126, hidden=True),
        Shown("Special education", lambda r: r.site.special_education, "special_education", width=138, hidden=True),
        Shown("Unduplicated", lambda r: r.site.unduplicated, "unduplicated", width=110, hidden=True,
              help="Learners in at least one group of need, each counted once, as the state counts them"),
        Shown("Planned", lambda r: r.money.planned, width=110, hidden=True, config=number("Planned", format="$%,.2f")),
        Shown("Ordered", lambda r: r.money.ordered, width=110, hidden=True, config=number("Ordered", format="$%,.2f",
              help="Ordered, and not in the ledger yet")),
        Shown("Spent or promised", lambda r: r.money.spent, hidden=True,
              config=number("Spent or promised", format="dollar")),
        Shown("Key", lambda r: r.site.site_id, width=70, hidden=True),
    ]  # fmt: skip


def _in_one_line(rows: Sequence[SchoolRow]) -> None:
    """How many schools want an expert and how many are ready, in a sentence."""
    taught = [row for row in rows if row.site.enrolment != 0]
    experts = Counter(row.ready.experts.mark for row in taught)
    ready = sum(row.rollout == READY for row in taught)
    missing, unknown = experts[Mark.SETTLE], experts[Mark.UNKNOWN]
    if missing:
        said = f"{counted(missing, 'school has', 'schools have')} no integration expert"
        said += f", {unknown:,} not on record" if unknown else ""
    elif unknown:
        said = f"Of {counted(unknown, 'school')} no integration expert is on record"
    else:
        said = "Every school has an integration expert"
    ready_words = f"{ready:,} of {len(taught):,} {'is' if ready == 1 else 'are'} ready for one more rollout"
    st.subheader(f"{said}; {ready_words}", anchor=False)


def _count(question: Question, number: int | None) -> str:
    return (
        str(number) if question.mark is Mark.FINE and number else f"{GLYPHS[question.mark]} {_MISSING[question.mark]}"
    )


_MISSING = {Mark.FINE: "", Mark.SETTLE: "none", Mark.UNKNOWN: "not on record"}


def _of(some: int | None, everyone: int | None) -> str | None:
    return f"{some} of {everyone}" if some is not None and everyone is not None else None


def _per(learners: int | None, devices: int | None) -> float | None:
    return learners / devices if learners and devices else None
