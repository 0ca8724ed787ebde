"""A purchase opened on Prioritise: rated, edited, ordered and talked about."""

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_models.edit import Edit
from data_models.order import WhoPays
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import OPEN_STAGES, CostLine, Purchase, Stage
from data_models.readiness import Check, CheckState
from planning.barred_orders import order_questions
from planning.prepare import prepare
from planning.readiness import readiness
from tests.pages.conftest import Show
from ui import data, session
from ui.budget import ORDERS, VIEW
from ui.records.panel import OPEN
from ui.session import Open


def test_an_opened_purchase_is_edited_and_ordered_where_it_is(sample: Path, show: Show) -> None:
    app = show(**{"as": "rortiz"})
    plan = app.session_state[session.PLAN]
    ready = {r.purchase_id for r in readiness(data.district()) if not r.open}
    purchase = next(
        p for p in data.district().purchases
        if p.stage is Stage.APPROVED and p.purchase_id in ready and p.purchase_id in plan.chosen
    )  # fmt: skip
    app.selectbox(key="purchase").set_value(purchase.purchase_id).run()
    app.button(key="act _open").click().run()
    assert any("Its checks are settled. Set its stage to ordered" in text.value for text in app.markdown)
    form = f"edit purchases {purchase.purchase_id}"
    app.selectbox(key=f"{form} stage").set_value("ordered")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    now = next(p for p in data.district().purchases if p.purchase_id == purchase.purchase_id)
    assert now.stage is Stage.ORDERED
    paid = {p.fund_id for p in plan.payments if p.purchase_id == purchase.purchase_id}
    held = [p.fund_id for p in data.district().pre_encumbrances if p.purchase_id == purchase.purchase_id]
    assert set(held) == paid, "the funds of the plan that the list showed"
    app.run()
    assert " of 57 purchases" in str(app.subheader[0].value)
    assert any("no plan chooses it" in info.value for info in app.info), "its panel stays open"
    app.button(key="undo edits").click().run()
    assert " of 58 purchases" in str(app.subheader[0].value)
    assert not any("no plan chooses it" in info.value for info in app.info)


def test_what_keeps_an_order_back_is_said_with_the_way_to_it(sample: Path, show: Show) -> None:
    app = show(**{"as": "rortiz"})
    left = next(r for r in readiness(data.district()) if r.open and _stage(r.purchase_id) is Stage.APPROVED)
    app.session_state[OPEN] = Open(Purchase.table, left.purchase_id)
    app.run()
    (said,) = [text.value for text in app.markdown if "It cannot be ordered yet" in text.value]
    assert all(str(check.check) in said.replace("\\", "") for check in left.open)
    app.button(key="settle checks").click().run()
    assert not app.exception
    assert "Save the checks" in [button.label for button in app.button], "in its panel on Projects"


def _stage(purchase_id: str) -> Stage:
    return next(p.stage for p in data.district().purchases if p.purchase_id == purchase_id)


def test_what_was_said_of_a_purchase_leads_to_it(sample: Path, show: Show) -> None:
    key = show().session_state[session.PLAN].chosen[0]
    data.comment(data.on_screen(), "mvang", "purchases", (key,), "What does it do, @Rosa Ortiz?")
    app = show(**{"as": "rortiz"}).switch_page("pages/track/needs.py").run()
    next(button for button in app.button if str(button.key).startswith("mention ")).click().run()
    app.switch_page("pages/decide/prioritise.py").run()
    assert any(key in caption.value.replace("\\", "") for caption in app.caption)
    assert [tab.label for tab in app.tabs][:2] == ["About", "Needs"]


