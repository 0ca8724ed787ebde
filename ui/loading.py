"""Loading files: choosing and reading them, answering what they leave open, seeing what would change, applying it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data_models.load import Load, Question
from data_models.order import Judge
from data_models.portfolio import Portfolio
from data_models.wording import counted
from store.holdings import read_holdings
from store.load import read_loads
from store.loading import (
    Mapping,
    NamedFile,
    Preview,
    Progress,
    Reading,
    Reads,
    Unmatched,
    apply_load,
    preview,
    read_source,
    unmatched,
)
from ui import data, session
from ui.changes import changes_table, in_short
from ui.data_format import templates
from ui.errors import shown_errors
from ui.first_steps import still_missing
from ui.loading_preview import all_problems, first_notes, first_problems, not_read, samples, taken_for, what_is_replaced
from ui.mappings import choose_mapping, save_button
from ui.matching import match_headings
from ui.orders import judge
from ui.others import tell_others, this_window
from ui.progress import with_progress
from ui.upkeep import rows_set_aside
from ui.words import HEADINGS, listed, one_line, plain

DESK, KEEP = "desk", "keep_missing"
WHAT_A_PLAN_NEEDS = (
    "A plan needs purchases, their cost lines, the needs they answer, funds, fund years, criteria, and members with "
    "their ratings. E-Rate pays only once district.csv says the lunch share. Sites, projects, contracts and the ledger "
    "make a plan better."
)
PAGES = {
    "Prioritise": "pages/decide/prioritise.py",
    "Needs": "pages/track/needs.py",
    "Projects": "pages/track/projects.py",
    "Budget": "pages/track/budget.py",
    "Contracts": "pages/track/contracts.py",
    "Schools": "pages/track/schools.py",
}
"""Where each page is, by its title."""
KINDS = ["csv", "tsv", "txt", "tab", "zip", "xlsx", "xlsm", "xls", "ods"]


@dataclass
class Desk:
    """What a window has on its desk: the files it read, and what came of the last ones. Stays through every rerun.

    earlier: how columns of the files applied so far were written, so that rows set aside are not asked about anew.
    The reading's rows are let go of when another takes its place, when it is applied, and when the window is closed.
    """

    files: tuple[NamedFile, ...] = ()
    mapping: Mapping | None = None
    answers: dict[str, str] = field(default_factory=dict)
    earlier: dict[tuple[str, str], Reads] = field(default_factory=dict)
    reading: Reading | None = None
    seen: Preview | None = None
    seen_at: tuple[str, int, frozenset[str]] | None = None
    strange: tuple[Unmatched, ...] | None = None
    loaded: Load | None = None
    loaded_into: str = ""
    turn: int = 0
    window: str = ""

    def read(self, progress: Progress) -> None:
        """Read the files; what lay on the desk before goes only once that is done."""
        reading = read_source(
            data.database(), self.files, answers=self.answers, earlier=self.earlier, mapping=self.mapping,
            progress=progress,
        )  # fmt: skip
        self.clear()
        self.reading = reading

    def preview(self, district_id: str, keep_missing: frozenset[str], judge: Judge) -> Preview:
        """What the reading would change in the district as it is now, its orders judged."""
        assert self.reading
        at = (district_id, data.version(district_id), keep_missing)
        if self.seen is None or self.seen_at != at:
            self.seen = preview(data.database(), district_id, self.reading, keep_missing, judge)
            self.seen_at = at
        return self.seen

    def unmatched(self) -> tuple[Unmatched, ...]:
        """The files of the reading that were not recognised, with their headings."""
        if self.strange is None:
            self.strange = unmatched(self.files)
        return self.strange

    def apply(self, district_id: str, member_id: str, keep_missing: frozenset[str], progress: Progress) -> None:
        """Apply the reading, and make room for the next files."""
        assert self.reading
        loaded = apply_load(
            data.database(), district_id, self.reading, member_id, keep_missing=keep_missing, progress=progress
        )
        files = counted(len(self.files), "file") if len(self.files) > 1 else one_line(loaded.source, 60)
        tell_others(district_id, member_id, self.window, f"loaded {files}")
        self.earlier |= {(c.table, c.heading): c for c in self.reading.columns if c.said or c.proves}
        self.clear()
        self.loaded, self.loaded_into = loaded, district_id
        self.files, self.turn = (), self.turn + 1

    def clear(self) -> None:
        """Let go of the reading."""
        if self.reading:
            self.reading.close()
        self.reading = self.seen = self.seen_at = self.strange = self.loaded = None


def choose_files() -> None:
    """The files, how they are read, and the button that reads them. Nothing is changed by it."""
    desk = _desk()
    uploads = st.file_uploader(
        "Your files: a zip of a folder, CSV files, or a workbook with a sheet for each table",
        type=KINDS,
        accept_multiple_files=True,
        key=f"files_{desk.turn}",
    )
    with shown_errors():
        mapping = choose_mapping()
        # The bar comes and goes in a container of its own, so that what stands below keeps its place.
        with st.container():
            if st.button("Read the files", type="primary", icon=":material/find_in_page:", disabled=not uploads):
                desk.files, desk.mapping, desk.answers = _named(uploads), mapping, {}
                with_progress(desk.read)
        st.caption("Reading changes nothing. You see what would change before you apply it.")


def what_would_change(portfolio: Portfolio) -> None:
    """What came of the files so far, and the next step."""
    desk = _desk()
    with shown_errors():
        if desk.loaded:
            _say_loaded(portfolio, desk.loaded, desk.loaded_into)
        elif desk.reading is None:
            _how_to_begin(portfolio)
        elif desk.reading.questions:
            _ask(desk, desk.reading)
            with st.expander("What each file was taken for", icon=":material/topic:"):
                taken_for(desk.reading)
        else:
            _show(portfolio, desk, desk.reading)


def _show(portfolio: Portfolio, desk: Desk, reading: Reading) -> None:
    name = plain(portfolio.district.name, 60)
    keep_missing = frozenset(st.session_state.get(KEEP, ()))
    seen = desk.preview(portfolio.district.district_id, keep_missing, judge())
    st.header(f"What would change in {name}", anchor=False)
    st.markdown(f"{plain(seen.source, 100)}: **{plain(in_short(seen.tables))}**")
    _ask_about_missing(seen, keep_missing)
    _warn_of_much_withdrawn(portfolio.district.district_id, seen)
    what_is_replaced(seen)
    usable = any(table.good for table in reading.tables)
    if usable and any(change.added or change.changed or change.withdrawn for change in seen.tables):
        with st.container():
            _apply_button(portfolio, desk, keep_missing)
    elif any(change.same for change in seen.tables):
        st.info("Nothing would change: the district already holds all of this.", icon=":material/equal:")
    else:
        st.warning("There is nothing in these files that could be loaded.", icon=":material/block:")
    first_problems(seen)
    first_notes(seen, reading)
    not_read(reading)
    match_headings(desk.unmatched, reading, desk.mapping, _use)
    tables, examples, headings, wrong = st.tabs(
        [
            "By table",
            "Examples",
            "Files and headings",
            f"Problems and notes ({seen.problem_count + seen.hanging_rows + len(seen.warnings):,})",
        ]
    )
    with tables:
        changes_table(seen.tables)
    with examples:
        samples(seen)
    with headings:
        taken_for(reading)
        if desk.mapping:
            save_button(desk.mapping)
    with wrong:
        all_problems(seen)


def _apply_button(portfolio: Portfolio, desk: Desk, keep_missing: frozenset[str]) -> None:
    district_id = portfolio.district.district_id
    if portfolio.district.made_up:
        st.warning(
            "This is the made-up sample. Choose Start your own, above, and these files are read into that one instead; "
            "what you read stays on the page.",
            icon=":material/science:",
        )
    # The key names the district: a click meant for one is never taken for another that came on the screen.
    if st.button(
        f"Apply to {plain(portfolio.district.name, 60)}",
        type="secondary" if portfolio.district.made_up else "primary",
        icon=":material/done_all:",
        key=f"apply_{district_id}",
    ):
        member_id = session.acting_as()  # a window's state is not known in the thread that works
        with_progress(lambda progress: desk.apply(district_id, member_id, keep_missing, progress))
        st.rerun()


def _ask_about_missing(seen: Preview, keep_missing: frozenset[str]) -> None:
    """Which tables withdraw nothing. Asked where something would be withdrawn, and stays while anything is kept."""
    withdrawing = [change.table for change in seen.tables if change.withdrawn or change.table in keep_missing]
    if withdrawing:
        st.pills(
            "Earlier files had records that these have not: they would be withdrawn. Keep those of",
            withdrawing,
            format_func=HEADINGS.__getitem__,
            selection_mode="multi",
            key=KEEP,
            help="Choose a table where these files hold only a part of it. Withdrawn records stay in history.",
        )


def _warn_of_much_withdrawn(district_id: str, seen: Preview) -> None:
    """Half of a table's records or more would go: files that are only a part of it are taken for the whole."""
    withdrawing = {change.table: change.withdrawn for change in seen.tables if change.withdrawn}
    if not withdrawing:
        return
    held = {holding.table: holding.held for holding in read_holdings(data.database(), district_id)}
    much = [
        f"This would withdraw {gone:,} of {held[table]:,} {HEADINGS[table].lower()}, because the files no longer have "
        f"them. Keep them by choosing **{HEADINGS[table]}** above."
        for table, gone in withdrawing.items()
        if 2 * gone >= held[table]
    ]
    if much:
        st.warning("\n\n".join(much), icon=":material/warning:")


