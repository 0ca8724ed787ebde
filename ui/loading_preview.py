"""What the files on the desk were taken for, and what applying them would change."""

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from data_models.load import Problem
from data_models.wording import counted
from store.loading import Preview, Reading, SampleRow, TableReading
from ui.words import HEADINGS, in_table, listed, plain

FIRST_PROBLEMS = 5


def taken_for(reading: Reading) -> None:
    """Which table each file was taken for, and which of its headings are read as which column."""
    if not reading.tables:
        st.caption("None of these files was recognised.")
    st.markdown("\n".join(_taken(table) for table in reading.tables))


def _taken(table: TableReading) -> str:
    """- **Purchases**: wishes.csv, 60 rows. Item → title. Not read: Who asked."""
    said = [f"- **{HEADINGS[table.table]}**: {listed([plain(file, 60) for file in table.files], 6)}"]
    said[0] += f", {counted(table.rows, 'row')}"
    renamed = [f"{plain(h, 40)} → {plain(c)}" for h, c in table.headings.items() if h.lower() != c]
    if renamed:
        said.append(listed(renamed, 30))
    if table.ignored:
        said.append(f"Not read: {listed([plain(heading, 40) for heading in table.ignored], 30)}")
    return ". ".join(said)


def what_is_replaced(seen: Preview) -> None:
    """Names and ledger entries that would make way for others."""
    if seen.replaced:
        said = "\n".join(f"- {plain(words)}" for words in seen.replaced)
        st.warning(said, title="These files say something else than what is here", icon=":material/swap_horiz:")


def first_problems(seen: Preview) -> None:
    """How many problems there are, one of each of the first kinds, and where the others are."""
    if not seen.problem_count:
        return
    kinds: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in seen.problems:
        kinds[problem.file, problem.column, problem.reason].append(problem)
    some_load = any(table.added + table.changed + table.same for table in seen.tables)
    rest = ": these rows or files are set aside, the others load" if some_load else ""
    least = "at least " if seen.problem_count > len(seen.problems) else ""
    shown = list(kinds.values())[:FIRST_PROBLEMS]
    said = [
        plain(alike[0].sentence) + (f" **And {least}{len(alike) - 1} more like it.**" if len(alike) > 1 else "")
        for alike in shown
    ]
    if left := seen.problem_count - sum(map(len, shown)):
        said.append(f"**{left:,} more under Problems and notes.**")
    if seen.hanging_rows:
        said.append(f"**And {_hanging(seen)} on these**, set aside until they are mended.")
    st.warning(
        "\n".join(f"- {sentence}" for sentence in said),
        title=counted(seen.problem_count, "problem") + rest,
        icon=":material/rule:",
    )


def first_notes(seen: Preview, reading: Reading) -> None:
    """What loads and should be looked at first, as an order that its fund may not pay: at most five, and where the
    others are. How the files were read stands further on.
    """
    notes = [note for note in seen.warnings if note not in reading.warnings]
    if not notes:
        return
    said = [plain(note.sentence) for note in notes[:FIRST_PROBLEMS]]
    if left := len(notes) - len(said):
        said.append(f"**{left:,} more under Problems and notes.**")
    st.warning(
        "\n".join(f"- {sentence}" for sentence in said),
        title=f"{counted(len(notes), 'note')} to look at before you apply",
        icon=":material/visibility:",
    )


def not_read(reading: Reading) -> None:
    """The columns that are not read: one heading misspelt, and a whole column would be missing."""
    if not reading.unread:
        return
    said = [plain(problem.sentence) for problem in reading.unread[:FIRST_PROBLEMS]]
    if left := len(reading.unread) - len(said):
        said.append(f"**{left:,} more under Problems and notes.**")
    st.warning(
        "\n".join(f"- {sentence}" for sentence in said),
        title=counted(len(reading.unread), "column is", "columns are") + " not read",
        icon=":material/view_column:",
    )


def _hanging(seen: Preview) -> str:
    return counted(seen.hanging_rows, "row") + (" that hangs" if seen.hanging_rows == 1 else " that hang")


def all_problems(seen: Preview) -> None:
    """Each problem as a sentence, at most 200; the rows that hang on these; then what loads all the same but is worth a
    look.
    """
    if not seen.problems and not seen.warnings:
        st.caption("Nothing is wrong with these files.")
    if seen.problems:
        st.markdown(_list(seen.problems))
    if seen.problem_count > len(seen.problems):
        st.caption(
            f"These are the first {len(seen.problems)} of {seen.problem_count:,}. After applying, every row set aside "
            "can be downloaded with its reasons."
        )
    if seen.hanging_rows:
        st.markdown(f"**And {_hanging(seen)} on these: mend those above first.**")
        st.markdown(_list(seen.hanging))
    if seen.warnings:
        st.markdown("**Nothing is set aside for these, but have a look:**")
        st.markdown(_list(seen.warnings))


def samples(seen: Preview) -> None:
    """The first records of each table and kind of change, from what to what."""
    if not seen.samples:
        st.caption("Nothing would change.")
        return
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
        "key": in_table(row.key, 60),
        "values": in_table("; ".join(parts), 400),
        "source": in_table(row.source, 80),
    }


def _list(problems: Iterable[Problem]) -> str:
    return "\n".join(f"- {plain(problem.sentence)}" for problem in problems)
