"""Whether a plan is lawful: plain integer arithmetic, slow but obvious, and independent of the solver."""

from collections import defaultdict

from planning.allocation.problem import Allocation, AllocationProblem, Demand


def validate(problem: AllocationProblem, allocation: Allocation) -> tuple[str, ...]:
    """Every way in which the plan breaks the problem, in sentences; empty when it is lawful.

    Checked to the cent: what is bought is paid exactly, what is not bought is not paid, no pot, payer, fund share,
    flow limit or use limit is exceeded, prerequisites, alternatives and fixed items hold. A pinned item that the plan
    itself names in `left_out` is no breach; nor is a limit below zero that even the empty plan exceeds, where the
    plan is empty and names the limit in `short_of`. Order: by kind, then the problem's order.
    """
    return (
        *_choice_problems(problem, allocation),
        *_payment_problems(problem, allocation),
        *_limit_problems(problem, allocation),
    )


def _choice_problems(problem: AllocationProblem, allocation: Allocation) -> list[str]:
    chosen = set(allocation.chosen)
    order = [item.id for item in problem.items if item.id in chosen]
    found = []
    if list(allocation.chosen) != order:
        found.append("The items chosen are not known items, each once, in the problem's order.")
    for item in problem.items:
        if item.fixed is True and item.id not in chosen and item.id not in allocation.left_out:
            found.append(f"{item.id} is pinned and not chosen.")
        if item.fixed is False and item.id in chosen:
            found.append(f"{item.id} is ruled out and chosen.")
    for item_id, needed in problem.requires:
        if item_id in chosen and needed not in chosen:
            found.append(f"{item_id} is chosen without {needed}, which it requires.")
    for group in problem.choose_one:
        both = [item_id for item_id in dict.fromkeys(group) if item_id in chosen]
        if len(both) > 1:
            found.append(f"{', '.join(both)} are alternatives and chosen together.")
    value = sum(item.value for item in problem.items if item.id in chosen)
    if abs(value - allocation.value) > 1e-9 * max(1.0, abs(value)):
        found.append(f"The value is {value}, not {allocation.value}.")
    if allocation.bound < allocation.value:
        found.append(f"The bound {allocation.bound} is below the value {allocation.value}.")
    return found


def _payment_problems(problem: AllocationProblem, allocation: Allocation) -> list[str]:
    demands = {demand.id: demand for demand in problem.demands}
    found = []
    paid: dict[str, dict[str, int]] = defaultdict(dict)
    for flow in allocation.flows:
        if flow.demand not in demands:
            found.append(f"{flow.demand} is paid and not known.")
        elif flow.pot in paid[flow.demand]:
            found.append(f"{flow.pot} is named twice for {flow.demand}.")
        else:
            paid[flow.demand][flow.pot] = flow.cents
        if type(flow.cents) is not int or flow.cents <= 0:
            found.append(f"{flow.pot} pays {flow.cents} of {flow.demand}; whole cents above 0 are meant.")
    for demand in problem.demands:
        due = demand.amount if demand.item in allocation.chosen else 0
        total = sum(paid[demand.id].values())
        if total != due:
            found.append(f"{demand.id} is paid {total} cents, and {due} are due.")
        found += _payer_problems(problem, demand, paid[demand.id])
    return found


def _payer_problems(problem: AllocationProblem, demand: Demand, paid: dict[str, int]) -> list[str]:
    funds = {pot.id: pot.fund_id for pot in problem.pots}
    most = {payer.pot: payer.most for payer in demand.payers}
    found = []
    for pot, cents in paid.items():
        if pot not in most:
            found.append(f"{pot} may not pay {demand.id}.")
        elif cents > most[pot]:
            found.append(f"{pot} pays {cents} cents of {demand.id}; at most {most[pot]} are allowed.")
    for fund in dict.fromkeys(funds[payer.pot] for payer in demand.payers):
        together = sum(cents for pot, cents in paid.items() if funds.get(pot) == fund)
        allowed = max(payer.most for payer in demand.payers if funds[payer.pot] == fund)
        if together > allowed:
            found.append(f"Fund {fund} pays {together} cents of {demand.id}; at most {allowed} are allowed.")
    return found


def _limit_problems(problem: AllocationProblem, allocation: Allocation) -> list[str]:
    demands = {demand.id: demand for demand in problem.demands}
    excused = set(allocation.short_of) if not allocation.chosen else set()
    found = []
    for pot in problem.pots:
        spent = sum(flow.cents for flow in allocation.flows if flow.pot == pot.id)
        if spent > pot.capacity:
            found.append(f"{pot.id} pays {spent} cents and holds {pot.capacity}.")
    for limit in problem.flow_limits:
        total = 0
        for flow in allocation.flows:
            demand = demands.get(flow.demand)
            for payer in demand.payers if demand else ():
                if demand and payer.pot == flow.pot:
                    total += limit.coefficients.get((flow.pot, payer.group, demand.year), 0) * flow.cents
        if total > limit.at_most and not (limit.id in excused and limit.at_most < 0):
            found.append(f"{limit.id} comes to {total}; at most {limit.at_most} is allowed.")
    for use in problem.use_limits:
        used = sum(use.use.get(item_id, 0) for item_id in allocation.chosen)
        if used > use.at_most and not (use.id in excused and use.at_most < 0):
            found.append(f"{use.id} comes to {used}; at most {use.at_most} is allowed.")
    return found
