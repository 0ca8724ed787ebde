"""Where rows come from: a folder, a zip, CSV files, a workbook. Each file and each sheet becomes a text file.

What could hurt is refused before it is read: a zip or workbook that unpacks to too much, a sheet with impossible
dimensions, a path that leaves the folder, a zip within a zip, a workbook that asks for a password.
"""

import errno
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from data_models.errors import DistrictError
from store.loading import unpack_workbook
from store.loading.bombs import DAMAGED, MOST_WORKBOOK, refuse_bombs, refuse_unreadable_sheets
from store.loading.refusal import Refusal

TEXT = (".csv", ".tsv", ".txt", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
PACKED = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz")
OTHER_BOOKS = (".xlsb", ".numbers", ".xltx", ".fods", ".wk4", ".qpw", ".gsheet", ".parquet", ".dbf", ".mdb", ".accdb")
"""Files of tables that are not read. Among others they are named; what holds no tables is passed over."""


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
                name = path.relative_to(one).as_posix()
                if path.suffix.lower() in (*TEXT, *WORKBOOKS):
                    yield from _file(path, name, folder, refused)
                else:
                    refused += _passed_over(name, "folder")
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


def _passed_over(name: str, within: str) -> Iterator[Refusal]:
    """What is said of a file that is not read beside others: something where it holds tables."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in PACKED:
        what = "a zip" if suffix == ".zip" else f"a packed file ({suffix})"
        yield Refusal(name, f"is {what} inside a {within}", "Unpack it and give its files.")
    elif suffix in OTHER_BOOKS:
        remedy = "Save it as CSV or as an Excel workbook (.xlsx)."
        yield Refusal(name, f"is of a kind that is not read ({suffix})", remedy)


def _zip(path: Path, name: str, folder: Path, refused: list[Refusal]) -> Iterator[Sheet]:
    with _archive(path, name, "is damaged or is not a zip file", "Make the zip again.") as archive:
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
                if suffix not in (*TEXT, *WORKBOOKS):
                    refused += _passed_over(inside, "zip")
                    continue
                held = archive.read(member)
            except Refusal as refusal:
                refused.append(refusal)
                continue
            except DAMAGED as error:
                refused.append(Refusal(inside, f"cannot be unpacked ({error})", "Make the zip again."))
                continue
            target = folder / f"member-{len(list(folder.iterdir()))}{suffix}"
            target.write_bytes(held)
            yield from _file(target, inside, folder, refused)


def _archive(path: Path, name: str, wrong: str, remedy: str) -> zipfile.ZipFile:
    """The opened archive. Raises Refusal, saying what is wrong, where its list of files cannot be read."""
    try:
        return zipfile.ZipFile(path)
    except DAMAGED as error:
        raise Refusal(name, wrong, remedy) from error


def _workbook(path: Path, name: str, folder: Path, refused: list[Refusal]) -> Iterator[Sheet]:
    if path.stat().st_size == 0:
        raise Refusal(name, "is empty", "Export it again, with its rows.")
    if zipfile.is_zipfile(path):
        with _archive(path, name, "is damaged or is not a workbook", "Open it and save it again.") as archive:
            refuse_bombs(archive, name, MOST_WORKBOOK)
            refuse_unreadable_sheets(archive, name)
    for title, target, wrong in _unpacked(path, name, folder):
        label = f"{name}, sheet {title}"
        if wrong:
            refused.append(Refusal(label, f"cannot be read ({wrong})", "Save the sheet as CSV."))
        elif target:
            yield Sheet(label, title, Path(target))


def _unpacked(path: Path, name: str, folder: Path) -> list[tuple[str, str, str]]:
    """The workbook's sheets as `unpack_workbook` tells them. Raises Refusal where it cannot be read."""
    target = folder / f"book-{len(list(folder.iterdir()))}"
    target.mkdir()
    done = subprocess.run(  # noqa: S603 - our own program, and paths that are ours
        [sys.executable, "-P", unpack_workbook.__file__, str(path), str(target)],
        capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    if done.returncode:
        if "No space left" in done.stderr:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise Refusal(name, "is damaged, or needs more memory than there is", "Save its tables as CSV files.")
    said = json.loads(done.stdout)
    if said["refused"] == unpack_workbook.PASSWORD or (said["refused"] and _encrypted(path)):
        raise Refusal(name, "is protected by a password", "Save it without a password and give it again.")
    if said["refused"]:
        raise Refusal(name, "is damaged or is not a workbook", "Open it, save it again, or save as CSV.")
    return [(title, file, wrong) for title, file, wrong in said["sheets"]]


def _encrypted(path: Path) -> bool:
    """Whether an office file is a sealed one: an OLE container holding 'EncryptedPackage', or an encrypted ODS."""
    data = path.read_bytes()[: 4 * 1024**2]
    return "EncryptedPackage".encode("utf-16-le") in data or b"manifest:encryption-data" in data
