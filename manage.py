"""The same work from a shell: load, template, plan, check, backup, sample. `python manage.py --help` lists it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from data_models.errors import DistrictError
from data_models.plan import Plan, PlanSettings, Proof, State
from planning.explanation import explain, headline
from planning.money import lapses
from planning.plan import make_plan
from planning.prepare import Prepared, prepare
from store.backup import back_up
from store.database import Database, open_database
from store.district import current_district, read_districts, start_district
from store.integrity import find_faults
from store.loading import Preview, apply_load, load_mapping, preview, read_source, write_templates
from store.location import backup_folder, database_path
from store.member import LOCAL
from store.portfolio import read_portfolio
from store.sample import start_with_sample

EXISTING = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
FAULTS_SHOWN = 20


class Commands(click.Group):
    """Commands whose DistrictError is said in one message, without a traceback; the exit code is then 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except DistrictError as error:
            raise click.ClickException(str(error)) from error


@contextmanager
def _open() -> Iterator[Database]:
    """The district file, let go of afterwards."""
    database = open_database(database_path(), holder="manage.py")
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _bar(label: str) -> Iterator[Callable[[float, str], None]]:
    """A progress bar at a terminal, nothing elsewhere."""
    with click.progressbar(length=100, label=label) as bar:
        yield lambda share, _words: bar.update(int(share * 100) - bar.pos)


def _into(database: Database, name: str) -> str:
    """Key of the district to load into: the one of that name, or empty where it is new; unnamed, the one on the screen.

    The made-up district is never loaded into by chance.
    """
    with database.read() as cursor:
        held = read_districts(cursor)
        on_screen = current_district(cursor)
    if name:
        return next((d.district_id for d in held if d.name.casefold() == name.strip().casefold()), "")
    if not on_screen or any(d.made_up for d in held if d.district_id == on_screen):
        raise DistrictError(
            "The made-up sample district is on the screen." if on_screen else "There is no district yet.",
            next_step='Name yours, and it is started: --district "Maple River Unified".',
        )
    return on_screen


