"""What the screen reads and writes: the district on it, at its newest data version."""

import threading
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import streamlit as st

from data_models.base import Record
from data_models.district import District
from data_models.edit import Clash, Edit
from data_models.errors import DistrictError
from data_models.history import Change, Origin, Withdrawn
from data_models.load import TableChanges
from data_models.order import Judge, unjudged
from data_models.overlap import Answer
from data_models.portfolio import Portfolio
from data_models.remark import Attachment, Comment
from data_models.schedule import HealthSaid
from store import overlap, pre_encumbrance, remark
from store.database import Database, open_database
from store.district import choose_district, current_district, read_districts, start_district
from store.editing import write_edits
from store.history import read_history
from store.load import rows_set_aside
from store.location import database_path
from store.origin import read_keys, read_origin, read_withdrawn
from store.portfolio import read_portfolio
from store.project import read_health_said
from store.rating import record_ratings
from store.remark import Named, add_attachment, add_comment, read_attachments, read_comments, read_mentions
from ui.live import NEWS

SCREEN = "screen"
"""The topic of which district is on the screen."""

_opening = threading.Lock()


def database() -> Database:
    """The open file of this process. Raises DistrictError where it cannot be opened; the next call tries again."""
    with _opening:
        return _open(database_path())


@cache
def _open(path: Path) -> Database:
    opened = open_database(path)
    opened.listen(lambda district_id, version: NEWS.tell(topic(district_id), str(version)))
    return opened


def close() -> None:
    """Let go of the file, where it is open."""
    with _opening:
        if _open.cache_info().currsize:
            _open(database_path()).close()
            _open.cache_clear()


def topic(district_id: str) -> str:
    """The name under which news of a district's data goes out."""
    return f"district {district_id}"


def on_screen() -> str:
    """Key of the district on the screen; empty where the file holds none."""
    with database().read() as cursor:
        return current_district(cursor)


def version(district_id: str) -> int:
    """The district's data version: how often it has been written to."""
    return database().version(district_id)


def district() -> Portfolio:
    """The district on the screen at its newest version. Raises DistrictError where the file holds none."""
    district_id = on_screen()
    if not district_id:
        raise DistrictError("This file holds no district yet.", next_step="Reload the page to start one.")
    return _portfolio(str(database().path), district_id, version(district_id), date.today())


@st.cache_resource(max_entries=4, show_spinner=False)
def _portfolio(path: str, district_id: str, at_version: int, today: date) -> Portfolio:  # noqa: ARG001
    """Cached by everything it depends on; the records are frozen, so all windows may share them."""
    return read_portfolio(database(), district_id, today)


def rate(district_id: str, member_id: str, purchase_id: str, levels: dict[str, tuple[int, str]]) -> None:
    """Record what a member says of a purchase: criterion -> (level 0-4, comment)."""
    record_ratings(database(), district_id, member_id, purchase_id, levels)


def history(district_id: str, table: str, *key: str) -> tuple[Change, ...]:
    """A record's history, newest first."""
    with database().read() as cursor:
        return read_history(cursor, district_id, table, key)


def edit(district_id: str, member_id: str, edits: Sequence[Edit], judge: Judge = unjudged) -> tuple[Clash, ...]:
    """Write edits, all or none; what they clash with. judge: of orders that would be against fund rules."""
    return write_edits(database(), district_id, member_id, edits, judge)


def unpaid_year(district_id: str, purchase_id: str) -> int | None:
    """The fiscal year whose cost keeps a purchase from being ordered, as nobody is said to pay it in full."""
    with database().read() as cursor:
        return pre_encumbrance.unpaid_year(cursor, district_id, purchase_id)


def health_said(district_id: str) -> tuple[HealthSaid, ...]:
    """Who last said how each project goes."""
    with database().read() as cursor:
        return read_health_said(cursor, district_id)


def origin(district_id: str, record: Record) -> Origin | None:
    """Where a record came from and who touched it last."""
    with database().read() as cursor:
        return read_origin(cursor, district_id, record)


def withdrawn(district_id: str, record: type[Record]) -> tuple[Withdrawn, ...]:
    """The withdrawn records of a table, newest first."""
    with database().read() as cursor:
        return read_withdrawn(cursor, district_id, record)


def comments(district_id: str, table: str, *key: str) -> tuple[Comment, ...]:
    """What was said of a record, oldest first."""
    with database().read() as cursor:
        return read_comments(cursor, district_id, table, key)


def mentions(district_id: str, member_id: str) -> tuple[Comment, ...]:
    """The comments that name a member, newest first."""
    with database().read() as cursor:
        return read_mentions(cursor, district_id, member_id)


def comment(district_id: str, member_id: str, table: str, key: tuple[str, ...], words: str) -> Named:
    """Say something of a record; whom it names."""
    return add_comment(database(), district_id, member_id, table, key, words)


def withdraw_comment(district_id: str, member_id: str, comment_id: str) -> None:
    """Take a comment back."""
    remark.withdraw_comment(database(), district_id, member_id, comment_id)


def attachments(district_id: str, table: str, *key: str) -> tuple[Attachment, ...]:
    """The documents that belong to a record, oldest first."""
    with database().read() as cursor:
        return read_attachments(cursor, district_id, table, key)


def attach(district_id: str, member_id: str, table: str, key: tuple[str, ...], title: str, address: str) -> None:
    """Attach a document by its web address."""
    add_attachment(database(), district_id, member_id, table, key, title, address)


def withdraw_attachment(district_id: str, member_id: str, attachment_id: str) -> None:
    """Take an attachment off."""
    remark.withdraw_attachment(database(), district_id, member_id, attachment_id)


def answer_overlap(district_id: str, member_id: str, contract_id: str, other: tuple[str, str], answer: Answer) -> None:
    """Say whether a contract and another contract or purchase, by its table and key, are the same."""
    overlap.answer_overlap(database(), district_id, member_id, contract_id, other, answer)


def used_keys(district_id: str, record: type[Record]) -> tuple[str, ...]:
    """Every key that a table has used, those of withdrawn records too."""
    with database().read() as cursor:
        return read_keys(cursor, district_id, record)


def set_aside(district_id: str) -> tuple[TableChanges, ...]:
    """What the newest load of each table did, where it set rows aside."""
    return rows_set_aside(database(), district_id)


def districts() -> tuple[District, ...]:
    """Every district that the file holds."""
    with database().read() as cursor:
        return read_districts(cursor)


def start(name: str, member_id: str) -> None:
    """Begin an empty district and put it on everybody's screen."""
    NEWS.tell(SCREEN, start_district(database(), name, member_id))


def choose(district_id: str, member_id: str) -> None:
    """Put another district of the file on everybody's screen."""
    choose_district(database(), district_id, member_id)
    NEWS.tell(SCREEN, district_id)
