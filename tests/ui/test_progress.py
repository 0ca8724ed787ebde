"""Work with a bar: its result, its error, and that a click elsewhere does not end it."""

import pytest
from streamlit.testing.v1 import AppTest

from data_models.errors import DistrictError
from ui.progress import with_progress


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.progress.SECONDS_BETWEEN_LOOKS", 0.001)


def test_the_result_comes_back() -> None:
    def work(progress: object) -> int:
        assert callable(progress)
        progress(2.0, "more than all is shown as all")
        return 7

    assert with_progress(work) == 7


def test_what_it_raises_is_raised() -> None:
    def work(progress: object) -> None:
        raise DistrictError("The disk is full.")

    with pytest.raises(DistrictError, match="disk is full"):
        with_progress(work)


def test_a_click_elsewhere_waits_for_the_work() -> None:
    def app() -> None:
        import time

        import streamlit as st
        from streamlit.runtime.scriptrunner import RerunData, RerunException

        from ui import progress

        done = st.session_state.setdefault("done", [])

        def work(tell: object) -> None:
            time.sleep(0.2)
            done.append("all of it")

        def interrupted(*_: object) -> None:
            raise RerunException(RerunData())

        if not done:
            bar = st.progress
            st.progress = lambda *_: type("Bar", (), {"progress": interrupted, "empty": interrupted})()
            try:
                progress.with_progress(work)
            finally:
                st.progress = bar
        st.write(f"done: {done}")

    test = AppTest.from_function(app, default_timeout=10).run()
    assert not test.exception
    assert test.markdown[0].value == "done: ['all of it']"
