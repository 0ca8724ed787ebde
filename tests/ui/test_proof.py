"""Proofs in the background: one a window, the newest wins, and the screen hears when it is done."""

import threading
import time

import pytest

from data_models.plan import Plan, PlanSettings, Proof
from ui import proof
from ui.live import NEWS
from ui.proof import DONE, Prover

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
