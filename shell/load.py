"""A load at a shell: the files read, their questions asked, what would change, and what came of it."""

from datetime import date
from pathlib import Path

import click

from data_models.errors import DistrictError
from data_models.load import Load
from data_models.wording import counted
from shell.progress import bar
from store.database import Database
from store.loading import ASIDE, Mapping, Preview, Reading, made_for, mistaken, read_source, set_aside_csv
from store.location import MAPPINGS
from store.portfolio import read_portfolio

MEND = "Mend what is named above; docs/data-format.md says how each table is written."


def answer(words: str) -> tuple[str, str]:
    """(question, answer) of KEY=VALUE. Raises click.BadParameter where it is not that."""
    key, equals, value = words.rpartition("=")
    if not equals:
        raise click.BadParameter(f"'{words}' is not KEY=VALUE.", param_hint="--answer")
    return key, value


def read_files(
    database: Database, paths: tuple[Path, ...], mapping: Mapping | None, told: dict[str, str], suggested: bool
) -> Reading:
    """The files, read; where `suggested`, once more with the answers that other columns show. These are said."""
    with bar("Reading") as progress:
        reading = read_source(database, paths, mapping=mapping, answers=told, progress=progress)
    taken = [question for question in reading.questions if suggested and question.suggested]
    if not taken:
        return reading
    reading.close()
    for question in taken:
        click.echo(f"{question.words} {question.suggested.capitalize()}. {question.why}")
    return read_files(database, paths, mapping, told | {asked.question_id: asked.suggested for asked in taken}, False)


def ask(reading: Reading, told: dict[str, str]) -> None:
    """What the files leave open, how it is answered, and which answer was none. Raises DistrictError where anything is
    open; an answer kept from another export, which nothing needs, stops no load.
    """
    for question in reading.questions:
        click.echo(f"{question.words} For example: {', '.join(question.examples)}", err=True)
        for answer, meaning in zip(question.answers, question.meanings, strict=True):
            click.echo(f"  --answer '{question.question_id}={answer}'" + f"  {meaning}" * bool(meaning), err=True)
        if question.suggested:
            click.echo(f"  --suggested  {question.why}", err=True)
    for words in mistaken(told, reading.columns):
        click.echo(f"--answer: {words}", err=True)
    if reading.questions:
        raise DistrictError("Nothing was changed: the questions above need an answer.")


def say_preview(seen: Preview) -> None:
    """What would change, and what is wrong."""
    click.echo(
        f"{'table':<16}{'added':>10}{'changed':>10}{'withdrawn':>10}{'same':>10}{'set aside':>10}{'dollars':>25}"
    )
    for table in seen.tables:
        total = "" if table.total is None else f"{table.total:,.2f}"
        numbers = (table.added, table.changed, table.withdrawn, table.same, table.set_aside)
        click.echo(f"{table.table:<16}" + "".join(f" {number:>9,}" for number in numbers) + f" {total:>24}")
    for words in seen.replaced:
        click.echo(words)
    for problem in seen.problems:
        click.echo(problem.sentence, err=True)
    if seen.problem_count > len(seen.problems):
        click.echo(f"... and {counted(seen.problem_count - len(seen.problems), 'more problem')}.", err=True)
    if seen.hanging_rows:
        rows = counted(seen.hanging_rows, "row that hangs", "rows that hang")
        click.echo(f"And {rows} on these. The first: {seen.hanging[0].sentence}", err=True)
    for warning in seen.warnings:
        click.echo(warning.sentence, err=True)


def refuse_nothing(seen: Preview, paths: tuple[Path, ...], mapping: Path | None) -> None:
    """Raises DistrictError where no row could be used; it names a mapping whose files these look like, if there is."""
    if any(table.added + table.changed + table.same for table in seen.tables):
        return
    alike = [] if mapping else made_for(paths, sorted(MAPPINGS.glob("*.yaml")))
    given = " or ".join(f"--mapping docs/mappings/{path.name}" for path in alike)
    hint = f"They look like files of a mapping; try {given}." if alike else MEND + " Or give --mapping." * (not mapping)
    raise DistrictError("Nothing was loaded: no row of these files could be used.", next_step=hint)


def say_loaded(database: Database, district_id: str, done: Load, aside: Path | None) -> None:
    """Whether anything changed and where it is seen, what a plan lacks still, and where the rows set aside are; they
    are written to `aside` where it is given.
    """
    if any(table.added + table.changed + table.withdrawn for table in done.changes):
        portfolio = read_portfolio(database, district_id, date.today())
        pages = portfolio.seen_on([change.table for change in done.changes])
        plan = ", or with: manage.py plan" if portfolio.purchases else "."
        click.echo(f"Loaded. Look at it on {', '.join(pages)}{plan}" if pages else "Loaded.")
        if portfolio.lacks:
            click.echo(f"Still missing for a plan: {', '.join(portfolio.lacks).replace('_', ' ')}.")
    else:
        click.echo("Nothing changed: the district already holds all of this.")
    bad = {table.table: table.set_aside for table in done.changes if table.set_aside}
    if not bad:
        return
    rows, them = counted(sum(bad.values()), "row was", "rows were"), "it" if sum(bad.values()) == 1 else "them"
    where = "" if aside else ", or load again with --set-aside DIR"
    click.echo(f"{rows} set aside. Get {them} on the page Data, under Loads so far{where}.")
    for table in bad if aside else ():
        assert aside
        aside.mkdir(parents=True, exist_ok=True)
        path = aside / f"{table}{ASIDE}"
        path.write_bytes(set_aside_csv(database, district_id, done.load_id, table))
        click.echo(path)
