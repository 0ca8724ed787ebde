"""Mappings: the ones that come with the program, one's own, and saving one."""

from functools import cache
from pathlib import Path

import streamlit as st

from store.loading import Mapping, load_mapping, mapping_text, parse_mapping
from store.location import MAPPINGS
from ui.words import one_line, plain

NONE, OWN = "none", "own"


def choose_mapping() -> Mapping | None:
    """The mapping that the files are read by; none where they use our headings. Raises DistrictError for a bad file."""
    shipped = {path.name: path for path in sorted(MAPPINGS.glob("*.yaml"))}
    titles = {
        NONE: "None: the headings say enough",
        **{name: one_line(_shipped(path).title, 80) for name, path in shipped.items()},
        OWN: "One of your own (YAML file)",
    }
    chosen = st.selectbox(
        "Mapping",
        list(titles),
        format_func=titles.__getitem__,
        key="mapping",
        help="Says which column of a foreign file is which of ours. It can also be made here: read the file first.",
    )
    if chosen in shipped:
        about = _shipped(shipped[chosen]).about
        if about:
            st.caption(plain(about, 400))
        return _shipped(shipped[chosen])
    if chosen == OWN:
        upload = st.file_uploader("Your mapping", type=["yaml", "yml"], key="mapping_file")
        return parse_mapping(upload.getvalue(), upload.name) if upload else None
    return None


def save_button(mapping: Mapping) -> None:
    """The mapping as a YAML file, to be used again next time."""
    st.download_button(
        "Save this mapping",
        lambda: mapping_text(mapping),
        "mapping.yaml",
        "application/yaml",
        icon=":material/save:",
        on_click="ignore",
        help="Choose the file under 'Mapping' next time, or give it to: manage.py load --mapping",
    )


@cache
def _shipped(path: Path) -> Mapping:
    return load_mapping(path)
