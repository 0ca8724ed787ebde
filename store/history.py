"""History: every write says who, when, from what and to what."""

import json
import uuid
from typing import Any

from data_models.history import Change
from store.database import Cursor, now

NOTE_CHANGE = """
INSERT INTO changes (
    district_id, change_id, changed_at, changed_by, action, table_name, record_key, before_values, after_values
)
VALUES (
    $district_id, $change_id, $changed_at, $changed_by, $action, $table_name, $record_key, $before, $after
)
"""

READ_HISTORY = """
SELECT changed_at, changed_by, action, table_name, record_key, before_values, after_values
FROM changes
WHERE district_id = $district_id AND table_name = $table_name AND record_key = $record_key
ORDER BY changed_at DESC, change_id
"""

KEY_JOINT = " / "


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
    cursor.execute(
        NOTE_CHANGE,
        {
            "district_id": district_id,
            "change_id": uuid.uuid4().hex,
            "changed_at": now(),
            "changed_by": member_id,
            "action": action,
            "table_name": table,
            "record_key": KEY_JOINT.join(key),
            "before": None if before is None else json.dumps(before, default=str),
            "after": None if after is None else json.dumps(after, default=str),
        },
    )


def read_history(cursor: Cursor, district_id: str, table: str, key: tuple[str, ...]) -> tuple[Change, ...]:
    """A record's history, newest first."""
    parameters = {"district_id": district_id, "table_name": table, "record_key": KEY_JOINT.join(key)}
    rows = cursor.execute(READ_HISTORY, parameters).fetchall()
    return tuple(
        Change(
            changed_at=row[0], changed_by=row[1], action=row[2], table=row[3], record_key=row[4],
            before=json.loads(row[5]) if row[5] else None,
            after=json.loads(row[6]) if row[6] else None,
        )
        for row in rows
    )  # fmt: skip
