"""The year ahead of contracts, month by month: dollars, counts, names over a bar, and nothing as markup."""

from datetime import date

from ui.charts.renewals import NAMED, Month, renewals

MONTHS = [
    Month(date(2026, 11, 1), (), ()),
    Month(date(2026, 12, 1), (("<b>Bold</b>", 4800.0), ("Dear", 22400.5)), ()),
    Month(date(2027, 1, 1), (), tuple((f"Tool {n}", float(n)) for n in range(NAMED + 3))),
]


def test_each_month_has_two_bars_with_their_dollars_and_how_many() -> None:
    notice, renews = renewals(MONTHS).data
    assert (notice.name, renews.name) == ("notice due", "renews")
    assert list(notice.x) == list(renews.x) == ["2026-11", "2026-12", "2027-01"]
    assert list(notice.y) == [0, 27200.5, 0]
    assert list(renews.y) == [0, 0, 36]
    assert list(notice.text) == ["", "2", ""]
    assert list(renews.text) == ["", "", "9"]
    assert (notice.marker.pattern.shape, renews.marker.pattern.shape) == ("/", ""), "told apart without colour"


def test_a_click_knows_its_filter_and_month() -> None:
    notice, renews = renewals(MONTHS).data
    assert [row[:2] for row in notice.customdata][1] == ["notice", "2026-12"]
    assert [row[:2] for row in renews.customdata][2] == ["renews", "2027-01"]


def test_the_dearest_are_named_over_a_bar_and_nothing_is_markup() -> None:
    notice, renews = renewals(MONTHS).data
    assert notice.customdata[1][2] == (
        "<b>Dec 2026, notice due</b><br>Dear $22,400.50<br>&lt;b&gt;Bold&lt;/b&gt; $4,800"
    )
    assert renews.customdata[2][2].startswith("<b>Jan 2027, renews</b><br>Tool 8 $8<br>Tool 7 $7<br>")
    assert renews.customdata[2][2].endswith("<br>and 3 more")


def test_the_year_stands_under_the_first_month_and_each_january() -> None:
    assert list(renewals(MONTHS).layout.xaxis.ticktext) == ["Nov<br><b>2026</b>", "Dec", "Jan<br><b>2027</b>"]
