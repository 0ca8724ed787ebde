"""The server ends when it is told to, whatever its windows are doing at that moment."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT

END_OF_ANSWER = b"0\r\n\r\n"


def open_stream(port: int) -> socket.socket:
    stream = socket.create_connection(("127.0.0.1", port), timeout=10)
    stream.sendall(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    return stream


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that asks a process to end")
def test_a_window_that_comes_back_while_the_server_ends_does_not_hold_it_up(tmp_path: Path, sample_file: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(port)]
    environment = {**os.environ, "CABINETMAKER_DATABASE": str(sample_file)}
    with subprocess.Popen(
        [*command, "--server.headless", "true", "--server.address", "127.0.0.1"], cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        streams: list[socket.socket] = []
        try:
            streams.append(reach(port))
            while b"retry" not in streams[0].recv(4096):
                pass
            process.send_signal(signal.SIGTERM)
            # Told to end, the stream ends at once; the window comes back while the server still listens.
            while END_OF_ANSWER not in streams[0].recv(4096):
                pass
            for _ in range(50):
                try:
                    streams.append(open_stream(port))
                except OSError:
                    break
                time.sleep(0.02)
            assert len(streams) > 1
            assert process.wait(timeout=20) is not None
        finally:
            process.kill()
            for stream in streams:
                stream.close()


def reach(port: int) -> socket.socket:
    until = time.monotonic() + 60
    while True:
        try:
            return open_stream(port)
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)
