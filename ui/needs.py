"""Needs, put together for their page: one row a need, its filters and its columns."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import streamlit as st

from data_models.coverage import ALL_LEARNERS, NO_SUBJECT, Answered, Cover, Coverage, State, Tally, Urgency
from data_models.district import Level
from data_models.need import Need
from data_models.portfolio import Portfolio
from ui.first_steps import way_to_data
from ui.lens import Lens, looked_at
from ui.records.columns import Shown
from ui.records.facets import Facet, chosen
from ui.records.panel import add_button

NAME, ORDER = "needs", "open ones first"
HIGH, OTHER = "high-need", "other"
BANDS = {
    "K–2": ("PK", "TK", "K", "1", "2"), "3–5": ("3", "4", "5"), "6–8": ("6", "7", "8"), "9–12": ("9", "10", "11", "12"),
}  # fmt: skip
GLYPHS = {State.OPEN: "○ open", State.PARTLY: "◐ in part", State.ANSWERED: "● answered"}
PLACES = ("level", "need", "school")
"""Filters that say at which schools a need is looked at; the others say which needs."""


class NeedRow(NamedTuple):
    """One need as its page shows it: what answers it at the schools chosen, and everywhere the lens looks.

    grades: those it names that are taught where the lens looks; all that it names where none of them is, and all that
    are taught there where it names none. here: whether learners of the grades chosen have it at the schools chosen. A
    need of both may have them apart: grade 6 at one school, and none at those that are high-need.
    """

    need: Need
    cover: Cover
    wide: Cover
    department: str
    goals: tuple[str, ...]
    grades: tuple[str, ...]
    here: bool = True

    @property
    def state(self) -> State:
        """Whether it is answered at the schools chosen."""
        return self.cover.state


class NeedFilters:
    """The page's filters, and the schools that they and the lens choose."""

    def __init__(self, portfolio: Portfolio, high_need: frozenset[str]) -> None:
        self.sites = {s.site_id: s for s in portfolio.sites}
        self.goals = {g.goal_id: g.title for g in portfolio.goals}
        self.high_need = high_need

    @cached_property
    def facets(self) -> tuple[Facet[NeedRow], ...]:
        """Every filter of the page. What a click on the map sets is tucked away, so that the list begins higher up."""
        states, bands, levels = [str(state) for state in GLYPHS], list(BANDS), [str(level) for level in Level]
        due, by = [str(u) for u in Urgency], [str(a) for a in Answered]
        return (
            Facet("answered", "Answered", lambda r: (r.state,), pills=True, order=states.index),
            Facet(
                "grades",
                "Grade band",
                lambda r: _bands_of(r.grades),
                pills=True,
                order=lambda w: bands.index(w) if w in bands else len(bands),
                begins=lambda w: {"grades": BANDS[w]} if w in BANDS else {},
            ),
            Facet("need", "School need", self._needy, order=[HIGH, OTHER].index, tucked=True),
            Facet("subject", "Subject", lambda r: (r.need.subject or NO_SUBJECT,), tucked=True,
                  begins=lambda w: {"subject": w} if w != NO_SUBJECT else {}),
            Facet("due", "Needed by", lambda r: (r.cover.urgency,), order=due.index, tucked=True),
            Facet("school", "School", lambda r: [self.name(s) for s in r.wide.site_ids], tucked=True,
                  begins=lambda w: {"site_ids": tuple(s for s in self.sites if self.name(s) == w)}),
            Facet(
                "level",
                "Level",
                self._levels,
                order=lambda w: levels.index(w) if w in levels else len(levels),
                tucked=True,
            ),
            Facet("grade", "Grade", lambda r: r.grades, tucked=True, begins=lambda w: {"grades": (w,)}),
            Facet("group", "Student group", lambda r: r.need.student_groups or (ALL_LEARNERS,), tucked=True,
                  begins=lambda w: {"student_groups": (w,)} if w != ALL_LEARNERS else {}),
            Facet("driver", "Driver", lambda r: (r.need.driver,), tucked=True, begins=lambda w: {"driver": w}),
            Facet("goal", "Goal", lambda r: r.goals, tucked=True,
                  begins=lambda w: {"goal_ids": tuple(g for g, title in self.goals.items() if title == w)}),
            Facet("by", "Answered by", lambda r: (r.cover.answered,), order=by.index, tucked=True),
        )  # fmt: skip

    def places(self, looking: Lens) -> tuple[str, ...] | None:
        """Sites that the lens and the school filters choose; none where neither chooses any, which means all."""
        picked = chosen(NAME, self.facets)
        if not any(picked[facet] for facet in PLACES):
            return looking.sites or None
        return tuple(
            key
            for key, site in self.sites.items()
            if (not looking.sites or key in looking.sites)
            and (not picked["level"] or site.level in picked["level"])
            and (not picked["need"] or (HIGH if key in self.high_need else OTHER) in picked["need"])
            and (not picked["school"] or self.name(key) in picked["school"])
        )

    def grades(self) -> tuple[str, ...]:
        """Grades whose learners are counted, none for all: those chosen one by one, else those of the bands chosen."""
        picked = chosen(NAME, self.facets)
        return picked["grade"] or tuple(g for band in picked["grades"] for g in BANDS.get(band, ()))

    def on_map(self, looking: Lens) -> tuple[str, ...]:
        """Sites that the map shows: where the lens looks, of the levels chosen."""
        levels = chosen(NAME, self.facets)["level"]
        return tuple(
            key
            for key, site in self.sites.items()
            if (not looking.sites or key in looking.sites) and (not levels or site.level in levels)
        )

    def name(self, site_id: str) -> str:
        """What a site is called in the filters: its key is added where two share a name."""
        return self._names.get(site_id, site_id)

    @cached_property
    def _names(self) -> dict[str, str]:
        used = [site.name for site in self.sites.values()]
        return {k: s.name if used.count(s.name) == 1 else f"{s.name} ({k})" for k, s in self.sites.items()}

    def _needy(self, row: NeedRow) -> Sequence[str]:
        high = sum(s in self.high_need for s in row.wide.site_ids)
        return [HIGH] * bool(high) + [OTHER] * (high < len(row.wide.site_ids) or not row.wide.site_ids)

    def _levels(self, row: NeedRow) -> list[str]:
        return sorted({str(self.sites[s].level) for s in row.wide.site_ids if s in self.sites})


