"""What answers a need, at which sites it stays open, what answers it twice, and what answers none."""

from datetime import date
from typing import Any

import pytest

from data_models.coverage import Answered, By, Cover, Coverage, OpenCell, State, Urgency
from data_models.district import District, Site
from data_models.need import Need
from data_models.portfolio import Portfolio
from data_models.project import Project
from data_models.purchase import CostLine, Purchase
from planning.coverage import coverage, tally, urgency
from planning.need_sites import enrolled
from planning.open_needs import open_needs
from tests.spec.drawn import TODAY, records, rows

SITES = """
site_id | name  | grades | enrolment | low_income | english_learners
S1      | Alder | K;1;2  | 300       | 100        | 60
S2      | Birch | 3;4    | 100       | 80         | 0
S3      | Cedar | 5;6    |           |            |
"""


def drawn(needs: str, purchases: str = "", projects: str = "", costs: str = "", sites: str = SITES) -> Portfolio:
    return Portfolio(
        today=TODAY,
        district=District(name="Drawn"),
        sites=records(Site, sites),
        needs=records(Need, needs, title="Reading"),
        purchases=records(Purchase, purchases) if purchases else (),
        projects=records(Project, projects) if projects else (),
        cost_lines=records(CostLine, costs, fiscal_year=2027, category="software") if costs else (),
    )


def one_need(case: dict[str, str], places: tuple[str, ...] | None = None) -> Cover:
    """What answers need N1 of sites S1 and S2. `stage at sites + stage at sites`."""
    bought = [c.split(" at ") for c in case["purchase"].split(" + ") if c]
    done = [c.split(" at ") for c in case["project"].split(" + ") if c]
    own = "\n".join(
        f"P{n} | Screener {n} | {stage} | N1 | {sites} | {case.get('delivers', '')}"
        for n, (stage, sites) in enumerate(bought, start=1)
    )
    work = "\n".join(f"J{n} | Wiring {n} | {stage} | N1 | {sites}" for n, (stage, sites) in enumerate(done, start=1))
    portfolio = drawn(
        "need_id | site_ids | learners\nN1 | S1;S2 | 80",
        f"purchase_id | title | stage | need_ids | site_ids | project_id\n{own}" if own else "",
        f"project_id | title | stage | need_ids | site_ids\n{work}" if work else "",
    )
    return coverage(portfolio, tuple(case["chosen"].split()), places).needs[0]


CASES = """
purchase                         | project          | chosen | answered           | open at | why
                                 |                  |        | by nothing         | S1 S2   | No purchase and no project names it.
rated at S1;S2                   |                  | P1     | in the draft plan  |         | In the draft plan: Screener 1.
rated at S1;S2                   |                  |        | only by what is out| S1 S2   | Not in the draft plan: Screener 1.
ordered at S1;S2                 |                  |        | bought already     |         | Bought: Screener 1 (ordered).
in service at S1;S2              |                  |        | bought already     |         | Bought: Screener 1 (in service).
reviewed at S1;S2                |                  |        | bought already     |         | Bought: Screener 1 (reviewed).
withdrawn at S1;S2               |                  |        | by nothing         | S1 S2   | No purchase and no project names it.
rated at S1                      |                  | P1     | in the draft plan  | S2      | In the draft plan: Screener 1. Open at Birch.
rated at S1 + rated at S2        |                  | P1     | in the draft plan  | S2      | In the draft plan: Screener 1. Not in the draft plan: Screener 2. Open at Birch.
rated at S1 + rated at S2        |                  | P1 P2  | in the draft plan  |         | In the draft plan: Screener 1 and Screener 2.
ordered at S1 + rated at S2      |                  | P2     | bought already     |         | Bought: Screener 1 (ordered). In the draft plan: Screener 2.
rated at S3                      |                  | P1     | by nothing         | S1 S2   | Screener 1 would answer it at other sites only.
                                 | delivering at S1;S2 |     | a project by itself|         | Project: Wiring 1 (delivering).
                                 | planning at S1   |        | a project by itself| S2      | Project: Wiring 1 (planning). Open at Birch.
                                 | closed at S1;S2  |        | a project by itself|         | Project: Wiring 1 (closed).
                                 | proposed at S1   |        | only by what is out| S1 S2   | Project not under way: Wiring 1 (proposed).
                                 | on hold at S1    |        | only by what is out| S1 S2   | Project not under way: Wiring 1 (on hold).
                                 | unknown at S1    |        | only by what is out| S1 S2   | Project not under way: Wiring 1 (unknown).
rated at S1;S2                   | delivering at S1 |        | a project by itself| S2      | Project: Wiring 1 (delivering). Not in the draft plan: Screener 1. Open at Birch.
"""  # noqa: E501


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["why"])
def test_what_answers_a_need_and_where_it_is_open(case: dict[str, str]) -> None:
    cover = one_need(case)
    assert (cover.answered, " ".join(cover.open_site_ids), cover.words) == (
        case["answered"], case["open at"], case["why"],
    )  # fmt: skip
    assert cover.open == (cover.answered in (Answered.OUT, Answered.NOTHING))
    assert cover.partly == (not cover.open and bool(case["open at"]))


