"""Plans: what the cabinet values and puts on the table, and what comes of it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from data_models.base import Result
from data_models.coverage import Tally
from data_models.ending import Endings
from data_models.fund import FundRule
from data_models.rating import Side


class Count(StrEnum):
    """What merit is counted by."""

    PURCHASES = "each purchase"
    LEARNERS = "each learner"


class PlanSettings(Result):
    """Everything the cabinet can move on Prioritise. The same settings on the same data give the same plan."""

    academic_share: int = Field(60, ge=0, le=100, description="Share of academic merit in priority, unit: percent")
    academic_floor: int = Field(
        50, ge=0, le=100, description="Academic score below which a purchase is not ready, unit: score 0-100"
    )
    technical_floor: int = Field(
        40, ge=0, le=100, description="Technical score below which a purchase is not ready, unit: score 0-100"
    )
    high_need_floor: int = Field(
        0,
        ge=0,
        le=100,
        description="Least share of the planned dollars that high-need sites get, of those that can be told apart by "
        "site; 0: no floor, unit: percent",
    )
    count: Count = Field(Count.LEARNERS, description="What merit is counted by, unit: choice")
    fiscal_years: tuple[int, ...] = Field(
        (),
        description="Years planned, ascending; empty: each from this one on that has money, unit: fiscal years",
    )
    money_in_play: tuple[tuple[str, Decimal], ...] = Field(
        (),
        description="Most to use of a fund over all years; not named: all available, unit: (fund key, US dollars)",
    )
    pinned: tuple[str, ...] = Field((), description="Purchases that must be in, unit: purchase keys")
    ruled_out: tuple[str, ...] = Field((), description="Purchases that must be out, unit: purchase keys")
    ended: tuple[str, ...] = Field((), description="Contracts that are not renewed, unit: contract keys")

    @property
    def without_floor(self) -> "PlanSettings":
        """The same without the floor for high-need sites: what the floor costs is told by both."""
        return self.model_copy(update={"high_need_floor": 0})


class Merit(Result):
    """What a purchase is worth to learners, before money."""

    purchase_id: str = Field(description="Purchase, unit: key")
    academic: float | None = Field(description="Academic score, none where nobody rated it, unit: score 0-100")
    technical: float | None = Field(description="Technical score, none where nobody rated it, unit: score 0-100")
    priority: float | None = Field(
        description="Share of academic + rest technical; none where a side is missing, unit: score 0-100"
    )
    raters: int = Field(description="Members who rated it at least once, unit: members")
    learners: int = Field(description="Learners reached, unit: learners")
    missing_keys: tuple[Side, ...] = Field(description="Sides under their floor or not rated, unit: sides")

    @property
    def ready(self) -> bool:
        """Whether both keys are turned."""
        return not self.missing_keys

    @property
    def keys_missing(self) -> str:
        """Which keys are not turned, in the words that list, map and sentence share; empty where both are."""
        if len(self.missing_keys) == len(Side):
            return "both keys missing"
        return "".join(f"{side} key missing" for side in self.missing_keys)


class Payment(Result):
    """Money of one fund for one cost line."""

    purchase_id: str = Field(description="Purchase, unit: key")
    cost_line_id: str = Field(description="Cost line, unit: key")
    fiscal_year: int = Field(description="Year of the cost, unit: fiscal year")
    fund_id: str = Field(description="Fund that pays, unit: key")
    money_year: int = Field(
        description="Year whose budget pays; earlier than fiscal_year where money is carried over, unit: fiscal year"
    )
    amount: Decimal = Field(description="Money, to the cent, unit: US dollars")


class Shortfall(Result):
    """Money or hours that the pinned purchases need and the plan does not have."""

    fund_ids: tuple[str, ...] = Field(
        description="Funds that together fall short; empty where it is hours, unit: fund keys"
    )
    role: str = Field("", description="Role that falls short of hours, or empty, unit: text")
    fiscal_year: int | None = Field(description="Year, or none for all years together, unit: fiscal year")
    amount: Decimal = Field(description="What is missing, unit: US dollars or hours")
    words: str = Field(description="The same in one sentence, unit: text")


class Proof(StrEnum):
    """What is known about how good a plan is."""

    OPTIMAL = "proven best possible"
    WITHIN = "within a proven distance of the best possible"
    IMPOSSIBLE = "no plan keeps every pin and every rule"


class Plan(Result):
    """The purchases bought, who pays, and how far from the best possible that may be."""

    settings: PlanSettings = Field(description="What it was made from, unit: settings")
    chosen: tuple[str, ...] = Field(description="Purchases in, in key order, unit: purchase keys")
    payments: tuple[Payment, ...] = Field(description="Who pays, by purchase, line, year, fund, unit: payments")
    value: float = Field(description="Merit of the purchases in, unit: score points, or score points x learners")
    bound: float = Field(description="No lawful plan has more, unit: as value")
    proof: Proof = Field(description="What is known of its quality, unit: choice")
    shortfalls: tuple[Shortfall, ...] = Field((), description="Why it is impossible, unit: shortfalls")
    left_out: tuple[str, ...] = Field((), description="Pinned purchases that cannot be kept, unit: purchase keys")

    @property
    def gap(self) -> float:
        """(bound - value) / bound, 0 to 1; 0 where the bound is 0."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0


