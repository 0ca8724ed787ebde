"""The frame: the menu, the district and its lens, who is here, and then the page."""

import streamlit as st

from ui import data
from ui.errors import shown_errors
from ui.frame import frame, start_page

MENU = {
    "Decide": [st.Page("pages/decide/prioritise.py", title="Prioritise", icon=":material/format_list_numbered:")],
}

st.set_page_config(page_title="Cabinetmaker", page_icon=":material/carpenter:", layout="wide")
page = st.navigation(MENU, position="top")
with shown_errors():
    if data.on_screen():
        frame(data.district())
        page.run()
    else:
        start_page()
