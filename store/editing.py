"""Edits of records: what one person changes is merged with what others changed; nothing is overwritten silently."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from data_models.base import Column, Record
from data_models.edit import Clash, Edit
from data_models.errors import DistrictError
from data_models.limits import refuse
from data_models.member import Member, Role
from data_models.order import Judge, unjudged
from store import edit_sql as sql
from store.barred_orders import refuse_orders_against_rules
from store.database import Cursor, Database, now
from store.edit_sql import COLUMNS, EDITABLE, GIVEN, KINDS, NAMES, OWNED
from store.history import Noted, note_changes
from store.member import cabinet_kept, require_role
from store.named import Key, called, key_of, key_words, refuse_unknown, refuse_while_named
from store.pre_encumbrance import promised_once, refuse_paid_lines_moved, refuse_unpaid_orders
from store.project import refuse_circles
from store.readiness import refuse_out_of_turn

__all__ = ["EDITABLE", "write_edits"]

FIRST_YEAR, LAST_YEAR, MOST_WHOLE, MOST_MONEY = 1900, 2200, 2**31 - 1, 10**15
"""As the loader has them; beyond, calendars and sums break."""

CENT = Decimal("0.01")


def write_edits(
    database: Database, district_id: str, member_id: str, edits: Sequence[Edit], judge: Judge = unjudged
) -> tuple[Clash, ...]:
    """Write all edits in one transaction, or none of them where any clashes with what others wrote meanwhile.

    Values that the person did not change stay as they are now, whoever changed them. A clash is a value that both
    changed, to different things; a record added under a key that another one has; a change of a record that was
    withdrawn; a withdrawal of a record that was changed. Clashes come in the order of the edits, then of the columns;
    empty means written. Raises DistrictError where the member may not (an editor's role; the cabinet's to change
    members), a value cannot be kept (`data_models.limits`), a key is changed or was a withdrawn record's, something
    named is not there, a withdrawal gives no reason, other records still name the one withdrawn, projects would wait
    for each other in a circle, a purchase would be out of turn (`refuse_out_of_turn`), something would be ordered that
    nobody is said to pay, a cost line that is paid would become another purchase's, orders would promise more than a
    fund has or a cost line costs, or what its rules allow, as the judge has them (`refuse_orders_against_rules`), or
    members would be left without one of the cabinet.
    """
    try:
        with database.write(district_id) as cursor:
            settles_roles = any(edit.record.table == Member.table for edit in edits)
            require_role(cursor, district_id, member_id, Role.CABINET if settles_roles else Role.EDITOR)
            desk = _Desk(cursor, district_id, member_id, now())
            with cabinet_kept(cursor, district_id), promised_once(cursor, district_id, edits):
                if clashes := [clash for batch in _batches(edits) for clash in desk.write(batch)]:
                    raise _Undone(clashes)
            refuse_out_of_turn(cursor, district_id, edits)
            refuse_unpaid_orders(cursor, district_id, edits)
            refuse_paid_lines_moved(cursor, district_id, edits)
            refuse_circles(cursor, district_id, edits)
            refuse_orders_against_rules(database, cursor, district_id, edits, judge)
    except _Undone as undone:
        return tuple(undone.clashes)
    return ()


class _Undone(Exception):
    """Takes the transaction back and carries the clashes out of it."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__()
        self.clashes = clashes


