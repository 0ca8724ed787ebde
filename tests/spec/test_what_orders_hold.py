"""What was ordered keeps its money until the ledger has it: in the books, the rules, the line and the years ahead."""

from decimal import Decimal

import pytest

from data_models.budget import Source
from data_models.pre_encumbrance import PreEncumbrance, promised
from planning.burn_down import burn_downs
from planning.commitments import commitments
from planning.explanation import headline
from planning.lapse_use import lapse_uses
from planning.money import balances, lapses
from planning.prepare import Prepared, prepare
from planning.who_pays import who_pays
from tests.spec.drawn import district, figures, paid, plan_for, rows

FUNDS = """
fund_id | name         | kind    | obligate_by
GF      | General fund | general |
"""
MONEY = """
fund_id | fiscal_year | budgeted | encumbered | spent
GF      | 2027        | 1000     | 200        | 100
"""
PURCHASES = """
purchase_id | title    | stage
P1          | Tablets  | {stage}
P2          | Screener | rated
P3          | Laptops  | rated
"""
COSTS = """
cost_line_id | purchase_id | fiscal_year | category | amount | recurring
P1-1         | P1          | 2027        | devices  | 400    | no
P2-1         | P2          | 2027        | software | 300    | no
P3-1         | P3          | 2027        | devices  | 400    | no
"""
HELD = """
purchase_id | cost_line_id | fund_id | money_year | amount | in_ledger_since
P1          | P1-1         | GF      | 2027       | 400    |
"""
BOOKED = HELD.rstrip() + " 2026-11-20"


def drawn(stage: str, orders: str = "", money: str = MONEY, **more: str) -> Prepared:
    return district(
        funds=more.pop("funds", FUNDS), money=money, purchases=PURCHASES.format(stage=stage), costs=COSTS,
        orders=orders, **more,
    )  # fmt: skip


def test_before_the_order_two_of_three_fit() -> None:
    """700 are left of 1,000: tablets for 400 and the screener for 300."""
    prepared = drawn("approved")
    assert plan_for(prepared, pinned=("P1",)).chosen == ("P1", "P2")


def test_an_ordered_purchase_holds_its_money() -> None:
    """1,000 - 200 - 100 - 400 held = 300: the screener, and never the laptops for 400."""
    prepared = drawn("ordered", HELD)
    plan = plan_for(prepared)
    assert paid(plan) == ["P2-1 2027 GF/2027 300.00"]
    (book,) = balances(prepared, plan)
    found = figures(book.budgeted, book.spent, book.encumbered, book.pre_encumbered, book.planned, book.left)
    assert found == (1000, 100, 200, 400, 300, 0)
    pinned = plan_for(prepared, pinned=("P3",))
    assert pinned.left_out == ("P3",)
    assert pinned.shortfalls[0].words == "The pinned purchases need $100 more from General fund in 2027."


def test_without_the_record_the_same_dollars_were_given_twice() -> None:
    """What this file is about: nobody says who pays, so 700 are free, and the question is asked."""
    prepared = drawn("ordered")
    assert plan_for(prepared).chosen == ("P2", "P3")
    (question,) = who_pays(prepared.portfolio)
    assert question.words == "Which fund pays $400 for devices of Tablets in FY 2027, and does the ledger have it?"
    found = headline(prepared, plan_for(prepared))
    assert figures(found.held, found.unsaid) == (0, 400)
    assert found.held_words == "It is not on record which fund pays $400 ordered for Tablets"


def test_once_the_ledger_has_it_it_is_counted_there_and_once() -> None:
    """The ledger's 600 hold the 400; nothing is held beside it, and the plan is the same as while it was."""
    booked = drawn("ordered", BOOKED, money=MONEY.replace("| 200 ", "| 600 "))
    plan = plan_for(booked)
    assert paid(plan) == ["P2-1 2027 GF/2027 300.00"]
    (book,) = balances(booked, plan)
    assert figures(book.encumbered, book.pre_encumbered, book.left) == (600, 0, 0)
    assert headline(booked, plan).held_words == ""
    assert who_pays(booked.portfolio) == ()


