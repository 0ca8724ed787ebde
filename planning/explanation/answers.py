"""Which funds may pay for a purchase, and by which rules."""

from collections.abc import Iterator
from decimal import Decimal

from data_models.fund import RuleKind
from data_models.plan import FundAnswer
from planning.fund_rules import Cost, FundBook, Verdict, judge, refuse_year, share_of
from planning.fund_rules.limits import LIMITS
from planning.prepare import Prepared, costs_of
from planning.wording import cents, to_dollars


def answers(prepared: Prepared, purchase_id: str) -> tuple[FundAnswer, ...]:
    """For each cost line of a purchase, open or bought, every fund: may it pay, how much, why, by which rules.

    By cost line, fund and year of the money. A fund without money of a year that could pay has one answer, for the
    year of the cost. Reasons are sentences; rules are those that forbid, or else those met or limiting.
    """
    portfolio = prepared.portfolio
    costs = costs_of(portfolio, [p for p in portfolio.purchases if p.purchase_id == purchase_id])
    return tuple(
        answer
        for cost in costs.get(purchase_id, ())
        for book in prepared.funds.values()
        for answer in _answers(prepared, cost, book, judge(book, cost, portfolio.district))
    )


def _answers(prepared: Prepared, cost: Cost, book: FundBook, verdict: Verdict) -> Iterator[FundAnswer]:
    year = cost.line.fiscal_year
    month = prepared.portfolio.district.fiscal_year_start_month
    if verdict.refusals:
        yield _no(cost, book, year, verdict.refusals, verdict)
        return
    refused = {m: refuse_year(book, m, year, prepared.portfolio.today, month) for m in book.purses if m.year <= year}
    for money, why in refused.items():
        if not why:
            yield _yes(cost, book, money.year, verdict)
    if not any(why == "" for why in refused.values()):
        reasons = tuple(dict.fromkeys(refused.values())) or (f"{book.fund.name} has no budget for fiscal year {year}",)
        yield _no(cost, book, year, reasons[-1:], verdict)


def _no(cost: Cost, book: FundBook, year: int, reasons: tuple[str, ...], verdict: Verdict) -> FundAnswer:
    return FundAnswer(
        cost_line_id=cost.line.cost_line_id,
        fund_id=book.fund.fund_id,
        money_year=year,
        may_pay=False,
        most=Decimal("0.00"),
        reasons=tuple(_sentence(r) for r in reasons),
        rules=verdict.rules if verdict.refusals else (),
    )


def _yes(cost: Cost, book: FundBook, year: int, verdict: Verdict) -> FundAnswer:
    limiting = tuple(r for r in book.rules if r.kind in LIMITS and _concerns(r.kind, cost, year))
    said = (*(_sentence(n) for n in verdict.notes), *(r.words for r in limiting))
    allowed = "The rules of {} allow it." if verdict.rules else "{} is general money, and no rule limits it."
    return FundAnswer(
        cost_line_id=cost.line.cost_line_id,
        fund_id=book.fund.fund_id,
        money_year=year,
        may_pay=True,
        most=to_dollars(share_of(cents(cost.line.amount), verdict.share)),
        reasons=said or (allowed.format(book.fund.name),),
        rules=(*verdict.rules, *limiting),
    )


def _concerns(kind: RuleKind, cost: Cost, year: int) -> bool:
    return kind is not RuleKind.CARRYOVER or cost.line.fiscal_year > year


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."
