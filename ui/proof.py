"""Proving a plan in the background: what was not proven in a blink goes on, and the screen hears when it is done.

One worker for the whole process, one proof a window: a newer draft of a window replaces its older one.
"""

import atexit
from collections import OrderedDict
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Protocol

from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_models.plan import Plan, PlanSettings, Proof
from data_models.portfolio import Portfolio
from ui import session
from ui.live import NEWS
from ui.remember import remembered

Maker = Callable[..., Plan]


class Prepared(Protocol):
    """What planning makes of a portfolio."""

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio it was made of."""


REST_SECONDS = 2.5
"""People move a slider in steps; only where it rests is worth proving."""

MOST_SECONDS = 10.0
MOST_KEPT = 100
WAITING, DONE = "", "done"


class Prover:
    """Works through the proofs that windows ask for."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[str, str, Callable[[], Plan]] | None] = SimpleQueue()
        self._lock = Lock()
        self._wanted: dict[str, str] = {}
        self._found: OrderedDict[str, Plan] = OrderedDict()
        self._ending = Event()
        # A daemon, so that the program may begin to end while a proof goes on; `end` sees it out.
        self._worker = Thread(target=self._work, name="proof", daemon=True)

    def found(self, name: str) -> Plan | None:
        """The plan that the proof of this name ended with, or none yet."""
        with self._lock:
            return self._found.get(name)

    def ask(self, window: str, name: str, work: Callable[[], Plan]) -> None:
        """Prove `name` for a window, unless that is done or under way; news of it goes out under its name."""
        with self._lock:
            if name in self._found or self._wanted.get(window) == name:
                return
            self._wanted[window] = name
            if not self._worker.is_alive():
                self._worker.start()
        self._jobs.put((window, name, work))

    def end(self) -> None:
        """Begin no other proof, and wait for the one under way: Python aborts where it ends under a solver's feet."""
        self._ending.set()
        self._jobs.put(None)
        if self._worker.is_alive():
            self._worker.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) and not self._ending.is_set():
            self._prove(*job)

    def _prove(self, window: str, name: str, work: Callable[[], Plan]) -> None:
        if self._stale(window, name):
            return
        if self._ending.wait(REST_SECONDS) or self._stale(window, name):
            return
        plan = work()
        with self._lock:
            self._found[name] = plan
            while len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)
            if self._wanted.get(window) == name:
                del self._wanted[window]
        NEWS.tell(name, DONE)

    def _stale(self, window: str, name: str) -> bool:
        with self._lock:
            return self._wanted.get(window) != name or name in self._found


PROVER = Prover()
"""The one of this process."""
atexit.register(PROVER.end)


def proof_topic(portfolio: Portfolio, settings: PlanSettings) -> str:
    """The name of the proof of these settings on this data, and of the news of it."""
    return f"proof {portfolio.district.district_id} {portfolio.version} {settings.model_dump_json()}"


def proven(make_plan: Maker, prepared: Prepared, settings: PlanSettings) -> Plan:
    """The plan of these settings, soon; where it is not proven, a proof of it goes on in the background.

    A proof that ends with the same purchases takes its place at once; one with others waits until it is accepted where
    the first is on the screen, so that the list does not change while people talk about it.
    """
    plan = remembered(make_plan, prepared, settings)
    if plan.proof is not Proof.WITHIN:
        return plan
    name = proof_topic(prepared.portfolio, settings)
    found = PROVER.found(name)
    if found is None:
        context = get_script_run_ctx()
        window = context.session_id if context else ""
        PROVER.ask(window, name, lambda: make_plan(prepared, settings, seconds=MOST_SECONDS, start=plan))
        return plan
    return plan if session.is_shown(plan) and found.chosen != plan.chosen and not session.accepted(name) else found


def under_way(portfolio: Portfolio, plan: Plan) -> bool:
    """Whether a proof of the plan goes on."""
    return plan.proof is Proof.WITHIN and PROVER.found(proof_topic(portfolio, plan.settings)) is None


def better(portfolio: Portfolio, plan: Plan) -> Plan | None:
    """A better plan with other purchases that was found since, or none."""
    found = PROVER.found(proof_topic(portfolio, plan.settings)) if plan.proof is Proof.WITHIN else None
    return found if found and found.chosen != plan.chosen else None
