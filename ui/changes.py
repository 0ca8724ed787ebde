"""What a load does to a district's tables: in a line, and table by table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data_models.load import TableChanges
from data_models.wording import counted
from ui.words import HEADINGS, listed

NUMBERS = ("added", "changed", "withdrawn", "same", "set aside")


def in_short(changes: Sequence[TableChanges]) -> str:
    """1,204 records added, 3 changed, 60 as before and 12 rows set aside."""
    sums = {name: sum(getattr(change, name.replace(" ", "_")) for change in changes) for name in NUMBERS}
    kinds = [name for name in ("added", "changed", "withdrawn", "same") if sums[name]]
    numbers = [counted(sums[name], "record") if name == kinds[0] else f"{sums[name]:,}" for name in kinds]
    parts = [f"{number} {name.replace('same', 'as before')}" for number, name in zip(numbers, kinds, strict=True)]
    parts += [f"{counted(sums['set aside'], 'row')} set aside"] if sums["set aside"] else []
    return listed(parts) or "nothing to load"


def changes_table(changes: Sequence[TableChanges]) -> None:
    """One row a table; what does not happen is left blank."""
    number = st.column_config.NumberColumn
    st.dataframe(
        pd.DataFrame(
            {
                "table": [HEADINGS[change.table] for change in changes],
                **{
                    name: pd.array([getattr(change, name.replace(" ", "_")) or None for change in changes], "Int64")
                    for name in NUMBERS
                },
                "total": [None if change.total is None else float(change.total) for change in changes],
            }
        ),
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={
            "table": st.column_config.TextColumn("Table", width=160),
            "added": number("Added", width=90, format="localized"),
            "changed": number("Changed", width=90, format="localized"),
            "withdrawn": number(
                "Withdrawn", width=100, format="localized", help="In an earlier file of this table, not in this one"
            ),
            "same": number("Same", width=90, format="localized"),
            "set aside": number("Set aside", width=100, format="localized", help="Rows with a problem"),
            "total": number("Dollars in the file", width=170, format="dollar", help="Sum of the table's amounts"),
        },
        alt="What happens to each table",
    )
