"""What the departments' pages share, in the frame: a record withdrawn by somebody else, and words that are in use."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_models.base import Record
from data_models.contract import Contract
from data_models.edit import Edit
from data_models.member import Role
from data_models.need import Need
from data_models.purchase import Purchase
from tests.pages.conftest import ROOT
from ui import data
from ui.records.fields import held, key_of
from ui.records.panel import OPEN
from ui.session import Open

PAGES = {Need: "pages/track/needs.py", Contract: "pages/track/contracts.py"}


def opened(record: Record, **link: str) -> AppTest:
    """The page of a record, with its panel open."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.session_state[OPEN] = Open(record.table, key_of(record))
    app.switch_page(PAGES[type(record)]).run()
    assert not app.exception, app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def withdraw_elsewhere(record: Record, reason: str) -> None:
    """As another person does in another window; what names it lets go of it first."""
    kept = data.district()
    for purchase in kept.purchases:
        if isinstance(record, Need) and record.need_id in purchase.need_ids:
            rest = tuple(need for need in purchase.need_ids if need != record.need_id)
            change = Edit(before=purchase, after=purchase.model_copy(update={"need_ids": rest}))
            assert data.edit(kept.district.district_id, "rortiz", [change]) == ()
    assert data.edit(kept.district.district_id, "rortiz", [Edit(before=record, after=None, reason=reason)]) == ()


@pytest.mark.parametrize("kind", list(PAGES), ids=lambda kind: kind.table)
def test_a_panel_says_who_withdrew_its_record_and_why_and_brings_it_back(sample: Path, kind: type[Record]) -> None:
    record = held(data.district(), kind.table)[-1]
    app = opened(record, **{"as": "jdelacruz"})
    assert "Restore" not in labels(app)
    withdraw_elsewhere(record, "typed twice")
    app.run()
    assert not app.exception, app.exception
    (said,) = [warning.value for warning in app.warning]
    assert said.replace("\\", "").startswith("By Rosa Ortiz, ")
    assert said.replace("\\", "").endswith(", because: typed twice.")
    assert next(button for button in app.button if button.label == "Save").disabled
    next(button for button in app.button if button.label == "Restore").click().run()
    assert not app.exception, app.exception
    assert record in held(data.district(), kind.table)
    assert not app.warning
    assert "Restore" not in labels(app)
    assert app.session_state[OPEN] == Open(kind.table, key_of(record)), "it stays open"


def test_who_may_not_edit_is_told_and_offered_nothing(sample: Path) -> None:
    member = next(member for member in data.district().members if member.member_id == "jdelacruz")
    panelist = Edit(before=member, after=member.model_copy(update={"role": Role.PANEL}))
    assert data.edit(data.district().district.district_id, "rortiz", [panelist]) == ()
    need = data.district().needs[-1]
    app = opened(need, **{"as": "jdelacruz"})
    withdraw_elsewhere(need, "typed twice")
    app.run()
    assert len(app.warning) == 1
    assert "Restore" not in labels(app)


def test_what_never_was_closes_the_panel(sample: Path) -> None:
    app = opened(Need(need_id="N-999", title="Never there"))
    assert app.session_state[OPEN] is None
    assert not app.warning


def test_words_in_use_are_offered(sample: Path) -> None:
    need = next(n for n in data.district().needs if n.subject == "mathematics")
    app = opened(need, **{"as": "jdelacruz"})
    box = app.selectbox(key=f"edit needs {need.need_id} subject")
    assert box.value == "mathematics"
    assert set(box.options) == {n.subject for n in data.district().needs if n.subject}
    box.set_value("science")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception, app.exception
    assert next(n for n in data.district().needs if n.need_id == need.need_id).subject == "science"


def test_contracts_and_purchases_share_their_words(sample: Path) -> None:
    contract = data.district().contracts[0]
    app = opened(contract, **{"as": "rortiz"})
    offered = set(app.selectbox(key=f"edit contracts {contract.contract_id} purpose").options)
    both: tuple[Contract | Purchase, ...] = (*data.district().contracts, *data.district().purchases)
    assert offered == {record.purpose for record in both if record.purpose}


def test_the_find_box_is_told_in_each_run_what_is_typed(sample: Path) -> None:
    """A browser that has not drawn it yet would report that it is empty, and what was looked for would be lost."""
    app = opened(data.district().needs[0], **{"needs-find": "algebra", "needs-subject": "Mathematics"})
    for _ in range(2):
        find = next(box for box in app.text_input if box.label == "Find")
        assert (find.value, find.proto.default) == ("algebra", "algebra")
        (subject,) = [box for box in app.multiselect if box.label == "Subject"]
        assert (subject.value, subject.proto.set_value) == (["Mathematics"], True)
        app.run()
    next(box for box in app.text_input if box.label == "Find").set_value("reading").run()
    find = next(box for box in app.text_input if box.label == "Find")
    assert (find.value, find.proto.default) == ("reading", "reading")
    next(button for button in app.button if button.label == "Show all").click().run()
    find = next(box for box in app.text_input if box.label == "Find")
    assert (find.value, find.proto.default) == ("", "")
    assert not app.exception, app.exception


