"""Merit against published weighted sums, and at its edges."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_models.plan import PlanSettings
from data_models.rating import Criterion, Direction, Rating, Side
from planning.prepare import prepare
from planning.rating import criterion_values
from planning.scoring import score, weighted_mean
from tests.planning.made_up import random_portfolio

EXAMPLES = Path(__file__).parents[3] / "shared" / "realdata" / "method_examples"


def _example(name: str) -> dict[str, Any]:
    path = EXAMPLES / f"{name}.json"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _normal(matrix: list[list[float]], by: str, directions: list[int]) -> list[list[float]]:
    columns = [
        [1 / v if direction < 0 else v for v in column]
        for column, direction in zip(zip(*matrix, strict=True), directions, strict=True)
    ]
    scaled = [[v / (max(c) if by == "maximum" else sum(c)) for v in c] for c in columns]
    return [list(row) for row in zip(*scaled, strict=True)]


@pytest.mark.parametrize(
    ("name", "by", "accuracy"), [("saw_school_admission", "maximum", 5e-4), ("wsm_kracka2010", "sum", 1e-6)]
)
def test_published_weighted_sums(name: str, by: str, accuracy: float) -> None:
    """The weighted mean is the published score; where its weights do not add up to 1, divided by their sum."""
    example = _example(name)
    weights = example["weights"]
    total = sum(weights) if by == "maximum" else 1
    for row, expected in zip(
        _normal(example["matrix"], by, example["directions"]), example["expected"]["score"], strict=True
    ):
        found = weighted_mean(zip(row, weights, strict=True))
        assert found is not None
        assert found * total == pytest.approx(expected, abs=accuracy)


def _rating(member: str, level: int, round: int = 1, criterion: str = "A") -> Rating:
    return Rating(member_id=member, purchase_id="P", criterion_id=criterion, round=round, level=level)


def test_a_value_is_the_mean_of_each_members_newest_round() -> None:
    criteria = [Criterion(criterion_id="A", title="Good", side=Side.ACADEMIC)]
    ratings = [_rating("ann", 0), _rating("ann", 4, 2), _rating("bo", 1), _rating("cy", 1, criterion="gone")]
    assert criterion_values(ratings, criteria) == {"P": {"A": 62.5}}


def test_less_is_better_turns_the_scale_round() -> None:
    criteria = [Criterion(criterion_id="A", title="Effort", side=Side.ACADEMIC, direction=Direction.LESS_IS_BETTER)]
    assert criterion_values([_rating("ann", 1)], criteria) == {"P": {"A": 75.0}}


def test_nothing_rated_is_missing_and_not_zero() -> None:
    assert weighted_mean([]) is None
    assert weighted_mean([(80.0, 0.0)]) is None
    assert weighted_mean([(80.0, 0.0), (20.0, 3.0)]) == 20.0


@given(st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 100))
def test_priority_lies_between_the_two_scores(seed: int, share: int, floor: int) -> None:
    prepared = prepare(random_portfolio(seed, 4, 1, 1))
    for merit in score(prepared, PlanSettings(academic_share=share, academic_floor=floor, technical_floor=floor)):
        sides = {Side.ACADEMIC: merit.academic, Side.TECHNICAL: merit.technical}
        assert all(s is None or 0 <= s <= 100 for s in sides.values())
        assert set(merit.missing_keys) == {side for side, s in sides.items() if s is None or s < floor}
        if merit.academic is None or merit.technical is None:
            assert merit.priority is None
        else:
            low, high = sorted((merit.academic, merit.technical))
            assert merit.priority is not None
            assert low - 1e-5 <= merit.priority <= high + 1e-5
