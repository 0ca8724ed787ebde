"""A plan in one line, and what changed from one plan to the next."""

from collections import defaultdict
from decimal import Decimal

from data_models.plan import Difference, FundLapse, Headline, Plan, PlanSettings
from data_models.purchase import BOUGHT_STAGES
from data_models.wording import counted
from planning.barred_orders import barred_orders, barred_words
from planning.coverage import open_at, tally
from planning.ending import endings, with_ended
from planning.explanation.aside import costs_left_out, mandates
from planning.first_lapse import first_lapse
from planning.fund_rules import Purse
from planning.money import lapses
from planning.prepare import Prepared
from planning.problem import in_play
from planning.reach import reached_together
from planning.who_pays import who_pays, who_pays_words
from planning.wording import cents, day_words, dollars, listing, short_dollars, to_dollars


def headline(prepared: Prepared, plan: Plan) -> Headline:
    """The plan's figures and the line that says them.

    available: money of the years planned, and of earlier ones that may still pay, at most what is in play. learners:
    at least so many, each once. needs: answered as `coverage` says, so that every page says the same. lapse: as
    `first_lapse`.
    """
    states = open_at(prepared.portfolio, plan.chosen)
    needs = tally(state for state, _ in states.values())
    planned = sum(cents(p.amount) for p in plan.payments)
    books = with_ended(prepared, plan.settings.ended)
    available = _available(books, plan.settings)
    held = sum(m.pre_encumbered for m in _usable(books, plan.settings))
    asked, barred = who_pays(prepared.portfolio), barred_orders(prepared)
    learners = reached_together(prepared.reach, plan.chosen)
    lapse = first_lapse(lapses(prepared, plan))
    words = [
        f"{len(plan.chosen):,} of {counted(len(prepared.costs), 'purchase')}",
        f"{short_dollars(planned)} of {short_dollars(available)}",
        counted(learners, "learner"),
        needs.words,
        *([_lapse_words(prepared, lapse)] if lapse else []),
    ]
    return Headline(
        purchases=len(plan.chosen),
        purchases_open=len(prepared.costs),
        planned=to_dollars(planned),
        available=to_dollars(available),
        learners=learners,
        needs=needs,
        lapse=lapse,
        mandates=mandates(prepared, plan, states),
        left_out=costs_left_out(prepared, plan),
        endings=endings(prepared.portfolio, plan.settings.ended),
        held=to_dollars(held),
        unsaid=sum((question.amount for question in asked), Decimal(0)),
        barred=sum((order.amount for order in barred), Decimal(0)),
        held_words=_held_words(held, who_pays_words(asked), barred_words(barred)),
        words=", ".join(words),
    )


def _available(prepared: Prepared, settings: PlanSettings) -> int:
    most = in_play(prepared, settings)
    left: defaultdict[str, int] = defaultdict(int)
    for money in _usable(prepared, settings):
        left[money.fund.fund_id] += money.available
    return sum(min(cents_left, most.get(fund_id, cents_left)) for fund_id, cents_left in left.items())


def _usable(prepared: Prepared, settings: PlanSettings) -> list[Purse]:
    """Money of the years planned, and of earlier ones that may still pay their costs."""
    years = settings.fiscal_years or prepared.years
    usable = {p.pot for due in prepared.demands.values() for d in due if d.year in years for p in d.payers}
    return [m for m in prepared.purses.values() if m.year in years or m.id in usable]


def _held_words(held: int, *others: str) -> str:
    """$12k is held for orders that the ledger does not have yet. It is not on record which fund pays $5,000 ..."""
    said = f"{short_dollars(held)} is held for orders that the ledger does not have yet" if held else ""
    return ". ".join(words for words in (said, *others) if words)


def _lapse_words(prepared: Prepared, lapse: FundLapse) -> str:
    name = prepared.funds[lapse.fund_id].fund.name
    limit = " (carryover limit)" if lapse.early else ""
    return f"{short_dollars(cents(lapse.amount))} of {name} lapses {day_words(lapse.lapses_on)}{limit}"


def difference(prepared: Prepared, before: Plan, now: Plan) -> Difference:
    """What is in now and was not, what is not in and was, what was and is bought by now, all in key order, and the
    change in learners and needs. What is bought leaves a plan and loses nobody: its learners are no part of the change.

    The words begin with the contracts that one of the plans ends and the other does not.
    """
    known = prepared.purchases
    added = tuple(p for p in now.chosen if p not in before.chosen)
    left = tuple(p for p in before.chosen if p not in now.chosen)
    ordered = tuple(p for p in left if p in known and known[p].stage in BOUGHT_STAGES)
    dropped = tuple(p for p in left if p not in ordered)
    learners = reached_together(prepared.reach, now.chosen) - reached_together(
        prepared.reach, (p for p in before.chosen if p in known and p not in ordered)
    )
    words = _ended(prepared, before.settings.ended, now.settings.ended)
    words += [f"{listing([known[p].title for p in ordered])} ordered"] if ordered else []
    words += [f"adds {listing([known[p].title for p in added])}"] if added else []
    words += [f"drops {listing([known[p].title if p in known else p for p in dropped])}"] if dropped else []
    words += [_change(learners, "learner")] if learners else []
    needs = _answered(prepared, now) - _answered(prepared, before)
    words += [f"{_change(needs, 'need')} answered"] if needs else []
    return Difference(added=added, dropped=dropped, ordered=ordered, learners=learners, words="; ".join(words))


def _change(number: int, one: str) -> str:
    """100 learners more, 1 need fewer: without signs, of which a minus would be read as a dash."""
    return f"{counted(abs(number), one)} {'more' if number > 0 else 'fewer'}"


def _answered(prepared: Prepared, plan: Plan) -> int:
    return tally(state for state, _ in open_at(prepared.portfolio, plan.chosen).values()).answered


def _ended(prepared: Prepared, before: tuple[str, ...], now: tuple[str, ...]) -> list[str]:
    """Ends Harbor LMS, which frees $88,600; or keeps it."""
    ended, kept = set(now) - set(before), set(before) - set(now)
    titles = [c.title for c in prepared.portfolio.contracts if c.contract_id in kept]
    words = [f"keeps {listing(titles)}"] if titles else []
    titles = [c.title for c in prepared.portfolio.contracts if c.contract_id in ended]
    more = cents(endings(prepared.portfolio, now).amount) - cents(endings(prepared.portfolio, before).amount)
    if titles:
        words += [f"ends {listing(titles)}" + (f" ({dollars(more)} freed)" if more > 0 else "")]
    return words