def _ask(desk: Desk, reading: Reading) -> None:
    questions = reading.questions
    st.header(f"Before this can load: {counted(len(questions), 'question')}", anchor=False)
    suggested = any(question.suggested for question in questions)
    check = " What other columns show, or you said before, is chosen already: check it." if suggested else ""
    st.caption(f"The files do not settle this, and nobody should guess it.{check}")
    with st.form("questions"):
        given = {question.question_id: _answer(question, reading.schema) for question in questions}
        if st.form_submit_button("Read again with these answers", type="primary"):
            desk.answers |= {key: answer for key, answer in given.items() if answer}
            with_progress(desk.read)
            st.rerun()


def _answer(question: Question, reading: str) -> str | None:
    """What is chosen. reading: which one it is, as another one's choice may rest on other files of the same names."""
    # The label is read aloud letter by letter, so it has no escapes; what is seen is plain Markdown.
    st.markdown(plain(question.words))
    answer = st.radio(
        one_line(question.words),
        question.answers,
        captions=[plain(meaning) for meaning in question.meanings],
        index=question.answers.index(question.suggested) if question.suggested else None,
        key=f"answer_{reading}_{question.question_id}",
        horizontal=True,
        label_visibility="collapsed",
    )
    st.caption(f"Cells such as {plain(listed(question.examples))}. {plain(question.why)}")
    return answer


