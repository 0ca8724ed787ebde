"""What Windows refuses, refused here too: to take away, move or copy a file that this process has open, and some names.

Python tells of each removal and renaming beforehand (audit events); Linux says which files are open.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any

OPEN_FILES = Path("/proc/self/fd")
MOVES = {"os.remove": 1, "os.rmdir": 1, "shutil.rmtree": 1, "os.rename": 2, "shutil.move": 2, "shutil.copyfile": 2}
"""How many of an event's first arguments are paths that must not be open."""
FORBIDDEN = re.compile(r'[<>:"|?*]|[ .]$|^(?i:con|prn|aux|nul|com\d|lpt\d)(\.|$)')


def refuse_as_windows_does() -> None:
    """From now on, for the life of this process. Nothing is done where the system does not say which files are open."""
    if OPEN_FILES.is_dir():
        sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str) and set(arguments[1] or "") & set("wxa"):
        name = Path(arguments[0]).name
        if FORBIDDEN.search(name):
            raise OSError(f"Windows has no file of the name {name!r}")
    for path in arguments[: MOVES.get(event, 0)]:
        if isinstance(path, str | os.PathLike) and (held := _open_at(os.path.realpath(path))):
            raise PermissionError(f"Windows refuses {event} of {path}: {held} is open")


def _open_at(path: str) -> str:
    """A file that is open and is this one, or in this folder; empty where there is none."""
    for number in OPEN_FILES.iterdir():
        try:
            held = str(number.readlink())
        except FileNotFoundError:  # the listing's own, or closed meanwhile by another thread
            continue
        if held == path or held.startswith(path + os.sep):
            return held
    return ""
