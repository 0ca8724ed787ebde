"""Proof that a district's records fit together: no orphans, no duplicate keys, no money that does not add up."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from data_models import TABLES
from data_models.base import Record, columns
from data_models.district import enrolled_at
from data_models.fund import rules_in_doubt
from data_models.ledger import parts_in_doubt
from data_models.limits import days_out_of_order, too_early
from data_models.need import Need
from data_models.order import Judge, unjudged
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import STILL_TO_COME
from data_models.promised import below_zero
from data_models.purchase import Purchase, Stage
from data_models.rating import Rating
from data_models.readiness import open_checks, still_open
from data_models.wording import counted, to_the_cent
from store.database import Cursor, Database
from store.ledger import read_account_parts
from store.named import key_of
from store.portfolio import read_portfolio
from store.pre_encumbrance import held_beyond, paid_beyond
from store.project import find_circles

ORPHAN_ENTRIES = """
SELECT entries.fund_id, COUNT(*)
FROM ledger_entries AS entries
LEFT JOIN funds
    ON funds.district_id = entries.district_id AND funds.fund_id = entries.fund_id AND funds.withdrawn_at IS NULL
WHERE entries.district_id = $district_id AND entries.withdrawn_at IS NULL
    AND entries.fund_id <> '' AND funds.fund_id IS NULL
GROUP BY entries.fund_id
ORDER BY entries.fund_id
"""

DUPLICATE_ENTRIES = """
SELECT entry_id, COUNT(*)
FROM ledger_entries
WHERE district_id = $district_id AND withdrawn_at IS NULL
GROUP BY entry_id
HAVING COUNT(*) > 1
ORDER BY entry_id
"""

CONTRADICTING_SUMS = """
SELECT years.fund_id, years.fiscal_year, years.encumbered, sums.encumbered, years.spent, sums.spent
FROM fund_years AS years
INNER JOIN ledger_sums AS sums
    ON sums.district_id = years.district_id
    AND sums.fund_id = years.fund_id
    AND sums.fiscal_year = years.fiscal_year
WHERE years.district_id = $district_id AND years.withdrawn_at IS NULL
    AND (years.encumbered <> COALESCE(sums.encumbered, 0) OR years.spent <> COALESCE(sums.spent, 0))
