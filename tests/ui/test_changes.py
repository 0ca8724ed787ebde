"""What a load does, in a line."""

import pytest

from data_models.load import TableChanges
from ui.changes import in_short


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], "nothing to load"),
        ([TableChanges(table="needs", added=1)], "1 record added"),
        ([TableChanges(table="needs", same=90)], "90 records as before"),
        (
            [
                TableChanges(table="needs", added=1200, changed=3, set_aside=1),
                TableChanges(table="goals", added=4, withdrawn=2),
            ],
            "1,204 records added, 3 changed, 2 withdrawn and 1 row set aside",
        ),
        ([TableChanges(table="needs", set_aside=12)], "12 rows set aside"),
    ],
)
def test_what_happens_is_one_line(changes: list[TableChanges], words: str) -> None:
    assert in_short(changes) == words
