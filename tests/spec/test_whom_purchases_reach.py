"""How many learners a purchase reaches, and many purchases together."""

import pytest

from planning.reach import reached_together
from tests.spec.drawn import district, rows

SITES = """
site_id | name  | enrolment
S1      | Alder | 100
S2      | Birch | 200
S3      | Cedar |
"""
NEEDS = """
need_id | title   | site_ids | learners
N1      | Reading | S1       |
N2      | Writing | S1;S2    | 150
N3      | Maths   |          | 40
N4      | Music   | S3       |
N5      | Sports  | S3       | 30
"""
CASES = """
own figure | sites | needs | reaches | why
77         | S1    | N1    | 77      | its own figure comes first
0          | S1    | N1    | 0       | even where it is nobody
101        | S1    | N1    | 100     | but not of more than are enrolled
301        | S1;S2 | N2    | 300     | at all of its sites
           | S1    | N1    | 100     | the enrolment of its sites
           |       | N1    | 100     | that its needs name
           | S2    | N1    | 0       | and no other
           |       | N1;N2 | 300     | each site once
           |       | N2    | 150     | at most the learners who have the need
           | S1    | N2    | 100     | and at most the enrolment
           |       | N2;N3 | 190     | needs may be of other learners
           | S1    | N2;N3 | 100     | but not of more than there are
           | S3    | N4    | 0       | without enrolment nobody is known
           | S3    | N5    | 30      | but those the need counts
"""


def _reach(cases: list[dict[str, str]]) -> tuple[list[int], int]:
    prepared = district(
        funds="fund_id | name\nGF | General fund",
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 1",
        sites=SITES,
        needs=NEEDS,
        purchases="purchase_id | title | learners | site_ids | need_ids\n"
        + "\n".join(f"P{n} | P | {c['own figure']} | {c['sites']} | {c['needs']}" for n, c in enumerate(cases)),
        costs="",
    )
    ids = [f"P{n}" for n in range(len(cases))]
    return [prepared.learners[p] for p in ids], reached_together(prepared.reach, ids)


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["why"])
def test_learners_reached(case: dict[str, str]) -> None:
    assert _reach([case]) == ([int(case["reaches"])], int(case["reaches"]))


TOGETHER = """
own figure | sites | needs
60         | S1    | N1
40         | S1    | N1
30         |       | N2
"""


def test_together_each_learner_counts_once() -> None:
    """At Alder the larger of 60, 40 and 10 (a third of the 30 spread over Alder and Birch), at Birch 20."""
    assert _reach(rows(TOGETHER)) == ([60, 40, 30], 80)


BEYOND = """
own figure | sites | needs
900        | S1;S3 | N1
500        |       | N2
"""


def test_no_more_learners_are_reached_together_than_the_schools_have() -> None:
    """How many Cedar has is not on record, so the figures may be right; but at Alder there are 100, at Birch 200."""
    assert _reach(rows(BEYOND)) == ([900, 500], 300)
