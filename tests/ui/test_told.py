"""A widget whose value is kept elsewhere is made anew where it was changed elsewhere, and stays where it was not."""

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from ui.told import told

kept = st.session_state.setdefault("kept", ["a", "b"])
key = told("choice", kept)

def take():
    st.session_state["kept"] = st.session_state[key]

st.multiselect("Choice", ["a", "b", "c"], key=key, on_change=take)
st.session_state["key"] = key
"""


def test_it_stays_the_same_widget_while_a_person_chooses() -> None:
    app = AppTest.from_string(PAGE).run()
    app.multiselect[0].set_value(["c", "a"]).run()
    assert (app.session_state["kept"], app.session_state["key"]) == (["c", "a"], "choice 0")
    app.run()
    assert (app.multiselect[0].value, app.session_state["key"]) == (["c", "a"], "choice 0")


def test_what_an_old_one_reports_changes_nothing() -> None:
    app = AppTest.from_string(PAGE).run()
    app.session_state["kept"] = ["c"]
    app.run()
    assert (app.multiselect[0].value, app.session_state["key"]) == (["c"], "choice 1")
    app.run()
    assert app.session_state["kept"] == ["c"]
