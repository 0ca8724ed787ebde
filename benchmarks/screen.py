"""What a person waits for on the screen: our Prioritise against the barest Streamlit page, side by side in Chromium.

A press of an arrow key on the slider is timed to the *last* frame that Chromium paints because of it, as its screencast
reports frames; a start is timed from launching the server to the first text on the page.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import Row
from tests.browser.install import find_chromium
from tests.browser.test_prioritise import begin_rating, choose, open_prioritise, write_rating

ROOT = Path(__file__).parents[1]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
Move = Callable[[Page, int], None]
"""What a person does to the slider of a page, for the so many-th time."""

DRAWN = "[...document.querySelectorAll('[data-testid=stSlider]')].some(slider => slider.innerText.trim())"
"""Whether a slider is on the screen, with words."""

QUIET_SECONDS = 1.5
MOVES, RATINGS = 10, 5
STARTS = 5
LEAP = 9
"""Per cent of the slider's track from one click to the next: no key leads there, so it is never planned ahead."""


def run() -> Iterator[Row]:
    """The ratios of the screen: slider to last repaint, and start to first text.

    What a press of a key leads to is planned ahead while the slider rests; where a leap by mouse ends is not.
    """
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Path(folder) / "planning.duckdb"
        environment = {**os.environ, "CABINETMAKER_DATABASE": str(database)}
        subprocess.run([sys.executable, "manage.py", "sample"], cwd=ROOT, env=environment, check=True)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        with _server("server.py", environment) as ours, _server("benchmarks/bare_page.py", environment) as bare:
            pages = [_open(browser, ours), _open(browser, bare)]
            moves = {"one step": _press("ArrowRight"), "PageUp": _press("PageUp"), "a leap by mouse": _click}
            for name, move in moves.items():
                yield Row(f"slider, {name}, to last repaint", "bare page", *_repaints(pages, move), "s", 1.25)
        with _server("server.py", environment) as ours:
            yield Row(
                "a rating, until another window shows it", "what we promise", _heard(browser, ours), 2.0, "s", 1.0
            )
        yield Row("start to first text", "bare page", *_starts(browser, environment), "s", 1.5)
        browser.close()


def _press(key: str) -> Move:
    return lambda page, _: page.keyboard.press(key)


def _click(page: Page, number: int) -> None:
    """A click so far along the track of the slider that its value is LEAP times one more than number."""
    slider = page.get_by_test_id("stSlider").first
    thumb, whole = slider.get_by_role("slider").bounding_box(), slider.bounding_box()
    assert thumb
    assert whole
    page.mouse.click(whole["x"] + whole["width"] * (number + 1) * LEAP / 100, thumb["y"] + thumb["height"] / 2)


def _repaints(pages: list[Page], move: Move) -> tuple[float, float]:
    """Medians of ours and bare, moved in turn so that a noisy moment strikes both."""
    for page in pages:
        page.get_by_role("slider").first.focus()
        page.keyboard.press("Home")
        page.wait_for_timeout(4_000)
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(MOVES):
        for page, list_of_times in zip(pages, times, strict=True):
            seconds = _time_of(page, move, number)  # always on: a position seen before would come from the cache
            if number > 1:
                list_of_times.append(seconds)
    return median(times[0]), median(times[1])


def _heard(browser: Browser, url: str) -> float:
    """Median seconds from a press on 'Record my ratings' to the comment on another member's screen."""
    mine, theirs = browser.new_page(), browser.new_page()
    for page, member in ((mine, "mvang"), (theirs, "rortiz")):
        open_prioritise(page, f"{url}/?as={member}")
        choose(page, "Reading screener")
        begin_rating(page)
    times = []
    for number in range(RATINGS):
        record = write_rating(mine, str(number % 5), f"Heard {number}")
        began = time.perf_counter()
        record.click()
        theirs.wait_for_function(f"document.body.textContent.includes('Dr. Mai Vang: Heard {number}')", polling="raf")
        times.append(time.perf_counter() - began)
        theirs.wait_for_timeout(1_000)
    mine.close()
    theirs.close()
    return median(times)


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(url)
    page.get_by_role("slider").first.wait_for(timeout=60_000)
    page.wait_for_timeout(4_000)
    return page


def _time_of(page: Page, move: Move, number: int) -> float:
    """Seconds from a move to the last frame painted before the screen was quiet for QUIET_SECONDS."""
    page.bring_to_front()
    page.get_by_role("slider").first.focus()
    page.wait_for_timeout(1_000)
    session = page.context.new_cdp_session(page)
    frames: list[float] = []

    def painted(event: dict[str, object]) -> None:
        frames.append(time.perf_counter())
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", painted)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 10, "maxWidth": 480, "maxHeight": 270})
    page.wait_for_timeout(400)
    began = time.perf_counter()
    move(page, number)
    while time.perf_counter() - max([began, *frames]) < QUIET_SECONDS:
        page.wait_for_timeout(20)
    session.send("Page.stopScreencast")
    session.detach()
    return max(frames) - began


def _starts(browser: Browser, environment: dict[str, str]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(STARTS):
        for script, list_of_times in zip(("server.py", "benchmarks/bare_page.py"), times, strict=True):
            began = time.perf_counter()
            with _server(script, environment) as url:
                page = browser.new_page(viewport={"width": 1920, "height": 1080})
                page.goto(url)
                # Looked at with each frame that is drawn: waiting for a locator looks every half second.
                page.wait_for_function(DRAWN, polling="raf", timeout=60_000)
                list_of_times.append(time.perf_counter() - began)
                page.close()
    return median(times[0]), median(times[1])


@contextmanager
def _server(script: str, environment: dict[str, str]) -> Iterator[str]:
    """A Streamlit server on a free port of this machine, ended afterwards; yields its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port),
        "--server.headless", "true", "--server.address", "127.0.0.1",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
