"""The three mappings in docs/mappings on the real files they were made for, to the cent and to the row."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from data_models.ledger import AccountCode, AccountPart
from planning.accounts import chart_of, explain_account
from store.database import Database
from store.loading import Mapping, Preview, Reading, apply_load, load_mapping, preview, read_source, save_mapping

ROOT = Path(__file__).parents[3]
MAPPINGS = ROOT / "docs" / "mappings"
REAL = ROOT.parent / "shared" / "realdata"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real public files is not on this machine")


@pytest.fixture
def mapped(database: Database) -> Callable[[str, str], tuple[Preview, Callable[[str], list[tuple[Any, ...]]]]]:
    """Read files of the real data by a mapping. Gives the preview, and a way to ask the staged rows."""

    def reading(mapping: str, pattern: str) -> tuple[Preview, Callable[[str], list[tuple[Any, ...]]]]:
        files = sorted(REAL.glob(pattern))
        read = read_source(database, files, mapping=load_mapping(MAPPINGS / f"{mapping}.yaml"))
        seen = preview(database, "real", read)

        def ask(sql: str) -> list[tuple[Any, ...]]:
            with database.cursor() as cursor:
                return cursor.execute(sql.replace("$", read.schema)).fetchall()

        return seen, ask

    return reading


Mapped = Callable[[str, str], tuple[Preview, Callable[[str], list[tuple[Any, ...]]]]]


def added(seen: Preview) -> dict[str, tuple[int, int]]:
    return {table.table: (table.added, table.set_aside) for table in seen.tables}


def test_san_francisco_ledger(mapped: Mapped) -> None:
    seen, ask = mapped("san_francisco_sacs", "budget_san_francisco/*.csv")
    assert added(seen) == {
        "funds": (86, 0), "account_parts": (6, 0), "account_codes": (656, 0), "ledger_entries": (4604, 0),
    }  # fmt: skip
    left_out = 832
    assert 4604 + left_out == 5436
    assert any("832 rows are left out of ledger_entries" in warning.sentence for warning in seen.warnings)
    assert ask(
        "SELECT sum(amount), min(fiscal_year), max(fiscal_year), count(DISTINCT kind) FROM $.ledger_entries"
    ) == [(Decimal("1613628478.76"), 2022, 2022, 1)]
    assert ask("SELECT name, kind FROM $.funds WHERE fund_id = '01-3010'")[0][1] == "title i-a"
    assert ask("SELECT title FROM $.account_codes WHERE dimension = 'fund' AND code = '01'") == [
        ("General Fund/County School Service Fund",)
    ]
    assert ask("SELECT count(*) FROM $.ledger_entries WHERE object NOT BETWEEN '1000' AND '7999'") == [(0,)]


def test_san_francisco_every_account_is_explained_by_the_parts_that_the_mapping_says(mapped: Mapped) -> None:
    _, ask = mapped("san_francisco_sacs", "budget_san_francisco/*.csv")
    codes = [
        AccountCode(dimension=d, code=c, title=t)
        for d, c, t in ask("SELECT dimension, code, title FROM $.account_codes")
    ]
    parts = [
        AccountPart(place=p, dimension=d, letters=n)
        for p, d, n in ask("SELECT place, dimension, letters FROM $.account_parts")
    ]
    chart = chart_of((), codes, parts)
    for account, fund, goal, function, object_code in ask(
        "SELECT DISTINCT account, fund_id, goal, function, object FROM $.ledger_entries"
    ):
        pieces = {p.dimension: p for p in explain_account(account, chart)}
        assert f"{pieces['fund'].code}-{pieces['resource'].code}" == fund
        assert [pieces[d].code for d in ("goal", "function", "object")] == [goal, function, object_code]
        assert all(pieces[d].meaning for d in ("fund", "resource", "goal", "function", "object")), account


def test_san_francisco_every_row_of_the_ledger_to_the_cent(mapped: Mapped, tmp_path: Path, database: Database) -> None:
    mapping = load_mapping(MAPPINGS / "san_francisco_sacs.yaml").model_dump(by_alias=True)
    mapping["tables"] = [t | {"where": {}} for t in mapping["tables"] if t["table"] in ("funds", "ledger_entries")]
    files = sorted(REAL.glob("budget_san_francisco/*.csv"))
    with read_source(database, files, mapping=Mapping.model_validate(mapping)) as reading:
        seen = preview(database, "real", reading)
    assert [(t.table, t.added, t.total) for t in seen.tables][1] == ("ledger_entries", 5436, Decimal("7141437478.85"))


def test_san_francisco_workbook(mapped: Mapped) -> None:
    seen, ask = mapped("san_francisco_sacs_workbook", "budget_san_francisco/*.xlsx")
    assert added(seen) == {"funds": (86, 0), "account_parts": (6, 0), "ledger_entries": (8044, 0)}
    assert 8044 + 678 == 4708 + 4014
    (path,) = REAL.glob("budget_san_francisco/*.xlsx")
    slow: dict[tuple[int, str], Decimal] = {}
    for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name("UserGL").to_python()[1:]:
        if "1000" <= str(row[11]) <= "7999":
            key = (int(str(row[2])[:4]) + 1, {"BE": "actual", "BB": "budget"}[str(row[4])])
            slow[key] = slow.get(key, Decimal(0)) + Decimal(repr(row[12])).quantize(Decimal("0.01"))
    found = ask("SELECT fiscal_year, kind, sum(amount) FROM $.ledger_entries GROUP BY ALL")
    assert {(year, kind): total for year, kind, total in found} == slow


def test_san_francisco_workbook_after_the_ledger_says_what_it_would_replace(database: Database) -> None:
    def read(mapping: str, pattern: str) -> Reading:
        files = sorted(REAL.glob(f"budget_san_francisco/{pattern}"))
        return read_source(database, files, mapping=load_mapping(MAPPINGS / f"{mapping}.yaml"))

    with read("san_francisco_sacs", "*.csv") as ledger:
        apply_load(database, "real", ledger, "local")
    with read("san_francisco_sacs_workbook", "*.xlsx") as workbook:
        seen = preview(database, "real", workbook)
    names, entries = seen.replaced
    assert (seen.tables[0].table, seen.tables[0].added, seen.tables[0].withdrawn) == ("funds", 11, 0)
    assert names.startswith("75 of 75 funds that are here already get another name: 01-0000 is 'Unrestricted ")
    assert names.endswith(" and would be 'Fund 01, resource 0000'.")
    assert entries == (
        "FY 2022 actual: entries withdrawn 4,604 ($1,613,628,478.76), in their place 4,344 ($1,597,278,776.88); "
        "were the old ones kept, both would count."
    )


def test_chicago_schools(mapped: Mapped) -> None:
    seen, ask = mapped("chicago_schools", "schools/Chicago*.csv")
    assert added(seen)["sites"] == (655, 0)
    assert ask(
        "SELECT sum(enrolment), sum(low_income), sum(english_learners), sum(special_education) FROM $.sites"
    ) == [(321852, 220766, 71821, 49703)]
    assert ask("SELECT count(*) FROM $.evidence WHERE finding = 'NOT ENOUGH DATA'") == [(30,)]
    assert {p.value for p in seen.problems} == {"610595", "610599"}  # in the report, not in the profile
    assert {p.reason for p in seen.problems} == {"is not the key of any record of sites"}


def test_new_york_school_construction(mapped: Mapped) -> None:
    seen, ask = mapped("new_york_school_construction", "projects/*.csv")
    assert added(seen) == {"projects": (7513, 0), "milestones": (13638, 0)}
    assert [table.total for table in seen.tables] == [Decimal(17_763_782_939)] * 2
    assert ask("SELECT count(budget), count(*) - count(budget), sum(budget) FROM $.milestones") == [
        (8309, 5329, Decimal(17_763_782_939))
    ]
    assert ask("SELECT count(*) FROM $.milestones WHERE due IS NULL AND note LIKE '%due: %'") == [(7748,)]
    assert ask("SELECT count(*) FROM $.milestones WHERE stage = 'closed'") == [(4450,)]
    assert ask(
        "SELECT count(*) FILTER (done > due), count(*) FILTER (done < start) FROM $.milestones WHERE stage = 'closed'"
    ) == [(1636, 0)]
    assert ask("SELECT count(*) FROM $.milestones WHERE note LIKE '%DIIT%'") == [(53,)]
    school_it = "SELECT project_id FROM $.projects WHERE split_part(description, ',', 1) LIKE '%DIIT%'"
    assert ask(f"SELECT count(*) FROM $.milestones WHERE project_id IN ({school_it})") == [(1371,)]
    assert ask("SELECT max(n) FROM (SELECT count(*) AS n FROM $.milestones GROUP BY project_id)")[0][0] >= 4


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_mapping_saved_is_the_same_mapping(path: Path, tmp_path: Path) -> None:
    mapping = load_mapping(path)
    save_mapping(mapping, tmp_path / "again.yaml")
    assert load_mapping(tmp_path / "again.yaml") == mapping