def _say_loaded(portfolio: Portfolio, load: Load, district_id: str) -> None:
    st.success(
        f"{plain(in_short(load.changes))}.", title=f"Loaded: {plain(load.source, 100)}", icon=":material/check_circle:"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if portfolio.district.district_id == district_id:  # else the pages show another
            _ways_to_see(portfolio, load)
        rows_set_aside(district_id, load, "result")
    changes_table(load.changes)


def _ways_to_see(portfolio: Portfolio, load: Load) -> None:
    """The pages where something of the load is seen; where a plan lacks something still, what that is."""
    for page in portfolio.seen_on([change.table for change in load.changes]):
        st.page_link(PAGES[page], label=f"See it on {page}", icon=":material/arrow_forward:")
    if missing := still_missing(portfolio):
        st.caption(f"Still missing for a plan: {missing}.", width="stretch")


def _how_to_begin(portfolio: Portfolio) -> None:
    st.header("How to begin", anchor=False)
    if not read_loads(data.database(), portfolio.district.district_id):
        st.info(
            f"Nothing has been loaded into {plain(portfolio.district.name, 60)} yet. A load that was cut off leaves "
            "nothing behind: choose its files and load them again.",
            icon=":material/inbox:",
        )
    st.markdown(
        "1. Take the empty templates, or your own exports as they are: dollar signs, title rows, totals and any usual "
        "date are understood.\n"
        f"2. Put in what you have. {WHAT_A_PLAN_NEEDS} **Data format** describes every column.\n"
        "3. Choose the files and read them. Rows with a problem are set aside, each with its reason; the others load. "
        "Mend the rows and load them again whenever you like: what is already there stays as it is."
    )
    templates("beginning")


def _use(mapping: Mapping) -> None:
    """Read the files on the desk again by a mapping that was just made."""
    desk = _desk()
    desk.mapping, desk.answers = mapping, {}
    with_progress(desk.read)
    st.rerun()


def _desk() -> Desk:
    desk: Desk = st.session_state.setdefault(DESK, Desk(window=this_window()))
    return desk


def _named(uploads: Sequence[UploadedFile]) -> tuple[NamedFile, ...]:
    return tuple(NamedFile(upload.name, upload.getvalue()) for upload in uploads)
