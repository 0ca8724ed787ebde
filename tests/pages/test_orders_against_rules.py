"""What funds may not pay by their rules is refused when it is written, whatever a window showed before."""

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_models.purchase import Stage
from planning.barred_orders import judge_orders
from tests.pages.conftest import Show
from tests.pages.test_orders import PURCHASE, budget, pays, purchase, readiness, say, set_stage, settled, words
from ui import data

REFUSED = "With this, orders would be against fund rules: Title IV-A may not pay "
WHY = "at least 20% for well-rounded education, which leaves $261,488 for the rest"


@pytest.fixture
def nearly_full(sample: Path) -> None:
    """Title IV-A leaves $261,488 of its money for other than well-rounded education. $12,400 of that are ordered, and
    of a purchase that costs more now, $247,588 are said beforehand: $1,500 are left.
    """
    meanwhile("UPDATE cost_lines SET amount = 300000 WHERE cost_line_id IN ('P-055-1', 'P-061-1')")
    say("4127", "P-055-1", 247_588)


def meanwhile(sql: str) -> None:
    """What another window, or a file, writes."""
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute(sql)


def adding(show: Show) -> AppTest:
    """Who pays the training of what is ordered: Title IV-A, with the amount that is offered."""
    app = budget(show)
    app.button(key="say who pays P-061-2").click().run()
    next(box for box in app.selectbox if box.label == "Fund that pays").set_value(("4127", 2027)).run()
    assert app.number_input(key="new pre_encumbrances P-061-2 amount").value == 1_500
    return app


def press(app: AppTest, label: str) -> str:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception
    return words(app)


def bought_against_rules() -> list[str]:
    return [one.words for one in judge_orders(data.district()) if purchase(one.purchase_id).stage is Stage.ORDERED]


def test_a_plan_that_was_shown_before_is_not_ordered_beyond_a_limit(sample: Path, show: Show) -> None:
    data.edit(data.on_screen(), "rortiz", settled(data.district(), PURCHASE))
    app = readiness(show)
    meanwhile("UPDATE cost_lines SET amount = 300000 WHERE cost_line_id = 'P-061-1'")
    meanwhile("UPDATE pre_encumbrances SET amount = 240000 WHERE cost_line_id = 'P-061-1'")
    told = words(set_stage(app, Stage.ORDERED))
    for said in (REFUSED, WHY, "plan it anew and order from that plan"):
        assert said in told
    assert (purchase().stage, pays()) == (Stage.RATED, [])


def test_undo_does_not_bring_an_order_back_beyond_a_limit(nearly_full: None, show: Show) -> None:
    app = set_stage(readiness(show, "P-061"), Stage.APPROVED, "a cheaper offer", "P-061")
    assert pays("P-061") == []
    meanwhile("UPDATE pre_encumbrances SET amount = 250000 WHERE cost_line_id = 'P-055-1'")
    meanwhile("UPDATE purchases SET stage = 'ordered' WHERE purchase_id = 'P-055'")
    app.button(key="undo edits").click().run()
    assert not app.exception, app.exception
    assert f"{REFUSED}$912 for " in words(app), "12,400 and 250,000 are 912 more than 261,488"
    assert (purchase("P-061").stage, pays("P-061")) == (Stage.APPROVED, [])
    meanwhile("UPDATE pre_encumbrances SET amount = 249088 WHERE cost_line_id = 'P-055-1'")
    app.button(key="undo edits").click().run()
    assert (purchase("P-061").stage, bought_against_rules()) == (Stage.ORDERED, []), "to the dollar"


def test_what_was_offered_to_a_window_is_not_written_once_others_took_it(nearly_full: None, show: Show) -> None:
    app = adding(show)
    meanwhile("UPDATE purchases SET stage = 'ordered' WHERE purchase_id = 'P-055'")
    meanwhile("UPDATE pre_encumbrances SET amount = 249088 WHERE cost_line_id = 'P-055-1'")
    told = press(app, "Add")
    assert f"{REFUSED}$1,500 for training of Bystander training in FY 2028: " in told
    assert WHY in told
    assert "Say that another fund pays what is too much, on Budget, under Orders" in told
    assert [one.cost_line_id for one in pays("P-061")] == ["P-061-1"]


def test_a_payer_is_not_given_more_than_it_may_pay(nearly_full: None, show: Show) -> None:
    app = adding(show)
    meanwhile("UPDATE purchases SET stage = 'ordered' WHERE purchase_id = 'P-055'")
    press(app, "Add")
    (amount,) = (box for box in app.number_input if box.key and "amount" in box.key and "edit" in box.key)
    amount.set_value(2_400.0).run()
    assert f"{REFUSED}$900 for training of Bystander training" in press(app, "Save")
    assert [one.amount for one in pays("P-061")] == [Decimal(12_400), Decimal(1_500)]


def test_what_is_said_beforehand_gives_way_and_is_named(nearly_full: None, show: Show) -> None:
    """P-055 is not ordered: the order takes what was said for it, and that is against the rules now, and said."""
    app = adding(show)
    press(app, "Add")
    (amount,) = (box for box in app.number_input if box.key and "amount" in box.key and "edit" in box.key)
    amount.set_value(2_400.0).run()
    press(app, "Save")
    told = str(app.toast[0].value).replace("\\", "")
    assert "Title IV-A may not pay $900 for instructional materials of Digital citizenship lessons" in told
    assert [one.amount for one in pays("P-061")] == [Decimal(12_400), Decimal(2_400)]
    assert [(one.purchase_id, one.amount) for one in judge_orders(data.district())] == [("P-055", Decimal(900))]
    assert "$900 is against fund rules" in words(budget(show))