def test_a_project_that_delivers_a_purchase_of_the_need_answers_only_through_it() -> None:
    case = {"purchase": "rated at S1;S2", "project": "delivering at S1;S2", "chosen": "", "delivers": "J1"}
    assert one_need(case).answered is Answered.OUT
    assert one_need({**case, "chosen": "P1"}).answered is Answered.PLANNED


def test_looked_at_in_some_sites_only() -> None:
    case = {"purchase": "rated at S1", "project": "", "chosen": "P1"}
    assert one_need(case, places=("S1",)).open_site_ids == ()
    elsewhere = one_need(case, places=("S2", "S3"))
    assert (elsewhere.answered, elsewhere.site_ids) == (Answered.NOTHING, ("S2",))
    for nowhere in (("S3",), ()):
        assert coverage(drawn("need_id | site_ids\nN1 | S1"), (), places=nowhere).needs == ()


COUNTED = """
open | in part | answered | words
0    | 0       | 0        | 0 of 0 needs answered
1    | 0       | 0        | 0 of 1 need answered
2    | 0       | 1        | 1 of 3 needs answered
2    | 3       | 1        | 1 of 6 needs answered, 3 in part
999  | 0       | 1        | 1 of 1,000 needs answered
"""


@pytest.mark.parametrize("case", rows(COUNTED), ids=lambda c: c["words"])
def test_how_many_are_answered_in_words(case: dict[str, str]) -> None:
    states = [state for state in State for _ in range(int(case[state]))]
    found = tally(states)
    assert found.words == case["words"]
    assert (found.open, found.partly, found.answered) == tuple(int(case[state]) for state in State)
    assert tally(states, some=True).words == case["words"].replace(" answered", " shown answered", 1)


OF_GRADES = """
sites | of grades     | counted   | learners | at S1 | at S2 | why
S1;S2 | 2;3           | 2         | 30       | 20    |       | S2 teaches none of grade 2
S1;S2 | 2;3           | 2;3       | 30       | 20    | 10    | all of its grades
S1;S2 | 1;2;3         | 2;3       | 50       | 20    | 10    | S1 has 40 of them in two grades, S2 10 in one
S1;S2 |               | 1;2       | 80       | 40    |       | no grade named: over all that a site teaches
S1;S2 | 9             | 9         | 80       | 60    | 20    | grades that no site teaches tell nothing of where
S1;S2 | 2;3           | 9         | 30       |       |       | none of its learners is in grade 9
S1;S3 | 1;5           | 5         | 30       |       | 0     | a site without enrolment has none
"""


@pytest.mark.parametrize("case", rows(OF_GRADES), ids=lambda c: c["why"])
def test_learners_of_some_grades_only(case: dict[str, str]) -> None:
    portfolio = drawn(f"need_id | site_ids | grades | learners\nN1 | {case['sites']} | {case['of grades']} | "
                      f"{case['learners']}")  # fmt: skip
    found = coverage(portfolio, (), None, tuple(case["counted"].split(";"))).needs
    wanted = {s: float(n) for s, n in zip(case["sites"].split(";"), (case["at S1"], case["at S2"]), strict=True) if n}
    assert [set(c.site_ids) for c in found] == ([set(wanted)] if wanted else [])
    for cover in found:
        assert cover.open_learners == pytest.approx(sum(wanted.values()))
    cells = open_needs(portfolio, coverage(portfolio, ()).needs, By.SUBJECT, {}, tuple(case["counted"].split(";")))
    assert {c.place: c.learners for c in cells} == pytest.approx(wanted)


def test_a_need_is_judged_where_the_grades_looked_at_are_taught() -> None:
    """Bought for Birch (grades 3 and 4) alone: answered for grade 3, open for grade 2."""
    portfolio = drawn(
        "need_id | site_ids | grades | learners\nN1 | S1;S2 | 2;3 | 30",
        "purchase_id | title | stage | need_ids | site_ids\nP1 | Books | ordered | N1 | S2",
    )
    states = {grade: coverage(portfolio, (), None, (grade,)).needs[0].state for grade in ("2", "3")}
    assert states == {"2": State.OPEN, "3": State.ANSWERED}
    assert coverage(portfolio, ()).needs[0].state is State.PARTLY


