"""Records that would be withdrawn while others that name them stay."""

from collections.abc import Iterator, Mapping

from data_models import TABLES
from data_models.load import Problem
from data_models.rating import Rating
from store.database import Cursor
from store.loading.afterwards import kept_sql, left_behind
from store.loading.brought import says
from store.loading.checks import key_of
from store.loading.diff import TableDiff
from store.loading.headings import BY_TABLE, fields
from store.loading.parse_sql import name
from store.loading.results import Reading

NAMED = 3
"""Keys that are named; the others are counted."""


def left_hanging(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """One for each table that would lose records on which others hang that stay: their keys, and how many hang.

    Ratings are counted beside others and are no reason by themselves: what people said stays.
    """
    referenced = {column.references for record in TABLES for column in fields(record.table).values()}
    for target, diff in diffs.items():
        if target not in referenced or diff.missing == "FALSE":
            continue
        key = name(BY_TABLE[target].key[0])
        gone = f"SELECT d.{key} FROM main.{name(target)} d WHERE d.district_id = $district_id AND {diff.missing}"
        lost = [one for (one,) in cursor.execute(gone, {"district_id": district_id}).fetchall()]
        if not lost:
            continue  # so that large tables are looked through only where something may hang
        hanging: dict[str, int] = {}
        named: set[str] = set()
        for record in TABLES:
            if sql := _naming_sql(diffs, record.table, target):
                bound = {"district_id": district_id, "lost": lost}
                count, keys = cursor.execute(sql, bound).fetchall()[0]
                if count:
                    hanging[record.table] = count
                    named.update(keys)
        if hanging.keys() - {Rating.table}:
            yield _told(reading, target, sorted(named), hanging)


def _naming_sql(diffs: Mapping[str, TableDiff], table: str, target: str) -> str:
    """How many records of a table would be left that name one of $lost, and which of these; empty where none can.

    Where the files say the column, only what is kept can: what they name and lose is set aside.
    """
    own = ", ".join(map(name, key_of(table)))
    links = []
    for column in fields(table).values():
        if column.references == target:
            said = says(diffs, table, column.name) or column.name in key_of(table)
            wanted = tuple(dict.fromkeys((*key_of(table), column.name)))
            rows = kept_sql(diffs, table, wanted) if said else left_behind(diffs, table)
            value = f"unnest({name(column.name)})" if column.many else name(column.name)
            links.append(f"SELECT ({own}) AS own_, {value} AS named_ FROM ({rows})")
    if not links:
        return ""
    return (
        f"SELECT count(DISTINCT own_), list(DISTINCT named_) FROM ({' UNION ALL '.join(links)}) "
        "WHERE named_ IN (SELECT unnest($lost::VARCHAR[]))"
    )


def _told(reading: Reading, target: str, keys: list[str], hanging: Mapping[str, int]) -> Problem:
    file = next(part.file for part in reading.parts if part.table == target)
    more = f" and {len(keys) - NAMED:,} more" if len(keys) > NAMED else ""
    what = " and ".join(f"{count:,} of {table}" for table, count in hanging.items())
    others = " and ".join(table for table in hanging if table != Rating.table)
    them, they = ("it", "it") if len(keys) == 1 else ("them", "they")
    return Problem(
        file=file,
        reason=f"does not have {', '.join(keys[:NAMED])}{more}, so {they} would be withdrawn, while what names "
        f"{them} would stay: {what}",
        remedy=f"Load newer files of {others} together with it, keep the {target} that it does not have, or withdraw "
        f"what names {them} too.",
    )  # fmt: skip
