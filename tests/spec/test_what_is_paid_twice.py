"""Cost lines of which funds are said to pay more than they cost: how much is too much, and in which words."""

from planning.barred_orders import order_questions
from planning.who_pays import paid_twice
from tests.spec.drawn import district, figures

ORDERS = """
purchase_id | cost_line_id | fund_id | money_year | amount | in_ledger_since
P1          | P1-1         | GF      | 2027       | 400    | 2026-11-20
P1          | P1-1         | GI      | 2027       | 150.50 |
P1          | P1-2         | GF      | 2027       | 60     |
P1          | P1-2         | GI      | 2027       | 40     |
P2          | P2-1         | GF      | 2027       | 11     |
"""


def test_what_is_more_than_a_line_costs_is_asked_with_the_amount() -> None:
    """400 and 150.50 of 400 are 150.50 too much; 60 and 40 of 100 are not; 11 of 10 are, before it is ordered too."""
    prepared = district(
        funds="fund_id | name | kind\nGF | General fund | general\nGI | Other general | general",
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 1000\nGI | 2027 | 1000",
        purchases="purchase_id | title | stage\nP1 | Tablets | ordered\nP2 | Pens | approved",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "P1-1 | P1 | 2027 | devices | 400\nP1-2 | P1 | 2027 | training | 100\nP2-1 | P2 | 2027 | devices | 10",
        orders=ORDERS,
    )
    found = paid_twice(prepared.portfolio)
    assert [(one.cost_line_id, one.year, str(one.amount)) for one in found] == [
        figures("P1-1", 2027, "150.50"),
        figures("P2-1", 2027, "1.00"),
    ]
    assert found[0].words == (
        "Funds are said to pay $550.50 for devices of Tablets in FY 2027, which costs $400: $150.50 too much. Which of "
        "them pays less, or does it cost more?"
    )
    assert order_questions(prepared) == found
