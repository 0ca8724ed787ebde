"""What a person can mend is shown as a sentence and a next step; everything else crashes loudly."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.elements.lib.layout_utils import Gap

from data_models.errors import DistrictError
from ui.words import plain

TOLD = "told"


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
    st.session_state[TOLD] = (words, wrong)


@contextmanager
def part(gap: Gap = "small") -> Iterator[None]:
    """Around what is drawn by itself, a page's part or a panel: what a person can mend is shown in it, and what a
    callback told is said in the corner. Also usable as a decorator.
    """
    with st.container(gap=None):
        with shown_errors(), st.container(gap=gap):
            yield
        _say_what_was_told()


def _say_what_was_told() -> None:
    """Say it, if nobody has yet. A toast takes the place of the one before that was drawn at the same place: called
    where nothing before it comes and goes.
    """
    words, wrong = st.session_state.pop(TOLD, ("", False))
    if words:
        st.toast(
            plain(words),
            icon=":material/error:" if wrong else ":material/check:",
            duration="infinite" if wrong else "short",
        )
