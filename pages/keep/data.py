"""Where do these figures come from, and how do we bring in our own?"""

import streamlit as st

from ui.data import district
from ui.data_format import data_format, templates
from ui.district import title_with_district
from ui.follow import follow_district
from ui.loading import choose_files, what_would_change
from ui.upkeep import care, held_now, loads_so_far

portfolio = district()
title_with_district(portfolio)
load, held, loads, described = st.tabs(["Load files", "What is held", "Loads so far", "Data format"])
with load:
    files, outcome = st.columns([2, 3], gap="large")
    with files:
        choose_files()
    with outcome:
        what_would_change(portfolio)
with held:
    tables, upkeep = st.columns([3, 2], gap="large")
    with tables:
        held_now(portfolio)
    with upkeep:
        care(portfolio)
with loads:
    loads_so_far(portfolio)
with described:
    templates("format")
    data_format()
follow_district(portfolio)
