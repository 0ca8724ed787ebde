"""Days as a calendar file (RFC 5545) that any calendar program takes in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

MOST_OCTETS = 75
"""A line's length before it is folded."""


class Day(NamedTuple):
    """One all-day event. key: tells it apart, and stays the same when its day moves."""

    key: str
    day: date
    title: str
    words: str


def calendar(name: str, days: Iterable[Day], made_at: datetime) -> bytes:
    """A calendar of all-day events, UTF-8. name: what the calendar is called. made_at: UTC, without a zone.

    Taking the file in again moves an event instead of adding it, as its key stays. A day without an end is one day.
    """
    stamp = f"{made_at:%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cabinetmaker//EN", f"X-WR-CALNAME:{_text(name)}"]
    for one in days:
        lines += [
            "BEGIN:VEVENT", f"UID:{_text(one.key)}@cabinetmaker", f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"SUMMARY:{_text(one.title)}", f"DESCRIPTION:{_text(one.words)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(_folded(line) for line in (*lines, "END:VCALENDAR")).encode("utf-8")


def _text(words: str) -> str:
    """Text as a value: what has a meaning is escaped, line ends become \\n, other control characters go."""
    for mark in "\\;,":
        words = words.replace(mark, "\\" + mark)
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in words if c >= " " and c != "\x7f")


def _folded(line: str) -> str:
    """The line in parts of at most 75 octets, never inside a character; each after the first begins with a blank."""
    parts, octets = [""], 0
    for letter in line:
        size = len(letter.encode("utf-8"))
        if octets + size > MOST_OCTETS:
            parts.append(" ")
            octets = 1
        parts[-1] += letter
        octets += size
    return "\r\n".join(parts) + "\r\n"
