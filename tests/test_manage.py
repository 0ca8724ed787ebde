"""The commands of manage.py, as a person at a shell meets them."""

import json
import random
import shlex
import subprocess
import sys
from pathlib import Path

from manage import cli
from store.database import open_database
from tests.at_shell import COSTS, PURCHASES, Run, written

HEADERS, BLOCK = 12_288, 262_144
"""Bytes of a DuckDB file before its first block, and of each block."""


def test_help_lists_every_command(run: Run) -> None:
    said = run("--help").output
    for command in ("load", "template", "plan", "check", "backup", "sample"):
        assert f"\n  {command}" in said


def test_the_lines_of_the_readme_are_commands_and_each_load_names_its_district(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    lines = [shlex.split(line) for line in readme.splitlines() if line.startswith("python manage.py ")]
    assert len(lines) > 4
    for _python, _manage, command, *words in lines:
        there = [str(tmp_path) if word.endswith("_exports") else word for word in words]
        context = cli.commands[command].make_context(command, there)
        assert command != "load" or context.params["name"]


def test_a_plan_of_nothing_says_what_is_missing(run: Run, empty: Path, tmp_path: Path) -> None:
    none = run("plan")
    assert none.exit_code == 1
    assert "No purchases yet: load purchases, cost lines, needs, funds, fund years, criteria, members, ratings." in (
        none.output
    )
    assert "Proven" not in none.output
    machine = run("plan", "--json")
    assert machine.exit_code == 1
    nothing = json.loads(machine.stdout)
    assert nothing["purchases"] == []
    assert (nothing["value"], nothing["bound"], nothing["gap"]) == (0.0, 0.0, 0.0)
    run("load", written(tmp_path / "exports", purchases=PURCHASES))
    some = run("plan")
    assert some.exit_code == 0
    assert "Nothing can be planned yet: load cost lines, needs, funds," in some.output
    assert "Proven" not in some.output


def test_a_check_tells_of_rows_set_aside(run: Run, empty: Path, tmp_path: Path) -> None:
    run("load", written(tmp_path / "exports", purchases=PURCHASES, cost_lines=COSTS))
    said = run("check")
    assert said.exit_code == 0
    assert "Rows still set aside by the newest loads: 1 of cost lines." in said.output
    run("load", written(tmp_path / "exports", cost_lines=COSTS.replace("12OO", "1200")))
    assert "set aside" not in run("check").output


def test_templates_can_be_loaded_once_filled_in(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    said = run("template", folder)
    assert said.exit_code == 0
    assert (folder / "purchases.csv").read_text(encoding="utf-8-sig").startswith("purchase_id,")
    assert run("template", folder).exit_code == 1


def test_without_a_district_each_command_says_what_to_do(run: Run, tmp_path: Path) -> None:
    for words in (["plan"], ["check"]):
        said = run(*words)
        assert said.exit_code == 1
        assert "There is no district yet. Start with: python manage.py sample" in said.output


def test_the_sample_its_plan_its_check_its_copy(run: Run, file: Path, tmp_path: Path) -> None:
    assert "It is made up." in run("sample").output
    words = run("plan", "--seconds", "0.25").output
    assert words.startswith("District: Sample Valley Unified\n")
    assert "purchases, $" in words.splitlines()[1]
    assert "\nBought: " in words
    assert "\nNot bought: " in words
    said = json.loads(run("plan", "--json", "--seconds", "0.25").output)
    assert list(said) == [
        "district_id", "district", "today", "headline", "planned", "available", "learners", "needs", "needs_in_part",
        "needs_all",
        "value", "bound", "proof", "gap", "purchases", "lapses",
    ]  # fmt: skip
    bought = next(purchase for purchase in said["purchases"] if purchase["payments"])
    assert set(bought) == {"purchase_id", "title", "state", "sentence", "payments"}
    assert set(bought["payments"][0]) == {
        "cost_line_id", "fiscal_year", "fund_id", "fund", "money_year", "amount",
    }  # fmt: skip
    assert isinstance(bought["payments"][0]["amount"], str)
    assert run("check").output == "District: Sample Valley Unified\nEverything fits together.\n"
    assert run("backup", tmp_path / "copies").exit_code == 0
    assert len(list((tmp_path / "copies").glob("planning-*.duckdb"))) == 1


def test_check_names_what_does_not_fit(run: Run, empty: Path) -> None:
    database = open_database(empty)
    with database.write("test-unified") as cursor:
        cursor.execute(
            "INSERT INTO fund_years (district_id, fund_id, fiscal_year, budgeted, changed_at, changed_by) "
            "VALUES ('test-unified', 'X', 2027, 1, now(), 'local')"
        )
    database.close()
    said = run("check")
    assert said.exit_code == 1
    assert "fund_years X / 2027: fund_id 'X' is not in funds." in said.output
    assert "Error: 1 fault. Mend" in said.output


ORDER = {
    "funds": "fund_id,name,kind\nG,Reading grant,other\n",
    "fund_years": "fund_id,fiscal_year,budgeted\nG,2027,900\n",
    "fund_rules": "rule_id,fund_id,kind,values,words,citation,as_of\n"
    "R,G,eligible categories,software,Software only.,Award letter,2026-07-01\n",
    "purchases": "purchase_id,title,stage\nP,Robots,ordered\n",
    "cost_lines": "cost_line_id,purchase_id,fiscal_year,category,amount\nC,P,2027,devices,500\n",
    "pre_encumbrances": "purchase_id,cost_line_id,fund_id,money_year,amount\nP,C,G,2027,500\n",
}


def test_check_names_an_order_that_its_fund_may_not_pay_and_a_load_names_it_first(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    words = "Reading grant may not pay $500 for devices of Robots in FY 2027: Reading grant pays only for software"
    folder = written(tmp_path / "files", **ORDER)
    for district in ("Test Unified", "One To Begin"):
        dry = run("load", folder, "--district", district, "--dry-run")
        assert dry.exit_code == 0
        assert f"'pre_encumbrances.csv', row 2: {words} (Award letter). Say that another fund pays.\n" in dry.output
    assert run("load", folder, "--district", "Test Unified").exit_code == 0
    said = run("check")
    assert said.exit_code == 1
    assert f"pre_encumbrances P / C / G / 2027: {words} (Award letter).\n" in said.output


def test_check_names_a_rule_by_which_a_fund_pays_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    rules = ORDER["fund_rules"].replace("software,", ",", 1)
    run("load", written(tmp_path / "files", funds=ORDER["funds"], fund_rules=rules))
    said = run("check")
    assert said.exit_code == 1
    assert "fund_rules R: R names no category, so Reading grant pays nothing at all. Use some of: " in said.output


def test_check_names_a_rule_for_a_site_not_on_record(run: Run, empty: Path, tmp_path: Path) -> None:
    rules = ORDER["fund_rules"].replace("eligible categories,software", "eligible sites,S9")
    run("load", written(tmp_path / "files", funds=ORDER["funds"], fund_rules=rules))
    words = "fund_rules R: R names a site that is not on record: S9, so Reading grant pays nothing at all. Use keys of "
    assert words in run("check").output
    run("load", written(tmp_path / "files", sites="site_id,name\nS9,Oak\n"))
    assert words not in run("check").output


def test_a_block_damaged_in_the_middle_of_the_file_is_said_in_a_sentence_that_names_the_newest_copy(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    words = random.Random(1).randbytes(300_000).hex()  # more than a block
    database = open_database(empty)
    with database.write("test-unified") as cursor:
        cursor.execute(
            "INSERT INTO goals (district_id, goal_id, title, area, changed_at, changed_by) "
            "VALUES ('test-unified', 'G', $words, '', now(), 'local')", {"words": words},
        )  # fmt: skip
    database.close()
    none = run("backup")
    assert none.exit_code == 0
    copy = none.output.split()[-1]
    database = open_database(empty)
    with database.read() as cursor:
        blocks = "SELECT max(block_id) FROM pragma_storage_info('goals') WHERE column_name = 'title'"
        at = HEADERS + BLOCK * cursor.execute(blocks).fetchall()[0][0] + 1_000
    database.close()
    held = empty.read_bytes()
    empty.write_bytes(held[:at] + b"x" * 100 + held[at + 100 :])
    for command in (["check"], ["plan"], ["backup", tmp_path / "more"]):
        said = run(*command)
        assert said.exit_code == 1
        assert f"Error: '{empty.name}' is damaged" in said.output
        assert f"put the newest copy, '{copy}', in its place" in said.output
    assert not list((tmp_path / "more").iterdir())
    Path(copy).unlink()
    assert "the folder 'backups' has none" in run("check").output


def test_a_held_file_says_who_holds_it(run: Run, empty: Path) -> None:
    script = f"from store.database import open_database as o; held = o({str(empty)!r}); print(1, flush=True); input()"
    holding = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holding.stdout is not None
    assert holding.stdin is not None
    holding.stdout.readline()
    said = run("check")
    holding.communicate(b"\n", timeout=20)
    assert said.exit_code == 1
    assert f"is open in the dashboard (process {holding.pid}, since " in said.output
    assert "close the dashboard (Ctrl+C in its window) and try again." in said.output
