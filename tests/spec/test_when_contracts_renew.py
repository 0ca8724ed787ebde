"""Which contracts need notice, by when, and in which order they are shown."""

import pytest

from planning.renewal import renewals
from tests.spec.drawn import district, rows

# Today is 21 November 2026; its 90th day from today is 19 February 2027.
DUE = """
renews on  | notice by  | due            | words
2027-07-01 | 2026-11-21 | within 90 days | renews on 1 Jul 2027; notice is due by 21 Nov 2026, in 0 days.
2027-07-01 | 2026-11-22 | within 90 days | renews on 1 Jul 2027; notice is due by 22 Nov 2026, in 1 day.
2027-07-01 | 2027-02-19 | within 90 days | renews on 1 Jul 2027; notice is due by 19 Feb 2027, in 90 days.
2027-07-01 | 2027-02-20 | later          | renews on 1 Jul 2027; notice is due by 20 Feb 2027, in 91 days.
2027-02-20 |            | within 90 days | renews on 20 Feb 2027; notice is due by 19 Feb 2027, in 90 days.
2027-07-01 | 2026-11-20 | missed         | renewal on 1 Jul 2027 is past; the next notice is due by 20 Nov 2027.
2026-11-21 |            | missed         | renewal on 21 Nov 2026 is past; the next notice is due by 20 Nov 2027.
2026-11-20 | 2026-09-01 | date is past   | date, 20 Nov 2026, is past: look up when it renews next.
           | 2027-01-01 | no date        | is not on record when it renews.
"""
CONTRACTS = "contract_id | title | renews_on | notice_by\n"


@pytest.mark.parametrize("case", rows(DUE), ids=lambda c: f"{c['renews on']} {c['notice by']}")
def test_how_soon_notice_is_due(case: dict[str, str]) -> None:
    prepared = district(
        funds="fund_id | name", money="fund_id | fiscal_year", purchases="purchase_id | title", costs="",
        contracts=f"{CONTRACTS}C | Core | {case['renews on']} | {case['notice by']}",
    )  # fmt: skip
    (found,) = renewals(prepared.portfolio)
    assert found.due == case["due"]
    assert found.words.endswith(case["words"])


def test_the_most_pressing_comes_first() -> None:
    prepared = district(
        funds="fund_id | name", money="fund_id | fiscal_year", purchases="purchase_id | title", costs="",
        contracts=f"{CONTRACTS}"
        "A | a |            |\nB | b | 2028-07-01 | 2028-01-01\nC | c | 2027-07-01 | 2027-01-15\n"
        "D | d | 2027-07-01 | 2026-12-01\nE | e | 2020-07-01 |\nF | f | 2027-01-01 | 2026-10-01\n"
        "G | g | 2028-07-01 | 2028-01-01",
    )  # fmt: skip
    assert [r.contract_id for r in renewals(prepared.portfolio)] == ["D", "C", "B", "G", "F", "E", "A"]