ORDER BY years.fund_id, years.fiscal_year
"""


def find_faults(database: Database, district_id: str, today: date, judge: Judge = unjudged) -> tuple[str, ...]:
    """One sentence for each fault, in table order, what fund rules forbid last; empty where all fits together."""
    portfolio = read_portfolio(database, district_id, today)
    sites = [site.site_id for site in portfolio.sites]
    with database.read() as cursor:
        circles = find_circles(cursor, district_id)
        return (
            *_orphans(portfolio),
            *(
                f"purchases {p.purchase_id}: it requires itself."
                for p in portfolio.purchases
                if p.purchase_id in p.requires
            ),
            *(f"projects {keys[0]}: it waits for itself, as {words}." for keys, words in circles.items()),
            *_ordered_too_early(portfolio),
            *_days_out_of_order(portfolio),
            *_more_than_are_enrolled(portfolio),
            *_orders_out_of_place(portfolio),
            *_beyond_their_money(cursor, portfolio),
            *_overdrawn(portfolio),
            *_promised_below_zero(portfolio),
            *(
                f"fund_rules {rule.rule_id}: {reason}. {remedy}"
                for rule, _, reason, remedy in rules_in_doubt(portfolio.fund_rules, portfolio.funds, sites)
            ),
            *(
                f"account_parts {part.place}: {part.dimension} {reason}. {remedy}"
                for part, reason, remedy in parts_in_doubt(read_account_parts(cursor, district_id))
            ),
            *_ledger_faults(cursor, district_id),
            *(f"pre_encumbrances {' / '.join(map(str, one.key))}: {one.words}" for one in judge(portfolio)),
        )


def _orphans(portfolio: Portfolio) -> Iterator[str]:
    """References to records that are not there. Ledger entries are looked at in SQL."""
    kept: dict[str, tuple[Record, ...]] = {
        record.table: getattr(portfolio, record.table)
        for record in TABLES
        if record.table in Portfolio.model_fields and record.table != "district"
    }
    keys = {table: {getattr(r, type(r).key[0]) for r in records} for table, records in kept.items()}
    for table, records in kept.items():
        if table == Rating.table:
            continue  # what people said stays when the purchase or the member is withdrawn
        for record in records:
            for column in columns(type(record)):
                if not column.references:
                    continue
                value = getattr(record, column.name)
                for target in value if column.many else ((value,) if value else ()):
                    if target not in keys[column.references]:
                        name = " / ".join(str(getattr(record, part)) for part in type(record).key)
                        yield f"{table} {name}: {column.name} '{target}' is not in {column.references}."


def _ordered_too_early(portfolio: Portfolio) -> Iterator[str]:
    """Purchases that a file says are ordered while checks are open; none where the district keeps no checks."""
    ordered = [purchase.purchase_id for purchase in portfolio.purchases if purchase.stage is Stage.ORDERED]
    for key, left in open_checks(ordered if portfolio.readiness_checks else (), portfolio.readiness_checks).items():
        if left:
            words = "Settle what is open on Projects, under Readiness, or put its stage right."
            yield f"purchases {key}: it is ordered while {still_open(left)}. {words}"


def _days_out_of_order(portfolio: Portfolio) -> Iterator[str]:
    """Days before one that they cannot be before, in table order."""
    for table in (record.table for record in TABLES):
        for record in getattr(portfolio, table, ()) if table != "district" else ():
            for column, other in days_out_of_order(record):
                key = " / ".join(str(getattr(record, part)) for part in record.key)
                reason, remedy = too_early(other, str(getattr(record, other)))
                yield f"{table} {key}: {column.name} {getattr(record, column.name)} {reason}. {remedy}"


def _more_than_are_enrolled(portfolio: Portfolio) -> Iterator[str]:
    """Needs and purchases of more learners than their sites have, where every one of these has its enrolment."""
    sites = {site.site_id: site for site in portfolio.sites}
    records: tuple[Need | Purchase, ...] = (*portfolio.needs, *portfolio.purchases)
    for record in records:
        enrolled, learners = enrolled_at(sites, record.site_ids), record.learners or 0
        if enrolled is not None and learners > enrolled:
            (key,) = key_of(record)
            where = "at its sites" if record.site_ids else "in the district"
            yield f"{record.table} {key}: learners {learners:,} is more than the {enrolled:,} enrolled {where}."


def _orders_out_of_place(portfolio: Portfolio) -> Iterator[str]:
    """Pre-encumbrances of another purchase's cost line, or of what was withdrawn. Those of what is still open say
    beforehand who is to pay.
    """
    purchases = {purchase.purchase_id: purchase for purchase in portfolio.purchases}
    lines = {line.cost_line_id: line.purchase_id for line in portfolio.cost_lines}
    for one in portfolio.pre_encumbrances:
        name = " / ".join(str(getattr(one, part)) for part in one.key)
        purchase = purchases.get(one.purchase_id)
        if lines.get(one.cost_line_id, one.purchase_id) != one.purchase_id:
            yield f"pre_encumbrances {name}: {one.cost_line_id} is a cost line of {lines[one.cost_line_id]}."
        if purchase and purchase.stage is Stage.WITHDRAWN:
            yield f"pre_encumbrances {name}: {one.purchase_id} is {purchase.stage}, so nothing is held for it."


def _beyond_their_money(cursor: Cursor, portfolio: Portfolio) -> Iterator[str]:
    """Orders that hold more than a fund's year has left or than their cost line costs, or from a day yet to come."""
    for (fund, year), beyond in held_beyond(cursor, portfolio.district.district_id, portfolio.today).items():
        yield f"fund_years {fund} / {year}: orders {beyond.words}."
    for one in portfolio.pre_encumbrances:
        if one.in_ledger_since and one.in_ledger_since > portfolio.today:
            name = " / ".join(str(getattr(one, part)) for part in one.key)
            yield f"pre_encumbrances {name}: in_ledger_since {one.in_ledger_since} {STILL_TO_COME}."
    for line, twice in paid_beyond(cursor, portfolio.district.district_id).items():
        yield f"cost_lines {line}: funds {twice.words}."


def _overdrawn(portfolio: Portfolio) -> Iterator[str]:
    """Fund years in which more is spent and promised than there was."""
    for year in portfolio.fund_years:
        used = (year.spent or Decimal(0)) + (year.encumbered or Decimal(0))
        if used > year.budgeted:
            yield (
                f"fund_years {year.fund_id} / {year.fiscal_year}: spent and encumbered {to_the_cent(used)} "
                f"is {to_the_cent(used - year.budgeted)} more than the budget of {to_the_cent(year.budgeted)}."
            )


def _promised_below_zero(portfolio: Portfolio) -> Iterator[str]:
    """Fund years in which less than nothing is promised."""
    for year in portfolio.fund_years:
        if found := below_zero(year.encumbered or Decimal(0), year.spent or Decimal(0)):
            _, _, reason, remedy = found
            yield f"fund_years {year.fund_id} / {year.fiscal_year}: {reason}. {remedy}"


def _ledger_faults(cursor: Cursor, district_id: str) -> Iterator[str]:
    named = {"district_id": district_id}
    for fund, count in cursor.execute(ORPHAN_ENTRIES, named).fetchall():
        entries = counted(count, "entry names", "entries name")
        yield f"ledger_entries: {entries} the fund '{fund}', which is not in funds."
    for entry, count in cursor.execute(DUPLICATE_ENTRIES, named).fetchall():
        yield f"ledger_entries {entry}: the key is used {count} times."
    for fund, year, promised, ledger_promised, spent, ledger_spent in cursor.execute(
        CONTRADICTING_SUMS, named
    ).fetchall():
        for word, said, summed in (("encumbered", promised, ledger_promised), ("spent", spent, ledger_spent)):
            if said is not None and said != (summed or 0):
                ledger = to_the_cent(summed or Decimal(0))
                yield f"fund_years {fund} / {year}: {word} {to_the_cent(said)}, but the ledger sums to {ledger}."
