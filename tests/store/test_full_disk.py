"""A disk that really is full: one sentence, nothing half done, and work goes on once there is room.

Twice over: on a disk of a few megabytes, which Linux lets anybody make in a namespace of their own; and with a limit on
the length of files, which every system but Windows has and which fails in the same places.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store.location import PROJECT

SMALL_DISK = ["unshare", "--user", "--map-root-user", "--mount"]
MOUNT = 'mount -t tmpfs -o size=48m none "$1" && cp "$2" "$1"/planning.duckdb && shift 2 && exec "$@"'
SENTENCE = "The disk is full; nothing was changed. Free some space and do it again."
WORKS = ("starting", "rating", "loading", "copying")


def _outcomes(command: list[str]) -> list[list[str]]:
    done = subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def _child(work: str, way: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "tests.store.on_a_full_disk", work, way, str(folder)]


def _check(work: str, outcomes: list[list[str]]) -> None:
    """What went wrong was said in the same words throughout, and whatever came after it went well."""
    full = [said.removeprefix("Error: ") for what, said in outcomes if what == "full" and said != "done"]
    assert full
    assert set(full) == {SENTENCE}
    assert {said for what, said in outcomes if what != "full"} == {"done"}
    if work != "starting":  # with some room left, a new file may be made
        assert not [what for what, said in outcomes if what == "full" and said == "done"]


@pytest.mark.parametrize("work", WORKS)
def test_a_small_disk(work: str, sample_file: Path, tmp_path: Path) -> None:
    if (
        not shutil.which("unshare")
        or subprocess.run(
            [*SMALL_DISK, "mount", "-t", "tmpfs", "none", str(tmp_path)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("This system lets nobody but its administrator make a small disk.")
    command = [*SMALL_DISK, "sh", "-c", MOUNT, "sh", str(tmp_path), str(sample_file)]
    _check(work, _outcomes([*command, *_child(work, "ballast", tmp_path)]))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the length of files.")
@pytest.mark.parametrize("work", ["rating", "loading"])
def test_a_limit_on_files(work: str, sample_file: Path, tmp_path: Path) -> None:
    shutil.copy(sample_file, tmp_path / "planning.duckdb")
    _check(work, _outcomes(_child(work, "limit", tmp_path)))
