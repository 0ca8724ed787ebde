"""What the coming years are asked for: contracts, recurring costs, one-time costs planned or ordered, projects."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from data_models.budget import Commitment, Commitments, Source
from data_models.contract import Contract
from data_models.fund import FundKind
from data_models.plan import Plan
from data_models.project import Project, ProjectStage
from data_models.purchase import BOUGHT_STAGES, CostLine, Purchase
from data_models.wording import counted
from planning.calendar import first_day, fiscal_year, last_day
from planning.ending import free_from
from planning.fund_rules import FundBook
from planning.orders import ordered
from planning.prepare import Prepared, current_year
from planning.who_pays import contracts_bought, who_pays
from planning.wording import cents, dollars, listing, to_dollars

YEARS = 5
"""Fiscal years looked at, the current one the first."""


@dataclass(frozen=True)
class Stream:
    """A cost that comes every year, in cents. `costs`: by year on record, after which the last one goes on.

    paid: by year and fund, as far as somebody says who pays. renewed_from: first year that needs a renewal, or none.
    until: last year that costs anything, where the draft plan ends it.
    """

    source: Source
    key: str
    title: str
    costs: Mapping[int, int]
    paid: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    renewed_from: int | None = None
    until: int | None = None

    def cost(self, year: int) -> int:
        """Cents in a year: as on record, after the last year on record the same as in it; nothing before the first."""
        if self.until is not None and year > self.until:
            return 0
        if year in self.costs:
            return self.costs[year]
        last = max(self.costs)
        return self.costs[last] if year > last else 0

    def expected(self, year: int) -> bool:
        """Whether nobody has promised that year: it is beyond the record, or needs a renewal."""
        return year > max(self.costs) or (self.renewed_from is not None and year >= self.renewed_from)

    def payers(self, year: int) -> Mapping[str, int]:
        """Cents by fund in a year; beyond the last year with payers, those of that year pay on in the same parts."""
        if year in self.paid:
            return self.paid[year]
        known = [y for y in self.paid if y < year]
        return in_parts(self.cost(year), self.paid[max(known)]) if known else {}


def in_parts(whole: int, parts: Mapping[str, int]) -> dict[str, int]:
    """`whole` cents in proportion to parts, exactly; what rounding leaves goes to the later ones by key."""
    total, used, given, found = sum(parts.values()), 0, 0, {}
    for name, part in sorted(parts.items()):
        used += part
        found[name] = whole * used // total - given
        given += found[name]
    return found


def look_ahead(prepared: Prepared) -> tuple[int, ...]:
    """The fiscal years looked at: the current one and four more."""
    now = current_year(prepared.portfolio)
    return tuple(range(now, now + YEARS))


def ends_with(book: FundBook) -> int | None:
    """The last fiscal year that a fund covers; none where it goes on: general money, and money without an end."""
    fund = book.fund
    if fund.kind is FundKind.GENERAL or not (fund.one_time or fund.obligate_by):
        return None
    return book.last_year


def streams(prepared: Prepared, plan: Plan) -> tuple[Stream, ...]:
    """Costs that come every year: of contracts, of purchases bought, and of those in the draft plan; each by key.

    A contract that the draft plan ends costs nothing in years that begin without it. A bought purchase whose vendor and
    yearly cost are those of a contract is that contract, and not counted again; another is paid as its pre-encumbrances
    say.
    """
    portfolio = prepared.portfolio
    years, month = look_ahead(prepared), portfolio.district.fiscal_year_start_month
    lines: defaultdict[str, list[CostLine]] = defaultdict(list)
    for line in portfolio.cost_lines:
        if line.recurring and line.amount:
            lines[line.purchase_id].append(line)
    freed = {
        c.contract_id: free_from(c, portfolio.today)
        for c in portfolio.contracts
        if c.contract_id in plan.settings.ended
    }
    contracts = contracts_bought(portfolio)
    bought = [p for p in portfolio.purchases if p.stage in BOUGHT_STAGES and p.purchase_id not in contracts]
    promised = [(one.cost_line_id, one.fund_id, one.amount) for one in portfolio.pre_encumbrances]
    planned = [(one.cost_line_id, one.fund_id, one.amount) for one in plan.payments]
    return (
        *(_contract(x, years, month, freed.get(x.contract_id)) for x in portfolio.contracts if x.yearly_cost),
        *(_paid_by(Source.BOUGHT, p, lines[p.purchase_id], promised) for p in bought if lines[p.purchase_id]),
        *(_paid_by(Source.PLANNED, prepared.purchases[p], lines[p], planned) for p in plan.chosen if lines[p]),
    )


def _by_year(lines: Iterable[CostLine]) -> Counter[int]:
    found: Counter[int] = Counter()
    for line in lines:
        found[line.fiscal_year] += cents(line.amount)
    return found


def _contract(contract: Contract, years: tuple[int, ...], month: int, freed: date | None) -> Stream:
    """A contract costs the same each year from its first on. A year is promised where its day of payment, the day of
    the year on which the contract began, is before the renewal.
    """
    cost = cents(contract.yearly_cost)
    starts = max(years[0], fiscal_year(contract.starts, month)) if contract.starts else years[0]
    costs = {y: cost for y in (*years, starts) if y >= starts}
    paid = {y: {contract.fund_id: cost} for y in costs} if contract.fund_id else {}
    renewed_from = until = None
    if contract.renews_on:
        year = fiscal_year(contract.renews_on, month)
        began = contract.starts or contract.renews_on
        until = max((y for y in costs if first_day(y, month) < freed), default=starts - 1) if freed else None
        renewed_from = year if _day_in(year, began, month) >= contract.renews_on else year + 1
    return Stream(Source.CONTRACT, contract.contract_id, contract.title, costs, paid, renewed_from, until)


def _day_in(year: int, day: date, month: int) -> date:
    """The same day of the year in a fiscal year; 29 February is the 28th."""
    first = first_day(year, month)
    when = first.year if day.month >= first.month else first.year + 1
    return date(when, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _paid_by(
    source: Source, purchase: Purchase, lines: list[CostLine], payments: Iterable[tuple[str, str, Decimal]]
) -> Stream:
    """payments: cost line, fund and amount of what is paid or promised, those of other purchases among them."""
    years = {x.cost_line_id: x.fiscal_year for x in lines}
    paid: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for line, fund_id, amount in payments:
        if line in years:
            paid[years[line]][fund_id] += cents(amount)
    return Stream(source, purchase.purchase_id, purchase.title, _by_year(lines), dict(paid))


def commitments(prepared: Prepared, plan: Plan) -> Commitments:
    """What the current fiscal year and the four after it are asked for, by year, source and key.

    Recurring costs as `streams`; beyond their last year on record they are expected to go on. A fund that has ended no
    longer pays: the row names none. One-time costs are those the draft plan pays, and those ordered that the ledger
    does not have yet or that nobody is said to pay, in the year they come. A project asks for its budget less what is
    spent, evenly by days from today (or its start) to its finish; without a finish to come, in the current year.
    """
    years = look_ahead(prepared)
    ends = {fund_id: ends_with(book) for fund_id, book in prepared.funds.items()}
    found = [
        Commitment(
            source=stream.source,
            key=stream.key,
            title=stream.title,
            fund_id=fund_id,
            fiscal_year=year,
            amount=to_dollars(amount),
            expected=stream.expected(year),
        )
        for stream in streams(prepared, plan)
        for year in years
        for fund_id, amount in _living(ends, stream, year).items()
        if amount
    ]
    found += [*_one_time(prepared, plan, years), *_ordered(prepared, years)]
    found += [row for project in prepared.portfolio.projects for row in _project(prepared, project, years)]
    order = {source: place for place, source in enumerate(Source)}
    return Commitments(
        years=years,
        rows=tuple(sorted(found, key=lambda c: (c.fiscal_year, order[c.source], c.key, c.fund_id))),
        notes=tuple(_notes(prepared, plan, years)),
    )


def _living(ends: Mapping[str, int | None], stream: Stream, year: int) -> dict[str, int]:
    """Cents by fund; '' where none is named, is on record, or lives on. ends: the last year of each fund on record."""
    found: dict[str, int] = {}
    for fund_id, amount in stream.payers(year).items():
        last = ends.get(fund_id, 0)
        pays = fund_id if last is None or year <= last else ""
        found[pays] = found.get(pays, 0) + amount
    if rest := stream.cost(year) - sum(found.values()):
        found[""] = found.get("", 0) + rest
    return found


def _one_time(prepared: Prepared, plan: Plan, years: tuple[int, ...]) -> Iterator[Commitment]:
    """What the draft plan pays that does not come again, by purchase, year of the cost and fund."""
    recurring = {line.cost_line_id for line in prepared.portfolio.cost_lines if line.recurring}
    paid: Counter[tuple[str, int, str]] = Counter()
    for payment in plan.payments:
        if payment.cost_line_id not in recurring and payment.fiscal_year in years:
            paid[payment.purchase_id, payment.fiscal_year, payment.fund_id] += cents(payment.amount)
    yield from _once(prepared, Source.ONE_TIME, paid)


def _ordered(prepared: Prepared, years: tuple[int, ...]) -> Iterator[Commitment]:
    """What was ordered that does not come again, is held, or is asked about: by purchase, year of the cost and fund."""
    portfolio = prepared.portfolio
    once = {line.cost_line_id: line.fiscal_year for line in portfolio.cost_lines if not line.recurring}
    owed: Counter[tuple[str, int, str]] = Counter()
    for one, _, line in ordered(portfolio):
        if not one.is_booked(portfolio.today) and once.get(line.cost_line_id) in years:
            owed[one.purchase_id, line.fiscal_year, one.fund_id] += cents(one.amount)
    for question in who_pays(portfolio):
        if once.get(question.cost_line_id) in years:
            owed[question.purchase_id, question.fiscal_year, ""] += cents(question.amount)
    yield from _once(prepared, Source.ORDERED, owed)


def _once(prepared: Prepared, source: Source, amounts: Mapping[tuple[str, int, str], int]) -> Iterator[Commitment]:
    """amounts: cents by purchase, year of the cost and fund."""
    for (key, year, fund_id), amount in amounts.items():
        yield Commitment(
            source=source,
            key=key,
            title=prepared.purchases[key].title,
            fund_id=fund_id,
            fiscal_year=year,
            amount=to_dollars(amount),
            expected=False,
        )


def _project(prepared: Prepared, project: Project, years: tuple[int, ...]) -> Iterator[Commitment]:
    """The rest of a project's budget by year; cents that days do not share out evenly go to the later years."""
    if not _counts(project):
        return
    assert project.budget is not None
    assert project.spent is not None
    today, month = prepared.portfolio.today, prepared.portfolio.district.fiscal_year_start_month
    rest = cents(project.budget) - cents(project.spent)
    begins = max(today, project.start or today)
    ends = project.finish if project.finish and project.finish >= begins else begins
    whole, given = (ends - begins).days + 1, 0
    for year in years:
        until = min(ends, last_day(year, month))
        due = rest * max(0, (until - begins).days + 1) // whole - given
        given += due
        if due:
            yield Commitment(
                source=Source.PROJECT,
                key=project.project_id,
                title=project.title,
                fund_id="",
                fiscal_year=year,
                amount=to_dollars(due),
                expected=False,
            )


