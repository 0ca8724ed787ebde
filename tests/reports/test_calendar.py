"""A calendar file as RFC 5545 has it: line ends, folding, escapes, whole days."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from reports.calendar import Day, calendar

MADE = datetime(2026, 11, 21, 9, 5, 0)


def test_one_day_to_the_letter() -> None:
    made = calendar("Renewals; all", [Day("C-1 notice", date(2026, 12, 31), "Notice: Core, A\\B", "a\nb")], MADE)
    assert made.decode("utf-8").split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cabinetmaker//EN", "X-WR-CALNAME:Renewals\\; all",
        "BEGIN:VEVENT", "UID:C-1 notice@cabinetmaker", "DTSTAMP:20261121T090500Z", "DTSTART;VALUE=DATE:20261231",
        "SUMMARY:Notice: Core\\, A\\\\B", "DESCRIPTION:a\\nb", "TRANSP:TRANSPARENT",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def unfolded(made: bytes) -> list[str]:
    return made.decode("utf-8").replace("\r\n ", "").split("\r\n")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_written_stays_in_its_line_and_comes_back(words: str) -> None:
    made = calendar("C", [Day("K", date(2027, 2, 28), words, words)], MADE)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")
    lines = unfolded(made)
    assert len(lines) == 14, "no text begins a line of its own"
    value = lines[8].removeprefix("SUMMARY:")
    back = value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    assert back == "".join(c for c in kept if c == "\n" or (c >= " " and c != "\x7f"))
