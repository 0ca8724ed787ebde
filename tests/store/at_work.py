"""What test_killed runs in a process of its own and ends at a random moment: the same write over and over.

    python -m tests.store.at_work WORK FILE

It prints "begins" before each write, and the number of the write after it.
"""

import itertools
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from store.database import Database, open_database

DISTRICT, PURCHASE = "test-unified", "P-1"
CRITERIA = [f"A{number}" for number in range(8)]
FUNDS = 4_000


def rating(database: Database, number: int) -> Iterator[Callable[[], object]]:
    """Write a member's ratings of one purchase by every criterion; the comment is the number."""
    from store.rating import record_ratings

    levels = dict.fromkeys(CRITERIA, (number % 5, str(number)))
    yield partial(record_ratings, database, DISTRICT, "ann", PURCHASE, levels)


def loading(database: Database, number: int) -> Iterator[Callable[[], object]]:
    """Write a file of funds, read before, that changes each one; their note is the number."""
    from store.loading import NamedFile, apply_load, read_source

    rows = "".join(f"{fund},Fund {fund},{number}\n" for fund in range(FUNDS))
    with read_source(database, NamedFile("funds.csv", f"fund_id,name,note\n{rows}".encode())) as reading:
        yield partial(apply_load, database, DISTRICT, reading, "local")


def kept(work: str, database: Database) -> tuple[set[int], int]:
    """(the numbers found in what that work writes, how many of its records there are)."""
    column, table = {"rating": ("comment", "newest_ratings"), "loading": ("note", "funds")}[work]
    with database.read() as cursor:
        rows = cursor.execute(f"SELECT {column} FROM {table} WHERE district_id = $d", {"d": DISTRICT}).fetchall()
    return {int(row[0]) for row in rows}, len(rows)


if __name__ == "__main__":
    work, opened = sys.argv[1], open_database(Path(sys.argv[2]))
    for number in itertools.count(max(kept(work, opened)[0], default=0) + 1):
        for write in {"rating": rating, "loading": loading}[work](opened, number):
            print("begins", flush=True)
            write()
            print(number, flush=True)
