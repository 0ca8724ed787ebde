"""An order holds its money: written with the stage, said, undone, taken back, booked, and asked about where unsaid."""

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_models.edit import Edit
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import Purchase, Stage
from data_models.readiness import Check, CheckState, ReadinessCheck
from store.pre_encumbrance import SAY_FIRST
from tests.pages.conftest import Show
from ui import data, session
from ui.budget import ORDERS
from ui.records.fields import key_of
from ui.records.panel import OPEN
from ui.session import Open
from ui.words import money

PURCHASE = "P-055"
"""Digital citizenship lessons: the draft plan has Title IV-A pay them."""


def settled(portfolio: Portfolio, key: str) -> list[Edit]:
    """All checks of a purchase set to not needed."""
    kept = {check.check: check for check in portfolio.readiness_checks if check.purchase_id == key}
    wanted = [ReadinessCheck(purchase_id=key, check=check, state=CheckState.NOT_NEEDED) for check in Check]
    return [Edit(before=kept.get(check.check), after=check) for check in wanted]


def purchase(key: str = PURCHASE) -> Purchase:
    return next(p for p in data.district().purchases if p.purchase_id == key)


def pays(key: str = PURCHASE) -> Sequence[PreEncumbrance]:
    return [one for one in data.district().pre_encumbrances if one.purchase_id == key]


def readiness(show: Show, key: str = PURCHASE) -> AppTest:
    app = show(**{"as": "rortiz"})
    app.session_state["projects-view"] = "Readiness"
    app.switch_page("pages/track/projects.py").run()
    app.session_state[OPEN] = Open("purchases", key)
    app.run()
    assert not app.exception, app.exception
    return app


def set_stage(app: AppTest, stage: Stage, why: str = "", key: str = PURCHASE) -> AppTest:
    form = f"edit purchases {key}"
    next(b for b in app.selectbox if b.key and b.key.startswith(form) and b.key.endswith("stage")).set_value(str(stage))
    next(b for b in app.text_input if b.key and b.key.startswith(form) and b.key.endswith("why")).set_value(why)
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    shown = (*app.subheader, *app.markdown, *app.caption, *app.info, *app.warning)
    told = " ".join(str(toast.value) for toast in app.toast)
    return "\n".join([*(str(element.value) for element in shown), told]).replace("\\", "")


@pytest.fixture
def ready(sample: Path) -> Portfolio:
    """The sample, with the purchase ready to be ordered."""
    portfolio = data.district()
    assert data.edit(portfolio.district.district_id, "rortiz", settled(portfolio, PURCHASE)) == ()
    return data.district()


def test_an_order_writes_down_who_pays_and_undo_brings_all_back(ready: Portfolio, show: Show) -> None:
    cost = sum(line.amount for line in ready.cost_lines if line.purchase_id == PURCHASE)
    app = set_stage(readiness(show), Stage.ORDERED)
    assert purchase().stage is Stage.ORDERED
    assert sum(one.amount for one in pays()) == cost
    assert {one.in_ledger_since for one in pays()} == {None}
    assert "$28,300 of Title IV-A is held for it." in words(app)
    assert "is held for it until the ledger has the order." in words(app)
    app.button(key="undo edits").click().run()
    assert not app.exception, app.exception
    newest = data.district()
    assert (newest.purchases, newest.pre_encumbrances) == (ready.purchases, ready.pre_encumbrances)
    set_stage(readiness(show), Stage.ORDERED)
    assert sum(one.amount for one in pays()) == cost, "what was once taken back can be ordered again"


def test_an_order_taken_back_frees_its_money(ready: Portfolio, show: Show) -> None:
    set_stage(readiness(show), Stage.ORDERED)
    app = set_stage(readiness(show), Stage.APPROVED, "The vendor withdrew")
    assert purchase().stage is Stage.APPROVED
    assert pays() == []
    assert "$28,300 of Title IV-A is no longer promised." in words(app)
    assert "its order was taken back" in data.history(data.on_screen(), "pre_encumbrances", *_first(ready))[0].action


def _first(ready: Portfolio) -> tuple[str, ...]:
    """The key of what the order wrote down first."""
    portfolio = data.district()
    (line, *_) = [line.cost_line_id for line in portfolio.cost_lines if line.purchase_id == PURCHASE]
    gone = [one.record for one in data.withdrawn(ready.district.district_id, PreEncumbrance)]
    record = next(one for one in gone if isinstance(one, PreEncumbrance) and one.cost_line_id == line)
    return (record.purchase_id, record.cost_line_id, record.fund_id, str(record.money_year))