class State(StrEnum):
    """Where a purchase stands in a plan."""

    FUNDED = "in"
    OUT = "out"
    NOT_READY = "not ready"
    RULED_OUT = "ruled out"
    IMPOSSIBLE = "no fund may pay"
    INCOMPLETE = "incomplete"


class FundAnswer(Result):
    """Whether one fund may pay for one cost line, and by which rules."""

    cost_line_id: str = Field(description="Cost line, unit: key")
    fund_id: str = Field(description="Fund, unit: key")
    money_year: int = Field(description="Year whose budget would pay, unit: fiscal year")
    may_pay: bool = Field(description="Whether any rule forbids it, unit: yes or no")
    most: Decimal = Field(description="Most it may pay of the line, 0 where it may not, unit: US dollars")
    reasons: tuple[str, ...] = Field(description="Why, in words, unit: sentences")
    rules: tuple[FundRule, ...] = Field(description="Rules that decided, unit: fund rules")


class Explanation(Result):
    """Why a purchase is in or out, and what would bring it in."""

    purchase_id: str = Field(description="Purchase, unit: key")
    state: State = Field(description="Where it stands, unit: choice")
    sentence: str = Field(description="Why, in one sentence with figures, unit: text")
    displaces: tuple[str, ...] = Field((), description="What would fall out if it were forced in, unit: purchase keys")
    enters: tuple[str, ...] = Field((), description="What else would come in if it were forced in, unit: purchase keys")
    loss: float | None = Field(
        None, description="Merit lost if it were forced in; none where it cannot be, unit: as the plan's value"
    )
    too_close: bool = Field(False, description="Whether the loss is below the plan's gap, unit: yes or no")
    change_fund: str = Field("", description="Fund whose money would bring it in, or empty, unit: fund key")
    change_year: int | None = Field(None, description="Year of that money, unit: fiscal year")
    change_amount: Decimal | None = Field(None, description="Least money that would bring it in, unit: US dollars")
    rules: tuple[FundRule, ...] = Field((), description="Rules that decided, unit: fund rules")


class Lapse(Result):
    """Money that nobody can use any more after a day."""

    fund_id: str = Field(description="Fund, unit: key")
    money_year: int = Field(description="Year of the budget, unit: fiscal year")
    amount: Decimal = Field(description="Money left when it lapses, unit: US dollars")
    lapses_on: date = Field(description="Last day it may be obligated, unit: date")
    early: str = Field("", description="Why before the fund's last day; empty where that is the day, unit: text")


class FundLapse(Result):
    """What one fund loses on one day, its years taken together."""

    fund_id: str = Field(description="Fund, unit: key")
    amount: Decimal = Field(description="Money left when it lapses, unit: US dollars")
    lapses_on: date = Field(description="Last day it may be obligated, unit: date")
    early: bool = Field(
        False, description="Whether a carryover limit takes it before the fund's last day, unit: yes or no"
    )


