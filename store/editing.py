"""Edits of records: what one person changes is merged with what others changed; nothing is overwritten silently."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from data_models import TABLES
from data_models.base import Column, Record, columns
from data_models.edit import Clash, Edit
from data_models.errors import DistrictError
from data_models.ledger import LedgerEntry
from data_models.member import Member, Role
from data_models.rating import Rating
from store.database import Cursor, Database, now
from store.history import KEY_JOINT, note_change
from store.member import require_role
from store.readiness import refuse_early_order

EDITABLE: tuple[type[Record], ...] = tuple(record for record in TABLES if record not in (LedgerEntry, Rating))
"""What people may change by hand. The ledger is the accounting system's; ratings are only added."""

OWNED = {
    "needs": (("evidence", "need_id"),),
    "projects": (("milestones", "project_id"), ("staff_hours", "project_id")),
    "purchases": (
        ("cost_lines", "purchase_id"), ("readiness_checks", "purchase_id"), ("staff_hours", "purchase_id"),
    ),
    "contracts": (("staff_hours", "contract_id"),),
    "funds": (("fund_years", "fund_id"),),
}  # fmt: skip
"""Rows that are part of a record: they are withdrawn with it and come back with it."""


FIRST_YEAR, LAST_YEAR, MOST_WHOLE, MOST_MONEY = 1900, 2200, 2**31 - 1, 10**15
"""As the loader has them; beyond, calendars and sums break."""

MOST_NAMED = 5
"""Keys shown of each table whose records still name one that is to be withdrawn."""


def _names(record: type[Record]) -> list[str]:
    return [column.name for column in columns(record)]


def _where(record: type[Record]) -> str:
    keys = "".join(f' AND "{part}" = $key_{part}' for part in record.key if part != "district_id")
    return f"district_id = $district_id{keys}"


READ_ONE = {
    record.table: f"""
SELECT {", ".join(f'"{name}"' for name in _names(record))}, withdrawn_at, changed_at, changed_by
FROM {record.table}
WHERE {_where(record)}
ORDER BY changed_at
"""
    for record in EDITABLE
}

INSERT_ONE = {
    record.table: f"""
INSERT INTO {record.table} (
    {", ".join(f'"{name}"' for name in dict.fromkeys(("district_id", *_names(record))))}, changed_at, changed_by
)
VALUES ({", ".join(f"${name}" for name in dict.fromkeys(("district_id", *_names(record))))}, $at_time, $by_member)
"""
    for record in EDITABLE
}

UPDATE_ONE = {
    record.table: f"""
UPDATE {record.table}
SET {", ".join(f'"{name}" = ${name}' for name in _names(record) if name not in record.key)},
    revision = revision + 1, withdrawn_at = NULL, changed_at = $at_time, changed_by = $by_member
WHERE {_where(record)}
"""
    for record in EDITABLE
}

WITHDRAW_ONE = {
    record.table: f"""
UPDATE {record.table}
SET revision = revision + 1, withdrawn_at = $at_time, changed_at = $at_time, changed_by = $by_member
WHERE {_where(record)}
"""
    for record in EDITABLE
}

WITHDRAW_OWNED = {
    (table, column): f"""
UPDATE {table}
SET revision = revision + 1, withdrawn_at = $at_time, changed_at = $at_time, changed_by = $by_member
WHERE district_id = $district_id AND {column} = $owner_key AND withdrawn_at IS NULL
"""
    for owned in OWNED.values()
    for table, column in owned
}

RESTORE_OWNED = {
    (table, column): f"""
UPDATE {table}
SET revision = revision + 1, withdrawn_at = NULL, changed_at = $at_time, changed_by = $by_member
WHERE district_id = $district_id AND {column} = $owner_key AND withdrawn_at = $withdrawn_at
"""
    for owned in OWNED.values()
    for table, column in owned
}

READ_OWNED = {
    (table, column): f"""
SELECT {", ".join(f'"{name}"' for name in _names(next(record for record in EDITABLE if record.table == table)))}
FROM {table}
WHERE district_id = $district_id AND {column} = $owner_key AND withdrawn_at IS NULL
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
SELECT {", ".join(f'"{part}"' for part in other.key)}
FROM {other.table}
WHERE district_id = $district_id AND withdrawn_at IS NULL
    AND {f'list_contains("{column.name}", $owner_key)' if column.many else f'"{column.name}" = $owner_key'}
ORDER BY {", ".join(f'"{part}"' for part in other.key)}
LIMIT {MOST_NAMED}
""",
        )
        for other in TABLES
        for column in columns(other)
        if column.references == record.table and (other.table, column.name) not in OWNED.get(record.table, ())
    ]
    for record in EDITABLE
}

FIND_TARGET = {
    record.table: f"""
SELECT "{record.key[0]}"
FROM {record.table}
WHERE district_id = $district_id AND withdrawn_at IS NULL AND "{record.key[0]}" = $owner_key
ORDER BY "{record.key[0]}"
"""
    for record in EDITABLE
}


