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
from ui.records.panel import OPEN, Open

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
