"""What one row cannot show by itself: keys given twice, references to nothing, tables that contradict each other."""

import numpy as np

from data_models.base import Column
from data_models.district import District
from data_models.limits import KEY_JOINT
from data_models.load import Problem
from data_models.wording import counted, to_the_cent
from store.database import Cursor
from store.district import read_districts, same_name
from store.loading import words
from store.loading.headings import BY_TABLE, fields
from store.loading.parse_sql import name, text
from store.loading.passed_over import BLANK_ROW
from store.loading.results import Part, Reading
from store.loading.staging import BAD_ROW, MADE_ID, TORN_ROW

LATE_COLUMNS = "(part_ INTEGER, row_ BIGINT, heading VARCHAR, value VARCHAR, reason VARCHAR, remedy VARCHAR)"
HINTED, MEANT = 500, 5000
"""References to nothing for which one that may be meant is looked for, and among how many keys of either sort."""
ROUNDS = 10
SPEAKS = f"mask_ & {BLANK_ROW | TORN_ROW} = 0"
"""Whether the cells of a row say what their headings say: of a bad row too, each problem is named at once."""


def key_of(table: str) -> tuple[str, ...]:
    """The columns that tell two rows of a table apart in a file. The district has one row; a rating may come again."""
    return {"district": (), "ratings": (*BY_TABLE["ratings"].key, "rated_at")}.get(table, BY_TABLE[table].key)


def check_tables(cursor: Cursor, schema: str, parts: dict[int, Part], tables: list[str]) -> list[Problem]:
    """Note rows whose key another row has, both of them. Returns warnings about tables that come in several files."""
    warnings = []
    for table in tables:
        own = [
            part for part in parts.values()
            if part.table == table and not part.rowed and not (_as_the_template(part) and _empty(cursor, part))
        ]  # fmt: skip
        repeated = _note_repeated_keys(cursor, schema, table, parts)
        for number, part in parts.items():
            if part.table == table and (repeated or part.rowed):
                _mark_with_their_row(cursor, schema, number, part)
        if len(own) > 1:
            files = ", ".join(part.file for part in own)
            warnings.append(Problem(
                file=own[0].file, reason=f"is one of {counted(len(own), 'file')} read for {table}: {files}",
                remedy="Leave out the ones that are copies.",
            ))  # fmt: skip
    return warnings + [_no_rows(part) for part in parts.values() if _lacks_rows(cursor, part, len(parts))]


def _lacks_rows(cursor: Cursor, part: Part, given: int) -> bool:
    """Whether the file has no rows though it should: one that a mapping reads may, and a template left as it was."""
    return not (part.rowed or (given > 1 and _as_the_template(part))) and _empty(cursor, part)


def _as_the_template(part: Part) -> bool:
    """Whether the file has every column of its table."""
    return set(part.fields) == set(fields(part.table))


def _empty(cursor: Cursor, part: Part) -> bool:
    return not cursor.execute(f"SELECT 1 FROM {part.staged} WHERE mask_ & {BLANK_ROW} = 0 LIMIT 1").fetchall()


def _no_rows(part: Part) -> Problem:
    remedy = f"Export it again with its rows, or leave it out: nothing of {part.table} changes."
    return Problem(file=part.file, reason="has headings and no rows", remedy=remedy)