def _counts(project: Project) -> bool:
    known = project.budget is not None and project.spent is not None
    return known and project.stage is not ProjectStage.CLOSED and (project.budget or 0) > (project.spent or 0)


def _carried(plan: Plan) -> Iterator[str]:
    """How the draft plan's years differ from those on Prioritise, which go by the year of the money."""
    moved: Counter[tuple[int, int]] = Counter()
    for payment in plan.payments:
        if payment.money_year != payment.fiscal_year:
            moved[payment.fiscal_year, payment.money_year] += cents(payment.amount)
    if moved:
        parts = [f"{dollars(c)} of FY {cost}'s cost in FY {money}" for (cost, money), c in sorted(moved.items())]
        yield f"Prioritise counts the draft plan by the year of the money: there stand {listing(parts, len(parts))}."


def _notes(prepared: Prepared, plan: Plan, years: tuple[int, ...]) -> Iterator[str]:
    """What the figures count, leave out or count twice, and why Prioritise has the draft plan in other years."""
    portfolio = prepared.portfolio
    yield (
        "Counted: contracts, recurring costs of purchases bought and in the draft plan, one-time costs that the draft "
        "plan pays or that are ordered and not in the ledger yet, and what projects have not spent of their budgets."
    )
    yield from _carried(plan)
    unknown = [
        p for p in portfolio.projects if p.stage is not ProjectStage.CLOSED and (p.budget is None or p.spent is None)
    ]
    if unknown:
        yield f"{counted(len(unknown), 'project')} without a budget or without what is spent on record: not counted."
    counting = {p.project_id for p in portfolio.projects if _counts(p)}
    held = dict.fromkeys(row.key for row in _ordered(prepared, years))
    twice = [p for p in (*plan.chosen, *held) if prepared.purchases[p].project_id in counting]
    if twice:
        yield (
            f"{counted(len(twice), 'purchase')} of the draft plan or ordered come with a project that has a budget of "
            "its own, which may hold the same cost."
        )
    late = [p for p in portfolio.projects if _counts(p) and p.finish and fiscal_year(
        p.finish, portfolio.district.fiscal_year_start_month) > years[-1]]  # fmt: skip
    if late:
        yield f"{counted(len(late), 'project')} go on after FY {years[-1]}; what they need then is not shown."
    yield "Contracts are taken to be renewed, recurring costs to go on after their last cost line, at the same cost."
