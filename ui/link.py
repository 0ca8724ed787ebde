"""A draft plan as the part of a link behind the question mark, and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from data_models.base import LIST_SEPARATOR
from data_models.plan import Count, PlanSettings
from data_models.portfolio import Portfolio
from data_models.purchase import OPEN_STAGES

COUNTS = {"purchases": Count.PURCHASES, "learners": Count.LEARNERS}
NAMES = ("share", "academic", "technical", "highneed", "count", "year", "money", "pin", "out", "end")
MOST_MONEY = Decimal(10) ** 13
CENT = Decimal("0.01")

Link = dict[str, list[str]]


def to_link(settings: PlanSettings) -> Link:
    """What differs from the usual settings, by name; every name of NAMES is there, empty where it is as usual."""
    usual = PlanSettings()
    words = {count: word for word, count in COUNTS.items()}
    return {
        "share": _unless(settings.academic_share, usual.academic_share),
        "academic": _unless(settings.academic_floor, usual.academic_floor),
        "technical": _unless(settings.technical_floor, usual.technical_floor),
        "highneed": _unless(settings.high_need_floor, usual.high_need_floor),
        "count": _unless(words[settings.count], words[usual.count]),
        "year": [str(year) for year in settings.fiscal_years],
        "money": [f"{fund}:{amount}" for fund, amount in settings.money_in_play],
        "pin": _joined(settings.pinned),
        "out": _joined(settings.ruled_out),
        "end": _joined(settings.ended),
    }


def from_link(link: Mapping[str, Sequence[str]], portfolio: Portfolio) -> PlanSettings:
    """The settings a link asks for. What it says wrongly, or of things the district does not have, is left as usual."""
    usual = PlanSettings()
    purchases = {purchase.purchase_id for purchase in portfolio.purchases if purchase.stage in OPEN_STAGES}
    funds = {fund.fund_id for fund in portfolio.funds}
    contracts = {contract.contract_id for contract in portfolio.contracts}
    years = {str(year.fiscal_year) for year in portfolio.fund_years}
    pinned = sorted(_parted(link.get("pin", ())) & purchases)
    out = sorted(_parted(link.get("out", ())) & purchases - set(pinned))
    money: dict[str, Decimal] = {}
    for words in link.get("money", ()):
        fund, _, amount = words.rpartition(":")
        dollars = _dollars(amount)
        if fund in funds and dollars is not None:
            money[fund] = dollars
    return PlanSettings(
        academic_share=_percent(link.get("share", ()), usual.academic_share),
        academic_floor=_percent(link.get("academic", ()), usual.academic_floor),
        technical_floor=_percent(link.get("technical", ()), usual.technical_floor),
        high_need_floor=_percent(link.get("highneed", ()), usual.high_need_floor),
        count=COUNTS.get(_last(link.get("count", ())), usual.count),
        fiscal_years=tuple(sorted(int(year) for year in set(link.get("year", ())) & years)),
        money_in_play=tuple(sorted(money.items())),
        pinned=tuple(pinned),
        ruled_out=tuple(out),
        ended=tuple(sorted(_parted(link.get("end", ())) & contracts)),
    )


def _joined(keys: Sequence[str]) -> list[str]:
    """All keys in one value: a server reads no more than 1,000 values of a link."""
    return [LIST_SEPARATOR.join(keys)] if keys else []


def _parted(words: Sequence[str]) -> set[str]:
    return {key for word in words for key in word.split(LIST_SEPARATOR)}


def _unless(value: Any, usual: Any) -> list[str]:
    return [] if value == usual else [str(value)]


def _last(words: Sequence[str]) -> str:
    return words[-1] if words else ""


def _percent(words: Sequence[str], usual: int) -> int:
    word = _last(words)
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 3 and int(word) <= 100 else usual


def _dollars(word: str) -> Decimal | None:
    try:
        amount = Decimal(word)
    except InvalidOperation:
        return None
    return amount.quantize(CENT) if amount.is_finite() and 0 <= amount <= MOST_MONEY else None
