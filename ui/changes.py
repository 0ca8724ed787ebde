"""What a load does to a district's tables: in a line, and table by table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data_models import TABLES
from data_models.load import TableChanges
from ui.words import listed, one_line

HEADINGS = {record.table: one_line(record.heading) for record in TABLES}
NUMBERS = ("added", "changed", "withdrawn", "same", "set aside")


def in_short(changes: Sequence[TableChanges]) -> str:
    """1,204 added, 3 changed and 12 rows set aside; or that nothing changes."""
    sums = {name: sum(getattr(change, name.replace(" ", "_")) for change in changes) for name in NUMBERS}
    parts = [f"{sums[name]:,} {name}" for name in ("added", "changed", "withdrawn") if sums[name]] or [
        "nothing changed"
    ]
    if sums["same"]:
        parts.append(f"{sums['same']:,} the same as before")
    if sums["set aside"]:
        parts.append(f"{sums['set aside']:,} {'row' if sums['set aside'] == 1 else 'rows'} set aside")
    return listed(parts)


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
            "total": number("Dollars in the file", width=170, format="$%,.2f", help="Sum of the table's amounts"),
        },
        alt="What happens to each table",
    )
