"""Work that takes a while, with a bar that says how far it is."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import streamlit as st

T = TypeVar("T")

SECONDS_BETWEEN_LOOKS = 0.2


def with_progress(work: Callable[[Callable[[float, str], None]], T]) -> T:
    """The result of `work(progress)`, where `progress(share done 0 to 1, words)` moves a bar on the page.

    A click elsewhere ends the run of a page, but never this work: it is a thread of its own, and is waited for. So
    what must not be lost is kept by `work` itself. What it raises is raised here.
    """
    said: list[tuple[float, str]] = [(0.0, "Beginning")]
    began = time.monotonic()
    bar = st.progress(*said[0])
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="progress") as pool:
        future = pool.submit(work, lambda share, words: said.append((share, words)))
        while wait([future], timeout=SECONDS_BETWEEN_LOOKS).not_done:
            share, words = said[-1]
            bar.progress(min(max(share, 0.0), 1.0), f"{words}, {time.monotonic() - began:.0f} s")
    bar.empty()
    return future.result()
