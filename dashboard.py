"""The frame: the menu, the district and its lens, who is here, and then the page."""

from pathlib import Path

import streamlit as st

from planning.barred_orders import judge_orders
from ui import data, session
from ui.frame import frame, page_part, start_page
from ui.orders import judged_by
from ui.records.panel import open_elsewhere

# One line while the pages are few; sections, as the folders have them, once they no longer fit beside each other.
MENU = [
    st.Page("pages/decide/prioritise.py", title="Prioritise", icon=":material/format_list_numbered:"),
    st.Page("pages/track/needs.py", title="Needs", icon=":material/flag:"),
    st.Page("pages/track/projects.py", title="Projects", icon=":material/engineering:"),
    st.Page("pages/track/budget.py", title="Budget", icon=":material/account_balance:"),
    st.Page("pages/track/contracts.py", title="Contracts", icon=":material/contract:"),
    st.Page("pages/track/schools.py", title="Schools", icon=":material/school:"),
    st.Page("pages/keep/data.py", title="Data", icon=":material/upload_file:"),
]

st.set_page_config(page_title="Cabinetmaker", page_icon=str(Path(__file__).with_name("ui") / "icon.svg"), layout="wide")
session.put_back_in_link()
page = st.navigation(MENU, position="top")
session.show_page(page.url_path)
with page_part("frame"):
    if data.on_screen():
        judged_by(judge_orders)
        frame(data.district())
        page.run()
        open_elsewhere()
    else:
        start_page()
