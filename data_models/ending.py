"""What ending contracts frees in a plan."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from data_models.base import Result


class FreedMoney(Result):
    """Money that is promised no more."""

    fund_id: str = Field(description="Fund that would have paid, unit: key")
    money_year: int = Field(description="Year of the budget, unit: fiscal year")
    amount: Decimal = Field(description="Money freed, at most what is encumbered there, unit: US dollars")


class FreedHours(Result):
    """Staff hours that are taken no more."""

    role: str = Field(description="Role of the people, unit: text")
    fiscal_year: int = Field(description="Year, unit: fiscal year")
    hours: Decimal = Field(description="Hours freed, unit: hours")


class Freed(Result):
    """What ending one contract frees, and from when."""

    contract_id: str = Field(description="Contract, unit: key")
    free_from: date | None = Field(description="First day without it; none where that is not known, unit: date")
    notice_by: date | None = Field(description="Last day to give notice for it, none where unknown, unit: date")
    money: tuple[FreedMoney, ...] = Field(description="Money by year of the budget, unit: freed money")
    hours: tuple[FreedHours, ...] = Field(description="Staff hours, by role and year, unit: freed hours")
    words: str = Field(description="The same in one sentence, or why nothing is freed, unit: text")

    @property
    def amount(self) -> Decimal:
        """All of its money, US dollars."""
        return sum((m.amount for m in self.money), Decimal(0))


class Endings(Result):
    """What ending several contracts frees together."""

    contracts: tuple[Freed, ...] = Field(description="Each contract, in key order, unit: freed")
    amount: Decimal = Field(description="All money freed, unit: US dollars")
    words: str = Field(description="In one line: how much by ending which; empty without any, unit: text")


class Effect(Result):
    """What ending one contract does to a plan, beside the other contracts that the plan ends."""

    contract_id: str = Field(description="Contract, unit: key")
    freed: Freed = Field(description="What it frees, unit: freed")
    brings_in: tuple[str, ...] = Field(description="Purchases that come in, unit: purchase keys")
    drops: tuple[str, ...] = Field(description="Purchases that fall out, unit: purchase keys")
    learners: int = Field(description="Learners reached with it ended less those without, unit: learners")
    words: str = Field(description="What comes in and falls out, in one sentence, unit: text")
