"""A file of members that leaves nobody of the cabinet is not loaded."""

import pytest

from data_models.errors import DistrictError
from tests.store.loading.test_apply import Loader, Rows

BEFORE = "member_id,name,role\nann,Ann,cabinet\ned,Ed,editor\n"


def test_a_file_does_not_take_the_last_of_the_cabinet_away(load: Loader, rows: Rows) -> None:
    load({"members.csv": BEFORE})
    with pytest.raises(DistrictError, match="Nobody of the cabinet would be left"):
        load({"members.csv": BEFORE.replace("cabinet", "editor")})
    with pytest.raises(DistrictError, match="Nobody of the cabinet would be left"):
        load({"members.csv": "member_id,name,role\ned,Ed,editor\n"})
    assert rows("SELECT member_id, role FROM members WHERE withdrawn_at IS NULL ORDER BY 1") == [
        ("ann", "cabinet"),
        ("ed", "editor"),
    ]
