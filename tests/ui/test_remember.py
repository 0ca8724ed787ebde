"""What was worked out is kept for as long as its data version is asked for, and worked out once."""

from collections.abc import Iterator
from datetime import date
from threading import Thread
from time import sleep

import pytest
import streamlit as st

from data_models.district import District
from data_models.portfolio import Portfolio
from ui.remember import VERSIONS_KEPT, remembered

DONE: list[tuple[int, int]] = []


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    st.cache_resource.clear()
    DONE.clear()
    yield
    st.cache_resource.clear()


def of(version: int) -> Portfolio:
    return Portfolio(today=date(2026, 11, 22), version=version, district=District(name="D"))


def work(portfolio: Portfolio, setting: int) -> list[int]:
    DONE.append((portfolio.version, setting))
    sleep(0.05)
    if setting < 0:
        raise ValueError(setting)
    return [portfolio.version, setting]


def test_equal_arguments_are_worked_out_once() -> None:
    assert remembered(work, of(1), 5) is remembered(work, of(1), 5)
    assert remembered(work, of(1), 6) == [1, 6]
    assert DONE == [(1, 5), (1, 6)]


def test_two_who_ask_at_once_wait_for_one_result() -> None:
    threads = [Thread(target=remembered, args=(work, of(1), 5)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DONE == [(1, 5)]


def test_what_failed_is_tried_again() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            remembered(work, of(1), -1)
    assert DONE == [(1, -1)] * 2


def test_results_of_versions_gone_by_go() -> None:
    for version in range(VERSIONS_KEPT + 1):
        remembered(work, of(version), 5)
    DONE.clear()
    remembered(work, of(VERSIONS_KEPT), 5)
    assert DONE == [], "the newest is kept"
    remembered(work, of(0), 5)
    assert DONE == [(0, 5)], "the oldest went"
