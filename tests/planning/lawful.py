"""Whether a plan is lawful, worked out from the district's records alone: slow, obvious, and sharing no code with the
planner. Everything is exact Decimal; each check says what is broken."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from data_models.district import Site
from data_models.fund import Fund, FundKind, FundRule, FundYear, RuleKind
from data_models.plan import Payment, Plan, PlanSettings
from data_models.portfolio import Portfolio
from data_models.purchase import Category, CostLine, Purchase, Stage

SAYS_WHAT = {
    RuleKind.CATEGORIES, RuleKind.SITES, RuleKind.STUDENT_GROUPS, RuleKind.SUBJECTS, RuleKind.PROGRAM_AREAS
}  # fmt: skip
C2 = {False: {60.5: 80, 18.0: 40}}
"""E-Rate's discount at the lunch shares that the made-up districts have."""


BOUGHT = (Stage.ORDERED, Stage.IN_SERVICE, Stage.REVIEWED)


def breaches(portfolio: Portfolio, plan: Plan) -> list[str]:
    """Everything that the plan breaks; empty where it is lawful."""
    check = _Check(portfolio, plan)
    return [
        *check.costs(),
        *check.choices(),
        *check.payments(),
        *check.purses(),
        *check.shares(),
        *check.programs(),
        *check.floor(),
    ]


def still_promised(portfolio: Portfolio, ended: tuple[str, ...]) -> dict[tuple[str, int], Decimal]:
    """What is encumbered of each fund's year, once contracts end; fiscal years begin in July."""
    left = {(y.fund_id, y.fiscal_year): y.encumbered or Decimal(0) for y in portfolio.fund_years}
    for contract in portfolio.contracts:
        if contract.contract_id not in ended or contract.renews_on is None:
            continue
        last_word = [d for d in (contract.notice_by, contract.renews_on - timedelta(days=1)) if d]
        years = 0
        while min(last_word).replace(year=min(last_word).year + years) < portfolio.today:
            years += 1
        ends = contract.renews_on.replace(year=contract.renews_on.year + years)
        for (fund, year), promised in left.items():
            if fund == contract.fund_id and date(year - 1, 7, 1) >= ends:
                left[fund, year] = min(promised, max(promised - contract.yearly_cost, Decimal(0)))
    return left


def orders(portfolio: Portfolio) -> tuple[list[Payment], list[Payment]]:
    """What orders pay, as payments: what they hold, and what the ledger has."""
    bought = {p.purchase_id for p in portfolio.purchases if p.stage in BOUGHT}
    lines = {c.cost_line_id: c for c in portfolio.cost_lines}
    found: tuple[list[Payment], list[Payment]] = ([], [])
    for one in portfolio.pre_encumbrances:
        if one.purchase_id in bought:
            found[one.in_ledger_since is not None].append(
                Payment(
                    purchase_id=one.purchase_id,
                    cost_line_id=one.cost_line_id,
                    fiscal_year=lines[one.cost_line_id].fiscal_year,
                    fund_id=one.fund_id,
                    money_year=one.money_year,
                    amount=one.amount,
                )
            )
    return found


def of(payments: list[Payment], held: FundYear) -> list[Payment]:
    """Those of one fund's year."""
    return [p for p in payments if (p.fund_id, p.money_year) == (held.fund_id, held.fiscal_year)]