def test_what_the_plan_does_not_pay_is_not_ordered_until_somebody_is_said_to(sample: Path, show: Show) -> None:
    portfolio = data.district()
    data.edit(portfolio.district.district_id, "rortiz", settled(portfolio, "P-022"))
    said = words(set_stage(readiness(show, "P-022"), Stage.ORDERED, key="P-022"))
    assert "The draft plan does not pay Speech devices and apps: " in said
    assert "more of General fund in FY 2027 (for FY 2028 too) would bring it in beside all that is in." in said
    assert SAY_FIRST in said
    assert purchase("P-022").stage is Stage.APPROVED
    lines = [line for line in portfolio.cost_lines if line.purchase_id == "P-022" and line.fiscal_year == 2027]
    paid = [
        PreEncumbrance(
            purchase_id="P-022", cost_line_id=line.cost_line_id, fund_id="0000", money_year=2027, amount=line.amount
        )
        for line in lines
    ]
    data.edit(portfolio.district.district_id, "rortiz", [Edit(before=None, after=one) for one in paid])
    app = set_stage(readiness(show, "P-022"), Stage.ORDERED, key="P-022")
    assert purchase("P-022").stage is Stage.ORDERED, words(app)
    assert "of General fund is held for it." in words(app)
    assert tuple(pays("P-022")) == tuple(paid), "who was said to pay, and no guess"
    app.button(key="undo edits").click().run()
    assert purchase("P-022").stage is Stage.APPROVED
    assert tuple(pays("P-022")) == tuple(paid), "as before the order: it was said beforehand"


def test_an_order_of_a_file_without_a_payer_comes_back_as_it_was_when_undone(sample: Path, show: Show) -> None:
    (said,) = [one for one in pays("P-061") if one.fund_id == "4127"]
    data.edit(data.on_screen(), "rortiz", [Edit(before=said, after=None, reason="the file did not say")])
    before = data.district()
    app = set_stage(readiness(show, "P-061"), Stage.APPROVED, "Sent back", key="P-061")
    assert purchase("P-061").stage is Stage.APPROVED
    app.button(key="undo edits").click().run()
    assert not app.exception, app.exception
    assert (purchase("P-061").stage, pays("P-061")) == (Stage.ORDERED, []), words(app)
    assert data.district().purchases == before.purchases
    assert "Taken back: " in words(app)


def budget(show: Show) -> AppTest:
    app = show(**{"as": "rortiz", "view": ORDERS})
    app.switch_page("pages/track/budget.py").run()
    assert not app.exception, app.exception
    return app


def test_budget_shows_what_is_held_and_asks_who_pays(sample: Path, show: Show) -> None:
    app = budget(show)
    said = words(app)
    headline = "$12,400 is held for orders that the ledger does not have yet; nobody is said to pay $2,400"
    assert app.subheader[0].value.replace("\\", "") == headline, "and not what lapses"
    assert "Which fund pays $2,400 for training of Bystander training in FY 2028, and does the ledger have it?" in said
    rows = app.dataframe[0].value.to_dict("records")
    assert [row["Purchase"] for row in rows] == ["Bystander training", "Kindergarten tablets", "Kindergarten tablets"]
    assert (rows[0]["Fund"], rows[0]["Amount"]) == ("Title IV-A", 12_400)
    app.button(key="say who pays P-061-2").click().run()
    assert not app.exception, app.exception
    assert app.number_input(key="new pre_encumbrances P-061-2 amount").value == 2_400
    fund = next(box for box in app.selectbox if box.label == "Fund that pays")
    assert [re.sub(r": \$[\d,.]+ left before the draft plan", "", option) for option in fund.options] == [
        "Title IV-A, money of FY 2027, lapses from 30 Sep 2027",
        "State tech block grant, money of FY 2028, lapses from 30 Jun 2028",
        "State tech block grant, money of FY 2027, lapses from 30 Jun 2028",
        "Title II-A, money of FY 2027, lapses from 30 Sep 2028",
        "General fund, money of FY 2028",
    ], "what lapses soonest first"
    assert not [option for option in fund.options if "Perkins" in option], "its rules forbid it"
    (barred,) = [table.value.to_dict("records") for table in app.table]
    assert "Perkins" in " ".join(row["Fund"] for row in barred)
    assert next(button for button in app.button if button.label == "Add").disabled
    fund.set_value(("0000", 2028)).run()
    next(button for button in app.button if button.label == "Add").click().run()
    assert not app.exception, app.exception
    assert [(one.fund_id, one.money_year, one.amount) for one in pays("P-061")] == [
        ("4127", 2027, Decimal(12_400)),
        ("0000", 2028, Decimal(2_400)),
    ]
    assert "nobody is said to pay" not in words(budget(show))


