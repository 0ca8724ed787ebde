"""Sifting rows: a box that finds as one types, and filters that say how many rows each word has."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Any, Generic, TypeVar

import streamlit as st

from ui.session import put_in_link
from ui.told import told
from ui.words import listed, one_line

Row = TypeVar("Row")
FACET_WIDTH, SEARCH_WIDTH = 200, 240
NONE = "none named"
"""The word of a row that has none."""


def in_order(word: str) -> tuple[Any, ...]:
    """Words as people order them: grade K before 1, 2 before 10; a row without any word last."""
    ahead = {"PK": -3, "TK": -2, "K": -1}
    pieces = [(ahead[word], "")] if word in ahead else [
        (int(piece), "") if piece.isdecimal() else (10**9, piece.casefold()) for piece in re.findall(r"\d+|\D+", word)
    ]  # fmt: skip
    return (word == NONE, pieces)


@dataclass(frozen=True)
class Facet(Generic[Row]):
    """One filter. words: what a row has of it, none where it has nothing. pills: one press, for few words.

    tucked: under "More filters", for those that few people use at a time.
    order: of the words; by default as people order them. begins: what a new record has that is to be among the rows of
    a word, by field.
    """

    key: str
    label: str
    words: Callable[[Row], Sequence[str]]
    pills: bool = False
    tucked: bool = False
    order: Callable[[str], Any] = in_order
    begins: Callable[[str], Mapping[str, Any]] = lambda _: {}


def sift(name: str, rows: Sequence[Row], facets: Sequence[Facet[Row]], text: Callable[[Row], str]) -> list[Row]:
    """The rows that have every word typed and, of each filter in use, one of the words chosen; in their order.

    name: of the page; the choices live in the link under it, and stay while other pages are looked at.
    text: where the words typed are looked for, without regard to case.
    """
    picked = chosen(name, facets)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        typed = _search(name)
        kept, counts = count_words(_found(name, rows, text), facets, picked)
        for facet in facets:
            if not facet.tucked:
                _filter(name, facet, counts[facet.key])
        _more(name, [facet for facet in facets if facet.tucked], counts)
        if typed or any(_chosen(name, facet.key) for facet in facets):
            st.button("Show all", icon=":material/filter_alt_off:", type="tertiary", key=f"{name} show all",
                      on_click=_clear, args=(name, [f.key for f in facets]))  # fmt: skip
    _to_link(name, facets)
    return kept


def chosen(name: str, facets: Sequence[Facet[Any]]) -> dict[str, tuple[str, ...]]:
    """What is chosen of each filter now, or by the link where the page has just been opened."""
    _from_link(name, facets)
    return {facet.key: _chosen(name, facet.key) for facet in facets}


def sifted(name: str, rows: Sequence[Row], facets: Sequence[Facet[Row]], text: Callable[[Row], str]) -> list[Row]:
    """As `sift`, of some of the page's filters and without drawing them, for a chart that sets the others."""
    in_use = [facet for facet in facets if _chosen(name, facet.key)]
    return count_words(_found(name, rows, text), in_use, {f.key: _chosen(name, f.key) for f in in_use})[0]


def count_words(
    rows: Sequence[Row], facets: Sequence[Facet[Row]], chosen: Mapping[str, Sequence[str]]
) -> tuple[list[Row], dict[str, Counter[str]]]:
    """(rows that pass every filter in use, by filter how many rows each word would leave beside the other filters)."""
    words = {facet.key: [_once(facet.words(row)) for row in rows] for facet in facets}
    wanted = {key: frozenset(chosen) for key, chosen in chosen.items() if chosen}
    fails = {key: [own.isdisjoint(row) for row in words[key]] for key, own in wanted.items()}
    failed = [sum(row) for row in zip(*fails.values(), strict=True)] if fails else [0] * len(rows)
    counts = {}
    for key, column in words.items():
        beside = [not (all_ - own) for all_, own in zip(failed, fails[key], strict=True)] if key in fails else None
        left = compress(column, beside or [not number for number in failed])
        counts[key] = Counter(chain.from_iterable(left))
    return [row for row, number in zip(rows, failed, strict=True) if not number], counts


def _once(words: Sequence[str]) -> Iterable[str]:
    """A row's words, each once; that it has none, where it has none."""
    return words if len(words) == 1 else set(words) or (NONE,)


def choose(name: str, facet: str, words: Sequence[str]) -> None:
    """Set a filter from elsewhere, as a chart does that is clicked."""
    st.session_state[_place(name, facet)] = tuple(words)


