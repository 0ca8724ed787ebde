"""What comes in and falls out where one contract ends, beside the others that the draft ends."""

import pytest

from data_models.plan import PlanSettings
from planning.effect import effect
from tests.spec.drawn import district, rows

# $30 are free in 2028. Books are worth 100, atlases 75, pens 50.
PREPARED = district(
    funds="fund_id | name | kind\nGF | General fund | general",
    money="fund_id | fiscal_year | budgeted | encumbered\nGF | 2028 | 200 | 170",
    purchases="purchase_id | title\nA | Atlases\nB | Books\nP | Pens",
    costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
    "A1 | A | 2028 | devices | 30\nB1 | B | 2028 | devices | 70\nP1 | P | 2028 | devices | 50",
    ratings="purchase_id | criterion_id | level\nA | A | 3\nA | T | 3\nP | A | 2\nP | T | 2\nB | A | 4\nB | T | 4",
    contracts="contract_id | title | fund_id | renews_on | yearly_cost\n"
    "W | Fern | GF | | 40\nX | Core | GF | 2027-07-01 | 40\nY | Dash | GF | 2027-07-01 | 80\n"
    "Z | Echo | GF | 2027-07-01 | 4",
)

EFFECTS = """
ends | ended already | comes in | falls out | words
X    |               | B        | A         | Books would come in, and Atlases would make way.
X    | X             | B        | A         | Books would come in, and Atlases would make way.
Y    |               | B        |           | Books would come in.
X    | Y             | P        |           | Pens would come in.
Y    | X             | A P      |           | Atlases and Pens would come in.
Z    |               |          |           | The same purchases would be in.
Z    | X Y           |          |           | The same purchases would be in.
W    |               |          |           | The same purchases would be in.
"""


@pytest.mark.parametrize("case", rows(EFFECTS), ids=lambda c: f"{c['ends']} beside {c['ended already'] or 'none'}")
def test_one_contract_beside_the_others(case: dict[str, str]) -> None:
    settings = PlanSettings(ended=tuple(case["ended already"].split()))
    found = effect(PREPARED, settings, case["ends"], seconds=5)
    assert (" ".join(found.brings_in), " ".join(found.drops)) == (case["comes in"], case["falls out"])
    assert found.words == case["words"]
    assert found.freed.contract_id == case["ends"]
    assert found.learners == 0, "each of them reaches the same learners"


def test_a_contract_that_is_not_on_record() -> None:
    with pytest.raises(KeyError):
        effect(PREPARED, PlanSettings(), "gone")
