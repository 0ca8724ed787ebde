"""Empty files to fill in: a CSV for each table, and one workbook with a sheet for each."""

import csv
import io
import zipfile
from pathlib import Path

import xlsxwriter

from data_models import TABLES
from data_models.base import Column, columns
from data_models.errors import DistrictError

WORKBOOK = "cabinetmaker-template.xlsx"
LEAST_WIDTH, MOST_WIDTH = 12, 40


def write_templates(folder: Path | str) -> tuple[Path, ...]:
    """Write every template into the folder, making it if need be. Returns the paths. What is there is not overwritten.

    Raises DistrictError where a file of that name exists.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DistrictError(f"The folder '{folder}' cannot be made.", next_step="Choose another folder.") from error
    files = {**_csv_files(), WORKBOOK: template_workbook()}
    for name in files:
        if (folder / name).exists():
            raise DistrictError(f"'{folder / name}' is there already.", next_step="Name another folder.")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return tuple(folder / name for name in files)


def template_zip() -> bytes:
    """All CSV templates in one zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _csv_files().items():
            archive.writestr(name, data)
    return out.getvalue()


def template_workbook() -> bytes:
    """A workbook with a sheet for each table: headings, what each means as a note, and a list of the choices."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for record in TABLES:
            sheet = book.add_worksheet(record.table)
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(columns(record)):
                width = min(max(len(column.name) + 2, LEAST_WIDTH), MOST_WIDTH)
                sheet.set_column(at, at, width, text if column.kind is str else None)
                sheet.write_string(0, at, column.name, heading)
                sheet.write_comment(0, at, _note(column))
                if column.choices and not column.many and len(",".join(column.choices)) < 255:
                    sheet.data_validation(1, at, 5000, at, {"validate": "list", "source": list(column.choices)})
    return out.getvalue()


def _csv_files() -> dict[str, bytes]:
    files = {}
    for record in TABLES:
        out = io.StringIO(newline="")
        csv.writer(out).writerow(column.name for column in columns(record))
        files[f"{record.table}.csv"] = out.getvalue().encode("utf-8-sig")
    return files


def _note(column: Column) -> str:
    needed = "Required." if column.required else "May be blank."
    example = f" Example: {column.example}" if column.example else ""
    return f"{column.description} ({column.unit}). {needed}{example}"
