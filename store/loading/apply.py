"""Applying a reading: one transaction that adds, changes and withdraws, keeps the bad rows aside and notes the load."""

import json
import uuid

from data_models.district import District
from data_models.errors import DistrictError
from data_models.ledger import LedgerEntry
from data_models.load import Load, TableChanges
from data_models.member import Member, Role
from store.database import Cursor, Database, now
from store.district import begin_district
from store.loading.checks import make_late
from store.loading.diff import TableDiff
from store.loading.headings import fields
from store.loading.order import any_order
from store.loading.parse_sql import name, text
from store.loading.preview import count, differ_now
from store.loading.results import Progress, Reading, unseen
from store.loading.set_aside import keep_aside
from store.member import cabinet_kept, require_role

NOTE_LOAD = """
INSERT INTO loads (district_id, load_id, loaded_at, loaded_by, source, changes)
VALUES ($district_id, $load_id, $loaded_at, $loaded_by, $source, $changes)
"""

SAID_OF_DISTRICT = """
SELECT row_, heading, value, reason, remedy
FROM late_
WHERE part_ = ANY($parts)
ORDER BY part_, row_
LIMIT 1
"""

NEXT_ORIGIN = """
SELECT COALESCE(MAX(origin_id), 0) + 1
FROM origins
WHERE district_id = $district_id
"""

NOTE_ORIGIN = """
INSERT INTO origins (district_id, origin_id, load_id, source_file)
VALUES ($district_id, $origin_id, $load_id, $source_file)
"""


def apply_load(
    database: Database,
    district_id: str,
    reading: Reading,
    member_id: str,
    *,
    keep_missing: frozenset[str] = frozenset(),
    progress: Progress = unseen,
    begins: District | None = None,
) -> Load:
    """Load the reading into the district: all of it, or nothing where anything fails.

    keep_missing: tables whose records stay though the files no longer have them. Records made in the app always stay.
    begins: the district, where the load begins it; then it is there with its records, or not at all.
    What it does is worked out against what the district holds at this moment, not when it was previewed.
    Raises DistrictError where a question is open, nothing could be read, the member may not, nobody of the cabinet
    would be left, the files give a district that the load begins another's name, or the disk is full.
    """
    if reading.questions:
        raise DistrictError("A question is open.", where=reading.questions[0].words, next_step="Answer it first.")
    if not reading.tables:
        first = reading.problems[0].sentence if reading.problems else "It holds no table."
        raise DistrictError(f"Nothing in '{reading.source}' can be loaded.", where=first)
    load_id, loaded_at = uuid.uuid4().hex, now()
    changes: list[TableChanges] = []
    with database.write(district_id) as cursor, any_order(database):
        if begins:
            begin_district(cursor, begins, member_id)  # says who may: nobody is a member of a new district yet
        else:
            settles_roles = any(table.table == Member.table for table in reading.tables)
            require_role(cursor, district_id, member_id, Role.CABINET if settles_roles else Role.EDITOR)
        make_late(cursor, district_id, reading, keep_missing)
        if begins:
            _refuse_one_held(cursor, reading)
        origin = _note_origins(cursor, district_id, load_id, reading)
        stamp = {"district_id": district_id, "origin": origin, "now": loaded_at, "member_id": member_id}
        with cabinet_kept(cursor, district_id):
            for number, table in enumerate(reading.tables):
                progress(number / len(reading.tables), f"Writing {table.table}")
                diff = differ_now(cursor, district_id, reading, table.table, keep_missing)
                done = count(cursor, district_id, reading, diff)
                changes.append(done)
                _write_table(cursor, diff, done, stamp)
        keep_aside(cursor, district_id, load_id, reading)
        said = json.dumps([change.model_dump(mode="json") for change in changes])
        cursor.execute(NOTE_LOAD, {
            "district_id": district_id, "load_id": load_id, "loaded_at": loaded_at, "loaded_by": member_id,
            "source": reading.source, "changes": said,
        })  # fmt: skip
    progress(1.0, "Loaded")
    return Load(
        load_id=load_id, loaded_at=loaded_at, loaded_by=member_id, source=reading.source, changes=tuple(changes)
    )


def _refuse_one_held(cursor: Cursor, reading: Reading) -> None:
    """A district is not begun with the files of another: the same load again, once they renamed it, would double it."""
    own = [number for number, part in enumerate(reading.parts) if part.table == District.table]
    if found := cursor.execute(SAID_OF_DISTRICT, {"parts": own}).fetchall():
        row, heading, value, reason, remedy = found[0]
        place = f"In row {row}, column '{heading}', \"{value}\" {reason}."
        raise DistrictError("These files are of a district that is here already.", where=place, next_step=remedy)