def test_rating_is_recorded_under_who_acts(sample: Path, show: Show) -> None:
    show()
    district = data.district()
    member = next(m.member_id for m in district.members if m.role == "cabinet")
    purchase, criterion = district.purchases[0].purchase_id, district.criteria[0].criterion_id
    app = show(**{"as": member})
    app.selectbox(key="purchase").set_value(purchase).run()
    app.button(key="act _open").click().run()
    app.selectbox(key=f"level {member} {purchase} {criterion}").set_value("4")
    app.text_input(key=f"comment {member} {purchase} {criterion}").set_value("Seen **working** in two rooms")
    next(button for button in app.button if button.label == "Record my ratings").click().run()
    assert not app.exception
    newest = next(
        rating
        for rating in data.district().ratings
        if (rating.member_id, rating.purchase_id, rating.criterion_id) == (member, purchase, criterion)
    )
    assert (newest.level, newest.comment) == (4, "Seen **working** in two rooms")
    assert data.history(district.district.district_id, "purchases", purchase)[0].changed_by == member


def test_a_rating_is_said_on_the_other_screens_and_cannot_be_unchosen(
    sample: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = show()
    district = data.district()
    member = next(m for m in district.members if m.role == "cabinet")
    rated = {r.purchase_id for r in district.ratings if r.member_id == member.member_id}
    purchase = next(p for p in district.purchases if p.purchase_id not in rated and p.stage in OPEN_STAGES)
    level = f"level {member.member_id} {purchase.purchase_id} {district.criteria[0].criterion_id}"
    app = show(**{"as": member.member_id})
    app.selectbox(key="purchase").set_value(purchase.purchase_id).run()
    app.button(key="act _open").click().run()
    assert "not rated" in app.selectbox(key=level).options[0]
    app.selectbox(key=level).set_value("4")
    monkeypatch.setattr("ui.purchase.this_window", lambda: "another window")
    next(button for button in app.button if button.label == "Record my ratings").click().run()
    assert not app.exception
    assert (app.selectbox(key=level).value, len(app.selectbox(key=level).options)) == ("4", 5)
    shared.run()
    (said,) = shared.toast
    assert said.value.replace("\\", "") == f"{member.name} rated {purchase.title} a moment ago."


def test_what_another_window_of_the_same_member_recorded_is_not_undone(sample: Path, show: Show) -> None:
    show()
    district = data.district()
    member = district.members[0].member_id
    purchase = district.purchases[0].purchase_id
    first, second = (criterion.criterion_id for criterion in district.criteria[:2])
    data.rate(district.district.district_id, member, purchase, {first: (4, ""), second: (4, "")})
    app = show(**{"as": member})
    app.selectbox(key="purchase").set_value(purchase).run()
    app.button(key="act _open").click().run()
    data.rate(district.district.district_id, member, purchase, {first: (1, "elsewhere")})
    app.run()
    app.selectbox(key=f"level {member} {purchase} {second}").set_value("2")
    next(button for button in app.button if button.label == "Record my ratings").click().run()
    mine = {
        r.criterion_id: r.level for r in data.district().ratings if (r.member_id, r.purchase_id) == (member, purchase)
    }
    assert (mine[first], mine[second]) == (1, 2)


@pytest.mark.parametrize("page", ["pages/decide/prioritise.py", "pages/track/projects.py"])
def test_a_settled_check_and_a_rating_are_in_its_history(sample: Path, show: Show, page: str) -> None:
    district = data.district()
    criterion = district.criteria[0]
    data.rate(data.on_screen(), "mvang", "P-022", {criterion.criterion_id: (4, "Seen in two rooms")})
    (before,) = [c for c in district.readiness_checks if (c.purchase_id, c.check) == ("P-022", Check.SUPPORT)]
    after = before.model_copy(update={"state": CheckState.DONE, "settled_on": district.today})
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=before, after=after)]) == ()
    app = show(**{"as": "rortiz"}).switch_page(page).run()
    app.session_state[OPEN] = Open(Purchase.table, "P-022")
    app.run()
    assert not app.exception
    (history,) = [
        table.value.to_dict("records") for table in app.table if "What" in table.value and "Who" in table.value
    ]
    newest, rated = history[:2]
    assert newest["What"].replace("\\", "") == "support plan: changed state and settled on"
    assert (newest["Who"], newest["From"][:4], newest["To"][:4]) == ("Rosa Ortiz", "open", "done")
    assert (rated["What"], rated["Who"]) == ("rated", "Dr\\. Mai Vang")
    assert rated["To"].replace("\\", "") == f"{criterion.title}: 4 Seen in two rooms"


