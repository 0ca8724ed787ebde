"""Money below nothing is -$500 in tables too, as in sentences and charts."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.pages.conftest import Show
from ui.budget import FUNDS, LEDGER, ORDERS, YEARS, dollars
from ui.records.columns import Shown, frame_of, taken


@pytest.mark.parametrize("view", [FUNDS, YEARS, LEDGER, ORDERS])
def test_no_table_of_budget_writes_the_minus_after_the_dollar(sample: Path, show: Show, view: str) -> None:
    app = show(**{"as": "rortiz", "view": view})
    app.switch_page("pages/track/budget.py").run()
    assert not app.exception, app.exception
    columns = [column for table in app.dataframe for column in json.loads(table.proto.columns).values()]
    formats = [str(column.get("type_config", {}).get("format")) for column in columns]
    assert "dollar" in formats
    assert not [one for one in formats if "$" in one], "$%,.0f makes $-500 of what is owed"


def test_whole_dollars_are_rounded_and_a_file_has_the_cents() -> None:
    amounts = [Decimal("-500.50"), Decimal("40022.60"), Decimal("-0.40"), Decimal("0.49"), None]
    shown: list[Shown[Decimal | None]] = [dollars("Left", lambda amount: amount, cents=False)]
    assert frame_of(amounts, shown)["Left"].tolist()[:4] == [-501, 40_023, 0, 0]
    assert not str(frame_of(amounts, shown)["Left"][2]).startswith("-"), "and not -$0"
    assert taken(amounts, shown) == [[amount] for amount in amounts]
