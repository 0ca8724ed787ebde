"""The floor: the least Streamlit page with a slider, a 300-point chart and a 300-row table that follow it."""

import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
share = st.slider("share", 0, 100, 60)
left, right = st.columns(2)
rows = [{"rank": n, "title": f"row {n}", "score": (n * 37 + share) % 100} for n in range(300)]
left.dataframe(rows, height=600)
figure = go.Figure(go.Scatter(x=[r["score"] for r in rows], y=[r["rank"] for r in rows], mode="markers"))
right.plotly_chart(figure)
