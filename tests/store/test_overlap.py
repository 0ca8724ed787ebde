"""Answers to 'are these the same' are kept and never changed; the store decides who may answer; history remembers."""

from datetime import datetime
from decimal import Decimal

import pytest

from data_models.contract import Contract
from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.history import Change
from data_models.member import Member, Role
from data_models.overlap import Answer
from data_models.purchase import Purchase
from store.database import Database
from store.editing import write_edits
from store.history import read_history
from store.member import LOCAL
from store.overlap import answer_overlap, read_overlap_answers

HELD = [Contract(contract_id=key, title=key, yearly_cost=Decimal(9)) for key in ("C-1", "C-2")]
ASKED = Purchase(purchase_id="P-1", title="P-1")
PEOPLE = [Member(member_id=role.value, name=role.value, role=role) for role in Role]


@pytest.fixture
def held(database: Database, district_id: str) -> str:
    edits = [Edit(before=None, after=record) for record in (*HELD, ASKED, *PEOPLE)]
    assert write_edits(database, district_id, LOCAL, edits) == ()
    return district_id


def said(database: Database, district_id: str) -> list[tuple[str, str, str, Answer, str]]:
    with database.read() as cursor:
        answers = read_overlap_answers(cursor, district_id)
    assert all(isinstance(a.answered_at, datetime) for a in answers)
    return [(a.contract_id, a.other_table, a.other_key, a.answer, a.answered_by) for a in answers]


def history(database: Database, district_id: str, table: str, key: str) -> list[Change]:
    with database.read() as cursor:
        return [c for c in read_history(cursor, district_id, table, (key,)) if c.action != "added"]


def test_the_newest_answer_counts_and_the_older_stays(database: Database, held: str) -> None:
    answer_overlap(database, held, "editor", "C-2", ("contracts", "C-1"), Answer.NOT_THE_SAME)
    answer_overlap(database, held, "cabinet", "C-1", ("purchases", "P-1"), Answer.NOT_THE_SAME)
    answer_overlap(database, held, LOCAL, "C-1", ("contracts", "C-2"), Answer.ASK_AGAIN)
    assert said(database, held) == [
        ("C-1", "contracts", "C-2", Answer.ASK_AGAIN, LOCAL),
        ("C-1", "purchases", "P-1", Answer.NOT_THE_SAME, "cabinet"),
    ]
    with database.read() as cursor:
        assert cursor.execute("SELECT count(*) FROM overlap_answers").fetchall() == [(3,)]
    assert [(c.changed_by, c.action) for c in history(database, held, "contracts", "C-2")] == [
        (LOCAL, "to be asked about again, beside C-1"),
        ("editor", "said not to be the same as C-1"),
    ]
    assert [c.action for c in history(database, held, "purchases", "P-1")] == ["said not to be the same as C-1"]


@pytest.mark.parametrize(
    ("member", "contract", "other", "why"),
    [
        ("panel", "C-1", ("contracts", "C-2"), "role 'panel', and this takes 'editor'"),
        ("nobody", "C-1", ("contracts", "C-2"), "not a member"),
        ("editor", "C-9", ("contracts", "C-2"), "'C-9' is not among the contracts any more"),
        ("editor", "C-1", ("purchases", "C-2"), "'C-2' is not among the purchases any more"),
    ],
)
def test_who_may_not_and_what_is_not_there(
    database: Database, held: str, member: str, contract: str, other: tuple[str, str], why: str
) -> None:
    with pytest.raises(DistrictError, match=why):
        answer_overlap(database, held, member, contract, other, Answer.NOT_THE_SAME)
    assert said(database, held) == []
    assert history(database, held, "contracts", "C-2") == []
