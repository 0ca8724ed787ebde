"""Who is offered to pay a cost: what a fund's limits still leave, and why nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.pages.conftest import Show
from tests.pages.test_orders import budget, pays, say, words
from ui import data


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        (200_000, "Title IV-A, money of FY 2027: {} left before the draft plan, lapses from 30 Sep 2027"),
        (
            247_588,
            "Title IV-A, money of FY 2027: {} left before the draft plan, lapses from 30 Sep 2027; of this at most "
            "$1,500",
        ),
        (249_088, ""),
    ],
)
def test_a_fund_whose_limit_is_full_is_not_offered_but_said(sample: Path, show: Show, said: int, offered: str) -> None:
    """Title IV-A leaves 261,488 of its money for other than well-rounded education; 12,400 of that are ordered."""
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute("UPDATE cost_lines SET amount = 300000 WHERE cost_line_id = 'P-055-1'")
    say("4127", "P-055-1", said)
    app = budget(show)
    app.button(key="say who pays P-061-2").click().run()
    assert not app.exception, app.exception
    fund = next(box for box in app.selectbox if box.label == "Fund that pays")
    found = [option for option in fund.options if option.startswith("Title IV-A")]
    (barred,) = [table.value.to_dict("records") for table in app.table]
    why = [row["Why not"] for row in barred if row["Fund"] == "Title IV\\-A"]
    if not offered:
        assert found == []
        (words_,) = why
        assert "at least 20% for well-rounded education, which leaves $261,488 for the rest, and is said to pay " in (
            words_.replace("\\", "")
        )
        return
    assert why == []
    (label,) = found
    left = label.partition(": ")[2].partition(" left")[0]
    assert label == offered.format(left)
    if "at most" in offered:
        fund.set_value(("4127", 2027)).run()
        assert "which leaves $261,488 for the rest, and is said to pay $259,988 of that" in words(app)
        assert app.number_input(key="new pre_encumbrances P-061-2 amount").value == 1_500, "and no more"
        next(button for button in app.button if button.label == "Add").click().run()
        assert not app.exception, app.exception
        (one,) = (one for one in pays("P-061") if one.cost_line_id == "P-061-2")
        assert (one.fund_id, one.amount) == ("4127", Decimal(1_500))
        assert "against fund rules" not in words(budget(show))
