"""What the district holds, what was loaded into it, whether it fits together, and copies of it."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from data_models.load import Load
from data_models.portfolio import Portfolio
from data_models.wording import counted
from store.backup import back_up
from store.holdings import read_holdings
from store.integrity import find_faults
from store.load import read_loads
from store.loading import ASIDE, set_aside_csv, set_aside_zip
from store.location import backup_folder
from store.member import LOCAL
from ui import data
from ui.changes import changes_table, in_short
from ui.errors import shown_errors
from ui.first_steps import say_set_aside
from ui.orders import judge
from ui.words import HEADINGS, moment, one_line, plain

FAULTS_SHOWN = 200
WIDTH = 1100


def held_now(portfolio: Portfolio) -> None:
    """Records of each table, and which load touched them last."""
    district_id = portfolio.district.district_id
    loads = read_loads(data.database(), district_id)
    rows = [
        {
            "table": HEADINGS[holding.table],
            "held": holding.held,
            "withdrawn": holding.withdrawn or None,
            "changed": moment(holding.changed_at) if holding.changed_at else "",
            "load": _newest(loads, holding.table),
        }
        for holding in read_holdings(data.database(), district_id)
    ]
    st.dataframe(
        pd.DataFrame(rows).astype({"withdrawn": "Int64"}),
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={
            "table": st.column_config.TextColumn("Table", width=180),
            "held": st.column_config.NumberColumn("Records", width=110, format="localized"),
            "withdrawn": st.column_config.NumberColumn(
                "Withdrawn", width=110, format="localized", help="Kept in the file, no longer counted"
            ),
            "changed": st.column_config.TextColumn("Last changed", width=200),
            "load": st.column_config.TextColumn("By the load of", width=420),
        },
        alt="Records of each table",
    )


def care(portfolio: Portfolio) -> None:
    """Proof that the records fit together, and a copy of the file."""
    st.header("Does it fit together?", anchor=False)
    st.caption("Looks for records that name others which are not there, keys used twice, money that does not add up.")
    if st.button("Check the records", icon=":material/fact_check:"):
        with shown_errors():
            _say_faults(find_faults(data.database(), portfolio.district.district_id, date.today(), judge()))
            say_set_aside(portfolio.district.district_id)
    folder = backup_folder(data.database().path)
    st.header("Keep a copy", anchor=False)
    st.caption(f"A copy of the whole file, with every district in it, goes to {plain(str(folder))}.")
    if st.button("Back up now", icon=":material/backup:"):
        with shown_errors():
            st.success(f"Copied to {plain(str(back_up(data.database(), folder)))}")


def loads_so_far(portfolio: Portfolio) -> None:
    """Who loaded what and when, what it did, and the rows it set aside."""
    district_id = portfolio.district.district_id
    loads = read_loads(data.database(), district_id)
    if not loads:
        st.info("Nothing has been loaded into this district yet.")
        return
    names = {member.member_id: one_line(member.name) for member in portfolio.members}
    by_key = {load.load_id: load for load in loads}
    chosen = st.selectbox(
        "Load",
        list(by_key),
        format_func=lambda key: _title(by_key[key], names),
        help="The newest first.",
        width=WIDTH,
    )
    st.markdown(plain(in_short(by_key[chosen].changes)))
    with st.container(width=WIDTH):
        changes_table(by_key[chosen].changes)
    rows_set_aside(district_id, by_key[chosen], "history")


def rows_set_aside(district_id: str, load: Load, place: str) -> None:
    """The load's rows with a problem, to download: all in one zip where there are several tables, and each table's.
    `place` tells this from the same elsewhere.
    """
    aside = {change.table: change.set_aside for change in load.changes if change.set_aside}
    with st.container(horizontal=True):
        if len(aside) > 1:
            st.download_button(
                f"All {counted(sum(aside.values()), 'row')} set aside",
                partial(set_aside_zip, data.database(), district_id, load.load_id),
                "set-aside.zip",
                "application/zip",
                icon=":material/folder_zip:",
                on_click="ignore",
                key=f"set_aside_{place}",
                help="A file for each table in one zip. Mend the rows and load the files again, or the zip with them.",
            )
        for table, rows in aside.items():
            st.download_button(
                f"{counted(rows, 'row')} of {HEADINGS[table].lower()}, set aside",
                partial(set_aside_csv, data.database(), district_id, load.load_id, table),
                f"{table}{ASIDE}",
                "text/csv",
                icon=":material/download:",
                on_click="ignore",
                key=f"set_aside_{place}_{table}",
                help="The rows as they were, each with its reasons. Mend them and load the file again.",
            )


def _title(load: Load, names: dict[str, str]) -> str:
    who = "somebody at this machine" if load.loaded_by == LOCAL else names.get(load.loaded_by, load.loaded_by)
    return f"{moment(load.loaded_at)}, {who}: {one_line(load.source, 60)}"


def _newest(loads: Sequence[Load], table: str) -> str:
    for load in loads:
        if any(change.table == table for change in load.changes):
            return one_line(load.source, 60)
    return ""


def _say_faults(faults: Sequence[str]) -> None:
    if not faults:
        st.success("Everything fits together.", icon=":material/check_circle:")
        return
    st.warning(
        "\n".join(f"- {plain(fault)}" for fault in faults[:FAULTS_SHOWN]),
        title=f"{counted(len(faults), 'fault')}. Mend them in your files and load those again.",
        icon=":material/rule:",
    )
