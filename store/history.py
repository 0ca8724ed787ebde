"""History: every write says who, when, from what and to what."""

import json
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from data_models.history import Change
from data_models.limits import KEY_JOINT
from store.database import Cursor, now
from store.edit_sql import KINDS, OWNED

NOTE_CHANGES = """
INSERT INTO changes (
    district_id, change_id, changed_at, changed_by, action, table_name, record_key, before_values, after_values
)
SELECT
    $district_id, given.change_id, $changed_at, $changed_by, given.action, given.table_name, given.record_key,
    given.before_values, given.after_values
FROM (
    SELECT
        unnest($change_id) AS change_id, unnest($action) AS action, unnest($table_name) AS table_name,
        unnest($record_key) AS record_key, unnest($before) AS before_values, unnest($after) AS after_values
) AS given
"""


class Noted(NamedTuple):
    """One line of history: what was done to a record, from which values to which, none where there is no such side."""

    action: str
    table: str
    key: tuple[str, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def note_change(
    cursor: Cursor,
    district_id: str,
    member_id: str,
    action: str,
    table: str,
    key: tuple[str, ...],
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    """Add one line of history, in the caller's transaction."""
    note_changes(cursor, district_id, member_id, [Noted(action, table, key, before, after)])


def note_changes(cursor: Cursor, district_id: str, member_id: str, lines: Sequence[Noted]) -> None:
    """Add lines of history, of one moment, in the caller's transaction."""
    cursor.execute(
        NOTE_CHANGES,
        {
            "district_id": district_id,
            "changed_at": now(),
            "changed_by": member_id,
            "change_id": [uuid.uuid4().hex for _ in lines],
            "action": [line.action for line in lines],
            "table_name": [line.table for line in lines],
            "record_key": [KEY_JOINT.join(line.key) for line in lines],
            "before": [_json(line.before) for line in lines],
            "after": [_json(line.after) for line in lines],
        },
    )


def _json(values: dict[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, default=str)


def _of_its_parts(table: str) -> str:
    """Or the change is of a row that is part of the record, there or withdrawn."""
    joint = f" || '{KEY_JOINT}' || "
    return "".join(
        f"""
        OR (table_name = '{part}' AND record_key IN (
            SELECT {joint.join(f'CAST("{name}" AS VARCHAR)' for name in KINDS[part].key)}
            FROM {part}
            WHERE district_id = $district_id AND {column} = $record_key
        ))"""
        for part, column in OWNED.get(table, ())
    )


MOST_READ = 200
"""Changes of one record that are read."""

READ_HISTORY = {
    table: f"""
SELECT changed_at, changed_by, action, table_name, record_key, before_values, after_values
FROM changes
WHERE district_id = $district_id
    AND ((table_name = $table_name AND record_key = $record_key){_of_its_parts(table)})
ORDER BY changed_at DESC, change_id
LIMIT {MOST_READ}
"""
    for table in KINDS
}


def read_history(cursor: Cursor, district_id: str, table: str, key: tuple[str, ...]) -> tuple[Change, ...]:
    """A record's history and that of its parts (`OWNED`), newest first, at most MOST_READ changes."""
    parameters = {"district_id": district_id, "table_name": table, "record_key": KEY_JOINT.join(key)}
    rows = cursor.execute(READ_HISTORY[table], parameters).fetchall()
    return tuple(
        Change(
            changed_at=row[0], changed_by=row[1], action=row[2], table=row[3], record_key=row[4],
            before=json.loads(row[5]) if row[5] else None,
            after=json.loads(row[6]) if row[6] else None,
        )
        for row in rows
    )  # fmt: skip
