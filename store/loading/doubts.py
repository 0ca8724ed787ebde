"""What loads all the same and should be looked at: projects in a circle, orders ahead of their readiness checks, days
in the wrong order, parts of accounts that contradict each other, fund rules that cannot be meant so; and what
`money_doubts`, `look_alikes` and `left_hanging` find.
"""

from collections.abc import Iterator, Mapping

from data_models.base import LIST_SEPARATOR
from data_models.circles import circles
from data_models.district import Site
from data_models.fund import Fund, FundRule, rules_in_doubt
from data_models.ledger import AccountPart, parts_in_doubt
from data_models.limits import too_early
from data_models.load import Problem
from data_models.order import Judge
from data_models.project import Project
from data_models.purchase import Purchase, Stage
from data_models.readiness import CheckState, ReadinessCheck, open_checks, still_open
from store.database import Cursor
from store.loading.afterwards import kept_sql, records_afterwards
from store.loading.brought import Place, brought, orders_brought, problem, says
from store.loading.diff import TableDiff
from store.loading.headings import fields
from store.loading.left_hanging import left_hanging
from store.loading.look_alikes import look_alikes
from store.loading.money_doubts import money_doubts
from store.loading.parse_sql import name
from store.loading.results import PROBLEMS_SHOWN, Reading


def doubts(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff], judge: Judge
) -> tuple[Problem, ...]:
    """What of these files leaves such a thing behind, in file order, at most 200 of each sort.

    diffs: of the tables read, on a cursor that has the tables of `make_late`.
    """
    found = (
        _circles(cursor, district_id, reading, diffs),
        _early_orders(cursor, district_id, reading, diffs),
        *money_doubts(cursor, district_id, reading, diffs, judge),
        _days_out_of_order(cursor, district_id, reading, diffs),
        _parts_in_doubt(cursor, district_id, reading, diffs),
        _rules_in_doubt(cursor, district_id, reading, diffs),
        look_alikes(cursor, district_id, reading, diffs),
        left_hanging(cursor, district_id, reading, diffs),
    )
    return tuple(problem for sort in found for problem in sorted(sort, key=lambda p: (p.file, p.row))[:PROBLEMS_SHOWN])


def _circles(cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]) -> Iterator[Problem]:
    if not says(diffs, Project.table, "predecessors"):
        return
    kept = kept_sql(diffs, Project.table, ("project_id", "predecessors"))
    links: dict[str, tuple[str, ...]] = {
        key: tuple(firsts) for key, firsts in cursor.execute(kept, {"district_id": district_id}).fetchall()
    }
    places: dict[str, Place] = {}
    for place, (key, firsts) in brought(cursor, reading, Project.table, ("project_id", "predecessors")):
        places[key], links[key] = place, tuple(firsts or ())
    there = {key: tuple(first for first in firsts if first in links) for key, firsts in links.items()}
    for circle in circles(there):
        if own := [key for key in circle if key in places]:
            key = min(own, key=places.__getitem__)
            yield problem(
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
    if says(diffs, ReadinessCheck.table, "state"):
        rows_brought = brought(cursor, reading, ReadinessCheck.table, columns)
        rows += [cells for _, cells in rows_brought]
        for place, (key, _, state) in sorted(rows_brought, key=lambda one: one[1][2] != CheckState.OPEN):
            places.setdefault(key, (place, "state", state))
    checks = [ReadinessCheck.model_validate(dict(zip(columns, row, strict=True))) for row in rows]
    if not checks:
        return
    kept = cursor.execute(kept_sql(diffs, Purchase.table, ("purchase_id", "stage")), bound).fetchall()
    ordered = {key for key, stage in kept if stage == Stage.ORDERED}
    for place, key in orders_brought(cursor, reading, diffs):
        ordered.add(key)
        places[key] = (place, "stage", Stage.ORDERED)
    for key, left in open_checks(sorted(ordered & places.keys()), checks).items():
        if left:
            place, column, value = places[key]
            yield problem(
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
                    yield problem(reading, (part, row), column.name, str(late), *too_early(heading, str(early)))


def _parts_in_doubt(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """A part that is kept and contradicts these files is told at their first row."""
    if AccountPart.table not in diffs:
        return
    columns = ("place", "dimension", "letters")
    rows = cursor.execute(kept_sql(diffs, AccountPart.table, columns), {"district_id": district_id}).fetchall()
    places: dict[int, Place] = {}
    for place, cells in brought(cursor, reading, AccountPart.table, columns):
        places[cells[0]] = place
        rows.append(cells)
    parts = [AccountPart.model_validate(dict(zip(columns, row, strict=True))) for row in rows]
    for one, reason, remedy in parts_in_doubt(parts):
        at = places.get(one.place) or min(places.values(), default=None)
        if at:
            yield problem(reading, at, "place", str(one.place), f"{one.dimension} {reason}", remedy)


def _rules_in_doubt(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Rules of these files that cannot be meant so; also where a new rule's file has no such column."""
    if FundRule.table not in diffs:
        return
    places = {key: place for place, (key,) in brought(cursor, reading, FundRule.table, ("rule_id",))}
    rules = records_afterwards(cursor, district_id, diffs, FundRule)
    funds = records_afterwards(cursor, district_id, diffs, Fund)
    sites = [site.site_id for site in records_afterwards(cursor, district_id, diffs, Site)]
    for rule, column, reason, remedy in rules_in_doubt(rules, funds, sites):
        if rule.rule_id in places:
            cell = LIST_SEPARATOR.join(rule.values) if column == "values" else ""
            yield problem(reading, places[rule.rule_id], column, cell, reason, remedy)
