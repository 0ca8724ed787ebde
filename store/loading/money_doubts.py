"""What files say of orders and their money that loads all the same and should be looked at: orders that nobody is said
to pay, that hold more than a fund has, pay a cost twice or are against a fund's rules; fund years that have promised
less than nothing; days still to come, and days of ledger entries far from their fiscal year.
"""

from collections.abc import Iterator, Mapping, Sequence

from data_models.base import Record
from data_models.district import District, Site
from data_models.fund import Fund, FundRule, FundYear
from data_models.ledger import EntryKind, LedgerEntry
from data_models.load import Problem
from data_models.need import Need
from data_models.order import Judge
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import STILL_TO_COME, PreEncumbrance
from data_models.promised import below_zero
from data_models.purchase import CostLine, Purchase, Stage
from data_models.wording import counted, to_the_cent
from store.database import Cursor, now
from store.fund import reference_rules
from store.loading.afterwards import afterwards, kept_sql, records_afterwards
from store.loading.brought import Place, brought, orders_brought, problem, says
from store.loading.checks import good_sql
from store.loading.diff import TableDiff
from store.loading.results import Reading
from store.pre_encumbrance import TABLES_OF_ORDERS, TABLES_OF_PAYERS, VIEWS_OF_ORDERS, held_beyond, paid_beyond

ANOTHER = "Say that another fund pays"
JUDGED: tuple[type[Record], ...] = (Site, Need, Purchase, CostLine, Fund, FundYear, FundRule, PreEncumbrance)
"""What orders are judged by, beside the district."""


def money_doubts(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff], judge: Judge
) -> Iterator[Iterator[Problem]]:
    """By sort, rows of these files that leave such a thing behind; `doubts` says of what."""
    yield _orders_nobody_pays(cursor, district_id, reading, diffs)
    yield _days_to_come(cursor, reading, diffs)
    any_order = f"{kept_sql(diffs, PreEncumbrance.table, ('fund_id',))} LIMIT 1"
    if PreEncumbrance.table in diffs or cursor.execute(any_order, {"district_id": district_id}).fetchall():
        yield _orders_beyond_their_money(cursor, district_id, reading, diffs)
        yield _paid_twice(cursor, district_id, reading, diffs)
        yield _orders_against_rules(cursor, district_id, reading, diffs, judge)
    yield _promised_below_zero(cursor, district_id, reading, diffs)
    yield _days_far_from_their_year(cursor, district_id, reading, diffs)


