"""A real Chromium, and a real server of one's own for each test."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from store.database import open_database
from store.district import current_district
from tests.browser.install import find_chromium

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
# The machine may be busy with other tests.
expect.set_options(timeout=20_000)
WIDE, SMALL = (1920, 1080), (1280, 720)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here, so that `pytest -m "not browser"` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path, sample_file: Path) -> Iterator[str]:
    """Address of a server on a copy of the sample district's file, ended after the test.

    It runs `server.py`, or the script that the test names by indirect parametrization. A test marked `only_looks`,
    which writes nothing, shares one with others that do not either: a server takes seconds to begin.
    """
    if request.node.get_closest_marker("only_looks"):
        yield request.getfixturevalue("shared")
        return
    with _served(getattr(request, "param", "server.py"), tmp_path, sample_file) as (where, _):
        yield where


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, sample_file: Path) -> Iterator[str]:
    """Address of a server that many tests look at; its file is in the end as it was."""
    with _served("server.py", tmp_path_factory.mktemp("shared"), sample_file) as (where, own):
        yield where
    assert _version(own) == _version(sample_file), "a test marked only_looks has written"


def _version(path: Path) -> int:
    database = open_database(path)
    with database.read() as cursor:
        district_id = current_district(cursor)
    version = database.version(district_id)
    database.close()
    return version


@contextmanager
def _served(script: str, folder: Path, sample_file: Path) -> Iterator[tuple[str, Path]]:
    """(address, file) of a server of one's own."""
    own = Path(shutil.copy(sample_file, folder / "planning.duckdb"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port),
        "--server.headless", "true", "--server.address", "127.0.0.1",
    ]  # fmt: skip
    environment = {**os.environ, "CABINETMAKER_DATABASE": str(own)}
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(process, port, folder / "server.log")
            yield f"http://127.0.0.1:{port}", own
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("The server did not answer within a minute: " + log.read_text(encoding="utf-8"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window as large as the shared screen."""
    window = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
    yield window
    window.close()


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A second window."""
    window = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
    yield window
    window.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: the folder CABINETMAKER_PICTURES, else a temporary one."""
    named = os.environ.get("CABINETMAKER_PICTURES")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
