"""What a plan's figures do not say by themselves: mandates left unanswered, and costs of years not planned."""

from datetime import date

from data_models.need import Driver
from data_models.plan import LeftOut, Mandates, OpenMandate, Plan
from data_models.purchase import OPEN_STAGES, Stage
from planning.prepare import Prepared
from planning.wording import cents, counted, day_words, listing, short_dollars, to_dollars, year_words

NAMED = 1
"""Mandates named in the line before the rest are counted."""


def answered(prepared: Prepared, plan: Plan) -> frozenset[str]:
    """Keys of the needs that a purchase in the plan, or one already bought, answers."""
    bought = [p for p in prepared.portfolio.purchases if p.stage not in (*OPEN_STAGES, Stage.WITHDRAWN)]
    return frozenset(n for p in (*bought, *(prepared.purchases[c] for c in plan.chosen)) for n in p.need_ids)


def mandates(prepared: Prepared, plan: Plan) -> Mandates:
    """The mandated needs, the purchases that answer one, and those left unanswered, soonest needed first.

    Without a day by which it is needed a mandate comes last; ties in key order.
    """
    needs = [n for n in prepared.portfolio.needs if n.driver is Driver.MANDATE]
    keys = {n.need_id for n in needs}
    done = answered(prepared, plan)
    unanswered = sorted((n for n in needs if n.need_id not in done), key=lambda n: (n.needed_by or date.max, n.need_id))
    would = {n.need_id: tuple(p for p in prepared.costs if n.need_id in prepared.purchases[p].need_ids) for n in needs}
    return Mandates(
        needs=len(needs),
        purchases=tuple(p for p in prepared.costs if keys & set(prepared.purchases[p].need_ids)),
        unanswered=tuple(
            OpenMandate(
                need_id=n.need_id,
                purchases=would[n.need_id],
                words=_open_words(
                    n.title + (f", needed by {day_words(n.needed_by)}" if n.needed_by else ""),
                    [prepared.purchases[p].title for p in would[n.need_id]],
                ),
            )
            for n in unanswered
        ),
        words=_words(len(needs), [n.title for n in unanswered]),
    )


def _open_words(need: str, titles: list[str]) -> str:
    if not titles:
        return f"{need}: no purchase on record answers it."
    return f"{need}: {listing(titles, last='or')} would answer it."


def _words(needs: int, unanswered: list[str]) -> str:
    """3 of 16 mandates not answered: Families need an interpreter and 2 more."""
    if not unanswered:
        return {0: "", 1: "The one mandate is answered"}.get(needs, f"All {needs} mandates answered")
    return f"{len(unanswered)} of {counted(needs, 'mandate')} not answered: {listing(unanswered, most=NAMED)}"


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
