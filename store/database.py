"""The DuckDB file: opening it, a cursor for each read, one transaction for each write, and word of every change.

One process owns the file. Within it, every read gets a cursor of its own, because a connection shared between threads
answers with wrong numbers; writes wait for each other.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import duckdb
from pydantic import BaseModel

from data_models.base import Record
from data_models.errors import DistrictError
from store import migrations
from store.copying import begin_copy, finish_copy
from store.location import backup_folder

Cursor = duckdb.DuckDBPyConnection
AnyRecord = TypeVar("AnyRecord", bound=BaseModel)
Listener = Callable[[str, int], None]

# Files stay readable by DuckDB 1.5, which some offices still have.
CONFIG: dict[str, Any] = {"storage_compatibility_version": "v1.5.0", "autoinstall_known_extensions": False}

SIGNATURE = b"DUCK"
"""The ninth to twelfth byte of every DuckDB file."""

DASHBOARD = "the dashboard"

PATIENCE = 10.0
"""Seconds to wait for others' cursors before the file is opened again."""

READ_VERSION = """
SELECT version
FROM versions
WHERE district_id = $district_id
"""

_LAST_READ: dict[tuple[str, object], dict[Any, tuple[tuple[Any, ...], Any]]] = {}
"""By statement and district, the rows last read and their records, by key."""

RAISE_VERSION = """
INSERT INTO versions (district_id, version)
VALUES ($district_id, 1)
ON CONFLICT (district_id) DO UPDATE SET version = versions.version + 1
"""