def _note_origins(cursor: Cursor, district_id: str, load_id: str, reading: Reading) -> int:
    """Note what is read; returns the origin of the first part. Those of the others follow it."""
    first = int(cursor.execute(NEXT_ORIGIN, {"district_id": district_id}).fetchall()[0][0])
    for origin_id, part in enumerate(reading.parts, start=first):
        cursor.execute(
            NOTE_ORIGIN,
            {"district_id": district_id, "origin_id": origin_id, "load_id": load_id, "source_file": part.file},
        )
    return first


def _write_table(cursor: Cursor, diff: TableDiff, done: TableChanges, stamp: dict[str, object]) -> None:
    """Note what changes, then change it: old rows first, so that a key is free before it is taken."""
    if done.withdrawn:
        _note(cursor, diff, "withdrawn", stamp)
        _run(cursor, f"UPDATE main.{name(diff.table)} AS d SET withdrawn_at = $now, revision = revision + 1"
             f"{_changed(diff.table)} WHERE d.district_id = $district_id AND {diff.missing}", stamp)  # fmt: skip
    if done.changed or done.added:
        _rewrite(cursor, diff, done, stamp)
    if done.added:
        _add(cursor, diff, stamp)


def _rewrite(cursor: Cursor, diff: TableDiff, done: TableChanges, stamp: dict[str, object]) -> None:
    """Records that are held with other values, and those once withdrawn that are back."""
    if done.changed:
        _note(cursor, diff, "changed", stamp)
    again = f"d.district_id IS NOT NULL AND ({diff.changed} OR {diff.added})"
    values = ", ".join(f"{name(c.name)} = u.{name(c.name)}" for c in diff.said)
    if diff.changed == "FALSE":
        return
    key = "d.rowid = u.rowid_"
    _run(
        cursor,
        f"UPDATE main.{name(diff.table)} AS d SET {values}{',' if values else ''} origin_id = $origin + u.part_, "
        f"source_row = u.source_row, revision = revision + 1, withdrawn_at = NULL{_changed(diff.table)} "
        f"FROM (SELECT s.*, d.rowid AS rowid_ FROM {diff.both} WHERE {again}) u WHERE {key}",
        stamp,
    )


def _add(cursor: Cursor, diff: TableDiff, stamp: dict[str, object]) -> None:
    """Records that the district does not hold."""
    own = [c.name for c in fields(diff.table).values() if c.name != "district_id"]
    columns = ", ".join(["district_id", *map(name, own)])
    values = ", ".join(
        f"coalesce(s.{name(c)}, $now)" if (diff.table, c) == ("ratings", "rated_at") else f"s.{name(c)}" for c in own
    )
    by, who = (", changed_at, changed_by", ", $now, $member_id") if _changed(diff.table) else ("", "")
    _run(
        cursor,
        f"INSERT INTO main.{name(diff.table)} ({columns}, origin_id, source_row, revision, withdrawn_at{by}) "
        f"SELECT $district_id, {values}, $origin + s.part_, s.source_row, 1, NULL{who} "
        f"FROM {diff.both} WHERE {diff.added} AND d.district_id IS NULL",
        stamp,
    )


def _changed(table: str) -> str:
    """SQL of who changes a record, and when; of the ledger, which is only ever loaded, its origin says so."""
    return "" if table == LedgerEntry.table else ", changed_at = $now, changed_by = $member_id"


def _note(cursor: Cursor, diff: TableDiff, action: str, stamp: dict[str, object]) -> None:
    """One line of history for each record that this load changes or withdraws."""
    before = "{" + ", ".join(f"{text(c)}: d.{name(c)}" for c in fields(diff.table) if c != "district_id") + "}"
    after, rows, key = "NULL", f"main.{name(diff.table)} d WHERE d.district_id = $district_id AND {diff.missing}", "d."
    if action == "changed":
        own = "{" + ", ".join(f"{text(c.name)}: s.{name(c.name)}" for c in diff.said) + "}"
        old = "{" + ", ".join(f"{text(c.name)}: d.{name(c.name)}" for c in diff.said) + "}"
        before, after, rows, key = old, f"to_json({own})", f"{diff.both} WHERE {diff.changed}", "s."
    _run(
        cursor,
        "INSERT INTO changes (district_id, change_id, changed_at, changed_by, action, table_name, record_key, "
        f"before_values, after_values) SELECT $district_id, uuid()::VARCHAR, $now, $member_id, {text(action)}, "
        f"{text(diff.table)}, {diff.key.replace('x.', key)}, to_json({before}), {after} FROM {rows}",
        stamp,
    )


def _run(cursor: Cursor, sql: str, stamp: dict[str, object]) -> None:
    cursor.execute(sql, {key: value for key, value in stamp.items() if f"${key}" in sql})
