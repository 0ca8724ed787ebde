"""Whether a fund may pay for one cost line, how much of it, and why: one function per kind of rule.

Every rule in force must hold; a kind without a rule forbids nothing. Not legal advice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from data_models.district import District, Site
from data_models.fund import SAYS_WHAT, TITLE_I, FundRule, RuleKind
from data_models.need import Need
from data_models.purchase import CostLine, Purchase
from planning.fund_rules.availability import FundBook
from planning.fund_rules.discount import rule_share
from planning.fund_rules.rules import of_kind, says_what
from planning.wording import goods, listing, percent

MOST_NAMED = 4
"""What a fund pays for is named where it is no more than this; else what it does not pay for is."""


@dataclass(frozen=True)
class Cost:
    """A cost line with what the rules ask about it. `goes_on_until`: last year of the purchase's recurring lines."""

    line: CostLine
    purchase: Purchase
    needs: tuple[Need, ...]
    sites: tuple[Site, ...]
    goes_on_until: int | None


@dataclass(frozen=True)
class Verdict:
    """What the rules say of one fund and one cost line, whatever the year of the money.

    refusals: why not, in words; empty where it may pay. share: percent of the line it may pay at most.
    notes: what limits it, in words. rules: those that refused; else those that were met or limit it.
    """

    refusals: tuple[str, ...]
    share: Decimal
    notes: tuple[str, ...]
    rules: tuple[FundRule, ...]


@lru_cache(maxsize=1024)
def _among(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w.strip().lower() for w in words)


def refuse_category(rule: FundRule, cost: Cost, book: FundBook) -> str:
    """The line's category must be one of the rule's."""
    if cost.line.category in _among(rule.values):
        return ""
    if len(rule.values) <= MOST_NAMED:
        return f"{book.fund.name} pays only for {listing(rule.values, most=MOST_NAMED)}"
    return f"{book.fund.name} does not pay for {goods(cost.line.category)}"


def refuse_sites(rule: FundRule, cost: Cost, book: FundBook) -> str:
    """Every site of the line must be one of the rule's; 'title i' means sites known to be served by Title I-A."""
    allowed = _among(rule.values)
    if not cost.sites:
        return f"{book.fund.name} pays for named schools only, and no school is on record for this cost"
    outside = [s for s in cost.sites if s.site_id.lower() not in allowed and not (TITLE_I in allowed and s.title_i)]
    if not outside:
        return ""
    unknown = [s.name for s in outside if TITLE_I in allowed and s.title_i is None]
    if len(unknown) == len(outside):
        return (
            f"{book.fund.name} pays for Title I schools only, and it is not on record whether {listing(unknown)} is one"
        )
    names = listing([s.name for s in outside])
    which = "which is not a Title I school" if len(outside) == 1 else "which are not Title I schools"
    return f"{book.fund.name} does not pay for {names}" + (f", {which}" if TITLE_I in allowed else "")


def refuse_student_groups(rule: FundRule, cost: Cost, book: FundBook) -> str:
    """One of the needs answered must be of one of the rule's groups; a need of all learners is of none."""
    if any(_among(n.student_groups) & _among(rule.values) for n in cost.needs):
        return ""
    return f"{book.fund.name} pays only for needs of {listing(rule.values, most=MOST_NAMED, last='or')}"


def refuse_subjects(rule: FundRule, cost: Cost, book: FundBook) -> str:
    """One of the needs answered must be in one of the rule's subjects."""
    if any(n.subject.strip().lower() in _among(rule.values) for n in cost.needs):
        return ""
    return f"{book.fund.name} pays only for needs in {listing(rule.values, most=MOST_NAMED, last='or')}"


def refuse_program_area(rule: FundRule, cost: Cost, book: FundBook) -> str:
    """The purchase's program area must be one of the rule's."""
    if cost.purchase.program_area in _among(rule.values):
        return ""
    return (
        f"{book.fund.name} pays only for {listing(rule.values, most=MOST_NAMED)}, not for {cost.purchase.program_area}"
    )


def refuse_recurring(_rule: FundRule, cost: Cost, book: FundBook) -> str:
    """A recurring line may be paid only if the purchase's recurring lines end with the fund or before."""
    until, last = cost.goes_on_until, book.last_year
    if not cost.line.recurring or last is None or until is None or until <= last:
        return ""
    return (
        f"{book.fund.name} ends in fiscal year {last} and pays no recurring cost that goes on, "
        f"and this one goes on until {until}"
    )


REFUSALS: Mapping[RuleKind, Callable[[FundRule, Cost, FundBook], str]] = {
    RuleKind.CATEGORIES: refuse_category,
    RuleKind.SITES: refuse_sites,
    RuleKind.STUDENT_GROUPS: refuse_student_groups,
    RuleKind.SUBJECTS: refuse_subjects,
    RuleKind.PROGRAM_AREAS: refuse_program_area,
    RuleKind.NO_RECURRING_PAST_END: refuse_recurring,
}
"""Kinds of rule that allow or forbid a whole line: each gives the reason against, or empty where it is met."""

NO_RULES = (
    "no rule says what {fund} may pay for, so it pays for nothing: add a fund rule, such as its eligible categories"
)
NO_SHARE = "the share that {fund} pays is not known: fill in the district's lunch share, or the rule's share"


def judge(book: FundBook, cost: Cost, district: District) -> Verdict:
    """What the rules in force for a fund say of one line. Every rule must hold; the least share counts."""
    fund, rules = book.fund, book.rules
    if not says_what(fund, rules):
        return Verdict((NO_RULES.format(fund=fund.name),), Decimal(0), (), ())
    against = [(r, _names_none(r, book) or REFUSALS[r.kind](r, cost, book)) for r in rules if r.kind in REFUSALS]
    refused = [(r, words) for r, words in against if words]
    shares = [(r, rule_share(r, fund, district)) for r in of_kind(rules, RuleKind.PURCHASE_SHARE)]
    refused += [(r, NO_SHARE.format(fund=fund.name)) for r, share in shares if share is None]
    if refused:
        return Verdict(tuple(dict.fromkeys(w for _, w in refused)), Decimal(0), (), tuple(r for r, _ in refused))
    share = min((s for _, s in shares if s is not None), default=Decimal(100))
    notes = (f"{fund.name} pays at most {percent(share)} of it; other money pays the rest",) if share < 100 else ()
    return Verdict((), share, notes, tuple(r for r, _ in against) + tuple(r for r, _ in shares))


def _names_none(rule: FundRule, book: FundBook) -> str:
    """Why a rule allows nothing that names nothing; empty where it names something or need not."""
    if rule.values or rule.kind not in SAYS_WHAT:
        return ""
    return f"{book.fund.name} pays for nothing, as its rule {rule.rule_id} names no {SAYS_WHAT[rule.kind]}"