class Database:
    """An open district file. Safe to use from many threads at once."""

    def __init__(self, path: Path, connection: Cursor) -> None:
        self.path = path
        self._connection = connection
        self._cursors = 0
        self._counting = threading.Condition()
        self._writing = threading.RLock()
        self._listeners: list[Listener] = []

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor of one's own, closed afterwards. Everything read in one `with` is of one moment.

        Raises DistrictError where the file is damaged, or another's write met a full disk in the middle of it.
        """
        try:
            with self._cursor() as cursor:
                cursor.execute("BEGIN TRANSACTION")
                yield cursor
                cursor.execute("COMMIT")
        except duckdb.Error as error:
            raise self._plainly(error, self.path) from error

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A cursor of one's own outside any transaction, for loading, which stages rows beside the file.

        Raises DistrictError where neither memory nor disk have room for what is staged.
        """
        try:
            with self._cursor() as cursor:
                yield cursor
        except duckdb.Error as error:
            raise self._plainly(error, self.path) from error

    @contextmanager
    def write(self, district_id: str) -> Iterator[Cursor]:
        """One transaction: all of it happens, or nothing. Raises the district's version and tells the listeners.

        Raises DistrictError where the disk is full or the file may not be written.
        """
        with self._writing:
            before = self.version(district_id)
            try:
                with self._cursor() as cursor:  # closing it undoes a transaction that was not committed
                    cursor.execute("BEGIN TRANSACTION")
                    yield cursor
                    cursor.execute(RAISE_VERSION, {"district_id": district_id})
                    cursor.execute("COMMIT")
            except duckdb.Error as error:
                said = self._plainly(error, self.path)
                # It is kept where only what follows a commit went wrong: tidying the file on a full disk.
                if self.version(district_id) == before:
                    raise said from error
            version = self.version(district_id)
        for listener in tuple(self._listeners):
            listener(district_id, version)

    def version(self, district_id: str) -> int:
        """How often the district has been written to; 0 before the first time."""
        with self.read() as cursor:
            row = cursor.execute(READ_VERSION, {"district_id": district_id}).fetchall()
        return int(row[0][0]) if row else 0

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(district_id, version)` after each write, from the writer's thread. Returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def copy_to(self, path: Path) -> None:
        """Copy everything into a new file, as it is at one moment. Raises DistrictError where it cannot be written, or
        what is copied is damaged.
        """
        at = path
        with self._writing:
            try:
                with self._cursor() as cursor:
                    begin_copy(cursor, path)
                    at = self.path  # from here on, what is damaged is what is read
                    finish_copy(cursor)
            except duckdb.Error as error:
                raise self._plainly(error, at) from error

    @contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        """A cursor of one's own, counted while it is open."""
        with self._counting:
            cursor = self._connection.cursor()
            self._cursors += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._counting:
                self._cursors -= 1
                self._counting.notify_all()

    def _plainly(self, error: duckdb.Error, path: Path) -> Exception:
        """The error in plain words. After one that ended the database's work, as a full disk does while the file is
        tidied, the file is opened anew: what was committed is there, what loading had staged beside it is not.
        """
        if isinstance(error, duckdb.FatalException):
            self._open_again()
        return _in_plain_words(error, path)

    def _open_again(self) -> None:
        with self._counting:
            # Whoever is still at work on the old one fails at the next step, and lets go of it.
            self._counting.wait_for(lambda: not self._cursors, PATIENCE)
            try:
                self._connection.execute("SELECT 1")
            except duckdb.FatalException:
                self._connection.close()
                self._connection = duckdb.connect(str(self.path), config=CONFIG)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        _holder_note(self.path).unlink(missing_ok=True)


def open_database(path: Path | str, holder: str = DASHBOARD) -> Database:
    """Open the file, making it if it is not there, and bring its tables up to date (after copying the file).

    holder: who this is, for the message that others get while the file is open.
    Raises DistrictError where the file is held by another process, damaged, of a newer version, or cannot be written.
    """
    path = Path(path).absolute()
    try:
        new = _is_new(path)
    except OSError as error:
        raise _in_plain_words(error, path) from error
    try:
        connection = duckdb.connect(str(path), config=CONFIG)
    except duckdb.Error as error:
        if new:
            with suppress(OSError):  # where none could be begun, there is none
                path.unlink()  # begun on a full disk, it would be taken for a damaged file
        raise _in_plain_words(error, path) from error
    try:
        migrations.migrate(connection, path)
    except duckdb.Error as error:
        connection.close()
        raise _in_plain_words(error, path) from error
    except DistrictError:
        connection.close()
        raise
    note = {"holder": holder, "process": os.getpid(), "since": datetime.now().astimezone().strftime("%d %b, %H:%M")}
    with suppress(OSError):  # a courtesy to others; a full disk must not stop anybody
        _holder_note(path).write_text(json.dumps(note), encoding="utf-8")
    return Database(path, connection)


def _is_new(path: Path) -> bool:
    """Whether there is no file yet. Raises DistrictError where it is another program's: DuckDB would fetch what it
    needs to open one of SQLite's, and make its tables there.
    """
    if path.is_file() and not path.stat().st_size:
        path.unlink()  # left behind where a disk was full; it holds nothing
    if not path.exists():
        return True
    with suppress(PermissionError), path.open("rb") as file:  # held by another, or not to be read: opening it says so
        if file.read(12)[-len(SIGNATURE) :] != SIGNATURE:
            raise _in_plain_words(duckdb.IOException("not a valid DuckDB file"), path)
    return False


def records(record: type[AnyRecord], cursor: Cursor, sql: str, /, **parameters: object) -> tuple[AnyRecord, ...]:
    """The rows of a query as records, in the query's order.

    Of a district's whole table, rows that are as they were the last time are the same records: to check ten thousand
    anew takes longer than to read them, and most writes change one.
    """
    rows = cursor.execute(sql, parameters).fetchall()
    names = [column[0] for column in cursor.description or ()]

    def made(row: tuple[Any, ...]) -> AnyRecord:
        return record.model_validate(dict(zip(names, row, strict=True)))

    if not issubclass(record, Record) or parameters.keys() != {"district_id"}:
        return tuple(map(made, rows))
    key = itemgetter(*(names.index(part) for part in record.key))
    kept = _LAST_READ.get((sql, parameters["district_id"]), {})
    read: dict[Any, tuple[tuple[Any, ...], AnyRecord]] = {}
    found = []
    for row in rows:
        last = kept.get(key(row))
        found.append(last[1] if last and last[0] == row else made(row))
        read[key(row)] = row, found[-1]
    _LAST_READ[sql, parameters["district_id"]] = read
    return tuple(found)


def now() -> datetime:
    """This moment as the file keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def _holder_note(path: Path) -> Path:
    return path.with_name(path.name + ".open")


def _in_plain_words(error: Exception, path: Path) -> Exception:
    """The same error as a DistrictError where a person can mend it, else the error itself."""
    text = str(error)
    for signs, what, next_step in (
        (("Could not set lock", "already open", "being used by another process"), *_who_holds(path)),
        (("not a valid DuckDB", "Corrupt", "checksum", "Serialization Error", "INTERNAL Error: Failed to load",
          "Could not read enough bytes", "Could not read all bytes", "Is a directory"),
         f"'{path.name}' is damaged or is not a Cabinetmaker file.", _newest_copy(path)),
        (("newer version", "newer DuckDB", "storage version"),
         f"'{path.name}' was written by a newer version of the program.",
         "Install the newer version: pip install -r requirements.txt."),
        (("No space left", "disk full", "not enough space", "Disk quota exceeded", "File too large"),
         "The disk is full; nothing was changed.", "Free some space and do it again."),
        (("Permission denied", "Read-only file system", "read-only", "Access is denied"), *_read_only(path)),
        (("Out of Memory Error",), "There is not enough memory for this; nothing was changed.",
         "Close other programs, or load the largest table by itself."),
        (('"loading_',), "The files that were read are no longer at hand; nothing was changed.", "Read them again."),
        (("No such file or directory", "cannot find the path", "Not a directory", "name too long"),
         *_no_file_there(path)),
    ):  # fmt: skip
        if any(sign.lower() in text.lower() for sign in signs):
            return DistrictError(what, next_step=next_step)
    return _not_opened(path) if "Cannot open file" in text else error


def _not_opened(path: Path) -> DistrictError:
    """Why a file is not opened where the system says so in words of its own, as Windows does in the user's language."""
    if not path.exists():
        what, next_step = _no_file_there(path)
    elif path.is_dir():
        what, next_step = f"'{path.name}' is a folder.", "Set CABINETMAKER_DATABASE to a file."
    elif os.access(path, os.W_OK):
        what, next_step = _who_holds(path)
    else:
        what, next_step = _read_only(path)
    return DistrictError(what, next_step=next_step)


def _read_only(path: Path) -> tuple[str, str]:
    what = f"'{path.name}' cannot be written: the file or its folder is read-only."
    return what, f"Allow writing to '{path.parent}', or set CABINETMAKER_DATABASE to a file elsewhere."


def _newest_copy(path: Path) -> str:
    """What to do without the file: the newest of its copies, where there is one."""
    copies = sorted(backup_folder(path).glob(f"{escape(path.stem)}-*.duckdb"))
    if not copies:
        return "Move it away to start afresh, or put a copy of your own in its place; the folder 'backups' has none."
    return f"Close the program, put the newest copy, '{copies[-1]}', in its place, or move it away to start afresh."


def _no_file_there(path: Path) -> tuple[str, str]:
    if path.parent.exists():
        return f"There can be no file '{path}'.", "Set CABINETMAKER_DATABASE to a file elsewhere."
    return f"The folder '{path.parent}' does not exist.", "Make it, or set CABINETMAKER_DATABASE to a file elsewhere."


def _who_holds(path: Path) -> tuple[str, str]:
    """Who has the file open, as its holder noted it, and what to do about it. Stale notes do no harm, they are read
    only when it is locked.
    """
    holder, when = "another program", ""
    with suppress(OSError, ValueError, KeyError):
        said = json.loads(_holder_note(path).read_text(encoding="utf-8"))
        holder, when = said["holder"], f" (process {said['process']}, since {said['since']})"
    next_step = (
        "Do this in the dashboard instead, or close the dashboard (Ctrl+C in its window) and try again."
        if holder == DASHBOARD
        else "Try again when it is done, or close it."
    )
    return f"'{path.name}' is open in {holder}{when}.", next_step
