"""The sheets of a workbook as CSV files. Run as a program of its own: a workbook made to hurt can end the process that
reads it, and then it is this one.

Arguments: the workbook, and an empty folder for the CSV files. Prints JSON: {"refused": why, or ""; "sheets": of each
one [title, file or "", why it cannot be read or ""]}.
"""

import csv
import datetime
import json
import sys
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

MOST_MEMORY = 8 * 1024**3
PASSWORD, DAMAGED = "password", "damaged"


def main(path: Path, folder: Path) -> None:
    """Write the files and say what they are."""
    if sys.platform == "linux":  # elsewhere no limit can be set, and the system ends the program itself
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    print(json.dumps(_unpack(path, folder)))


def _unpack(path: Path, folder: Path) -> dict[str, object]:
    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError:
        return {"refused": PASSWORD, "sheets": []}
    except (CalamineError, OSError, ValueError):
        return {"refused": DAMAGED, "sheets": []}
    found = [_sheet(book, title, folder / f"{number}.csv") for number, title in enumerate(book.sheet_names)]
    return {"refused": "", "sheets": found}


def _sheet(book: CalamineWorkbook, title: str, target: Path) -> tuple[str, str, str]:
    """(title, the file that was written or nothing where the sheet is empty, why it cannot be read or nothing)"""
    try:
        sheet = book.get_sheet_by_name(title)
    except (CalamineError, ValueError) as error:
        return title, "", str(error)
    if sheet.start is None:
        return title, "", ""
    _write(sheet, sheet.start[0], target)
    return title, str(target), ""


def _write(sheet: CalamineSheet, above: int, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as text:
        write = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        for _ in range(above):
            write([""])
        for row in sheet.to_python(skip_empty_area=True):
            write([words(cell) for cell in row])


def words(cell: object) -> str:
    """A cell as a person reads it: whole numbers without '.0', dates as ISO, yes and no in words."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
