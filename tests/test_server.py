"""What the server does beside the pages. The private Streamlit attribute that it sets is still there."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager

import server

ROOT = Path(__file__).parents[1]


def test_the_attribute_that_keeps_legacy_pages_away_is_still_there() -> None:
    assert "uses_pages_directory" in vars(PagesManager)


def test_headers_let_nothing_leave_the_machine() -> None:
    policy = server.HEADERS["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.skipif(not shutil.which("make") or sys.platform == "win32", reason="make is not there")
def test_make_run_on_a_port_in_use_says_what_may_be_there_and_how_to_take_another(tmp_path: Path) -> None:
    (tmp_path / "planning.duckdb").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = ["make", "-o", ".venv/ready", "run", f"BIN={Path(sys.executable).parent}", f"PORT={port}"]
        said = subprocess.run(
            [*run, f"CABINETMAKER_DATABASE={tmp_path / 'planning.duckdb'}"],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert said.returncode
    assert f"Port {port} is in use: the dashboard may be running already, at http://localhost:{port}." in said.stderr
    assert "make run PORT=" in said.stderr
    assert "streamlit" not in said.stdout