def need_rows(portfolio: Portfolio, looking: Lens, wide: Coverage, near: Coverage) -> list[NeedRow]:
    """The needs that the lens shows: open ones first, then those in part; most learners waiting first, ties by key.

    near: coverage at the schools chosen; wide: where the lens looks.
    """
    covers = {c.need_id: c for c in wide.needs}
    here = {c.need_id: c for c in near.needs}
    departments = {d.department_id: d.name for d in portfolio.departments}
    goals = {g.goal_id: g.title for g in portfolio.goals}
    taught = {s.site_id: s.grades for s in portfolio.sites}
    rows = [
        NeedRow(
            need=need,
            cover=here.get(need.need_id, covers[need.need_id]),
            wide=covers[need.need_id],
            department=departments.get(need.department_id, need.department_id),
            goals=tuple(goals.get(g, g) for g in need.goal_ids),
            grades=_taught(need, covers[need.need_id].site_ids, taught),
            here=need.need_id in here or not covers[need.need_id].site_ids,
        )
        for need in looked_at(portfolio, looking, portfolio.needs)
        if need.need_id in covers
    ]
    order = list(GLYPHS)
    return sorted(rows, key=lambda r: (order.index(r.state), -(r.cover.open_learners or 0), r.need.need_id))


def searched(row: NeedRow) -> str:
    """Where the words typed are looked for."""
    need = row.need
    return f"{need.need_id} {need.title} {need.description} {need.subject} {row.department} {row.cover.words}"


