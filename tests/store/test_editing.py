"""Edits are merged with what others wrote; what both changed is a clash; nothing is overwritten or lost silently."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data_models.base import Record, columns
from data_models.district import Site
from data_models.edit import Clash, Edit
from data_models.errors import DistrictError
from data_models.member import Member, Role
from data_models.need import Driver, Evidence, Need
from data_models.portfolio import Portfolio
from data_models.purchase import CostLine, Purchase, Stage
from store.database import Database, open_database
from store.district import current_district
from store.editing import EDITABLE, write_edits
from store.history import read_history
from store.integrity import find_faults
from store.portfolio import read_portfolio

TODAY = date(2026, 11, 22)
NEED = Need(need_id="N-1", title="Fractions", grades=("6", "7"), site_ids=("0101",), driver=Driver.ASSESSMENT)
SITE = Site(site_id="0101", name="Alder")


def write(database: Database, district_id: str, *edits: Edit, member: str = "local") -> tuple[Clash, ...]:
    return write_edits(database, district_id, member, edits)


def add(*records: Record) -> list[Edit]:
    return [Edit(before=None, after=record) for record in records]


def needs(database: Database, district_id: str) -> tuple[Need, ...]:
    return read_portfolio(database, district_id, TODAY).needs


@pytest.fixture
def held(database: Database, district_id: str) -> str:
    assert write(database, district_id, *add(SITE, NEED)) == ()
    return district_id


def test_what_is_added_is_read_back_whole(database: Database, held: str) -> None:
    assert needs(database, held) == (NEED,)
    assert find_faults(database, held, TODAY) == ()


def test_two_people_who_change_different_values_both_keep_theirs(database: Database, held: str) -> None:
    title, learners = NEED.model_copy(update={"title": "Ratios"}), NEED.model_copy(update={"learners": 840})
    assert write(database, held, Edit(before=NEED, after=title)) == ()
    assert write(database, held, Edit(before=NEED, after=learners)) == ()
    assert needs(database, held) == (NEED.model_copy(update={"title": "Ratios", "learners": 840}),)


def test_two_people_who_change_the_same_value_are_told_of_both(database: Database, held: str) -> None:
    theirs, yours = NEED.model_copy(update={"title": "Ratios"}), NEED.model_copy(update={"title": "Decimals"})
    write(database, held, Edit(before=NEED, after=theirs))
    (clash,) = write(database, held, Edit(before=NEED, after=yours))
    assert (clash.column, clash.seen, clash.theirs, clash.yours) == ("title", "Fractions", "Ratios", "Decimals")
    assert clash.changed_by == "local"
    assert needs(database, held) == (theirs,)


def test_two_people_who_change_to_the_same_do_not_clash(database: Database, held: str) -> None:
    same = NEED.model_copy(update={"title": "Ratios"})
    write(database, held, Edit(before=NEED, after=same))
    assert write(database, held, Edit(before=NEED, after=same)) == ()


def test_one_clash_takes_all_edits_of_the_same_moment_back(database: Database, held: str) -> None:
    write(database, held, Edit(before=NEED, after=NEED.model_copy(update={"title": "Ratios"})))
    version = database.version(held)
    other = Need(need_id="N-2", title="Reading")
    clashes = write(database, held, *add(other), Edit(before=NEED, after=NEED.model_copy(update={"title": "Decimals"})))
    assert len(clashes) == 1
    assert [need.need_id for need in needs(database, held)] == ["N-1"]
    assert database.version(held) == version


def test_history_says_what_was_changed_from_what_to_what(database: Database, held: str) -> None:
    write(database, held, Edit(before=NEED, after=NEED.model_copy(update={"learners": 840, "grades": ("6",)})))
    with database.read() as cursor:
        newest, first = read_history(cursor, held, "needs", ("N-1",))
    assert (newest.action, newest.before, newest.after) == (
        "changed", {"grades": ["6", "7"], "learners": None}, {"grades": ["6"], "learners": 840},
    )  # fmt: skip
    assert first.action == "added"


def test_a_key_that_is_used_is_a_clash(database: Database, held: str) -> None:
    (clash,) = write(database, held, *add(NEED.model_copy(update={"title": "Another"})))
    assert (clash.column, clash.record_key) == ("", "N-1")


def test_two_people_who_add_the_same_do_not_clash(database: Database, held: str) -> None:
    assert write(database, held, *add(NEED)) == ()
    with database.read() as cursor:
        assert [change.action for change in read_history(cursor, held, "needs", ("N-1",))] == ["added"]


def test_withdrawn_and_restored_with_what_belongs_to_it(database: Database, held: str) -> None:
    purchase = Purchase(purchase_id="P-1", title="Course")
    line = CostLine(cost_line_id="P-1-1", purchase_id="P-1", fiscal_year=2027, category="software", amount=10)
    gone = CostLine(cost_line_id="P-1-2", purchase_id="P-1", fiscal_year=2028, category="software", amount=10)
    write(database, held, *add(purchase, line, gone))
    write(database, held, Edit(before=gone, after=None, reason="typed twice"))
    assert write(database, held, Edit(before=purchase, after=None, reason="bought elsewhere")) == ()
    without = read_portfolio(database, held, TODAY)
    assert (without.purchases, without.cost_lines) == ((), ())
    with pytest.raises(DistrictError, match="The key P-1 belongs to Course, which is withdrawn"):
        write(database, held, *add(purchase))
    assert write(database, held, Edit(before=None, after=purchase, restores=True)) == ()
    again = read_portfolio(database, held, TODAY)
    assert (again.purchases, again.cost_lines) == ((purchase,), (line,))
    with database.read() as cursor:
        history = read_history(cursor, held, "purchases", ("P-1",))
    own = [change.action for change in history if change.table == "purchases"]
    assert own == ["restored", "withdrawn: bought elsewhere", "added"]


def test_a_withdrawal_gives_a_reason(database: Database, held: str) -> None:
    with pytest.raises(DistrictError, match="needs a reason"):
        write(database, held, Edit(before=NEED, after=None, reason=" "))


def test_what_others_name_is_not_withdrawn(database: Database, held: str) -> None:
    line = CostLine(
        cost_line_id="P-1-1", purchase_id="P-1", fiscal_year=2027, category="software", amount=10, site_ids=("0101",)
    )
    course = Purchase(purchase_id="P-1", title="Course", need_ids=("N-1",))
    write(database, held, *add(course, course.model_copy(update={"purchase_id": "P-2", "title": "Kit"}), line))
    write(database, held, *add(line.model_copy(update={"cost_line_id": "P-1-2"})))
    with pytest.raises(
        DistrictError, match=r"Fractions \(N-1\) is still named by the purchases Course \(P-1\) and Kit"
    ):
        write(database, held, Edit(before=NEED, after=None, reason="answered"))
    said = r"\(0101\) is still named by the need Fractions \(N-1\) and by cost lines of Course \(P-1\)\. Take it out"
    with pytest.raises(DistrictError, match=said):
        write(database, held, Edit(before=SITE, after=None, reason="closed"))


def test_a_purchase_that_others_name_can_leave_by_its_stage(database: Database, held: str) -> None:
    course = Purchase(purchase_id="P-1", title="Course", need_ids=("N-1",))
    kit = Purchase(purchase_id="P-2", title="Kit", need_ids=("N-1",), requires=("P-1",))
    write(database, held, *add(course, kit))
    with pytest.raises(DistrictError) as refused:
        write(database, held, Edit(before=course, after=None, reason="too dear"))
    assert refused.value.next_step.endswith(
        "Or set its stage to withdrawn: it leaves every plan, and keeps what it has."
    )
    write(database, held, Edit(before=course, after=course.model_copy(update={"stage": Stage.WITHDRAWN})))


def test_of_many_that_name_it_some_are_said(database: Database, held: str) -> None:
    some = [Purchase(purchase_id=f"P-{n}", title=f"Kit {n}", need_ids=("N-1",)) for n in range(8)]
    write(database, held, *add(*some))
    with pytest.raises(DistrictError, match=r"the purchases Kit 0 \(P-0\), .*Kit 4 \(P-4\) and 3 more\."):
        write(database, held, Edit(before=NEED, after=None, reason="answered"))


def test_a_record_changed_meanwhile_is_not_withdrawn(database: Database, held: str) -> None:
    write(database, held, Edit(before=NEED, after=NEED.model_copy(update={"title": "Ratios"})))
    (clash,) = write(database, held, Edit(before=NEED, after=None, reason="answered"))
    assert (clash.column, clash.theirs, clash.yours) == ("title", "Ratios", None)


def test_a_record_withdrawn_meanwhile_is_not_changed(database: Database, held: str) -> None:
    write(database, held, Edit(before=NEED, after=None, reason="answered"))
    (clash,) = write(database, held, Edit(before=NEED, after=NEED.model_copy(update={"title": "Ratios"})))
    assert (clash.column, clash.yours) == ("", None)


def test_what_is_named_must_be_there(database: Database, held: str) -> None:
    with pytest.raises(DistrictError, match=r"Fractions \(N-1\) names the site '0999', which is not on record"):
        write(database, held, Edit(before=NEED, after=NEED.model_copy(update={"site_ids": ("0101", "0999")})))
    with pytest.raises(DistrictError, match=r"Share \(E-1\) names the need 'N-9', which is not"):
        write(database, held, *add(Evidence(evidence_id="E-1", need_id="N-9", measure="Share")))


def test_a_required_text_is_not_blank_and_a_key_stays(database: Database, held: str) -> None:
    with pytest.raises(DistrictError, match=r"title of .*\(N-1\) is blank"):
        write(database, held, Edit(before=NEED, after=NEED.model_copy(update={"title": " "})))
    with pytest.raises(DistrictError, match=r"key of Fractions \(N-1\) cannot be changed"):
        write(database, held, Edit(before=NEED, after=NEED.model_copy(update={"need_id": "N-7"})))


def test_what_comes_back_with_a_record_names_what_is_there(database: Database, held: str) -> None:
    oak, shown = (
        Site(site_id="0102", name="Oak"),
        Evidence(evidence_id="E-1", need_id="N-1", site_id="0102", measure="m"),
    )
    write(database, held, *add(oak, shown))
    write(database, held, Edit(before=NEED, after=None, reason="answered"))
    write(database, held, Edit(before=oak, after=None, reason="closed"))
    with pytest.raises(DistrictError, match=r"names the site Oak \(0102\), which is withdrawn"):
        write(database, held, Edit(before=None, after=NEED, restores=True))
    assert needs(database, held) == ()


@pytest.mark.parametrize(
    "change",
    [{"needed_by": date(1, 1, 1)}, {"needed_by": date(9999, 12, 31)}, {"learners": 2**31}],
)
def test_what_no_calendar_and_no_file_can_hold_is_refused(
    database: Database, held: str, change: dict[str, object]
) -> None:
    with pytest.raises(DistrictError, match="cannot be"):
        write(database, held, Edit(before=NEED, after=NEED.model_copy(update=change)))


def test_no_number_is_refused(database: Database, held: str) -> None:
    with pytest.raises(DistrictError, match=r"latest of m \(E-1\) cannot be nan"):
        write(database, held, *add(Evidence(evidence_id="E-1", need_id="N-1", measure="m", latest=float("nan"))))


def test_a_purchase_does_not_require_itself(database: Database, held: str) -> None:
    with pytest.raises(DistrictError, match=r"Course \(P-1\) names itself in requires"):
        write(database, held, *add(Purchase(purchase_id="P-1", title="Course", requires=("P-1",))))


def test_an_editor_makes_nobody_cabinet(database: Database, held: str) -> None:
    editor = Member(member_id="ed", name="Ed", role=Role.EDITOR)
    write(database, held, *add(editor))
    with pytest.raises(DistrictError, match="takes 'cabinet'"):
        write(database, held, Edit(before=editor, after=editor.model_copy(update={"role": Role.CABINET})), member="ed")


def test_a_panel_member_may_not(database: Database, held: str) -> None:
    panel = Member(member_id="ann", name="Ann", role=Role.PANEL)
    editor = Member(member_id="ed", name="Ed", role=Role.EDITOR)
    write(database, held, *add(panel, editor))
    change = Edit(before=NEED, after=NEED.model_copy(update={"title": "Ratios"}))
    with pytest.raises(DistrictError, match="takes 'editor'"):
        write(database, held, change, member="ann")
    assert write(database, held, change, member="ed") == ()


def of(portfolio: Portfolio, table: str) -> tuple[Record, ...]:
    return (portfolio.district,) if table == "district" else getattr(portfolio, table)


KEPT = [record for record in EDITABLE if record.table in Portfolio.model_fields]


@pytest.mark.parametrize("record", KEPT, ids=lambda record: record.table)
def test_every_table_takes_a_change_and_gives_it_back(sample: Database, record: type[Record]) -> None:
    with sample.read() as cursor:
        district_id = current_district(cursor)
    found = of(read_portfolio(sample, district_id, TODAY), record.table)[-1]
    text = next(
        c.name
        for c in columns(record)
        if c.kind in (str, int, Decimal) and not (c.many or c.references or c.name in record.key)
    )
    more = getattr(found, text)
    other = f"{more} 'again' $x" if isinstance(more, str) else more - 1 if more else 1  # a cost is not paid twice
    changed = found.model_copy(update={text: other})
    assert write(sample, district_id, Edit(before=found, after=changed)) == ()
    assert changed in of(read_portfolio(sample, district_id, TODAY), record.table)
    with sample.read() as cursor:
        key = tuple(str(getattr(found, part)) for part in record.key)
        assert read_history(cursor, district_id, record.table, key)[0].action == "changed"


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(shutil.copy(sample_file, tmp_path / "own.duckdb"))
    yield opened
    opened.close()
