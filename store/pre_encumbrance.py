"""Pre-encumbrances: who pays what was ordered; that it is said, and nothing promised beyond what a fund has or a cost
line costs.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.fund import FundYear
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES, CostLine, Purchase
from store.database import Cursor, now, records
from store.readiness import newly_ordered

READ_PRE_ENCUMBRANCES = """
SELECT
    purchase_id, cost_line_id, fund_id, money_year, amount, in_ledger_since
FROM pre_encumbrances
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY purchase_id, cost_line_id, fund_id, money_year
"""


def read_pre_encumbrances(cursor: Cursor, district_id: str) -> tuple[PreEncumbrance, ...]:
    """The district's pre-encumbrances, in key order."""
    return records(PreEncumbrance, cursor, READ_PRE_ENCUMBRANCES, district_id=district_id)


READ_HELD_BEYOND = """
SELECT
    held.fund_id, held.money_year, funds.name,
    COALESCE(years.budgeted - GREATEST(GREATEST(years.encumbered, 0) + years.spent, 0), 0) AS has, held.amount
FROM (
    SELECT pre.fund_id, pre.money_year, SUM(pre.amount) AS amount
    FROM pre_encumbrances AS pre
    INNER JOIN purchases
        ON purchases.district_id = pre.district_id
        AND purchases.purchase_id = pre.purchase_id
        AND purchases.stage = ANY($stages)
        AND purchases.withdrawn_at IS NULL
    WHERE pre.district_id = $district_id AND pre.withdrawn_at IS NULL
        AND (pre.in_ledger_since IS NULL OR pre.in_ledger_since > $today)
    GROUP BY pre.fund_id, pre.money_year
) AS held
INNER JOIN funds
    ON funds.district_id = $district_id AND funds.fund_id = held.fund_id
LEFT JOIN fund_year_money AS years
    ON years.district_id = $district_id
    AND years.fund_id = held.fund_id
    AND years.fiscal_year = held.money_year
WHERE held.amount > COALESCE(years.budgeted - GREATEST(GREATEST(years.encumbered, 0) + years.spent, 0), 0)
    AND EXISTS (
        SELECT 1
        FROM fund_years AS budgets
        WHERE budgets.district_id = $district_id AND budgets.fund_id = held.fund_id AND budgets.withdrawn_at IS NULL
    )
ORDER BY held.fund_id, held.money_year
"""


class Beyond(NamedTuple):
    """A fund's year of which orders hold more than the ledger leaves; dollars. has: below 0 where it is overspent."""

    year: int
    name: str
    has: Decimal
    held: Decimal

    @property
    def words(self) -> str:
        """Orders hold $3,000.00 of General fund of FY 2027, and $700.00 of it is left."""
        return f"hold ${self.held:,.2f} of {self.name} of FY {self.year}, and ${max(self.has, 0):,.2f} of it is left"


TABLES_OF_ORDERS = ("pre_encumbrances", "purchases", "funds", "fund_years", "ledger_entries")
VIEWS_OF_ORDERS = ("ledger_sums", "fund_year_money")
"""What `held_beyond` reads."""


def held_beyond(cursor: Cursor, district_id: str, today: date, tables: str = "") -> dict[tuple[str, int], Beyond]:
    """By fund and fiscal year, in that order, where orders hold more than there is. A year without a budget has
    nothing; a fund that has no budget in any year is left out, as nothing of it could be counted. What is promised to
    less than nothing counts as `counted_promises` says.

    tables: a WITH clause of TABLES_OF_ORDERS and VIEWS_OF_ORDERS that stand for the district's.
    """
    named = {"district_id": district_id, "stages": [str(s) for s in BOUGHT_STAGES], "today": today}
    rows = cursor.execute(tables + READ_HELD_BEYOND, named).fetchall()
    return {(fund, year): Beyond(year, *rest) for fund, year, *rest in rows}


