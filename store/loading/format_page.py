"""docs/data-format.md, made from the records so that it cannot be wrong."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from data_models import TABLES
from data_models.base import LINE, TEXT, Column, Record, columns
from store.loading.checks import key_of

INTRODUCTION = """# Data format

Made from the records (`data_models/`) by `python -m store.loading.format_page`; a test fails where it is out of date.

Each table below is one CSV file, or one sheet of a workbook, named after it. Headings may be written in any case, with
blanks or underscores, or by one of the other names given. Columns may come in any order; those that may be blank may be
left out. Unknown columns are named and not read.

- **Text** is kept as it is, leading zeros included; blanks around it are dropped. It has at most LINE letters; long
  text, where the table says so, at most TEXT, and may go over several lines in quotation marks.
- **Money**: `1234.50`, `$1,234.50`, `(1,234.50)` or `1,234.50-` for less than nothing, `1.2M`, `350K`. `1.234,50` is
  read where the column shows that it is written so; of a column written both ways it is asked which, and rows with a
  cell of the other are set aside. Fractions of a cent are problems, and so is other money.
- **Percentages** go from 0 to 100: `17.44` or `17.44%`.
- **Dates**: `2026-09-14`, `9/14/2026`, `14/9/2026`, `Sep 14, 2026`, `20260914`. Whether month or day comes first is
  decided for each column from all its cells, and asked where they do not tell: once for a file, with what its other
  columns show as a suggestion.
- **Fiscal years** are named by the year they end in: `2027`, `FY27`, `2026-27`.
- **Yes or no**: `yes`, `no`, `y`, `n`, `true`, `false`, `x`, `1`, `0`.
- **Lists** hold their words with `;` between them. Grades that follow one another may be written `K-5`.
- **Keys** must differ from row to row and hold no `;` and no ` / `. A key of another table must be in that table's
  file, or loaded before. Keys that only look alike, as P-10 and P-1O, load and are named.
- **Days** that stand in the wrong order, as a finish before its start, load and are named. So are days of ledger
  entries more than six months before or after the fiscal year they name.
- **Orders** load as the files say; what holds more than a fund has, pays more than a cost line costs, is against a
  fund's rules or is in the ledger from a day still to come is named before it is applied. So is a fund's
  rule that holds for no fund, limits nothing, leaves nothing that its fund may pay, or names what there is not.

Title rows above the headings and blank rows are passed over, and so are rows of totals, which are counted; a row whose
key, name, title or account is the word Total alone is one too, and is named where it has all that a record needs. A row
with a problem is set aside as it stands, with every problem named; the others load. Of a file over 16 MB, a row that
only names an unknown key, or the key of another row, is written anew from what was read of it. Rows are numbered as a
spreadsheet numbers them.
"""


def data_format_markdown() -> str:
    """The whole page."""
    introduction = INTRODUCTION.replace("LINE", f"{LINE:,}").replace("TEXT", f"{TEXT:,}")
    return "\n".join([introduction, *(line for record in TABLES for line in _section(record))])


def _section(record: type[Record]) -> Iterator[str]:
    told_apart = key_of(record.table) or record.key
    yield f"## {record.heading}: `{record.table}.csv`\n"
    yield f"{record.about} Told apart by {', '.join(f'`{key}`' for key in told_apart)}.\n"
    yield "| column | type | unit | required | example | what it says |"
    yield "|---|---|---|---|---|---|"
    for column in columns(record):
        required = "yes" if column.required else "no"
        cells = (f"`{column.name}`", _kind(column), column.unit, required, _example(column), _said(column))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _example(column: Column) -> str:
    return f"`{column.example}`" if column.example else ""


def _kind(column: Column) -> str:
    """The type in a word."""
    if column.many:
        return "list"
    if column.choices:
        return "choice"
    names = {int: "whole number", float: "number", Decimal: "number", bool: "yes or no", date: "date"}
    if column.kind is Decimal and column.unit == "US dollars":
        return "money"
    if column.kind is str:
        return "long text" if column.goes_on else "text"
    return "date and time" if column.kind is datetime else names[column.kind]


def _said(column: Column) -> str:
    said = [f"{column.description}."]
    if column.choices:
        said.append(f"One of: {', '.join(column.choices)}.")
    if column.blank:
        said.append(f"A blank cell stands for `{column.blank}`.")
    if column.references:
        said.append(f"Key of `{column.references}`.")
    if column.least is not None and column.most is not None:
        said.append(f"From {column.least} to {column.most}.")
    elif column.least is not None:
        said.append(f"At least {column.least}.")
    if column.after:
        said.append(f"Not before {' or '.join(f'`{other}`' for other in column.after)}.")
    if column.synonyms:
        said.append(f"Also called {', '.join(column.synonyms)}.")
    return " ".join(said)


if __name__ == "__main__":
    Path("docs/data-format.md").write_text(data_format_markdown(), encoding="utf-8")
