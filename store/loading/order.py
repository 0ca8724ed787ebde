"""Whether the database keeps rows in the order in which they come: needed while staging, costly while writing.

The settings are the whole process's, so staging and writing take turns.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from store.database import Database

_TURNS = WeakKeyDictionary[Database, threading.Lock]()
_MAKING = threading.Lock()


@contextmanager
def kept_order(database: Database) -> Iterator[None]:
    """Rows are stored in the order of their file, so that the row id tells the row."""
    with _turn(database):
        yield


@contextmanager
def any_order(database: Database) -> Iterator[None]:
    """Rows may be stored in any order: writing a large ledger takes half the time. They go to the file as soon as there
    are enough for a row group, not for five, which takes a quarter less memory."""
    with _turn(database), database.cursor() as cursor:
        cursor.execute("SET preserve_insertion_order = false")
        cursor.execute("SET write_buffer_row_group_count = 1")
        try:
            yield
        finally:
            cursor.execute("RESET write_buffer_row_group_count")
            cursor.execute("SET preserve_insertion_order = true")


def _turn(database: Database) -> threading.Lock:
    with _MAKING:
        return _TURNS.setdefault(database, threading.Lock())