WHERE = """
sites | grades | groups                       | learners | at S1 | at S2 | why
S1;S2 |        |                              | 80       | 60    | 20    | by enrolment
S1;S2 |        | low income                   | 90       | 50    | 40    | by the learners of the group
S1;S2 |        | english learners;low income  | 90       | 50    | 40    | by the largest of the groups
S1;S2 |        | newcomers                    | 80       | 60    | 20    | by enrolment where no site counts the group
S1;S2 | 2;3    |                              | 30       | 20    | 10    | and by the part of their grades it names
      | 2;3    |                              | 30       | 20    | 10    | without sites: those that teach its grades
S1;S2 | 9      |                              | 80       | 60    | 20    | grades that no site teaches tell nothing
S1;S2 |        |                              |          |       |       | not known stays not known
S1;S1 |        |                              | 80       | 80    | 0     | each site once
S1;S3 |        |                              | 80       | 80    | 0     | a site without enrolment has none
"""


@pytest.mark.parametrize("case", rows(WHERE), ids=lambda c: c["why"])
def test_where_a_needs_learners_are(case: dict[str, str]) -> None:
    need = f"N1 | {case['sites']} | {case['grades']} | {case['groups']} | {case['learners']}"
    portfolio = drawn(f"need_id | site_ids | grades | student_groups | learners\n{need}")
    at = {s: next((c.learners for c in coverage(portfolio, (), (s,)).needs), 0.0) for s in ("S1", "S2")}
    wanted = [float(case[f"at {s}"]) if case[f"at {s}"] else None for s in at]
    assert [None if n is None else pytest.approx(n) for n in wanted] == list(at.values())


def test_without_any_enrolment_or_any_site() -> None:
    assert coverage(drawn("need_id | site_ids | learners\nN1 | S3;S4 | 80"), (), ("S4",)).needs[0].learners == 40
    alone = coverage(drawn("need_id | learners\nN1 | 80", sites="site_id | name"), ()).needs[0]
    assert (alone.learners, alone.open_learners, alone.site_ids) == (80, 80, ())
    bought = drawn(
        "need_id | learners\nN1 | 80", "purchase_id | title | stage | need_ids\nP1 | A | ordered | N1",
        sites="site_id | name",
    )  # fmt: skip
    assert coverage(bought, ()).needs[0].open_learners == 0


ENROLLED = """
sites | grades | groups           | enrolled | why
S1    |        |                  | 300      | everybody
S1;S2 |        |                  | 400      | at all of its sites
S1    | 2      |                  | 100      | a third of three grades
S1;S2 |        | low income       | 180      | those of the group
S1    | 2      | low income       | 33       | of the grade and the group
S1;S2 |        | english learners | 60       | nobody where the site counts nobody
S1;S3 |        |                  | 300      | a site without a figure counts none
S3    |        |                  |          | not known where no site has a figure
S9    |        |                  |          | nor where the site is not on record
"""


@pytest.mark.parametrize("case", rows(ENROLLED), ids=lambda c: c["why"])
def test_how_many_are_enrolled_where_a_need_is(case: dict[str, str]) -> None:
    portfolio = drawn(
        f"need_id | site_ids | grades | student_groups\nN1 | {case['sites']} | {case['grades']} | {case['groups']}"
    )
    assert enrolled(portfolio, portfolio.needs[0]) == (int(case["enrolled"]) if case["enrolled"] else None)


def test_open_learners_are_those_of_the_open_sites() -> None:
    cover = one_need({"purchase": "rated at S1", "project": "", "chosen": "P1"})
    assert (cover.learners, cover.open_learners) == (80, 20)


DAYS = """
needed by  | today      | urgency
           | 2026-11-21 | no date
2026-11-20 | 2026-11-21 | overdue
2026-11-21 | 2026-11-21 | within 6 months
2027-05-21 | 2026-11-21 | within 6 months
2027-05-22 | 2026-11-21 | later
2027-02-28 | 2026-08-31 | within 6 months
2027-03-01 | 2026-08-31 | later
2027-06-30 | 2026-12-31 | within 6 months
2027-07-01 | 2026-12-31 | later
"""


@pytest.mark.parametrize("case", rows(DAYS), ids=lambda c: f"{c['needed by']} seen on {c['today']}")
def test_urgency(case: dict[str, str]) -> None:
    by = date.fromisoformat(case["needed by"]) if case["needed by"] else None
    assert urgency(by, date.fromisoformat(case["today"])) == Urgency(case["urgency"])


