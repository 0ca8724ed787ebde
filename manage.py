"""The same work from a shell: load, template, plan, check, backup, sample. `python manage.py --help` lists it."""

import json
import sys
from contextlib import AbstractContextManager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from data_models.errors import DistrictError
from data_models.plan import Plan, PlanSettings, Proof, State
from data_models.wording import counted
from planning.barred_orders import judge_orders
from planning.explanation import explain, headline
from planning.money import lapses
from planning.plan import make_plan
from planning.prepare import Prepared, prepare
from shell.district import loaded_into, looked_at
from shell.load import answer, ask, read_files, refuse_nothing, say_loaded, say_preview
from shell.progress import bar
from store.backup import back_up
from store.database import Database
from store.district import new_district, opened
from store.integrity import find_faults
from store.load import rows_set_aside
from store.loading import ASIDE, apply_load, load_mapping, preview, write_templates
from store.location import backup_folder, database_path
from store.member import LOCAL
from store.portfolio import read_portfolio
from store.sample import start_with_sample

ON_SCREEN = "District to look at, by name or key; the one on the screen where none is named."
EXISTING = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
FAULTS_SHOWN = 20
LEFT_OUT = 3  # the exit code of a load that leaves out rows or files with a problem; click's own are 1 and 2


class Commands(click.Group):
    """Commands whose DistrictError is said in one message, without a traceback; the exit code is then 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except DistrictError as error:
            raise click.ClickException(str(error)) from error


def _open() -> AbstractContextManager[Database]:
    return opened(database_path(), holder="manage.py")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Cabinetmaker from a shell. CABINETMAKER_DATABASE names another file than planning.duckdb."""


@cli.command()
@click.argument("paths", metavar="PATH...", type=EXISTING, nargs=-1, required=True)
@click.option("--mapping", type=EXISTING, help="A YAML file that says which column is which field.")
@click.option("--district", "name", default="", metavar="NAME", help="District, by name or key; a new name starts one.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="Answer to a question the files raise.")
@click.option("--suggested", is_flag=True, help="Answer each question with what other columns of the files show.")
@click.option("--keep-missing", is_flag=True, help="Keep records that an earlier export had and this one has not.")
@click.option("--yes", is_flag=True, help="Do not ask before records are withdrawn.")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--set-aside", "aside", type=FOLDER, metavar="DIR", help="Write rows with a problem to DIR.")
@click.option("--as", "member", default=LOCAL, metavar="MEMBER", help="Key of the member who loads.")
def load(
    paths: tuple[Path, ...],
    mapping: Path | None,
    name: str,
    answers: tuple[str, ...],
    suggested: bool,
    keep_missing: bool,
    yes: bool,
    dry_run: bool,
    aside: Path | None,
    member: str,
) -> None:
    """Load PATH into a district: a folder, a zip, CSV files, or a workbook. What would change is shown first.

    \b
    The exit code is
      0  where everything loads; what a mapping does not read is noted and is no problem
      3  where rows or files with a problem are left out and the rest loads; in a dry run, would
      1  where nothing changes: a question is open, or no row can be used
      2  where an option is wrong
    """
    told = dict(answer(words) for words in answers)
    if aside and any(aside.glob(f"*{ASIDE}")):
        raise DistrictError(f"'{aside}' holds rows set aside before.", next_step="Name another folder.")
    with _open() as database:
        district_id, district = loaded_into(database, name)
        click.echo(f"District: {district}" + ("" if district_id else " (new)"))
        with read_files(database, paths, load_mapping(mapping) if mapping else None, told, suggested) as reading:
            ask(reading, told)
            kept = frozenset(table.table for table in reading.tables) if keep_missing else frozenset()
            begins = None if district_id else new_district(database, district)
            into = begins.district_id if begins else district_id
            seen = preview(database, into, reading, kept, judge_orders, begins)
            say_preview(seen)
            refuse_nothing(seen, paths, mapping)
            code = LEFT_OUT if seen.problem_count else 0
            if dry_run:
                click.echo("Nothing was changed: this was a dry run.")
                sys.exit(code)
            if any(table.withdrawn for table in seen.tables) and not yes:
                question = f"Records of {district} from earlier files are withdrawn (--keep-missing keeps them). Go on?"
                click.confirm(question, abort=True)
            with bar("Loading") as progress:
                done = apply_load(database, into, reading, member, keep_missing=kept, progress=progress, begins=begins)
        say_loaded(database, into, done, aside)
    sys.exit(code)


@cli.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def template(folder: Path) -> None:
    """Write empty templates to DIR: a CSV file for each table, and a workbook with a sheet for each."""
    for path in write_templates(folder):
        click.echo(path)


@cli.command(name="plan")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, as described above.")
@click.option("--seconds", default=20.0, show_default=True, help="Most seconds to spend on proving it the best.")
@click.option("--district", "name", default="", metavar="NAME", help=ON_SCREEN)
def make_and_say_plan(as_json: bool, seconds: float, name: str) -> None:
    """Make a plan with the usual settings and say what it buys, who pays, and why the rest is out.

    \b
    With --json: one object, also where there are no purchases yet (then the exit code is 1).
    Amounts are text in US dollars, dates are ISO, and these keys stay as they are.
      district_id, district, today
      headline            the plan in one line
      planned, available  US dollars
      learners            learners reached, each once
      needs, needs_in_part, needs_all
                          needs answered, answered at some of their sites only, and in all
      value, bound        merit; the most that any lawful plan has
      proof               "proven best possible", "within a proven distance of the best possible" or
                          "no plan keeps every pin and every rule"
      gap                 (bound - value) / bound
      purchases           a list by purchase_id: purchase_id, title, state, sentence, payments
        payments          a list: cost_line_id, fiscal_year, fund_id, fund, money_year, amount
      lapses              a list by day: fund_id, fund, money_year, amount, lapses_on
    """
    with _open() as database:
        portfolio = read_portfolio(database, looked_at(database, name).district_id, date.today())
    if not as_json:
        click.echo(f"District: {portfolio.district.name}")
    prepared = prepare(portfolio)
    plan = make_plan(prepared, PlanSettings(), seconds)
    said = _plan_in_keys(prepared, plan)
    if as_json:
        click.echo(json.dumps(said, indent=2, default=str))
    lacks = ", ".join(table.replace("_", " ") for table in portfolio.lacks)
    if not portfolio.purchases:
        raise DistrictError(f"No purchases yet: load {lacks}.", next_step="How: manage.py load --help")
    if as_json:
        return
    proof = f"{plan.proof.capitalize()}" + (f" ({plan.gap:.2%})." if plan.proof is Proof.WITHIN else ".")
    if lacks and not plan.payments:
        proof = f"Nothing can be planned yet: load {lacks}."
    click.echo(f"{said['headline']}\n{proof}")
    funded = [purchase for purchase in said["purchases"] if purchase["payments"] or purchase["state"] == State.FUNDED]
    out = [purchase for purchase in said["purchases"] if purchase not in funded]
    for heading, purchases in (("Bought", funded), ("Not bought", out)):
        click.echo(f"\n{heading}: {len(purchases)}")
        for purchase in purchases:
            click.echo(f"  {purchase['purchase_id']} {purchase['title']}. {purchase['sentence']}")


def _plan_in_keys(prepared: Prepared, plan: Plan) -> dict[str, Any]:
    """The plan under the keys that the help of `plan` promises."""
    portfolio = prepared.portfolio
    titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}
    funds = {fund.fund_id: fund.name for fund in portfolio.funds}
    line = headline(prepared, plan)
    return {
        "district_id": portfolio.district.district_id,
        "district": portfolio.district.name,
        "today": portfolio.today,
        "headline": line.words,
        **line.model_dump(include={"planned", "available", "learners"}),
        "needs": line.needs.answered,
        "needs_in_part": line.needs.partly,
        "needs_all": line.needs.needs,
        **plan.model_dump(include={"proof", "value", "bound"}),
        "gap": plan.gap,
        "purchases": [
            {
                **reason.model_dump(include={"purchase_id", "state", "sentence"}),
                "title": titles[reason.purchase_id],
                "payments": [
                    {**payment.model_dump(exclude={"purchase_id"}), "fund": funds[payment.fund_id]}
                    for payment in plan.payments
                    if payment.purchase_id == reason.purchase_id
                ],
            }
            for reason in explain(prepared, plan)
        ],
        "lapses": [{**lapse.model_dump(), "fund": funds[lapse.fund_id]} for lapse in lapses(prepared, plan)],
    }