def test_what_the_ledger_has_is_held_no_more(sample: Path, show: Show) -> None:
    (held,) = [one for one in pays("P-061") if one.in_ledger_since is None]
    app = budget(show)
    app.session_state[OPEN] = Open("pre_encumbrances", "P-061 / P-061-1 / 4127 / 2027")
    app.run()
    assert "It is held: no plan gives it away again." in words(app)
    typed = next(box for box in app.text_input if box.label == "In ledger since")
    typed.set_value("2026-12-24")
    next(button for button in app.button if button.label == "Save").click().run()
    assert "The ledger cannot have it since 24 Dec 2026: that day is still to come." in words(app)
    assert held in pays("P-061")
    next(box for box in app.text_input if box.label == "In ledger since").set_value("2026-11-21")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception, app.exception
    said = words(app)
    assert "No longer held: $12,400 counts where the ledger has it. Title IV-A of FY 2027 has " in said
    assert "Nothing is held for orders that the ledger does not have yet" in words(budget(show))


def test_prioritise_says_what_is_held_and_which_approved_purchases_are_out(sample: Path, show: Show) -> None:
    app = show()
    said = words(app)
    assert "$12k is held for orders that the ledger does not have yet" in said
    assert "It is not on record which fund pays $2,400 ordered for Bystander training" in said
    labels = [place.proto.popover.label for place in app.get("popover")]
    assert "2 approved, not in the plan" in labels
    assert "$12k held for orders, $2,400 without a payer" in [label.replace("\\", "") for label in labels]
    pinned = show(pin=["P-022", "P-045"])
    labels = [place.proto.popover.label for place in pinned.get("popover")]
    assert not [label for label in labels if "approved" in label]


def test_an_order_is_called_by_what_it_buys_and_opens_its_purchase_to_be_taken_back(sample: Path, show: Show) -> None:
    app = budget(show)
    by_name = next(box for box in app.selectbox if box.label == "Open pre-encumbrance by name")
    assert by_name.options[0] == "Bystander training, Title IV-A, FY 2027 (P-061 / P-061-1 / 4127 / 2027)"
    by_name.set_value("P-061 / P-061-1 / 4127 / 2027").run()
    app.button(key="purchase of the order").click().run()
    assert not app.exception, app.exception
    assert app.session_state[OPEN] == Open("purchases", "P-061")
    set_stage(app, Stage.APPROVED, "The trainer fell ill", "P-061")
    assert purchase("P-061").stage is Stage.APPROVED
    assert pays("P-061") == []
    assert "$12,400 of Title IV-A is no longer promised." in words(app)


def test_an_approved_purchase_opened_on_budget_says_that_the_plan_leaves_it_out(sample: Path, show: Show) -> None:
    app = budget(show)
    app.session_state[OPEN] = Open("purchases", "P-022")
    app.run()
    assert not app.exception, app.exception
    assert "It is approved but not in the plan: " in words(app)


def test_a_fund_that_a_file_says_pays_against_its_rules_is_pointed_out(sample: Path, show: Show) -> None:
    (perkins,) = [fund.fund_id for fund in data.district().funds if "Perkins" in fund.name]
    barred = PreEncumbrance(
        purchase_id="P-061", cost_line_id="P-061-2", fund_id=perkins, money_year=2027, amount=Decimal(2_400)
    )
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=None, after=barred)]) == ()
    labels = [place.proto.popover.label.replace("\\", "") for place in show().get("popover")]
    assert "$15k held for orders, $2,400 against fund rules" in labels
    app = budget(show)
    said = words(app)
    assert "ledger does not have yet; $2,400 is against fund rules" in said
    sentence = "Perkins V may not pay $2,400 for training of Bystander training in FY 2028: Perkins V pays only for "
    assert f":material/gavel: {sentence}" in said
    sources = [rule.citation for rule in data.district().fund_rules if rule.fund_kind == "perkins v"]
    assert any(f"({source}" in said for source in sources), "with its source"
    app.session_state[OPEN] = Open("pre_encumbrances", f"P-061 / P-061-2 / {perkins} / 2027")
    app.run()
    assert not app.exception, app.exception
    assert any(str(warning.value).replace("\\", "").startswith(sentence) for warning in app.warning)
    app.session_state[OPEN] = None
    app.run()
    app.button(key=f"another fund pays {('P-061', 'P-061-2', perkins, 2027)}").click().run()
    assert not app.exception, app.exception
    assert "Perkins V is no longer said to pay $2,400: say who does." in words(app)
    assert app.number_input(key="new pre_encumbrances P-061-2 amount").value == 2_400, "it asks who pays instead"
    assert [one.fund_id for one in pays("P-061")] == ["4127"]
    app.button(key="undo edits").click().run()
    assert f"With this, orders would be against fund rules: {sentence}" in words(app), "undo is a write as any other"
    assert barred not in pays("P-061")


