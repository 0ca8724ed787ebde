"""Edits written together come out as the same edits written one by one: a slow but obvious twin."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.base import Record
from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.need import Evidence, Need
from data_models.project import Project
from store import editing
from store.database import Database, open_database
from store.editing import write_edits

KEYS = ("A", "B", "C", "D")
TEXTS = st.sampled_from([*"xyxyxyxyxyxy", " "])
NAMED = st.lists(st.sampled_from(KEYS), max_size=2, unique=True).map(tuple)


@st.composite
def a_record(draw: st.DrawFn) -> Record:
    key, title = draw(st.sampled_from(KEYS)), draw(TEXTS)
    kind = draw(st.sampled_from(["need", "evidence", "project"]))
    if kind == "need":
        return Need(need_id=key, title=title, student_groups=draw(NAMED), learners=draw(st.sampled_from([None, 5])))
    if kind == "evidence":
        return Evidence(evidence_id=key, need_id=draw(st.sampled_from(KEYS)), measure=title)
    return Project(project_id=key, title=title, need_ids=draw(NAMED), predecessors=draw(NAMED))


@st.composite
def an_edit(draw: st.DrawFn) -> Edit:
    before = draw(a_record())
    doing = draw(st.sampled_from(["add", "add", "restore", "withdraw", "change", "change"]))
    if doing in ("add", "restore"):
        return Edit(before=None, after=before, restores=doing == "restore")
    if doing == "withdraw":
        return Edit(before=before, after=None, reason=draw(st.sampled_from(["answered", "typed twice", ""])))
    change = {
        name: draw(NAMED if name in ("student_groups", "predecessors", "need_ids") else TEXTS) for name in _said(before)
    }
    return Edit(before=before, after=before.model_copy(update=change), reason=draw(st.sampled_from(["", "why"])))


def _said(record: Record) -> Sequence[str]:
    """Columns of it that people change here."""
    return {"needs": ("title", "student_groups"), "evidence": ("measure",)}.get(record.table, ("title", "predecessors"))


SEEN = """
SELECT 'needs' AS part, need_id AS key, title AS words, revision, withdrawn_at IS NULL AS there, changed_by
FROM needs
WHERE district_id = $district_id
UNION ALL
SELECT 'evidence', evidence_id, measure || need_id, revision, withdrawn_at IS NULL, changed_by
FROM evidence
WHERE district_id = $district_id
UNION ALL
SELECT 'projects', project_id, concat(title, CAST(predecessors AS VARCHAR), CAST(need_ids AS VARCHAR)), revision,
    withdrawn_at IS NULL, changed_by
FROM projects
WHERE district_id = $district_id
ORDER BY part, key
"""
HISTORY = """
SELECT table_name, record_key, action, before_values, after_values
FROM changes
WHERE district_id = $district_id
ORDER BY table_name, record_key, changed_at, action
"""


def outcome(database: Database, calls: Sequence[Sequence[Edit]]) -> list[Any]:
    """What each call answers in a district of its own, and what is kept in the end."""
    district_id = uuid.uuid4().hex
    said: list[Any] = []
    for edits in calls:
        try:
            clashes = write_edits(database, district_id, "local", edits)
            said.append([clash.model_dump(exclude={"changed_at"}) for clash in clashes])
        except DistrictError as error:
            said.append(str(error))
    with database.read() as cursor:
        return [*said, *(cursor.execute(sql, {"district_id": district_id}).fetchall() for sql in (SEEN, HISTORY))]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_database(tmp_path_factory.mktemp("twins") / "planning.duckdb")
    yield database
    database.close()


def one_by_one(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    return ([edit] for edit in edits)


BEGIN = [Edit(before=None, after=Need(need_id=key, title="x")) for key in KEYS[:3]]


@settings(max_examples=40)
@given(st.lists(st.lists(an_edit(), min_size=1, max_size=6), min_size=1, max_size=4))
def test_written_together_as_one_by_one(twins: Database, calls: list[list[Edit]]) -> None:
    calls = [BEGIN, *calls]
    together = outcome(twins, calls)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editing, "_batches", one_by_one)
        assert together == outcome(twins, calls)