READ_PAID_BEYOND = """
SELECT
    lines.cost_line_id, purchases.title, lines.fiscal_year, lines.amount, SUM(pre.amount)
FROM pre_encumbrances AS pre
INNER JOIN cost_lines AS lines
    ON lines.district_id = pre.district_id
    AND lines.cost_line_id = pre.cost_line_id
    AND lines.withdrawn_at IS NULL
INNER JOIN purchases
    ON purchases.district_id = lines.district_id AND purchases.purchase_id = lines.purchase_id
WHERE pre.district_id = $district_id AND pre.withdrawn_at IS NULL
GROUP BY lines.cost_line_id, purchases.title, lines.fiscal_year, lines.amount
HAVING SUM(pre.amount) > lines.amount
ORDER BY lines.cost_line_id
"""


class PaidBeyond(NamedTuple):
    """A cost line of which funds are said to pay more than it costs, whether the ledger has it or not; dollars."""

    cost_line_id: str
    title: str
    year: int
    costs: Decimal
    paid: Decimal

    @property
    def words(self) -> str:
        """Pay $800.00 of P-059-1 (Tablets, FY 2027), and it costs $400.00."""
        return f"pay ${self.paid:,.2f} of {self.cost_line_id} ({self.title}, FY {self.year}), and it costs " + (
            f"${self.costs:,.2f}"
        )


TABLES_OF_PAYERS = ("pre_encumbrances", "cost_lines", "purchases")
"""What `paid_beyond` reads."""


def paid_beyond(cursor: Cursor, district_id: str, tables: str = "") -> dict[str, PaidBeyond]:
    """By cost line, in key order, where funds are said to pay more than it costs, beforehand or since its order.

    tables: a WITH clause of TABLES_OF_PAYERS that stand for the district's.
    """
    rows = cursor.execute(tables + READ_PAID_BEYOND, {"district_id": district_id}).fetchall()
    return {row[0]: PaidBeyond(*row) for row in rows}


