"""What funds are called where there is little room: told apart by their keys where their names do not."""

import pytest

from data_models.fund import SHORT, Fund, fund_labels, short_names
from tests.spec.drawn import rows

COUNTY = "General Fund/County School Service Fund: Title I"
CASES = """
funds                                               | called                              | to choose from
10 General fund; 20 Bond                            | General fund; Bond                  | General fund (10); Bond (20)
10 Grant of the state A; 20 Grant of the state B    | 10 Grant of the state A; 20 Grant of the state B | 10 Grant of the state A; 20 Grant of the state B
10 Bond; 20 bond                                    | 10 Bond; 20 bond                    | 10 Bond; 20 bond
10 E-Rate category 1; 20 E-Rate category 2          | E-Rate category 1; E-Rate category 2 | E-Rate category 1 (10); E-Rate category 2 (20)
10 Twenty-eight letters so far!                     | Twenty-eight letters so far!        | Twenty-eight letters so far! (10)
10 Twenty-nine letters this time                    | 10 Twenty-nine letters this time    | 10 Twenty-nine letters this time
"""  # noqa: E501


def _funds(text: str) -> list[Fund]:
    return [Fund(fund_id=one.split(maxsplit=1)[0], name=one.split(maxsplit=1)[1]) for one in text.split("; ")]


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["funds"])
def test_short_names(case: dict[str, str]) -> None:
    assert "; ".join(short_names(_funds(case["funds"])).values()) == case["called"]
    assert "; ".join(fund_labels(_funds(case["funds"])).values()) == case["to choose from"]


def test_a_long_name_is_cut_and_still_its_own() -> None:
    funds = [Fund(fund_id=f"01-{number}", name=COUNTY) for number in range(3010, 3096)]
    names = short_names(funds)
    assert names["01-3010"] == "01-3010 General Fund/County School Service…"
    assert len(set(names.values())) == len(funds) == len(set(fund_labels(funds).values()))
    assert all(len(name) <= SHORT for name in names.values())
