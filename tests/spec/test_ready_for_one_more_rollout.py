"""Whether a school is ready for one more rollout: four questions, answered in words."""

import pytest

from data_models.district import District, Site
from data_models.need import Need
from data_models.plan import Plan, PlanSettings, Proof
from data_models.portfolio import Portfolio
from data_models.project import Project
from data_models.purchase import Purchase
from data_models.rollout import SiteReadiness
from planning.prepare import prepare
from planning.rollout import readiness
from tests.spec.drawn import TODAY, records, rows

COLUMNS = "site_id | name | enrolment | devices | teachers | trained_teachers | integration_experts\n"
CASES = """
enrolment | devices | teachers | trained | experts | reading                          | words
100       | 100     | 10       | 6       | 1       | Ready                            | 1 integration expert; 6 of 10 teachers trained; a device for each learner; 0 rollouts under way or coming
100       | 99      | 10       | 6       | 1       | 1 thing to settle                | 1 device fewer than learners
100       | 100     | 10       | 5       | 2       | 1 thing to settle                | 5 of 10 teachers trained, not more than half
100       | 50      | 10       | 5       | 0       | 3 things to settle               | no integration expert; 5 of 10 teachers trained, not more than half; 50 devices fewer than learners
100       | 100     | 10       | 6       |         | 1 not on record                  | integration experts are not on record
100       |         | 10       |         | 0       | 1 thing to settle, 2 not on record | no integration expert; trained teachers are not on record; devices for learners are not on record
          | 100     | 10       | 6       | 1       | 1 not on record                  | devices for learners are not on record
100       | 100     | 0        | 0       | 1       | 1 not on record                  | trained teachers are not on record
0         |         |          |         |         | Ready                            | no learners here; no learners here; no learners here; 0 rollouts under way or coming
"""  # noqa: E501


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["words"][:40])
def test_readiness_in_words(case: dict[str, str]) -> None:
    cells = " | ".join(case[c] for c in ("enrolment", "devices", "teachers", "trained", "experts"))
    found = _readiness(f"{COLUMNS}S1 | Alder | {cells}")["S1"]
    assert (found.reading, found.words) == (case["reading"], case["words"])


SITES = "site_id | name | enrolment\n" + "\n".join(f"S{n} | School {n} | 100" for n in range(1, 5))
PROJECTS = """
project_id | title   | stage      | site_ids
R1         | Tablets | delivering | S1;S2
R2         | Phones  | closing    | S1
R3         | Design  | planning   | S1
R4         | Sign-in | delivering |
R5         | Again   | delivering | S1;S2;S3;S4
"""
PURCHASES = """
purchase_id | title    | stage      | site_ids | need_ids | project_id
P1          | Laptops  | rated      | S1;S3    | N1       |
P2          | Out      | rated      | S1       | N1       |
P3          | Ordered  | ordered    | S3       | N1       |
P4          | Bought   | in service | S3       | N1       |
P5          | By R1    | planned    | S1       | N1       | R1
P6          | By need  | rated      |          | N2       |
P7          | For all  | rated      |          | N1;N2    |
"""
NEEDS = "need_id | title | site_ids\nN1 | Reading |\nN2 | Writing | S2"


def test_what_is_under_way_or_coming() -> None:
    """Out of the plan, bought, planned only, for every school alike, or delivered by a project counted: not counted."""
    found = _readiness(SITES, PROJECTS, PURCHASES, NEEDS, chosen=("P1", "P5", "P6", "P7"))
    assert {s: (f.projects, f.purchases) for s, f in found.items()} == {
        "S1": (("R1", "R2"), ("P1",)),
        "S2": (("R1",), ("P6",)),
        "S3": ((), ("P1", "P3")),
        "S4": ((), ()),
    }
    assert found["S1"].load.words == "3 rollouts under way or coming, more than at 3 of 4 schools"
    assert found["S2"].load.words == "2 rollouts under way or coming"


def _readiness(
    sites: str, projects: str = "", purchases: str = "", needs: str = "", chosen: tuple[str, ...] = ()
) -> dict[str, SiteReadiness]:
    portfolio = Portfolio(
        today=TODAY,
        district=District(name="Drawn"),
        sites=records(Site, sites),
        needs=records(Need, needs) if needs else (),
        projects=records(Project, projects) if projects else (),
        purchases=records(Purchase, purchases) if purchases else (),
    )
    plan = Plan(settings=PlanSettings(), chosen=chosen, payments=(), value=0, bound=0, proof=Proof.OPTIMAL)
    return {f.site_id: f for f in readiness(prepare(portfolio), plan)}
