"""Looking at files that are not in the district's own format: what they hold, and what their headings may mean."""

import csv
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from pydantic import Field

from data_models.base import Result
from store.loading import headings
from store.loading.mapped import fits
from store.loading.mapping import load_mapping
from store.loading.records import MARK
from store.loading.refusal import Refusal
from store.loading.sniff import TextFile, make_out
from store.loading.sources import Source, sheets

ROWS = 3


class Unmatched(Result):
    """A file or sheet whose table is not known, or not all of its columns."""

    file: str = Field(description="File, and sheet where there is one, unit: text")
    headings: tuple[str, ...] = Field(description="Its headings, blank ones left out, unit: texts")
    examples: tuple[str, ...] = Field(description="First cells under each heading, joined, unit: texts")
    table: str = Field(description="The table it is most like, or empty, unit: text")


def unmatched(source: Source) -> tuple[Unmatched, ...]:
    """The files of the source that can be read as tables but not as one of the district's, or not all of their columns,
    in their order.

    Files that cannot be read at all are left out: the reading's problems name them. So are rows set aside, which are
    read by the headings that they had.
    """
    refused: list[Refusal] = []
    found = []
    with tempfile.TemporaryDirectory(prefix="cabinetmaker-") as folder:
        for sheet in sheets(source, Path(folder), refused):
            try:
                file = make_out(sheet.path, sheet.name, Path(folder), headings.score)
            except Refusal:
                continue
            if not _fits(sheet.name, sheet.stem, file.headings):
                found.append(_unmatched(sheet.name, sheet.stem, file))
    return tuple(found)


def made_for(source: Source, mappings: Iterable[Path]) -> tuple[Path, ...]:
    """Those of the mappings that name a file like one of the source's, in their order; '*' is like nothing."""
    with tempfile.TemporaryDirectory(prefix="cabinetmaker-") as folder:
        found = list(sheets(source, Path(folder), []))
    return tuple(
        path
        for path in mappings
        for files in [load_mapping(path).files.values()]
        if any(one.file != "*" and fits(sheet, one.file, one.sheet) for one in files for sheet in found)
    )


def _fits(name: str, stem: str, given: tuple[str, ...]) -> bool:
    try:
        table = headings.decide_table(name, stem, given)
    except Refusal:
        return False
    found, ignored = headings.match(table, given)
    return not headings.missing(table, found) and (not ignored or headings.of_rows_set_aside(given))


def _unmatched(name: str, stem: str, file: TextFile) -> Unmatched:
    with file.path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        lines = (line.replace(MARK, "") for line in islice(text, file.above, None))
        rows = list(islice(csv.reader(lines, delimiter=file.separator), ROWS))
    kept = [at for at, heading in enumerate(file.headings) if heading]
    return Unmatched(
        file=name,
        headings=tuple(file.headings[at] for at in kept),
        examples=tuple(", ".join(row[at].strip() for row in rows if at < len(row)) for at in kept),
        table=_most_like(name, stem, file.headings),
    )


def _most_like(name: str, stem: str, given: tuple[str, ...]) -> str:
    try:
        return headings.decide_table(name, stem, given)
    except Refusal:
        heads = {headings.bare(heading) for heading in given}
        meant = {table: len(heads & headings.known(table).keys()) for table in headings.BY_TABLE}
        best = max(meant, key=lambda table: meant[table])
        return best if meant[best] > 1 else ""