def write_edits(database: Database, district_id: str, member_id: str, edits: Sequence[Edit]) -> tuple[Clash, ...]:
    """Write all edits in one transaction, or none of them where any clashes with what others wrote meanwhile.

    Values that the person did not change stay as they are now, whoever changed them. A clash is a value that both
    changed, to different things; a record added under a key that is used; a change of a record that was withdrawn; a
    withdrawal of a record that was changed. Clashes come in the order of the edits, then of the columns; empty means
    written. Raises DistrictError where the member may not (an editor's role; the cabinet's to change members), a value
    cannot be kept, a key is changed or was a withdrawn record's, something named is not there, a withdrawal gives no
    reason, other records still name the one withdrawn, or a purchase is ordered while a readiness check is open.
    """
    try:
        with database.write(district_id) as cursor:
            settles_roles = any(edit.record.table == Member.table for edit in edits)
            require_role(cursor, district_id, member_id, Role.CABINET if settles_roles else Role.EDITOR)
            desk = _Desk(cursor, district_id, member_id, now())
            if clashes := [clash for edit in edits for clash in desk.write(edit)]:
                raise _Undone(clashes)
            for edit in edits:
                refuse_early_order(cursor, district_id, edit)
    except _Undone as undone:
        return tuple(undone.clashes)
    return ()