def test_a_comment_is_said_by_title_and_you_to_whom_it_names(
    sample: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = {key: show(**{"as": key}) for key in ("rortiz", "jdelacruz")}
    speaker = show(**{"as": "mvang"})
    speaker.session_state[OPEN] = Open(Purchase.table, "P-022")
    speaker.run()
    speaker.text_area(key="say purchases P-022 words").set_value("Look, @rortiz")
    monkeypatch.setattr("ui.records.remarks.this_window", lambda: "another window")
    next(button for button in speaker.button if button.label == "Say it").click().run()
    assert not speaker.exception
    named = {"rortiz": "you", "jdelacruz": "Rosa Ortiz"}
    for key, app in windows.items():
        (said,) = app.run().toast
        words = f"Dr. Mai Vang commented on Speech devices and apps and named {named[key]}, a moment ago."
        assert said.value.replace("\\", "") == words


@pytest.mark.parametrize("page", ["pages/decide/prioritise.py", "pages/track/projects.py", "pages/track/budget.py"])
def test_what_nobody_pays_yet_leads_to_its_cost_and_then_says_its_stage(sample: Path, show: Show, page: str) -> None:
    portfolio = data.district()
    checks = [c for c in portfolio.readiness_checks if c.purchase_id == "P-022" and c.state is CheckState.OPEN]
    settled = [Edit(before=c, after=c.model_copy(update={"state": CheckState.DONE})) for c in checks]
    assert data.edit(data.on_screen(), "rortiz", settled) == ()
    lines = [c for c in portfolio.cost_lines if (c.purchase_id, c.fiscal_year) == ("P-022", 2027)]
    app = show(**{"as": "rortiz", **({"view": ORDERS} if "budget" in page else {})}).switch_page(page).run()
    app.session_state[OPEN] = Open(Purchase.table, "P-022")
    app.run()
    assert "Its checks are settled. Before it can be ordered, pin it in on Prioritise or say who pays." in words(app)
    app.button(key="say who pays first").click().run()
    assert not app.exception, app.exception
    assert app.session_state[VIEW] == ORDERS
    assert app.selectbox(key="new pre_encumbrances line").value == "P-022-1", "the first of the year to be ordered"
    paid = {"purchase_id": "P-022", "fund_id": "0000", "money_year": 2027}
    rest = [PreEncumbrance(cost_line_id=line.cost_line_id, amount=line.amount, **paid) for line in lines]
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=None, after=one) for one in rest]) == ()
    app.session_state[OPEN] = Open(Purchase.table, "P-022")
    app.switch_page(page).run()
    said = words(app)
    assert "Its checks are settled. Set its stage to ordered under Edit." in said, "though it is not in the plan"
    form = "edit purchases P-022"
    app.selectbox(key=f"{form} stage").set_value("ordered")
    next(button for button in app.button if button.label == "Save").click().run()
    assert _stage("P-022") is Stage.ORDERED


def test_pinned_in_it_is_ordered_by_its_stage(sample: Path, show: Show) -> None:
    app = show(**{"as": "rortiz", "pin": ["P-045"]})
    app.session_state[OPEN] = Open(Purchase.table, "P-045")
    app.run()
    assert "Its checks are settled. Set its stage to ordered under Edit." in words(app)


