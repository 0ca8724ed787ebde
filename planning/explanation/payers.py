"""Which funds may still pay a cost line, beside what they and others are said to pay already."""

from collections import Counter

from data_models.plan import FundAnswer
from data_models.pre_encumbrance import PreEncumbrance
from planning.barred_orders import said_within_rules
from planning.explanation.answers import answers
from planning.fund_rules import Said, room
from planning.prepare import Prepared
from planning.wording import cents, dollars, to_dollars


def payers(prepared: Prepared, purchase_id: str) -> tuple[FundAnswer, ...]:
    """As `answers`; where nobody is said to pay all of a line, with what each fund may still pay of the rest.

    That is what its share of the purchase and the limits on all that it pays leave beside what is said by now: more
    would be named as against the rules (`barred_orders`), and is not ordered. Where nothing is left the fund may not
    pay, and the reasons say which limit is full.
    """
    within, portfolio = said_within_rules(prepared), prepared.portfolio
    said, own = Counter[str](), Counter[tuple[str, str]]()
    for one in portfolio.pre_encumbrances:
        said[one.cost_line_id] += cents(one.amount)
        own[one.cost_line_id, one.fund_id] += cents(one.amount)
    costs = {cost.line.cost_line_id: cost for cost in prepared.landings.costs.get(purchase_id, ())}

    def still(answer: FundAnswer) -> FundAnswer:
        cost, fund_id = costs.get(answer.cost_line_id), answer.fund_id
        asked = cents(cost.line.amount) - said[answer.cost_line_id] if cost else 0
        if cost is None or asked <= 0 or not answer.may_pay:
            return answer
        book, paid = prepared.funds[fund_id], own[answer.cost_line_id, fund_id]
        most = min(asked, max(0, cents(answer.most) - paid))
        if not most:
            full = f"{book.fund.name} is said to pay {dollars(paid)} of it already."
            return _limited(answer, 0, (*answer.reasons, full))
        record = PreEncumbrance(
            purchase_id=purchase_id, cost_line_id=answer.cost_line_id, fund_id=fund_id, money_year=answer.money_year,
            amount=to_dollars(most),
        )  # fmt: skip
        left = room(book, within.get(fund_id, ()), Said(record, cost, most), portfolio.district, portfolio.sites)
        whys = tuple(f"{why}." for why in left.whys)
        return _limited(answer, left.amount, (*whys, *(answer.reasons if left.amount else ())))

    return tuple(still(answer) for answer in answers(prepared, purchase_id))


def _limited(answer: FundAnswer, most: int, reasons: tuple[str, ...]) -> FundAnswer:
    return answer.model_copy(update={"most": to_dollars(most), "may_pay": most > 0, "reasons": reasons})
