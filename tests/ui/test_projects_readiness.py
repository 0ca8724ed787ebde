"""What the panel says of a purchase's checks."""

from streamlit.testing.v1 import AppTest


def ordered_in_this_panel() -> None:
    """The panel is drawn once more by itself, with what its page found before the purchase was ordered."""
    from datetime import date

    from data_models.district import District
    from data_models.portfolio import Portfolio
    from data_models.purchase import Purchase
    from data_models.readiness import Check, CheckState, ReadinessCheck
    from planning.readiness import readiness
    from ui.projects_readiness import about_purchase

    before = Purchase(purchase_id="P-1", title="Tablets", stage="approved", need_ids=("N-1",))
    portfolio = Portfolio(
        district=District(district_id="own", name="Own"), today=date(2026, 11, 22), version=1, purchases=(before,),
        readiness_checks=tuple(ReadinessCheck(purchase_id="P-1", check=c, state=CheckState.DONE) for c in Check),
    )  # fmt: skip
    about_purchase(before.model_copy(update={"stage": "ordered"}), portfolio, readiness(portfolio), {})


def test_a_purchase_just_ordered_with_nothing_open_has_its_checks_behind_it() -> None:
    app = AppTest.from_function(ordered_in_this_panel).run()
    assert not app.exception, app.exception
    (info,) = app.info
    assert info.value.replace("\\", "").startswith("It is ordered; its checks are behind it.")
    assert not app.success
