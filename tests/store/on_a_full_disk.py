"""What test_full_disk runs in a process of its own: work on a disk that is full, then on one that no longer is.

    python -m tests.store.on_a_full_disk WORK WAY FOLDER

WAY is how the disk is made full: "ballast" fills the small disk that FOLDER is on, "limit" forbids this process and
those it starts to write files that are longer. Each line printed is the JSON of [what was done, what was said].
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from data_models.errors import DistrictError
from store.backup import back_up
from store.database import Database, open_database
from store.district import current_district
from store.integrity import find_faults
from store.loading import NamedFile, apply_load, read_source
from store.location import PROJECT
from store.rating import read_ratings, record_ratings

ROOM = (0, 8_192, 20_000, 400_000)
"""Bytes left, from where nothing can be begun to where much can, but not all."""
FUNDS = "fund_id,name,note\n" + "".join(f"{i},Fund {i},{os.urandom(240).hex()}\n" for i in range(25_000))
DONE = "done"
TODAY = date(2026, 11, 21)


def ballast(folder: Path, room: int | None) -> None:
    """Leave so many bytes on the folder's disk; None takes the ballast away."""
    heavy = folder / "ballast"
    heavy.unlink(missing_ok=True)
    if room is not None:
        with heavy.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(folder).free - room)))


def limit(folder: Path, room: int | None) -> None:
    """Let no file be written to beyond so many bytes; None sets no limit."""
    import resource

    most = resource.RLIM_INFINITY if room is None else room
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def say(what: str, work: Callable[[], object]) -> None:
    """Do it and print what was said: nothing but a DistrictError is expected, and everything else is a traceback."""
    try:
        work()
    except DistrictError as error:
        print(json.dumps([what, str(error)]))
    else:
        print(json.dumps([what, DONE]))


def say_command(what: str, path: Path, *words: str) -> None:
    """The same of manage.py, in a process of its own; the last line is what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=PROJECT, text=True, encoding="utf-8", check=False,
        env={**os.environ, "CABINETMAKER_DATABASE": str(path)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert "Traceback" not in done.stdout, done.stdout
    print(json.dumps([what, DONE if not done.returncode else done.stdout.splitlines()[-1]]))


def starting(folder: Path, fill: Callable[[Path, int | None], None]) -> None:
    """A new file, where there is no room for it; then where there is."""
    for room in ROOM:
        path = folder / f"new-{room}.duckdb"
        fill(folder, room)
        say("full", partial(_open, path))
        fill(folder, None)
        say("freed", partial(_open, path))
    path = folder / "sample.duckdb"
    fill(folder, 100_000)
    say_command("full", path, "sample")
    fill(folder, None)
    say_command("freed", path, "sample")


def _open(path: Path) -> None:
    open_database(path).close()


def rating(folder: Path, fill: Callable[[Path, int | None], None]) -> None:
    """Ratings until the disk is full; each is there whole, or not at all, as was said."""
    path = folder / "planning.duckdb"
    for room, length in ((10_000, 10), (60_000, 1_000), (17_000_000, 19_000)):
        database = open_database(path)
        fill(folder, room)
        kept = 0
        try:
            while kept < 2_000:
                _rate(database, f"{kept + 1} {'x' * length}")
                kept += 1
        except DistrictError as error:
            print(json.dumps(["full", str(error)]))
        say("read", partial(_must_be, kept, database))
        fill(folder, None)
        _rate(database, f"{kept + 1} freed")
        database.close()
        again = open_database(path)
        _must_be(kept + 1, again)
        assert find_faults(again, _who(again)[0], TODAY) == ()
        again.close()
    say_command("freed", path, "check")


def _rate(database: Database, comment: str) -> None:
    district_id, member_id, purchase_id, criteria = _who(database)
    record_ratings(database, district_id, member_id, purchase_id, dict.fromkeys(criteria, (1, comment)))


def _who(database: Database) -> tuple[str, str, str, list[str]]:
    with database.read() as cursor:
        district_id = current_district(cursor)
        rated = read_ratings(cursor, district_id)
    first = rated[0]
    return district_id, first.member_id, first.purchase_id, sorted({rating.criterion_id for rating in rated})


def _must_be(kept: int, database: Database) -> None:
    """The newest ratings are all of the one that was recorded last."""
    district_id, member_id, purchase_id, _ = _who(database)
    with database.read() as cursor:
        rated = read_ratings(cursor, district_id)
    said = {r.comment.split()[0] for r in rated if (r.member_id, r.purchase_id) == (member_id, purchase_id)}
    assert not kept or said == {str(kept)}, (kept, said)


def loading(folder: Path, fill: Callable[[Path, int | None], None]) -> None:
    """A load that does not fit, from the window that goes on afterwards; then by manage.py."""
    path = folder / "planning.duckdb"
    database = open_database(path)
    district_id = _who(database)[0]
    before = _held(database, district_id)
    for room in (0, 100_000, 5_000_000):
        with read_source(database, NamedFile("funds.csv", FUNDS.encode())) as reading:
            fill(folder, room)
            say("full", partial(apply_load, database, district_id, reading, "local"))
            assert _held(database, district_id) == before
            fill(folder, None)
    _rate(database, "1 goes on")
    assert find_faults(database, district_id, TODAY) == ()
    database.close()
    source = folder / "funds.csv"
    source.write_text(FUNDS, encoding="utf-8")
    fill(folder, 100_000)
    say_command("full", path, "load", str(source), "--district", "Elsewhere", "--yes")
    fill(folder, None)
    say_command("freed", path, "check")
    say_command("freed", path, "load", str(source), "--district", "Elsewhere", "--yes")


def _held(database: Database, district_id: str) -> list[tuple[object, ...]]:
    with database.read() as cursor:
        return cursor.execute(
            "SELECT fund_id, name, revision, withdrawn_at FROM funds WHERE district_id = $d ORDER BY fund_id",
            {"d": district_id},
        ).fetchall()


def copying(folder: Path, fill: Callable[[Path, int | None], None]) -> None:
    """A backup that does not fit, twice, and nothing of it stays; then one that does."""
    path = folder / "planning.duckdb"
    database = open_database(path)
    backups = folder / "backups"
    backups.mkdir()
    for room in (*ROOM, 400_000):
        fill(folder, room)
        say("full", partial(back_up, database, backups))
        fill(folder, None)
        assert not list(backups.iterdir())
    say("freed", partial(back_up, database, backups))
    database.close()
    fill(folder, 400_000)
    say_command("full", path, "backup", str(backups))
    fill(folder, None)
    for copy in backups.iterdir():
        say_command("freed", copy, "check")


if __name__ == "__main__":
    work = {"starting": starting, "rating": rating, "loading": loading, "copying": copying}[sys.argv[1]]
    work(Path(sys.argv[3]), {"ballast": ballast, "limit": limit}[sys.argv[2]])
