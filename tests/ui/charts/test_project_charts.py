"""The timeline and the load bars draw what they are given, tell signs apart without colour, and read no markup."""

from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from data_models.capacity import Source
from data_models.project import Health
from store.loading.parse_sql import FIRST_DAY, LAST_DAY
from ui.charts.load_bars import SOURCES, Stack, load_bars
from ui.charts.project_timeline import MARKS, MOST_LABELS, PAINTS, Mark, Span, project_timeline

TODAY = date(2026, 11, 21)


def span(key: str, start: date, finish: date, **more: Any) -> Span:
    given: dict[str, Any] = {
        "title": key, "promised": None, "health": Health.GOOD, "critical": False, "firsts": (), "marks": (), "said": "",
    }  # fmt: skip
    return Span(key=key, start=start, finish=finish, **{**given, **more})


def bars(figure: go.Figure) -> dict[str, tuple[Any, int]]:
    """By project, the start and the row of its bar."""
    return {
        data[0]: (base, row)
        for trace in figure.data
        if trace.type == "bar"
        for data, base, row in zip(trace.customdata, trace.base, trace.y, strict=True)
    }


def lines(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "scatter"]


FIRST = span("A", date(2026, 10, 1), date(2027, 1, 31), critical=True)
THEN = span("B", date(2027, 2, 1), date(2027, 3, 31), critical=True, firsts=("A", "elsewhere"))


def test_each_health_source_and_mark_has_its_own_sign() -> None:
    assert set(PAINTS) == set(Health)
    assert len({paint.hatch for paint in PAINTS.values()}) == len(PAINTS)
    assert len({symbol for symbol, _, _ in MARKS.values()}) == len(MARKS)
    assert list(SOURCES) == [str(source) for source in Source]


def test_bars_stand_in_the_order_given_and_a_click_knows_its_project() -> None:
    drawn = bars(project_timeline([THEN, FIRST], TODAY))
    assert drawn["B"][1] == 0
    assert drawn["A"][1] == 1
    assert drawn["A"][0].date() == FIRST.start


def test_a_project_that_ends_before_it_starts_says_so_on_its_bar() -> None:
    figure = project_timeline([FIRST, THEN._replace(backwards=True)], TODAY)
    (said,) = [note for note in figure.layout.annotations if "ends before it starts" in note.text]
    assert (said.y, said.x, said.xanchor) == (1, THEN.finish, "right"), "within the chart, on the bar"
    figure = project_timeline([FIRST._replace(backwards=True), THEN], TODAY)
    (said,) = [note for note in figure.layout.annotations if "ends before it starts" in note.text]
    assert (said.y, said.x, said.xanchor) == (0, FIRST.start, "left")


def test_what_waits_is_tied_by_a_line_from_finish_to_start() -> None:
    figure = project_timeline([FIRST, THEN], TODAY)
    tied = [t for t in lines(figure) if t.mode == "lines" and t.line.width == 2 and t.line.dash == "solid"]
    assert list(tied[0].x[:3]) == [FIRST.finish, FIRST.finish, THEN.start]
    assert list(tied[0].y[:3]) == [0, 1, 1]


def test_the_promise_and_the_slip_are_drawn() -> None:
    late = span("A", date(2026, 10, 1), date(2027, 1, 31), promised=date(2026, 12, 18))
    figure = project_timeline([late], TODAY)
    slips = [t for t in lines(figure) if t.mode == "lines" and t.line.dash == "dot"]
    assert list(slips[0].x[:2]) == [late.promised, late.finish]
    assert any(t.mode == "markers" and list(t.x) == [late.promised] for t in lines(figure))


def test_nothing_is_read_as_markup() -> None:
    marks = (Mark("<a href='x'>", TODAY, "overdue"),)
    drawn = project_timeline([span("A", TODAY, TODAY, title="<b>x</b>", marks=marks)], TODAY)
    assert drawn.layout.yaxis.ticktext == ("&lt;b&gt;x&lt;/b&gt;",)
    assert any("&lt;a href" in text for trace in drawn.data for text in (trace.text or ()))


@pytest.mark.parametrize(
    ("years", "step", "words"),
    [(1, "M3", "%b<br>%Y"), (5, "M6", "%b<br>%Y"), (10, "M12", "%Y"), (23, "M24", "%Y"), (60, "M60", "%Y")],
)
def test_labels_fit_any_span(years: int, step: str, words: str) -> None:
    drawn = project_timeline([span("A", date(2003, 7, 1), date(2003 + years, 6, 30))], TODAY)
    assert (drawn.layout.xaxis.dtick, drawn.layout.xaxis.tickformat) == (step, words)


def test_labels_fit_between_the_first_day_and_the_last_that_a_file_may_have() -> None:
    drawn = project_timeline([span("A", FIRST_DAY, LAST_DAY)], TODAY)
    assert int(drawn.layout.xaxis.dtick[1:]) * MOST_LABELS >= 12 * 300


@pytest.mark.parametrize(
    ("start", "finish", "held"), [(2003, 2026, "right"), (2026, 2040, "left"), (2020, 2030, "center")]
)
def test_the_word_today_ends_within_the_chart(start: int, finish: int, held: str) -> None:
    drawn = project_timeline([span("A", date(start, 11, 1), date(finish, 12, 31))], TODAY)
    (today,) = [note for note in drawn.layout.annotations if "today" in note.text]
    assert today.xanchor == held


def test_no_project_is_an_empty_timeline() -> None:
    assert bars(project_timeline([], TODAY)) == {}


def test_what_is_over_stands_above_its_bar_and_what_is_not_known_is_not_judged() -> None:
    stacks = [
        Stack("<i>engineer</i>", date(2027, 1, 1), 100.0, {"projects": 80.0, "stage approved": 36.0}),
        Stack("<i>engineer</i>", date(2027, 2, 1), 100.0, {"projects": 100.0}),
        Stack("wizard", date(2027, 1, 1), None, {"projects": 900.0}),
    ]
    figure = load_bars(stacks, "Hours")
    words = [note.text for note in figure.layout.annotations]
    assert words == ["<b>▲16</b>", "<b>&lt;i&gt;engineer&lt;/i&gt;</b>", "<b>wizard</b>"]
    has = next(trace for trace in figure.data if trace.type == "scatter")
    assert list(has.y) == [100.0, 100.0, None] * 2
    assert [sum(bar.y[0] for bar in figure.data if bar.type == "bar")] == [116.0]
    assert "contracts" not in figure.layout.title.text