def need_columns(grades: Sequence[str] = ()) -> list[Shown[NeedRow]]:
    """The columns of the list. grades: whose learners alone are counted as waiting, none for all."""
    number = st.column_config.NumberColumn
    day = st.column_config.DateColumn("Needed by", width=98, format="D MMM YYYY")
    return [
        Shown("Need", lambda r: r.need.title, "title", width=262),
        Shown("Answered", lambda r: GLYPHS[r.state], width=92, signed=True,
              help="At the schools looked at; open: not answered"),
        Shown("Waiting", lambda r: _whole(r.cover.open_learners), config=number(
            "Waiting", width=78, format="≈ %,d" if grades else "localized", help=waiting_words(grades))),
        Shown("By what", lambda r: r.cover.words, width=340, help="What answers it now, and where it is open"),
        Shown("Needed by", lambda r: r.need.needed_by, "needed_by", config=day),
        Shown("Subject", lambda r: r.need.subject, "subject", width=152),
        Shown("Grades", lambda r: grades_in_words(r.need.grades), "grades", width=64),
        Shown("Learners", lambda r: r.need.learners, "learners",
              config=number("Learners", width=72, format="localized", help="Learners who have the need, everywhere")),
        Shown("Urgency", lambda r: str(r.cover.urgency), width=110, hidden=True),
        Shown("Student groups", lambda r: r.need.student_groups, "student_groups", width=150, hidden=True),
        Shown("Schools", lambda r: len(r.cover.site_ids), width=66, help="Where learners have it"),
        Shown("Driver", lambda r: str(r.need.driver), "driver", width=100),
        Shown("Goals", lambda r: r.goals, hidden=True, width=200),
        Shown("Department", lambda r: r.department, "department_id", width=150, hidden=True),
        Shown("Key", lambda r: r.need.need_id, width=70, hidden=True),
    ]  # fmt: skip


@cache
def grades_in_words(grades: tuple[str, ...]) -> str:
    """K–5 for grades in a row, else each of them."""
    order = [grade for band in BANDS.values() for grade in band]
    places = [order.index(grade) for grade in grades if grade in order]
    if len(grades) > 2 and len(places) == len(grades) and places == list(range(places[0], places[0] + len(places))):
        return f"{grades[0]}–{grades[-1]}"
    return ", ".join(grades)


def waiting_words(grades: Sequence[str]) -> str:
    """Whom the figures count, and that they are an estimate where only some grades are looked at."""
    if not grades:
        return "Learners whom nothing answers, here"
    of = grades_in_words(tuple(grades))
    return (
        f"Learners of {'grade' if len(grades) == 1 else 'grades'} {of} whom nothing answers, here: an estimate, as a "
        "need's learners are shared evenly over its grades"
    )


def no_needs_yet() -> None:
    """What to do where the district holds no need."""
    st.info(
        "Needs say what learners lack, and every purchase answers one. Load needs.csv and evidence.csv on the **Data** "
        "page, or add the first need here.",
        title="No needs yet", icon=":material/flag:",
    )  # fmt: skip
    add_button(Need)
    way_to_data()


def in_one_line(rows: Sequence[NeedRow], found: Tally) -> None:
    """How many of these needs are answered, as Prioritise says it too, and what is left of the others."""
    parts = [found.words]
    by = [row.cover.answered for row in rows]
    if found.open:
        parts.append(
            f"{found.open:,} not answered: {by.count(Answered.NOTHING):,} by nothing at all, "
            f"{by.count(Answered.OUT):,} only by what is out of the draft plan"
        )
    late = sum(row.state is not State.ANSWERED and row.cover.urgency is Urgency.OVERDUE for row in rows)
    parts += [f"{late:,} overdue"] * bool(late)
    st.subheader("; ".join(parts) if rows else "No needs", anchor=False)


def _taught(need: Need, site_ids: Sequence[str], taught: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The need's grades that one of these sites teaches, or all of them where none does or that is not on record.

    A need that names no grade is of all that these sites teach.
    """
    if need.grades and not all(taught.get(s) for s in site_ids):
        return need.grades
    here = dict.fromkeys(grade for s in site_ids for grade in taught.get(s, ()))
    return tuple(g for g in need.grades if g in here) or need.grades or tuple(here)


@cache
def _bands_of(grades: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(band for band, known in BANDS.items() if not set(known).isdisjoint(grades))


def _whole(learners: float | None) -> int | None:
    return None if learners is None else round(learners)
