"""Where records came from, and those that were withdrawn."""

from data_models.base import Record, columns
from data_models.fund import FundRule
from data_models.history import Origin, Withdrawn
from store.database import Cursor
from store.edit_sql import EDITABLE, KINDS
from store.fund import reference_rules

READ_ORIGIN = {
    record.table: f"""
SELECT
    COALESCE(origins.source_file, ''), r.source_row, COALESCE(origins.load_id, ''), r.revision, r.changed_at,
    r.changed_by
FROM {record.table} AS r
LEFT JOIN origins ON origins.district_id = r.district_id AND origins.origin_id = r.origin_id
WHERE r.district_id = $district_id{"".join(f' AND r."{k}" = $key_{k}' for k in record.key if k != "district_id")}
ORDER BY r.changed_at
"""
    for record in EDITABLE
}


def read_origin(cursor: Cursor, district_id: str, record: Record) -> Origin | None:
    """Where a record came from; none where it is not in the file."""
    named = {f"key_{part}": getattr(record, part) for part in record.key if part != "district_id"}
    rows = cursor.execute(READ_ORIGIN[record.table], {"district_id": district_id, **named}).fetchall()
    names = ("file", "row", "load_id", "revision", "changed_at", "changed_by")
    return Origin(**dict(zip(names, rows[0], strict=True))) if rows else None


FIND_RECORD = {
    record.table: f"""
SELECT revision
FROM {record.table}
WHERE district_id = $district_id{"".join(f' AND CAST("{part}" AS VARCHAR) = $key_{part}' for part in record.key)}
ORDER BY revision
"""
    for record in EDITABLE
}


def is_on_record(cursor: Cursor, district_id: str, table: str, key: tuple[str, ...]) -> bool:
    """Whether a table has, or had, a record of this key, its parts as text; reference rules are on record too."""
    kind = KINDS.get(table)
    if kind is None or len(key) != len(kind.key):
        return False
    named = {f"key_{part}": value for part, value in zip(kind.key, key, strict=True)}
    if cursor.execute(FIND_RECORD[table], {"district_id": district_id, **named}).fetchall():
        return True
    return kind is FundRule and any(rule.rule_id == key[0] for rule in reference_rules())


READ_WITHDRAWN = {
    record.table: f"""
SELECT {", ".join(f'"{column.name}"' for column in columns(record))}, withdrawn_at, changed_by
FROM {record.table}
WHERE district_id = $district_id AND withdrawn_at IS NOT NULL
ORDER BY withdrawn_at DESC, {", ".join(f'"{key}"' for key in record.key)}
LIMIT 200
"""
    for record in EDITABLE
}


def read_withdrawn(cursor: Cursor, district_id: str, record: type[Record]) -> tuple[Withdrawn, ...]:
    """The withdrawn records of a table, newest first, at most 200."""
    rows = cursor.execute(READ_WITHDRAWN[record.table], {"district_id": district_id}).fetchall()
    names = [column.name for column in columns(record)]
    return tuple(
        Withdrawn(record=record.model_validate(dict(zip(names, values, strict=True))), withdrawn_at=at, withdrawn_by=by)
        for *values, at, by in rows
    )


READ_KEYS = {
    record.table: f"""
SELECT DISTINCT "{record.key[0]}"
FROM {record.table}
WHERE district_id = $district_id
ORDER BY "{record.key[0]}"
"""
    for record in EDITABLE
}


def read_keys(cursor: Cursor, district_id: str, record: type[Record]) -> tuple[str, ...]:
    """Every key that a table has used, those of withdrawn records too, in order."""
    rows = cursor.execute(READ_KEYS[record.table], {"district_id": district_id}).fetchall()
    return tuple(str(row[0]) for row in rows)
