"""What the files on the desk were taken for, and what applying them would change."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from data_models.load import Problem
from store.loading import Preview, Reading, SampleRow
from ui.changes import HEADINGS
from ui.words import count, listed, one_line, plain

FIRST_PROBLEMS = 5


def taken_for(reading: Reading) -> None:
    """Which table each file was taken for, and which of its headings are read as which column."""
    with st.expander("What each file was taken for", icon=":material/topic:"):
        if not reading.tables:
            st.caption("None of these files was recognised.")
        for table in reading.tables:
            files = listed([plain(file, 60) for file in table.files], 6)
            st.markdown(f"**{HEADINGS[table.table]}**: {files}, {count(table.rows, 'row')}")
            renamed = [f"{plain(h, 40)} → {plain(c)}" for h, c in table.headings.items() if h.lower() != c]
            notes = [listed(renamed, 30)] if renamed else []
            if table.ignored:
                notes.append(f"not read: {listed([plain(heading, 40) for heading in table.ignored], 30)}")
            if notes:
                st.caption("; ".join(notes))


def problems(seen: Preview) -> None:
    """Each problem as a sentence, the first few at once and at most 200 in all."""
    if not seen.problem_count:
        return
    said = [plain(problem.sentence) for problem in seen.problems]
    st.warning(
        _list(said[:FIRST_PROBLEMS]),
        title=f"{count(seen.problem_count, 'problem')}: these rows or files are set aside, the others load",
        icon=":material/rule:",
    )
    if len(said) > FIRST_PROBLEMS:
        shown = f"The first {len(said)} of {seen.problem_count:,}" if seen.problem_count > len(said) else "All"
        with st.expander(f"{shown} problems"):
            st.markdown(_list(said))
            if seen.problem_count > len(said):
                st.caption("After applying, all rows set aside can be downloaded, each with its reasons.")


def warnings(found: tuple[Problem, ...]) -> None:
    """What loads all the same but is worth a look."""
    if found:
        with st.expander(f"{count(len(found), 'thing')} to look at", icon=":material/visibility:"):
            st.markdown(_list(plain(warning.sentence) for warning in found))


def samples(seen: Preview) -> None:
    """The first records of each table and kind of change, from what to what."""
    if not seen.samples:
        return
    with st.expander("Examples of what would change", icon=":material/compare_arrows:"):
        st.dataframe(
            pd.DataFrame([_sample(row) for row in seen.samples]),
            hide_index=True,
            column_config={
                "table": st.column_config.TextColumn("Table", width=130),
                "what": st.column_config.TextColumn("What", width=90),
                "key": st.column_config.TextColumn("Record", width=130),
                "values": st.column_config.TextColumn("From → to", width=560),
                "source": st.column_config.TextColumn("File and row", width=220),
            },
            alt="Examples of records that would change",
        )


def _sample(row: SampleRow) -> dict[str, str]:
    if row.before and row.after:
        parts = [f"{name}: {row.before.get(name) or '–'} → {value or '–'}" for name, value in row.after.items()]
    else:
        parts = [f"{name}: {value}" for name, value in (row.after or row.before).items() if value]
    return {
        "table": HEADINGS[row.table],
        "what": str(row.kind),
        "key": one_line(row.key, 60),
        "values": one_line("; ".join(parts), 400),
        "source": one_line(row.source, 80),
    }


def _list(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
