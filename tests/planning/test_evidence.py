"""How far a measure has come, and which evidence is suggested for a new need."""

import pytest

from data_models.coverage import Progress
from data_models.district import District
from data_models.need import Evidence, Need
from data_models.portfolio import Portfolio
from planning.evidence import progress, suggested
from tests.spec.drawn import TODAY, records, rows

CASES = """
baseline | target | latest | progress
40       | 60     | 50     | closer to the target
40       | 60     | 60     | target reached
40       | 60     | 61     | target reached
40       | 60     | 40     | no change
40       | 60     | 39     | further from the target
14       | 0      | 17     | further from the target
14       | 0      | 3      | closer to the target
14       | 0      | 0      | target reached
0        | 0      | 58     | further from the target
0        | 0      | 0      | target reached
0.4      | 0.4    | 0.3    | not known
0.4      | 0.4    | 0.4    | target reached
         | 60     | 50     | not known
40       |        | 50     | not known
40       | 60     |        | not known
"""


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: "-".join(c.values()))
def test_progress(case: dict[str, str]) -> None:
    values = {name: float(value) for name, value in case.items() if value and name != "progress"}
    evidence = Evidence.model_validate({"evidence_id": "E", "measure": "M", **values})
    assert progress(evidence) == Progress(case["progress"])


NEEDS = """
need_id | title     | subject
N1      | Fractions | mathematics
N2      | Labs      | science
"""
EVIDENCE = """
evidence_id | need_id | site_id | measure                  | as_of
E1          | N1      | S1      | Placing on a line        | 2026-01-01
E2          | N2      | S1      | Lab lessons              | 2026-01-01
E3          |         | S1      | Attendance               | 2026-03-01
E4          |         | S1      | Mathematics attainment   |
E5          | N1      | S2      | Placing on a line        | 2026-05-01
E6          |         | S1      | Grade 8 math at standard | 2026-02-01
E7          | N1      |         | Placing on a line        | 2026-05-01
E8          |         | S1      | School climate           | 2026-03-01
"""
SUGGESTED = """
sites | subject     | suggested
S1    | mathematics | E6 E1 E4 E3 E8
S1;S2 | Mathematics | E5 E6 E1 E4 E3 E8
S2    | science     |
S1    | science     | E2 E3 E8 E6 E4
S1    |             | E3 E8 E6 E1 E2 E4
      | mathematics |
"""


@pytest.mark.parametrize("case", rows(SUGGESTED), ids=lambda c: f"{c['subject']} at {c['sites']}")
def test_suggested(case: dict[str, str]) -> None:
    portfolio = Portfolio(
        today=TODAY, district=District(name="Drawn"), needs=records(Need, NEEDS), evidence=records(Evidence, EVIDENCE)
    )
    found = suggested(portfolio, [s for s in case["sites"].split(";") if s], case["subject"])
    assert " ".join(s.evidence_id for s in found) == case["suggested"]
    words = {s.evidence_id: s.words for s in found}
    assert words.get("E1", "shows Fractions") == "shows Fractions"
    assert words.get("E3", "describes the school, shows no need yet").startswith("describes the school")
