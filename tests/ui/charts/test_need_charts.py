"""The map of open needs and the drawn evidence say what they are given, and nothing as markup."""

from data_models.coverage import Progress
from ui.charts.evidence_lines import Line, evidence_height, evidence_lines
from ui.charts.need_heat import SHADES, STEPS, Cell, heat_height, need_heat

PLACES = {"ALL": "All schools", "S1": "<b>Alder</b>", "S2": "Birch"}
CELLS = [
    Cell("ALL", "maths", 3, 1_249.6, 0),
    Cell("S1", "maths", 2, 1_249.6, 1),
    Cell("S1", "<i>art</i>", 1, 0.0, 1),
    Cell("S9", "maths", 1, 5.0, 0),
]
COLUMNS = ["maths", "<i>art</i>"]


def test_a_cell_says_its_learners_and_can_be_chosen() -> None:
    heat, points = need_heat(CELLS, PLACES, COLUMNS, set(), 1).data
    assert [list(row) for row in heat.text] == [["1.2k", ""], ["1.2k", "?"], ["", ""]]
    assert [next(iter(row)) for row in heat.z] == [4, 4, None]
    assert [tuple(cell) for cell in points.customdata] == [("ALL", "maths"), ("S1", "maths"), ("S1", "<i>art</i>")]
    assert list(zip(points.x, points.y, strict=True)) == [(0, 0), (0, 1), (1, 1)]
    assert points.hovertext[1] == (
        "<b>&lt;b&gt;Alder&lt;/b&gt;</b>, maths<br>2 open needs, 1 of them without a figure<br>1,250 learners"
    )


def test_shades_begin_where_they_say() -> None:
    learners = [0, STEPS[0], *(step for step in STEPS[1:]), STEPS[1] - 1]
    cells = [Cell("S1", str(n), 1, float(size), 0) for n, size in enumerate(learners)]
    heat = need_heat(cells, {"S1": "Alder"}, [str(n) for n in range(len(cells))], set(), 0).data[0]
    assert list(heat.z[0]) == [0, 0, 1, 2, 3, 4, 5, 0]
    assert len(SHADES) == len(STEPS)
    assert list(heat.text[0]) == ["0", "1", "50", "200", "500", "1.0k", "3.0k", "49"]


def test_the_chosen_cell_is_framed_and_a_line_parts_the_sums() -> None:
    shapes = need_heat(CELLS, PLACES, COLUMNS, {("S1", "maths"), ("S9", "maths")}, 1).layout.shapes
    assert [shape.type for shape in shapes] == ["line", "rect"]
    assert (shapes[0].y0, shapes[0].y1) == (0.5, 0.5)
    assert (shapes[1].x0, shapes[1].x1, shapes[1].y0, shapes[1].y1) == (-0.5, 0.5, 0.5, 1.5)
    assert need_heat([], PLACES, COLUMNS, set(), 0).layout.shapes == ()
    assert heat_height(3) < heat_height(26)


def line(place: str, baseline: float | None, target: float | None, latest: float | None, **more: str) -> Line:
    return Line(
        measure=more.get("measure", "Fractions"), place=place, unit=more.get("unit", "percent"),
        baseline=baseline, target=target, latest=latest, progress=Progress.CLOSER,
    )  # fmt: skip


def test_evidence_is_drawn_from_baseline_to_latest_with_its_target() -> None:
    figure = evidence_lines([line("District", 40, 60, 50), line("Alder", None, 60, 30)])
    marks = {t.marker.symbol: (t.x[0], t.y[0]) for t in figure.data if t.mode == "markers" and t.y[0] == 1}
    assert marks == {"diamond": (0.6, 1), "circle-open": (0.4, 1), "circle": (0.5, 1)}
    missing = [t.marker.symbol for t in figure.data if t.mode == "markers" and t.y[0] == 2]
    assert missing == ["diamond", "circle"], "what is not known is not drawn"
    words = [note.text for note in figure.layout.annotations]
    assert words[0] == "<b>Fractions</b>, percent"
    assert words[1] == "<b>40 → 50</b>, target 60<br>closer to the target"
    assert words[2].startswith("<b>? → 30</b>")
    assert list(figure.layout.yaxis.ticktext) == ["District", "Alder"]


def test_each_measure_has_its_own_scale_and_words_are_no_markup() -> None:
    lines = [line("<b>X</b>", 2, 8, 4, measure="<i>Books</i>", unit="books"), line("District", 0, 0, 0, unit="doors")]
    figure = evidence_lines(lines)
    latest = [t.x[0] for t in figure.data if t.mode == "markers" and t.marker.symbol == "circle"]
    assert latest == [0.5, 0]
    assert figure.layout.annotations[0].text == "<b>&lt;i&gt;Books&lt;/i&gt;</b>, books"
    assert figure.layout.yaxis.ticktext[0] == "&lt;b&gt;X&lt;/b&gt;"
    assert evidence_height(lines) > evidence_height(lines[:1])
