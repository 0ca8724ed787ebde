"""The map and the money bars say what they are given, and nothing as markup."""

from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from data_models.plan import PlanSettings, State
from ui.charts.burn_down import Left, burn_down
from ui.charts.look import SIGNS
from ui.charts.merit_map import Spot, merit_map
from ui.charts.money_bars import Bar, money_bars


def spot(key: str, academic: float | None, state: State = State.FUNDED, **more: Any) -> Spot:
    given: dict[str, Any] = {"title": key, "technical": 70.0, "cost": 100.0, "decision": "in", **more}
    return Spot(purchase_id=key, academic=academic, state=state, **given)


def points(figure: go.Figure) -> dict[str, tuple[float, float]]:
    return {
        data[0]: (x, y)
        for trace in figure.data
        if trace.customdata is not None
        for data, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }


def test_each_state_has_its_own_shape_and_word() -> None:
    assert len({sign.symbol for sign in SIGNS.values()}) == len(SIGNS) == len(State)
    assert len({sign.glyph for sign in SIGNS.values()}) == len(SIGNS)


def test_a_missing_score_is_drawn_beside_the_scale_not_at_zero() -> None:
    drawn = points(merit_map([spot("A", 80.0), spot("B", None), spot("C", 0.0, State.NOT_READY)], PlanSettings(), None))
    assert drawn["C"] == (0.0, 70.0)
    assert drawn["B"][0] < 0


def test_more_states_than_a_line_has_room_for_stand_on_a_line_of_their_own() -> None:
    four, five = (
        merit_map([spot(state, 80.0, state) for state in list(State)[:states]], PlanSettings(), None).layout
        for states in (4, 5)
    )
    assert "<br>" not in four.title.text
    assert five.title.text.startswith("Merit, area = cost:<br>")
    assert five.margin.t > four.margin.t


def test_area_follows_cost() -> None:
    figure = merit_map([spot("A", 80.0, cost=400.0), spot("B", 60.0, cost=100.0)], PlanSettings(), None)
    large, small = figure.data[0].marker.size
    assert large == 2 * small


def test_floors_are_drawn_and_the_chosen_purchase_is_named() -> None:
    settings = PlanSettings(academic_floor=55, technical_floor=35)
    figure = merit_map([spot("A", 80.0, title="<b>Wi-Fi</b>")], settings, "A")
    lines = [shape for shape in figure.layout.shapes if shape.type == "line"]
    assert (lines[0].x0, lines[0].x1) == (55, 55)
    assert (lines[1].y0, lines[1].y1) == (35, 35)
    assert figure.layout.annotations[0].text == "<b>&lt;b&gt;Wi-Fi&lt;/b&gt;</b>"
    assert "<b>Wi-Fi</b>" not in figure.data[0].text[0]


def test_nothing_to_draw_is_drawn() -> None:
    assert merit_map([], PlanSettings(), None).data == ()
    assert money_bars([], "all years").layout.annotations == ()


@pytest.mark.parametrize("lowest", [3.0, 31.0, 52.0, 71.0, 88.0])
def test_none_stands_apart_from_the_lowest_score_however_little_of_the_scale_is_drawn(lowest: float) -> None:
    settings = PlanSettings(academic_floor=int(lowest), technical_floor=int(lowest))
    spots = [spot("A", lowest, technical=lowest), spot("B", None, technical=None)]
    layout = merit_map(spots, settings, None).layout
    for axis, long, words in ((layout.xaxis, 400, 34), (layout.yaxis, 234, 20)):
        none, first = axis.tickvals[:2]
        assert axis.ticktext[0] == "none"
        assert long * (first - none) / (axis.range[1] - axis.range[0]) > words, "pixels"


def test_every_bar_is_whole_and_names_its_money() -> None:
    bars = [
        Bar("General <i>fund</i>", "Whole", 100.0, 50.0, 0.0, 30.0, 20.0, "$20 lapses 30 Sep 2027"),
        Bar("Empty", "Empty", 0.0, 0.0, 0.0, 0.0, 0.0, ""),
    ]
    figure = money_bars(bars, "all years")
    assert "pre-encumbered" not in figure.layout.title.text, "named only where there is any"
    assert "left after the draft plan: %{customdata[0]}" in figure.data[-1].hovertemplate
    with_order = money_bars([bars[0]._replace(pre_encumbered=10.0, left=10.0)], "FY 2027")
    assert "pre-encumbered" in with_order.layout.title.text
    assert [trace.x[0] for trace in with_order.data] == [50, 25, 5, 15, 5]
    lengths = [[trace.x[n] for trace in figure.data] for n in range(2)]
    assert [round(sum(parts), 6) for parts in lengths] == [100, 0]
    assert lengths[0] == [50, 25, 15, 10]
    assert figure.data[0].y[0] == "General &lt;i&gt;fund&lt;/i&gt;  <b>$200</b>"
    assert [note.text for note in figure.layout.annotations] == ["$20 lapses 30 Sep 2027"]


def test_what_is_left_is_told_apart_in_words() -> None:
    drawn = burn_down("Title I-A", 9.0, date(2026, 7, 1), date(2027, 1, 1), [Left(date(2027, 1, 1), 5.0)], [])
    bars = money_bars([Bar("Fund", "Fund", 1.0, 0.0, 0.0, 3.0, 5.0, "")], "FY 2027")
    assert "left in the ledger" in drawn.layout.title.text
    assert "left in the ledger" in drawn.data[0].hovertemplate
    assert bars.layout.title.text.startswith("Money by fund, FY 2027: ")
    assert bars.layout.title.text.endswith("left after the draft plan")