@pytest.mark.parametrize("stage", ["approved", "withdrawn"])
def test_an_order_taken_back_holds_nothing(stage: str) -> None:
    (book,) = balances(drawn(stage, HELD))
    assert figures(book.pre_encumbered, book.left) == (0, 700)


@pytest.mark.parametrize("stage", ["ordered", "in service", "reviewed"])
def test_it_is_held_at_every_stage_after_the_order_too(stage: str) -> None:
    (book,) = balances(drawn(stage, HELD))
    assert figures(book.pre_encumbered, book.left) == (400, 300)


def test_orders_beyond_the_budget_leave_nothing_and_are_said_as_overspent() -> None:
    """200 + 100 + 800 of 1,000."""
    prepared = drawn("ordered", HELD.replace("400", "800"))
    (book,) = balances(prepared)
    assert figures(book.left, book.overspent) == (0, 100)
    assert plan_for(prepared).chosen == ()


def test_the_line_says_what_is_held_and_counts_it_out() -> None:
    prepared = drawn("ordered", HELD)
    found = headline(prepared, plan_for(prepared))
    assert figures(found.available, found.held, found.unsaid) == (300, 400, 0)
    assert found.held_words == "$400 is held for orders that the ledger does not have yet"


def test_money_in_play_is_what_plan_and_orders_use_together() -> None:
    """Of 450 in play orders hold 400: 50 are left to plan with, which buys nothing here."""
    prepared = drawn("ordered", HELD)
    settings = {"money_in_play": (("GF", Decimal(450)),)}
    plan = plan_for(prepared, **settings)
    assert plan.chosen == ()
    assert headline(prepared, plan).available == 50


LAPSING = "fund_id | name | kind | obligate_by\nGF | Grant | other | 2027-03-31"
ANYTHING = """
rule_id | fund_id | kind                | values
ANY     | GF      | eligible categories | devices;software
"""


def test_what_is_held_does_not_lapse() -> None:
    """300 of the 700 that the ledger shows as left lapse, and could be used."""
    prepared = drawn("ordered", HELD, funds=LAPSING, rules=ANYTHING)
    assert [lapse.amount for lapse in lapses(prepared)] == [300]
    (use,) = lapse_uses(prepared, plan_for(prepared, ruled_out=("P2", "P3")))
    assert figures(use.left, use.together) == (300, 300)
    (burn,) = burn_downs(prepared, ())
    assert burn.words[0] == "$400 of what the ledger shows as left is ordered and not in it yet."


# Rules that look at sums


SHARE = """
rule_id | fund_id | kind                        | values  | share
ANY     | GF      | eligible categories         | devices;software |
HALF    | GF      | at most a share of the fund | devices | {share}
"""
GRANT = "fund_id | name | kind\nGF | Grant | other"


def test_a_share_counts_what_orders_hold() -> None:
    """At most 60% devices. Ordered devices 400 beside a screener of 300: 400 of 700 is 57.1%, so it fits; laptops for
    400 more would make it 800 of 1,100."""
    money = MONEY.replace("1000", "3000")
    rules = SHARE.format(share=60)
    assert plan_for(drawn("ordered", HELD, money=money, funds=GRANT, rules=rules)).chosen == ("P2",)
    assert plan_for(drawn("approved", "", money=money, funds=GRANT, rules=rules)).chosen in (("P1", "P2"), ("P2", "P3"))


def test_where_orders_alone_pass_a_share_nothing_more_that_counts_is_bought() -> None:
    """400 of devices and nothing else ordered is all devices: the screener mends it, laptops do not."""
    prepared = drawn("ordered", HELD, money=MONEY.replace("1000", "3000"), funds=GRANT, rules=SHARE.format(share=90))
    assert plan_for(prepared).chosen == ("P2",)


