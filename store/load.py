"""Loads: what came in from files, apart from the work of loading it, so that a page can tell of it at once."""

import json

from data_models.load import Load, TableChanges
from store.database import Database

READ_LOADS = """
SELECT load_id, loaded_at, loaded_by, source, changes
FROM loads
WHERE district_id = $district_id
ORDER BY loaded_at DESC, load_id
"""


def read_loads(database: Database, district_id: str) -> tuple[Load, ...]:
    """The district's loads, newest first."""
    with database.read() as cursor:
        rows = cursor.execute(READ_LOADS, {"district_id": district_id}).fetchall()
    return tuple(
        Load(load_id=r[0], loaded_at=r[1], loaded_by=r[2], source=r[3],
             changes=tuple(TableChanges.model_validate(c) for c in json.loads(r[4])))
        for r in rows
    )  # fmt: skip


def rows_set_aside(database: Database, district_id: str) -> tuple[TableChanges, ...]:
    """What the newest load of each table did, where it set rows aside; newest first."""
    newest: dict[str, TableChanges] = {}
    for load in read_loads(database, district_id):
        for change in load.changes:
            newest.setdefault(change.table, change)
    return tuple(change for change in newest.values() if change.set_aside)
