"""A file that holds districts whose names are alike, as one written before names were told apart may."""

import pytest

from store.database import Database
from store.district import start_district
from tests.pages.conftest import Show
from ui import data


@pytest.mark.parametrize("name", ["Oak Valley", "Unified School District of the Valley of the Oaks and of its Hills "])
def test_every_page_still_opens_and_their_keys_tell_them_apart(empty: Database, show: Show, name: str) -> None:
    keys = [start_district(empty, one, "local") for one in (name + "1", name + "2", "Maple River")]
    if name == "Oak Valley":
        with empty.write(keys[0]) as cursor:
            cursor.execute("UPDATE district SET name = 'Oak Valley' WHERE district_id <> 'maple-river'")
    empty.close()
    test = show().switch_page("pages/keep/data.py").run()
    assert not test.exception
    box = next(box for box in test.selectbox if box.label.startswith("District"))
    assert [option.rpartition(" [")[2] for option in box.options] == [f"{key}]" for key in ("maple-river", *keys[:2])]
    box.select(keys[1]).run()
    assert not test.exception
    assert data.districts()
    (menu,) = test.get("menu_button")
    assert {option.rpartition(" [")[2] for option in menu.proto.options} == {f"{keys[0]}]", "maple-river]"}