def begun(name: str, facets: Sequence[Facet[Any]]) -> dict[str, Any]:
    """What a new record begins with, by field: what the filters say that are set to one word alone."""
    picked = ((facet, _chosen(name, facet.key)) for facet in facets)
    alone = [(facet, words[0]) for facet, words in picked if len(words) == 1 and words[0] != NONE]
    return {field: value for facet, word in alone for field, value in facet.begins(word).items()}


def _found(name: str, rows: Sequence[Row], text: Callable[[Row], str]) -> list[Row]:
    typed = str(st.session_state.get(_place(name, "find"), "")).casefold().split()
    return [row for row in rows if all(word in text(row).casefold() for word in typed)] if typed else list(rows)


def _search(name: str) -> str:
    """What is typed. The box is told it as what it begins with: told outright, the answer to one letter would take back
    the next; told nothing, a browser too slow to draw it before the next run reports that it is empty.
    """
    key, typed = f"{name} search", str(st.session_state.get(_place(name, "find"), ""))
    st.text_input("Find", typed, key=key, type="search", live=True, placeholder="Find as you type", width=SEARCH_WIDTH,
                  label_visibility="collapsed", on_change=_take, args=(name, "find", key))  # fmt: skip
    return typed


def _more(name: str, facets: Sequence[Facet[Row]], counts: Mapping[str, Counter[str]]) -> None:
    """The filters that are tucked away, and which of them are in use."""
    if not facets:
        return
    used = [facet.label for facet in facets if _chosen(name, facet.key)]
    with st.popover(f"More filters: {listed(used, 3)}" if used else "More filters", icon=":material/filter_list:"):
        for facet in facets:
            _filter(name, facet, counts[facet.key])


def _filter(name: str, facet: Facet[Row], counts: Counter[str]) -> None:
    """One filter's widget, told its choice in each run: a browser knows words by their labels, which change with the
    counts, and one too slow to draw it before the next run reports that nothing is chosen.
    """
    chosen = list(_chosen(name, facet.key))
    options = sorted({*counts, *chosen}, key=lambda word: _in_place(facet, word))
    key = told(f"{name} {facet.key}", chosen)

    def label(word: str) -> str:
        return f"{one_line(word, 40)} ({counts[word]:,})"

    if facet.pills:
        st.pills(facet.label, options, selection_mode="multi", format_func=label, key=key, on_change=_take,
                 args=(name, facet.key, key))  # fmt: skip
    else:
        st.multiselect(facet.label, options, format_func=label, key=key, on_change=_take,
                       args=(name, facet.key, key), width=FACET_WIDTH,
                       # One that stands out takes no line for its label: on a small screen the table is nearer.
                       placeholder="any" if facet.tucked else facet.label,
                       label_visibility="visible" if facet.tucked else "collapsed")  # fmt: skip


def _in_place(facet: Facet[Row], word: str) -> tuple[bool, Any]:
    """Where a word stands; one that a link made up, or that is no longer used, stands last."""
    try:
        return False, facet.order(word)
    except ValueError:
        return True, word


def _place(name: str, facet: str) -> str:
    return f"{name}-{facet}"


def _chosen(name: str, facet: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(_place(name, facet), ()))


def _take(name: str, facet: str, key: str) -> None:
    value = st.session_state[key]
    st.session_state[_place(name, facet)] = value if isinstance(value, str) else tuple(value or ())


def _clear(name: str, facets: Sequence[str]) -> None:
    for facet in ("find", *facets):
        st.session_state.pop(_place(name, facet), None)
    st.session_state[f"{name} search"] = ""


def _from_link(name: str, facets: Sequence[Facet[Row]]) -> None:
    """Take up a link's choices, once a window."""
    if st.session_state.setdefault(f"{name} linked", False):
        return
    st.session_state[f"{name} linked"] = True
    if typed := st.query_params.get(_place(name, "find")):
        st.session_state[_place(name, "find")] = typed
    for facet in facets:
        if words := st.query_params.get_all(_place(name, facet.key)):
            st.session_state[_place(name, facet.key)] = tuple(words)


def _to_link(name: str, facets: Sequence[Facet[Row]]) -> None:
    places = [_place(name, facet) for facet in ("find", *(facet.key for facet in facets))]
    values = {place: st.session_state.get(place, ()) for place in places}
    put_in_link({place: [value] if value and isinstance(value, str) else value for place, value in values.items()})
