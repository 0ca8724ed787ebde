"""Where rows come from: a folder, a zip, CSV files, a workbook. Each file and each sheet becomes a text file.

What could hurt is refused before it is read: a zip or workbook that unpacks to too much, a sheet with impossible
dimensions, a path that leaves the folder, a zip within a zip, a workbook that asks for a password.
"""

import csv
import datetime
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from data_models.errors import DistrictError
from store.loading.bombs import MOST_WORKBOOK, refuse_bombs, refuse_impossible_sheets
from store.loading.refusal import Refusal

TEXT = (".csv", ".tsv", ".txt", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class NamedFile:
    """An uploaded file: its name and what it holds."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Sheet:
    """One file or sheet as text on disk. `name` is what people know it by: 'budget.xlsx, sheet UserGL'."""

    name: str
    stem: str
    path: Path


Source = Path | NamedFile | Sequence[Path | NamedFile]


def source_name(source: Source) -> str:
    """What history calls the source: its name, or the names of its files."""
    if isinstance(source, Path | NamedFile):
        return source.name
    return ", ".join(one.name for one in source)


def sheets(source: Source, folder: Path, refused: list[Refusal]) -> Iterator[Sheet]:
    """Every table-like thing in the source, by name. What cannot be read is added to `refused` and passed over.

    folder: an empty folder for what must be unpacked. Raises DistrictError where a path does not exist.
    """
    for one in [source] if isinstance(source, Path | NamedFile) else source:
        if isinstance(one, NamedFile):
            path = folder / f"upload-{len(list(folder.iterdir()))}{PurePosixPath(one.name).suffix.lower()}"
            path.write_bytes(one.data)
            yield from _file(path, one.name, folder, refused)
        elif one.is_dir():
            for path in sorted(p for p in one.rglob("*") if p.is_file() and not _hidden(p.relative_to(one).parts)):
                if path.suffix.lower() in (*TEXT, *WORKBOOKS):
                    yield from _file(path, path.relative_to(one).as_posix(), folder, refused)
        elif one.exists():
            yield from _file(one, one.name, folder, refused)
        else:
            raise DistrictError(f"There is no file or folder '{one}'.", next_step="Look at how its name is spelled.")


def _hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)


def _file(path: Path, name: str, folder: Path, refused: list[Refusal]) -> Iterator[Sheet]:
    try:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix == ".zip":
            yield from _zip(path, name, folder, refused)
        elif suffix in WORKBOOKS:
            yield from _workbook(path, name, folder, refused)
        elif suffix in (*TEXT, ""):
            yield Sheet(name, PurePosixPath(name).stem, path)
        else:
            raise Refusal(name, f"is of a kind that is not read ({suffix})", "Save it as CSV or as a workbook.")
    except Refusal as refusal:
        refused.append(refusal)


def _zip(path: Path, name: str, folder: Path, refused: list[Refusal]) -> Iterator[Sheet]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Refusal(name, "is damaged or is not a zip file", "Make the zip again.") from error
    with archive:
        refuse_bombs(archive, name)
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            parts = PurePosixPath(member.filename.replace("\\", "/")).parts
            if member.is_dir() or _hidden(tuple(part for part in parts if part != "..")):
                continue
            inside = f"{name}/{'/'.join(parts)}"
            try:
                if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
                    raise Refusal(inside, "has a name that leads out of the zip", "Make the zip again from a folder.")
                if member.flag_bits & 1:
                    raise Refusal(inside, "is protected by a password", "Make the zip without a password.")
                suffix = PurePosixPath(parts[-1]).suffix.lower()
                if suffix == ".zip":
                    raise Refusal(inside, "is a zip inside a zip", "Unpack it and give its files.")
                if suffix not in (*TEXT, *WORKBOOKS):
                    continue
                target = folder / f"member-{len(list(folder.iterdir()))}{suffix}"
                target.write_bytes(archive.read(member))
            except Refusal as refusal:
                refused.append(refusal)
                continue
            except (zipfile.BadZipFile, NotImplementedError) as error:
                refused.append(Refusal(inside, f"cannot be unpacked ({error})", "Make the zip again."))
                continue
            yield from _file(target, inside, folder, refused)


def _workbook(path: Path, name: str, folder: Path, refused: list[Refusal]) -> Iterator[Sheet]:
    if path.stat().st_size == 0:
        raise Refusal(name, "is empty", "Export it again, with its rows.")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            refuse_bombs(archive, name, MOST_WORKBOOK)
            refuse_impossible_sheets(archive, name)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise Refusal(name, "is protected by a password", "Save it without a password and give it again.") from error
    except (CalamineError, OSError, ValueError) as error:
        if _encrypted(path):
            raise Refusal(name, "is protected by a password", "Save it without a password.") from error
        raise Refusal(name, "is damaged or is not a workbook", "Open it, save it again, or save as CSV.") from error
    for title in book.sheet_names:
        label = f"{name}, sheet {title}"
        try:
            sheet = book.get_sheet_by_name(title)
            if sheet.start is None:
                continue
            target = folder / f"sheet-{len(list(folder.iterdir()))}.csv"
            with target.open("w", encoding="utf-8", newline="") as text:
                write = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
                first = sheet.start[0]
                for _ in range(first):
                    write([""])
                for row in sheet.to_python(skip_empty_area=True):
                    write([_words(cell) for cell in row])
            yield Sheet(label, title, target)
        except (CalamineError, ValueError) as error:
            refused.append(Refusal(label, f"cannot be read ({error})", "Save the sheet as CSV."))


def _encrypted(path: Path) -> bool:
    """Whether an office file is a sealed one: an OLE container holding 'EncryptedPackage', or an encrypted ODS."""
    data = path.read_bytes()[: 4 * 1024**2]
    return "EncryptedPackage".encode("utf-16-le") in data or b"manifest:encryption-data" in data


def _words(cell: object) -> str:
    """A cell as a person reads it: whole numbers without '.0', dates as ISO, yes and no in words."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)
