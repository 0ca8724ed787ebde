"""Who said how a project goes; no circles; nothing is ordered, reopened or taken back out of its turn."""

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
from store.history import read_history
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


def test_projects_do_not_wait_for_each_other_in_a_circle(database: Database, district_id: str) -> None:
    switches = Project(project_id="PR-2", title="Switches", predecessors=("PR-1",))
    cables = Project(project_id="PR-3", title="Cables", predecessors=("PR-2",))
    add(database, district_id, PROJECT, switches, cables)
    with pytest.raises(DistrictError, match=CIRCLE):
        change(database, district_id, PROJECT, predecessors=("PR-3",))
    around = PROJECT.model_copy(update={"predecessors": ("PR-3",)})
    cut = cables.model_copy(update={"predecessors": ()})
    both = [Edit(before=PROJECT, after=around), Edit(before=cables, after=cut)]
    assert write_edits(database, district_id, "local", both) == (), "as projects are once all edits are written"


CIRCLE = (
    r"in a circle: Wi-Fi \(PR-1\) waits for Cables \(PR-3\) waits for Switches \(PR-2\) waits for Wi-Fi \(PR-1\)\. "
    "Leave one of these predecessors out"
)


def test_a_project_may_wait_for_one_that_is_added_before_it(database: Database, district_id: str) -> None:
    switches = Project(project_id="PR-2", title="Switches", predecessors=("PR-1",))
    with pytest.raises(DistrictError, match="names the project 'PR-1', which is not on record"):
        add(database, district_id, switches, PROJECT)
    add(database, district_id, PROJECT, switches)


def test_a_circle_that_a_file_brought_stops_no_other_change(database: Database, district_id: str) -> None:
    switches = Project(project_id="PR-2", title="Switches", predecessors=("PR-1",))
    add(database, district_id, PROJECT, switches)
    with database.write(district_id) as cursor:  # as a load does
        cursor.execute("UPDATE projects SET predecessors = ['PR-2'] WHERE project_id = 'PR-1'")
    looped = PROJECT.model_copy(update={"predecessors": ("PR-2",)})
    titled = change(database, district_id, looped, title="Wi-Fi renewal")
    change(database, district_id, titled, predecessors=())


def bought(database: Database, district_id: str) -> None:
    add(database, district_id, PURCHASE, *settled(*Check))
    assert write_edits(database, district_id, "local", [Edit(before=PURCHASE, after=ORDERED)]) == ()


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.WITHDRAWN])
def test_an_order_is_taken_back_only_with_a_reason_that_history_keeps(
    database: Database, district_id: str, stage: Stage
) -> None:
    bought(database, district_id)
    back = ORDERED.model_copy(update={"stage": stage})
    with pytest.raises(DistrictError, match=f"Firewall goes back from ordered to {stage}, and that needs a reason"):
        write_edits(database, district_id, "local", [Edit(before=ORDERED, after=back)])
    assert write_edits(database, district_id, "local", [Edit(before=ORDERED, after=back, reason="recalled")]) == ()
    with database.read() as cursor:
        newest = read_history(cursor, district_id, "purchases", ("P-1",))[0]
    assert (newest.action, newest.before) == ("changed: recalled", {"stage": "ordered"})


def test_in_service_goes_back_to_ordered_only_with_a_reason(database: Database, district_id: str) -> None:
    bought(database, district_id)
    used = ORDERED.model_copy(update={"stage": Stage.IN_SERVICE})
    assert write_edits(database, district_id, "local", [Edit(before=ORDERED, after=used)]) == ()
    with pytest.raises(DistrictError, match="from in service to ordered, and that needs a reason"):
        write_edits(database, district_id, "local", [Edit(before=used, after=ORDERED)])


def test_a_settled_check_is_not_opened_again_once_it_is_ordered(database: Database, district_id: str) -> None:
    bought(database, district_id)
    [done] = settled(Check.PRIVACY)
    opened = Edit(before=done, after=done.model_copy(update={"state": CheckState.OPEN}))
    for edit in (opened, Edit(before=done, after=None, reason="expired")):
        with pytest.raises(DistrictError, match="privacy agreement of Firewall cannot be opened again: it is ordered"):
            write_edits(database, district_id, "local", [edit])
    noted = done.model_copy(update={"note": "renewed"})
    assert write_edits(database, district_id, "local", [Edit(before=done, after=noted)]) == ()
    back = Edit(before=ORDERED, after=PURCHASE, reason="the agreement has expired")
    reopened = Edit(before=noted, after=noted.model_copy(update={"state": CheckState.OPEN}))
    assert write_edits(database, district_id, "local", [back, reopened]) == (), "stage first, then the check"
    with pytest.raises(DistrictError, match="cannot be ordered yet: privacy agreement is still open"):
        write_edits(database, district_id, "local", [Edit(before=PURCHASE, after=ORDERED)])
