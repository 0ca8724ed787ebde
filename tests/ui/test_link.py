"""A draft plan as a link and back, whatever the link says."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from data_models.contract import Contract
from data_models.district import District
from data_models.fund import Fund, FundYear
from data_models.plan import Count, PlanSettings
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui.link import NAMES, from_link, to_link

PORTFOLIO = Portfolio(
    today=date(2026, 11, 21),
    district=District(name="Test"),
    purchases=tuple(Purchase(purchase_id=key, title=key) for key in ("P-1", "P:2", "P 3")),
    funds=(Fund(fund_id="01:3010", name="Title I-A"), Fund(fund_id="0000", name="General")),
    contracts=tuple(Contract(contract_id=key, title=key, yearly_cost=Decimal(1)) for key in ("C 1", "C:2")),
    fund_years=tuple(FundYear(fund_id="0000", fiscal_year=year, budgeted=Decimal(1)) for year in (2027, 2028)),
)
percents = st.integers(0, 100)
dollars = st.decimals(0, 10**9, places=2)


@given(
    st.builds(
        PlanSettings,
        academic_share=percents,
        academic_floor=percents,
        high_need_floor=percents,
        technical_floor=percents,
        count=st.sampled_from(Count),
        fiscal_years=st.sampled_from([(), (2027,), (2028,), (2027, 2028)]),
        money_in_play=st.dictionaries(st.sampled_from(["01:3010", "0000"]), dollars).map(
            lambda limits: tuple(sorted(limits.items()))
        ),
        pinned=st.sampled_from([(), ("P 3",), ("P-1", "P:2")]),
        ended=st.sampled_from([(), ("C 1",), ("C 1", "C:2")]),
    )
)
def test_a_link_opens_the_plan_it_was_made_of(settings: PlanSettings) -> None:
    assert from_link(to_link(settings), PORTFOLIO) == settings


def test_usual_settings_make_an_empty_link() -> None:
    assert to_link(PlanSettings()) == {name: [] for name in NAMES}


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text())))
def test_nonsense_in_a_link_is_left_as_usual(link: dict[str, list[str]]) -> None:
    settings = from_link(link, PORTFOLIO)
    assert set(settings.pinned) <= {"P-1", "P:2", "P 3"}
    assert set(dict(settings.money_in_play)) <= {"01:3010", "0000"}
    assert set(settings.ended) <= {"C 1", "C:2"}


def test_what_the_district_does_not_have_is_left_out() -> None:
    link = {"pin": ["P-1", "P-99"], "out": ["P-1", "P:2"], "year": ["2027", "1999"], "share": ["101"]}
    money = {"money": ["0000:NaN", "01:3010:50000", "4127:1"]}
    settings = from_link({**link, **money}, PORTFOLIO)
    assert settings.pinned == ("P-1",)
    assert settings.ruled_out == ("P:2",), "a purchase cannot be pinned in and ruled out"
    assert settings.fiscal_years == (2027,)
    assert settings.money_in_play == (("01:3010", Decimal("50000.00")),)
    assert settings.academic_share == PlanSettings().academic_share
