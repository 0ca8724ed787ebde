"""Hours asked of each role by month against those it has, and which purchase asks too much."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from data_models.capacity import Overload, Source
from data_models.contract import Contract
from data_models.district import District
from data_models.plan import Plan, PlanSettings, Proof
from data_models.portfolio import Portfolio
from data_models.project import Capacity, Project, StaffHours
from data_models.purchase import Purchase
from planning.capacity import month_loads, next_semester, overloads, roles_without_capacity, semester_of, semesters
from tests.spec.drawn import records

TODAY = date(2026, 11, 21)
PROJECTS = """
project_id | title    | stage
WORK       | Work     | delivering
SHUT       | Shut     | closed
REST       | Rest     | on hold
"""
PURCHASES = """
purchase_id | title     | stage
BOUGHT      | Tablets   | in service
APPROVED    | Firewall  | approved
PLANNED     | Wi-Fi     | planned
RATED       | Screener  | rated
GONE        | Gone      | withdrawn
"""
CAPACITY = """
role             | month      | hours
Network engineer | 2026-10-01 | 100
Network engineer | 2027-01-01 | 100
Network engineer | 2027-02-01 | 100
Network engineer | 2027-03-01 | 100
"""


def team(hours: str, capacity: str = CAPACITY) -> Portfolio:
    return Portfolio(
        today=TODAY,
        district=District(name="Drawn"),
        projects=records(Project, PROJECTS),
        purchases=records(Purchase, PURCHASES),
        contracts=records(Contract, "contract_id | title | yearly_cost | renews_on\nC1 | Library | 100 | 2027-03-01"),
        staff_hours=records(StaffHours, hours),
        capacity=records(Capacity, capacity) if capacity else (),
    )


def plan_of(*chosen: str) -> Plan:
    return Plan(settings=PlanSettings(), chosen=chosen, payments=(), value=1, bound=1, proof=Proof.OPTIMAL)


def whole(takes: Iterable[tuple[Source, Decimal]]) -> list[tuple[Source, int]]:
    return [(source, int(hours)) for source, hours in takes]


def spring(portfolio: Portfolio, plan: Plan | None = None) -> tuple[Overload, ...]:
    return overloads(portfolio, next_semester(TODAY), plan)


EVERYBODY = """
staff_hours_id | role              | month      | hours | project_id | purchase_id | contract_id
1              | network engineer  | 2027-01-01 | 1     | WORK       |             |
2              | NETWORK ENGINEER  | 2027-01-01 | 2     |            |             | C1
3              | Network engineer  | 2027-01-01 | 4     |            | BOUGHT      |
4              | network engineer  | 2027-01-01 | 8     |            | APPROVED    |
5              | network engineer  | 2027-01-01 | 16    |            | PLANNED     |
6              | network engineer  | 2027-01-01 | 32    |            | RATED       |
7              | network engineer  | 2027-01-01 | 64    | SHUT       |             |
8              | network engineer  | 2027-01-01 | 64    | REST       |             |
9              | network engineer  | 2027-01-01 | 64    |            | GONE        |
10             | network engineer  | 2027-01-01 | 64    |            |             | C9
11             | network engineer  | 2026-10-01 | 64    | WORK       |             |
"""


def test_who_takes_hours() -> None:
    january = month_loads(team(EVERYBODY))[0]
    assert (january.role, january.month, january.has) == ("Network engineer", date(2027, 1, 1), Decimal(100))
    asked = [
        (Source.PROJECT, 1), (Source.CONTRACT, 2), (Source.BOUGHT, 4), (Source.APPROVED, 8), (Source.PLANNED, 16),
    ]  # fmt: skip
    assert whole(january.takes) == asked
    with_draft = month_loads(team(EVERYBODY), plan_of("RATED", "PLANNED"))[0]
    assert whole(with_draft.takes) == [*asked, (Source.DRAFT, 32)]
    assert with_draft.needed == 63


def test_a_month_past_does_not_count() -> None:
    assert [load.month for load in month_loads(team(EVERYBODY))] == [date(2027, m, 1) for m in (1, 2, 3)]


def test_the_purchase_without_which_it_fits() -> None:
    found = spring(team("""
    staff_hours_id | role             | month      | hours | project_id | purchase_id
    1              | network engineer | 2027-01-01 | 70    | WORK       |
    2              | network engineer | 2027-01-01 | 36    |            | APPROVED
    3              | network engineer | 2027-01-01 | 10    |            | PLANNED
    4              | network engineer | 2027-02-01 | 100   | WORK       |
    5              | network engineer | 2027-03-01 | 95    | WORK       |
    """))  # fmt: skip
    [engineers] = found
    assert [m.month for m in engineers.months] == [date(2027, 1, 1)]
    assert [engineers.over, engineers.without_purchases, engineers.spare] == [16, 0, 5]
    assert [(t.key, t.source, int(t.hours), int(t.relief)) for t in engineers.causes] == [
        ("APPROVED", Source.APPROVED, 36, 16),
        ("PLANNED", Source.PLANNED, 10, 10),
    ]
    assert [t.key for t in engineers.others] == ["WORK"]
    assert engineers.words == (
        "Network engineer: 16 h over in Jan. It fits without Firewall (stage approved, 36 h). "
        "The other months have 5 h to spare."
    )


def test_projects_alone_may_be_too_much() -> None:
    [engineers] = spring(team("""
    staff_hours_id | role             | month      | hours | project_id | purchase_id
    1              | network engineer | 2027-01-01 | 120   | WORK       |
    2              | network engineer | 2027-01-01 | 10    |            | APPROVED
    3              | network engineer | 2027-02-01 | 105   |            | PLANNED
    """))  # fmt: skip
    assert [engineers.over, engineers.without_purchases, engineers.spare] == [35, 20, 100]
    assert engineers.words == (
        "Network engineer: 35 h over in Jan and Feb. Of the purchases, most is asked by Wi-Fi (stage planned, 105 h) "
        "and Firewall (stage approved, 10 h). Projects and contracts alone are 20 h over. "
        "The other months have 100 h to spare, so moving work would do."
    )


def test_what_the_draft_plan_adds() -> None:
    hours = """
    staff_hours_id | role             | month      | hours | project_id | purchase_id
    1              | network engineer | 2027-03-01 | 90    | WORK       |
    2              | network engineer | 2027-03-01 | 20.5  |            | RATED
    """
    assert spring(team(hours)) == ()
    assert spring(team(hours), plan_of()) == ()
    [engineers] = spring(team(hours), plan_of("RATED"))
    assert engineers.over == Decimal("10.5")
    assert engineers.causes[0].source is Source.DRAFT
    assert "10.5 h over in Mar" in engineers.words


def test_what_the_draft_plan_takes_away() -> None:
    hours = """
    staff_hours_id | role             | month      | hours | purchase_id | contract_id
    1              | network engineer | 2027-02-01 | 40    | APPROVED    |
    2              | network engineer | 2027-02-01 | 20    | PLANNED     |
    3              | network engineer | 2027-02-01 | 10    |             | C1
    4              | network engineer | 2027-03-01 | 10    |             | C1
    5              | network engineer | 2027-02-01 | 5     | BOUGHT      |
    """
    settings = PlanSettings(ruled_out=("APPROVED", "BOUGHT"), ended=("C1",))
    loads = month_loads(team(hours), plan_of().model_copy(update={"settings": settings}))
    # The contract renews on 1 March; what is bought cannot be ruled out any more.
    assert [whole(load.takes) for load in loads if load.takes] == [
        [(Source.CONTRACT, 10), (Source.BOUGHT, 5), (Source.PLANNED, 20)]
    ]


def test_the_most_overloaded_role_comes_first() -> None:
    found = spring(team(
        """
        staff_hours_id | role  | month      | hours | project_id
        1              | Busy  | 2027-01-01 | 12    | WORK
        2              | Worse | 2027-01-01 | 13    | WORK
        3              | Also  | 2027-01-01 | 12    | WORK
        """,
        "role | month | hours\nbusy | 2027-01-01 | 10\nworse | 2027-01-01 | 10\nalso | 2027-01-01 | 10",
    ))  # fmt: skip
    assert [o.role for o in found] == ["worse", "also", "busy"]


def test_a_role_without_capacity_is_said_and_not_guessed() -> None:
    portfolio = team("staff_hours_id | role | month | hours | project_id\n1 | Data engineer | 2027-01-01 | 5 | WORK")
    assert roles_without_capacity(portfolio) == ("Data engineer",)
    assert spring(portfolio) == ()
    assert month_loads(portfolio)[0].has is None


@pytest.mark.parametrize(
    ("today", "this", "following"),
    [("2026-11-21", "Jul to Dec 2026", "Jan to Jun 2027"), ("2027-06-30", "Jan to Jun 2027", "Jul to Dec 2027"),
     ("2027-01-01", "Jan to Jun 2027", "Jul to Dec 2027")],
)  # fmt: skip
def test_semesters(today: str, this: str, following: str) -> None:
    assert semester_of(date.fromisoformat(today)).words == this
    assert next_semester(date.fromisoformat(today)).words == following


def test_semesters_reach_as_far_as_the_records() -> None:
    assert [s.words for s in semesters(team("staff_hours_id | role | month | hours\n1 | x | 2027-07-01 | 1"))] == [
        "Jul to Dec 2026", "Jan to Jun 2027", "Jul to Dec 2027",
    ]  # fmt: skip
    assert len(semesters(Portfolio(today=TODAY, district=District(name="Drawn")))) == 2
