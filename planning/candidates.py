"""Which purchases the plan may choose from, and why the others are not among them."""

from collections.abc import Mapping
from dataclasses import dataclass

from data_models.fund import FundKind
from data_models.plan import Merit, PlanSettings, State
from data_models.purchase import OPEN_STAGES, CostLine, Purchase, Stage
from data_models.rating import Side
from planning.allocation.problem import Demand
from planning.fund_rules.rules import says_what
from planning.prepare import Prepared
from planning.wording import dollars, goods, listing, score_words


@dataclass(frozen=True)
class Candidates:
    """Purchases to choose from, in key order, and for every other open one its state and the reason in words."""

    ids: tuple[str, ...]
    barred: Mapping[str, tuple[State, str]]
    years: tuple[int, ...]
    floors_waived: tuple[str, ...]


def candidates(prepared: Prepared, settings: PlanSettings, merits: tuple[Merit, ...]) -> Candidates:
    """Sorts the open purchases into those the plan may choose and those it may not.

    Not chosen from: what is ruled out (a pin does not help), incomplete, without a cost in the years planned, not
    ready (a pin does help: the cabinet may overrule its own floors), what no fund may pay, alternatives of something
    already bought, and what requires something that is neither bought nor to be chosen from. The first reason in
    this order is given.
    """
    years = settings.fiscal_years or prepared.years
    merit_of = {m.purchase_id: m for m in merits}
    open_ids = [p.purchase_id for p in prepared.portfolio.purchases if p.stage in OPEN_STAGES]
    barred = {}
    for purchase_id in open_ids:
        found = _bar(prepared, settings, merit_of[purchase_id], years)
        if found:
            barred[purchase_id] = found
    _bar_without_prerequisites(prepared, open_ids, barred)
    ids = tuple(p for p in open_ids if p not in barred)
    waived = tuple(p for p in ids if not merit_of[p].ready)
    return Candidates(ids, barred, years, waived)


def _bar(prepared: Prepared, settings: PlanSettings, merit: Merit, years: tuple[int, ...]) -> tuple[State, str] | None:
    purchase_id = merit.purchase_id
    purchase = prepared.purchases[purchase_id]
    if purchase_id in settings.ruled_out:
        return State.RULED_OUT, "Ruled out by the cabinet."
    if purchase_id in prepared.mends:
        return State.INCOMPLETE, f"Incomplete: {'; '.join(prepared.mends[purchase_id])}."
    if not any(c.line.fiscal_year in years for c in prepared.costs[purchase_id]):
        due = listing([str(y) for y in sorted({c.line.fiscal_year for c in prepared.costs[purchase_id]})])
        return State.OUT, f"Its cost is in fiscal year {due}, which is not planned."
    if not merit.ready and purchase_id not in settings.pinned:
        return State.NOT_READY, f"Not ready: {merit.keys_missing}, {missing_keys(merit, settings)}."
    unpaid = [d for d in prepared.demands[purchase_id] if d.year in years and not payable(prepared, d)]
    if unpaid:
        return State.IMPOSSIBLE, _nobody_pays(prepared, unpaid[0])
    bought = _bought_alternative(prepared, purchase)
    if bought:
        return (
            State.OUT,
            f"Out: {bought.title} is {bought.stage} already, "
            f"and only one alternative for {purchase.choose_one} is bought.",
        )
    return None


def missing_keys(merit: Merit, settings: PlanSettings) -> str:
    """Which keys are not turned and by how much: technical 38 is under the floor of 40."""
    parts = []
    for side in merit.missing_keys:
        academic = side is Side.ACADEMIC
        score = merit.academic if academic else merit.technical
        floor = settings.academic_floor if academic else settings.technical_floor
        if score is None:
            parts.append(f"nobody has rated its {side} merit")
        else:
            parts.append(f"{side} {score_words(score)} is under the floor of {floor}")
    return listing(parts)


def payable(prepared: Prepared, demand: Demand) -> bool:
    """Whether the funds that may pay, each up to its share, reach the whole amount, were there money enough."""
    funds = {prepared.purses[p.pot].fund.fund_id: 0 for p in demand.payers}
    for payer in demand.payers:
        fund = prepared.purses[payer.pot].fund.fund_id
        funds[fund] = max(funds[fund], payer.most)
    return sum(funds.values()) >= demand.amount


def _nobody_pays(prepared: Prepared, demand: Demand) -> str:
    line = next(c.line for c in prepared.costs[demand.item] if c.line.cost_line_id == demand.id)
    what = f"the {dollars(demand.amount)} of {goods(line.category)} in fiscal year {demand.year}"
    names = sorted({prepared.purses[p.pot].fund.name for p in demand.payers})
    if names:
        return f"No fund may pay all of {what}: {listing(names)} may pay only a share, and no other fund the rest."
    return f"No fund may pay {what}. {_first_reason(prepared, line, demand.year)}"


def _first_reason(prepared: Prepared, line: CostLine, year: int) -> str:
    """Why one fund does not pay: general money first, then a fund without rules, which is soonest mended, by key."""
    books = sorted(
        prepared.funds.values(),
        key=lambda b: (b.fund.kind is not FundKind.GENERAL, says_what(b.fund, b.rules)),
    )
    if not books:
        return "There is no fund on record: add the district's funds."
    refusals = prepared.verdicts[line.cost_line_id, books[0].fund.fund_id].refusals
    reason = refusals[0] if refusals else f"{books[0].fund.name} has no money for fiscal year {year}"
    return f"{reason[0].upper()}{reason[1:]}."


def _bought_alternative(prepared: Prepared, purchase: Purchase) -> Purchase | None:
    if not purchase.choose_one:
        return None
    settled = (
        p
        for p in prepared.portfolio.purchases
        if p.choose_one == purchase.choose_one and p.stage not in (*OPEN_STAGES, Stage.WITHDRAWN)
    )
    return next(settled, None)


def _bar_without_prerequisites(prepared: Prepared, open_ids: list[str], barred: dict[str, tuple[State, str]]) -> None:
    """Bars what requires something barred, withdrawn or unknown, until nothing changes."""
    changed = True
    while changed:
        changed = False
        for purchase_id in open_ids:
            missing = _missing_prerequisite(prepared, purchase_id, barred) if purchase_id not in barred else ""
            if missing:
                barred[purchase_id] = (State.OUT, f"Out: it requires {missing}.")
                changed = True


def _missing_prerequisite(prepared: Prepared, purchase_id: str, barred: Mapping[str, tuple[State, str]]) -> str:
    for needed in prepared.purchases[purchase_id].requires:
        other = prepared.purchases.get(needed)
        if other is None:
            return f"{needed}, which is not on record"
        if other.stage is Stage.WITHDRAWN:
            return f"{other.title}, which is withdrawn"
        if needed in barred:
            state = barred[needed][0]
            return f"{other.title}, which " + (
                "cannot be planned" if state is State.OUT else f"is {_state_words(state)}"
            )
    return ""


def _state_words(state: State) -> str:
    return "not payable by any fund" if state is State.IMPOSSIBLE else state.value
