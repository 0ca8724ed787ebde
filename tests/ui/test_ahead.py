"""Planning ahead: what a press of a key leads to is made, and nothing for a window that moved on."""

import time

import pytest

from data_models.plan import PlanSettings
from ui import ahead, session


def _settle(done: list[int], count: int) -> None:
    for _ in range(200):
        if len(done) >= count:
            return
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "REST_SECONDS", 0.05)
    monkeypatch.setattr(session, "moved_last", lambda controls: "academic_share")


def test_one_press_of_each_key_the_likeliest_first() -> None:
    done: list[int] = []
    ahead.plan_ahead(PlanSettings(academic_share=70), lambda settings: done.append(settings.academic_share))
    _settle(done, 4)
    assert done == [71, 69, 80, 60]


def test_no_step_leaves_the_scale() -> None:
    done: list[int] = []
    ahead.plan_ahead(PlanSettings(academic_share=100), lambda settings: done.append(settings.academic_share))
    _settle(done, 2)
    time.sleep(0.2)
    assert done == [99, 90]


def test_what_a_window_moved_on_from_is_left_undone() -> None:
    done: list[int] = []
    for share in (10, 20, 30):
        ahead.plan_ahead(PlanSettings(academic_share=share), lambda settings: done.append(settings.academic_share))
    _settle(done, 4)
    time.sleep(0.3)
    assert done == [31, 29, 40, 20]


def test_what_is_still_wanted_when_the_program_ends_is_left_undone() -> None:
    done: list[int] = []

    def work(settings: PlanSettings) -> None:
        done.append(settings.academic_share)
        ahead.stop()

    ahead.plan_ahead(PlanSettings(academic_share=50), work)
    _settle(done, 1)
    time.sleep(0.2)
    assert done == [51]
