"""What the sample's README says of its projects: who is overloaded next semester and why, and what waits for what."""

from data_models.capacity import Source
from planning.capacity import next_semester, overloads
from planning.schedule import schedule
from tests.sample_data.reading import portfolio


def test_next_semester_is_overloaded_and_approved_purchases_are_among_the_causes() -> None:
    found = {o.role: o for o in overloads(portfolio(), next_semester(portfolio().today))}
    assert {role: int(o.over) for role, o in found.items()} == {
        "systems analyst": 94, "project manager": 39, "network engineer": 31,
    }  # fmt: skip
    causes = {(role, t.key): (t.source, int(t.hours)) for role, o in found.items() for t in o.causes}
    assert causes["systems analyst", "P-045"] == (Source.APPROVED, 24)
    assert causes["project manager", "P-053"] == (Source.PLANNED, 36)
    engineers = found["network engineer"]
    assert [m.month.month for m in engineers.months] == [4]
    assert {t.key: t.source for t in engineers.causes if t.relief == engineers.over} == {
        "P-042": Source.APPROVED, "P-002": Source.PLANNED,
    }  # fmt: skip


def test_what_waits_for_what() -> None:
    found = schedule(portfolio())
    assert {chain.network for chain in found.chains} == {
        ("PR-01", "PR-10"), ("PR-02", "PR-03", "PR-17"), ("PR-06", "PR-08", "PR-09", "PR-21", "PR-23"),
    }  # fmt: skip
    assert found.cycles == ()
    early = {c.project_id for c in found.courses if any("which must finish first" in words for words in c.doubts)}
    assert early == {"PR-02", "PR-08", "PR-09", "PR-10", "PR-21", "PR-23"}
