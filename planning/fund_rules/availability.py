"""What money a fund has by budget year, and the fiscal years in which that money may pay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from data_models.fund import Fund, FundKind, FundRule, FundYear, RuleKind
from data_models.promised import counted_promises
from planning.allocation.problem import Pot
from planning.calendar import first_day, fiscal_year, last_day, month_end
from planning.fund_rules.rules import of_kind, rules_of
from planning.wording import cents, day_words


def pot_id(fund_id: str, money_year: int) -> str:
    """Key of the pot of a fund's money of one budget year."""
    return f"{fund_id}:{money_year}"


@dataclass(frozen=True)
class Purse:
    """Money of one fund and one budget year, in cents.

    carry: what costs that count as carried over may take of it. year_ends: the day on which what may not be carried
    lapses; ends: the day on which the rest does; date.max where it does not lapse. in_time: the last fiscal year whose
    costs can still be obligated by year_ends. pre_encumbered: what orders take that the ledger does not have yet;
    carry_used: what orders, in the ledger or not, take of carry.
    """

    fund: Fund
    year: int
    budgeted: int
    encumbered: int
    spent: int
    carry: int
    year_ends: date
    ends: date
    in_time: int
    pre_encumbered: int = 0
    carry_used: int = 0

    @property
    def id(self) -> str:
        """Key of its pot."""
        return pot_id(self.fund.fund_id, self.year)

    @property
    def available(self) -> int:
        """Budgeted - encumbered - pre-encumbered - spent; 0 where more is promised than there is."""
        return max(0, self.budgeted - self.promised)

    @property
    def overspent(self) -> int:
        """What is promised or spent beyond the budget."""
        return max(0, self.promised - self.budgeted)

    @property
    def promised(self) -> int:
        """What is spent or promised: encumbered in the ledger, or pre-encumbered by an order that it does not have."""
        return self.encumbered + self.pre_encumbered + self.spent

    @property
    def may_carry(self) -> int:
        """What may still be carried over."""
        return max(0, self.carry - self.carry_used)

    def carried(self, year: int, staff: bool) -> bool:
        """Whether a cost of a fiscal year counts as carried over: beyond what can be obligated by `year_ends`.

        An order obligates money on its day, an employee's work when it is done (34 CFR 76.707), so that staff of a
        later year counts as carried over from that year's first day.
        """
        return year > (self.year if staff else self.in_time)

    @property
    def pot(self) -> Pot:
        """The same as the allocation knows it; it expires when the first of it lapses."""
        first = self.ends if self.may_carry >= self.available else self.year_ends
        return Pot(self.id, self.fund.fund_id, self.year, self.available, first)


@dataclass(frozen=True)
class FundBook:
    """One fund, by its short name, the rules in force, its money by budget year, and the last fiscal year it covers.

    last_year is that of the fund's last day; without one, its last budgeted year; none without both.
    """

    fund: Fund
    rules: tuple[FundRule, ...]
    purses: tuple[Purse, ...]
    last_year: int | None

    def carries(self, money_year: int, year: int) -> bool:
        """Whether money of one budget year may pay costs of a later one: some carryover rule is about both years."""
        return any(about(r, money_year) and about(r, year) for r in of_kind(self.rules, RuleKind.CARRYOVER))


def fund_book(
    fund: Fund, held: Iterable[FundYear], rules: Iterable[FundRule], start_month: int, today: date
) -> FundBook:
    """A fund's book, from its budget years and every rule there is."""
    own = rules_of(fund, rules)
    purses = tuple(_purse(fund, y, own, start_month, today) for y in sorted(held, key=lambda y: y.fiscal_year))
    last = (
        fiscal_year(fund.obligate_by, start_month) if fund.obligate_by else max((m.year for m in purses), default=None)
    )
    return FundBook(fund, own, purses, last)


def _purse(fund: Fund, held: FundYear, rules: tuple[FundRule, ...], start_month: int, today: date) -> Purse:
    """A fund's money of one budget year. Amounts that neither office nor ledger knows count as 0, and what is promised
    to less than nothing as `counted_promises` says.

    What a carryover rule lets go on lapses on the fund's last day, and never without one; the rest on the day after
    which the rule's limit counts (by default the end of the budget year), or on the fund's last day if sooner. General
    money does not lapse: what is left stays in the fund balance. So it pays last, after money that would be lost.
    """
    budgeted, last = max(0, cents(held.budgeted)), fund.obligate_by or date.max
    carrying = [r for r in of_kind(rules, RuleKind.CARRYOVER) if about(r, held.fiscal_year)]
    carry = min((may_carry(r, budgeted) for r in carrying), default=0)
    year_ends = min(
        (limit_day(r, held.fiscal_year, start_month) for r in carrying), default=last_day(held.fiscal_year, start_month)
    )
    general = fund.kind is FundKind.GENERAL
    encumbered, spent = counted_promises(cents(held.encumbered or Decimal(0)), cents(held.spent or Decimal(0)))
    return Purse(
        fund,
        held.fiscal_year,
        budgeted,
        encumbered,
        spent,
        carry,
        date.max if general else min(last, year_ends),
        date.max if general else last,
        fiscal_year(year_ends, start_month) if today <= year_ends else held.fiscal_year,
    )


def limit_day(rule: FundRule, year: int, start_month: int) -> date:
    """The day after which a carryover limit counts: the end of the budget year, or of the rule's first month then."""
    ends = last_day(year, start_month)
    if rule.carry_month is None:
        return ends
    return month_end(ends.year + (rule.carry_month < ends.month), rule.carry_month)


def about(rule: FundRule, year: int) -> bool:
    """Whether a rule whose `values` are fiscal years is about this one; without values it is about all."""
    return not rule.values or str(year) in rule.values


def holds(rule: FundRule, budgeted: int) -> bool:
    """Whether a rule that begins at some size of the fund holds for a year's budget, in cents."""
    return rule.applies_from is None or budgeted >= cents(rule.applies_from)


def may_carry(rule: FundRule, budgeted: int) -> int:
    """Cents of a year's budget that a carryover rule lets later years use."""
    if rule.share is None or not holds(rule, budgeted):
        return budgeted
    return share_of(budgeted, rule.share)


def share_of(amount: int, share: Decimal) -> int:
    """Whole cents of a percent share, never more than it."""
    return int((amount * share / 100).to_integral_value(ROUND_FLOOR))


def refuse_year(book: FundBook, money: Purse, year: int, today: date, start_month: int) -> str:
    """Why money of this budget year of `book` may not pay a cost of fiscal `year`; empty where it may.

    It may where the budget year is that year, or an earlier one that a carryover rule lets go on; and where some day,
    today or later, is both in that fiscal year and in the fund's period of availability.
    """
    fund = book.fund
    begins, ends = first_day(year, start_month), last_day(year, start_month)
    if money.year > year:
        return f"{fund.name} money of {money.year} comes after fiscal year {year}"
    if ends < today:
        return f"fiscal year {year} is over"
    if fund.obligate_by and fund.obligate_by < max(begins, today):
        return f"{fund.name} had to be obligated by {day_words(fund.obligate_by)}" + (
            "" if fund.obligate_by < today else f", before fiscal year {year} begins"
        )
    if fund.usable_from and fund.usable_from > ends:
        return f"{fund.name} may be used only from {day_words(fund.usable_from)}, after fiscal year {year}"
    if money.year < year and not book.carries(money.year, year):
        return f"{fund.name} money of {money.year} may not be carried into fiscal year {year}"
    return ""
