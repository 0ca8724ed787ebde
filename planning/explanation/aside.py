"""What a plan's figures do not say by themselves: mandates left unanswered, and costs of years not planned."""

from collections.abc import Mapping
from datetime import date

from data_models.coverage import State
from data_models.need import Driver, Need
from data_models.plan import LeftOut, Mandates, OpenMandate, Plan
from data_models.wording import counted
from planning.prepare import Prepared
from planning.wording import cents, day_words, listing, short_dollars, to_dollars, year_words

NAMED_SITES = 3


def mandates(prepared: Prepared, plan: Plan, states: Mapping[str, tuple[State, tuple[str, ...]]]) -> Mandates:
    """The mandated needs, the purchases that answer one, and those left open, soonest needed first.

    states: by need, whether it is answered and where it is open. Without a day by which it is needed a mandate comes
    last; ties in key order.
    """
    needs = [n for n in prepared.portfolio.needs if n.driver is Driver.MANDATE]
    keys = {n.need_id for n in needs}
    left = [n for n in needs if states[n.need_id][0] is not State.ANSWERED]
    left = sorted(left, key=lambda n: (n.needed_by or date.max, n.need_id))
    partly = sum(states[n.need_id][0] is State.PARTLY for n in left)
    return Mandates(
        needs=len(needs),
        purchases=tuple(p for p in prepared.costs if keys & set(prepared.purchases[p].need_ids)),
        unanswered=tuple(_open_mandate(prepared, plan, n, *states[n.need_id]) for n in left),
        words=_words(len(needs), partly, len(left)),
    )


def _open_mandate(prepared: Prepared, plan: Plan, need: Need, state: State, sites: tuple[str, ...]) -> OpenMandate:
    """sites: where it is open. Only purchases that go to one of them would answer it; named are those that go to all of
    them, or else those that go to some, and to how many.
    """
    would = tuple(
        p
        for p, purchase in ((p, prepared.purchases[p]) for p in prepared.costs)
        if need.need_id in purchase.need_ids
        and p not in plan.chosen
        and (not sites or not purchase.site_ids or not set(sites).isdisjoint(purchase.site_ids))
    )
    about = need.title + (f", needed by {day_words(need.needed_by)}" if need.needed_by else "")
    nothing, there = "no purchase on record answers it", ""
    if state is State.PARTLY:
        names = {s.site_id: s.name for s in prepared.portfolio.sites}
        about += f", answered in part, open at {listing([names.get(s, s) for s in sites], most=NAMED_SITES)}"
        nothing, there = "no other purchase on record goes there", " there"
    reached = {p: set(sites).intersection(prepared.purchases[p].site_ids or sites) for p in would}
    whole = [prepared.purchases[p].title for p in would if len(reached[p]) == len(sites)]
    words = f"{listing(whole, last='or')} would answer it{there}" if whole else nothing
    if would and not whole:
        first, *rest = [(prepared.purchases[p].title, len(reached[p])) for p in would]
        part = [f"{first[0]} would answer it at {first[1]} of {counted(len(sites), 'open site')}"]
        words = listing([*part, *(f"{title} at {number}" for title, number in rest)])
    return OpenMandate(need_id=need.need_id, purchases=would, words=f"{about}: {words}.")


def _words(needs: int, partly: int, left: int) -> str:
    """8 of 16 mandates open, 2 more in part."""
    if not left:
        return {0: "", 1: "The one mandate is answered"}.get(needs, f"All {needs} mandates answered")
    of = counted(needs, "mandate")
    if partly == left:
        return f"{partly} of {of} open in part"
    return f"{left - partly} of {of} open{f', {partly} more in part' if partly else ''}"


def costs_left_out(prepared: Prepared, plan: Plan) -> LeftOut:
    """What the purchases in the plan cost in years that it does not plan, because somebody left those years out or
    because no fund has a budget for them.
    """
    planned = plan.settings.fiscal_years or prepared.years
    lines = [c.line for p in plan.chosen for c in prepared.costs[p] if c.line.fiscal_year not in planned]
    years = tuple(sorted({y for y in prepared.years if y not in planned} | {x.fiscal_year for x in lines}))
    amount = sum(cents(x.amount) for x in lines)
    words = ""
    if years:
        then = "in that year" if len(years) == 1 else "in those years"
        more = f"another {short_dollars(amount)}" if amount else "nothing"
        words = f"Costs of {year_words(years)} are not counted: what is chosen costs {more} {then}"
    return LeftOut(years=years, amount=to_dollars(amount), words=words)