def _district(database: Database) -> str:
    with database.read() as cursor:
        district_id = current_district(cursor)
    if not district_id:
        raise DistrictError("There is no district yet.", next_step="Start with: python manage.py sample")
    return district_id


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Cabinetmaker from a shell. CABINETMAKER_DATABASE names another file than planning.duckdb."""


@cli.command()
@click.argument("paths", metavar="PATH...", type=EXISTING, nargs=-1, required=True)
@click.option("--mapping", type=EXISTING, help="A YAML file that says which column is which field.")
@click.option("--district", "name", default="", metavar="NAME", help="District to load into; a new one is started.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="Answer to a question the files raise.")
@click.option("--keep-missing", is_flag=True, help="Keep records that an earlier export had and this one has not.")
@click.option("--yes", is_flag=True, help="Do not ask before records are withdrawn.")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--as", "member", default=LOCAL, metavar="MEMBER", help="Key of the member who loads.")
def load(
    paths: tuple[Path, ...],
    mapping: Path | None,
    name: str,
    answers: tuple[str, ...],
    keep_missing: bool,
    yes: bool,
    dry_run: bool,
    member: str,
) -> None:
    """Load PATH into a district: a folder, a zip, CSV files, or a workbook. What would change is shown first."""
    told = dict(_answer(words) for words in answers)
    with _open() as database:
        district_id = _into(database, name)
        chosen = load_mapping(mapping) if mapping else None
        with _bar("Reading") as progress:
            reading = read_source(database, paths, mapping=chosen, answers=told, progress=progress)
        with reading:
            kept = frozenset(table.table for table in reading.tables) if keep_missing else frozenset()
            seen = preview(database, district_id, reading, kept)
            _say_preview(seen)
            if seen.questions:
                raise DistrictError("Nothing was changed: the questions above need an answer.")
            if not any(table.good for table in reading.tables):
                raise DistrictError("Nothing was changed: no row of these files could be used.")
            if dry_run:
                click.echo("Nothing was changed: this was a dry run.")
                return
            if any(table.withdrawn for table in seen.tables) and not yes:
                click.confirm("Records of earlier files are withdrawn (--keep-missing keeps them). Go on?", abort=True)
            into = district_id or start_district(database, name, member)
            with _bar("Loading") as progress:
                apply_load(database, into, reading, member, keep_missing=kept, progress=progress)
    click.echo("Loaded. Look at it on Prioritise, or with: python manage.py plan")


def _answer(words: str) -> tuple[str, str]:
    key, equals, value = words.partition("=")
    if not equals:
        raise click.BadParameter(f"'{words}' is not KEY=VALUE.", param_hint="--answer")
    return key, value


def _say_preview(seen: Preview) -> None:
    """What would change, what is wrong, and what is asked."""
    click.echo(
        f"{'table':<16}{'added':>10}{'changed':>10}{'withdrawn':>10}{'same':>10}{'set aside':>10}{'dollars':>25}"
    )
    for table in seen.tables:
        total = "" if table.total is None else f"{table.total:,.2f}"
        numbers = (table.added, table.changed, table.withdrawn, table.same, table.set_aside)
        click.echo(f"{table.table:<16}" + "".join(f" {number:>9,}" for number in numbers) + f" {total:>24}")
    for problem in (*seen.problems, *seen.warnings):
        click.echo(problem.sentence, err=True)
    if seen.problem_count > len(seen.problems):
        click.echo(f"... and {seen.problem_count - len(seen.problems):,} more problems.", err=True)
    for question in seen.questions:
        click.echo(f"{question.words} For example: {', '.join(question.examples)}", err=True)
        for answer in question.answers:
            click.echo(f"  --answer '{question.question_id}={answer}'", err=True)


@cli.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def template(folder: Path) -> None:
    """Write empty templates to DIR: a CSV file for each table, and a workbook with a sheet for each."""
    for path in write_templates(folder):
        click.echo(path)


@cli.command(name="plan")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, as described above.")
@click.option("--seconds", default=20.0, show_default=True, help="Most seconds to spend on proving it the best.")
def make_and_say_plan(as_json: bool, seconds: float) -> None:
    """Make a plan with the usual settings and say what it buys, who pays, and why the rest is out.

    \b
    With --json: one object. Amounts are text in US dollars, dates are ISO, and these keys stay as they are.
      district_id, district, today
      headline            the plan in one line
      planned, available  US dollars
      learners            learners reached, each once
      needs, needs_all    goals' needs answered, and in all
      value, bound        merit; the most that any lawful plan has
      proof               "proven best possible", "within a proven distance of the best possible" or
                          "no plan keeps every pin and every rule"
      gap                 (bound - value) / bound
      purchases           a list by purchase_id: purchase_id, title, state, sentence, payments
        payments          a list: cost_line_id, fiscal_year, fund_id, fund, money_year, amount
      lapses              a list by day: fund_id, fund, money_year, amount, lapses_on
    """
    with _open() as database:
        portfolio = read_portfolio(database, _district(database), date.today())
    prepared = prepare(portfolio)
    plan = make_plan(prepared, PlanSettings(), seconds)
    said = _plan_in_keys(prepared, plan)
    if as_json:
        click.echo(json.dumps(said, indent=2, default=str))
        return
    click.echo(
        f"{said['headline']}\n{plan.proof.capitalize()}"
        + (f" ({plan.gap:.2%})." if plan.proof is Proof.WITHIN else ".")
    )
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
        **line.model_dump(include={"planned", "available", "learners", "needs", "needs_all"}),
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
def check() -> None:
    """Prove that the district's records fit together; the exit code is 1 where they do not."""
    with _open() as database:
        faults = find_faults(database, _district(database), date.today())
    for table, found in groupby(faults, key=lambda fault: fault.split()[0]):
        said = list(found)
        for fault in said[:FAULTS_SHOWN]:
            click.echo(fault)
        if len(said) > FAULTS_SHOWN:
            click.echo(f"{table}: and {len(said) - FAULTS_SHOWN:,} more.")
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
        raise click.ClickException(f"{count}. Mend your files and load them again.")
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
    with _open() as database, _bar("Sample district") as progress:
        start_with_sample(database, progress)
    click.echo("The sample district is on the screen. It is made up. Load your own files on the Data page.")


if __name__ == "__main__":
    cli()