def _note_repeated_keys(cursor: Cursor, schema: str, table: str, parts: dict[int, Part]) -> bool:
    """Whether any was found. A row that has another problem counts too: it takes the one along whose key it has, which
    it would otherwise overwrite once it is mended.

    In most large files no two rows at all are alike in their keys, which is seen faster than among some of the rows.
    """
    key = key_of(table)
    columns = ", ".join(map(name, key)) or "name IS NULL"
    own_id = f"AND NOT starts_with(entry_id, {text(MADE_ID)})" if table == "ledger_entries" else ""
    read = " AND ".join([SPEAKS, *(f"{name(c)} IS NOT NULL" for c in key)])
    every = f"FROM {schema}.{name(table)}"
    source = f"{every} WHERE (mask_ = 0 OR {read}) {own_id}"
    if not all(_any_twice(cursor, f"SELECT hash({columns}) AS h {rows}") for rows in (every, source)):
        return False
    source += f" GROUP BY {columns} HAVING count(*) > 1"
    place = "{'p': part_, 'r': source_row}"
    twice = f"SELECT {columns}, min({place}) AS first_, max({place}) AS last_ {source}"
    same = " AND ".join(f"s.{name(c)} IS NOT DISTINCT FROM t.{name(c)}" for c in key) or "TRUE"
    said = f"concat_ws({text(KEY_JOINT)}, {', '.join(f's.{name(c)}' for c in key)})" if key else "''"
    files = " ".join(f"WHEN {n} THEN {text(part.file)}" for n, part in parts.items())
    first = "s.part_ = t.first_.p AND s.source_row = t.first_.r"
    other = f"CASE WHEN {first} THEN t.last_ ELSE t.first_ END"
    heading = next((p.headings.get(key[0], "") for p in parts.values() if p.table == table), "") if key else ""
    reason = "is the key of another row too: " if key else "there is another row: "
    rows = (
        f"SELECT s.part_, s.source_row, {said} AS said, {other} AS other "
        f"FROM {schema}.{name(table)} s JOIN ({twice}) t ON {same} "
        f"WHERE s.{SPEAKS}"
    )
    cursor.execute(
        f"INSERT INTO {schema}.problems SELECT part_, source_row, {text(heading)}, left(said, 80), "
        f"{text(reason)} || 'row ' || other.r || CASE WHEN other.p = part_ THEN '' ELSE ' of ' || "
        f"CASE other.p {files} END END, 'Keep one of them, or give each its own key.' FROM ({rows})"
    )
    return True


def _any_twice(cursor: Cursor, hashes: str) -> bool:
    """Whether two rows of a query of hashes are equal: sorting numbers takes half as long as grouping texts."""
    found = np.sort(cursor.execute(hashes).fetchnumpy()["h"])
    return bool((found[1:] == found[:-1]).any())


def _mark_with_their_row(cursor: Cursor, schema: str, number: int, part: Part) -> None:
    """Mark the records that are well in themselves and whose row has a problem, so that the mark says what loads."""
    cursor.execute(
        f"UPDATE {part.staged} SET mask_ = {BAD_ROW} WHERE mask_ = 0 "
        f"AND {part.row} IN (SELECT row_ FROM {schema}.problems WHERE part_ = {number})"
    )


