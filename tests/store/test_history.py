"""A record's history holds that of its parts, and documents put on and taken off; quick however much was changed."""

import time
from decimal import Decimal

from data_models.base import Record
from data_models.edit import Edit
from data_models.fund import Fund, FundYear
from data_models.history import Change
from data_models.member import Member, Role
from data_models.pre_encumbrance import PreEncumbrance
from data_models.project import Milestone, Project, StaffHours
from data_models.purchase import Category, CostLine, Purchase
from data_models.readiness import Check, CheckState, ReadinessCheck
from store.database import Database
from store.editing import write_edits
from store.history import Noted, note_changes, read_history
from store.remark import add_attachment, read_attachments, withdraw_attachment

EDITOR = Member(member_id="ed", name="Ed", role=Role.EDITOR)
PROJECT = Project(project_id="PR-1", title="Wi-Fi")
PURCHASES = [Purchase(purchase_id=key, title=key) for key in ("P-1", "P-2")]
LINES = [
    CostLine(cost_line_id=f"{key}-1", purchase_id=key, fiscal_year=2027, category=Category.SOFTWARE, amount=Decimal(9))
    for key in ("P-1", "P-2")
]
CHECK = ReadinessCheck(purchase_id="P-1", check=Check.SUPPORT)
DONE = CHECK.model_copy(update={"state": CheckState.DONE})
PAYS = PreEncumbrance(purchase_id="P-1", cost_line_id="P-1-1", fund_id="F", money_year=2027, amount=Decimal(9))
STEP = Milestone(milestone_id="M-1", project_id="PR-1", title="Design")
HOURS = StaffHours(staff_hours_id="H-1", project_id="PR-1", role="engineer", month="2027-01-01", hours=8)
THERE = (
    EDITOR, PROJECT, *PURCHASES, *LINES, Fund(fund_id="F", name="General", kind="general"),
    FundYear(fund_id="F", fiscal_year=2027, budgeted=Decimal(100)),
)  # fmt: skip


def write(database: Database, district_id: str, before: Record | None, after: Record | None) -> None:
    assert write_edits(database, district_id, "local", [Edit(before=before, after=after, reason="so")]) == ()


def history(database: Database, district_id: str, table: str, key: str) -> tuple[Change, ...]:
    with database.read() as cursor:
        return read_history(cursor, district_id, table, (key,))


def said(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(change.table, change.record_key, change.action) for change in changes]


def test_what_is_done_to_its_parts_is_in_a_records_history_newest_first(database: Database, district_id: str) -> None:
    for record in THERE:
        write(database, district_id, None, record)
    for before, after in ((None, CHECK), (CHECK, DONE), (None, PAYS), (PAYS, None), (None, STEP), (None, HOURS)):
        write(database, district_id, before, after)
    found = history(database, district_id, "purchases", "P-1")
    pays = "P-1 / P-1-1 / F / 2027"
    assert said(found) == [
        ("pre_encumbrances", pays, "withdrawn: so"),
        ("pre_encumbrances", pays, "added"),
        ("readiness_checks", "P-1 / support plan", "changed: so"),
        ("readiness_checks", "P-1 / support plan", "added"),
        ("cost_lines", "P-1-1", "added"),
        ("purchases", "P-1", "added"),
    ]
    assert (found[2].before, found[2].after) == ({"state": "open"}, {"state": "done"})
    assert said(history(database, district_id, "projects", "PR-1")) == [
        ("staff_hours", "H-1", "added"),
        ("milestones", "M-1", "added"),
        ("projects", "PR-1", "added"),
    ]
    assert said(history(database, district_id, "cost_lines", "P-1-1")) == [("cost_lines", "P-1-1", "added")]
    assert said(history(database, district_id, "funds", "F")) == [
        ("fund_years", "F / 2027", "added"), ("funds", "F", "added"),
    ]  # fmt: skip


def test_documents_put_on_and_taken_off_are_in_history_with_who_did(database: Database, district_id: str) -> None:
    for record in (EDITOR, *PURCHASES):
        write(database, district_id, None, record)
    add_attachment(database, district_id, "ed", "purchases", ("P-1",), "NDPA", "https://example.org/ndpa.pdf")
    with database.read() as cursor:
        (paper,) = read_attachments(cursor, district_id, "purchases", ("P-1",))
    withdraw_attachment(database, district_id, "local", paper.attachment_id)
    off, on, _ = history(database, district_id, "purchases", "P-1")
    document = {"document": "NDPA", "address": "https://example.org/ndpa.pdf"}
    assert (on.changed_by, on.action, on.before, on.after) == ("ed", "attached", None, document)
    assert (off.changed_by, off.action, off.before, off.after) == ("local", "took off", document, None)


def test_of_ten_thousand_changes_the_newest_come_at_once(database: Database, district_id: str) -> None:
    for record in (*PURCHASES, *LINES, CHECK):
        write(database, district_id, None, record)
    lines = [
        Noted("changed", table, (key,), {"note": "a" * 50}, {"note": f"{number}"})
        for number in range(5_000)
        for table, key in (("cost_lines", "P-1-1"), ("needs", f"N-{number}"))
    ]
    with database.write(district_id) as cursor:
        note_changes(cursor, district_id, "local", lines)
    write(database, district_id, CHECK, DONE)
    began = time.perf_counter()
    found = history(database, district_id, "purchases", "P-1")
    assert time.perf_counter() - began < 0.5
    assert (len(found), found[0].table) == (200, "readiness_checks")
