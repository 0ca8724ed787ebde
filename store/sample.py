"""The made-up sample district, loaded through the same door as everybody's files."""

from store.database import Database
from store.district import choose_district, new_district, read_districts
from store.loading import Progress, apply_load, read_source
from store.location import SAMPLE
from store.member import LOCAL

NAME = "Sample Valley Unified"
READING = 0.7
"""Share of the time that reading takes; the rest is writing."""


def start_with_sample(database: Database, progress: Progress = lambda _share, _words: None) -> str:
    """Put the sample district on the screen as it was written, started or restored; returns its key."""
    with database.read() as cursor:
        there = next((district for district in read_districts(cursor) if district.made_up), None)
    if there:
        choose_district(database, there.district_id, LOCAL)
    district = there or new_district(database, NAME, made_up=True)
    with read_source(database, SAMPLE, progress=lambda share, words: progress(READING * share, words)) as reading:
        apply_load(
            database, district.district_id, reading, LOCAL, begins=None if there else district,
            progress=lambda share, words: progress(READING + (1 - READING) * share, words),
        )  # fmt: skip
    return district.district_id
