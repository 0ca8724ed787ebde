"""From preview to the district's tables: what is added, changed, withdrawn, set aside; all of it or nothing."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data_models.errors import DistrictError
from data_models.load import Load
from store.database import Database, now, open_database
from store.load import read_loads, rows_set_aside
from store.loading import (
    NamedFile,
    Reading,
    apply_load,
    preview,
    read_set_aside,
    read_source,
    set_aside_csv,
)

DISTRICT = "sample"
Read = Callable[..., Reading]
Loader = Callable[..., Load]
Rows = Callable[..., list[tuple[Any, ...]]]

FUNDS = "fund_id,name,note\n3010,Title I,old\n4035,Title II,\n"
LEDGER = (
    "account,fund_id,fiscal_year,kind,amount\n"
    "a,3010,2026,actual,10.00\na,3010,2026,actual,10.00\nb,3010,2027,actual,5.50\nb,3010,2027,budget,100\n"
)


def told(load: Load) -> dict[str, tuple[int, int, int, int, int]]:
    return {c.table: (c.added, c.changed, c.withdrawn, c.same, c.set_aside) for c in load.changes}


def test_every_record_knows_its_file_row_time_and_loader(load: Loader, rows: Rows) -> None:
    done = load({"funds.csv": FUNDS})
    assert rows(
        "SELECT fund_id, source_file, source_row, changed_by, revision, load_id, changed_at FROM funds "
        "JOIN record_origins USING (district_id, origin_id) ORDER BY 1"
    ) == [
        ("3010", "funds.csv", 2, "local", 1, done.load_id, done.loaded_at),
        ("4035", "funds.csv", 3, "local", 1, done.load_id, done.loaded_at),
    ]


def test_the_same_file_twice_changes_nothing(load: Loader, rows: Rows) -> None:
    files = {"funds.csv": FUNDS, "ledger_entries.csv": LEDGER}
    load(files)
    before = rows("SELECT * FROM funds ORDER BY fund_id"), rows("SELECT * FROM ledger_entries ORDER BY entry_id")
    again = load(files)
    assert told(again) == {"funds": (0, 0, 0, 2, 0), "ledger_entries": (0, 0, 0, 4, 0)}
    after = rows("SELECT * FROM funds ORDER BY fund_id"), rows("SELECT * FROM ledger_entries ORDER BY entry_id")
    assert before == after


def test_a_newer_export_adds_changes_and_withdraws(database: Database, read: Read, load: Loader, rows: Rows) -> None:
    load({"funds.csv": FUNDS})
    newer = {"funds.csv": "fund_id,name,note\n3010,Title I,new\n6300,Lottery,\n"}
    seen = preview(database, DISTRICT, read(newer))
    assert [(s.kind, s.key, s.before, s.after) for s in seen.samples] == [
        ("added", "6300", {}, {"fund_id": "6300", "name": "Lottery", "kind": "other", "one_time": "no"}),
        ("changed", "3010", {"note": "old"}, {"note": "new"}),
        ("withdrawn", "4035", {"fund_id": "4035", "name": "Title II", "kind": "other", "one_time": "no"}, {}),
    ]
    assert rows("SELECT count(*) FROM funds WHERE note = 'new'") == [(0,)]
    assert told(load(newer)) == {"funds": (1, 1, 1, 0, 0)}
    assert rows("SELECT fund_id, note, revision, withdrawn_at IS NULL FROM funds ORDER BY fund_id") == [
        ("3010", "new", 2, True), ("4035", "", 2, False), ("6300", "", 1, True)
    ]  # fmt: skip
    assert rows("SELECT action, record_key, before_values->>'note', after_values->>'note' FROM changes ORDER BY 1") == [
        ("changed", "3010", "old", "new"), ("withdrawn", "4035", "", None)
    ]  # fmt: skip


def test_what_comes_back_is_no_longer_withdrawn(load: Loader, rows: Rows) -> None:
    load({"funds.csv": FUNDS})
    load({"funds.csv": "fund_id,name\n3010,Title I\n"})
    assert told(load({"funds.csv": FUNDS})) == {"funds": (1, 0, 0, 1, 0)}
    assert rows("SELECT withdrawn_at, revision FROM funds WHERE fund_id = '4035'") == [(None, 3)]


def test_a_person_may_keep_the_missing_and_what_the_app_made_stays(
    database: Database, load: Loader, rows: Rows
) -> None:
    load({"funds.csv": FUNDS})
    with database.write(DISTRICT) as cursor:
        cursor.execute(
            "INSERT INTO funds (district_id, fund_id, name, kind, one_time, note, changed_at, changed_by) "
            "VALUES ('sample', 'APP', 'Made here', 'other', FALSE, '', $now, 'rortiz')", {"now": now()},
        )  # fmt: skip
    one = {"funds.csv": "fund_id,name\n3010,Title I\n"}
    assert told(load(one, keep_missing=frozenset({"funds"}))) == {"funds": (0, 0, 0, 1, 0)}
    assert told(load(one)) == {"funds": (0, 0, 1, 1, 0)}
    assert rows("SELECT fund_id FROM funds WHERE withdrawn_at IS NULL ORDER BY 1") == [("3010",), ("APP",)]


def test_a_column_that_the_file_lacks_stays_as_it_is(load: Loader, rows: Rows) -> None:
    load({"funds.csv": FUNDS})
    assert told(load({"funds.csv": "fund_id,name\n3010,Title I-A\n4035,Title II\n"})) == {"funds": (0, 1, 0, 1, 0)}
    assert rows("SELECT name, note FROM funds WHERE fund_id = '3010'") == [("Title I-A", "old")]


def test_a_ledger_export_speaks_only_for_its_years_and_kinds(load: Loader, rows: Rows) -> None:
    load({"funds.csv": FUNDS, "ledger_entries.csv": LEDGER})
    newer = "account,fund_id,fiscal_year,kind,amount\nb,3010,2027,actual,6.00\n"
    assert told(load({"ledger_entries.csv": newer})) == {"ledger_entries": (1, 0, 1, 0, 0)}
    assert rows(
        "SELECT fiscal_year, kind, sum(amount) FROM ledger_entries WHERE withdrawn_at IS NULL GROUP BY ALL ORDER BY ALL"
    ) == [(2026, "actual", Decimal(20)), (2027, "actual", Decimal(6)), (2027, "budget", Decimal(100))]


def test_lists_change_in_place(load: Loader, rows: Rows) -> None:
    needs = "need_id,title\nN-1,A\nN-2,B\n"
    load({"needs.csv": needs, "purchases.csv": "purchase_id,title,need_ids\nP-1,X,N-1\n"})
    load({"purchases.csv": "purchase_id,title,need_ids\nP-1,X,N-1;N-2\n"})
    assert rows("SELECT need_ids, revision FROM purchases") == [(["N-1", "N-2"], 2)]


def test_references_must_name_good_rows_of_the_load_or_records_held(
    database: Database, read: Read, load: Loader
) -> None:
    load({"needs.csv": "need_id,title\nN-1,Held\n"})
    reading = read({
        "projects.csv": "project_id,title,health,predecessors\nPR-1,Bad,dreadful,\nPR-2,Good,,\nPR-3,Third,,PR-1\n",
        "purchases.csv": "purchase_id,title,need_ids,project_id\nP-1,A,N-1,PR-2\nP-2,B,N-9,PR-2\nP-3,C,,PR-1\n"
        "P-4,D,,PR-3\n",
    })  # fmt: skip
    seen = preview(database, DISTRICT, reading)
    assert [(p.file, p.row, p.column, p.value) for p in seen.problems] == [
        ("projects.csv", 2, "health", "dreadful"), ("purchases.csv", 3, "need_ids", "N-9"),
    ]  # fmt: skip
    assert [(p.file, p.row, p.column, p.value) for p in seen.hanging] == [
        ("projects.csv", 4, "predecessors", "PR-1"), ("purchases.csv", 4, "project_id", "PR-1"),
        ("purchases.csv", 5, "project_id", "PR-3"),
    ]  # fmt: skip
    assert seen.hanging_rows == 3
    assert "Did you mean N-1?" in seen.problems[1].remedy
    assert [(t.table, t.added, t.set_aside) for t in seen.tables] == [("projects", 1, 2), ("purchases", 1, 3)]


def test_purchases_without_cost_need_or_fund_load(load: Loader) -> None:
    assert told(load({"purchases.csv": "purchase_id,title\nP-1,Alone\n"})) == {"purchases": (1, 0, 0, 0, 0)}


def test_tables_that_contradict_each_other_are_named_with_both_figures(database: Database, read: Read) -> None:
    years = "fund_id,fiscal_year,budgeted,spent\n3010,2026,100,19.99\n"
    seen = preview(
        database, DISTRICT, read({"funds.csv": FUNDS, "fund_years.csv": years, "ledger_entries.csv": LEDGER})
    )
    assert [w.sentence for w in seen.warnings] == [
        "'fund_years.csv', row 2, column 'spent': \"19.99\" differs from the ledger, which has $20.00 for fund 3010 in "
        "2026. Leave the cell blank to take the ledger's figure, or correct the one that is wrong."
    ]
    assert seen.problem_count == 0


def test_rows_set_aside_come_back_mended(database: Database, load: Loader, rows: Rows) -> None:
    purchases = (
        "purchase_id,title,stage,colour\nP-1,Good,,\n"
        "P-2,=HYPERLINK(\"http://x\"),bought,red\nP-3,'=quoted,bought,\n"
    ).replace('=HYPERLINK("http://x")', '"=HYPERLINK(""http://x"")"')  # fmt: skip
    done = load({"purchases.csv": purchases})
    assert told(done) == {"purchases": (1, 0, 0, 0, 2)}
    assert read_set_aside(database, DISTRICT) == {(done.load_id, "purchases"): 2}
    given = set_aside_csv(database, DISTRICT, done.load_id, "purchases")
    lines = list(csv.DictReader(io.StringIO(given.decode("utf-8-sig"))))
    assert [line["title"] for line in lines] == ['\'=HYPERLINK("http://x")', "''=quoted"]
    assert lines[0]["What is wrong"].startswith("column 'stage': \"bought\" is not one of the choices.")
    assert lines[0]["colour"] == "red"
    mended = given.replace(b'"bought"', b'"proposed"')
    assert told(load({"set aside.csv": mended})) == {"purchases": (2, 0, 0, 0, 0)}
    assert rows("SELECT purchase_id, title FROM purchases WHERE withdrawn_at IS NULL ORDER BY 1") == [
        ("P-1", "Good"), ("P-2", '=HYPERLINK("http://x")'), ("P-3", "'=quoted")
    ]  # fmt: skip


def test_rows_set_aside_whose_record_is_here_are_told_from_those_that_nothing_counts(
    database: Database, load: Loader, rows: Rows
) -> None:
    sites = "site_id,name,enrolment\nS1,Alder,5OO\nS2,Birch,{}\nS3,Cedar,400\n"

    def said() -> list[tuple[int, int]]:
        return [(change.set_aside, change.held) for change in rows_set_aside(database, DISTRICT)]

    first = load({"sites.csv": sites.format("3OO")})
    assert said() == [(2, 0)]
    aside = set_aside_csv(database, DISTRICT, first.load_id, "sites")
    assert told(load({"sites-set-aside.csv": aside.replace(b'"5OO"', b'"500"').replace(b'"3OO"', b'"300"')})) == {
        "sites": (2, 0, 0, 0, 0)
    }
    assert said() == []
    load({"sites.csv": sites.format("3OO") + "S4,Dogwood,x\n"})
    assert said() == [(3, 2)], "the mended two count, S4 does not"
    load({"sites.csv": sites.format("300")})
    assert said() == [(1, 1)]
    assert rows("SELECT site_id, enrolment FROM sites ORDER BY 1") == [("S1", 500), ("S2", 300), ("S3", 400)]


def test_a_row_set_aside_for_what_it_names_is_told_from_those_too(database: Database, load: Loader) -> None:
    head = "fund_id,fiscal_year,budgeted\n"
    load({"funds.csv": "fund_id,name\n3010,Title I\n", "fund_years.csv": f"{head}3010,2027,5\n"})
    load({"fund_years.csv": f"{head}3010,2027,x\n3011,2027,6\n"})
    (change,) = rows_set_aside(database, DISTRICT)
    assert (change.table, change.set_aside, change.held) == ("fund_years", 2, 1)


def test_rows_that_read_well_but_point_nowhere_are_set_aside_as_read(database: Database, load: Loader) -> None:
    done = load({"purchases.csv": "purchase_id,title,need_ids\nP-1,A,N-9;N-8\n"})
    given = set_aside_csv(database, DISTRICT, done.load_id, "purchases").decode("utf-8-sig")
    assert given.splitlines()[1].startswith('"P-1","A","N-9;N-8",')


def test_a_record_whose_new_row_is_bad_stays(load: Loader, rows: Rows) -> None:
    load({"purchases.csv": "purchase_id,title,stage\nP-1,A,proposed\n"})
    assert told(load({"purchases.csv": "purchase_id,title,stage\nP-1,A,bought\n"})) == {"purchases": (0, 0, 0, 0, 1)}
    assert rows("SELECT stage, withdrawn_at FROM purchases") == [("proposed", None)]


def test_ratings_are_only_added_to(load: Loader, rows: Rows) -> None:
    base = {
        "members.csv": "member_id,name\nrortiz,R. Ortiz\n", "purchases.csv": "purchase_id,title\nP-1,A\n",
        "criteria.csv": "criterion_id,title,side\nA1,Closes a gap,academic\n",
    }  # fmt: skip
    ratings = "member_id,purchase_id,criterion_id,level\nrortiz,P-1,A1,{}\n"
    load(base | {"ratings.csv": ratings.format(2)})
    assert told(load({"ratings.csv": ratings.format(2)})) == {"ratings": (0, 0, 0, 1, 0)}
    assert told(load({"ratings.csv": ratings.format(3)})) == {"ratings": (1, 0, 0, 0, 0)}
    assert rows("SELECT level, withdrawn_at FROM ratings ORDER BY rated_at") == [(2, None), (3, None)]


def test_the_district_keeps_its_key(load: Loader, rows: Rows) -> None:
    load({"district.csv": "district_id,name\nelsewhere,Sample Valley\n"})
    load({"district.csv": "name\nSample Valley Unified\n"})
    assert rows("SELECT district_id, name, revision FROM district") == [("sample", "Sample Valley Unified", 2)]


def test_history_of_loads(database: Database, load: Loader) -> None:
    first, second = load({"funds.csv": FUNDS}), load({"funds.csv": FUNDS})
    assert read_loads(database, DISTRICT) == (second, first)


def test_an_open_question_stops_the_load(database: Database, read: Read) -> None:
    reading = read({"needs.csv": "need_id,title,needed_by\n1,N,3/4/2026\n"})
    with pytest.raises(DistrictError, match="A question is open"):
        apply_load(database, DISTRICT, reading, "local")


def test_nothing_to_load_is_said(database: Database, read: Read) -> None:
    with pytest.raises(DistrictError, match="is empty"):
        apply_load(database, DISTRICT, read({"funds.csv": ""}), "local")


def test_names_are_kept_as_they_are(load: Loader, rows: Rows) -> None:
    names = ['O\'Brien "Bob"', "<b>bold</b><script>", "=1+1", "😀 école", "مدرسة ابن سينا", "a;b,c|d", "$district_id"]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["fund_id", "name"], *([str(i), name] for i, name in enumerate(names))])
    load({"funds.csv": text.getvalue()})
    assert [name for (name,) in rows("SELECT name FROM funds ORDER BY fund_id")] == names


def test_a_failure_in_the_middle_leaves_the_old_state(
    database: Database, read: Read, load: Loader, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    load({"funds.csv": FUNDS})
    before = rows("SELECT * FROM funds ORDER BY fund_id")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("store.loading.apply.keep_aside", full)
    with pytest.raises(OSError, match="No space left"):
        apply_load(database, DISTRICT, read({"funds.csv": "fund_id,name\n9999,New\n"}), "local")
    assert rows("SELECT * FROM funds ORDER BY fund_id") == before
    assert len(read_loads(database, DISTRICT)) == 1


KILLED = """
import os, sys
from pathlib import Path
import store.loading.apply as apply
from store.database import open_database
from store.loading import NamedFile, apply_load, read_source
database = open_database(Path(sys.argv[1]))
rows = "".join(f"{i},Fund {i}\\n" for i in range(200_000))
reading = read_source(database, NamedFile("funds.csv", ("fund_id,name\\n" + rows).encode()))
apply.keep_aside = lambda *_: os.kill(os.getpid(), 9) if hasattr(os, "fork") else os._exit(9)
apply_load(database, "sample", reading, "local")
"""


def test_a_killed_process_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "killed.duckdb"
    first = open_database(path)
    with read_source(first, NamedFile("funds.csv", FUNDS.encode())) as reading:
        apply_load(first, DISTRICT, reading, "local")
    first.close()
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, timeout=120
    )
    assert ended.returncode != 0
    again = open_database(path)
    with again.read() as cursor:
        assert cursor.execute("SELECT fund_id FROM funds ORDER BY 1").fetchall() == [("3010",), ("4035",)]
        assert cursor.execute("SELECT count(*) FROM loads").fetchall() == [(1,)]
    again.close()
