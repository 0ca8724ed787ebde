"""Orders against fund rules: refused where they are written, by a judge who knows the rules the store does not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.order import BarredOrder, Judge
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES, CostLine, Purchase
from store.database import Cursor, Database, now
from store.portfolio import read_orders

Payer = tuple[str, str, str, int]
"""Key of what a fund is said to pay."""


class _Barred(NamedTuple):
    """What a fund may not pay of something bought. held: whether the ledger does not have it yet."""

    order: BarredOrder
    held: bool


def refuse_orders_against_rules(
    database: Database, cursor: Cursor, district_id: str, edits: Sequence[Edit], judge: Judge
) -> None:
    """Raise DistrictError where the edits, made already in the cursor's transaction, leave more than before of what is
    held for orders against a fund's rules: by an order, by who pays it or how much, by what it costs, by an undo.

    Compared by fund, as the same limit may be passed by another order afterwards. Neither what is only said beforehand
    counts, nor what the ledger is said to have, which is a fact: both are named. What was so before keeps nobody from
    writing what makes it no worse.
    """
    if not _touch_orders(cursor, district_id, edits):
        return
    today = now().date()
    after = _barred(cursor, district_id, today, judge)
    if not any(one.held for one in after.values()):
        return
    with database.read() as committed:
        before = _barred(committed, district_id, today, judge)
    if worse := _worse(before, after):
        raise DistrictError(
            f"With this, orders would be against fund rules: {' '.join(one.words for one in worse)}",
            next_step="Say that another fund pays what is too much, on Budget, under Orders; or plan it anew and order "
            "from that plan.",
        )


READ_ANY_BOUGHT = """
SELECT purchase_id
FROM purchases
WHERE district_id = $district_id AND purchase_id = ANY($purchase_ids) AND stage = ANY($stages) AND withdrawn_at IS NULL
ORDER BY purchase_id
LIMIT 1
"""


def _touch_orders(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> bool:
    """Whether the edits are about who pays, or about something bought or what it costs. Others are written without
    reading what orders are judged by.
    """
    records = [record for edit in edits for record in (edit.before, edit.after)]
    if any(isinstance(record, PreEncumbrance) for record in records):
        return True
    named = sorted({record.purchase_id for record in records if isinstance(record, Purchase | CostLine)})
    bound = {"district_id": district_id, "purchase_ids": named, "stages": [str(stage) for stage in BOUGHT_STAGES]}
    return bool(named and cursor.execute(READ_ANY_BOUGHT, bound).fetchall())


def _barred(cursor: Cursor, district_id: str, today: date, judge: Judge) -> dict[Payer, _Barred]:
    """What funds may not pay of what is bought, as the cursor sees the district."""
    portfolio = read_orders(cursor, district_id, today)
    bought = {purchase.purchase_id for purchase in portfolio.purchases if purchase.stage in BOUGHT_STAGES}
    booked = [one for one in portfolio.pre_encumbrances if one.is_booked(today)]
    return {
        order.key: _Barred(order, held=not any(order.is_about(one) for one in booked))
        for order in judge(portfolio)
        if order.purchase_id in bought
    }


def _worse(before: Mapping[Payer, _Barred], after: Mapping[Payer, _Barred]) -> list[BarredOrder]:
    """What is held more than before, of funds of which more is barred than before."""
    more, held = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    for sign, side in ((-1, before), (1, after)):
        for one in side.values():
            more[one.order.fund_id] += sign * one.order.amount
            held[one.order.fund_id] += sign * one.order.amount * one.held
    was = {key: one.order.amount for key, one in before.items() if one.held}
    return [
        order
        for key, (order, is_held) in after.items()
        if is_held and min(more[order.fund_id], held[order.fund_id]) > 0 and order.amount > was.get(key, 0)
    ]
