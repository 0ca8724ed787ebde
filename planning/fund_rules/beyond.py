"""What a fund is said to pay beyond a limit of its rules, whatever else it pays: what nobody can make lawful any more
but by another fund. Not legal advice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data_models.district import District, Site
from data_models.fund import FundRule, RuleKind
from data_models.pre_encumbrance import PreEncumbrance
from planning.calendar import fiscal_year
from planning.fund_rules.availability import FundBook, Purse, pot_id
from planning.fund_rules.eligibility import Cost
from planning.fund_rules.limits import Flows, Key, RuleLimit, group_of, limits, telling
from planning.wording import dollars, listing, percent


@dataclass(frozen=True)
class Said:
    """What a fund is said to pay of a cost, and the cents of it that no other rule bars."""

    record: PreEncumbrance
    cost: Cost
    amount: int


@dataclass(frozen=True)
class Beyond:
    """Cents of what a fund is said to pay that are beyond a limit, why, and the rules that limit it."""

    said: Said
    amount: int
    why: str
    rules: tuple[FundRule, ...]


def beyond_limits(
    book: FundBook, said: Sequence[Said], district: District, sites: tuple[Site, ...]
) -> Iterator[Beyond]:
    """What is beyond each limit of the fund's rules, taken from the last of `said` on until the rest is within it.

    The limits are the plan's, asked of what is said alone, on all the money budgeted: the rest of it is taken to be
    paid for what helps most, so that only what is certain is found. So what counts is held against a share of the whole
    budget but for what is said to be outside the share; a cost that an order of the right day carries over unlimited is
    not counted; and an amount per learner is not looked at where a site's learners are not on record.
    """
    keys = [(pot_id(book.fund.fund_id, x.record.money_year), group_of(book.rules, x.cost), x.cost.line.fiscal_year)
            for x in said]  # fmt: skip
    left, rests = [x.amount for x in said], _rests(book, keys)
    purses = tuple(_unspent(money, district) for money in book.purses)
    every = tuple(sorted({*keys, *rests.values()}))
    for limit in limits(Flows(book.fund, book.rules, purses, every, district, sites, {}, {})):
        if _unknown(limit, sites) or _is_all_there_is(limit, purses):
            continue
        worth, rest = limit.limit.coefficients, {pot: limit.limit.coefficients.get(k, 0) for pot, k in rests.items()}
        helps = {pot: min(0, coefficient) for pot, coefficient in rest.items()}
        over = _over(limit, purses, keys, left, helps)
        used = sum(amount for key, amount in zip(keys, left, strict=True) if worth.get(key, 0) > 0)
        cuts: dict[int, int] = {}
        for at in reversed(range(len(said))):
            relief = worth.get(keys[at], 0) - helps.get(keys[at][0], 0)
            if over <= 0 or worth.get(keys[at], 0) <= 0 or not left[at]:
                continue
            cuts[at] = min(left[at], -(-over // relief))
            left[at] -= cuts[at]
            over -= cuts[at] * relief
        why = _why(limit, book.fund.name, used - sum(cuts.values()), used) if cuts else ""
        yield from (Beyond(said[at], cut, why, limit.rules) for at, cut in cuts.items())


def _rests(book: FundBook, keys: Sequence[Key]) -> dict[str, Key]:
    """By pot with something said, the payment that the rest of its money is taken to make: it counts in no share, is in
    the base of each, and is for a cost of its own year.
    """
    pots = {pot for pot, _, _ in keys}
    return {m.id: (m.id, "b" * len(telling(book.rules)), m.year) for m in book.purses if m.id in pots}


def _unspent(money: Purse, district: District) -> Purse:
    """The money of a year before anything was paid; ordered while the most could be carried over."""
    in_time = max(money.in_time, fiscal_year(money.year_ends, district.fiscal_year_start_month))
    return replace(money, encumbered=0, spent=0, pre_encumbered=0, carry_used=0, in_time=in_time)


def _over(
    limit: RuleLimit, purses: Sequence[Purse], keys: Sequence[Key], left: Sequence[int], helps: Mapping[str, int]
) -> int:
    """How far what is said, and the rest of the money, is beyond the limit, in its own measure."""
    rest = Counter({money.id: money.budgeted for money in purses})
    for key, amount in zip(keys, left, strict=True):
        rest[key[0]] -= amount
    said = sum(limit.limit.coefficients.get(key, 0) * amount for key, amount in zip(keys, left, strict=True))
    return said + sum(helps[pot] * rest[pot] for pot in helps) - limit.limit.at_most


def _unknown(limit: RuleLimit, sites: Sequence[Site]) -> bool:
    """Whether nobody knows how much the limit allows."""
    by_learner = any(rule.kind is RuleKind.PER_LEARNER for rule in limit.rules)
    return by_learner and (not sites or any(site.enrolment is None for site in sites))


def _is_all_there_is(limit: RuleLimit, purses: Sequence[Purse]) -> bool:
    """Whether all money of a year may be carried over: beyond that is more than the fund has, and no rule's matter."""
    carried = limit.rules[0].kind is RuleKind.CARRYOVER
    return carried and any(m.year == limit.money_year and limit.limit.at_most >= m.budgeted for m in purses)


def _why(limit: RuleLimit, fund: str, most: int, used: int) -> str:
    """Why, with what is allowed and what is said, in cents."""
    rule, money = limit.rules[0], f"its money of {limit.money_year}"
    allowed, said = dollars(most), f"is said to pay {dollars(used)}"
    if rule.kind is RuleKind.SHARE_AT_MOST and rule.share is not None:
        outside = f" that is not for {listing(rule.outside, most=len(rule.outside), last='or')}" if rule.outside else ""
        counts = listing(rule.values, most=len(rule.values))
        return f"{fund} pays at most {percent(rule.share)} of {money}{outside}, {allowed}, for {counts}, and {said}"
    if rule.kind is RuleKind.SHARE_AT_LEAST:
        kept = [f"at least {percent(r.share or 0)} for {listing(r.values, most=len(r.values))}" for r in limit.rules]
        return f"{fund} keeps of {money} {listing(kept)}, which leaves {allowed} for the rest, and {said} of that"
    if rule.kind is RuleKind.CARRYOVER:
        return f"{fund} pays costs of later fiscal years with at most {allowed} of {money}, and {said}"
    return f"{fund} pays at most {allowed} by its amount per learner, and {said}"
