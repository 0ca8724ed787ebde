"""Who said how a project goes; nothing is ordered while a check is open."""

import shutil
from pathlib import Path

import pytest

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.project import Health, Project
from data_models.purchase import Purchase, Stage
from data_models.readiness import Check, CheckState, ReadinessCheck
from data_models.schedule import HealthSaid
from store.database import Database, open_database
from store.district import current_district
from store.editing import write_edits
from store.project import read_health_said

PROJECT = Project(project_id="PR-1", title="Wi-Fi", health=Health.GOOD)
PURCHASE = Purchase(purchase_id="P-1", title="Firewall", stage=Stage.APPROVED)
ORDERED = PURCHASE.model_copy(update={"stage": Stage.ORDERED})


def said(database: Database, district_id: str) -> dict[str, HealthSaid]:
    with database.read() as cursor:
        return {health.project_id: health for health in read_health_said(cursor, district_id)}


def change(database: Database, district_id: str, before: Project, **changes: object) -> Project:
    after = before.model_copy(update=changes)
    assert write_edits(database, district_id, "local", [Edit(before=before, after=after)]) == ()
    return after


def add(database: Database, district_id: str, *records: Project | Purchase | ReadinessCheck) -> None:
    assert write_edits(database, district_id, "local", [Edit(before=None, after=r) for r in records]) == ()


def settled(*checks: Check, state: CheckState = CheckState.DONE) -> tuple[ReadinessCheck, ...]:
    return tuple(ReadinessCheck(purchase_id="P-1", check=check, state=state) for check in checks)


def test_the_newest_change_of_health_counts_and_no_other(database: Database, district_id: str) -> None:
    add(database, district_id, PROJECT)
    first = said(database, district_id)["PR-1"]
    titled = change(database, district_id, PROJECT, title="Wi-Fi renewal")
    assert said(database, district_id)["PR-1"] == first
    worse = change(database, district_id, titled, health=Health.LATE)
    second = said(database, district_id)["PR-1"]
    assert second.said_at > first.said_at
    explained = change(database, district_id, worse, health_reason="The vendor left")
    third = said(database, district_id)["PR-1"]
    assert third.said_at > second.said_at
    change(database, district_id, explained, health_reason="")
    assert said(database, district_id)["PR-1"].said_at > third.said_at


def test_what_nobody_changed_was_said_by_its_file(sample_file: Path, tmp_path: Path) -> None:
    database = open_database(Path(shutil.copy(sample_file, tmp_path / "planning.duckdb")))
    with database.read() as cursor:
        district_id = current_district(cursor)
    found = said(database, district_id)
    assert len(found) == 30
    assert {health.file for health in found.values()} == {"projects.csv"}
    database.close()


def test_an_open_check_holds_the_order_back(database: Database, district_id: str) -> None:
    *most, last = Check
    add(database, district_id, PURCHASE, *settled(*most), *settled(last, state=CheckState.OPEN))
    with pytest.raises(DistrictError, match="Firewall cannot be ordered yet: training plan is still open"):
        write_edits(database, district_id, "local", [Edit(before=PURCHASE, after=ORDERED)])
    in_service = PURCHASE.model_copy(update={"stage": Stage.IN_SERVICE})
    with pytest.raises(DistrictError, match="cannot be ordered yet"):
        write_edits(database, district_id, "local", [Edit(before=PURCHASE, after=in_service)])
    [open_] = settled(last, state=CheckState.OPEN)
    [not_needed] = settled(last, state=CheckState.NOT_NEEDED)
    both = [Edit(before=PURCHASE, after=ORDERED), Edit(before=open_, after=not_needed)]
    assert write_edits(database, district_id, "local", both) == (), "checks settled with the order count"
    assert write_edits(database, district_id, "local", [Edit(before=ORDERED, after=in_service)]) == ()


def test_a_check_without_a_row_holds_it_back_too(database: Database, district_id: str) -> None:
    add(database, district_id, PURCHASE)
    with pytest.raises(DistrictError, match=r"privacy agreement, accessibility statement.* are still open"):
        write_edits(database, district_id, "local", [Edit(before=PURCHASE, after=ORDERED)])
    other = Purchase(purchase_id="P-2", title="Tablets", stage=Stage.ORDERED)
    with pytest.raises(DistrictError, match="Tablets cannot be ordered yet"):
        write_edits(database, district_id, "local", [Edit(before=None, after=other)])
    planned = PURCHASE.model_copy(update={"stage": Stage.PLANNED})
    assert write_edits(database, district_id, "local", [Edit(before=PURCHASE, after=planned)]) == ()
