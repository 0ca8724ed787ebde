"""Which purchases to buy and which money pays, exactly to the cent, with a proven distance from the best possible."""

from planning.allocation.problem import (
    Allocation,
    AllocationProblem,
    Demand,
    Flow,
    FlowLimit,
    Item,
    Payer,
    Pot,
    Shortage,
    UseLimit,
)
from planning.allocation.solve import allocate
from planning.allocation.validate import validate

__all__ = [
    "Allocation",
    "AllocationProblem",
    "Demand",
    "Flow",
    "FlowLimit",
    "Item",
    "Payer",
    "Pot",
    "Shortage",
    "UseLimit",
    "allocate",
    "validate",
]
