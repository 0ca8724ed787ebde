"""What the business office asks of the money: what burns down, lapses and outlives its fund; the ledger behind it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from data_models.base import Result
from data_models.fund import FundRule
from data_models.ledger import EntryKind
from data_models.plan import Lapse

# Money about to lapse


class PossibleUse(Result):
    """An open purchase that money about to lapse may lawfully pay for."""

    purchase_id: str = Field(description="Purchase, unit: key")
    in_plan: bool = Field(description="Whether the draft plan buys it, unit: yes or no")
    planned: Decimal = Field(description="What the draft plan pays of it from this money, unit: US dollars")
    more: Decimal = Field(
        description="What it could take of the money that the draft plan leaves, by every rule of the fund, "
        "unit: US dollars"
    )
    why_no_more: str = Field(description="What keeps it from taking more; empty where it could, unit: text")
    rules: tuple[FundRule, ...] = Field(description="Rules that allow or limit it, unit: fund rules")


class LapseUse(Result):
    """Money that lapses soon, and what could lawfully use it."""

    lapse: Lapse = Field(description="Money nobody has obligated, before the draft plan, unit: lapse")
    days: int = Field(description="Days from today to the last day it may be obligated, unit: days")
    left: Decimal = Field(description="What the draft plan leaves of it, unit: US dollars")
    together: Decimal = Field(
        description="What all that may use it could take together of what is left, by the rules alone, unit: US dollars"
    )
    uses: tuple[PossibleUse, ...] = Field(description="Who may use it, the largest first, unit: purchases")
    words: str = Field(description="The same in one or two sentences, unit: text")


# Burn-down


class MonthSum(Result):
    """What the ledger says of one fund, fiscal year, month and kind of entry."""

    fund_id: str = Field(description="Fund, unit: key")
    fiscal_year: int = Field(description="Fiscal year, unit: fiscal year")
    month: date | None = Field(description="First day of the month, none where entries have no day, unit: date")
    kind: EntryKind = Field(description="Kind of the entries, unit: choice")
    amount: Decimal = Field(description="Sum of the entries, unit: US dollars")
    entries: int = Field(description="How many entries, unit: entries")


class MissingFundYears(Result):
    """Fund years that are not on record, and what cannot be known without them."""

    everything: bool = Field(description="Whether there are funds and not one fund year, unit: yes or no")
    missing: tuple[tuple[str, int], ...] = Field(description="What is missing, unit: (fund key, fiscal year)")
    words: str = Field(description="What is missing and what to do; empty where nothing is, unit: text")
    headline: str = Field("", description="What the ledger has instead, where everything is missing, unit: text")


class WholeFund(Result):
    """What the ledger says of all of a fund in one fiscal year; what of it the cabinet may use is not said."""

    fund_id: str = Field(description="Fund; empty where the entries name none, unit: key")
    fiscal_year: int = Field(description="Fiscal year, unit: fiscal year")
    budgeted: Decimal | None = Field(description="Sum of the budget entries, none without any, unit: US dollars")
    encumbered: Decimal | None = Field(description="Sum of the encumbrances, none without any, unit: US dollars")
    spent: Decimal | None = Field(description="Sum of the actuals, none without any, unit: US dollars")
    entries: int = Field(description="How many entries, unit: entries")


class BurnPoint(Result):
    """What was left of a budget at the end of one day."""

    day: date = Field(description="Day, unit: date")
    spent: Decimal = Field(description="Spent until then, unit: US dollars")
    encumbered: Decimal = Field(description="Promised and not yet spent then, unit: US dollars")
    left: Decimal = Field(description="Budget less both; below 0 where overspent, unit: US dollars")


class Deadline(Result):
    """A day after which part of a budget is gone."""

    day: date = Field(description="Last day to obligate, unit: date")
    may_stay: Decimal = Field(description="What may be carried past it, unit: US dollars")
    left_at_pace: Decimal | None = Field(
        description="What would be left then at the pace so far, none where no pace is known, unit: US dollars"
    )
    at_risk: Decimal | None = Field(
        description="What would lapse then at that pace, none where no pace is known, unit: US dollars"
    )


class BurnDown(Result):
    """One fund's budget of one year against the time it has."""

    fund_id: str = Field(description="Fund, unit: key")
    money_year: int = Field(description="Year of the budget, unit: fiscal year")
    budgeted: Decimal = Field(description="Money budgeted, unit: US dollars")
    starts: date = Field(description="First day it may be used, unit: date")
    points: tuple[BurnPoint, ...] = Field(description="What was left, from the first day to today, unit: points")
    deadlines: tuple[Deadline, ...] = Field(description="Days on which some of it lapses, unit: deadlines")
    liquidate_by: date | None = Field(description="Last day it may be paid out, or none, unit: date")
    words: tuple[str, ...] = Field(description="How it goes, what may be carried, what the ledger lacks, unit: text")


# What outlives its fund


class Source(StrEnum):
    """Where a commitment comes from."""

    CONTRACT = "contract"
    BOUGHT = "bought purchase"
    PLANNED = "recurring cost in draft plan"
    ONE_TIME = "one-time cost in draft plan"
    ORDERED = "one-time cost ordered"
    PROJECT = "project"