class Balance(Result):
    """What one fund holds in one budget year, and what a plan does with it."""

    fund_id: str = Field(description="Fund, unit: key")
    money_year: int = Field(description="Year of the budget, unit: fiscal year")
    budgeted: Decimal = Field(description="Money budgeted, unit: US dollars")
    spent: Decimal = Field(description="Money spent, unit: US dollars")
    encumbered: Decimal = Field(description="Money promised, without what is freed, unit: US dollars")
    freed: Decimal = Field(description="Money promised no more, as contracts are ended, unit: US dollars")
    pre_encumbered: Decimal = Field(
        description="Money promised by orders that the ledger does not have yet, unit: US dollars"
    )
    planned: Decimal = Field(description="Money that the plan uses, unit: US dollars")
    left: Decimal = Field(description="Money that neither ledger, orders nor plan use, 0 or more, unit: US dollars")
    overspent: Decimal = Field(description="Money spent and promised beyond the budget, unit: US dollars")
    lapses_from: date | None = Field(
        description="Day on which the first of it lapses; none where it does not, unit: date"
    )


class OpenMandate(Result):
    """A mandated need that a plan leaves open, at some of its sites at least."""

    need_id: str = Field(description="Need, unit: key")
    purchases: tuple[str, ...] = Field(
        description="Open purchases out of the plan that would answer it where it is open, unit: purchase keys"
    )
    words: str = Field(description="The need and what would answer it, in one sentence, unit: text")


class Mandates(Result):
    """The needs that a mandate drives, and what a plan leaves of them."""

    needs: int = Field(description="Mandated needs on record, unit: needs")
    purchases: tuple[str, ...] = Field(description="Open purchases that answer at least one, unit: purchase keys")
    unanswered: tuple[OpenMandate, ...] = Field(description="Those open at one site at least, unit: mandates")
    words: str = Field(description="How many are not answered, or in part; empty without mandates, unit: text")


class LeftOut(Result):
    """What the purchases in a plan cost in years that it does not plan."""

    years: tuple[int, ...] = Field(description="Years whose costs are not counted, unit: fiscal years")
    amount: Decimal = Field(description="What the purchases in cost in those years, unit: US dollars")
    words: str = Field(description="The same in one sentence; empty where no year is left out, unit: text")


class Headline(Result):
    """A plan in one line."""

    purchases: int = Field(description="Purchases in, unit: purchases")
    purchases_open: int = Field(description="Purchases that could be in: all in an open stage, unit: purchases")
    planned: Decimal = Field(description="Money the plan uses, unit: US dollars")
    available: Decimal = Field(description="Money there is for the years planned, unit: US dollars")
    learners: int = Field(description="Learners reached, each counted once, unit: learners")
    needs: Tally = Field(description="Needs, and how many of them are answered, unit: tally")
    lapse: FundLapse | None = Field(None, description="What lapses first, as every page says it, unit: lapse")
    mandates: Mandates = Field(description="Mandated needs, and which are not answered, unit: mandates")
    left_out: LeftOut = Field(description="Costs of years that are not planned, unit: left out")
    endings: Endings = Field(description="Contracts that it ends, and what that frees, unit: endings")
    held: Decimal = Field(description="Money of the years planned that orders hold, unit: US dollars")
    unsaid: Decimal = Field(description="Cost of orders that nobody is said to pay, unit: US dollars")
    barred: Decimal = Field(description="Cost of orders whose fund may not pay it by its rules, unit: US dollars")
    held_words: str = Field(description="These three in words, empty without any, unit: text")
    words: str = Field(description="The same in one line, unit: text")


class Difference(Result):
    """What changed from one plan to another."""

    added: tuple[str, ...] = Field(description="Purchases in now and not before, unit: purchase keys")
    dropped: tuple[str, ...] = Field(description="Purchases in before and not now, unit: purchase keys")
    ordered: tuple[str, ...] = Field(description="Purchases in before and bought by now, unit: purchase keys")
    learners: int = Field(description="Learners reached now less those before, unit: learners")
    words: str = Field(description="The same in one line; empty where nothing changed, unit: text")
