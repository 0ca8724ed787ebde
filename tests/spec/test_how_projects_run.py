"""Slip, chains, circles, overdue milestones, contradictions, and how long teachers wait."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_models.district import District
from data_models.portfolio import Portfolio
from data_models.project import Milestone, Project
from data_models.schedule import Course, Schedule
from planning.schedule import schedule, working_days
from tests.spec.drawn import records

TODAY = date(2026, 11, 21)


def scheduled(projects: str, milestones: str = "") -> Schedule:
    return schedule(
        Portfolio(
            today=TODAY,
            district=District(name="Drawn"),
            projects=records(Project, projects),
            milestones=records(Milestone, milestones) if milestones else (),
        )
    )


def courses(found: Schedule) -> dict[str, Course]:
    return {course.project_id: course for course in found.courses}


def test_slip_is_forecast_less_promise() -> None:
    found = courses(
        scheduled("""
        project_id | title | finish     | baseline_finish
        late       | a     | 2027-03-10 | 2027-03-01
        early      | b     | 2027-02-26 | 2027-03-01
        no promise | c     | 2027-03-10 |
        no date    | d     |            | 2027-03-01
        """)
    )
    assert {key: course.slip_days for key, course in found.items()} == {
        "late": 9, "early": -3, "no promise": None, "no date": None,
    }  # fmt: skip


def test_the_fiscal_years_it_runs_in() -> None:
    found = courses(
        scheduled("""
        project_id | title | start      | finish
        spring     | a     | 2027-03-01 | 2027-06-30
        summer     | b     | 2027-06-30 | 2028-07-01
        open       | c     | 2027-06-30 |
        """)
    )
    assert {key: course.years for key, course in found.items()} == {
        "spring": (2027,), "summer": (2027, 2028, 2029), "open": (),
    }  # fmt: skip


CHAIN = """
project_id | title    | start      | finish     | predecessors
survey     | Survey   | 2027-01-04 | 2027-01-15 |
cable      | Cable    | 2027-01-18 | 2027-02-12 | survey
switches   | Switches | 2027-02-15 | 2027-02-26 | cable
posters    | Posters  | 2027-01-25 | 2027-01-29 | survey
party      | Party    | 2027-03-01 | 2027-03-05 | switches;posters
alone      | Alone    | 2027-01-04 | 2028-01-04 |
"""


def test_a_chain_has_no_day_to_spare_and_the_others_say_how_many() -> None:
    found = scheduled(CHAIN)
    # Weekends lie between the links of the chain. After the posters are four free weeks: 20 working days.
    assert [chain.project_ids for chain in found.chains] == [("survey", "cable", "switches", "party")]
    assert {c.project_id: c.float_days for c in found.courses} == {
        "survey": 0, "cable": 0, "switches": 0, "posters": 20, "party": 0, "alone": None,
    }  # fmt: skip
    assert [c.project_id for c in found.courses if c.critical] == ["survey", "cable", "switches", "party"]


def test_one_that_starts_early_is_taken_to_have_that_lead_and_it_is_said() -> None:
    found = scheduled("""
    project_id | title | start      | finish     | predecessors
    first      | First | 2027-01-04 | 2027-02-12 |
    then       | Then  | 2027-02-01 | 2027-03-05 | first
    """)
    assert found.chains[0].project_ids == ("first", "then")
    assert courses(found)["then"].doubts == ("It starts 12 days before First, which must finish first, is done.",)


def test_each_network_has_its_chain_the_last_to_finish_first() -> None:
    found = scheduled("""
    project_id | title | start      | finish     | predecessors | stage
    a1         | a1    | 2027-01-04 | 2027-01-08 |              | planning
    a2         | a2    | 2027-01-11 | 2027-01-15 | a1           | planning
    b1         | b1    | 2027-01-04 | 2027-01-08 |              | planning
    b2         | b2    | 2027-01-11 | 2027-01-22 | b1           | planning
    c1         | c1    | 2027-01-04 | 2027-01-08 |              | closed
    c2         | c2    | 2027-01-11 | 2028-01-22 | c1;gone      | planning
    d1         | d1    | 2027-01-04 |            |              | planning
    d2         | d2    | 2027-01-11 | 2028-01-22 | d1           | planning
    """)
    assert [chain.project_ids for chain in found.chains] == [("b1", "b2"), ("a1", "a2")]
    assert [chain.finish for chain in found.chains] == [date(2027, 1, 22), date(2027, 1, 15)]


def test_circles_are_said_and_the_rest_still_counts() -> None:
    found = scheduled("""
    project_id | title | start      | finish     | predecessors
    a          | a     | 2027-01-04 | 2027-01-08 | c
    b          | b     | 2027-01-11 | 2027-01-15 | a
    c          | c     | 2027-01-18 | 2027-01-22 | b
    d          | d     | 2027-01-25 | 2027-01-29 | c
    self       | self  | 2027-01-25 | 2027-01-29 | self
    """)
    assert found.cycles == (("a", "c", "b"), ("self",))
    assert found.chains[0].project_ids == ("c", "d")


def test_milestones_are_overdue_the_day_after() -> None:
    found = scheduled(
        """
        project_id | title | stage      | health
        run        | Run   | delivering | good
        rest       | Rest  | on hold    | unknown
        """,
        """
        milestone_id | project_id | title | due        | done       | stage
        m1           | run        | later | 2026-11-20 |            | delivering
        m2           | run        | first | 2026-11-01 |            | planning
        m3           | run        | today | 2026-11-21 |            | planning
        m4           | run        | done  | 2026-11-01 | 2026-11-20 | delivering
        m5           | run        | shut  | 2026-11-01 |            | closed
        m6           | run        | none  |            |            | planning
        m7           | rest       | rest  | 2026-11-01 |            | planning
        """,
    )
    assert courses(found)["run"].overdue == ("m2", "m1")
    assert courses(found)["run"].doubts == ("Its health is good, and 2 milestones are overdue.",)
    assert courses(found)["rest"].overdue == ()


def test_dates_that_contradict_are_said() -> None:
    found = courses(
        scheduled("""
        project_id | title | stage      | health  | start      | finish     | baseline_finish
        backward   | a     | planning   | unknown | 2027-03-01 | 2027-02-01 |
        past       | b     | delivering | late    | 2026-01-01 | 2026-11-20 |
        rosy       | c     | delivering | good    | 2026-01-01 | 2027-01-02 | 2027-01-01
        closed     | d     | closed     | good    | 2026-01-01 | 2026-11-20 | 2026-11-01
        """)
    )
    assert found["backward"].doubts == ("It finishes on 1 Feb 2027, before it starts.",)
    assert found["past"].doubts == ("Its finish, 20 Nov 2026, has passed and it is not closed.",)
    assert found["rosy"].doubts == ("Its health is good, and it slips 1 day.",)
    assert found["closed"].doubts == ()


def test_time_to_classroom() -> None:
    found = scheduled("""
    project_id | title | stage      | asked      | first_use
    used       | a     | delivering | 2026-01-01 | 2026-04-11
    slow       | b     | closed     | 2025-01-01 | 2025-10-28
    waiting    | c     | planning   | 2026-11-01 |
    promised   | d     | planning   | 2026-11-11 | 2027-08-01
    never said | e     | closed     | 2025-01-01 |
    not asked  | f     | planning   |            |
    absurd     | g     | closed     | 2026-04-01 | 2026-01-01
    """)
    assert {c.project_id: (c.classroom_days, c.in_use) for c in found.courses} == {
        "used": (100, True), "slow": (300, True), "waiting": (20, False), "promised": (10, False),
        "never said": (None, False), "not asked": (None, False), "absurd": (None, True),
    }  # fmt: skip
    assert (found.median_in_use, found.median_so_far) == (200, 60)


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [("2027-01-01", "2027-01-04", 1), ("2027-01-01", "2027-01-03", 0), ("2027-01-04", "2027-01-18", 10),
     ("2027-01-04", "2027-01-04", 0), ("2027-01-04", "2027-01-01", 0)],
)  # fmt: skip
def test_working_days(after: str, until: str, days: int) -> None:
    assert working_days(date.fromisoformat(after), date.fromisoformat(until)) == days


def test_nothing_at_all() -> None:
    found = schedule(Portfolio(today=TODAY, district=District(name="Drawn")))
    assert found == Schedule(courses=(), chains=(), cycles=(), median_in_use=None, median_so_far=None)


KEYS = "abcdefg"
spans = st.tuples(st.integers(0, 60), st.integers(0, 30), st.sets(st.sampled_from(KEYS), max_size=3))


def made(drawn: list[tuple[int, int, set[str]]], *, circles: bool) -> Portfolio:
    start = date(2027, 1, 4)
    return Portfolio(
        today=TODAY,
        district=District(name="Drawn"),
        projects=tuple(
            Project(
                project_id=key,
                title=key,
                start=start + timedelta(first),
                finish=start + timedelta(first + days),
                predecessors=tuple(sorted(p for p in before if circles or p < key)),
            )
            for key, (first, days, before) in zip(KEYS, drawn, strict=False)
        ),
    )


@given(st.lists(spans, min_size=1, max_size=7))
def test_float_is_the_tightest_of_all_ways_to_the_end(drawn: list[tuple[int, int, set[str]]]) -> None:
    """A slow and obvious twin: every path from a project to the end of its network is walked."""
    portfolio = made(drawn, circles=False)
    by_key = {p.project_id: p for p in portfolio.projects}
    found = schedule(portfolio)

    def slack(key: str, end: date) -> int:
        project = by_key[key]
        assert project.finish
        ways = [working_days(project.finish, end)]
        for then in portfolio.projects:
            if key in then.predecessors and then.start:
                ways.append(slack(then.project_id, end) + working_days(project.finish, then.start - timedelta(1)))
        return min(ways)

    for chain in found.chains:
        for key in chain.network:
            assert courses(found)[key].float_days == slack(key, chain.finish)
        assert all(courses(found)[key].critical for key in chain.project_ids)
        assert all(first in by_key[then].predecessors for first, then in pairwise(chain.project_ids))


@given(st.lists(spans, min_size=1, max_size=7))
def test_every_circle_is_one_and_none_is_left(drawn: list[tuple[int, int, set[str]]]) -> None:
    portfolio = made(drawn, circles=True)
    by_key = {p.project_id: p for p in portfolio.projects}
    found = schedule(portfolio)
    for circle in found.cycles:
        assert circle[0] == min(circle)
        assert all(before in by_key[key].predecessors for key, before in pairwise((*circle, circle[0])))
    cut = {(key, other) for circle in found.cycles for key in circle for other in circle}
    links = {key: {b for b in p.predecessors if b in by_key and (key, b) not in cut} for key, p in by_key.items()}
    while free := [key for key, before in links.items() if not before]:
        links = {key: before - set(free) for key, before in links.items() if key not in free}
    assert not links