def _batches(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The edits in their order, together as long as they do the same to a table and no record comes twice."""
    batch: list[Edit] = []
    doing, keys = ("", False, False), set[Key]()
    for edit in edits:
        does, key = (edit.record.table, edit.before is None, edit.after is None), key_of(edit.before or edit.record)
        if batch and (does != doing or key in keys):
            yield batch
            batch, keys = [], set()
        batch.append(edit)
        doing = does
        keys.add(key)
    if batch:
        yield batch


class _Held(NamedTuple):
    """A record as the file holds it."""

    record: Record
    withdrawn_at: datetime | None
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True)
class _Desk:
    """One transaction of one member. Batches are as `_batches` makes them."""

    cursor: Cursor
    district_id: str
    member_id: str
    at: datetime

    def write(self, batch: Sequence[Edit]) -> list[Clash]:
        """Write a batch except what clashes, and say what that is."""
        held = self._held([edit.before or edit.record for edit in batch])
        if batch[0].before is None:
            return self._add(batch, held)
        return self._withdraw(batch, held) if batch[0].after is None else self._change(batch, held)

    def _add(self, batch: Sequence[Edit], held: Mapping[Key, _Held]) -> list[Clash]:
        clashes: list[Clash] = []
        new: list[Record] = []
        back: list[Record] = []
        known = self._known([edit.record for edit in batch])
        for edit in batch:
            record, found = edit.record, held.get(key_of(edit.record))
            if found and not found.withdrawn_at:
                if _values(found.record) != _values(record):
                    clashes.append(self._clash(edit, found, "", found.record))
                continue
            if found and not edit.restores:
                raise DistrictError(
                    f"The key {key_words(record)} belongs to {found.record.called}, which is withdrawn.",
                    next_step="Restore that one, or give the new one another key.",
                )
            self._check(record, NAMES[record.table], known)
            was = _values(found.record) if found else {}  # what a file once brought may come back as it was
            refuse(record, [name for name, value in _values(record).items() if not found or value != was[name]])
            known[record.table].add(key_of(record)[0])
            (back if found else new).append(record)
        self._run(sql.INSERT, new)
        self._run(sql.UPDATE, back)
        self._restore_owned(back, held)
        self._note([Noted("added", *_place(record), None, _values(record)) for record in new])
        self._note([Noted("restored", *_place(record), None, _values(record)) for record in back])
        return clashes

    def _restore_owned(self, back: Sequence[Record], held: Mapping[Key, _Held]) -> None:
        """Bring back what went with these. Raises DistrictError where it names what is not there any more."""
        for table, column in OWNED.get(back[0].table, ()) if back else ():
            keys = [key_of(record)[0] for record in back]
            times = [held[key_of(record)].withdrawn_at for record in back]
            self._stamped(sql.RESTORE_OWNED[table, column], keys=keys, times=times)
            found = self.cursor.execute(sql.READ_OWNED[table, column], self._named(keys=keys)).fetchall()
            rows = [KINDS[table].model_validate(dict(zip(NAMES[table], row, strict=True))) for row in found]
            known = self._known(rows)
            for row in rows:
                self._check(row, NAMES[table], known)

    def _change(self, batch: Sequence[Edit], held: Mapping[Key, _Held]) -> list[Clash]:
        clashes, merged, lines = [], [], []
        known = self._known([edit.record for edit in batch])
        for edit in batch:
            before, after = edit.before, edit.after
            assert before is not None
            assert after is not None
            found = held.get(key_of(before))
            if found is None or found.withdrawn_at:
                clashes.append(self._clash(edit, found, "", None))
                continue
            seen, wanted, kept = _values(before), _values(after), _values(found.record)
            if key_of(before) != key_of(after):
                raise DistrictError(
                    f"The key of {called(before)} cannot be changed: others name the record by it.",
                    next_step="Add a new record, and withdraw this one.",
                )
            changed = {name: value for name, value in wanted.items() if value != seen[name] and value != kept[name]}
            theirs = [self._clash(edit, found, name, kept[name]) for name in changed if kept[name] != seen[name]]
            clashes += theirs
            if changed and not theirs:
                record = type(after).model_validate({**kept, **changed})
                self._check(record, changed, known)
                refuse(record, changed)
                merged.append(record)
                because = f": {edit.reason.strip()}" if edit.reason.strip() else ""
                was = {name: kept[name] for name in changed}
                lines.append(Noted(f"changed{because}", *_place(after), was, changed))
        self._run(sql.UPDATE, merged)
        self._note(lines)
        return clashes

    def _withdraw(self, batch: Sequence[Edit], held: Mapping[Key, _Held]) -> list[Clash]:
        clashes, gone, lines, gone_keys = [], [], [], set[Key]()
        named = self._referrers([edit.record for edit in batch])
        for edit in batch:
            record, found = edit.record, held.get(key_of(edit.record))
            if found is None or found.withdrawn_at:
                clashes.append(self._clash(edit, found, "", None))
                continue
            if not edit.reason.strip():
                raise DistrictError("A withdrawal needs a reason.", next_step="Say in a few words why it is withdrawn.")
            seen, kept = _values(record), _values(found.record)
            theirs = [self._clash(edit, found, name, kept[name]) for name in seen if seen[name] != kept[name]]
            clashes += theirs
            if not theirs:
                refuse_while_named(self.cursor, self.district_id, record, named[key_of(record)[0]], gone_keys)
                gone.append(record)
                gone_keys.add(key_of(record))
                lines.append(Noted(f"withdrawn: {edit.reason.strip()}", *_place(record), kept, None))
        self._run(sql.WITHDRAW, gone)
        for table, column in OWNED.get(gone[0].table, ()) if gone else ():
            self._stamped(sql.WITHDRAW_OWNED[table, column], keys=[key_of(record)[0] for record in gone])
        self._note(lines)
        return clashes

    def _held(self, records: Sequence[Record]) -> dict[Key, _Held]:
        table = records[0].table
        keys = [key_of(record)[0] for record in records]
        rows = self.cursor.execute(sql.READ_HELD[table], self._named(keys=keys)).fetchall()
        found = {}
        for *values, withdrawn_at, changed_at, changed_by in rows:
            record = KINDS[table].model_validate(dict(zip(NAMES[table], values, strict=True)))
            found[key_of(record)] = _Held(record, withdrawn_at, changed_at, changed_by)
        return found

    def _known(self, records: Sequence[Record]) -> defaultdict[str, set[object]]:
        """By table, the keys named by these records that are there."""
        asked: defaultdict[str, set[object]] = defaultdict(set)
        for column in COLUMNS[records[0].table] if records else ():
            for record in records if column.references else ():
                asked[column.references].update(_targets(column, getattr(record, column.name)))
        known: defaultdict[str, set[object]] = defaultdict(set)
        for table, keys in asked.items():
            rows = self.cursor.execute(sql.FIND_TARGETS[table], self._named(keys=sorted(keys, key=str))).fetchall()
            known[table] = {key for (key,) in rows}
        return known

    def _check(self, record: Record, changed: Collection[str], known: Mapping[str, set[object]]) -> None:
        """Raise DistrictError where something named is not known, or a required text is blank."""
        for column in COLUMNS[record.table]:
            value = getattr(record, column.name)
            if column.required and column.kind is str and not value.strip():
                raise DistrictError(
                    f"{column.name} of {called(record)} is blank.", next_step=f"Give it: {column.description}."
                )
            if column.name not in changed:
                continue
            _refuse_extreme(record, column, value)
            for target in _targets(column, value) if column.references else ():
                if column.references == record.table and target == key_of(record)[0]:
                    raise DistrictError(
                        f"{called(record)} names itself in {column.name}.", next_step="Take it out there."
                    )
                if target not in known[column.references]:
                    refuse_unknown(self.cursor, self.district_id, record, column, target)

    def _referrers(self, records: Sequence[Record]) -> defaultdict[object, dict[str, list[Key]]]:
        """By key of a record, in each table the records that name it without being part of it."""
        named: defaultdict[object, dict[str, list[Key]]] = defaultdict(dict)
        keys = [key_of(record)[0] for record in records]
        for table, text in sql.FIND_REFERRERS[records[0].table]:
            for owner, *own in self.cursor.execute(text, self._named(keys=keys)).fetchall():
                named[owner].setdefault(table, []).append(tuple(own))
        return named

    def _run(self, text: Mapping[str, str], records: Sequence[Record]) -> None:
        """Run a table's statement with the records' values, a list a column."""
        if records:
            table = records[0].table
            given = {name: [_bound(getattr(record, name)) for record in records] for name in GIVEN[table]}
            self._stamped(text[table], **given)

    def _stamped(self, text: str, **values: object) -> None:
        self.cursor.execute(text, self._named(**values, at_time=self.at, by_member=self.member_id))

    def _named(self, **values: object) -> dict[str, object]:
        return {"district_id": self.district_id, **values}

    def _note(self, lines: Sequence[Noted]) -> None:
        if lines:
            note_changes(self.cursor, self.district_id, self.member_id, lines)

    def _clash(self, edit: Edit, held: _Held | None, column: str, theirs: object) -> Clash:
        return Clash(
            table=edit.record.table,
            record_key=key_words(edit.record),
            column=column,
            seen=_values(edit.before).get(column) if edit.before else None,
            theirs=theirs,
            yours=_values(edit.after).get(column) if edit.after else None,
            changed_by=held.changed_by if held else "",
            changed_at=held.changed_at if held else self.at,
        )


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
            f"{column.name} of {called(record)} cannot be {value}.",
            next_step=f"Give a date from {FIRST_YEAR} to {LAST_YEAR}, or a number that an office would have.",
        )


def _values(record: Record) -> dict[str, Any]:
    """A record's values by column."""
    return {name: getattr(record, name) for name in NAMES[record.table]}


def _targets(column: Column, value: Any) -> Iterable[object]:
    """The keys that a value of a column names."""
    return value if column.many else (value,) * bool(value)


def _place(record: Record) -> tuple[str, tuple[str, ...]]:
    """Where a record's history is kept: its table and key."""
    return record.table, tuple(map(str, key_of(record)))


def _bound(value: object) -> object:
    """A value as the database takes it: lists for tuples, plain text for choices, whole cents."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return value.quantize(CENT, ROUND_HALF_UP)
    return str(value) if isinstance(value, StrEnum) else value
