"""What loads all the same and should be looked at: projects in a circle, orders ahead of their readiness checks,
that nobody is said to pay or that hold more than a fund has, days in the wrong order, parts of accounts that contradict
each other.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_models.base import LIST_SEPARATOR, Record
from data_models.circles import circles
from data_models.fund import Fund
from data_models.ledger import AccountPart, parts_in_doubt
from data_models.limits import too_early
from data_models.load import Problem
from data_models.pre_encumbrance import PreEncumbrance
from data_models.project import Project
from data_models.purchase import Purchase, Stage
from data_models.readiness import CheckState, ReadinessCheck, open_checks, still_open
from store.database import Cursor, now
from store.loading.afterwards import afterwards, kept_sql
from store.loading.checks import good_sql
from store.loading.diff import TableDiff
from store.loading.headings import fields
from store.loading.parse_sql import name
from store.loading.results import PROBLEMS_SHOWN, Reading
from store.pre_encumbrance import TABLES_OF_ORDERS, VIEWS_OF_ORDERS, held_beyond

VALUE = 80
Place = tuple[int, int]
"""(part, row) of the file a record is in."""


def doubts(cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]) -> tuple[Problem, ...]:
    """Rows of these files that leave such a thing behind, in file order, at most 200 of each sort.

    diffs: of the tables read, on a cursor that has the tables of `make_late`.
    """
    found = (
        _circles(cursor, district_id, reading, diffs),
        _early_orders(cursor, district_id, reading, diffs),
        _orders_nobody_pays(cursor, district_id, reading, diffs),
        _orders_beyond_their_money(cursor, district_id, reading, diffs),
        _days_out_of_order(cursor, district_id, reading, diffs),
        _parts_in_doubt(cursor, district_id, reading, diffs),
    )
    return tuple(problem for sort in found for problem in sorted(sort, key=lambda p: (p.file, p.row))[:PROBLEMS_SHOWN])


def _circles(cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]) -> Iterator[Problem]:
    if not _says(diffs, Project.table, "predecessors"):
        return
    kept = kept_sql(diffs, Project.table, ("project_id", "predecessors"))
    links: dict[str, tuple[str, ...]] = {
        key: tuple(firsts) for key, firsts in cursor.execute(kept, {"district_id": district_id}).fetchall()
    }
    places: dict[str, Place] = {}
    for place, (key, firsts) in _brought(cursor, reading, Project.table, ("project_id", "predecessors")):
        places[key], links[key] = place, tuple(firsts or ())
    there = {key: tuple(first for first in firsts if first in links) for key, firsts in links.items()}
    for circle in circles(there):
        if own := [key for key in circle if key in places]:
            key = min(own, key=places.__getitem__)
            yield _problem(
                reading, places[key], "predecessors", LIST_SEPARATOR.join(links[key]),
                f"closes a circle: {' waits for '.join((*circle, circle[0]))}",
                "Take one of these predecessors out; until then the links of the circle are not counted.",
            )  # fmt: skip


def _early_orders(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """A district that keeps no readiness checks at all is told nothing."""
    bound = {"district_id": district_id}
    columns = ("purchase_id", "check", "state")
    rows = cursor.execute(kept_sql(diffs, ReadinessCheck.table, columns), bound).fetchall()
    places: dict[str, tuple[Place, str, str]] = {}
    if _says(diffs, ReadinessCheck.table, "state"):
        brought = _brought(cursor, reading, ReadinessCheck.table, columns)
        rows += [cells for _, cells in brought]
        for place, (key, _, state) in sorted(brought, key=lambda one: one[1][2] != CheckState.OPEN):
            places.setdefault(key, (place, "state", state))
    checks = [ReadinessCheck.model_validate(dict(zip(columns, row, strict=True))) for row in rows]
    if not checks:
        return
    kept = cursor.execute(kept_sql(diffs, Purchase.table, ("purchase_id", "stage")), bound).fetchall()
    ordered = {key for key, stage in kept if stage == Stage.ORDERED}
    for place, key in _orders(cursor, reading, diffs):
        ordered.add(key)
        places[key] = (place, "stage", Stage.ORDERED)
    for key, left in open_checks(sorted(ordered & places.keys()), checks).items():
        if left:
            place, column, value = places[key]
            yield _problem(
                reading, place, column, value,
                f"{key} is ordered while {still_open(left)}",
                "Settle what is open on Projects, under Readiness, or put the stage right.",
            )  # fmt: skip


def _days_out_of_order(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Days before one that they cannot be before, where these files say either of the two."""
    for table, diff in diffs.items():
        said = {column.name for column in diff.said}
        held = "$district_id" in diff.both  # else nothing of the table is held, and what no file says is blank
        for column in fields(table).values():
            for other in column.after:
                if not said & {column.name, other} or not (held or {column.name, other} <= said):
                    continue
                day, first = (f"{'s' if one in said else 'd'}.{name(one)}" for one in (column.name, other))
                rows = cursor.execute(
                    f"SELECT s.part_, s.source_row, {day}, {first} FROM {diff.both} WHERE {day} < {first} "
                    f"ORDER BY 1, 2 LIMIT {PROBLEMS_SHOWN}",
                    {"district_id": district_id} if held else None,
                ).fetchall()
                for part, row, late, early in rows:
                    heading = reading.parts[part].headings.get(other, other)
                    yield _problem(reading, (part, row), column.name, str(late), *too_early(heading, str(early)))


