"""The commands of manage.py, as a person at a shell meets them."""

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import cli
from store.database import open_database
from store.district import start_district

PURCHASES = "purchase_id,title\nP-1,Screener\nP-2,Robots\n"
COSTS = "cost_line_id,purchase_id,fiscal_year,category,amount\nC1,P-1,2027,software,12OO\nC2,P-2,2027,software,10\n"
DATES = "project_id,title,start\nA,Wi-Fi,03/04/2027\nB,Lab,05/06/2027\n"

Run = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the district file would be; there is none yet."""
    path = tmp_path / "planning.duckdb"
    monkeypatch.setenv("CABINETMAKER_DATABASE", str(path))
    return path


@pytest.fixture
def run(file: Path) -> Run:
    """Runs a command. No exception but an orderly end may come out of it."""

    def run(*words: object) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def empty(file: Path) -> Path:
    """The file, with one empty district on the screen."""
    database = open_database(file)
    start_district(database, "Test Unified", "local")
    database.close()
    return file


def written(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


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


def test_a_load_says_what_changed_and_names_each_problem(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", purchases=PURCHASES, cost_lines=COSTS)
    first = run("load", folder)
    assert first.exit_code == 3
    assert "'cost_lines.csv', row 2, column 'amount': \"12OO\" is not a dollar amount." in first.output
    assert [line.split() for line in first.output.splitlines() if line.startswith("purchases")] == [
        ["purchases", "2", "0", "0", "0", "0"]
    ]
    again = run("load", folder)
    assert [line.split() for line in again.output.splitlines() if line.startswith("purchases")] == [
        ["purchases", "0", "0", "0", "2", "0"]
    ]


def test_causes_come_first_and_what_hangs_on_them_is_counted(run: Run, empty: Path, tmp_path: Path) -> None:
    lines = COSTS.replace("12OO", "12") + "C3,P-1,2027,software,1\n"
    projects = "project_id,title,health\nA,Wi-Fi,dreadful\n"
    purchases = "purchase_id,title,project_id\nP-1,Screener,A\nP-2,Robots,\n"
    folder = written(tmp_path / "exports", cost_lines=lines, projects=projects, purchases=purchases)
    said = run("load", folder, "--dry-run").output.splitlines()
    at = next(number for number, line in enumerate(said) if '"dreadful"' in line)
    assert said[at + 1].startswith("And 3 rows that hang on these. The first: ")
    assert sum("names a record whose own row was set aside" in line for line in said) == 1


def test_a_load_says_whether_anything_changed_and_where_the_rows_set_aside_are(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    folder, aside = written(tmp_path / "exports", purchases=PURCHASES, cost_lines=COSTS), tmp_path / "aside"
    first = run("load", folder).output
    assert first.startswith("District: Test Unified\n")
    assert "Loaded. Look at it" in first
    assert "1 row was set aside. Get it on the page Data, under Loads so far, or load again with --set-aside" in first
    again = run("load", folder, "--set-aside", aside)
    assert again.exit_code == 3
    assert "Nothing changed: the district already holds all of this." in again.output
    assert "Loaded." not in again.output
    assert "is not a dollar amount" in (aside / "cost_lines-set-aside.csv").read_text(encoding="utf-8-sig")
    refused = run("load", folder, "--set-aside", aside)
    assert refused.exit_code == 1
    assert "holds rows set aside before. Name another folder." in refused.output


def test_a_load_of_no_record_says_so_and_names_the_mapping_the_files_are_for(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    lines = COSTS.replace("12OO", "1").replace("P-", "X-")
    none = run("load", written(tmp_path / "exports", cost_lines=lines))
    assert none.exit_code == 1
    assert "Loaded" not in none.output
    assert "Nothing was loaded: no row of these files could be used." in none.output
    assert "docs/data-format.md says" in none.output
    assert "Or give --mapping." in none.output
    (tmp_path / "exports" / "a_usergl_2022.csv").write_text("Fund,Value\n01,5\n", encoding="utf-8")
    alike = run("load", tmp_path / "exports", "--district", "New Unified")
    assert alike.exit_code == 1
    assert alike.output.startswith("District: New Unified (new)\n")
    assert "try --mapping docs/mappings/san_francisco_sacs.yaml." in alike.output
    assert run("check", "--district", "New Unified").exit_code == 1, "a district is not started for nothing"


def test_a_plan_of_nothing_says_what_is_missing(run: Run, empty: Path, tmp_path: Path) -> None:
    none = run("plan")
    assert none.exit_code == 1
    assert "No purchases yet: load purchases, cost lines, needs, funds, fund years, criteria, members, ratings." in (
        none.output
    )
    assert "Proven" not in none.output
    machine = run("plan", "--json")
    assert machine.exit_code == 1
    assert json.loads(machine.stdout)["purchases"] == []
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


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, ["load", "exports", "--district", "Maple River", "--dry-run"]),
        (1, ["load", "exports/notes.csv", "--district", "Maple River"]),
        (1, ["load", "exports"]),
        (1, ["check"]),
    ],
)
def test_no_new_file_is_left_behind_where_no_district_came_into_it(
    run: Run, file: Path, tmp_path: Path, code: int, words: list[str]
) -> None:
    written(tmp_path / "exports", purchases=PURCHASES, notes="What,Who\nRobots,Lee\n")
    assert run(*(tmp_path / word if word.startswith("exports") else word for word in words)).exit_code == code
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]
    assert run("load", tmp_path / "exports", "--district", "Maple River").exit_code == 3
    assert file.exists()
    held = file.read_bytes()
    assert run("load", tmp_path / "exports", "--dry-run").exit_code == 3
    assert file.read_bytes()[:12] == held[:12], "a file with a district stays"


def test_a_dry_run_changes_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", purchases=PURCHASES)
    said = run("load", folder, "--dry-run")
    assert said.exit_code == 0
    assert "Nothing was changed: this was a dry run." in said.output
    database = open_database(empty)
    with database.read() as cursor:
        assert cursor.execute("SELECT COUNT(*) FROM purchases").fetchall() == [(0,)]
    database.close()


def test_a_question_is_said_with_its_answers_and_answered(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", projects=DATES)
    asked = run("load", folder)
    assert asked.exit_code == 1
    assert "03/04/2027" in asked.output
    assert "may be either of two days" not in asked.output, "what is asked is no problem yet"
    answer = next(line.strip() for line in asked.output.splitlines() if "=day first" in line)
    assert answer.startswith("--answer '")
    assert answer.endswith("'  03/04/2027 is Apr 3, 2027")
    assert run("load", folder, "--answer", answer.split("'")[1]).exit_code == 0
    assert run("load", folder, "--answer", "nothing").exit_code == 2


def test_an_answer_that_answers_nothing_is_named_with_what_is_meant(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", projects=DATES)
    value = run("load", folder, "--answer", "projects/projects.csv/start=day-first")
    assert value.exit_code == 1
    assert (
        "--answer: 'projects/projects.csv/start' is not answered by 'day-first'. Did you mean day first? "
        "It takes 'month first' or 'day first'.\nError: Nothing was changed" in value.output
    )
    key = run("load", folder, "--answer", "project/project.csv/start=day first")
    assert key.exit_code == 1
    assert (
        "--answer: 'project/project.csv/start' is not asked of these files. Did you mean projects/projects.csv/start?"
        in key.output
    )
    right = ("--answer", "projects/projects.csv/start=day first")
    left_over = run("load", folder, *right, "--answer", "needs/needs.csv/needed_by=day first")
    assert left_over.exit_code == 0, "an answer kept from another export stops nothing"
    assert "'needs/needs.csv/needed_by' is not asked of these files." in left_over.output
    assert "--answer" not in run("load", folder, *right).output


def test_what_other_columns_show_is_suggested_and_taken_by_who_says_so(run: Run, empty: Path, tmp_path: Path) -> None:
    dates = DATES.replace("start", "start,finish,baseline_finish").replace("2027\n", "2027,07/08/2027,12/31/2027\n")
    folder = written(tmp_path / "exports", projects=dates)
    asked = run("load", folder)
    assert asked.exit_code == 1
    assert "columns 'start' and 'finish': do they write the month or the day first? For" in asked.output
    assert "--suggested  In the same file, column 'baseline_finish' shows it: month first." in asked.output
    taken = run("load", folder, "--suggested")
    assert taken.exit_code == 0
    assert "the day first? Month first. In the same file, column 'baseline_finish' shows it" in taken.output
    database = open_database(empty)
    with database.read() as cursor:
        held = cursor.execute("SELECT start::VARCHAR FROM projects ORDER BY project_id").fetchall()
    database.close()
    assert held == [("2027-03-04",), ("2027-05-06",)]
    nothing = run("load", written(tmp_path / "others", projects=DATES), "--suggested")
    assert nothing.exit_code == 1, "without a proof nothing is suggested"


def test_the_exit_code_tells_whether_rows_or_files_are_left_out(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", purchases=PURCHASES, cost_lines=COSTS)
    assert run("load", folder, "--dry-run").exit_code == 3
    assert run("load", folder).exit_code == 3
    assert run("load", folder).exit_code == 3, "nothing changed, and a row is left out still"
    written(folder, cost_lines=COSTS.replace("12OO", "1200"))
    assert run("load", folder, "--dry-run").exit_code == 0
    assert run("load", folder).exit_code == 0
    written(folder, wishes="what,who\nRobots,Pia\n")
    assert run("load", folder).exit_code == 3, "a file is left out"
    assert "\n    3  where rows or files are left out" in run("load", "--help").output


def test_missing_records_are_withdrawn_unless_kept(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", purchases=PURCHASES)
    run("load", folder)
    written(folder, purchases=PURCHASES.rsplit("P-2", 1)[0])
    kept = run("load", folder, "--keep-missing", "--dry-run").output
    assert [line.split()[3] for line in kept.splitlines() if line.startswith("purchases")] == ["0"]
    lost = run("load", folder, "--dry-run").output
    assert [line.split()[3] for line in lost.splitlines() if line.startswith("purchases")] == ["1"]
    asked = run("load", folder)
    assert asked.exit_code == 1, "nobody said yes"
    assert "Records of Test Unified from earlier files are withdrawn" in asked.output
    assert run("load", folder, "--yes").exit_code == 0


def test_a_mapping_is_followed(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "wishes.csv").write_text("No,What\nW1,Robots\n", encoding="utf-8")
    mapping = tmp_path / "wishes.yaml"
    mapping.write_text(
        "title: Wishes\nfiles: {wishes: {file: 'wishes*'}}\n"
        "tables: [{table: purchases, from: wishes, columns: {purchase_id: 'No', title: What}}]\n",
        encoding="utf-8",
    )
    assert run("load", tmp_path / "wishes.csv").exit_code == 1
    assert run("load", tmp_path / "wishes.csv", "--mapping", mapping).exit_code == 0
    mapping.write_text("title: [", encoding="utf-8")
    assert "is not YAML" in run("load", tmp_path / "wishes.csv", "--mapping", mapping).output


def test_who_loads_must_be_a_member_who_may(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", members="member_id,name,role\npia,Pia Roy,panel\n")
    assert run("load", folder).exit_code == 0
    folder = written(tmp_path / "more", purchases=PURCHASES)
    refused = run("load", folder, "--as", "pia")
    assert refused.exit_code == 1
    assert "Error: Pia Roy has the role 'panel', and this takes 'editor'." in refused.output
    assert "'nobody' is not a member of this district." in run("load", folder, "--as", "nobody").output


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


def test_a_load_starts_the_district_it_names_and_never_strays_into_the_sample(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "exports", purchases=PURCHASES)
    assert "There is no district yet. Name yours" in run("load", folder).output
    run("sample")
    refused = run("load", folder)
    assert refused.exit_code == 1
    assert 'The made-up sample district is on the screen. Name yours, and it is started: --district "' in refused.output
    assert "dry run" in run("load", folder, "--district", "Maple River", "--dry-run").output
    assert run("plan", "--json", "--seconds", "0.1").output.count('"Sample Valley Unified"') == 1
    assert run("load", folder, "--district", "Maple River").exit_code == 0
    assert json.loads(run("plan", "--json").output)["district"] == "Maple River"
    assert run("plan", "--district", "sample valley unified", "--seconds", "0.1").output.startswith("District: Sample")
    assert run("check", "--district", "Sample Valley Unified").output.startswith("District: Sample Valley Unified\n")
    nowhere = run("check", "--district", "Nowhere")
    assert nowhere.exit_code == 1
    assert (
        "There is no district called 'Nowhere'. The file holds: Maple River, Sample Valley Unified." in nowhere.output
    )
    again = run("load", folder, "--district", "maple river").output
    assert [line.split()[1:5] for line in again.splitlines() if line.startswith("purchases")] == [["0", "0", "0", "2"]]


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


def test_check_names_an_order_that_its_fund_may_not_pay(run: Run, empty: Path, tmp_path: Path) -> None:
    assert run("load", written(tmp_path / "files", **ORDER), "--district", "Test Unified").exit_code == 0
    said = run("check")
    assert said.exit_code == 1
    words = "Reading grant may not pay $500 for devices of Robots in FY 2027: Reading grant pays only for software"
    assert f"pre_encumbrances P / C / G / 2027: {words} (Award letter).\n" in said.output


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
