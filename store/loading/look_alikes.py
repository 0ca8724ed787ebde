"""Keys that look alike and are not the same: two records where one may be meant."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

from data_models.load import Problem
from store.database import Cursor
from store.loading.afterwards import kept_sql
from store.loading.brought import Place, brought, problem
from store.loading.checks import good_sql, key_of
from store.loading.diff import TableDiff
from store.loading.headings import fields
from store.loading.parse_sql import name
from store.loading.results import Reading
from store.loading.words import looks

MOST = 20_000
"""Keys of a table, in the files or held, up to which they are looked at: a tenth of a second."""
HELD = f"SELECT {{}} FROM main.{{}} WHERE district_id = $district_id AND withdrawn_at IS NULL LIMIT {MOST + 1}"


def look_alikes(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Each key of these files that looks like another one of its table, the first in the files or one that is held.

    What would be withdrawn counts only for a new key, as the other way round two are made one. Tables that go by a key
    of their own, in words, are looked at; not the ledger, nor any with more keys than `MOST`.
    """
    for table in diffs:
        key = key_of(table)
        if len(key) != 1 or not fields(table)[key[0]].own_key:
            continue
        bound = {"district_id": district_id}
        held = {one for (one,) in cursor.execute(HELD.format(name(key[0]), name(table)), bound).fetchall()}
        given = f"SELECT 1 FROM ({good_sql(reading, table)}) LIMIT {MOST + 1}"
        if len(held) > MOST or len(cursor.execute(given).fetchall()) > MOST:
            continue
        stay = {one for (one,) in cursor.execute(kept_sql(diffs, table, key), bound).fetchall()}
        rows = brought(cursor, reading, table, key)
        seen: dict[str, list[tuple[str, Place | None]]] = defaultdict(list)
        for one in sorted(held - {own for _, (own,) in rows}, key=lambda one: (one not in stay, one)):
            seen[looks(one)].append((one, None))
        for place, (one,) in rows:
            alike = seen[looks(one)]
            if other := next((two for two, at in alike if at or two in stay or one not in held), ""):
                yield problem(reading, place, key[0], one, *_said(reading, one, place, other, dict(alike)[other]))
            alike.append((one, place))


def _said(reading: Reading, key: str, place: Place, other: str, at: Place | None) -> tuple[str, str]:
    """(reason, remedy) for a key that looks like another one, with the sign that tells them apart unseen."""
    where = "which is here already"
    if at:
        where = f"in row {at[1]}" + (f" of {reading.parts[at[0]].file}" if at[0] != place[0] else "")
    its, theirs = _strange(key, other), _strange(other, key)
    why = f": it has {its}" if its else f": that has {theirs}" if theirs else ""
    remedy = "If both are one record, write its key in one way; else tell the two apart more clearly."
    return f'looks like "{other}", {where}, and is another key{why}', remedy


def _strange(key: str, other: str) -> str:
    """The first sign of a key beyond plain English ones that the other has not, by its name in Unicode."""
    signs = (sign for sign in key if not sign.isascii() and sign not in other)
    return next((unicodedata.name(sign, f"U+{ord(sign):04X}").lower() for sign in signs), "")