def say(fund: str, line: str, amount: int, **more: object) -> PreEncumbrance:
    """As a file says it of what is still open: this fund pays so much of a cost line, money of 2027."""
    said = {"purchase_id": line[:5], "cost_line_id": line, "fund_id": fund, "money_year": 2027, "amount": amount}
    one = PreEncumbrance.model_validate({**said, **more})
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=None, after=one)]) == ()
    return one


@pytest.mark.parametrize(
    ("line", "then"), [("P-037-4", 900), ("P-037-1", 22_371)], ids=["other funds fill it", "the same fund fills it"]
)
def test_what_is_said_in_part_is_filled_by_the_plan(sample: Path, show: Show, line: str, then: int) -> None:
    """The draft plan has the general fund pay the survey, P-037-1, and grants the training, P-037-4, of $3,900; of
    either $900 of the general fund are said beforehand."""
    portfolio = data.district()
    data.edit(portfolio.district.district_id, "rortiz", settled(portfolio, "P-037"))
    said = say("0000", line, 900)
    app = set_stage(readiness(show, "P-037"), Stage.ORDERED, key="P-037")
    assert purchase("P-037").stage is Stage.ORDERED, words(app)
    costs = {line.cost_line_id: line.amount for line in portfolio.cost_lines if line.purchase_id == "P-037"}
    paid = {key: sum(one.amount for one in pays("P-037") if one.cost_line_id == key) for key in costs}
    years = {line.cost_line_id for line in portfolio.cost_lines if line.fiscal_year == 2027}
    assert {key: paid[key] for key in paid if key in years} == {key: costs[key] for key in costs if key in years}
    assert all(paid[key] in (0, costs[key]) for key in costs), "never more than a line costs"
    assert next(one for one in pays("P-037") if key_of(one) == key_of(said)).amount == then
    general = sum(one.amount for one in pays("P-037") if one.fund_id == "0000")
    assert f"{money(general)} of General fund" in words(app)
    app.button(key="undo edits").click().run()
    assert not app.exception, app.exception
    assert (purchase("P-037").stage, pays("P-037")) == (Stage.RATED, [said])


def test_what_the_ledger_has_in_part_is_not_filled_but_said(sample: Path, show: Show) -> None:
    portfolio = data.district()
    data.edit(portfolio.district.district_id, "rortiz", settled(portfolio, "P-037"))
    booked = say("0000", "P-037-1", 15_000, in_ledger_since="2026-11-20")
    told = words(set_stage(readiness(show, "P-037"), Stage.ORDERED, key="P-037"))
    assert "nobody is said to pay $7,371.00 of its cost of FY 2027; " in told
    assert pays("P-037") == [booked]


def test_what_a_fund_may_not_pay_is_named_before_the_order_and_not_ordered(ready: Portfolio, show: Show) -> None:
    barred = [say("3010", "P-055-1", 22_300), say("3010", "P-055-2", 6_000)]
    labels = [place.proto.popover.label.replace("\\", "") for place in show().get("popover")]
    assert "$12k held for orders, $2,400 without a payer, $28,300 against fund rules" in labels
    app = set_stage(readiness(show), Stage.ORDERED)
    told = words(app)
    assert "Digital citizenship lessons cannot be ordered yet: Title I-A may not pay $22,300 for " in told
    assert "Have another fund pay it, on Budget, under Orders." in told
    assert (purchase().stage, pays()) == (Stage.RATED, barred)
    app = budget(show)
    app.button(key=f"another fund pays {('P-055', 'P-055-1', '3010', 2027)}").click().run()
    assert not app.exception, app.exception
    assert app.number_input(key="new pre_encumbrances P-055-1 amount").value == 22_300, "of what is open too"


