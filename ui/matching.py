"""Making a mapping by hand: which table a file is for, and which of its headings is which column."""

import glob
import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatch

import streamlit as st

from data_models import TABLES
from data_models.base import Column, columns
from store.loading import Cell, Mapping, Origin, Reading, TableMapping, Unmatched, suggest
from ui.words import listed, one_line, plain

NOT_THERE, SAME, MADE = "– not in the file –", "– the same in every row –", "– made from other columns –"
BY_TABLE = {record.table: record for record in TABLES}
IN_A_ROW = 3
MADE_HERE = "Made on the Data page"


def match_headings(
    unmatched: Callable[[], tuple[Unmatched, ...]],
    reading: Reading,
    mapping: Mapping | None,
    use: Callable[[Mapping], None],
) -> None:
    """Where a file was not recognised, or a column: match its headings by hand, and `use` the mapping that comes of it.
    It stays for the next file.

    unmatched: looks for the files that were not wholly recognised; asked only while this is open.
    """
    begun = mapping is not None and mapping.title == MADE_HERE
    if not begun and not reading.unread and not any(problem.row is None for problem in reading.problems):
        return
    box = st.expander(
        "Match the headings of a file yourself",
        icon=":material/join_inner:",
        expanded=not reading.tables,
        on_change="rerun",
        key=f"matching_{reading.schema}",
    )
    if not box.open:
        return
    with box:
        found = unmatched()
        if not found:
            st.caption("The headings of all these files are known; the problems above say what else is wrong.")
            return
        names = [one.file for one in found]
        file = found[names.index(st.selectbox("File", names, format_func=lambda name: one_line(name, 80)))]
        tables = list(BY_TABLE)
        table = st.selectbox(
            "What each row of it is",
            tables,
            index=tables.index(file.table or "purchases"),
            format_func=lambda key: f"{BY_TABLE[key].heading}: {BY_TABLE[key].about}",
            key=f"match_table_{file.file}",
        )
        cells = _cells(file, table)
        missing = [c.name for c in columns(BY_TABLE[table]) if c.required and c.name not in cells]
        if missing:
            st.caption(f"Still needed: {plain(listed(missing))}.")
        if st.button("Read the files this way", type="primary", disabled=bool(missing)):
            known = [*names, *(part.file for part in reading.parts)]
            use(joined(mapping or as_read(reading, known), file.file, table, cells, known))


def _cells(file: Unmatched, table: str) -> dict[str, Cell]:
    """What each column is made of, as chosen; those not in the file are left out."""
    suggested = suggest(table, file.headings)
    examples = dict(zip(file.headings, file.examples, strict=True))
    wanted = sorted(columns(BY_TABLE[table]), key=lambda column: not column.required)
    chosen: dict[str, Cell] = {}
    for first in range(0, len(wanted), IN_A_ROW):
        for place, column in zip(st.columns(IN_A_ROW), wanted[first : first + IN_A_ROW], strict=False):
            with place:
                cell = _cell(file, table, column, suggested.get(column.name, NOT_THERE), examples)
                if cell:
                    chosen[column.name] = cell
    return chosen


def _cell(file: Unmatched, table: str, column: Column, suggested: str, examples: dict[str, str]) -> Cell | None:
    options = [NOT_THERE, *file.headings, SAME, *([MADE] if column.name in BY_TABLE[table].key else [])]
    key = f"match_{file.file}_{table}_{column.name}"
    heading = st.selectbox(
        f"{column.name}{' (required)' if column.required else ''}",
        options,
        index=options.index(suggested),
        format_func=lambda name: one_line(f"{name}: {examples[name]}" if examples.get(name) else name, 60),
        key=key,
        help=f"{plain(column.description)}. For example: {plain(column.example) or 'blank'}",
    )
    if heading == SAME:
        value = st.text_input("Value in every row", placeholder=column.example, key=f"{key}_value")
        return Cell(constant=value) if value else None
    if heading == MADE:
        parts = st.multiselect("Columns that tell two rows apart", file.headings, key=f"{key}_parts")
        return Cell(key_of=tuple(parts)) if parts else None
    return None if heading == NOT_THERE else Cell(column=heading)


def as_read(reading: Reading, known: Sequence[str]) -> Mapping:
    """The mapping that reads the recognised files as they were read, so that they are read along with the others.

    known: names of all files there are.
    """
    mapping = Mapping(title=MADE_HERE, files={}, tables=())
    for part in reading.parts:
        cells = {column: Cell(column=heading) for column, heading in part.headings.items()}
        mapping = joined(mapping, part.file, part.table, cells, known, part.partial)
    return mapping


def joined(
    mapping: Mapping, file: str, table: str, cells: dict[str, Cell], known: Sequence[str], partial: bool = False
) -> Mapping:
    """The mapping with one more file, told by its name, in place of how it read that file before. Digits in the name
    may differ next time, as a date does.

    known: names of all files there are; where only its digits tell a file from another, they stay. partial: the file's
    rows say nothing of the others.
    """
    pattern, sheet = _short(file)
    loose = re.sub(r"\d+", "*", glob.escape(pattern))
    alike = {_short(name) for name in known if fnmatch(_short(name)[0].lower(), loose.lower())}
    exact = len({name for name, _ in alike}) > 1
    origin = Origin(file=glob.escape(pattern) if exact else loose, sheet=glob.escape(sheet))
    name = next((name for name, one in mapping.files.items() if one == origin), f"file {len(mapping.files) + 1}")
    others = (one for one in mapping.tables if one.origin != name)
    return Mapping(
        title=mapping.title,
        about=mapping.about,
        dates=mapping.dates,
        files={**mapping.files, name: origin},
        tables=(*others, TableMapping(table=table, origin=name, columns=cells, partial=partial)),
    )


def _short(file: str) -> tuple[str, str]:
    """(name without folders, sheet or empty) of what a file is called in a reading."""
    whole, _, sheet = file.partition(", sheet ")
    return whole.rsplit("/", 1)[-1], sheet
