"""The ledger: what was budgeted, promised and spent, and what the account codes mean."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from data_models.base import TEXT, Record, column


class EntryKind(StrEnum):
    """What a ledger entry records."""

    BUDGET = "budget"
    ENCUMBRANCE = "encumbrance"
    ACTUAL = "actual"


class LedgerEntry(Record):
    """One line of the general ledger."""

    table: ClassVar[str] = "ledger_entries"
    key: ClassVar[tuple[str, ...]] = ("entry_id",)
    heading: ClassVar[str] = "Ledger entries"
    about: ClassVar[str] = (
        "The general ledger. Without an entry_id, equal lines of one file are told apart by their count."
    )

    entry_id: str = column(
        "Key of the entry; empty means made from its content",
        example="JE-104233",
        default="",
        synonyms=("journal id", "entry"),
    )
    account: str = column(
        "Account string as the ledger has it",
        example="01-3010-0-1110-1000-4300-0101",
        synonyms=("account code", "account string"),
    )
    fund_id: str = column("Fund", example="3010", default="", references="funds", synonyms=("fund", "fund code"))
    fiscal_year: int = column(
        "Fiscal year, named by the year it ends in",
        unit="fiscal year",
        example="2027",
        least=1900,
        most=2200,
        synonyms=("year", "fy"),
    )
    entry_date: date | None = column(
        "Day of the entry", unit="date", example="2026-09-14", default=None, synonyms=("date", "posting date")
    )
    kind: EntryKind = column(
        "Budget, encumbrance or actual", unit="choice", example="actual", default=EntryKind.ACTUAL, synonyms=("type",)
    )
    amount: Decimal = column(
        "Amount; a reversal is negative", unit="US dollars", example="1234.50", synonyms=("value",)
    )
    function: str = column("Function code", example="1000", default="")
    object: str = column("Object code", example="4300", default="")
    goal: str = column("Goal code of the account, not a strategic goal", example="1110", default="")
    site_id: str = column(
        "Site; blank where the account alone names it", example="0101", default="", synonyms=("school", "location")
    )
    vendor: str = column("Vendor", example="Readwell", default="")
    description: str = column("What it was for", example="Licences", default="", synonyms=("memo",), longest=TEXT)


class AccountCode(Record):
    """What one code of the chart of accounts means."""

    table: ClassVar[str] = "account_codes"
    key: ClassVar[tuple[str, ...]] = ("dimension", "code")
    heading: ClassVar[str] = "Account codes"
    about: ClassVar[str] = "The chart of accounts: what the codes inside an account string mean."

    dimension: str = column("Part of the account string", example="object")
    code: str = column("Code, with its leading zeros", example="4300")
    title: str = column("Meaning", example="Materials and supplies", synonyms=("name",))


class AccountPart(Record):
    """One part of the district's account strings, where it stands and how wide it is."""

    table: ClassVar[str] = "account_parts"
    key: ClassVar[tuple[str, ...]] = ("place",)
    heading: ClassVar[str] = "Account parts"
    about: ClassVar[str] = (
        "The layout of the account strings: their parts from left to right. Not needed where they are written in "
        "California's or Texas's way, with signs between the parts."
    )

    place: int = column("Which part, counted from the left", unit="count from 1", example="2", least=1)
    dimension: str = column(
        "What the part is; account_codes has its codes under this word", example="resource", synonyms=("part",)
    )
    letters: int | None = column(
        "How many characters it has; blank where it ends at a sign such as - . /",
        unit="characters",
        example="4",
        default=None,
        least=1,
        synonyms=("width", "length"),
    )


def parts_in_doubt(parts: Iterable[AccountPart]) -> Iterator[tuple[AccountPart, str, str]]:
    """(part, reason, remedy) for each that contradicts the others, in order of place: one after a place that none has,
    and one that has no width, though it is not the last and others have one.
    """
    ordered = sorted(parts, key=lambda part: part.place)
    for before, part in enumerate(ordered):
        last = ordered[before - 1].place if before else 0
        if part.place != last + 1:
            gap = f"place {last + 1}" if part.place == last + 2 else f"places {last + 1} to {part.place - 1}"
            yield part, f"stands at place {part.place}, and no part at {gap}", "Count the places from 1 on."
        if part.letters is None and part is not ordered[-1] and any(other.letters for other in ordered):
            yield (
                part, "has no width, and other parts have one, so an account without signs cannot be cut into them",
                "Give its letters too; or leave them blank for all, where a sign stands between the parts.",
            )  # fmt: skip
