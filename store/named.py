"""What keeps a record from being withdrawn or brought back, named as people know it: by title, its key in brackets."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from data_models import TABLES
from data_models.base import Column, Record
from data_models.errors import DistrictError
from data_models.purchase import Purchase
from data_models.rating import Rating
from store import edit_sql as sql
from store.database import Cursor
from store.edit_sql import KINDS, NAMES, OWNERS

Key = tuple[object, ...]

HEADINGS = {record.table: record.heading.lower() for record in TABLES}
MOST_NAMED = 5
"""Records named of each table; the others are counted."""


def key_of(record: Record) -> Key:
    """The values of a record's key."""
    return tuple(getattr(record, part) for part in record.key)


def key_words(record: Record) -> str:
    """A record's key as people read it."""
    return " / ".join(map(str, key_of(record)))


def called(record: Record) -> str:
    """Wi-Fi at six schools (P-012); the key alone where it has no name."""
    key = key_words(record)
    return key if record.called == key else f"{record.called} ({key})"


def refuse_while_named(
    cursor: Cursor, district_id: str, record: Record, named: Mapping[str, Sequence[Key]], gone: Collection[Key]
) -> None:
    """Raise DistrictError where records that are not part of this one still name it. Ratings do not keep it: what
    people said stays, and counts again where it comes back.

    named: by table, their keys. gone: keys of the record's own table that went just before it.
    """
    hold = {table: keys for table, keys in named.items() if table != Rating.table}
    left = {table: [key for key in keys if table != record.table or key not in gone] for table, keys in hold.items()}
    said = [_in_words(cursor, district_id, table, keys) for table, keys in left.items() if keys]
    staged = isinstance(record, Purchase)
    if said:
        raise DistrictError(
            f"{called(record)} is still named by {' and by '.join(said)}.",
            next_step="Take it out there first, or withdraw those too."
            + (" Or set its stage to withdrawn: it leaves every plan, and keeps what it has." if staged else ""),
        )


def refuse_unknown(cursor: Cursor, district_id: str, record: Record, column: Column, target: object) -> None:
    """Raise DistrictError: the record names what is not there, or what is withdrawn."""
    there = _read(cursor, district_id, column.references, [target])
    what = f"{called(there[0])}, which is withdrawn" if there else f"'{target}', which is not on record"
    raise DistrictError(
        f"{called(record)} names the {_one(column.references)} {what}.",
        next_step="Restore that first, or choose another." if there else "Choose one that is there, or add it first.",
    )


def _in_words(cursor: Cursor, district_id: str, table: str, keys: Sequence[Key]) -> str:
    """The purchases Wi-Fi (P-012) and Kits (P-013); what is part of another record by that one's name."""
    if table not in KINDS:
        return f"{len(keys):,} {HEADINGS[table] if len(keys) > 1 else _one(table)}"
    wanted = set(keys)
    found = [row for row in _read(cursor, district_id, table, [key[0] for key in keys]) if key_of(row) in wanted]
    owners = [_owner(cursor, district_id, row) for row in found]
    own = [called(row) for row, owner in zip(found, owners, strict=True) if not owner]
    of = [called(owner) for owner in owners if owner]
    said = [f"the {HEADINGS[table] if len(own) > 1 else _one(table)} {_listed(own)}"] if own else []
    return " and by ".join([*said, *([f"{HEADINGS[table]} of {_listed(of)}"] if of else [])])


def _owner(cursor: Cursor, district_id: str, row: Record) -> Record | None:
    """The record that a row is part of, none where it stands for itself."""
    for table, column in OWNERS.get(row.table, ()):
        if key := getattr(row, column):
            return next(iter(_read(cursor, district_id, table, [key])), None)
    return None


def _read(cursor: Cursor, district_id: str, table: str, keys: Sequence[object]) -> list[Record]:
    """The records of these first keys, withdrawn ones too, in key order."""
    named = {"district_id": district_id, "keys": list(dict.fromkeys(keys))}
    rows = cursor.execute(sql.READ_HELD[table], named).fetchall()
    width = len(NAMES[table])
    return [KINDS[table].model_validate(dict(zip(NAMES[table], row[:width], strict=True))) for row in rows]


def _one(table: str) -> str:
    """What one record of a table is called inside a sentence."""
    words = HEADINGS[table]
    return f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s")


def _listed(words: Iterable[str]) -> str:
    """A, B and C; a word that comes twice once; after MOST_NAMED how many more."""
    kept = list(dict.fromkeys(words))
    if len(kept) > MOST_NAMED:
        return f"{', '.join(kept[:MOST_NAMED])} and {len(kept) - MOST_NAMED:,} more"
    return f"{', '.join(kept[:-1])} and {kept[-1]}" if len(kept) > 1 else kept[0]