@pytest.mark.parametrize(("spent", "chosen"), [(100, ("P2",)), (600, ("P2", "P3"))])
def test_the_ledger_is_taken_to_have_kept_a_share_unless_orders_in_it_show_otherwise(
    spent: int, chosen: tuple[str, ...]
) -> None:
    """At most 60% devices; 400 of ordered devices are in the ledger. With 400 encumbered and 100 spent it holds at most
    60% of 500 = 300, so 100 are too many; with 600 spent 400 of 1,000 keep the share, and the plan's own 400 of 700 do
    too."""
    money = f"fund_id | fiscal_year | budgeted | encumbered | spent\nGF | 2027 | 3000 | 400 | {spent}"
    prepared = drawn("ordered", BOOKED, money=money, funds=GRANT, rules=SHARE.format(share=60))
    assert plan_for(prepared).chosen == chosen


RESERVED = """
rule_id | fund_id | kind                         | values           | share
ANY     | GF      | eligible categories          | devices;software |
KEEP    | GF      | at least a share of the fund | software         | 40
"""


def test_a_share_kept_free_is_kept_free_of_orders_too() -> None:
    """40% of the 1,000 before the order is kept for software: of 600 for other things 400 are ordered, 200 are left."""
    money = MONEY.replace("1000", "1300")
    prepared = drawn("ordered", HELD, money=money, funds=GRANT, rules=RESERVED)
    assert plan_for(prepared).chosen == ("P2",)
    assert plan_for(prepared, ruled_out=("P2",)).chosen == ()


CARRYING = """
rule_id | fund_id | kind                | values           | share
ANY     | GF      | eligible categories | devices;software |
CARRY   | GF      | carryover at most   |                  | 50
"""


def test_what_orders_carry_over_is_taken_off_the_limit() -> None:
    """Half of 1,000 may pay costs of 2028. Orders take 400 of it, so 300 of 2028 do not fit and 100 may stay."""
    later = COSTS.replace("2027", "2028")
    prepared = district(
        funds=GRANT, money=MONEY + "GF | 2028 | 1 | 0 | 0\n", purchases=PURCHASES.format(stage="ordered"), costs=later,
        rules=CARRYING, orders=HELD,
    )  # fmt: skip
    assert plan_for(prepared).chosen == ()
    without = prepare(prepared.portfolio.model_copy(update={"pre_encumbrances": ()}))
    assert plan_for(without).chosen != ()
    assert prepared.purses["GF:2027"].may_carry == 100_00


# Who pays


def test_only_what_is_still_to_come_is_asked_about() -> None:
    """Of what is in service this year's bills are taken to be paid; of what is ordered they are asked about."""
    costs = """
    cost_line_id | purchase_id | fiscal_year | category | amount | recurring
    P1-1         | P1          | 2026        | software | 10     | yes
    P1-2         | P1          | 2027        | software | 20     | yes
    P1-3         | P1          | 2028        | software | 30     | yes
    P1-4         | P1          | 2029        | software | 40     | yes
    """
    money = MONEY + "GF | 2028 | 5 | 0 | 0\n"
    for stage, asked in (("approved", []), ("ordered", [20, 30]), ("in service", [30]), ("reviewed", [30])):
        portfolio = district(
            funds=FUNDS, money=money, purchases=PURCHASES.format(stage=stage), costs=costs
        ).portfolio  # 2029 has no budget yet, so no fund can be named
        assert [question.amount for question in who_pays(portfolio)] == asked


def test_a_part_that_nobody_is_said_to_pay_is_asked_about() -> None:
    (question,) = who_pays(drawn("ordered", HELD.replace("400", "150")).portfolio)
    assert question.amount == 250
    assert question.words.startswith("Which fund pays $250 of the $400 for devices of Tablets in FY 2027")


