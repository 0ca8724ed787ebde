"""What was typed in a record's form and not saved comes back marked, with a way to let go of it."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from data_models.edit import Edit
from data_models.need import Need
from tests.pages.conftest import ROOT
from ui import data
from ui.records.panel import OPEN
from ui.session import Open

FORM = "edit needs N-012"


def needs(**link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in ({"as": "jdelacruz"} | link).items():
        app.query_params[name] = value
    return app.switch_page("pages/track/needs.py").run()


def left_unsaved(**typed: str) -> AppTest:
    """A window in which a need was opened, typed in and closed, then opened again."""
    app = needs(open="needs:N-012")
    for field, value in typed.items():
        app.text_input(key=f"{FORM} {field}").set_value(value)
    app.run()
    assert marks(app) == [], "while one types, nothing is said"
    reopen(app)
    return app


def reopen(app: AppTest) -> None:
    for now in (None, Open(Need.table, "N-012")):
        app.session_state[OPEN] = now
        app.run()
        assert not app.exception, app.exception


def marks(app: AppTest) -> list[str]:
    return [text.value.replace("\\", "") for text in app.markdown if "unsaved changes" in text.value]


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception


def need(key: str = "N-012") -> Need:
    return next(one for one in data.district().needs if one.need_id == key)


def test_it_is_marked_and_let_go_of(sample: Path) -> None:
    app = left_unsaved(title="Half a title", needed_by="2027-08")
    (said,) = marks(app)
    assert said.startswith(":material/edit_note: Your unsaved changes of ")
    assert said.endswith(" stand under **Edit**: Title and Needed by.")
    assert app.text_input(key=f"{FORM} title").value == "Half a title"
    assert app.text_input(key=f"{FORM} needed_by").value == "2027-08", "even what cannot be kept"
    press(app, "Drop them")
    assert marks(app) == []
    assert app.text_input(key=f"{FORM} 1 title").value == need().title
    reopen(app)
    assert marks(app) == []


def test_it_is_saved_and_then_no_longer_marked(sample: Path) -> None:
    app = left_unsaved(title="Half a title")
    press(app, "Save")
    assert need().title == "Half a title"
    assert marks(app) == []
    reopen(app)
    assert marks(app) == []


def test_what_is_typed_back_is_no_change(sample: Path) -> None:
    app = left_unsaved(title="Half a title")
    app.text_input(key=f"{FORM} title").set_value(need().title).run()
    reopen(app)
    assert marks(app) == []


def test_what_others_wrote_meanwhile_is_shown_or_asked_about(sample: Path) -> None:
    app = left_unsaved(title="Half a title")
    after = need().model_copy(update={"learners": 7, "title": "Theirs"})
    app.session_state[OPEN] = None
    app.run()
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=need(), after=after)]) == ()
    app.session_state[OPEN] = Open(Need.table, "N-012")
    app.run()
    assert len(marks(app)) == 1
    assert app.text_input(key=f"{FORM} title").value == "Half a title"
    assert app.number_input(key=f"{FORM} learners").value == 7, "what one did not touch is as it is now"
    press(app, "Save")
    assert [box.label for box in app.button if box.key == "write mine"] == ["Write mine over it"]
    press(app, "Write mine over it")
    assert (need().title, need().learners) == ("Half a title", 7)
    assert marks(app) == []


def test_another_record_has_a_form_of_its_own(sample: Path) -> None:
    app = left_unsaved(title="Half a title")
    app.session_state[OPEN] = Open(Need.table, "N-013")
    app.run()
    assert marks(app) == []
    assert app.text_input(key="edit needs N-013 title").value == need("N-013").title
    app.session_state[OPEN] = Open(Need.table, "N-012")
    app.run()
    assert len(marks(app)) == 1


def test_a_new_need_left_half_way_comes_back_marked_and_begins_as_the_filters_say(sample: Path) -> None:
    filters = {"needs-subject": "mathematics", "needs-grades": "6–8", "needs-driver": "mandate", "schools": "0303"}
    app = needs(**filters, departments="CI", **{"needs-group": "none named"})
    press(app, "Add need")
    assert app.selectbox(key="new need subject").value == "mathematics"
    assert app.multiselect(key="new need grades").value == ["6", "7", "8"]
    assert app.multiselect(key="new need site_ids").value == ["0303"]
    assert app.selectbox(key="new need driver").value == "mandate"
    assert app.multiselect(key="new need student_groups").value == []
    app.text_input(key="new need title").set_value("Half a title").run()
    app.session_state[OPEN] = None
    app.run()
    press(app, "Add need")
    (said,) = marks(app)
    assert said.endswith(" stand below: Title.")
    assert app.text_input(key="new need title").value == "Half a title"
    press(app, "Drop them")
    assert app.text_input(key="new need 1 title").value == ""
    assert app.selectbox(key="new need 1 subject").value == "mathematics"
    app.text_input(key="new need 1 title").set_value("A whole title")
    app.button(key="new need 1 add").click().run()
    added = next(one for one in data.district().needs if one.title == "A whole title")
    assert (added.subject, added.grades, added.site_ids) == ("mathematics", ("6", "7", "8"), ("0303",))
    assert added.department_id == "CI", "as the lens looks at it, whoever adds it"


def test_two_words_of_a_filter_begin_nothing(sample: Path) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params["needs-subject"] = ["mathematics", "science"]
    app.query_params["schools"] = ["0303", "0201"]
    app.switch_page("pages/track/needs.py").run()
    press(app, "Add need")
    assert app.selectbox(key="new need subject").value is None
    assert app.multiselect(key="new need site_ids").value == ["0303", "0201"], "a need may be at each school looked at"


def test_what_one_member_typed_is_not_offered_to_another(sample: Path) -> None:
    app = left_unsaved(title="Half a title")
    for member, marked in (("rortiz", 0), ("jdelacruz", 1)):
        app.session_state[OPEN] = None
        app.run()
        app.selectbox(key="as").set_value(member).run()
        reopen(app)
        assert len(marks(app)) == marked, member


def clash_left_for_another_district() -> tuple[AppTest, str]:
    """A window with a clash about a need, when a district comes on the screen that has a need of its key; the key of
    the clash's district."""
    app = left_unsaved(title="Mine")
    after = need().model_copy(update={"title": "Theirs"})
    assert data.edit(data.on_screen(), "rortiz", [Edit(before=need(), after=after)]) == ()
    press(app, "Save")
    first = data.on_screen()
    data.start("Maple River", "rortiz")
    same = Need(need_id="N-012", title="Theirs")
    assert data.edit(data.on_screen(), "local", [Edit(before=None, after=same)]) == ()
    return app, first


