"""The district file: all or nothing, a cursor each, and a plain sentence when it cannot be opened."""

import errno
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from data_models.errors import DistrictError
from store.database import Database, _who_holds, open_database
from store.district import current_district, read_district, read_districts, start_district

ROOT = Path(__file__).parents[2]


def _rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    with database.read() as cursor:
        return cursor.execute(sql).fetchall()


def test_a_write_raises_the_version_and_tells_who_listens(database: Database, district_id: str) -> None:
    heard: list[tuple[str, int]] = []
    stop = database.listen(lambda district, version: heard.append((district, version)))
    before = database.version(district_id)
    with database.write(district_id):
        pass
    stop()
    with database.write(district_id):
        pass
    assert heard == [(district_id, before + 1)]
    assert database.version(district_id) == before + 2


def test_a_write_that_fails_leaves_nothing_behind(database: Database, district_id: str) -> None:
    before = database.version(district_id)
    with pytest.raises(ZeroDivisionError), database.write(district_id) as cursor:
        cursor.execute("INSERT INTO settings VALUES ('half', 'done')")
        raise ZeroDivisionError
    assert _rows(database, "SELECT name FROM settings WHERE name = 'half'") == []
    assert database.version(district_id) == before


def test_readers_and_writers_at_once_see_whole_transactions(database: Database, district_id: str) -> None:
    """Two rows are always written together: no reader may ever see an odd number of them."""
    odd: list[int] = []
    done = threading.Event()

    def write() -> None:
        for number in range(40):
            with database.write(district_id) as cursor:
                cursor.execute(
                    "INSERT INTO settings VALUES ($a, '1'), ($b, '1')", {"a": f"a{number}", "b": f"b{number}"}
                )
        done.set()

    def read() -> None:
        while not done.is_set():
            with database.read() as cursor:
                count = cursor.execute("SELECT count(*) FROM settings WHERE name <> 'district'").fetchall()[0][0]
            if count % 2:
                odd.append(count)

    threads = [threading.Thread(target=read) for _ in range(4)] + [threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert odd == []
    assert _rows(database, "SELECT count(*) FROM settings WHERE name <> 'district'") == [(80,)]


def test_a_shared_connection_is_why_every_read_has_its_own_cursor() -> None:
    """A cursor is a connection of its own: an open result on one is not disturbed by another."""
    connection = duckdb.connect()
    first, second = connection.cursor(), connection.cursor()
    first.execute("SELECT 1")
    second.execute("SELECT 2")
    assert first.fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("holder", "next_step"),
    [("the dashboard", "or close the dashboard (Ctrl+C"), ("manage.py", "). Try again when it is done")],
)
def test_a_held_file_says_who_holds_it(tmp_path: Path, holder: str, next_step: str) -> None:
    path = tmp_path / "planning.duckdb"
    script = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from store.database import open_database\n"
        f"database = open_database(sys.argv[1], {holder!r}); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(path), str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(DistrictError) as error:
            open_database(path)
        assert f"{holder} (process {other.pid}" in str(error.value)
        assert next_step in str(error.value)
        assert ("dashboard" in str(error.value)) == (holder == "the dashboard")
    finally:
        other.communicate("")
    open_database(path).close()


def test_a_damaged_file_says_so_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "planning.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(DistrictError, match=r"damaged or is not a Cabinetmaker file.*backups"):
        open_database(path)
    assert path.read_bytes() == b"not a database" * 1000


def test_a_file_of_another_program_says_so_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "planning.duckdb"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DistrictError, match=r"damaged or is not a Cabinetmaker file"):
        open_database(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere/planning.duckdb", "nowhere' does not exist. Make it, or"),
        ("file/planning.duckdb", "There can be no file '"), ("n" * 300, "There can be no file '"),
    ],
)  # fmt: skip
def test_a_place_where_no_file_can_be(tmp_path: Path, place: str, said: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DistrictError) as error:
        open_database(tmp_path / place)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("there.duckdb", "'there.duckdb' is open in another program. Try again when it is done"),
        ("locked.duckdb", "'locked.duckdb' cannot be written: the file or its folder is read-only"),
        ("nowhere/planning.duckdb", "nowhere' does not exist. Make it, or"),
        ("absent.duckdb", "There can be no file '"),
    ],
)
def test_what_the_system_says_in_another_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, said: str
) -> None:
    """Windows says why a file is not opened in the language of its user."""
    open_database(tmp_path / "there.duckdb").close()
    open_database(tmp_path / "locked.duckdb").close()

    def connects(path: str, **_: object) -> None:
        raise duckdb.IOException(f'IO Error: Cannot open file "{path}": Der Vorgang ist nicht möglich.')

    monkeypatch.setattr("store.database.duckdb.connect", connects)
    monkeypatch.setattr("store.database.os.access", lambda path, _: Path(path).name != "locked.duckdb")
    with pytest.raises(DistrictError) as error:
        open_database(tmp_path / place)
    assert said in str(error.value)


