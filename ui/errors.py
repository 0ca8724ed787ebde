"""What a person can mend is shown as a sentence and a next step; everything else crashes loudly."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data_models.errors import DistrictError
from ui.words import plain


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
    """The same inside a callback, which has no place on the page: it is told in a corner and stays until closed."""
    try:
        yield
    except DistrictError as error:
        body = " ".join(plain(part) for part in (error.what, error.where, error.next_step) if part)
        st.toast(body, icon=":material/error:", duration="infinite")
