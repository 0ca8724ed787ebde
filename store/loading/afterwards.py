"""The district's tables as a load would leave them, for what is otherwise asked of the district as it is."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from data_models.base import Record
from store.database import Cursor
from store.loading.checks import key_of
from store.loading.diff import TableDiff
from store.loading.headings import fields
from store.loading.parse_sql import name
from store.migrations import views

AnyRecord = TypeVar("AnyRecord", bound=Record)


def kept_sql(diffs: Mapping[str, TableDiff], table: str, columns: tuple[str, ...]) -> str:
    """The district's records of a table that these files neither hold nor withdraw, as a query."""
    wanted = ", ".join(f"d.{name(column)}" for column in columns)
    held = f"SELECT {wanted} FROM main.{name(table)} d WHERE d.district_id = $district_id AND d.withdrawn_at IS NULL"
    if table not in diffs:
        return held
    key, good = key_of(table), diffs[table].good
    given, own = ", ".join(map(name, key)), ", ".join(f"d.{name(part)}" for part in key)
    stays = f"({own}) NOT IN (SELECT {given} FROM ({good}))" if key else f"NOT EXISTS (SELECT 1 FROM ({good}))"
    return f"{held} AND NOT ({diffs[table].missing}) AND {stays}"


def afterwards(diffs: Mapping[str, TableDiff], tables: Iterable[str], through: Iterable[str]) -> str:
    """A WITH clause of these tables, and of the views `through` which they are read. Bind $district_id."""
    texts = views()
    parts = [*((table, left_behind(diffs, table)) for table in tables), *((view, texts[view]) for view in through)]
    return "WITH " + ", ".join(f"{name(part)} AS ({sql})" for part, sql in parts)


def records_afterwards(
    cursor: Cursor, district_id: str, diffs: Mapping[str, TableDiff], kind: type[AnyRecord]
) -> tuple[AnyRecord, ...]:
    """Every record of a kind that there would be, in key order; without `diffs`, every one that there is."""
    wanted, key = ", ".join(map(name, fields(kind.table))), ", ".join(map(name, kind.key))
    sql = f"SELECT {wanted} FROM ({left_behind(diffs, kind.table)}) ORDER BY {key}"
    rows = cursor.execute(sql, {"district_id": district_id}).fetchall()
    return tuple(kind.model_validate(dict(zip(fields(kind.table), row, strict=True))) for row in rows)


def left_behind(diffs: Mapping[str, TableDiff], table: str) -> str:
    """Every record there would be: those kept, and those of the files, with what no file says as it is held."""
    columns = tuple(column for column in fields(table) if column != "district_id")
    rows = kept_sql(diffs, table, columns)
    if diff := diffs.get(table):
        given = {*key_of(table), *(column.name for column in diff.said)}
        held = "$district_id" in diff.both  # else nothing of the table is, and a row has what a new record begins with
        own = (
            f"CASE WHEN d.district_id IS NULL THEN s.{name(c)} ELSE d.{name(c)} END"
            if held and c not in given
            else f"s.{name(c)}"
            for c in columns
        )
        rows += f" UNION ALL SELECT {', '.join(own)} FROM {diff.both}"
    return f"SELECT $district_id AS district_id, NULL::TIMESTAMP AS withdrawn_at, r.* FROM ({rows}) r"