def test_a_folder_that_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    def connects(*_: object, **__: object) -> None:
        raise duckdb.IOException("IO Error: Cannot open file: Read-only file system")

    path = tmp_path / "planning.duckdb"
    monkeypatch.setattr("store.database.duckdb.connect", connects)
    monkeypatch.setattr(Path, "unlink", refuses)
    for _ in ("no file yet", "one that a full disk left"):
        with pytest.raises(DistrictError, match="cannot be written: the file or its folder is read-only"):
            open_database(path)
        path.touch()


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "planning.duckdb"
    database = open_database(path)
    with database.write("x") as cursor:
        cursor.execute("INSERT INTO migrations VALUES (9999, 'later', 'x', current_timestamp)")
    database.close()
    with pytest.raises(DistrictError, match="newer version of Cabinetmaker"):
        open_database(path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DistrictError, match="does not exist"):
        open_database(tmp_path / "nowhere" / "planning.duckdb")


def test_several_districts_share_a_file_and_one_is_on_the_screen(database: Database) -> None:
    first = start_district(database, "Älder & Sons' Unified", "local")
    second = start_district(database, "Sample", "local", made_up=True)
    with database.read() as cursor:
        assert [d.name for d in read_districts(cursor)] == ["Älder & Sons' Unified", "Sample"]
        assert current_district(cursor) == second
        assert read_district(cursor, first)[0].name == "Älder & Sons' Unified"
    with pytest.raises(DistrictError, match="already"):
        start_district(database, "SAMPLE", "local")
    with pytest.raises(DistrictError, match="needs a name"):
        start_district(database, "  ", "local")


def test_a_crash_in_the_middle_of_a_write_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "planning.duckdb"
    database = open_database(path)
    district_id = start_district(database, "Test Unified", "local")
    version = database.version(district_id)
    database.close()
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[2])\n"
        "from store.database import open_database\n"
        "with open_database(sys.argv[1]).write(sys.argv[3]) as cursor:\n"
        "    cursor.execute(\"INSERT INTO settings VALUES ('half', 'done')\")\n"
        "    os._exit(9)"
    )
    crashed = subprocess.run([sys.executable, "-c", script, str(path), str(ROOT), district_id], check=False)
    assert crashed.returncode == 9
    database = open_database(path)
    assert _rows(database, "SELECT name FROM settings WHERE name = 'half'") == []
    assert database.version(district_id) == version
    database.close()


def test_a_truncated_file_and_a_folder_are_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "planning.duckdb"
    database = open_database(path)
    start_district(database, "Test Unified", "local")
    database.close()
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(DistrictError, match="damaged"):
        open_database(path)
    with pytest.raises(DistrictError):
        open_database(tmp_path)


def test_an_empty_file_left_by_a_full_disk_is_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "planning.duckdb"
    path.touch()
    database = open_database(path)
    with database.read() as cursor:
        assert read_districts(cursor) == ()
    database.close()


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    connection = duckdb.connect(str(path))
    connection.execute("CREATE TABLE theirs (a INTEGER)")
    connection.close()
    with pytest.raises(DistrictError, match="another program's DuckDB file"):
        open_database(path)
    connection = duckdb.connect(str(path))
    assert connection.execute("SELECT table_name FROM information_schema.tables").fetchall() == [("theirs",)]
    connection.close()


@pytest.mark.parametrize("note", ["", "{", "{}"])
def test_a_broken_note_of_the_holder_does_no_harm(tmp_path: Path, note: str) -> None:
    path = tmp_path / "planning.duckdb"
    path.with_name("planning.duckdb.open").write_text(note, encoding="utf-8")
    assert _who_holds(path) == (
        "'planning.duckdb' is open in another program.", "Try again when it is done, or close it."
    )  # fmt: skip
    open_database(path).close()
