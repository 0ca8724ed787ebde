"""How great the need of a site is, and which sites are high-need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_models.district import District, Site
from data_models.portfolio import Portfolio
from planning.equity import counted_once, district_index, high_need_sites, need_index
from tests.spec.drawn import TODAY, records, rows

COLUMNS = "site_id | name | enrolment | low_income | english_learners | special_education\n"
CASES = """
enrolment | low_income | english_learners | special_education | index | why
100       | 50         | 0                | 0                 | 50    | one group alone is its share
100       | 0          | 0                | 0                 | 0     | nobody in need
100       | 100        | 40               | 10                | 100   | everybody in need, counted once
100       | 50         | 50               | 0                 | 75    | half of those outside one group are in the other
200       | 100        | 100              | 100               | 87.5  | an eighth is outside all three
100       | 120        | 0                | 0                 | 100   | a count above the enrolment is everybody
100       |            | 50               | 10                |       | one count is missing
          | 50         | 50               | 10                |       | the enrolment is missing
0         | 0          | 0                | 0                 |       | nobody is enrolled
"""


def _of(sites: tuple[Site, ...]) -> Portfolio:
    return Portfolio(today=TODAY, district=District(name="Drawn"), sites=sites)


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["why"])
def test_need_index(case: dict[str, str]) -> None:
    cells = " | ".join(case[c] for c in ("enrolment", "low_income", "english_learners", "special_education"))
    found = need_index(_of(records(Site, f"{COLUMNS}S1 | Alder | {cells}")))["S1"]
    assert found == (pytest.approx(float(case["index"])) if case["index"] else None)


COUNTED = """
site_id | name  | enrolment | low_income | english_learners | special_education | unduplicated
S1      | Alder | 100       | 50         | 50               | 0                 | {alder}
S2      | Birch | 200       | 100        | 100              | 100               | {birch}
S3      | Depot |           |            |                  |                   |
"""
COUNTS = """
alder | birch | indexes    | why
50    | 150   | 50.0 75.0  | counted once by the state
120   | 0     | 100.0 0.0  | a count above the enrolment is everybody
50    |       | 75.0 87.5  | Birch is not counted, so both are estimated
      |       | 75.0 87.5  | nobody is counted
"""


@pytest.mark.parametrize("case", rows(COUNTS), ids=lambda c: c["why"])
def test_the_unduplicated_count_goes_before_the_estimate_where_every_school_has_one(case: dict[str, str]) -> None:
    portfolio = _of(records(Site, COUNTED.format_map(case)))
    found = need_index(portfolio)
    assert [str(found[s]) for s in ("S1", "S2")] == case["indexes"].split()
    assert found["S3"] is None
    assert counted_once(portfolio) == (case["alder"] != "" and case["birch"] != "")


DISTRICT = """
S1 | Alder | 100 | 80 | 0 | 0
S2 | Birch | 300 | 40 | 0 | 0
S3 | Cedar | 100 | 32 | 0 | 0
S4 | Depot |     |    |   |
"""


def test_high_need_is_at_or_above_the_district() -> None:
    """80 + 40 + 32 = 152 of 500 learners: 30.4. Cedar, with 32, is above it; the depot is not known to be."""
    portfolio = _of(records(Site, COLUMNS + DISTRICT.strip()))
    assert district_index(portfolio) == pytest.approx(30.4)
    assert high_need_sites(portfolio) == {"S1", "S3"}


def test_nothing_known_is_no_high_need() -> None:
    portfolio = _of(records(Site, "site_id | name\nS1 | Alder"))
    assert district_index(portfolio) is None
    assert high_need_sites(portfolio) == frozenset()


counts = st.integers(0, 400)


@given(st.lists(st.tuples(st.integers(1, 400), counts, counts, counts), min_size=1, max_size=8))
def test_the_index_lies_between_its_bounds_and_some_site_is_high_need(drawn: list[tuple[int, int, int, int]]) -> None:
    sites = tuple(
        Site(site_id=f"S{n}", name="S", enrolment=e, low_income=a, english_learners=b, special_education=c)
        for n, (e, a, b, c) in enumerate(drawn)
    )
    portfolio = _of(sites)
    for (enrolled, *groups), found in zip(drawn, need_index(portfolio).values(), strict=True):
        shares = [100 * min(1.0, g / enrolled) for g in groups]
        assert found is not None
        assert max(shares) - 1e-6 <= found <= min(100.0, sum(shares)) + 1e-6
    assert high_need_sites(portfolio)


def test_equal_sites_are_all_high_need() -> None:
    sites = tuple(
        Site(site_id=f"S{n}", name="S", enrolment=300, low_income=100, english_learners=7, special_education=31)
        for n in range(7)
    )
    assert len(high_need_sites(_of(sites))) == 7
