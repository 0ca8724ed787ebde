"""`manage.py check` finds what does not fit together, and says nothing where all does."""

from datetime import date

from data_models.district import Site
from data_models.edit import Edit
from data_models.need import Need
from data_models.purchase import Purchase
from store.database import Database, now
from store.editing import write_edits
from store.integrity import find_faults

TODAY = date(2026, 11, 21)
SOUND = """
INSERT INTO funds VALUES
    ($d, 'F1', 'General', 'general', NULL, NULL, NULL, FALSE, '', NULL, NULL, 1, NULL, $t, 'local');
INSERT INTO fund_years VALUES
    ($d, 'F1', 2027, 1000, NULL, 400, NULL, NULL, 1, NULL, $t, 'local');
INSERT INTO ledger_entries VALUES
    ($d, 'L1', '01', 'F1', 2027, NULL, 'actual', 400, '', '', '', '', '', '', NULL, NULL, 1, NULL);
"""
FAULTY = """
INSERT INTO ledger_entries VALUES
    ($d, 'L1', '01', 'F1', 2027, NULL, 'actual', 250, '', '', '', '', '', '', NULL, NULL, 1, NULL),
    ($d, 'L2', '01', 'F9', 2027, NULL, 'actual', 1, '', '', '', '', '', '', NULL, NULL, 1, NULL);
INSERT INTO fund_years VALUES
    ($d, 'F7', 2027, 10, 5, 20, NULL, NULL, 1, NULL, $t, 'local');
"""


def _write(database: Database, district_id: str, sql: str) -> None:
    with database.write(district_id) as cursor:
        for statement in sql.split(";")[:-1]:
            names = {name: value for name, value in {"d": district_id, "t": now()}.items() if f"${name}" in statement}
            cursor.execute(statement, names)


def test_a_sound_district_has_no_faults(database: Database, district_id: str) -> None:
    _write(database, district_id, SOUND)
    assert find_faults(database, district_id, TODAY) == ()


def test_orphans_duplicates_and_money_that_does_not_add_up(database: Database, district_id: str) -> None:
    _write(database, district_id, SOUND + FAULTY)
    assert find_faults(database, district_id, TODAY) == (
        "fund_years F7 / 2027: fund_id 'F7' is not in funds.",
        "fund_years F7 / 2027: spent and encumbered $25.00 is $15.00 more than the budget of $10.00.",
        "ledger_entries: 1 entry names the fund 'F9', which is not in funds.",
        "ledger_entries L1: the key is used 2 times.",
        "fund_years F1 / 2027: spent $400.00, but the ledger sums to $650.00.",
    )


def test_what_is_below_nothing_has_its_minus_before_the_dollar(database: Database, district_id: str) -> None:
    _write(database, district_id, SOUND.replace("1000, NULL, 400", "1000, NULL, -500"))
    below, said = find_faults(database, district_id, TODAY)
    assert below.startswith("fund_years F1 / 2027: spent and encumbered come to -$500.00, which counts as zero. Money")
    assert said == "fund_years F1 / 2027: spent -$500.00, but the ledger sums to $400.00."


ORDERED = """
INSERT INTO purchases
    (district_id, purchase_id, title, description, department_id, stage, need_ids, project_id, site_ids, program_area,
     purpose, vendor, requires, choose_one, changed_at, changed_by)
VALUES
    ($d, 'P-1', 'Tablets', '', '', 'ordered', [], '', [], 'effective use of technology', '', '', [], '', $t, 'local');
"""
CHECKED = """
INSERT INTO readiness_checks (district_id, purchase_id, "check", state, owner, note, changed_at, changed_by)
VALUES ($d, 'P-1', 'privacy agreement', 'done', '', '', $t, 'local');
"""
WAITING = """
INSERT INTO projects
    (district_id, project_id, title, description, department_id, sponsor, stage, health, health_reason, need_ids,
     site_ids, predecessors, changed_at, changed_by)
VALUES
    ($d, 'PR-1', 'Wi-Fi', '', '', '', 'planning', 'good', '', [], [], ['PR-2'], $t, 'local'),
    ($d, 'PR-2', 'Switches', '', '', '', 'planning', 'good', '', [], [], ['PR-1'], $t, 'local');
"""


def test_projects_in_a_circle_are_a_fault(database: Database, district_id: str) -> None:
    _write(database, district_id, WAITING)
    assert find_faults(database, district_id, TODAY) == (
        "projects PR-1: it waits for itself, as Wi-Fi (PR-1) waits for Switches (PR-2) waits for Wi-Fi (PR-1).",
    )


def test_an_order_ahead_of_its_checks_is_a_fault_where_checks_are_kept(database: Database, district_id: str) -> None:
    _write(database, district_id, ORDERED)
    assert find_faults(database, district_id, TODAY) == (), "a district may keep no checks at all"
    _write(database, district_id, CHECKED)
    (fault,) = find_faults(database, district_id, TODAY)
    assert fault.startswith("purchases P-1: it is ordered while accessibility statement, single sign-on")


PARTS = """
INSERT INTO account_parts (district_id, place, dimension, letters, changed_at, changed_by)
VALUES ($d, 2, 'fund', 2, $t, 'local'), ($d, 3, 'goal', NULL, $t, 'local'), ($d, 6, 'object', NULL, $t, 'local');
"""


def test_parts_of_accounts_that_contradict_each_other(database: Database, district_id: str) -> None:
    _write(database, district_id, PARTS)
    assert [fault.split(", so")[0] for fault in find_faults(database, district_id, TODAY)] == [
        "account_parts 2: fund stands at place 2, and no part at place 1. Count the places from 1 on.",
        "account_parts 3: goal has no width, and other parts have one",
        "account_parts 6: object stands at place 6, and no part at places 4 to 5. Count the places from 1 on.",
    ]


def test_more_learners_than_the_schools_have_are_asked_about(database: Database, district_id: str) -> None:
    sites = (Site(site_id="0101", name="Alder", enrolment=512), Site(site_id="0102", name="Birch", enrolment=300))
    records = (
        Need(need_id="N-1", title="Reading", learners=813),
        Need(need_id="N-2", title="Writing", learners=812),
        Purchase(purchase_id="P-1", title="Tablets", need_ids=("N-1",), site_ids=("0101",), learners=1_513),
        Purchase(purchase_id="P-2", title="Books", need_ids=("N-1",), learners=812),
    )
    edits = [Edit(before=None, after=record) for record in (*sites, *records)]
    assert write_edits(database, district_id, "local", edits) == ()
    assert find_faults(database, district_id, TODAY) == (
        "needs N-1: learners 813 is more than the 812 enrolled in the district.",
        "purchases P-1: learners 1,513 is more than the 512 enrolled at its sites.",
    )
    unknown = sites[0].model_copy(update={"enrolment": None})
    assert write_edits(database, district_id, "local", [Edit(before=sites[0], after=unknown)]) == ()
    assert find_faults(database, district_id, TODAY) == (), "nobody knows how many there are"