def make_late(cursor: Cursor, district_id: str, reading: Reading, keep_missing: frozenset[str]) -> None:
    """Fill the cursor's temporary tables: `late_`, problems that only the district's records show, and `bad_`, the
    rows that have them. Rows that point at rows set aside are set aside too.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE late_ {LATE_COLUMNS}")
    cursor.execute("CREATE OR REPLACE TEMP TABLE bad_ (part_ INTEGER, row_ BIGINT)")
    present = {table.table for table in reading.tables}
    pointed_at = {c.references for table in present for c in fields(table).values()}
    parts = [n for n, part in enumerate(reading.parts) if part.table in pointed_at]
    if District.table in present:
        _note_taken_names(cursor, district_id, reading)
    for _ in range(ROUNDS):
        before = _count(cursor, parts)
        for table in (t.table for t in reading.tables):
            for column in fields(table).values():
                if column.references and any(column.name in p.fields for p in reading.parts if p.table == table):
                    _note_loose_ends(cursor, district_id, reading, table, column, present - keep_missing)
        if _count(cursor, parts) == before:
            return  # no row fell away that another may point at


def _count(cursor: Cursor, parts: list[int]) -> int:
    counted = "SELECT count(*) FROM late_ WHERE part_ = ANY($parts)"
    return int(cursor.execute(counted, {"parts": parts}).fetchall()[0][0])


def good_sql(reading: Reading, table: str) -> str:
    """The rows of a table that load, as a query, after `make_late`."""
    return (
        f"SELECT s.* FROM {reading.schema}.{name(table)} s ANTI JOIN bad_ b "
        f"ON s.part_ = b.part_ AND s.source_row = b.row_ WHERE s.mask_ = 0"
    )


def known_sql(reading: Reading, table: str, replaced: set[str]) -> str:
    """The keys that a reference to the table may name: good rows of this load, and records that stay.

    A record stays where it was made in the app, where its new row is set aside, or where no row of its table is good.
    """
    key = name(BY_TABLE[table].key[0])
    held = f"SELECT {key} FROM main.{name(table)} WHERE district_id = $district_id AND withdrawn_at IS NULL"
    if table not in {t.table for t in reading.tables}:
        return held
    partial = all(part.partial for part in reading.parts if part.table == table)
    good = good_sql(reading, table)
    seen = f"SELECT {key} FROM {reading.schema}.{name(table)} WHERE {key} IS NOT NULL AND mask_ & {BLANK_ROW} = 0"
    stays = f" AND (origin_id IS NULL OR {key} IN ({seen}) OR NOT EXISTS (SELECT 1 FROM ({good})))"
    return f"{held}{stays if table in replaced and not partial else ''} UNION SELECT {key} FROM ({good})"


def _note_taken_names(cursor: Cursor, district_id: str, reading: Reading) -> None:
    """Two districts of one name could not be told apart where one is chosen."""
    others = {same_name(d.name): d.district_id for d in read_districts(cursor) if d.district_id != district_id}
    given = f"SELECT part_, source_row, name FROM {reading.schema}.district WHERE {SPEAKS} AND name IS NOT NULL"
    for number, row, called in cursor.execute(given).fetchall():
        if other := others.get(same_name(called)):
            heading = reading.parts[number].headings.get("name", "name")
            reason = f"is the name of another district of this file, whose key is {other}"
            remedy = "Give this one a name of its own, or load into the other one."
            cells = {"p": number, "r": row, "h": heading, "v": called[:80], "reason": reason, "remedy": remedy}
            cursor.execute("INSERT INTO late_ VALUES ($p, $r, $h, $v, $reason, $remedy)", cells)
    _set_late_aside(cursor)


def _set_late_aside(cursor: Cursor) -> None:
    cursor.execute("INSERT INTO bad_ SELECT DISTINCT part_, row_ FROM late_ ANTI JOIN bad_ USING (part_, row_)")


def _note_loose_ends(
    cursor: Cursor, district_id: str, reading: Reading, table: str, column: Column, replaced: set[str]
) -> None:
    target = column.references
    cell = name(column.name)
    value = f"unnest({cell})" if column.many else cell
    known = known_sql(reading, target, replaced)
    rows = f"{reading.schema}.{name(table)} WHERE {SPEAKS}"
    loose = cursor.execute(
        f"SELECT DISTINCT v FROM (SELECT {value} AS v FROM {rows}) WHERE v <> '' AND v NOT IN ({known}) ORDER BY v",
        {"district_id": district_id},
    ).fetchall()
    if not loose:
        return
    aside = _set_aside_rows(cursor, reading, target)
    keys = [k for (k,) in cursor.execute(f"{known} ORDER BY 1 LIMIT {MEANT}", {"district_id": district_id}).fetchall()]
    keys += sorted(aside)[:MEANT]
    said = {}
    for number, (v,) in enumerate(loose):
        if v in aside:
            said[v] = words.set_aside(aside[v])
        elif target in reading.lost:
            said[v] = words.not_read(reading.lost[target])
        else:
            said[v] = words.unknown(target, words.nearest(v, keys) if number < HINTED else "")
    cursor.execute("CREATE OR REPLACE TEMP TABLE loose_ (v VARCHAR, reason VARCHAR, remedy VARCHAR)")
    cursor.execute(
        "INSERT INTO loose_ SELECT unnest($values), unnest($reasons), unnest($remedies)",
        {"values": list(said), "reasons": [r for r, _ in said.values()], "remedies": [r for _, r in said.values()]},
    )
    headings = " ".join(
        f"WHEN {n} THEN {text(p.headings.get(column.name, column.name))}" for n, p in enumerate(reading.parts)
    )
    cursor.execute(
        f"INSERT INTO late_ SELECT DISTINCT n.* FROM (SELECT part_, source_row AS row_, CASE part_ {headings} END AS "
        f"heading, left(l.v, 80) AS value, l.reason, l.remedy FROM (SELECT part_, source_row, {value} AS v "
        f"FROM {rows}) s JOIN loose_ l ON s.v = l.v) n ANTI JOIN late_ USING (part_, row_, heading, value)"
    )
    _set_late_aside(cursor)


def _set_aside_rows(cursor: Cursor, reading: Reading, table: str) -> dict[str, str]:
    """Where the rows of the table stand that this load sets aside, by their key: the first of each."""
    if table not in {t.table for t in reading.tables}:
        return {}
    key = name(BY_TABLE[table].key[0])
    rows = cursor.execute(
        f"SELECT s.{key}, s.part_, s.source_row FROM {reading.schema}.{name(table)} s "
        f"WHERE s.{key} IS NOT NULL AND s.mask_ & {BLANK_ROW} = 0 AND (s.mask_ <> 0 OR EXISTS ("
        f"SELECT 1 FROM bad_ b WHERE s.part_ = b.part_ AND s.source_row = b.row_)) "
        f"ORDER BY s.part_ DESC, s.source_row DESC"
    ).fetchall()
    return {key: f"row {row} of {reading.parts[part].file}" for key, part, row in rows}


def contradictions(cursor: Cursor, district_id: str, reading: Reading) -> tuple[Problem, ...]:
    """Where fund years say another sum spent or promised than the ledger, both figures. Cents count."""
    present = {table.table for table in reading.tables}
    if "fund_years" not in present:
        return ()
    held = (
        "SELECT fund_id, fiscal_year, kind, amount FROM main.ledger_entries "
        "WHERE district_id = $district_id AND withdrawn_at IS NULL"
    )
    own = "SELECT fund_id, fiscal_year, kind, amount FROM " + f"({good_sql(reading, 'ledger_entries')})"
    ledger = own if "ledger_entries" in present else held
    parameters = {} if "ledger_entries" in present else {"district_id": district_id}
    found = cursor.execute(
        f"SELECT y.part_, y.source_row, y.fund_id, y.fiscal_year, k.column_, k.said, l.total "
        f"FROM ({good_sql(reading, 'fund_years')}) y "
        f"CROSS JOIN LATERAL (VALUES ('spent', 'actual', y.spent), ('encumbered', 'encumbrance', y.encumbered)) "
        f"AS k(column_, kind, said) "
        f"JOIN (SELECT fund_id, fiscal_year, kind, sum(amount) AS total FROM ({ledger}) GROUP BY ALL) l "
        f"ON l.fund_id = y.fund_id AND l.fiscal_year = y.fiscal_year AND l.kind = k.kind "
        f"WHERE k.said <> l.total ORDER BY 1, 2, 5",
        parameters,
    ).fetchall()
    return tuple(
        Problem(
            file=reading.parts[part].file, row=row, column=reading.parts[part].headings.get(column, column),
            value=f"{said:,.2f}",
            reason=f"differs from the ledger, which has {to_the_cent(total)} for fund {fund} in {year}",
            remedy="Leave the cell blank to take the ledger's figure, or correct the one that is wrong.",
        )
        for part, row, fund, year, column, said, total in found
    )  # fmt: skip
