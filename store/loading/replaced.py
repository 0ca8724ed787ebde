"""What a load puts in the place of what: counts alone do not say that names or a year's money change."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from data_models.district import District
from data_models.ledger import LedgerEntry
from data_models.wording import to_the_cent
from store.database import Cursor
from store.district import read_district
from store.loading.brought import brought, says
from store.loading.diff import TableDiff
from store.loading.headings import BY_TABLE
from store.loading.parse_sql import name
from store.loading.results import Reading

LEDGER = LedgerEntry.table
NAMES = ("name", "title")


def replaced(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff], begins: District | None
) -> tuple[str, ...]:
    """The district's own name, then names that most of the records at hand would lose, then what ledger entries make
    way for which, by year and kind.

    diffs: of the tables read, on a cursor that has the tables of `make_late`. begins: as in `preview`.
    """
    found = [*_called(cursor, district_id, reading, diffs, begins)]
    found += [words for diff in diffs.values() for words in _renamed(cursor, district_id, diff)]
    return (*found, *(_entries(cursor, district_id, diffs[LEDGER]) if LEDGER in diffs else ()))


def _called(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff], begins: District | None
) -> Iterator[str]:
    """The district Maple River would be called Oak Valley from then on, as 'district.csv', row 2 says."""
    held = (begins,) if begins else read_district(cursor, district_id)
    if not held or not says(diffs, District.table, "name"):
        return
    for (part, row), (called,) in brought(cursor, reading, District.table, ("name",)):
        if called != held[0].name:
            yield (
                f"The district '{held[0].name}' would be called '{called}' from then on, as row {row} of "
                f"'{reading.parts[part].file}' says; to keep its name, leave that file out or mend the name there."
            )


def _renamed(cursor: Cursor, district_id: str, diff: TableDiff) -> Iterator[str]:
    """75 of 75 funds get another name: 01-3010 is 'ESSA: Title I' and would be 'Fund 01, resource 3010'."""
    column = next((c.name for c in diff.said if c.name in NAMES), "")
    if not column or diff.changed == "FALSE":
        return
    other = f"{diff.changed} AND s.{name(column)} IS DISTINCT FROM d.{name(column)}"
    key, was, now = (f"first({x} ORDER BY s.part_, s.source_row) FILTER ({other})" for x in (
        diff.key.replace("x.", "s."), f"d.{name(column)}", f"s.{name(column)}",
    ))  # fmt: skip
    both, others, first, before, after = cursor.execute(
        f"SELECT count(*) FILTER (d.district_id IS NOT NULL AND d.withdrawn_at IS NULL), count(*) FILTER ({other}), "
        f"{key}, {was}, {now} FROM {diff.both}",
        {"district_id": district_id},
    ).fetchall()[0]
    if others > 1 and 2 * others >= both:
        yield (
            f"{others:,} of {both:,} {BY_TABLE[diff.table].heading.lower()} that are here already get another "
            f"{column}: {first} is '{before}' and would be '{after}'."
        )


def _entries(cursor: Cursor, district_id: str, diff: TableDiff) -> Iterator[str]:
    """FY 2022 actual: entries withdrawn 4,604 ($1,613.00), in their place 4,344 ($1,597.00)."""
    if diff.missing == "FALSE":
        return
    bound = {"district_id": district_id}
    gone = cursor.execute(
        f"SELECT fiscal_year, kind, count(*), sum(amount) FROM main.{LEDGER} d "
        f"WHERE d.district_id = $district_id AND {diff.missing} GROUP BY ALL ORDER BY ALL",
        bound,
    ).fetchall()
    come: dict[tuple[int, str], tuple[int, Decimal]] = {
        (year, kind): (entries, amount)
        for year, kind, entries, amount in cursor.execute(
            f"SELECT s.fiscal_year, s.kind, count(*), sum(s.amount) FROM {diff.both} WHERE {diff.added} GROUP BY ALL",
            bound,
        ).fetchall()
    }
    for year, kind, entries, amount in gone:
        new, dollars = come.get((year, kind), (0, Decimal(0)))
        place = f"{new:,} ({to_the_cent(dollars)}); were the old ones kept, both would count" if new else "none"
        yield f"FY {year} {kind}: entries withdrawn {entries:,} ({to_the_cent(amount)}), in their place {place}."
