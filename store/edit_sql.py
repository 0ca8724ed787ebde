"""What editing reads and writes: for each table one statement, for any number of its records at once.

Records come in as one list a column, which `unnest` takes apart again; so the statements stay as they are, however many
records there are.
"""

from data_models import TABLES
from data_models.base import Record, columns
from data_models.ledger import LedgerEntry
from data_models.rating import Rating

EDITABLE: tuple[type[Record], ...] = tuple(record for record in TABLES if record not in (LedgerEntry, Rating))
"""What people may change by hand. The ledger is the accounting system's; ratings are only added."""

OWNED = {
    "needs": (("evidence", "need_id"),),
    "projects": (("milestones", "project_id"), ("staff_hours", "project_id")),
    "purchases": (
        ("cost_lines", "purchase_id"), ("readiness_checks", "purchase_id"), ("pre_encumbrances", "purchase_id"),
        ("staff_hours", "purchase_id"),
    ),
    "contracts": (("staff_hours", "contract_id"),),
    "funds": (("fund_years", "fund_id"),),
}  # fmt: skip
"""Rows that are part of a record: they are withdrawn with it and come back with it."""

OWNERS = {
    part: tuple((owner, name) for owner, parts in OWNED.items() for table, name in parts if table == part)
    for part in {table for parts in OWNED.values() for table, _ in parts}
}
"""By table of such rows, the tables they are part of, and the column that says of which record."""

KINDS = {record.table: record for record in EDITABLE}
COLUMNS = {record.table: columns(record) for record in EDITABLE}
NAMES = {table: tuple(column.name for column in found) for table, found in COLUMNS.items()}
GIVEN = {table: tuple(name for name in names if name != "district_id") for table, names in NAMES.items()}
"""Columns whose values come from a record; the district is the one that is written to."""


def _listed(names: tuple[str, ...], of: str = "") -> str:
    return ", ".join(f'{of}"{name}"' for name in names)


def _rows(names: tuple[str, ...]) -> str:
    """The records given, as rows."""
    cells = ", ".join(f'unnest(${name}) AS "{name}"' for name in names)
    return f"(SELECT {cells}) AS given"


def _same(record: type[Record]) -> str:
    """Where a row kept is the one given."""
    keys = "".join(f' AND kept."{part}" = given."{part}"' for part in record.key if part != "district_id")
    return f"kept.district_id = $district_id{keys}"


READ_HELD = {
    record.table: f"""
SELECT {_listed(NAMES[record.table])}, withdrawn_at, changed_at, changed_by
FROM {record.table}
WHERE district_id = $district_id AND "{record.key[0]}" = ANY($keys)
ORDER BY "{record.key[0]}"
"""
    for record in EDITABLE
}

INSERT = {
    table: f"""
INSERT INTO {table} (district_id, {_listed(names)}, changed_at, changed_by)
SELECT $district_id, {_listed(names, "given.")}, $at_time, $by_member
FROM {_rows(names)}
"""
    for table, names in GIVEN.items()
}

UPDATE = {
    record.table: f"""
UPDATE {record.table} AS kept
SET {", ".join(f'"{name}" = given."{name}"' for name in GIVEN[record.table] if name not in record.key)},
    revision = kept.revision + 1, withdrawn_at = NULL, changed_at = $at_time, changed_by = $by_member
FROM {_rows(GIVEN[record.table])}
WHERE {_same(record)}
"""
    for record in EDITABLE
}

WITHDRAW = {
    record.table: f"""
UPDATE {record.table} AS kept
SET revision = kept.revision + 1, withdrawn_at = $at_time, changed_at = $at_time, changed_by = $by_member
FROM {_rows(GIVEN[record.table])}
WHERE {_same(record)}
"""
    for record in EDITABLE
}

WITHDRAW_OWNED = {
    (table, column): f"""
UPDATE {table}
SET revision = revision + 1, withdrawn_at = $at_time, changed_at = $at_time, changed_by = $by_member
WHERE district_id = $district_id AND {column} = ANY($keys) AND withdrawn_at IS NULL
"""
    for owned in OWNED.values()
    for table, column in owned
}

RESTORE_OWNED = {
    (table, column): f"""
UPDATE {table} AS kept
SET revision = kept.revision + 1, withdrawn_at = NULL, changed_at = $at_time, changed_by = $by_member
FROM (SELECT unnest($keys) AS owner_key, unnest($times) AS withdrawn_at) AS given
WHERE kept.district_id = $district_id AND kept.{column} = given.owner_key AND kept.withdrawn_at = given.withdrawn_at
"""
    for owned in OWNED.values()
    for table, column in owned
}

READ_OWNED = {
    (table, column): f"""
SELECT {_listed(NAMES[table])}
FROM {table}
WHERE district_id = $district_id AND {column} = ANY($keys) AND withdrawn_at IS NULL
ORDER BY {column}
"""
    for owned in OWNED.values()
    for table, column in owned
}

FIND_REFERRERS = {
    record.table: [
        (
            other.table,
            f"""
SELECT naming.named, {_listed(other.key, "naming.")}
FROM (
    SELECT {f'unnest("{column.name}")' if column.many else f'"{column.name}"'} AS named, {_listed(other.key)}
    FROM {other.table}
    WHERE district_id = $district_id AND withdrawn_at IS NULL
) AS naming
WHERE naming.named = ANY($keys)
ORDER BY naming.named, {_listed(other.key, "naming.")}
""",
        )
        for other in TABLES
        for column in columns(other)
        if column.references == record.table and (other.table, column.name) not in OWNED.get(record.table, ())
    ]
    for record in EDITABLE
}

FIND_TARGETS = {
    record.table: f"""
SELECT "{record.key[0]}"
FROM {record.table}
WHERE district_id = $district_id AND withdrawn_at IS NULL AND "{record.key[0]}" = ANY($keys)
ORDER BY "{record.key[0]}"
"""
    for record in EDITABLE
}
