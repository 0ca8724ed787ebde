"""What test_killed runs in a process of its own and ends at a random moment: the same write over and over.

    python -m tests.store.at_work WORK FILE

Each line printed is the number of the write that has just been kept; 0 is printed once everything is open.
"""

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from store.database import Database, open_database

DISTRICT, PURCHASE = "test-unified", "P-1"
CRITERIA = [f"A{number}" for number in range(8)]
FUNDS = 2_000


def rating(database: Database) -> Iterator[None]:
    """A member's ratings of one purchase by every criterion; the comment is the number of the write."""
    from store.rating import record_ratings

    for number in _from(_rated(database)):
        record_ratings(database, DISTRICT, "ann", PURCHASE, dict.fromkeys(CRITERIA, (number % 5, str(number))))
        yield


def loading(database: Database) -> Iterator[None]:
    """A file of funds that changes each one; their note is the number of the write."""
    from store.loading import NamedFile, apply_load, read_source

    for number in _from(_loaded(database)):
        rows = "".join(f"{fund},Fund {fund},{number}\n" for fund in range(FUNDS))
        with read_source(database, NamedFile("funds.csv", f"fund_id,name,note\n{rows}".encode())) as reading:
            apply_load(database, DISTRICT, reading, "local")
        yield


def kept(work: str, database: Database) -> tuple[set[str], int]:
    """(the numbers found in what that work writes, how many of its records there are)."""
    return {"rating": _rated, "loading": _loaded}[work](database)


def _rated(database: Database) -> tuple[set[str], int]:
    from store.rating import read_ratings

    with database.read() as cursor:
        rated = read_ratings(cursor, DISTRICT)
    return {rating.comment for rating in rated}, len(rated)


def _loaded(database: Database) -> tuple[set[str], int]:
    with database.read() as cursor:
        rows = cursor.execute("SELECT note FROM funds WHERE district_id = $d ORDER BY note", {"d": DISTRICT}).fetchall()
    return {row[0] for row in rows}, len(rows)


def _from(found: tuple[set[str], int]) -> Iterator[int]:
    """The numbers after the last that was kept, each said once the next is asked for."""
    last = max(map(int, found[0]), default=0)
    print(0, flush=True)
    for number in itertools.count(last + 1):
        yield number
        print(number, flush=True)


if __name__ == "__main__":
    for _ in {"rating": rating, "loading": loading}[sys.argv[1]](open_database(Path(sys.argv[2]))):
        pass
