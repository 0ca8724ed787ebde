"""The chart of dollars per learner against need says what it is given, and nothing as markup."""

from typing import Any

from ui.charts.equity_scatter import Spot, equity_scatter


def spot(key: str, need: float, **more: Any) -> Spot:
    given: dict[str, Any] = {"name": key, "high_need": need >= 50, "without": 40.0, "with_plan": 100.0, **more}
    return Spot(site_id=key, need=need, **given)


def places(spots: list[Spot], chosen: str = "") -> dict[str, list[tuple[str, float, float]]]:
    """By site, (symbol, need, dollars) of every point drawn."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    for trace in equity_scatter(spots, 50.0, chosen).data:
        for data, x, y in zip(trace.customdata or (), trace.x, trace.y, strict=False):
            found.setdefault(data[0], []).append((trace.marker.symbol, x, y))
    return found


def test_each_school_without_and_with_the_plan_in_its_own_shape() -> None:
    assert places([spot("A", 80.0), spot("B", 20.0)]) == {
        "A": [("diamond-open", 80.0, 40.0), ("diamond", 80.0, 100.0)],
        "B": [("circle-open", 20.0, 40.0), ("circle", 20.0, 100.0)],
    }


def test_where_nothing_is_known_of_before_only_the_plan_is_drawn() -> None:
    figure = equity_scatter([spot("A", 80.0, without=None)], 50.0, "")
    assert places([spot("A", 80.0, without=None)]) == {"A": [("diamond", 80.0, 100.0)]}
    assert "no plan" not in figure.layout.title.text


def test_the_chosen_school_is_named_and_the_district_is_marked() -> None:
    figure = equity_scatter([spot("A", 80.0, name="<b>Alder</b>")], 50.0, "A")
    assert [note.text for note in figure.layout.annotations] == ["district 50%", "<b>&lt;b&gt;Alder&lt;/b&gt;</b>"]
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (50.0, 50.0)
    assert all("<b>Alder" not in words for trace in figure.data for words in trace.text or ())
