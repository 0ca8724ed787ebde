"""What a reading differs in from what the district holds: queries that preview and apply share."""

from dataclasses import dataclass

from data_models.base import Column
from data_models.limits import KEY_JOINT
from store.loading.checks import good_sql, key_of
from store.loading.headings import fields
from store.loading.parse_sql import name, text
from store.loading.passed_over import BLANK_ROW
from store.loading.results import Reading


@dataclass(frozen=True)
class TableDiff:
    """SQL of one table's differences, to run on a cursor that has the tables of `make_late`. Bind $district_id.

    `both` joins each good row `s` with what is held, `d` (NULL where new). `added`, `changed` and `missing` are
    conditions: the first two on `both`, the last on the district's table as `d`. `said` are the columns that the files
    have; what a file does not say stays as it is.
    """

    table: str
    said: tuple[Column, ...]
    good: str
    both: str
    added: str
    changed: str
    missing: str
    key: str


def differ(reading: Reading, table: str, keep: bool, empty: bool) -> TableDiff:
    """The differences of one table. keep: records that the files no longer have stay. empty: the table holds nothing
    of the district yet, so that nothing need be joined."""
    has = {f for part in reading.parts if part.table == table for f in part.fields}
    key = key_of(table)
    said = tuple(c for c in fields(table).values() if c.name in has and c.name not in key and c.name != "district_id")
    good = good_sql(reading, table)
    if table == "ratings":
        return _ratings(said, good)
    same = " AND ".join([f"d.{name(c)} = s.{name(c)}" for c in key] + ["d.district_id = $district_id"])
    held = ", ".join(f"NULL::VARCHAR AS {name(c)}" for c in ("district_id", "withdrawn_at"))
    both = f"({good}) s LEFT JOIN main.{name(table)} d ON {same}"
    if empty:
        both = f"({good}) s CROSS JOIN (SELECT {held}) d"
    other = " OR ".join(f"s.{name(c.name)} IS DISTINCT FROM d.{name(c.name)}" for c in said) or "FALSE"
    live = "d.district_id IS NOT NULL AND d.withdrawn_at IS NULL"
    return TableDiff(
        table=table, said=said, good=good, both=both,
        added="(d.district_id IS NULL OR d.withdrawn_at IS NOT NULL)",
        changed="FALSE" if empty else f"({live} AND ({other}))",
        missing="FALSE" if keep or empty else _missing(reading, table, key, good),
        key=_key_words(key),
    )  # fmt: skip


def _key_words(key: tuple[str, ...]) -> str:
    return f" || {text(KEY_JOINT)} || ".join(f"x.{name(c)}::VARCHAR" for c in key) or "$district_id"


def _missing(reading: Reading, table: str, key: tuple[str, ...], good: str) -> str:
    """Records of earlier loads that these files could hold but do not. A row set aside still counts as held.

    Files without one good row of the table say nothing of what is not in them.
    A ledger export speaks only for the fiscal years and kinds that it contains; mended rows speak for no other row.
    """
    if not key or all(part.partial for part in reading.parts if part.table == table):
        return "FALSE"
    columns = ", ".join(map(name, key))
    keys = ", ".join(f"d.{name(c)}" for c in key)
    any_null = " AND ".join(f"{name(c)} IS NOT NULL" for c in key)
    seen = f"SELECT {columns} FROM {reading.schema}.{name(table)} WHERE mask_ & {BLANK_ROW} = 0 AND {any_null}"
    missing = f"d.origin_id IS NOT NULL AND d.withdrawn_at IS NULL AND ({keys}) NOT IN ({seen})"
    missing += f" AND EXISTS (SELECT 1 FROM ({good}))"
    if table == "ledger_entries":
        missing += f" AND (d.fiscal_year, d.kind) IN (SELECT fiscal_year, kind FROM ({good}))"
    return missing


def _ratings(said: tuple[Column, ...], good: str) -> TableDiff:
    """Ratings are only added to: new unless the same is held or, where one has no time, the newest is the same."""
    own = ("member_id", "purchase_id", "criterion_id", "round")
    same = " AND ".join([f"d.{name(c)} = s.{name(c)}" for c in own] + ["d.district_id = $district_id"])
    newest = "(SELECT max(n.rated_at) FROM main.ratings n WHERE " + same.replace("d.", "n.") + ")"
    held = (
        f"EXISTS (SELECT 1 FROM main.ratings d WHERE {same} AND (d.rated_at = s.rated_at "
        f"OR (s.rated_at IS NULL AND d.level = s.level AND d.comment = s.comment AND d.rated_at = {newest})))"
    )
    return TableDiff(
        table="ratings", said=said, good=good,
        both=f"(SELECT *, CASE WHEN {held} THEN 'held' END AS held_ FROM ({good}) s) s "
        "CROSS JOIN (SELECT NULL::VARCHAR AS district_id, NULL::TIMESTAMP AS withdrawn_at) d",
        added="s.held_ IS NULL", changed="FALSE", missing="FALSE", key=_key_words(own),
    )  # fmt: skip