@pytest.mark.parametrize("fund", ["4127", "0000"], ids=["as planned by both", "of which one plans another payer"])
def test_two_windows_that_order_the_same_do_not_clash(ready: Portfolio, show: Show, fund: str) -> None:
    one, other = readiness(show), readiness(show)
    set_stage(one, Stage.ORDERED)
    paid = pays()
    plan = other.session_state[session.PLAN]
    payments = [p.model_copy(update={"fund_id": fund}) if p.purchase_id == PURCHASE else p for p in plan.payments]
    other.session_state[session.PLAN] = plan.model_copy(update={"payments": tuple(payments)})
    app = set_stage(other, Stage.ORDERED)
    assert "Somebody else changed the same" not in words(app)
    assert not [button for button in app.button if button.key == "keep theirs"]
    assert (purchase().stage, pays()) == (Stage.ORDERED, paid)


def test_a_clash_over_who_pays_names_purchase_fund_and_year_once(sample: Path, show: Show) -> None:
    theirs = say("0000", "P-037-1", 15_000)
    mine = [Edit(before=None, after=theirs.model_copy(update={"amount": Decimal("9000.00")}))]
    clashes = data.edit(data.on_screen(), "rortiz", mine)
    app = show(**{"as": "rortiz"})
    app.session_state[f"edits clashing {data.on_screen()}"] = (mine, mine, clashes)
    app.run()
    assert not app.exception, app.exception
    (row,) = next(table.value.to_dict("records") for table in app.table if "Yours" in table.value)
    said = {column: str(value).replace("\\", "") for column, value in row.items()}
    assert said["Record"] == "Wellness check-in survey, General fund, FY 2027"
    assert [said["As you saw it"], said["Yours"]] == ["not there", "Amount: 9000.00"]
    assert "Amount: 15000.00" in said.values()


def test_an_order_that_a_file_brought_against_the_rules_does_not_come_back_by_undo(sample: Path, show: Show) -> None:
    (perkins,) = [fund.fund_id for fund in data.district().funds if "Perkins" in fund.name]
    say(perkins, "P-061-2", 2_400)
    app = set_stage(readiness(show, "P-061"), Stage.APPROVED, "Sent back", key="P-061")
    assert pays("P-061") == []
    app.button(key="undo edits").click().run()
    assert not app.exception, app.exception
    assert "With this, orders would be against fund rules: Perkins V may not pay $2,400 for " in words(app)
    assert (purchase("P-061").stage, pays("P-061")) == (Stage.APPROVED, [])


def test_what_is_paid_twice_is_asked_and_what_is_said_of_it_opens(sample: Path, show: Show) -> None:
    """As a file may say: 4127 pays 12,400 of a cost of 12,000."""
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute("UPDATE cost_lines SET amount = 12000 WHERE cost_line_id = 'P-061-1'")
    app = budget(show)
    (asked,) = [text.value.replace("\\", "") for text in app.markdown if "too much" in text.value]
    assert "Funds are said to pay $12,400 for " in asked
    assert "which costs $12,000: $400 too much." in asked
    assert "$400 more is said to be paid than it costs" in words(app)
    (record,) = pays("P-061")
    app.button(key=f"open payer {key_of(record)}").click().run()
    assert not app.exception, app.exception
    assert app.session_state[OPEN] == Open("pre_encumbrances", key_of(record))


def test_what_passes_a_limit_on_all_that_a_fund_pays_is_not_ordered(sample: Path, show: Show) -> None:
    """Title IV-A has 326,860, of which 20% are kept for well-rounded education: 261,488 are left for other things, of
    which 12,400 are ordered, and 300,000 are 50,912 more."""
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute("UPDATE cost_lines SET amount = 300000 WHERE cost_line_id = 'P-055-1'")
    assert data.edit(data.on_screen(), "rortiz", settled(data.district(), PURCHASE)) == ()
    said = say("4127", "P-055-1", 300_000)
    told = words(set_stage(readiness(show), Stage.ORDERED))
    assert "Digital citizenship lessons cannot be ordered yet: Title IV-A may not pay $50,912 for " in told
    assert "at least 20% for well-rounded education, which leaves $261,488 for the rest" in told
    assert (purchase().stage, pays()) == (Stage.RATED, [said])
    assert "$50,912 is against fund rules" in words(budget(show))
