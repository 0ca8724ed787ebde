"""Orders: what is still to be said of purchases that were ordered, and what was said against a fund's rules."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from pydantic import Field

from data_models.base import Result
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance


class CostQuestion(Result):
    """A question about who pays a cost line of something ordered."""

    purchase_id: str = Field(description="Purchase, unit: key")
    cost_line_id: str = Field(description="Cost line, unit: key")
    fiscal_year: int = Field(description="Year of the cost, unit: fiscal year")
    amount: Decimal = Field(description="What nobody is said to pay, or what is too much, unit: US dollars")
    words: str = Field(description="The question, unit: text")

    @property
    def year(self) -> int:
        """The year whose money it is about."""
        return self.fiscal_year


class WhoPays(CostQuestion):
    """The cost of something ordered of which nobody has said which fund pays. A question, no guess."""

    title: str = Field(description="Title of the purchase, unit: text")


class PaidTwice(CostQuestion):
    """A cost line of which funds are said to pay more than it costs."""


class BarredOrder(Result):
    """What a fund is said to pay for an order and may not by its rules."""

    purchase_id: str = Field(description="Purchase, unit: key")
    title: str = Field(description="Its title, unit: text")
    cost_line_id: str = Field(description="Cost line, unit: key")
    fund_id: str = Field(description="Fund, unit: key")
    money_year: int = Field(description="Year whose budget is said to pay, unit: fiscal year")
    amount: Decimal = Field(description="What it may not pay of it, unit: US dollars")
    words: str = Field(description="Fund, purchase, why not and by which sources, unit: sentences")

    @property
    def key(self) -> tuple[str, str, str, int]:
        """The key of its pre-encumbrance."""
        return (self.purchase_id, self.cost_line_id, self.fund_id, self.money_year)

    @property
    def year(self) -> int:
        """The year whose money it is about."""
        return self.money_year

    def is_about(self, record: PreEncumbrance) -> bool:
        """Whether it is this pre-encumbrance."""
        return self.key == tuple(getattr(record, part) for part in record.key)


Judge = Callable[[Portfolio], Sequence[BarredOrder]]
"""What funds are said to pay and may not by their rules, which planning knows; given to those who may not ask it."""


def unjudged(_portfolio: Portfolio) -> tuple[BarredOrder, ...]:
    """A judge who knows no rules."""
    return ()


OrderQuestion = WhoPays | PaidTwice | BarredOrder
"""What is still to be settled of an order."""
