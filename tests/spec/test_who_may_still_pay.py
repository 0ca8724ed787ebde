"""Which funds may still pay a cost line: a limit that is full by what is said already leaves nothing to say."""

from decimal import Decimal

import pytest

from data_models.pre_encumbrance import PreEncumbrance
from planning.barred_orders import barred_orders
from planning.explanation import payers
from planning.prepare import Prepared, prepare
from tests.spec.drawn import district, rows
from tests.spec.test_which_orders_are_against_the_rules import (
    FUNDS,
    HEADING,
    LINES,
    MONEY,
    RULES,
    limited,
)  # fmt: skip

CASES = """
orders                       | line | fund | most  | why
G G1 T4 1                    | A1   | T4   | 6000  | IV-A pays at most 15% of its money of 2027 that is not for safe and healthy students, $6,000, for devices and software.
D D1 T4 4000                 | A1   | T4   | 2000  | software counts in the same share
D D1 T4 6000                 | A1   | T4   | 0     | for devices and software, and is said to pay $6,000.
D D1 T4 9000                 | A1   | T4   | 0     | for devices and software, and is said to pay $9,000.
D D1 T4 3000                 | C1   | T4   | 20000 | outside the share, and 3,000 are 15% of the other 20,000
D D1 T4 6000                 | C1   | T4   | 0     | for devices and software, and is said to pay $6,000.
C C1 T4 20000                | A1   | T4   | 3000  | of which the share is 3,000
B B1 T4 24000                | B2   | T4   | 0     | is said to pay $24,000 of that.
B B2 T4 6000                 | B2   | T4   | 0     | at most $6,000 of its money of 2027, and is said to pay $6,000.
W W1 EC 8000                 | W1   | EC   | 0     | E-Rate pays at most $8,000 by its amount per learner, and is said to pay $8,000.
W W1 EC 3000                 | W1   | EC   | 5000  | E-Rate pays at most $8,000 by its amount per learner, and is said to pay $3,000.
"""  # noqa: E501


def still(prepared: Prepared, line: str, fund: str) -> tuple[str, str, bool]:
    """What the fund may still pay of the line of its money of 2027, why, and whether it is offered."""
    cost = next(one for one in prepared.portfolio.cost_lines if one.cost_line_id == line)
    (found,) = (one for one in payers(prepared, cost.purchase_id) if (one.cost_line_id, one.fund_id) == (line, fund))
    return f"{found.most.normalize():f}", " ".join(found.reasons), found.may_pay


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: f"{c['orders']}, {c['line']}")
def test_a_fund_is_offered_for_what_its_limits_leave(case: dict[str, str]) -> None:
    prepared = limited(case["orders"])
    most, why, offered = still(prepared, case["line"], case["fund"])
    assert (most, offered) == (case["most"], case["most"] != "0")
    assert case["why"] in why or (offered and "$" not in case["why"])


def test_what_is_offered_is_lawful_and_a_cent_more_is_not() -> None:
    """As the whole district is judged when somebody has said it."""
    for said, line in (("D D1 T4 4000", "A1"), ("B B1 T4 20000", "B2"), ("W W1 EC 3000", "W1"), ("D D1 T4 3000", "C1")):
        prepared, kept = limited(said), limited(said).portfolio
        fund = said.split()[2]
        most = Decimal(still(prepared, line, fund)[0])
        purchase = next(one.purchase_id for one in kept.cost_lines if one.cost_line_id == line)
        for more, barred in ((Decimal(0), False), (Decimal("0.01"), True)):
            one = PreEncumbrance(
                purchase_id=purchase, cost_line_id=line, fund_id=fund, money_year=2027, amount=most + more
            )
            own = [x.model_copy(update={"amount": x.amount + one.amount}) for x in kept.pre_encumbrances
                   if (x.cost_line_id, x.fund_id) == (line, fund)] or [*kept.pre_encumbrances, one]  # fmt: skip
            judged = barred_orders(prepare(kept.model_copy(update={"pre_encumbrances": tuple(own)})))
            assert bool(judged) == barred, (said, line, more)


def test_a_share_of_one_purchase_is_counted_over_the_years_of_the_money() -> None:
    """The gift may pay 300 of 400: where it pays 200 of 2026, it may still pay 100 of 2027; and then nothing."""
    carry = RULES + "GI-CARRY | GI | carryover at most | | 100 | Gift of May\n"
    for said, left, why in (
        (200, "100", "Gift pays at most 75% of it; other money pays the rest."),
        (300, "0", "Gift pays at most 75% of it; other money pays the rest. Gift is said to pay $300 of it already."),
    ):
        prepared = district(
            funds=FUNDS, money=MONEY + "GI | 2026 | 1000\n", rules=carry, costs=LINES,
            purchases="purchase_id | title | stage\nP1 | Tablets | ordered",
            orders=f"{HEADING}\nP1 | P1-1 | GI | 2026 | {said} |",
        )  # fmt: skip
        found = next(one for one in payers(prepared, "P1") if (one.cost_line_id, one.fund_id, one.money_year) == (
            "P1-1", "GI", 2027))  # fmt: skip
        assert (f"{found.most.normalize():f}", found.may_pay) == (left, left != "0")
        assert " ".join(found.reasons).startswith(why)