def test_a_clash_stays_with_its_district(sample: Path) -> None:
    app, first = clash_left_for_another_district()
    press(app, "Write mine over it")
    assert need().title == "Theirs", "of the other district, which came on the screen a moment before"
    data.choose(first, "local")
    assert need().title == "Mine"


def test_a_clash_waits_until_its_district_is_back(sample: Path) -> None:
    app, first = clash_left_for_another_district()
    reopen(app)
    assert not [box for box in app.button if box.key == "keep theirs"]
    data.choose(first, "local")
    reopen(app)
    assert [box for box in app.button if box.key == "keep theirs"]


def new_line(amount: float) -> AppTest:
    """A window that begins another cost line of P-055, and has typed what it is of."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params["as"] = "rortiz"
    app.query_params["open"] = "purchases:P-055"
    app.run()
    press(app, "Add cost line")
    app.selectbox(key="new cost_lines category").set_value("training")
    app.number_input(key="new cost_lines fiscal_year").set_value(2028)
    app.number_input(key="new cost_lines amount").set_value(amount).run()
    assert not app.exception, app.exception
    return app


def lines() -> dict[str, int]:
    return {x.cost_line_id: int(x.amount) for x in data.district().cost_lines if x.purchase_id == "P-055"}


def test_two_windows_add_a_cost_line_each_and_the_second_gets_the_next_key(sample: Path) -> None:
    before = lines()
    one, other = new_line(100), new_line(200)
    key = one.text_input(key="new cost_lines cost_line_id").value or ""
    assert other.text_input(key="new cost_lines cost_line_id").value == key, "both are offered it"
    for app in (one, other):
        press(app, "Add")
    stem, _, number = key.rpartition("-")
    after = f"{stem}-{int(number) + 1}"
    assert lines() == before | {key: 100, after: 200}
    (told,) = (str(toast.value) for toast in other.toast)
    assert f"Its key is {after}, as another has {key} by now." in told.replace("\\", "")
    assert other.session_state[OPEN].key == after


def test_a_new_cost_line_left_half_way_comes_back_though_another_was_added(sample: Path) -> None:
    app = new_line(300)
    app.session_state[OPEN] = Open("purchases", "P-055")
    app.run()
    added = new_line(100)
    press(added, "Add")
    press(app, "Add cost line")
    (said,) = marks(app)
    assert "stand below: Fiscal year, Category and Amount." in said, said
    assert app.number_input(key="new cost_lines amount").value == 300
    press(app, "Add")
    assert {100, 300} <= set(lines().values())