def _orders_nobody_pays(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """A district that keeps no funds is told nothing: it plans no money."""
    bound = {"district_id": district_id}

    def keys(record: type[Record], column: str) -> set[str]:
        """What records of a table say in a column, those kept and those that these files bring."""
        found = cursor.execute(kept_sql(diffs, record.table, (column,)), bound).fetchall()
        if record.table in diffs:
            found += [cells for _, cells in brought(cursor, reading, record.table, (column,))]
        return {key for (key,) in found}

    orders = orders_brought(cursor, reading, diffs)
    if not orders or not keys(Fund, "fund_id"):
        return
    said = keys(PreEncumbrance, "purchase_id")
    for place, key in orders:
        if key not in said:
            yield problem(
                reading, place, "stage", Stage.ORDERED,
                f"{key} is ordered, and it is not on record which fund pays it, so no money is held for it",
                "Say so in pre_encumbrances.csv, or on Budget, under Orders.",
            )  # fmt: skip


WHERE_MONEY_IS_SAID = {
    "pre_encumbrances": "fund_id = $fund AND money_year = $year",
    "fund_years": "fund_id = $fund AND fiscal_year = $year",
    "ledger_entries": "fund_id = $fund AND fiscal_year = $year",
    "purchases": "purchase_id IN (SELECT purchase_id FROM main.pre_encumbrances WHERE fund_id = $fund "
    "AND money_year = $year AND district_id = $district_id AND withdrawn_at IS NULL)",
}
"""By table, the rows that a fund's year of which orders hold too much is told at: the first table that has any."""


def _orders_beyond_their_money(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Fund years of which orders would hold more than is left, where these files say something of that money."""
    said = [table for table in WHERE_MONEY_IS_SAID if table in diffs]
    if not said:
        return
    tables = afterwards(diffs, TABLES_OF_ORDERS, VIEWS_OF_ORDERS)
    for (fund, year), beyond in held_beyond(cursor, district_id, now().date(), tables).items():
        named = {"fund": fund, "year": year, "district_id": district_id}
        found = (_first_row(cursor, reading, table, WHERE_MONEY_IS_SAID[table], named) for table in said)
        if place := next(filter(None, found), None):
            remedy = f"{ANOTHER}, or give the fund year a larger budget."
            yield problem(reading, place, "", "", f"orders {beyond.words}", remedy)


def _paid_twice(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Cost lines of which funds would pay more than they cost, where these files say who pays or what they cost."""
    said = [table for table in (PreEncumbrance.table, CostLine.table) if table in diffs]
    if not said:
        return
    tables = afterwards(diffs, TABLES_OF_PAYERS, ())
    for line, twice in paid_beyond(cursor, district_id, tables).items():
        found = (_first_row(cursor, reading, table, "cost_line_id = $line", {"line": line}) for table in said)
        if place := next(filter(None, found), None):
            remedy = "Have one of them pay less, or give the cost line what it costs."
            yield problem(reading, place, "", "", f"funds {twice.words}", remedy)


def _days_to_come(cursor: Cursor, reading: Reading, diffs: Mapping[str, TableDiff]) -> Iterator[Problem]:
    if not says(diffs, PreEncumbrance.table, "in_ledger_since"):
        return
    for place, (since,) in brought(cursor, reading, PreEncumbrance.table, ("in_ledger_since",)):
        if since and since > now().date():
            remedy = "Give the day on which the ledger got it, or leave it empty."
            yield problem(reading, place, "in_ledger_since", str(since), STILL_TO_COME, remedy)


WHERE_RULES_ARE_ABOUT = {
    "cost_lines": "cost_line_id = $line",
    "purchases": "purchase_id = $purchase",
    "fund_rules": "fund_id = $fund",
    "funds": "fund_id = $fund",
    "fund_years": "fund_id = $fund",
    "sites": "TRUE",
    "needs": "TRUE",
    "district": "TRUE",
}
"""By table, the rows at which an order is told that these files make one against the rules, and do not hold: the first
of the first table that has any, else the first of a table at all, as a rule of any fund may be meant.
"""


OF_ITS_FUND = "fund_id = $fund"
"""What else is said of a fund, which may leave an order beyond a limit on all that the fund pays."""


def _orders_against_rules(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff], judge: Judge
) -> Iterator[Problem]:
    """What funds would be said to pay and may not by their rules: what these files say so, and what they make so."""
    said = [table for table in WHERE_RULES_ARE_ABOUT if table in diffs]
    if not said and PreEncumbrance.table not in diffs:
        return
    before = {one.key: one.amount for one in judge(_portfolio(cursor, district_id, {}))}
    key = "purchase_id = $purchase AND cost_line_id = $line AND fund_id = $fund AND money_year = $year"
    own = [(PreEncumbrance.table, where) for where in (key, OF_ITS_FUND) if PreEncumbrance.table in diffs]
    others = [(table, WHERE_RULES_ARE_ABOUT[table]) for table in said] + [(table, "TRUE") for table in said]
    for one in judge(_portfolio(cursor, district_id, diffs)):
        purchase, line, fund, year = one.key
        named = {"purchase": purchase, "line": line, "fund": fund, "year": year}
        looked_at = [*own, *others] if one.amount > before.get(one.key, 0) else own[:1]
        found = (_first_row(cursor, reading, table, where, named) for table, where in looked_at)
        if place := next(filter(None, found), None):
            yield problem(reading, place, "", "", one.words.rstrip("."), f"{ANOTHER}.")


def _portfolio(cursor: Cursor, district_id: str, diffs: Mapping[str, TableDiff]) -> Portfolio:
    """What orders are judged by, as a load would leave it; fund years as the office gives them, without the ledger."""
    left: dict[str, Sequence[Record]] = {
        kind.table: records_afterwards(cursor, district_id, diffs, kind) for kind in JUDGED
    }
    found = records_afterwards(cursor, district_id, diffs, District)
    rules = (*reference_rules(), *left[FundRule.table])
    district = found[0] if found else District(district_id=district_id, name=district_id)  # one that is to be started
    return Portfolio.model_validate({"today": now().date(), "district": district, **left, FundRule.table: rules})


SUM_BELOW_ZERO = """
SELECT 1 FROM ({good}) WHERE kind <> 'budget' GROUP BY fund_id, fiscal_year, kind HAVING sum(amount) < 0 LIMIT 1
"""
READ_PROMISED = """
SELECT fund_id, fiscal_year, encumbered, spent
FROM fund_year_money
WHERE district_id = $district_id
ORDER BY fund_id, fiscal_year
"""
OF_FUND_YEAR = "fund_id = $fund AND fiscal_year = $year"
ENTRY_KINDS = {"encumbered": EntryKind.ENCUMBRANCE, "spent": EntryKind.ACTUAL}


def _promised_below_zero(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Fund years that would have promised less than nothing, at what says so: the fund year, an entry, or the fund year
    that leaves it to the ledger. A ledger of which no sum is below zero is not added to what is kept, as that takes
    long.
    """
    tables = (FundYear.table, LedgerEntry.table)
    any_year = f"{kept_sql(diffs, FundYear.table, ('fund_id',))} LIMIT 1"
    if FundYear.table not in diffs and not cursor.execute(any_year, {"district_id": district_id}).fetchall():
        return
    ledger = LedgerEntry.table in diffs and SUM_BELOW_ZERO.format(good=good_sql(reading, LedgerEntry.table))
    below = bool(ledger and cursor.execute(ledger).fetchall())
    if not below and FundYear.table in diffs:
        said = brought(cursor, reading, FundYear.table, ("encumbered", "spent"))
        below = not ledger or any((amount or 0) < 0 for _, amounts in said for amount in amounts)
    if not below:
        return
    sql = afterwards(diffs, tables, ("ledger_sums", "fund_year_money")) + READ_PROMISED
    for fund, year, encumbered, spent in cursor.execute(sql, {"district_id": district_id}).fetchall():
        if not (found := below_zero(encumbered, spent)):
            continue
        column, amount, reason, remedy = found
        own = (
            (FundYear.table, column, f"{column} < 0"),
            (LedgerEntry.table, "amount", f"kind = '{ENTRY_KINDS[column]}' AND amount < 0"),
            (FundYear.table, column, "TRUE"),
        )
        for table, at, where in own:
            asked, named = f"{OF_FUND_YEAR} AND {where}", {"fund": fund, "year": year}
            if table in diffs and (place := _first_row(cursor, reading, table, asked, named)):
                yield problem(reading, place, at, str(amount), f"{fund} in FY {year}: {reason}", remedy)
                break


MONTHS_OFF = 6
"""Months before and after its fiscal year in which an entry's day is nothing to ask about: budgets and orders of the
next year are entered in the spring, and the books are open until the audit is filed, by 15 December in California
(Education Code 41020(h)), 150 days after the year in Texas (Education Code 44.008(d)).
"""
FIRST_ROWS = 3
FAR_FROM_THEIR_YEAR = """
WITH dated AS (
    SELECT part_, source_row, fiscal_year, entry_date, amount, kind = 'actual' AS actual, begins,
        entry_date >= begins AND entry_date < begins + INTERVAL 12 MONTH AS inside,
        entry_date < begins - to_months($months) OR entry_date >= begins + to_months(12 + $months) AS far
    FROM (
        SELECT *, make_date(fiscal_year - CASE WHEN $month > 1 THEN 1 ELSE 0 END, $month, 1) AS begins FROM ({good})
    )
    WHERE entry_date IS NOT NULL
), years AS (
    SELECT fiscal_year, count(*) AS entries, 2 * count(*) FILTER (inside) < count(*) AS mostly
    FROM dated WHERE actual GROUP BY fiscal_year
)
SELECT
    part_, fiscal_year, begins, coalesce(mostly, FALSE), count(*), sum(abs(amount)), min(entry_date), max(entry_date),
    min(source_row, {rows}), arg_min(entry_date, source_row)
FROM dated LEFT JOIN years USING (fiscal_year)
WHERE far OR (mostly AND actual AND NOT inside)
GROUP BY ALL ORDER BY part_, fiscal_year
"""


def _days_far_from_their_year(
    cursor: Cursor, district_id: str, reading: Reading, diffs: Mapping[str, TableDiff]
) -> Iterator[Problem]:
    """Ledger entries that lie far from the fiscal year they name, or of a year most of whose money lies outside it, as
    where years are named by the one they begin in; a file and a year in one.
    """
    if not says(diffs, LedgerEntry.table, "entry_date"):
        return
    months = [district.fiscal_year_start_month for district in records_afterwards(cursor, district_id, diffs, District)]
    sql = FAR_FROM_THEIR_YEAR.format(good=good_sql(reading, LedgerEntry.table), rows=FIRST_ROWS)
    found = cursor.execute(sql, {"month": (months or [7])[0], "months": MONTHS_OFF}).fetchall()
    for part, year, begins, mostly, entries, amount, first, last, rows, day in found:
        far = "outside that year, as most of its spending has" if mostly else f"more than {MONTHS_OFF} months off"
        days = f"{first}" if first == last else f"{first} to {last}"
        where = (
            f"row {rows[0]}" if entries == 1 else f"rows {', '.join(map(str, rows))}{', ...' * (entries > len(rows))}"
        )
        which = "which moves" if entries == 1 else "which move"
        yield problem(
            reading, (part, rows[0]), "entry_date", str(day),
            f"{counted(entries, 'entry', 'entries')} of FY {year}, {which} {to_the_cent(amount)}, "
            f"{'has' if entries == 1 else 'have'} a day {far}: {days}, where FY {year} begins {begins} ({where})",
            "Is the fiscal year named by the year it ends in, and this the day of posting? Entries count in the fiscal "
            "year they name.",
        )  # fmt: skip


def _first_row(cursor: Cursor, reading: Reading, table: str, where: str, named: Mapping[str, object]) -> Place | None:
    """Where the first row of a table that loads and is asked for stands in these files; none where there is none."""
    asked = f"SELECT part_, source_row FROM ({good_sql(reading, table)}) WHERE {where} ORDER BY 1, 2 LIMIT 1"
    bound = {key: value for key, value in named.items() if f"${key}" in asked}
    rows: list[Place] = cursor.execute(asked, bound or None).fetchall()
    return rows[0] if rows else None