class _Check:
    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.portfolio, self.plan, self.settings = portfolio, plan, plan.settings
        self.purchases = {p.purchase_id: p for p in portfolio.purchases}
        self.lines = {c.cost_line_id: c for c in portfolio.cost_lines}
        self.funds = {f.fund_id: f for f in portfolio.funds}
        self.years = _years(portfolio, plan.settings)
        self.promised = still_promised(portfolio, plan.settings.ended)
        self.held, self.booked = orders(portfolio)

    def rules(self, fund: Fund) -> list[FundRule]:
        own = [r for r in self.portfolio.fund_rules if r.fund_id == fund.fund_id]
        kinds = {r.kind for r in own}
        return own + [
            r for r in self.portfolio.fund_rules if not r.fund_id and r.fund_kind == fund.kind and r.kind not in kinds
        ]

    def costs(self) -> list[str]:
        """Each line of what is in is paid to the cent in its year, and nothing else is."""
        paid: defaultdict[str, Decimal] = defaultdict(Decimal)
        for p in self.plan.payments:
            paid[p.cost_line_id] += p.amount
        found = [
            f"{p.amount} is no amount" for p in self.plan.payments if p.amount <= 0 or p.amount.as_tuple()[2] != -2
        ]
        for line in self.portfolio.cost_lines:
            due = line.purchase_id in self.plan.chosen and line.fiscal_year in self.years
            if paid.pop(line.cost_line_id, Decimal(0)) != (line.amount if due else 0):
                found.append(f"{line.cost_line_id} is not paid exactly")
        return found + [f"{line} is not on record" for line in paid]

    def choices(self) -> list[str]:
        found = []
        for purchase_id in self.plan.chosen:
            purchase = self.purchases[purchase_id]
            if purchase_id in self.settings.ruled_out:
                found.append(f"{purchase_id} is ruled out")
            if any(n not in self.plan.chosen and self.purchases[n].stage not in BOUGHT for n in purchase.requires):
                found.append(f"{purchase_id} lacks what it requires")
            if not set(purchase.need_ids) & {n.need_id for n in self.portfolio.needs}:
                found.append(f"{purchase_id} answers no need")
        groups = [self.purchases[p].choose_one for p in self.plan.chosen if self.purchases[p].choose_one]
        return found + [f"two of {g}" for g in groups if groups.count(g) > 1]

    def payments(self) -> list[str]:
        return [
            f"{p.fund_id} {p.money_year} may not pay {p.cost_line_id}: {why}"
            for p in self.plan.payments
            if (why := self.refusal(p))
        ]

    def refusal(self, p: Payment) -> str:
        fund, line = self.funds[p.fund_id], self.lines[p.cost_line_id]
        purchase, rules = self.purchases[p.purchase_id], self.rules(self.funds[p.fund_id])
        if (p.purchase_id, p.fiscal_year) != (line.purchase_id, line.fiscal_year):
            return "it is another line"
        if fund.kind is not FundKind.GENERAL and not {r.kind for r in rules} & SAYS_WHAT:
            return "no rule says what for"
        starts, ends = date(line.fiscal_year - 1, 7, 1), date(line.fiscal_year, 6, 30)
        days = [max(starts, fund.usable_from or starts, self.portfolio.today), min(ends, fund.obligate_by or ends)]
        if days[0] > days[1]:
            return "out of its time"
        if p.money_year > p.fiscal_year:
            return "money of a later year"
        if p.money_year < p.fiscal_year and RuleKind.CARRYOVER not in {r.kind for r in rules}:
            return "carried over"
        return next((why for r in rules if (why := self.forbids(r, fund, line, purchase))), "")

    def forbids(self, rule: FundRule, fund: Fund, line: CostLine, purchase: Purchase) -> str:
        values, needs = set(rule.values), [n for n in self.portfolio.needs if n.need_id in purchase.need_ids]
        if rule.kind is RuleKind.CATEGORIES:
            return "" if line.category in values else "category"
        if rule.kind is RuleKind.PROGRAM_AREAS:
            return "" if purchase.program_area in values else "area"
        if rule.kind is RuleKind.SUBJECTS:
            return "" if values & {n.subject for n in needs} else "subject"
        if rule.kind is RuleKind.STUDENT_GROUPS:
            return "" if values & {g for n in needs for g in n.student_groups} else "group"
        if rule.kind is RuleKind.SITES:
            wanted = line.site_ids or purchase.site_ids or tuple(s.site_id for s in self.portfolio.sites)
            served = {s.site_id for s in self.portfolio.sites if s.title_i is True} if "title i" in values else set()
            return "" if set(wanted) <= values | served else "site"
        if rule.kind is RuleKind.NO_RECURRING_PAST_END and line.recurring:
            held = [y.fiscal_year for y in self.portfolio.fund_years if y.fund_id == fund.fund_id]
            last = fund.obligate_by.year + (fund.obligate_by.month > 6) if fund.obligate_by else max(held)
            series = [c for c in self.portfolio.cost_lines if c.purchase_id == line.purchase_id and c.recurring]
            return "goes on" if max(c.fiscal_year for c in series) > last else ""
        return ""

    def purses(self) -> list[str]:
        """No year's money pays more than it has, nor later years more than may be carried over, nor what is in play."""
        found = []
        for held in self.portfolio.fund_years:
            fund, own = self.funds[held.fund_id], of(list(self.plan.payments), held)
            left = held.budgeted - self.promised[held.fund_id, held.fiscal_year] - (held.spent or 0)
            if _sum(own) > max(left - _sum(of(self.held, held)), Decimal(0)):
                found.append(f"{held.fund_id} {held.fiscal_year} pays more than it has")
            for r in self.rules(fund):
                if r.kind is RuleKind.CARRYOVER and r.share is not None and held.budgeted >= (r.applies_from or 0):
                    later = [
                        _sum([p for p in some if p.fiscal_year > p.money_year and not self.in_time(r, p)])
                        for some in (own, of([*self.held, *self.booked], held))
                    ]
                    if later[0] and sum(later) * 100 > r.share * held.budgeted:
                        found.append(f"{held.fund_id} {held.fiscal_year} carries over too much")
        for fund_id, most in self.settings.money_in_play:
            own, ordered = ([p for p in some if p.fund_id == fund_id] for some in (self.plan.payments, self.held))
            if own and _sum(own) + _sum(ordered) > most:
                found.append(f"{fund_id} pays more than is in play")
        return found

    def in_time(self, rule: FundRule, p: Payment) -> bool:
        """Whether it can be ordered in the next year's first months, before the limit counts; work cannot."""
        free = rule.carry_month is not None and self.portfolio.today <= date(p.money_year, 9, 30)
        return free and p.fiscal_year == p.money_year + 1 and self.lines[p.cost_line_id].category is not Category.STAFF

    def shares(self) -> list[str]:
        found = []
        for held in self.portfolio.fund_years:
            own, ordered, booked = (of(list(some), held) for some in (self.plan.payments, self.held, self.booked))
            past = self.promised[held.fund_id, held.fiscal_year] + (held.spent or 0)
            rules = [r for r in self.rules(self.funds[held.fund_id]) if held.budgeted >= (r.applies_from or 0)]
            for r in (r for r in rules if r.kind is RuleKind.SHARE_AT_MOST and r.share is not None):
                base, kept = (
                    [p for p in some if self.purchases[p.purchase_id].program_area not in r.outside]
                    for some in ([*own, *ordered], booked)
                )
                counted, kept_counted = ([p for p in some if self.counts(r, p)] for some in (base, kept))
                rest = max(past - _sum(booked), Decimal(0))
                beyond = max(_sum(kept_counted) * 100 - (r.share or 0) * (_sum(kept) + rest), Decimal(0))
                if set(counted) & set(own) and _sum(counted) * 100 + beyond > (r.share or 0) * _sum(base):
                    found.append(f"{r.rule_id} {held.fiscal_year}: {_sum(counted)} of {_sum(base)}")
            left = max(held.budgeted - past - _sum(ordered), Decimal(0)) + _sum(ordered)
            least = [r for r in rules if r.kind is RuleKind.SHARE_AT_LEAST]
            for size in range(1, len(least) + 1):
                for some in combinations(least, size):
                    others = [p for p in [*own, *ordered] if not any(self.counts(r, p) for r in some)]
                    if set(others) & set(own) and _sum(others) * 100 > (100 - sum(r.share or 0 for r in some)) * left:
                        found.append(f"{some[0].rule_id} {held.fiscal_year}: nothing is left for it")
        return found

    def counts(self, rule: FundRule, p: Payment) -> bool:
        return bool(
            {self.lines[p.cost_line_id].category, self.purchases[p.purchase_id].program_area} & set(rule.values)
        )

    def programs(self) -> list[str]:
        """A program that pays a share pays at most that of each line, and E-Rate at most an amount per learner."""
        found = []
        for fund in self.portfolio.funds:
            own, share = [p for p in self.plan.payments if p.fund_id == fund.fund_id], Decimal(100)
            for r in self.rules(fund):
                if r.kind is RuleKind.PURCHASE_SHARE:
                    lunch = self.portfolio.district.lunch_share
                    table = Decimal(C2[False][lunch]) if lunch is not None else Decimal(0)
                    share = table if r.share_from else r.share or share
            for line in self.portfolio.cost_lines:
                if _sum([p for p in own if p.cost_line_id == line.cost_line_id]) * 100 > share * line.amount:
                    found.append(f"{fund.fund_id} pays more than {share}% of {line.cost_line_id}")
            for r in (r for r in self.rules(fund) if r.kind is RuleKind.PER_LEARNER and share):
                learners = sum(s.enrolment or 0 for s in self.portfolio.sites)
                cap = max((r.amount or 0) * learners, r.floor_amount or Decimal(0))
                held = [y for y in self.portfolio.fund_years if y.fund_id == fund.fund_id]
                used = sum((y.spent or 0) + self.promised[y.fund_id, y.fiscal_year] for y in held)
                used += _sum([p for p in self.held if p.fund_id == fund.fund_id])
                if own and (_sum(own) + used) * 100 / share > cap:
                    found.append(f"{fund.fund_id} shares in more than {cap}")
        return found

    def floor(self) -> list[str]:
        """The floor's share of the dollars paid that land at a site with an index land at high-need ones; what orders
        pay counts with them where the floor holds for it alone.
        """
        share = self.settings.high_need_floor
        high, told = self.landed(
            [(line, line.amount) for line in self.portfolio.cost_lines if line.purchase_id in self.plan.chosen]
        )
        paid: defaultdict[tuple[str, bool], Decimal] = defaultdict(Decimal)
        for held, payments in ((True, self.held), (False, self.booked)):
            for p in payments:
                paid[p.cost_line_id, held] += p.amount
        more, of_all = self.landed([(self.lines[key], amount) for (key, _), amount in paid.items()])
        if more * 100 >= of_all * share:
            high, told = high + more, told + of_all
        return [f"high-need sites get {high} of {told}"] if high * 100 < told * share else []

    def landed(self, amounts: list[tuple[CostLine, Decimal]]) -> tuple[int, int]:
        """Cents of lines of the years planned at high-need sites, and at sites with an index."""
        index = {s.site_id: _index(s) for s in self.portfolio.sites}
        known = [(s.enrolment or 0, i) for s in self.portfolio.sites if (i := index[s.site_id]) is not None]
        mean = sum(n * i for n, i in known) / sum(n for n, _ in known) if known else Fraction(0)
        high = told = 0
        for line, dollars in amounts:
            for site, amount in self.landing(line, dollars).items() if line.fiscal_year in self.years else ():
                at = index.get(site)
                told += amount if at is not None else 0
                high += amount if at is not None and at >= mean else 0
        return high, told

    def landing(self, line: CostLine, dollars: Decimal) -> dict[str, int]:
        """Cents by site: one by one to whoever is furthest below its share of the learners."""
        purchase, enrolled = self.purchases[line.purchase_id], {s.site_id: s.enrolment for s in self.portfolio.sites}
        sites = set(line.site_ids or purchase.site_ids or enrolled)
        needs = [n for n in self.portfolio.needs if n.need_id in purchase.need_ids]
        wanted = sites & {s for n in needs for s in (n.site_ids or enrolled)}
        if not line.site_ids and any(enrolled.get(s) for s in wanted):
            sites = wanted
        weights = {s: n for s in sorted(sites) if (n := enrolled.get(s))} or (dict.fromkeys(sites, 1))
        if len(sites) > 1 and not any(enrolled.get(s) for s in sites):
            return {}
        cents = int(dollars * 100)
        parts = {s: cents * w // sum(weights.values()) for s, w in weights.items()}
        for _ in range(cents - sum(parts.values())):
            most = max(weights, key=lambda s: Fraction(cents * weights[s], sum(weights.values())) - parts[s])
            parts[most] += 1
        return parts


def _index(site: Site) -> Fraction | None:
    groups = (site.low_income, site.english_learners, site.special_education)
    if not site.enrolment or any(g is None for g in groups):
        return None
    outside = [1 - Fraction(min(g or 0, site.enrolment), site.enrolment) for g in groups]
    return 1 - outside[0] * outside[1] * outside[2]


def _sum(payments: list[Payment]) -> Decimal:
    return sum((p.amount for p in payments), Decimal(0))


def _years(portfolio: Portfolio, settings: PlanSettings) -> set[int]:
    return set(settings.fiscal_years) or {
        y.fiscal_year for y in portfolio.fund_years if y.budgeted > 0 and y.fiscal_year >= 2027
    }