class _Undone(Exception):
    """Takes the transaction back and carries the clashes out of it."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__()
        self.clashes = clashes


@dataclass(frozen=True)
class _Held:
    """A record as the file holds it."""

    record: Record
    withdrawn_at: datetime | None
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True)
class _Desk:
    """One transaction of one member."""

    cursor: Cursor
    district_id: str
    member_id: str
    at: datetime

    def write(self, edit: Edit) -> list[Clash]:
        """Write one edit, or say what it clashes with."""
        held = self._held(edit.before or edit.record)
        if edit.before is None:
            return self._add(edit, held)
        if held is None or held.withdrawn_at:
            return [self._clash(edit, held, "", None)]
        if edit.after is None:
            return self._withdraw(edit, held)
        return self._change(edit.before, edit.after, held)

    def _add(self, edit: Edit, held: _Held | None) -> list[Clash]:
        record = edit.record
        if held and not held.withdrawn_at:
            return [self._clash(edit, held, "", held.record)]
        if held and not edit.restores:
            raise DistrictError(
                f"The key {_key(record)} belongs to a record that is withdrawn.",
                next_step="Restore that one, or give the new one another key.",
            )
        self._check(record, _values(record))
        self._run(UPDATE_ONE if held else INSERT_ONE, record, **record.model_dump())
        if held:
            self._owned(RESTORE_OWNED, record, withdrawn_at=held.withdrawn_at)
            self._check_owned(record)
        self._note("restored" if held else "added", record, None, _values(record))
        return []

    def _check_owned(self, record: Record) -> None:
        """Raise DistrictError where a row that came back with the record names what is not there any more."""
        for table, column in OWNED.get(record.table, ()):
            kind = next(kind for kind in EDITABLE if kind.table == table)
            named = {"district_id": self.district_id, "owner_key": getattr(record, record.key[0])}
            for values in self.cursor.execute(READ_OWNED[table, column], named).fetchall():
                row = kind.model_validate(dict(zip(_names(kind), values, strict=True)))
                self._check(row, _values(row))

    def _change(self, before: Record, after: Record, held: _Held) -> list[Clash]:
        seen, wanted, kept = _values(before), _values(after), _values(held.record)
        if any(seen[part] != wanted[part] for part in type(after).key):
            raise DistrictError(
                f"The key {_key(before)} cannot be changed: others name the record by it.",
                next_step="Add a new record, and withdraw this one.",
            )
        changed = {name: value for name, value in wanted.items() if value != seen[name] and value != kept[name]}
        clashes = [
            self._clash(Edit(before=before, after=after), held, name, kept[name])
            for name in changed
            if kept[name] != seen[name]
        ]
        if changed and not clashes:
            merged = type(after).model_validate(
                {**dict(held.record), **{name: getattr(after, name) for name in changed}}
            )
            self._check(merged, changed)
            self._run(UPDATE_ONE, merged, **merged.model_dump())
            self._note("changed", after, {name: kept[name] for name in changed}, changed)
        return clashes

    def _withdraw(self, edit: Edit, held: _Held) -> list[Clash]:
        if not edit.reason.strip():
            raise DistrictError("A withdrawal needs a reason.", next_step="Say in a few words why it is withdrawn.")
        assert edit.before is not None, "only what was seen can be withdrawn"
        seen, kept = _values(edit.before), _values(held.record)
        if seen != kept:
            return [self._clash(edit, held, name, kept[name]) for name in seen if seen[name] != kept[name]]
        self._refuse_while_named(edit.before)
        self._run(WITHDRAW_ONE, edit.before)
        self._owned(WITHDRAW_OWNED, edit.before)
        self._note(f"withdrawn: {edit.reason.strip()}", edit.before, kept, None)
        return []

    def _held(self, record: Record) -> _Held | None:
        rows = self.cursor.execute(READ_ONE[record.table], self._key(record)).fetchall()
        if not rows:
            return None
        *values, withdrawn_at, changed_at, changed_by = rows[0]
        found = type(record).model_validate(dict(zip(_names(type(record)), values, strict=True)))
        return _Held(found, withdrawn_at, changed_at, changed_by)

    def _check(self, record: Record, changed: Iterable[str]) -> None:
        """Raise DistrictError where something named is not there, or a required text is blank."""
        for column in columns(type(record)):
            value = getattr(record, column.name)
            if column.required and column.kind is str and not value.strip():
                raise DistrictError(
                    f"{column.name} of {_key(record)} is blank.", next_step=f"Give it: {column.description}."
                )
            if column.name in changed:
                _refuse_extreme(record, column, value)
            if not column.references or column.name not in changed:
                continue
            for target in value if column.many else (value,) * bool(value):
                if column.references == record.table and target == getattr(record, record.key[0]):
                    raise DistrictError(
                        f"{_key(record)} names itself in {column.name}.", next_step="Take it out there."
                    )
                named = {"district_id": self.district_id, "owner_key": target}
                if not self.cursor.execute(FIND_TARGET[column.references], named).fetchall():
                    raise DistrictError(
                        f"{column.name} '{target}' is not in {column.references.replace('_', ' ')}.",
                        next_step="Choose one that is there, or add it first.",
                    )

    def _refuse_while_named(self, record: Record) -> None:
        """Raise DistrictError where records that are not part of this one still name it."""
        found: dict[str, list[str]] = {}
        for table, sql in FIND_REFERRERS[record.table]:
            named = {"district_id": self.district_id, "owner_key": getattr(record, record.key[0])}
            found.setdefault(table, []).extend(
                KEY_JOINT.join(map(str, row)) for row in self.cursor.execute(sql, named).fetchall()
            )
        said = [f"{table.replace('_', ' ')} {', '.join(keys)}" for table, keys in found.items() if keys]
        if said:
            raise DistrictError(
                f"{_key(record)} is still named by {' and by '.join(said)}.",
                next_step="Take it out there first, or withdraw those too.",
            )

    def _owned(self, sql: dict[tuple[str, str], str], record: Record, **more: object) -> None:
        for table, column in OWNED.get(record.table, ()):
            named = {"district_id": self.district_id, "owner_key": getattr(record, record.key[0]), **more}
            self.cursor.execute(sql[table, column], {**named, "at_time": self.at, "by_member": self.member_id})

    def _run(self, sql: dict[str, str], record: Record, **values: object) -> None:
        text = sql[record.table]
        named = {**values, **self._key(record), "at_time": self.at, "by_member": self.member_id}
        self.cursor.execute(text, {name: _bound(value) for name, value in named.items() if _uses(text, name)})

    def _key(self, record: Record) -> dict[str, object]:
        parts = {f"key_{part}": getattr(record, part) for part in record.key if part != "district_id"}
        return {"district_id": self.district_id, **parts}

    def _note(self, action: str, record: Record, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        key = tuple(str(getattr(record, part)) for part in record.key)
        note_change(self.cursor, self.district_id, self.member_id, action, record.table, key, before, after)

    def _clash(self, edit: Edit, held: _Held | None, column: str, theirs: object) -> Clash:
        return Clash(
            table=edit.record.table,
            record_key=_key(edit.record),
            column=column,
            seen=_values(edit.before).get(column) if edit.before else None,
            theirs=theirs,
            yours=_values(edit.after).get(column) if edit.after else None,
            changed_by=held.changed_by if held else "",
            changed_at=held.changed_at if held else self.at,
        )


def _values(record: Record) -> dict[str, Any]:
    """A record's values by column."""
    return {name: getattr(record, name) for name in _names(type(record))}


def _key(record: Record) -> str:
    return KEY_JOINT.join(str(getattr(record, part)) for part in record.key)


def _refuse_extreme(record: Record, column: Column, value: object) -> None:
    """Raise DistrictError where a value is none that the file or a calendar can hold."""
    fine = True
    if isinstance(value, date):
        fine = FIRST_YEAR <= value.year <= LAST_YEAR
    elif isinstance(value, int | float | Decimal):
        most: float = MOST_WHOLE if column.kind is int else MOST_MONEY
        fine = bool(-most <= value <= most)  # NaN is not
    if not fine:
        raise DistrictError(
            f"{column.name} of {_key(record)} cannot be {value}.",
            next_step=f"Give a date from {FIRST_YEAR} to {LAST_YEAR}, or a number that an office would have.",
        )


def _uses(sql: str, name: str) -> bool:
    return re.search(rf"\${name}\b", sql) is not None


def _bound(value: object) -> object:
    """A value as the database takes it: lists for tuples, plain text for choices."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, StrEnum) else value
