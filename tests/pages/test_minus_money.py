"""Money below nothing is -$500 in tables too, as in sentences and charts."""

import json
from pathlib import Path

import pytest

from tests.pages.conftest import Show
from ui.budget import FUNDS, LEDGER, ORDERS, YEARS


@pytest.mark.parametrize("view", [FUNDS, YEARS, LEDGER, ORDERS])
def test_no_table_of_budget_writes_the_minus_after_the_dollar(sample: Path, show: Show, view: str) -> None:
    app = show(**{"as": "rortiz", "view": view})
    app.switch_page("pages/track/budget.py").run()
    assert not app.exception, app.exception
    columns = [column for table in app.dataframe for column in json.loads(table.proto.columns).values()]
    formats = [str(column.get("type_config", {}).get("format")) for column in columns]
    assert "dollar" in formats
    assert not [one for one in formats if "$" in one], "$%,.0f makes $-500 of what is owed"
