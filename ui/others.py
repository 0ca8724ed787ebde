"""Word of what others do: a sentence in the corner of every other window that shows the same district.

Kept in this process, which is the only one that writes, and for as long as it runs; history is in the district file.
"""

import time
from collections import deque
from threading import Lock
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import session
from ui.errors import refusal_stands
from ui.words import listed, plain

HEARD = "heard of others"
MOST_KEPT, MOST_SAID = 100, 3
A_MOMENT_SECONDS = 60


class Doing(NamedTuple):
    """What one window did. `words` go on from the member's name; `at` is on the clock that never goes back.

    named: keys of the members whom it calls, as a comment does.
    """

    district_id: str
    window: str
    member_id: str
    words: str
    at: float
    named: tuple[str, ...] = ()


class Doings:
    """What was done lately, in order. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: deque[Doing] = deque(maxlen=MOST_KEPT)
        self._count = 0

    def add(self, doing: Doing) -> None:
        """Keep what was done."""
        with self._lock:
            self._kept.append(doing)
            self._count += 1

    def count(self) -> int:
        """How many things were done since the program began."""
        with self._lock:
            return self._count

    def since(self, heard: int) -> tuple[Doing, ...]:
        """What was done after the first `heard` things, oldest first, as far as it is kept."""
        with self._lock:
            new = self._count - heard
            return tuple(self._kept)[-new:] if new > 0 else ()


DOINGS = Doings()
"""The one of this process: what its windows have in common."""


def this_window() -> str:
    """Key of the window that the page is drawn for; empty outside of one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def tell_others(district_id: str, member_id: str, window: str, words: str, named: tuple[str, ...] = ()) -> None:
    """Have the other windows of a district say that a member did this: "rated Wi-Fi", "loaded 2 files".

    To be called right after the write, which is what wakes the other windows.
    """
    DOINGS.add(Doing(district_id, window, member_id, words, time.monotonic(), named))


def say_what_others_did(portfolio: Portfolio) -> None:
    """Say what other windows did since this one last asked; later, where a refusal was just told."""
    if refusal_stands():
        return
    heard: int | None = st.session_state.get(HEARD)
    st.session_state[HEARD] = DOINGS.count()
    if heard is None:
        return
    me = (portfolio.district.district_id, this_window(), session.acting_as())
    said = in_words(portfolio, DOINGS.since(heard), *me, time.monotonic())
    if said:
        st.toast(plain(said), icon=":material/group:", duration="long")


def in_words(
    portfolio: Portfolio, doings: tuple[Doing, ...], district_id: str, window: str, member_id: str, now: float
) -> str:
    """Rosa Ortiz rated Wi-Fi a moment ago. Empty where others did nothing.

    Doings of `window` and of other districts are left out; the newest are said. What the same member did elsewhere is
    said too: the other window may be the screen that everybody looks at.
    """
    names = {member.member_id: member.name for member in portfolio.members}
    sentences: dict[str, None] = {}
    for doing in reversed(doings):
        if doing.district_id == district_id and doing.window != window:
            who = names.get(doing.member_id, "Somebody in another window")
            if doing.member_id == member_id and member_id in names:
                who += ", in another window,"
            named = ["you"] * (member_id in doing.named)
            named += [names.get(key, key) for key in doing.named if key != member_id]
            words = f"{doing.words} and named {listed(named)}," if named else doing.words
            sentences.setdefault(f"{who} {words} {_when(now - doing.at)}.")
    said = list(sentences)
    more = len(said) - MOST_SAID
    return " ".join([*said[:MOST_SAID], *([f"And {counted(more, 'more change')}."] if more > 0 else [])])


def _when(seconds: float) -> str:
    return "a moment ago" if seconds < A_MOMENT_SECONDS else f"{counted(int(seconds // 60), 'minute')} ago"