def save(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception, app.exception
    return app


def in_conflict(need: Need) -> AppTest:
    """Rosa's form of a need, saved with another title and 6,500 learners after somebody wrote 7,000 learners."""
    app = opened(need, **{"as": "rortiz"})
    app.number_input(key=f"edit needs {need.need_id} learners").set_value(6500)
    app.text_input(key=f"edit needs {need.need_id} title").set_value("Another title")
    theirs = Edit(before=need, after=need.model_copy(update={"learners": 7000}))
    assert data.edit(data.on_screen(), "jdelacruz", [theirs]) == ()
    return save(app)


def kept(need: Need) -> Need:
    return next(one for one in data.district().needs if one.need_id == need.need_id)


@pytest.mark.parametrize(("choice", "learners"), [("keep theirs", 7000), ("write mine", 6500)])
def test_what_was_not_in_conflict_is_written_whatever_is_chosen(sample: Path, choice: str, learners: int) -> None:
    need = data.district().needs[-1]
    app = in_conflict(need)
    assert (kept(need).title, kept(need).learners) == (need.title, 7000), "nothing is written before the choice"
    (row,) = app.table[0].value.to_dict("records")
    assert row["Record"].replace("\\", "") == f"{need.need_id} {need.title}"
    assert (row["Column"], row["Yours"]) == ("Learners", "6500")
    assert "Save" not in labels(app), "the conflict stands alone, so that nobody has to scroll to it"
    assert "your title is written" in app.warning[0].value
    app.button(key=choice).click().run()
    assert not app.exception, app.exception
    assert (kept(need).title, kept(need).learners) == ("Another title", learners)
    assert not app.warning
    (box,) = [box for box in app.number_input if box.label == "Learners"]
    assert box.value == learners
    said = " ".join(toast.value.replace("\\", "") for toast in app.toast)
    assert ("Kept their learners, and wrote your title." in said) is (choice == "keep theirs")


def test_a_form_that_was_saved_begins_anew(sample: Path) -> None:
    """What others wrote while it was typed in is not written over by saving once more."""
    need = data.district().needs[-1]
    app = opened(need, **{"as": "rortiz"})
    app.text_input(key=f"edit needs {need.need_id} title").set_value("Another title")
    theirs = Edit(before=need, after=need.model_copy(update={"learners": 7000}))
    assert data.edit(data.on_screen(), "jdelacruz", [theirs]) == ()
    save(save(app))
    assert (kept(need).title, kept(need).learners) == ("Another title", 7000)


def test_a_table_typed_in_keeps_its_rows_while_others_make_some_come_and_go(sample: Path) -> None:
    """Else what somebody types at that moment would be lost without a word."""
    first = next(need for need in data.district().needs if "math" in need.title.casefold())
    other = next(need for need in data.district().needs if "math" not in need.model_dump_json().casefold())
    app = opened(first, **{"as": "jdelacruz", "needs-find": "math"})
    app.session_state[OPEN] = None
    app.session_state["needs in place"] = True
    app.run()
    desk = app.session_state["needs desk"]
    keys = desk.keys
    assert first.need_id in keys
    assert other.need_id not in keys
    enters = Edit(before=other, after=other.model_copy(update={"title": "More math"}))
    assert data.edit(data.district().district.district_id, "rortiz", [enters]) == ()
    withdraw_elsewhere(first, "typed twice")
    for _ in range(2):
        app.run()
        assert not app.exception, app.exception
        assert app.session_state["needs desk"] is desk
        assert desk.keys == keys
        (said,) = [words.value for words in app.caption if "Since you began to type" in words.value]
        assert "1 row more in it and 1 row no longer in it" in said
    next(button for button in app.button if button.label == "Show the list as it is now").click().run()
    assert not app.exception, app.exception
    shown = app.session_state["needs desk"].keys
    assert other.need_id in shown
    assert first.need_id not in shown
    assert not [words.value for words in app.caption if "Since you began to type" in words.value]
    next(box for box in app.text_input if box.label == "Find").set_value("reading").run()
    assert set(app.session_state["needs desk"].keys) != set(shown), "a person's own choice is followed at once"
    assert not [words.value for words in app.caption if "Since you began to type" in words.value]
