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


@dataclass(frozen=True)
class Room:
    """Cents of a cost that a fund may still pay by its limits, and why not more."""

    amount: int
    whys: tuple[str, ...]


def beyond_limits(
    book: FundBook, said: Sequence[Said], district: District, sites: tuple[Site, ...]
) -> Iterator[Beyond]:
    """What is beyond each limit of the fund's rules, taken from the last of `said` on until the rest is within it.

    The limits are the plan's, asked of what is said alone, on all the money budgeted: the rest of it is taken to be
    paid for what helps most, so that only what is certain is found. So what counts is held against a share of the whole
    budget but for what is said to be outside the share; a cost that an order of the right day carries over unlimited is
    not counted; and an amount per learner is not looked at where a site's learners are not on record.
    """
    for limit, counts, cuts in _cut(book, said, district, sites):
        used = sum(counts.values())
        why = _why(limit, book.fund.name, used - sum(cuts.values()), used)
        yield from (Beyond(said[at], cut, why, limit.rules) for at, cut in cuts.items())


def room(book: FundBook, said: Sequence[Said], more: Said, district: District, sites: tuple[Site, ...]) -> Room:
    """What of `more` is within each limit of the fund's rules, as `beyond_limits` has them, beside all that is said."""
    left, whys, at = more.amount, list[str](), len(said)
    for limit, counts, cuts in _cut(book, [*said, more], district, sites, asked=(at,)):
        if cut := cuts.pop(at, 0):
            left -= cut
            before = sum(counts.values()) - counts.get(at, 0)
            most = before - sum(cuts.values()) + max(0, counts.get(at, 0) - cut)
            whys.append(_why(limit, book.fund.name, most, before))
    return Room(left, tuple(whys))


def _cut(
    book: FundBook, said: Sequence[Said], district: District, sites: tuple[Site, ...], asked: tuple[int, ...] = ()
) -> Iterator[tuple[RuleLimit, dict[int, int], dict[int, int]]]:
    """Each limit that is passed; by place in `said`, the cents that count in it, and those that are beyond.

    asked: places of what is only asked about; it gives way too where it takes from what others' share is measured on.
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
        counts = {at: left[at] for at, key in enumerate(keys) if worth.get(key, 0) > 0 and left[at]}
        cuts: dict[int, int] = {}
        for at in sorted({*counts, *asked}, reverse=True):
            relief = worth.get(keys[at], 0) - helps.get(keys[at][0], 0)
            if over > 0 and relief > 0:
                cuts[at] = min(left[at], -(-over // relief))
                left[at] -= cuts[at]
                over -= cuts[at] * relief
        if cuts:
            yield limit, counts, cuts


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
    allowed, said = dollars(most), f", and is said to pay {dollars(used)}" if used else ""
    if rule.kind is RuleKind.SHARE_AT_MOST and rule.share is not None:
        outside = f" that is not for {listing(rule.outside, most=len(rule.outside), last='or')}" if rule.outside else ""
        counts = listing(rule.values, most=len(rule.values))
        return f"{fund} pays at most {percent(rule.share)} of {money}{outside}, {allowed}, for {counts}{said}"
    if rule.kind is RuleKind.SHARE_AT_LEAST:
        kept = [f"at least {percent(r.share or 0)} for {listing(r.values, most=len(r.values))}" for r in limit.rules]
        of_that = f"{said} of that" if said else ""
        return f"{fund} keeps of {money} {listing(kept)}, which leaves {allowed} for the rest{of_that}"
    if rule.kind is RuleKind.CARRYOVER:
        return f"{fund} pays costs of later fiscal years with at most {allowed} of {money}{said}"
    return f"{fund} pays at most {allowed} by its amount per learner{said}"