def test_a_fund_that_may_not_pay_it_is_said_before_its_order(sample: Path, show: Show) -> None:
    (perkins,) = [fund.fund_id for fund in data.district().funds if "Perkins" in fund.name]
    line = next(line for line in data.district().cost_lines if line.purchase_id == "P-045")
    of = {"purchase_id": "P-045", "cost_line_id": line.cost_line_id, "money_year": 2027}
    said = PreEncumbrance(fund_id=perkins, amount=line.amount, **of)
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=None, after=said)]) == ()
    app = show(**{"as": "rortiz"})
    app.session_state[OPEN] = Open(Purchase.table, "P-045")
    app.run()
    assert "Its checks are settled. It cannot be ordered yet: Perkins V may not pay " in words(app)
    assert "Set its stage to ordered" not in words(app)
    app.button(key="open what is barred").click().run()
    assert not app.exception, app.exception
    assert app.session_state[OPEN] == Open(PreEncumbrance.table, f"P-045 / {line.cost_line_id} / {perkins} / 2027")
    key = ("P-045", line.cost_line_id, perkins, 2027)
    app.button(key=f"another fund pays {key} in its panel").click().run()
    assert not app.exception, app.exception
    assert app.selectbox(key="new pre_encumbrances line").value == line.cost_line_id, "it asks who pays instead"


@pytest.mark.parametrize("page", ["pages/decide/prioritise.py", "pages/track/projects.py"])
def test_what_was_ordered_without_a_payer_leads_to_its_cost(sample: Path, show: Show, page: str) -> None:
    asked = next(one for one in order_questions(prepare(data.district())) if isinstance(one, WhoPays))
    app = show(**{"as": "rortiz"}).switch_page(page).run()
    app.session_state[OPEN] = Open(Purchase.table, asked.purchase_id)
    app.run()
    app.button(key="say who pays first").click().run()
    assert not app.exception, app.exception
    assert app.selectbox(key="new pre_encumbrances line").value == asked.cost_line_id


def test_a_purchase_without_cost_gets_a_cost_line_in_its_panel(sample: Path, show: Show) -> None:
    own = [line for line in data.district().cost_lines if line.purchase_id == "P-045"]
    gone = [Edit(before=line, after=None, reason="priced anew") for line in own]
    assert data.edit(data.on_screen(), "rortiz", gone) == ()
    app = show(**{"as": "rortiz", "fy": "2027"})
    app.session_state[OPEN] = Open(Purchase.table, "P-045")
    app.run()
    said = "This purchase has no cost line, so no plan can buy it. Add one here, or load cost_lines.csv on Data."
    assert said in [info.value for info in app.info]
    app.button(key="add cost line").click().run()
    form = "new cost_lines"
    assert app.text_input(key=f"{form} cost_line_id").value == f"P-045-{len(own) + 1}", "no key that was used before"
    assert app.selectbox(key=f"{form} purchase_id").value == "P-045"
    assert app.number_input(key=f"{form} fiscal_year").value == 2027
    app.selectbox(key=f"{form} category").set_value("devices")
    app.number_input(key=f"{form} amount").set_value(1200.5)
    app.button(key=f"{form} add").click().run()
    assert not app.exception, app.exception
    (line,) = [line for line in data.district().cost_lines if line.purchase_id == "P-045"]
    assert (line.category, line.amount, line.fiscal_year) == ("devices", Decimal("1200.50"), 2027)
    assert app.session_state[OPEN] == Open(CostLine.table, line.cost_line_id)
    assert "**$1,200.50 for devices in FY 2027**" in words(app)
    app.button(key="back to purchase").click().run()
    app.button(key=f"cost line {line.cost_line_id}").click().run()
    assert app.session_state[OPEN] == Open(CostLine.table, line.cost_line_id)


def words(app: AppTest) -> str:
    return "\n".join(str(text.value) for text in app.markdown).replace("\\", "")


def test_a_rated_purchase_is_withdrawn_and_comes_back_with_its_ratings(sample: Path, show: Show) -> None:
    before = data.district()
    rated = next(one for one in before.purchases if one.purchase_id == "P-034")
    ratings = [one for one in before.ratings if one.purchase_id == "P-034"]
    assert ratings
    here = before.district.district_id
    assert data.edit(here, "rortiz", [Edit(before=rated, after=None, reason="too dear")]) == ()
    assert not show().exception
    assert "P-034" not in {one.purchase_id for one in data.district().purchases}
    assert data.edit(here, "rortiz", [Edit(before=None, after=rated, restores=True)]) == ()
    assert [one for one in data.district().ratings if one.purchase_id == "P-034"] == ratings
    assert rated in data.district().purchases
