"""Orders: what is still to be said of purchases that were ordered."""

from decimal import Decimal

from pydantic import Field

from data_models.base import Result


class WhoPays(Result):
    """The cost of something ordered of which nobody has said which fund pays. A question, no guess."""

    purchase_id: str = Field(description="Purchase, unit: key")
    title: str = Field(description="Its title, unit: text")
    cost_line_id: str = Field(description="Cost line, unit: key")
    fiscal_year: int = Field(description="Year of the cost, unit: fiscal year")
    amount: Decimal = Field(description="What nobody is said to pay, unit: US dollars")
    words: str = Field(description="The question, unit: text")
