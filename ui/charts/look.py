"""What all charts share: the fonts, the grid, the colours and shapes of the states."""

from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_models.plan import State

TEXT, QUIET, GRID, ACCENT, PAPER = "#1B2430", "#4A5664", "#DDE3EA", "#0B5CAD", "#FFFFFF"
FONT_SIZE = 16
FONT = '"Source Sans", "Source Sans Pro", sans-serif'


class Sign(NamedTuple):
    """How a state is drawn: never by colour alone."""

    word: str
    glyph: str
    symbol: str
    colour: str


SIGNS: dict[State, Sign] = {
    State.FUNDED: Sign("in", "●", "circle", "#0072B2"),
    State.OUT: Sign("out", "◇", "diamond-open", "#B34700"),
    State.NOT_READY: Sign("not ready", "▲", "triangle-up", "#E69F00"),
    State.RULED_OUT: Sign("ruled out", "✕", "x-thin-open", "#4A5664"),
    State.IMPOSSIBLE: Sign("no fund", "□", "square-open", "#8C3B7A"),
    State.INCOMPLETE: Sign("incomplete", "☆", "star-open", "#4A5664"),
}
"""Okabe and Ito's colours, darkened where they are drawn as lines on white."""


def figure(traces: list[Any], title: str, **layout: Any) -> go.Figure:
    """A figure in the house's look, with a title that says what it shows."""
    return go.Figure(
        traces,
        {
            "title": {
                "text": title,
                "x": 0,
                "xref": "container",
                "pad": {"l": 8},
                "font": {"size": FONT_SIZE + 1, "color": TEXT, "weight": 700},
            },
            # The look is written out here; a template on top would only be one more thing to send and apply.
            "template": "none",
            "font": {"size": FONT_SIZE, "color": TEXT, "family": FONT},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "hoverlabel": {"align": "left", "font": {"size": FONT_SIZE}},
            "margin": {"l": 8, "r": 8, "t": 40, "b": 4},
            **layout,
        },
    )


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis with a quiet grid."""
    return {
        "title": {"text": title, "font": {"size": FONT_SIZE, "color": TEXT}, "standoff": 6},
        "tickfont": {"size": FONT_SIZE - 1, "color": QUIET},
        "gridcolor": GRID,
        "zeroline": False,
        **more,
    }