@contextmanager
def promised_once(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> Iterator[None]:
    """Raise DistrictError where what is written here makes orders hold more of a fund's year than the ledger leaves of
    it, or funds pay more of a cost line than it costs; or either still more than before: by an order or who pays it, by
    what comes back, by a budget or a cost that is lowered.

    Two windows that order from the same plan at the same time would, or that say of one cost who pays it; the second is
    refused. What was too much before, as a file said, keeps nobody from writing what makes it no worse, nor from an
    undo that brings back all that pays a cost line, where it costs no less since.
    """
    if not any(isinstance(edit.record, PreEncumbrance | Purchase | FundYear | CostLine) for edit in edits):
        yield
        return
    today = now().date()
    held_before, paid_before = held_beyond(cursor, district_id, today), paid_beyond(cursor, district_id)
    back = _coming_back(cursor, district_id, edits)
    yield
    for of, beyond in held_beyond(cursor, district_id, today).items():
        was = held_before.get(of)
        if was is None or beyond.held - beyond.has > was.held - was.has:
            raise DistrictError(
                f"Orders would {beyond.words}.",
                next_step="Plan it anew and order from that plan, say that another fund pays, or give the fund year "
                "a larger budget.",
            )
    for line, twice in paid_beyond(cursor, district_id).items():
        paid = paid_before.get(line)
        worse = paid is None or twice.paid - twice.costs > paid.paid - paid.costs
        if worse and not _came_back(cursor, district_id, twice, edits, back):
            raise DistrictError(f"Funds would {twice.words}.", next_step=PAY_ONCE)


READ_PAYERS = """
SELECT
    purchase_id, cost_line_id, fund_id, money_year
FROM pre_encumbrances
WHERE district_id = $district_id AND cost_line_id = $line AND withdrawn_at IS NULL
ORDER BY purchase_id, cost_line_id, fund_id, money_year
"""


def refuse_paid_lines_moved(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> None:
    """Raise DistrictError where a cost line that funds are said to pay becomes another purchase's: the order would lose
    its cost, and what is held for it would be of nothing.
    """
    for edit in edits:
        was, now_ = edit.before, edit.after
        if not (isinstance(was, CostLine) and isinstance(now_, CostLine)) or was.purchase_id == now_.purchase_id:
            continue
        bound = {"district_id": district_id, "line": was.cost_line_id}
        if any(payer[0] == was.purchase_id for payer in cursor.execute(READ_PAYERS, bound).fetchall()):
            raise DistrictError(
                f"{was.cost_line_id} cannot become a cost of {now_.purchase_id}: it is on record who pays it for "
                f"{was.purchase_id}.",
                next_step="Withdraw that first, on Budget, under Orders; or add a cost line of its own there.",
            )


Payer = tuple[str, str, str, int]
"""Key of what a fund is said to pay."""

READ_WRITTEN = """
SELECT purchase_id, cost_line_id, fund_id, money_year, changed_at
FROM pre_encumbrances
WHERE district_id = $district_id AND purchase_id = ANY($purchases)
ORDER BY purchase_id, cost_line_id, fund_id, money_year
"""


def _coming_back(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> dict[Payer, datetime]:
    """When what an undo may bring back was last written: withdrawn, or changed to another amount; no other edits'."""
    if not all(edit.restores for edit in edits):
        return {}
    purchases = sorted({e.record.purchase_id for e in edits if isinstance(e.record, PreEncumbrance | Purchase)})
    rows = cursor.execute(READ_WRITTEN, {"district_id": district_id, "purchases": purchases}).fetchall()
    return {tuple(key): at for *key, at in rows}


def _came_back(
    cursor: Cursor, district_id: str, twice: PaidBeyond, edits: Sequence[Edit], written: Mapping[Payer, datetime]
) -> bool:
    """Whether an undo brought back all that pays a cost line, by itself or with its purchase, so that it is as it was:
    nobody has said since that another fund pays, and the line costs no less.
    """
    back = [edit.after for edit in edits if edit.restores and edit.after]
    own = {(one.purchase_id, one.cost_line_id, one.fund_id, one.money_year) for one in back
           if isinstance(one, PreEncumbrance)}  # fmt: skip
    whole = {e.after.purchase_id for e in edits if e.before is None and isinstance(e.after, Purchase)}
    payers = cursor.execute(READ_PAYERS, {"district_id": district_id, "line": twice.cost_line_id}).fetchall()
    if not all(payer in written and (payer in own or payer[0] in whole) for payer in payers):
        return False
    return twice.costs >= _cost_at(cursor, district_id, twice, min(written[payer] for payer in payers))


READ_COSTS_BEFORE = """
SELECT before_values
FROM changes
WHERE district_id = $district_id AND table_name = 'cost_lines' AND record_key = $line AND changed_at > $since
    AND before_values IS NOT NULL
ORDER BY changed_at, change_id
"""


def _cost_at(cursor: Cursor, district_id: str, line: PaidBeyond, since: datetime) -> Decimal:
    """What a cost line cost then, US dollars: what the first change of it after that began with."""
    bound = {"district_id": district_id, "line": line.cost_line_id, "since": since}
    changes = (json.loads(values) for (values,) in cursor.execute(READ_COSTS_BEFORE, bound).fetchall())
    return next((Decimal(str(was["amount"])) for was in changes if "amount" in was), line.costs)


READ_UNPAID = """
SELECT
    purchases.purchase_id, purchases.title, lines.fiscal_year,
    SUM(CASE WHEN lines.amount > COALESCE(said.amount, 0) THEN lines.amount - COALESCE(said.amount, 0) ELSE 0 END)
FROM purchases
INNER JOIN district
    ON district.district_id = purchases.district_id
INNER JOIN cost_lines AS lines
    ON lines.district_id = purchases.district_id
    AND lines.purchase_id = purchases.purchase_id
    AND lines.withdrawn_at IS NULL
LEFT JOIN (
    SELECT cost_line_id, SUM(amount) AS amount
    FROM pre_encumbrances
    WHERE district_id = $district_id AND withdrawn_at IS NULL
    GROUP BY cost_line_id
) AS said
    ON said.cost_line_id = lines.cost_line_id
WHERE purchases.district_id = $district_id AND purchases.purchase_id = ANY($purchase_ids) AND lines.amount > 0
    AND lines.fiscal_year >= $year + CASE
        WHEN district.fiscal_year_start_month > 1 AND $month >= district.fiscal_year_start_month THEN 1 ELSE 0
    END
    AND EXISTS (
        SELECT 1
        FROM fund_years AS budgets
        WHERE budgets.district_id = $district_id AND budgets.fiscal_year = lines.fiscal_year
            AND budgets.budgeted > 0 AND budgets.withdrawn_at IS NULL
    )
GROUP BY purchases.purchase_id, purchases.title, lines.fiscal_year
ORDER BY purchases.purchase_id, lines.fiscal_year
"""


READ_SAID = """
SELECT funds.name, SUM(pre.amount) AS amount
FROM pre_encumbrances AS pre
INNER JOIN cost_lines AS lines
    ON lines.district_id = pre.district_id
    AND lines.cost_line_id = pre.cost_line_id
    AND lines.fiscal_year = $fiscal_year
    AND lines.withdrawn_at IS NULL
INNER JOIN funds
    ON funds.district_id = pre.district_id AND funds.fund_id = pre.fund_id
WHERE pre.district_id = $district_id AND pre.purchase_id = $purchase_id AND pre.withdrawn_at IS NULL
GROUP BY funds.fund_id, funds.name
ORDER BY funds.fund_id
"""

PAY_ONCE = "See on Budget, under Orders, who pays it by now, and have one of them pay less, or change what it costs."
SAY_FIRST = "Pin it in on Prioritise, so that the draft plan pays it, or say first who pays, on Budget, under Orders."
COMPLETE = (
    "Complete what is said, or withdraw it, on Budget, under Orders; or pin the purchase in on Prioritise, so that the "
    "draft plan pays what is missing."
)


def refuse_unpaid_orders(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> None:
    """Raise DistrictError where the edits order a purchase and nobody is said to pay all that it costs first.

    Looked at: its cost of the first fiscal year, from the current one on, that some fund has a budget for. Later years
    are asked about. What comes back as it was (`restores`) is no order, nor is what a file says.
    """
    ordered = newly_ordered([edit for edit in edits if not edit.restores])
    if not ordered:
        return
    seen = set[str]()
    for purchase_id, title, year, unpaid in _unpaid(cursor, district_id, *(p.purchase_id for p in ordered)):
        if unpaid and purchase_id not in seen:
            of = {"district_id": district_id, "purchase_id": purchase_id, "fiscal_year": year}
            said = cursor.execute(READ_SAID, of).fetchall()
            raise DistrictError(
                f"{title} cannot be ordered yet: nobody is said to pay ${unpaid:,.2f} of its cost of FY {year}"
                + "".join(f"; ${amount:,.2f} of {fund} is said to pay already" for fund, amount in said)
                + ".",
                next_step=COMPLETE if said else SAY_FIRST,
            )
        seen.add(purchase_id)


def unpaid_year(cursor: Cursor, district_id: str, purchase_id: str) -> int | None:
    """The fiscal year whose cost nobody is said to pay in full, of those that keep a purchase from being ordered (see
    `refuse_unpaid_orders`), whatever a plan pays; none where nothing is missing.
    """
    rows = _unpaid(cursor, district_id, purchase_id)
    return rows[0][2] if rows and rows[0][3] else None


def _unpaid(cursor: Cursor, district_id: str, *purchase_ids: str) -> list[tuple[str, str, int, Decimal]]:
    """Of each purchase, in key order, its years that some fund has a budget for: key, title, year, dollars unpaid."""
    today = now().date()
    named = {"district_id": district_id, "purchase_ids": purchase_ids, "year": today.year, "month": today.month}
    return cursor.execute(READ_UNPAID, named).fetchall()
