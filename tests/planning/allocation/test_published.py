"""Published problems with published answers; skipped where the files are not there."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planning.allocation.problem import AllocationProblem, Demand, Item, Payer, Pot, UseLimit
from planning.allocation.solve import allocate
from planning.allocation.validate import validate

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "realdata" / "optimisation"
GAP1_BEST = (336, 327, 339, 341, 326)
DAY = date(2027, 6, 30)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/realdata/optimisation is not here")


def _numbers(name: str) -> list[float]:
    return [float(word) for word in (FOLDER / name).read_text(encoding="utf-8").split()] if FOLDER.is_dir() else []


def _best(problem: AllocationProblem) -> float:
    answer = allocate(problem, 60)
    assert validate(problem, answer) == ()
    assert answer.optimal
    return answer.value


def _placed(profits: list[list[float]], weights: list[list[float]], capacities: list[float], all_placed: bool) -> float:
    """Items to at most one fund each (or exactly one): an item-and-fund is an item here, alternatives of each other."""
    funds, count = range(len(capacities)), len(profits[0])
    pots = tuple(Pot(f"f{f}", f"f{f}", 2027, round(capacities[f]), DAY) for f in funds)
    items = tuple(Item(f"{i}@{f}", profits[f][i]) for i in range(count) for f in funds)
    demands = tuple(
        Demand(f"{i}@{f}", f"{i}@{f}", 2027, round(weights[f][i]), (Payer(f"f{f}", round(weights[f][i])),))
        for i in range(count)
        for f in funds
    )
    groups = tuple(tuple(f"{i}@{f}" for f in funds) for i in range(count))
    uses = tuple(UseLimit(f"place {i}", dict.fromkeys(groups[i], -1), -1) for i in range(count)) if all_placed else ()
    return _best(AllocationProblem(items, demands, pots, (), uses, (), groups))


@pytest.mark.parametrize("number", range(7))
def test_project_selection_of_petersen(number: int) -> None:
    """OR-Library mknap1: profits, then a row of coefficients and a right side for each limit; tenths made whole."""
    left = iter(_numbers("mknap1.txt")[1:])
    for _ in range(number + 1):
        count, limits, best = int(next(left)), int(next(left)), next(left)
        profits = [next(left) for _ in range(count)]
        rows = [[round(next(left) * 10) for _ in range(count)] for _ in range(limits)]
        most = [round(next(left) * 10) for _ in range(limits)]
    names = [f"i{i}" for i in range(count)]
    uses = tuple(UseLimit(f"r{r}", dict(zip(names, rows[r], strict=True)), most[r]) for r in range(limits))
    items = tuple(Item(name, profit) for name, profit in zip(names, profits, strict=True))
    assert _best(AllocationProblem(items, (), (), (), uses)) == pytest.approx(best)
    pots = tuple(Pot(f"r{r}", f"r{r}", 2027, most[r], DAY) for r in range(limits))
    demands = tuple(
        Demand(f"{names[i]}-{r}", names[i], 2027, rows[r][i], (Payer(f"r{r}", rows[r][i]),))
        for i in range(count)
        for r in range(limits)
        if rows[r][i]
    )
    assert _best(AllocationProblem(items, demands, pots)) == pytest.approx(best)


@pytest.mark.parametrize("number", range(5))
def test_generalised_assignment(number: int) -> None:
    left = iter(_numbers("gap1.txt")[1:])
    for _ in range(number + 1):
        agents, jobs = int(next(left)), int(next(left))
        profits = [[next(left) for _ in range(jobs)] for _ in range(agents)]
        weights = [[next(left) for _ in range(jobs)] for _ in range(agents)]
        capacities = [next(left) for _ in range(agents)]
    assert _placed(profits, weights, capacities, all_placed=True) == GAP1_BEST[number]


def _examples() -> list[Any]:
    return json.loads((FOLDER / "small_examples.json").read_text(encoding="utf-8")) if FOLDER.is_dir() else []


@pytest.mark.parametrize("example", _examples(), ids=lambda example: str(example["id"]))
def test_small_examples(example: dict[str, Any]) -> None:
    best = example["published"] if example["published"] is not None else example["enumerated"]
    profits = example["profits"]
    if "constraints" not in example:
        single = not isinstance(profits[0], list)
        funds = len(example["capacities"])
        table = [profits] * funds if single else profits
        weights = [example["weights"]] * funds if single else example["weights"]
        every = example["kind"].startswith("generalized assignment")  # Martello and Toth place every item
        assert _placed(table, weights, example["capacities"], every) == best
        if example["id"] == "gap_small2":
            assert _placed(table, weights, example["capacities"], False) == 25  # its note
        return
    items = tuple(Item(f"i{i}", float(profit)) for i, profit in enumerate(profits))
    uses = []
    for number, row in enumerate(example["constraints"]):
        use = {f"i{i}": coefficient for i, coefficient in enumerate(row["coef"])}
        uses.append(UseLimit(f"r{number}", use, row["rhs"]))
        if row["op"] == "==":
            uses.append(UseLimit(f"r{number}-", {name: -c for name, c in use.items()}, -row["rhs"]))
    assert _best(AllocationProblem(items, (), (), (), tuple(uses))) == best
