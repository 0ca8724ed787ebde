"""What a person can mend is shown as a sentence and a next step; everything else crashes loudly."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data_models.errors import DistrictError
from ui.words import in_pieces, plain

TOLD = "told"
MOST_IN_A_TOAST = 90
"""Letters of three lines, after which Streamlit cuts a toast off."""


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
    """Say something in a corner, in the run that follows this callback; what went wrong stays until closed."""
    st.session_state[TOLD] = (words, wrong)


def say_what_was_told() -> None:
    """Say what a callback told, whole: long words in several toasts, of which Streamlit puts the newest on top."""
    words, wrong = st.session_state.pop(TOLD, ("", False))
    for piece in reversed(in_pieces(words, MOST_IN_A_TOAST)):
        st.toast(
            plain(piece),
            icon=":material/error:" if wrong else ":material/check:",
            duration="infinite" if wrong else "short",
        )
