"""An open record stands in the link; the link opens it again, and Back steps through what was opened and moved."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from data_models.edit import Edit
from data_models.need import Need
from data_models.purchase import Purchase
from tests.pages.conftest import ROOT, Show
from ui import data, session
from ui.records.panel import OPEN
from ui.session import Open

NEEDS = "pages/track/needs.py"


def followed(page: str, **link: str) -> AppTest:
    """A new window that follows a link to a page."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.switch_page(page).run()
    assert not app.exception, app.exception
    return app


def in_link(app: AppTest) -> list[str]:
    found = app.query_params.get("open", [])
    return [found] if isinstance(found, str) else list(found)


def opened(app: AppTest) -> list[str]:
    """Keys of the records whose panel is open, as its first line says them."""
    said = [caption.value.replace("\\", "").split(" · ") for caption in app.caption if " · " in caption.value]
    return [words[0] for words in said if "last written" in words[-1]]


@pytest.mark.parametrize(
    ("page", "link", "key"),
    [
        (NEEDS, {"open": "needs:N-012"}, "N-012"),
        ("pages/decide/prioritise.py", {"open": "purchases:P-022"}, "P-022"),
        ("pages/track/budget.py", {"open": "fund_years:3010 / 2027", "view": "Fund years"}, "3010 / 2027"),
    ],
)
def test_a_link_opens_the_record_it_names_and_acts_as_nobody(
    sample: Path, page: str, link: dict[str, str], key: str
) -> None:
    app = followed(page, **link)
    assert opened(app) == [key]
    assert in_link(app) == [link["open"]]
    assert app.selectbox(key="as").value is None
    assert "as" not in app.query_params


def test_what_is_opened_comes_into_the_link_and_what_is_closed_leaves_it(sample: Path) -> None:
    app = followed(NEEDS, **{"as": "jdelacruz"})
    app.selectbox(key="needs open by name").set_value("N-012").run()
    assert (opened(app), in_link(app)) == (["N-012"], ["needs:N-012"])
    app.session_state[OPEN] = None
    app.run()
    assert (opened(app), in_link(app)) == ([], [])
    app.button(key="add needs").click().run()
    assert in_link(app) == [], "what is not on record yet has no link"


def test_the_link_to_send_says_what_is_open_and_not_who_sends_it(sample: Path) -> None:
    app = followed(NEEDS, **{"as": "jdelacruz", "open": "needs:N-012", "needs-grades": "6–8"})
    (link,) = [code.value for code in app.code]
    said = parse_qs(link.partition("?")[2])
    assert said == {"district": [data.on_screen()], "open": ["needs:N-012"], "needs-grades": ["6–8"]}


def test_a_link_of_another_district_opens_nothing_here(sample: Path) -> None:
    of = data.on_screen()
    app = followed(NEEDS, district=of, open="needs:N-012", share="83", fy="2027")
    assert (opened(app), in_link(app), app.query_params["share"]) == (["N-012"], ["needs:N-012"], "83")
    assert "district" not in app.query_params
    data.start("Maple River", "local")
    app = followed(NEEDS, district=of, open="needs:N-012", share="83", fy="2027")
    assert (opened(app), in_link(app)) == ([], [])
    assert not {"share", "fy", "district"} & set(app.query_params)
    (said,) = [toast.value.replace("\\", "") for toast in app.toast]
    assert said.startswith("That link is of Sample Valley Unified, and Maple River is on everybody's screen.")


def test_a_browser_that_is_behind_opens_nothing_again(sample: Path) -> None:
    app = followed(NEEDS, open="needs:N-012")
    app.session_state[OPEN] = None
    app.query_params["open"] = "needs:N-012"
    app.run()
    assert (opened(app), in_link(app)) == ([], [])
    app.session_state[OPEN] = Open(Need.table, "N-013")
    app.query_params["open"] = "needs:N-012"
    app.run()
    assert (opened(app), in_link(app)) == (["N-013"], ["needs:N-013"])


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("needs:N-999", "No need on record has the key 'N-999'."),
        ("needs", "No need on record has the key ''."),
        ("members:rortiz", "Members are not opened on this page."),
        ("<b>x</b>:1", "Records called '<b>x</b>' are not opened on this page."),
    ],
)
def test_a_link_that_opens_nothing_says_so_once(sample: Path, link: str, words: str) -> None:
    app = followed(NEEDS, open=link)
    (said,) = app.toast
    words += " The link may be cut short, or of another page or district."
    assert said.value.replace("\\", "") == words
    assert (opened(app), in_link(app), app.session_state[OPEN]) == ([], [], None)


def test_a_link_to_what_was_withdrawn_says_that_it_was(sample: Path) -> None:
    need = data.district().needs[-1]
    used = [p for p in data.district().purchases if need.need_id in p.need_ids]
    free = [
        Edit(before=p, after=p.model_copy(update={"need_ids": tuple(n for n in p.need_ids if n != need.need_id)}))
        for p in used
    ]
    assert data.edit(data.on_screen(), "rortiz", [*free, Edit(before=need, after=None, reason="typed twice")]) == ()
    app = followed(NEEDS, open=f"needs:{need.need_id}")
    assert [box.value.replace("\\", "").endswith("because: typed twice.") for box in app.warning] == [True]


def test_what_is_open_stays_in_the_link_from_page_to_page(sample: Path) -> None:
    app = followed("pages/decide/prioritise.py", open="purchases:P-022")
    app.query_params.clear()  # as Streamlit does
    app.switch_page("pages/track/projects.py").run()
    assert (opened(app), in_link(app)) == (["P-022"], ["purchases:P-022"])


def test_back_steps_over_what_was_opened_and_over_the_first_move(
    sample: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = show(**{"as": "dokafor"})
    share = app.session_state[session.DRAFT].academic_share
    app.session_state[OPEN] = Open(Purchase.table, "P-022")
    app.session_state[session.DRAFT] = app.session_state[session.DRAFT].model_copy(update={"academic_share": 70})
    app.run()
    assert (opened(app), in_link(app), app.query_params["share"]) == (["P-022"], ["purchases:P-022"], "70")
    for name in ("open", "share"):
        del app.query_params[name]
    app.run()
    assert opened(app) == ["P-022"], "a link that Streamlit emptied"
    assert app.session_state[session.DRAFT].academic_share == 70
    for name in ("open", "share"):
        del app.query_params[name]
    monkeypatch.setattr(session, "went_back", lambda: True)
    app.run()
    assert (opened(app), in_link(app)) == ([], [])
    assert app.session_state[session.DRAFT].academic_share == share
    assert app.query_params["as"] == "dokafor", "who acts stays"
    app.query_params["open"] = "purchases:P-022"
    app.run()
    assert opened(app) == ["P-022"]
    app.query_params["open"] = "needs:N-012"  # as a browser keeps it of a page that was left for Needs
    app.run()
    assert (opened(app), in_link(app), len(app.toast)) == ([], [], 0)
