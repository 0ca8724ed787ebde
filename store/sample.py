"""The made-up sample district, loaded through the same door as everybody's files."""

from store.database import Database
from store.district import choose_district, read_districts, start_district
from store.loading import Progress, apply_load, read_source
from store.location import SAMPLE
from store.member import LOCAL

NAME = "Sample Valley Unified"
READING = 0.7
"""Share of the time that reading takes; the rest is writing."""


def start_with_sample(database: Database, progress: Progress = lambda _share, _words: None) -> str:
    """Put the sample district on the screen as it was written, started or restored; returns its key."""
    with database.read() as cursor:
        there = next((district.district_id for district in read_districts(cursor) if district.made_up), "")
    if there:
        choose_district(database, there, LOCAL)
    with read_source(database, SAMPLE, progress=lambda share, words: progress(READING * share, words)) as reading:
        district_id = there or start_district(database, NAME, LOCAL, made_up=True)
        apply_load(
            database, district_id, reading, LOCAL,
            progress=lambda share, words: progress(READING + (1 - READING) * share, words),
        )  # fmt: skip
    return district_id