TWICE = """
P1 stage | P1 sites | P1 purpose | P2 stage | P2 sites | P2 purpose | P2 requires | chosen | found
rated    |          | tests      | rated    |          | checks     |             | P1 P2  | A and B both answer it at 2 sites. Is one enough?
rated    |          | tests      | rated    |          | Tests      |             | P1 P2  | A and B both answer it at 2 sites; same purpose: tests. Is one enough?
ordered  |          |            | rated    | S1       |            |             | P2     | A and B both answer it at 1 site. Is one enough?
rated    |          |            | rated    |          |            |             | P1     |
rated    | S1       |            | rated    | S2       |            |             | P1 P2  |
rated    |          |            | rated    |          |            | P1          | P1 P2  |
rated    | S3       |            | rated    | S3       |            |             | P1 P2  |
"""  # noqa: E501


def twice(case: dict[str, str]) -> Coverage:
    own = "\n".join(
        f"P{n} | {title} | {case[f'P{n} stage']} | N1 | {case[f'P{n} sites']} | {case[f'P{n} purpose']} | {requires}"
        for n, title, requires in ((1, "A", ""), (2, "B", case["P2 requires"]))
    )
    portfolio = drawn(
        "need_id | site_ids\nN1 | S1;S2",
        f"purchase_id | title | stage | need_ids | site_ids | purpose | requires\n{own}",
        costs="cost_line_id | purchase_id | amount\n1 | P1 | 10.50\n2 | P1 | 4\n3 | P2 | 5",
    )
    return coverage(portfolio, tuple(case["chosen"].split()))


@pytest.mark.parametrize("case", rows(TWICE), ids=lambda c: f"{c['P1 stage']} {c['chosen']} {c['found'][:30]}")
def test_what_is_answered_twice(case: dict[str, str]) -> None:
    found = twice(case).twice
    assert [f.words for f in found] == ([case["found"]] if case["found"] else [])
    assert all((f.need_id, f.purchases, str(f.amount)) == ("N1", ("P1", "P2"), "19.50") for f in found)


def test_same_purpose_comes_first_then_money() -> None:
    needs = "need_id\nN1\nN2\nN3"
    own = """
purchase_id | title | need_ids | purpose
P1          | A     | N1;N2    | tests
P2          | B     | N1       |
P3          | C     | N2       |
P4          | D     | N3       | books
P5          | E     | N3       | books
"""
    costs = "cost_line_id | purchase_id | amount\n1 | P1 | 1\n2 | P2 | 2\n3 | P3 | 3"
    found = coverage(drawn(needs, own, costs=costs), ("P1", "P2", "P3", "P4", "P5")).twice
    assert [(f.need_id, f.amount and int(f.amount)) for f in found] == [("N3", None), ("N2", 4), ("N1", 3)]


def test_purchases_without_a_need() -> None:
    own = """
purchase_id | title | stage      | need_ids
P1          | A     | rated      |
P2          | B     | in service | N9
P3          | C     | withdrawn  |
P4          | D     | rated      | N9;N1
"""
    found = coverage(drawn("need_id\nN1", own), ()).without_need
    assert [f.purchases for f in found] == [("P1",), ("P2",)]
    assert "no plan can choose it" in found[0].words
    assert "in service" in found[1].words


def cells(portfolio: Portfolio, by: By, **together: Any) -> dict[tuple[str, str], OpenCell]:
    covers = coverage(portfolio, ()).needs
    return {(c.place, c.column): c for c in open_needs(portfolio, covers, by, together)}


def test_open_needs_by_subject_and_by_group() -> None:
    needs = """
need_id | subject | student_groups       | site_ids | learners
N1      | maths   | low income;newcomers | S1;S2    | 90
N2      | maths   |                      | S1       | 10
N3      |         |                      | S2       |
N4      | music   |                      | S1       | 7
"""
    portfolio = drawn(needs, "purchase_id | title | need_ids | stage\nP1 | A | N4 | ordered")
    by_subject = cells(portfolio, By.SUBJECT, everywhere=frozenset(("S1", "S2", "S3")))
    assert list(by_subject) == [
        ("everywhere", "maths"), ("everywhere", "no subject"), ("S1", "maths"), ("S2", "maths"), ("S2", "no subject"),
    ]  # fmt: skip
    figures = {key: (c.needs, round(c.learners), c.unknown) for key, c in by_subject.items()}
    assert figures["everywhere", "maths"] == (2, 100, 0)
    assert figures["S1", "maths"] == (2, 60, 0)
    assert figures["S2", "maths"] == (1, 40, 0)
    assert figures["S2", "no subject"] == (1, 0, 1)
    by_group = {key: c.needs for key, c in cells(portfolio, By.GROUP).items()}
    assert by_group == {
        ("S1", "all learners"): 1, ("S1", "low income"): 1, ("S1", "newcomers"): 1,
        ("S2", "all learners"): 1, ("S2", "low income"): 1, ("S2", "newcomers"): 1,
    }  # fmt: skip
