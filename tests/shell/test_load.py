"""A load at a shell, as a person meets it."""

import json
from pathlib import Path

import pytest

from data_models.portfolio import PLAN_NEEDS
from store.database import open_database
from tests.at_shell import COSTS, PURCHASES, Run, written

DATES = "project_id,title,start\nA,Wi-Fi,03/04/2027\nB,Lab,05/06/2027\n"


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


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"ledger_entries": "account,fiscal_year,amount\n01-3010,2027,5\n"}, "Loaded. Look at it on Budget.\n"),
        ({"goals": "goal_id,title\nG,Reads\n"}, "Loaded.\n"),
        ({"purchases": PURCHASES, "needs": "need_id,title\nN,Reads\n"},
         "Loaded. Look at it on Prioritise, Needs, or with: manage.py plan\n"),
    ],
)  # fmt: skip
def test_a_load_names_the_pages_that_show_it_and_what_a_plan_lacks(
    run: Run, empty: Path, tmp_path: Path, files: dict[str, str], words: str
) -> None:
    said = run("load", written(tmp_path / "exports", **files)).output
    lacks = [table.replace("_", " ") for table in PLAN_NEEDS if table not in files]
    assert f"{words}Still missing for a plan: {', '.join(lacks)}.\n" in said


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
    assert "\n    3  where rows or files with a problem are left out" in run("load", "--help").output


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
