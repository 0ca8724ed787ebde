"""Proofs in the background: one a window, the newest wins, and the screen hears when it is done."""

import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from data_models.plan import Plan, PlanSettings, Proof
from ui import proof, session
from ui.live import NEWS
from ui.proof import DONE, TAKEN, WAITING, Prover, better, proven, state_of_proof, take

PLAN = Plan(settings=PlanSettings(), chosen=(), payments=(), value=1, bound=1, proof=Proof.OPTIMAL)


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "REST_SECONDS", 0.0)


def test_a_proof_is_kept_and_told_under_its_name() -> None:
    prover, told = Prover(), threading.Event()
    stop = NEWS.listen(lambda topic, state: told.set() if (topic, state) == ("a", DONE) else None)
    assert prover.found("a") is None
    prover.ask("window", "a", lambda: PLAN)
    assert told.wait(5)
    stop()
    assert prover.found("a") == PLAN


def work(done: threading.Event) -> Plan:
    done.set()
    return PLAN


def test_a_newer_draft_of_a_window_replaces_its_older_one() -> None:
    prover, begun, go_on = Prover(), threading.Event(), threading.Event()
    older, newer, last = threading.Event(), threading.Event(), threading.Event()

    def slow() -> Plan:
        begun.set()
        go_on.wait(5)
        return PLAN

    prover.ask("other", "slow", slow)
    assert begun.wait(5)
    prover.ask("window", "older", lambda: work(older))
    prover.ask("window", "newer", lambda: work(newer))
    prover.ask("third", "last", lambda: work(last))
    go_on.set()
    assert last.wait(5)
    assert newer.is_set()
    assert not older.is_set()


def test_what_is_proven_is_not_proven_again() -> None:
    prover, first, again, last = Prover(), threading.Event(), threading.Event(), threading.Event()
    prover.ask("window", "a", lambda: work(first))
    prover.ask("other", "b", lambda: work(last))
    assert last.wait(5)
    last.clear()
    prover.ask("other", "a", lambda: work(again))
    prover.ask("other", "c", lambda: work(last))
    assert last.wait(5)
    assert first.is_set()
    assert not again.is_set()


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "MOST_KEPT", 2)
    prover, last = Prover(), threading.Event()
    for name in "abc":
        prover.ask(name, name, lambda: PLAN)
    prover.ask("d", "d", lambda: work(last))
    assert last.wait(5)
    assert prover.found("a") is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_proof_that_fails_ends_no_others() -> None:
    prover, done = Prover(), threading.Event()

    def fails() -> Plan:
        raise ValueError("a fault of ours")

    prover.ask("window", "fails", fails)
    worker = prover._worker
    assert worker
    worker.join(5)
    prover.ask("window", "next", lambda: work(done))
    assert done.wait(5)
    prover.end()


def test_at_the_end_the_proof_under_way_is_seen_out_and_no_other_begun() -> None:
    prover, begun, other = Prover(), threading.Event(), threading.Event()

    def slow() -> Plan:
        begun.set()
        time.sleep(0.2)
        return PLAN

    prover.ask("window", "slow", slow)
    prover.ask("other", "other", lambda: work(other))
    assert begun.wait(5)
    prover.end()
    assert prover.found("slow") == PLAN
    assert not other.is_set()


def test_an_end_while_the_slider_rests_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "REST_SECONDS", 60.0)
    prover, done = Prover(), threading.Event()
    prover.ask("window", "a", lambda: work(done))
    prover.end()
    assert not done.is_set()


SETTINGS = PlanSettings()
FIRST = Plan(settings=SETTINGS, chosen=("A",), payments=(), value=1, bound=3, proof=Proof.WITHIN)
BETTER = Plan(settings=SETTINGS, chosen=("B",), payments=(), value=2, bound=2, proof=Proof.OPTIMAL)
PREPARED: Any = SimpleNamespace(portfolio=SimpleNamespace(district=SimpleNamespace(district_id="d"), version=1))
Window = Callable[[str], Plan]


def planned(_prepared: object, _settings: PlanSettings, seconds: float = 0.0, start: Plan | None = None) -> Plan:
    return BETTER if seconds and start else FIRST


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    """What a window of this name shows when it is drawn."""
    monkeypatch.setattr(proof, "PROVER", Prover())
    monkeypatch.setattr(proof, "remembered", lambda work, *args: work(*args))

    def drawn(name: str) -> Plan:
        monkeypatch.setattr(proof, "get_script_run_ctx", lambda: SimpleNamespace(session_id=name))
        return proven(planned, PREPARED, SETTINGS)

    return drawn


def until_found() -> None:
    ends = time.monotonic() + 5
    while proof.PROVER.found(proof.proof_topic(PREPARED.portfolio, SETTINGS)) is None:
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_every_window_shows_the_first_plan_until_one_takes_the_better_and_then_all_do(window: Window) -> None:
    told: list[tuple[str, str]] = []
    stop = NEWS.listen(lambda topic, state: told.append((topic, state)))
    assert window("a") == FIRST
    assert state_of_proof(PREPARED.portfolio, FIRST) == WAITING
    until_found()
    assert [window(name) for name in ("a", "new", "a")] == [FIRST] * 3, "people talk about it, so it stays everywhere"
    assert better(PREPARED.portfolio, FIRST) == BETTER
    assert state_of_proof(PREPARED.portfolio, FIRST) == DONE
    name = proof.proof_topic(PREPARED.portfolio, SETTINGS)
    take(name)
    stop()
    assert told[-1] == (name, TAKEN) == (name, state_of_proof(PREPARED.portfolio, BETTER)), "so the others are redrawn"
    assert [window(one) for one in ("new", "a", "third")] == [BETTER] * 3


def test_a_better_plan_is_shown_at_once_where_no_open_window_shows_the_first(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window("closed") == FIRST
    until_found()
    monkeypatch.setattr(proof, "is_open", lambda name: name != "closed")
    assert window("new") == BETTER


def test_a_plan_with_the_same_purchases_takes_its_place_at_once(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = BETTER.model_copy(update={"chosen": FIRST.chosen})
    monkeypatch.setitem(globals(), "BETTER", same)
    assert window("a") == FIRST
    until_found()
    assert window("a") == same


def test_a_better_plan_is_not_told_as_a_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.session_state", {})
    assert session.shown_before(FIRST, 1, planned_never) is None
    assert session.shown_before(BETTER, 1, planned_never) == FIRST
    assert session.since_what() == "Since a better plan was found"
    assert session.shown_before(FIRST, 2, planned_never) == BETTER
    assert session.since_what() == "Since the data changed"


def planned_never(_: PlanSettings) -> Plan:
    raise AssertionError("nothing moved before the first plan was shown")


def test_what_a_move_did_is_told_of_the_data_as_they_are_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.session_state", {})
    other = PlanSettings(high_need_floor=70)
    moved, of_new_data = (plan.model_copy(update={"settings": other}) for plan in (BETTER, BETTER))
    again = FIRST.model_copy(update={"value": FIRST.value + 1})
    session.shown_before(FIRST, 1, planned_never)
    st.session_state[session.MOVED] = "high-need floor"
    assert session.shown_before(moved, 1, planned_never) == FIRST
    assert session.shown_before(of_new_data, 2, {FIRST.settings: again}.__getitem__) == again
    assert session.shown_before(of_new_data, 2, planned_never) == again
    assert session.since_what() == "Since your last move"