@cli.command()
@click.option("--district", "name", default="", metavar="NAME", help=ON_SCREEN)
def check(name: str) -> None:
    """Prove that the district's records fit together; the exit code is 1 where they do not."""
    with _open() as database:
        district = looked_at(database, name)
        faults = find_faults(database, district.district_id, date.today(), judge_orders)
        aside = rows_set_aside(database, district.district_id)
    click.echo(f"District: {district.name}")
    for table, found in groupby(faults, key=lambda fault: fault.split()[0]):
        said = list(found)
        for fault in said[:FAULTS_SHOWN]:
            click.echo(fault)
        if len(said) > FAULTS_SHOWN:
            click.echo(f"{table}: and {len(said) - FAULTS_SHOWN:,} more.")
    if aside:
        rows = ", ".join(f"{change.set_aside:,} of {change.table.replace('_', ' ')}" for change in aside)
        click.echo(f"Rows still set aside by the newest loads: {rows}. They are on the page Data, under Loads so far.")
    if faults:
        raise click.ClickException(f"{counted(len(faults), 'fault')}. Mend your files and load them again.")
    click.echo("Everything fits together.")


@cli.command()
@click.argument("folder", metavar="[DIR]", type=FOLDER, required=False)
def backup(folder: Path | None) -> None:
    """Copy the whole file to DIR, or to the folder 'backups' beside it."""
    with _open() as database:
        click.echo(f"Copied to {back_up(database, folder or backup_folder(database.path))}")


@cli.command()
def sample() -> None:
    """Put the made-up sample district into the file and on the screen."""
    with _open() as database, bar("Sample district") as progress:
        start_with_sample(database, progress)
    click.echo("The sample district is on the screen. It is made up. Load your own files on the Data page.")


if __name__ == "__main__":
    cli()
