"""Pre-encumbrances: who pays what was ordered; and that nothing is promised beyond what a fund has."""

from collections.abc import Sequence
from decimal import Decimal

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES
from store.database import Cursor, records

READ_PRE_ENCUMBRANCES = """
SELECT
    purchase_id, cost_line_id, fund_id, money_year, amount, booked_on
FROM pre_encumbrances
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY purchase_id, cost_line_id, fund_id, money_year
"""


def read_pre_encumbrances(cursor: Cursor, district_id: str) -> tuple[PreEncumbrance, ...]:
    """The district's pre-encumbrances, in key order."""
    return records(PreEncumbrance, cursor, READ_PRE_ENCUMBRANCES, district_id=district_id)


READ_HELD_BEYOND = """
SELECT
    funds.name, years.fiscal_year, years.budgeted - years.encumbered - years.spent AS has, held.amount
FROM (
    SELECT pre.fund_id, pre.money_year, SUM(pre.amount) AS amount
    FROM pre_encumbrances AS pre
    INNER JOIN purchases
        ON purchases.district_id = pre.district_id
        AND purchases.purchase_id = pre.purchase_id
        AND purchases.stage = ANY($stages)
        AND purchases.withdrawn_at IS NULL
    WHERE pre.district_id = $district_id AND pre.withdrawn_at IS NULL AND pre.booked_on IS NULL
    GROUP BY pre.fund_id, pre.money_year
) AS held
INNER JOIN fund_year_money AS years
    ON years.district_id = $district_id
    AND years.fund_id = held.fund_id
    AND years.fiscal_year = held.money_year
INNER JOIN funds
    ON funds.district_id = $district_id AND funds.fund_id = held.fund_id
WHERE held.fund_id = ANY($fund_ids) AND held.amount > years.budgeted - years.encumbered - years.spent
ORDER BY held.fund_id, held.money_year
"""


def refuse_beyond_the_money(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> None:
    """Raise DistrictError where the edits promise more of a fund's year than the ledger leaves of it.

    Two windows that order from the same plan at the same time would; the second is refused. Only funds are looked at of
    which the edits promise more than before. A year without a budget on record promises nothing that could be counted.
    """
    more = {
        edit.after.fund_id
        for edit in edits
        if isinstance(edit.after, PreEncumbrance) and _held(edit.after) > _held(edit.before)
    }
    if not more:
        return
    named = {"district_id": district_id, "stages": [str(s) for s in BOUGHT_STAGES], "fund_ids": sorted(more)}
    for name, year, has, held in cursor.execute(READ_HELD_BEYOND, named).fetchall():
        raise DistrictError(
            f"Orders would hold ${held:,.2f} of {name} of FY {year}, and ${max(has, 0):,.2f} of it is left.",
            next_step="Plan it anew and order from that plan, say that another fund pays, or give the fund year "
            "a larger budget.",
        )


def _held(record: object) -> Decimal:
    return record.amount if isinstance(record, PreEncumbrance) and record.booked_on is None else Decimal(0)
