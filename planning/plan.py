"""The plan: which purchases, and who pays."""

from data_models.plan import Payment, Plan, PlanSettings, Proof
from planning.allocation.known import Known, better
from planning.allocation.problem import Allocation, AllocationProblem, Flow
from planning.allocation.solve import allocate
from planning.allocation.validate import validate
from planning.candidates import Candidates, candidates
from planning.ending import with_ended
from planning.latest import Latest
from planning.prepare import Prepared, prepare
from planning.problem import build_problem
from planning.scoring import score
from planning.shortfall import shortfalls
from planning.wording import cents, to_dollars

__all__ = ["make_plan", "prepare"]

KNOWN = Known()
"""What this process has found; it makes an answer sooner and surer, never another rule."""

LATEST = Latest()
"""What this process chose last: where the data changed, what stays lawful of it stays, but for a better plan."""


def make_plan(prepared: Prepared, settings: PlanSettings, seconds: float = 0.25, start: Plan | None = None) -> Plan:
    """The best lawful plan found in about `seconds`, and how far from the best possible it may be.

    start: an earlier plan of the same data and settings; the result is at least as good, so that a plan shown at once
    can be proven in the background: `make_plan(prepared, settings, seconds=60, start=shown)`.
    Where the data changed since this process made a plan of the same settings, it begins with what is still open and
    lawful of that plan: it is at least as good, and purchases do not change places without more merit.
    Where the pinned purchases cannot all be kept, as many are kept as can be, `left_out` names the others and
    `shortfalls` says what they lack. A pin overrules the floors and nothing else.
    Raises AssertionError where the solver's answer breaks a rule: such a plan is never shown.
    """
    prepared = with_ended(prepared, settings.ended)
    merits = score(prepared, settings)
    chosen_from = candidates(prepared, settings, merits)
    problem = build_problem(prepared, settings, merits, chosen_from)
    shown = allocation_of(start, problem) if start and start.settings == settings else None
    known = KNOWN.best(problem)
    begin = [answer for answer in (shown, known) if answer]
    near = () if begin else LATEST.chosen(prepared.portfolio.district.district_id, settings, prepared.costs)
    answer = allocate(problem, seconds, better(*begin) if begin else None, near)
    broken = validate(problem, answer)
    if broken:
        raise AssertionError("The plan breaks its own rules: " + " ".join(broken))
    KNOWN.keep(problem, answer)
    LATEST.keep(prepared.portfolio.district.district_id, settings, answer.chosen)
    return _plan(prepared, settings, chosen_from, problem, answer)


def _plan(
    prepared: Prepared,
    settings: PlanSettings,
    chosen_from: Candidates,
    problem: AllocationProblem,
    answer: Allocation,
) -> Plan:
    open_pins = [p for p in dict.fromkeys(settings.pinned) if p in prepared.costs]
    left_out = tuple(p for p in open_pins if p not in answer.chosen)
    proof = (
        Proof.IMPOSSIBLE
        if left_out
        else Proof.OPTIMAL
        if answer.optimal or answer.bound <= answer.value
        else Proof.WITHIN
    )
    return Plan(
        settings=settings,
        chosen=answer.chosen,
        payments=payments(prepared, problem, answer),
        value=answer.value,
        bound=answer.bound,
        proof=proof,
        shortfalls=shortfalls(prepared, settings, chosen_from, answer, left_out),
        left_out=left_out,
    )


def payments(prepared: Prepared, problem: AllocationProblem, answer: Allocation) -> tuple[Payment, ...]:
    """The answer's flows in dollars, by purchase, cost line, fund and year of the money."""
    demands = {d.id: d for d in problem.demands}
    paid = [_payment(prepared, demands[f.demand].item, demands[f.demand].year, f) for f in answer.flows]
    return tuple(sorted(paid, key=lambda p: (p.purchase_id, p.cost_line_id, p.fund_id, p.money_year)))


def _payment(prepared: Prepared, purchase_id: str, year: int, flow: Flow) -> Payment:
    money = prepared.purses[flow.pot]
    return Payment(
        purchase_id=purchase_id,
        cost_line_id=flow.demand,
        fiscal_year=year,
        fund_id=money.fund.fund_id,
        money_year=money.year,
        amount=to_dollars(flow.cents),
    )


def allocation_of(plan: Plan, problem: AllocationProblem) -> Allocation:
    """A plan as the allocation's answer to `problem`, the problem it was made for."""
    pots = {(pot.fund_id, pot.money_year): pot.id for pot in problem.pots}
    return Allocation(
        chosen=plan.chosen,
        flows=tuple(Flow(p.cost_line_id, pots[p.fund_id, p.money_year], cents(p.amount)) for p in plan.payments),
        value=plan.value,
        bound=plan.bound,
        optimal=plan.proof is Proof.OPTIMAL,
        left_out=plan.left_out,
    )
