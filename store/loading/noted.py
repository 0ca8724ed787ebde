"""What is wrong with the marked rows of a file, in words."""

from datetime import date, datetime

from data_models.base import Column
from data_models.limits import parted, too_long
from store.database import Cursor
from store.loading import words
from store.loading.parse_sql import (
    DOLLARS,
    has_cent_fraction,
    is_numeric_date,
    is_other_currency,
    is_parted,
    is_too_long,
    name,
    text,
    two_readings,
)
from store.loading.passed_over import BLANK_ROW
from store.loading.results import Part
from store.loading.scanning import EXTRA_CELLS, FEW_CELLS, QUOTES
from store.loading.staging import Rows


def note_problems(cursor: Cursor, schema: str, number: int, rows: Rows, part: Part) -> None:
    """Add what is wrong with each marked row to the schema's table `problems`."""
    bad = f"FROM {part.marked} WHERE mask_ & {BLANK_ROW} = 0"
    marks = cursor.execute(f"SELECT bit_or(mask_) {bad}").fetchall()[0][0]
    if not marks:
        return
    kinds, said = [], []
    for bit, column in enumerate(rows.fields.values()):
        if marks & 1 << bit:
            kind, problem = _cell_problem(cursor, part, column, rows, 1 << bit)
            kinds.append(kind)
            said.append(problem)
    quotes = [(QUOTES[wrong], sentence) for wrong, sentence in words.QUOTES.items()]
    for mark, sentence in ((EXTRA_CELLS, words.EXTRA_CELLS), (FEW_CELLS, words.FEW_CELLS), *quotes):
        if marks & mark:
            said.append(f"CASE WHEN mask_ & {mark} <> 0 THEN {_problem('', text(''), *map(text, sentence))} END")
    cursor.execute(
        f"INSERT INTO {schema}.problems SELECT {number}, row_, p.heading, p.value, p.reason, p.remedy "
        f"FROM (SELECT row_, unnest([{', '.join(said)}]) AS p FROM (SELECT {', '.join(['*', *kinds])} {bad})) "
        "WHERE p IS NOT NULL"
    )


def _problem(heading: str, value: str, reason: str, remedy: str) -> str:
    return f"{{'heading': {text(heading)}, 'value': {value}, 'reason': {reason}, 'remedy': {remedy}}}"


def _cell_problem(cursor: Cursor, part: Part, column: Column, rows: Rows, bit: int) -> tuple[str, str]:
    """SQL of what kind of problem one column's cell has, a number under a name; and of the problem in words, NULL where
    the cell is well. Looked for once, because a date that may be either of two days is read four times to see it."""
    heading, given, value = rows.headings[column.name], rows.given[column.name], name(column.name)
    reason, remedy = words.not_one(column)
    hints = text(remedy)
    if column.choices and not column.many:
        found = cursor.execute(
            f"SELECT DISTINCT {given} FROM {part.marked} WHERE mask_ & {bit} <> 0 AND {given} IS NOT NULL "
            f"ORDER BY 1 LIMIT 500"
        ).fetchall()
        near = {one: words.nearest(one, list(column.choices)) for (one,) in found}
        whens = " ".join(f"WHEN {text(one)} THEN {text(hint + remedy)}" for one, hint in near.items() if hint)
        hints = f"CASE {given} {whens} ELSE {text(remedy)} END" if whens else hints
    cases = [(f"{given} IS NULL", *map(text, words.blank(column)))]
    cases += [(f"{value} < {column.least}", *map(text, words.too_small(column)))] if column.least is not None else []
    cases += [(f"{value} > {column.most}", *map(text, words.too_large(column)))] if column.most is not None else []
    cases += [(is_too_long(column, value), *map(text, too_long(column)))] if column.longest else []
    cases += [(is_parted(value), *map(text, parted()))] if column.own_key else []
    if column.unit == DOLLARS:
        cases.append((is_other_currency(given), *map(text, words.other_currency())))
        cases.append((has_cent_fraction(given), *map(text, words.cent_fraction())))
    if column.kind in (date, datetime):
        month, day = two_readings(f"{given}")
        ambiguous = f"CASE WHEN {is_numeric_date(given)} THEN ({month}) <> ({day}) END"
        cases.append((ambiguous, *map(text, words.ambiguous_date())))
    kind = name("kind_" + column.name)
    which = " ".join(f"WHEN {when} THEN {number}" for number, (when, _, _) in enumerate(cases))
    reasons = " ".join(f"WHEN {number} THEN {why}" for number, (_, why, _) in enumerate(cases))
    remedies = " ".join(f"WHEN {number} THEN {what}" for number, (_, _, what) in enumerate(cases))
    said = _problem(heading, f"coalesce(left({given}, 80), '')", f"CASE {kind} {reasons} ELSE {text(reason)} END",
                    f"CASE {kind} {remedies} ELSE {hints} END")  # fmt: skip
    any_wrong = f"mask_ & {bit} <> 0"
    return f"CASE WHEN {any_wrong} THEN CASE {which} END END AS {kind}", f"CASE WHEN {any_wrong} THEN {said} END"