class Cliff(Result):
    """A recurring cost in a year in which the fund that paid it is gone."""

    source: Source = Field(description="What causes it, unit: choice")
    key: str = Field(description="Contract or purchase, unit: key")
    title: str = Field(description="Its title, unit: text")
    fund_id: str = Field(description="Fund that paid it last, unit: key")
    fund_ends: int = Field(description="Last fiscal year that fund covers, unit: fiscal year")
    fiscal_year: int = Field(description="Year of the cost, unit: fiscal year")
    amount: Decimal = Field(description="What other money must pay that year, unit: US dollars")
    taken_over: Decimal = Field(description="Of it, what the draft plan already has other funds pay, unit: US dollars")
    expected: bool = Field(description="Whether no cost line says so, and the last amount is taken to go on, unit: y/n")
    words: str = Field(description="The same in one sentence, unit: text")


class Commitment(Result):
    """What one thing asks for in one fiscal year, and of which fund."""

    source: Source = Field(description="What causes it, unit: choice")
    key: str = Field(description="Contract, purchase or project, unit: key")
    title: str = Field(description="Its title, unit: text")
    fund_id: str = Field(description="Fund that pays; empty where none is named or it has ended, unit: key")
    fiscal_year: int = Field(description="Year of the cost, unit: fiscal year")
    amount: Decimal = Field(description="Cost, unit: US dollars")
    expected: bool = Field(
        description="Whether it is taken to go on: renewed, or beyond the last cost line, unit: yes or no"
    )


class Commitments(Result):
    """Everything that is promised for some years, and what could not be counted."""

    years: tuple[int, ...] = Field(description="Years looked at, ascending, unit: fiscal years")
    rows: tuple[Commitment, ...] = Field(description="By year, source and key, unit: commitments")
    notes: tuple[str, ...] = Field(description="What is left out or assumed, unit: sentences")


# Supplanting


class LocalCost(Result):
    """What general money paid to one vendor for one thing in one fiscal year, as the ledger has it."""

    fund_id: str = Field(description="General fund, unit: key")
    fiscal_year: int = Field(description="Fiscal year, unit: fiscal year")
    vendor: str = Field(description="Vendor, unit: text")
    description: str = Field(description="What it was for, as the entries say, unit: text")
    amount: Decimal = Field(description="Sum of the actuals, unit: US dollars")


class SupplantingQuestion(Result):
    """A cost that general money paid the year before, and that a federal fund would pay now. A question, no verdict."""

    purchase_id: str = Field(description="Purchase, empty where it is a contract, unit: key")
    contract_id: str = Field(description="Contract, empty where it is a purchase, unit: key")
    title: str = Field(description="Its title, unit: text")
    fund_id: str = Field(description="Federal fund that would pay, unit: key")
    fiscal_year: int = Field(description="First year it would pay, unit: fiscal year")
    proposed: Decimal = Field(description="What it would pay that year, unit: US dollars")
    local_year: int = Field(description="Year before, unit: fiscal year")
    local: Decimal = Field(description="What general money paid then for the like, unit: US dollars")
    vendor: str = Field(description="Vendor that was paid then, unit: text")
    why: str = Field(description="What the two have in common, unit: text")
    words: str = Field(description="The question, unit: text")
    rules: tuple[FundRule, ...] = Field(description="What the fund's rules say of supplanting, unit: fund rules")


# Accounts and the ledger


class AccountPiece(Result):
    """One part of an account string."""

    code: str = Field(description="The part as it stands there, unit: text")
    dimension: str = Field(description="What the part is, empty where not known, unit: text")
    meaning: str = Field(description="What the code means, empty where not known, unit: text")
    source: str = Field(description="Who says so: the district's chart or a published one, unit: text")


class Layout(Result):
    """The parts that account strings are made of."""

    name: str = Field(description="Name, unit: text")
    dimensions: tuple[str, ...] = Field(description="Parts from left to right, unit: text")
    lengths: tuple[tuple[int, ...], ...] = Field(
        description="Characters that each part may have; empty means any, unit: characters"
    )
    source: str = Field(description="Where the layout is written down, unit: text")


class LedgerFilter(Result):
    """Which ledger entries are asked for. What is empty limits nothing."""

    fund_id: str = Field("", description="Fund, unit: key")
    fiscal_year: int | None = Field(None, description="Fiscal year, unit: fiscal year")
    kind: EntryKind | None = Field(None, description="Kind, unit: choice")
    site_ids: tuple[str, ...] = Field((), description="Sites, unit: keys")
    text: str = Field("", description="Words in account, vendor, description or entry key, unit: text")


class LedgerRow(Result):
    """One ledger entry with the row of the file it came from."""

    entry_id: str = Field(description="Key of the entry, unit: text")
    entry_date: date | None = Field(description="Day, or none, unit: date")
    fiscal_year: int = Field(description="Fiscal year, unit: fiscal year")
    kind: EntryKind = Field(description="Kind, unit: choice")
    amount: Decimal = Field(description="Amount; a reversal is negative, unit: US dollars")
    fund_id: str = Field(description="Fund, unit: key")
    account: str = Field(description="Account string, unit: text")
    vendor: str = Field(description="Vendor, unit: text")
    description: str = Field(description="What it was for, unit: text")
    source_file: str | None = Field(description="File it came from, none where typed in, unit: text")
    source_row: int | None = Field(description="Row of that file, the first being 1, unit: row")
    loaded_at: datetime = Field(description="When it came in, unit: date and time, UTC")
    loaded_by: str = Field(description="Who loaded it, unit: member key or 'local'")


class LedgerPage(Result):
    """Some of the entries asked for, and the sums of all of them."""

    rows: tuple[LedgerRow, ...] = Field(description="Newest first, at most a page, unit: entries")
    entries: int = Field(description="How many there are in all, unit: entries")
    totals: tuple[tuple[EntryKind, Decimal], ...] = Field(
        description="Their sums by kind, kinds without an entry left out, unit: (kind, US dollars)"
    )
