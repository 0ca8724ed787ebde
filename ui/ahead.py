"""Planning ahead: while a slider rests, the plans one press of a key away are made, so that it is answered at once.

One worker for the whole process; what a window no longer asks for is left undone.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_models.plan import PlanSettings
from ui import session

SLIDERS = ("academic_share", "academic_floor", "technical_floor")
KEYS = (1, -1, 10, -10)
"""How far a press moves a slider: an arrow key, PageUp and PageDown; the likeliest first."""

REST_SECONDS = 0.6
"""The screen is drawn first."""

_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead")
_wanted: dict[str, PlanSettings] = {}


def plan_ahead(settings: PlanSettings, work: Callable[[PlanSettings], object]) -> None:
    """Have `work` done, later, for the settings one press of each of KEYS away on the slider moved last; at first the
    share.

    `work` keeps what it makes, under the settings it was made for.
    """
    context = get_script_run_ctx()
    window = context.session_id if context else ""
    if _wanted.get(window) != settings:
        _wanted[window] = settings
        _pool.submit(_work, window, settings, session.moved_last(SLIDERS), work)


def stop() -> None:
    """Leave undone what is still wanted: the program waits for its workers before it ends."""
    _wanted.clear()


def _work(window: str, settings: PlanSettings, slider: str, work: Callable[[PlanSettings], object]) -> None:
    if _wanted.get(window) is settings:
        time.sleep(REST_SECONDS)
    for step in KEYS:
        value = getattr(settings, slider) + step
        if 0 <= value <= 100 and _wanted.get(window) is settings:
            work(settings.model_copy(update={slider: value}))
    if _wanted.get(window) is settings:
        del _wanted[window]
