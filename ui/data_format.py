"""The data format: each table's columns, to search and to download, and empty templates to fill in."""

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from data_models import TABLES
from data_models.base import LIST_SEPARATOR, Column, columns
from data_models.wording import counted
from store.loading import data_format_markdown, template_workbook, template_zip

ALL = "All tables"
HEIGHT = 520
KINDS: dict[type, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    Decimal: "number, exact",
    date: "date",
    datetime: "date and time",
}


def templates(place: str) -> None:
    """Empty templates, as CSV files and as a workbook. `place` tells these buttons from the same elsewhere."""
    with st.container(horizontal=True):
        st.download_button(
            "Templates, CSV files",
            template_zip,
            "cabinetmaker-templates.zip",
            "application/zip",
            icon=":material/folder_zip:",
            key=f"csv_templates_{place}",
            on_click="ignore",
        )
        st.download_button(
            "Templates, workbook",
            template_workbook,
            "cabinetmaker-templates.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/table:",
            key=f"workbook_template_{place}",
            on_click="ignore",
        )


def data_format() -> None:
    """Every column of every table: what it is called, holds, and looks like."""
    headings = {record.table: record.heading for record in TABLES}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox(
            "Table", [ALL, *headings], format_func=lambda key: headings.get(key, ALL), width=300, key="format_table"
        )
        words = st.text_input("Find a column", placeholder="date, fund, learners ...", width=360, key="format_words")
        st.download_button(
            "All of this as a page",
            data_format_markdown,
            "data-format.md",
            "text/markdown",
            icon=":material/description:",
            on_click="ignore",
        )
    about = next((record.about for record in TABLES if record.table == table), "")
    st.caption(
        about
        or "A file or sheet is named after its table, like purchases.csv. Headings are matched without regard to case "
        "and blanks. Columns that are not required may be left out."
    )
    rows = [row for row in _rows() if table in (ALL, row["in"]) and words.lower() in " ".join(row.values()).lower()]
    if not rows:
        st.info("No column is called or described like that. Try a shorter word.")
        return
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(HEIGHT, 38 + 36 * len(rows)),
        row_height=36,
        column_config=_columns(),
        alt=f"{counted(len(rows), 'column')} of the data format",
    )


def _rows() -> list[dict[str, str]]:
    return [
        {
            "in": record.table,
            "column": column.name,
            "required": "required" if column.required else "",
            "kind": _kind(column),
            "unit": column.unit,
            "example": column.example,
            "description": column.description + (f" (blank: {column.blank})" if column.blank else ""),
            "choices": ", ".join(column.choices),
            "synonyms": ", ".join(column.synonyms),
        }
        for record in TABLES
        for column in columns(record)
    ]


def _kind(column: Column) -> str:
    kind = "one of the choices" if column.choices else KINDS[column.kind]
    return f"list, separated by {LIST_SEPARATOR}" if column.many else kind


def _columns() -> dict[str, ColumnConfig]:
    text = st.column_config.TextColumn
    return {
        "in": text("Table", width=140),
        "column": text("Column", width=190),
        "required": text("Required", width=90),
        "kind": text("Type", width=130),
        "unit": text("Unit", width=130),
        "example": text("Example", width=210),
        "description": text("What it says", width=430),
        "choices": text("Choices", width=330),
        "synonyms": text("Also called", width=230),
    }
