"""What a person can mend is shown as a sentence and a next step; everything else crashes loudly."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from data_models.errors import DistrictError
from ui.words import plain

TOLD = "told"
LOST_SECONDS = 1.5
"""What others write runs a page anew, and a run that it ends takes what it said along: so long it is said again, which
is less than it takes to read and close it."""
STANDS_SECONDS = 30.0
"""For so long nothing that others do is said over what was refused."""


@dataclass
class Told:
    """What a callback told, where it was said first and when, on the clock that never goes back; nowhere yet."""

    words: str
    wrong: bool
    by: str = ""
    at: float = 0.0


@contextmanager
def shown_errors() -> Iterator[None]:
    """Show a DistrictError raised inside where it happens, without a traceback. Also usable as a decorator."""
    try:
        yield
    except DistrictError as error:
        body = " ".join(plain(part) for part in (error.where, error.next_step) if part)
        st.error(body or "Nothing was changed.", title=plain(error.what), icon=":material/error:")


@contextmanager
def told_errors() -> Iterator[None]:
    """The same inside a callback, which has no place on the page: it is told by the run that follows."""
    try:
        yield
    except DistrictError as error:
        tell(" ".join(part for part in (error.what, error.where, error.next_step) if part), wrong=True)


def tell(words: str, *, wrong: bool = False) -> None:
    """Say something in a corner, in the run that follows this callback.

    What went wrong stays until it is closed, or until something else is told, which takes its place.
    """
    st.session_state[TOLD] = Told(words, wrong)


def refusal_stands() -> bool:
    """Whether something was refused a moment ago, which what others do must not cover."""
    told: Told | None = st.session_state.get(TOLD)
    return told is not None and told.wrong and not (told.at and time.monotonic() - told.at > STANDS_SECONDS)


@contextmanager
def part(name: str, gap: Literal["xsmall", "small"] = "small") -> Iterator[None]:
    """Around what is drawn by itself, a page's part or a panel: what a person can mend is shown in it, and what a
    callback told is said in the corner. Also usable as a decorator. name: what tells it from the page's other parts.
    """
    with st.container(gap=None):
        with shown_errors(), st.container(gap=gap):
            yield
        _say_what_was_told(name)


def _say_what_was_told(name: str) -> None:
    """Say it, if no other part has. A toast takes the place of the one before that was drawn at the same place: called
    where nothing before it comes and goes. Said again there, it is the same one.
    """
    told: Told | None = st.session_state.get(TOLD)
    if told is None or told.by not in ("", name) or (told.at and time.monotonic() - told.at > LOST_SECONDS):
        return
    told.by, told.at = name, told.at or time.monotonic()
    st.toast(
        plain(told.words),
        icon=":material/error:" if told.wrong else ":material/check:",
        duration="infinite" if told.wrong else "short",
    )