def _orders_nobody_pays(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """A district that keeps no funds is told nothing: it plans no money."""
    bound = {"district_id": district_id}

    def keys(record: type[Record], column: str) -> set[str]:
        """What records of a table say in a column, those kept and those that these files bring."""
        found = cursor.execute(kept_sql(diffs, record.table, (column,)), bound).fetchall()
        if record.table in diffs:
            found += [cells for _, cells in _brought(cursor, reading, record.table, (column,))]
        return {key for (key,) in found}

    orders = _orders(cursor, reading, diffs)
    if not orders or not keys(Fund, "fund_id"):
        return
    said = keys(PreEncumbrance, "purchase_id")
    for place, key in orders:
        if key not in said:
            yield _problem(
                reading, place, "stage", Stage.ORDERED,
                f"{key} is ordered, and it is not on record which fund pays it, so no money is held for it",
                "Say so in pre_encumbrances.csv, or on Budget, under Orders.",
            )  # fmt: skip


WHERE_MONEY_IS_SAID = {
    "pre_encumbrances": "fund_id = $fund AND money_year = $year",
    "fund_years": "fund_id = $fund AND fiscal_year = $year",
    "ledger_entries": "fund_id = $fund AND fiscal_year = $year",
    "purchases": "purchase_id IN (SELECT purchase_id FROM main.pre_encumbrances WHERE fund_id = $fund "
    "AND money_year = $year AND district_id = $district_id AND withdrawn_at IS NULL)",
}
"""By table, the rows that a fund's year of which orders hold too much is told at: the first table that has any."""


def _orders_beyond_their_money(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Fund years of which orders would hold more than is left, where these files say something of that money."""
    said = [table for table in WHERE_MONEY_IS_SAID if table in diffs]
    bound = {"district_id": district_id}
    any_order = f"{kept_sql(diffs, PreEncumbrance.table, ('fund_id',))} LIMIT 1"
    if not said or not (PreEncumbrance.table in diffs or cursor.execute(any_order, bound).fetchall()):
        return
    tables = afterwards(diffs, TABLES_OF_ORDERS, VIEWS_OF_ORDERS)
    for (fund, year), beyond in held_beyond(cursor, district_id, now().date(), tables).items():
        for table in said:
            asked = f"SELECT part_, source_row FROM ({good_sql(reading, table)}) WHERE {WHERE_MONEY_IS_SAID[table]}"
            named = {"fund": fund, "year": year, **(bound if "$district_id" in asked else {})}
            if rows := cursor.execute(f"{asked} ORDER BY 1, 2 LIMIT 1", named).fetchall():
                remedy = "Say that another fund pays, or give the fund year a larger budget."
                yield _problem(reading, rows[0], "", "", f"orders {beyond.words}", remedy)
                break


def _parts_in_doubt(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """A part that is kept and contradicts these files is told at their first row."""
    if AccountPart.table not in diffs:
        return
    columns = ("place", "dimension", "letters")
    rows = cursor.execute(kept_sql(diffs, AccountPart.table, columns), {"district_id": district_id}).fetchall()
    places: dict[int, Place] = {}
    for place, cells in _brought(cursor, reading, AccountPart.table, columns):
        places[cells[0]] = place
        rows.append(cells)
    parts = [AccountPart.model_validate(dict(zip(columns, row, strict=True))) for row in rows]
    for one, reason, remedy in parts_in_doubt(parts):
        at = places.get(one.place) or min(places.values(), default=None)
        if at:
            yield _problem(reading, at, "place", str(one.place), f"{one.dimension} {reason}", remedy)


def _orders(cursor: Cursor, reading: Reading, diffs: Mapping[str, TableDiff]) -> list[tuple[Place, str]]:
    """Where these files say that purchases are ordered, and their keys."""
    if not _says(diffs, Purchase.table, "stage"):
        return []
    brought = _brought(cursor, reading, Purchase.table, ("purchase_id", "stage"))
    return [(place, key) for place, (key, stage) in brought if stage == Stage.ORDERED]


def _brought(
    cursor: Cursor, reading: Reading, table: str, columns: tuple[str, ...]
) -> list[tuple[Place, tuple[Any, ...]]]:
    """Where the rows of a table stand in these files that load, and what they say in some columns; in file order."""
    wanted = ", ".join(map(name, columns))
    rows = cursor.execute(f"SELECT part_, source_row, {wanted} FROM ({good_sql(reading, table)}) ORDER BY 1, 2")
    return [((part, row), tuple(cells)) for part, row, *cells in rows.fetchall()]


def _says(diffs: Mapping[str, TableDiff], table: str, column: str) -> bool:
    """Whether the files say this column of a table."""
    return table in diffs and column in {said.name for said in diffs[table].said}


def _problem(reading: Reading, place: Place, column: str, value: str, reason: str, remedy: str) -> Problem:
    part = reading.parts[place[0]]
    return Problem(
        file=part.file, row=place[1], column=part.headings.get(column, column), value=value[:VALUE], reason=reason,
        remedy=remedy,
    )  # fmt: skip
