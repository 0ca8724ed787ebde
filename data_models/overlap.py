"""Overlaps: two things for the same purpose, asked about and never merged, and what people answered."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from data_models.base import Result


class Answer(StrEnum):
    """What a person says to the question whether two things are the same."""

    NOT_THE_SAME = "not the same"
    ASK_AGAIN = "ask again"


class OverlapAnswer(Result):
    """One answer about a contract and another contract or a purchase. The newest of a pair counts."""

    contract_id: str = Field(description="Contract asked about, unit: key")
    other_table: str = Field(description="Table of the other, unit: contracts or purchases")
    other_key: str = Field(description="The other, unit: key")
    answer: Answer = Field(description="What was said, unit: choice")
    answered_at: datetime = Field(description="When, unit: date and time, UTC")
    answered_by: str = Field(description="Who, unit: member key, or 'local' for the person at the machine")


class Overlap(Result):
    """A contract, and another contract or an open purchase, that may serve the same purpose."""

    contract_id: str = Field(description="Contract; of two the one that costs less, unit: key")
    other_table: str = Field(description="Table of the other, unit: contracts or purchases")
    other_key: str = Field(description="The other, unit: key")
    grades: tuple[str, ...] = Field(
        description="Grades in which both are used, in school order; empty where that is not on record, unit: grades"
    )
    alike: int = Field(description="How many of the words of their purposes are the same, unit: percent")
    dollars: Decimal = Field(description="What the contract costs a year, unit: US dollars")
    question: str = Field(description="What to ask people, unit: text")
