"""The funding cliff: recurring costs by year after the fund that pays them has ended."""

from data_models.budget import Cliff
from data_models.plan import Plan
from planning.commitments import Stream, ends_with, look_ahead, streams
from planning.prepare import Prepared
from planning.wording import dollars, to_dollars


def cliffs(prepared: Prepared, plan: Plan) -> tuple[Cliff, ...]:
    """Recurring costs of contracts, and of purchases bought or in the draft plan, in years after their fund, of five.

    A fund ends with its last day to obligate; one-time money without such a day, with its last budgeted year; general
    money never does. What it pays in the last year it covers, as a part of the cost then, other money must pay in every
    year after. By year, then the larger first, then by key and fund. A year paid by other funds in the draft plan is
    still shown, with what they take over.
    """
    found = [
        cliff
        for stream in streams(prepared, plan)
        for fund_id in sorted({f for paid in stream.paid.values() for f in paid} & set(prepared.funds))
        for cliff in _cliffs(prepared, stream, fund_id)
    ]
    return tuple(sorted(found, key=lambda c: (c.fiscal_year, -c.amount, c.key, c.fund_id)))


def _cliffs(prepared: Prepared, stream: Stream, fund_id: str) -> list[Cliff]:
    book = prepared.funds[fund_id]
    ends = ends_with(book)
    covered = [y for y in stream.paid if ends is not None and y <= ends]
    if ends is None or not covered:
        return []
    last = max(covered)
    share, whole = stream.paid[last].get(fund_id, 0), stream.cost(last)
    found = []
    for year in look_ahead(prepared):
        amount = stream.cost(year) * share // whole if year > ends and whole else 0
        if amount:
            others = {f: c for f, c in stream.paid.get(year, {}).items() if f != fund_id}
            taken = min(amount, sum(others.values()))
            found.append(
                Cliff(
                    source=stream.source,
                    key=stream.key,
                    title=stream.title,
                    fund_id=fund_id,
                    fund_ends=ends,
                    fiscal_year=year,
                    amount=to_dollars(amount),
                    taken_over=to_dollars(taken),
                    expected=stream.expected(year),
                    words=_words(prepared, stream, fund_id, ends, year, amount, taken),
                )
            )
    return found


def _words(prepared: Prepared, stream: Stream, fund_id: str, ends: int, year: int, amount: int, taken: int) -> str:
    name = prepared.funds[fund_id].fund.name
    words = f"{name} ends with FY {ends}; in FY {year} {dollars(amount)} of {stream.title} needs other money"
    if not taken:
        return f"{words}."
    return f"{words}, and the draft plan has {'it' if taken == amount else dollars(taken)} from other funds."