def test_a_purchase_that_is_a_contract_by_now_is_not_asked_about() -> None:
    heading = "cost_line_id | purchase_id | fiscal_year | category | amount | recurring"
    costs = f"{heading}\nP1-1 | P1 | 2027 | software | 40 | yes"
    purchases = "purchase_id | title | stage | vendor\nP1 | Link | ordered | Rosterlight"
    contracts = "contract_id | title | vendor | fund_id\nC1 | Link | ROSTERLIGHT | GF"
    given = {"funds": FUNDS, "money": MONEY, "purchases": purchases, "costs": costs}
    assert who_pays(district(**given, contracts=contracts).portfolio) == ()
    assert len(who_pays(district(**given).portfolio)) == 1


# The years ahead


def test_the_years_ahead_say_which_fund_an_order_asks() -> None:
    """Tablets once, 400 of the fund while held; its licence of 50 a year goes on, paid by the fund as in 2028."""
    costs = COSTS + "P1-2 | P1 | 2028 | software | 50 | yes\n"
    orders = HELD + "P1 | P1-2 | GF | 2028 | 50 |\n"
    given = {"funds": FUNDS, "money": MONEY, "purchases": PURCHASES.format(stage="ordered"), "costs": costs}
    prepared = district(**given, orders=orders)
    plan = plan_for(prepared, ruled_out=("P2", "P3"))
    found = [
        figures(r.fiscal_year, r.source, r.fund_id, r.amount, r.expected) for r in commitments(prepared, plan).rows
    ]
    assert found == [
        (2027, Source.ORDERED, "GF", 400, False),
        (2028, Source.BOUGHT, "GF", 50, False),
        (2029, Source.BOUGHT, "GF", 50, True),
        (2030, Source.BOUGHT, "GF", 50, True),
        (2031, Source.BOUGHT, "GF", 50, True),
    ]
    asked = district(**given)
    rows = commitments(asked, plan).rows
    assert [figures(r.source, r.fund_id, r.amount) for r in rows[:2]] == [
        (Source.ORDERED, "", 400),
        (Source.BOUGHT, "", 50),
    ]


def test_what_an_order_promises_is_what_the_plan_pays() -> None:
    plan = plan_for(drawn("approved"), pinned=("P1",))
    (one,) = promised(plan, "P1")
    said = figures(one.cost_line_id, one.fund_id, one.money_year, one.amount, one.in_ledger_since)
    assert said == ("P1-1", "GF", 2027, 400, None)
    assert promised(plan, "P3") == ()


PARTS = """
said beforehand                     | promised by the order                | why
                                    | GF 2027 100, GR 2026 40, GR 2027 260 | as the plan pays
OT 2027 150                         | GF 2027 100, GR 2026 40, GR 2027 110 | up to the cost, in the plan's order
GR 2027 30                          | GF 2027 100, GR 2026 10, GR 2027 260 | part of what the plan has it pay
GR 2027 350                         | GF 2027 50                           | beyond what the plan has it pay
GF 2027 100, GR 2027 300            |                                      | all is said
OT 2027 500                         |                                      | more than all is said
"""


@pytest.mark.parametrize("case", rows(PARTS), ids=lambda case: case["why"])
def test_an_order_promises_what_is_missing_beside_what_was_said(case: dict[str, str]) -> None:
    """The plan pays 400 for tablets: 100 of the general fund, and 40 and 260 of a grant's two years."""
    prepared = drawn("approved")
    (payment,) = (p for p in plan_for(prepared, pinned=("P1",)).payments if p.cost_line_id == "P1-1")

    def parts(words: str) -> list[dict[str, object]]:
        cells = [part.split() for part in words.split(",") if part.strip()]
        return [{"fund_id": f, "money_year": int(y), "amount": Decimal(a)} for f, y, a in cells]

    split = [payment.model_copy(update=part) for part in parts("GF 2027 100, GR 2026 40, GR 2027 260")]
    plan = plan_for(prepared).model_copy(update={"payments": tuple(split)})
    said = [PreEncumbrance.model_validate({"purchase_id": "P1", "cost_line_id": "P1-1", **part})
            for part in parts(case["said beforehand"])]  # fmt: skip
    found = [one.model_dump(include={"fund_id", "money_year", "amount"}) for one in promised(plan, "P1", said)]
    assert found == parts(case["promised by the order"])
