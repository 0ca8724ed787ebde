"""Proving a plan in the background: what was not proven in a blink goes on, and the screen hears when it is done.

One worker for the whole process, one proof a window: a newer draft of a window replaces its older one.
"""

import atexit
from collections import OrderedDict
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Protocol

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_models.plan import Plan, PlanSettings, Proof
from data_models.portfolio import Portfolio
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
WAITING, DONE, TAKEN = "", "done", "taken"


class Prover:
    """Works through the proofs that windows ask for."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[str, str, Callable[[], Plan]] | None] = SimpleQueue()
        self._lock = Lock()
        self._wanted: dict[str, str] = {}
        self._found: OrderedDict[str, Plan] = OrderedDict()
        self._taken: set[str] = set()
        self._shown: OrderedDict[str, tuple[str, tuple[str, ...]]] = OrderedDict()
        self._ending = Event()
        self._worker: Thread | None = None

    def found(self, name: str) -> Plan | None:
        """The plan that the proof of this name ended with, or none yet."""
        with self._lock:
            return self._found.get(name)

    def take(self, name: str) -> None:
        """Have every window show what the proof of this name found; news of it goes out."""
        with self._lock:
            self._taken.add(name)
        NEWS.tell(name, TAKEN)

    def is_taken(self, name: str) -> bool:
        """Whether what the proof of this name found is to be shown, whatever purchases it has."""
        with self._lock:
            return name in self._taken

    def show(self, window: str, name: str, plan: Plan) -> None:
        """Note that a window shows this plan under this name; one a window, the newest windows."""
        with self._lock:
            self._shown[window] = name, plan.chosen
            self._shown.move_to_end(window)
            while len(self._shown) > MOST_KEPT:
                self._shown.popitem(last=False)

    def is_shown(self, name: str, plan: Plan) -> bool:
        """Whether a window that is still open shows these purchases under this name."""
        with self._lock:
            windows = [window for window, shown in self._shown.items() if shown == (name, plan.chosen)]
        return any(map(is_open, windows))

    def ask(self, window: str, name: str, work: Callable[[], Plan]) -> None:
        """Prove `name` for a window, unless that is done or under way; news of it goes out under its name."""
        with self._lock:
            if name in self._found or self._wanted.get(window) == name:
                return
            self._wanted[window] = name
            if self._worker is None or not self._worker.is_alive():  # one that failed is reported, and ends no others
                # A daemon, so that the program may begin to end while a proof goes on; `end` sees it out.
                self._worker = Thread(target=self._work, name="proof", daemon=True)
                self._worker.start()
        self._jobs.put((window, name, work))

    def end(self) -> None:
        """Begin no other proof, and wait for the one under way: Python aborts where it ends under a solver's feet."""
        self._ending.set()
        self._jobs.put(None)
        if self._worker:
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
                self._taken.discard(self._found.popitem(last=False)[0])
            if self._wanted.get(window) == name:
                del self._wanted[window]
        NEWS.tell(name, DONE)

    def _stale(self, window: str, name: str) -> bool:
        with self._lock:
            return self._wanted.get(window) != name or name in self._found


def is_open(window: str) -> bool:
    """Whether a browser is connected to this window; a test's always is."""
    return not runtime.exists() or runtime.get_instance().is_active_session(window)


PROVER = Prover()
"""The one of this process."""
atexit.register(PROVER.end)


def proof_topic(portfolio: Portfolio, settings: PlanSettings) -> str:
    """The name of the proof of these settings on this data, and of the news of it."""
    return f"proof {portfolio.district.district_id} {portfolio.version} {settings.model_dump_json()}"


def proven(make_plan: Maker, prepared: Prepared, settings: PlanSettings) -> Plan:
    """The plan of these settings, soon; where it is not proven, a proof of it goes on in the background.

    A proof that ends with the same purchases takes its place at once. One with others waits while any window shows the
    first, so that the list does not change while people talk about it, and all windows show the same; once somebody
    takes it, in any window, all do.
    """
    plan = remembered(make_plan, prepared, settings)
    if plan.proof is not Proof.WITHIN:
        return plan
    name = proof_topic(prepared.portfolio, settings)
    context = get_script_run_ctx()
    window = context.session_id if context else ""
    found = PROVER.found(name)
    if found is None:
        PROVER.ask(window, name, lambda: make_plan(prepared, settings, seconds=MOST_SECONDS, start=plan))
    elif found.chosen == plan.chosen or PROVER.is_taken(name) or not PROVER.is_shown(name, plan):
        plan = found
    PROVER.show(window, name, plan)
    return plan


def state_of_proof(portfolio: Portfolio, plan: Plan) -> str:
    """How far the proof of the plan is, as news of it says: a window that shows another state has fallen behind."""
    if under_way(portfolio, plan):
        return WAITING
    return TAKEN if PROVER.is_taken(proof_topic(portfolio, plan.settings)) else DONE


def under_way(portfolio: Portfolio, plan: Plan) -> bool:
    """Whether a proof of the plan goes on."""
    return plan.proof is Proof.WITHIN and PROVER.found(proof_topic(portfolio, plan.settings)) is None


def better(portfolio: Portfolio, plan: Plan) -> Plan | None:
    """A better plan with other purchases that was found since, or none."""
    found = PROVER.found(proof_topic(portfolio, plan.settings)) if plan.proof is Proof.WITHIN else None
    return found if found and found.chosen != plan.chosen else None


def take(name: str) -> None:
    """Show the better plan that was found of this name, in every window."""
    PROVER.take(name)
