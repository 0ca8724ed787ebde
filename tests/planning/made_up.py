"""Small made-up portfolios for the tests of planning, from drawn tables or from a seed."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from data_models.contract import Contract
from data_models.district import District, Goal, Site
from data_models.fund import Fund, FundKind, FundRule, FundYear, RuleKind
from data_models.need import Need
from data_models.portfolio import Portfolio
from data_models.purchase import Category, CostLine, ProgramArea, Purchase
from data_models.rating import Criterion, Rating, Side

TODAY = date(2026, 11, 21)
YEARS = (2027, 2028, 2029)
AREAS = tuple(ProgramArea)
CATEGORIES = (Category.DEVICES, Category.SOFTWARE, Category.TRAINING, Category.NETWORK_EQUIPMENT, Category.STAFF)


def rule(rule_id: str, kind: RuleKind, **fields: object) -> FundRule:
    """A fund rule with a source."""
    return FundRule.model_validate(
        {"rule_id": rule_id, "kind": kind, "words": f"Rule {rule_id}.", "citation": "made up", "as_of": TODAY, **fields}
    )


def random_portfolio(seed: int, purchases: int = 8, funds: int = 4, years: int = 2) -> Portfolio:
    """A district drawn from a seed; the same seed gives the same district."""
    draw = Random(seed)
    sites = _sites(draw, Random(-seed - 1))
    needs = tuple(
        Need(
            need_id=f"N{n}",
            title=f"Need {n}",
            subject=draw.choice(["mathematics", "science", ""]),
            student_groups=draw.choice([(), ("english learners",), ("special education",)]),
            site_ids=tuple(sorted(draw.sample([s.site_id for s in sites], draw.randint(0, 3)))),
            goal_ids=draw.choice([(), ("G1",)]),
            learners=draw.choice([None, 50, 300]),
        )
        for n in range(5)
    )
    kinds = [
        FundKind.GENERAL,
        FundKind.TITLE_I_A,
        FundKind.TITLE_IV_A,
        FundKind.ERATE_C2,
        FundKind.PERKINS_V,
        FundKind.OTHER,
    ]
    chosen_funds = tuple(_fund(draw, n, kinds[n % len(kinds)]) for n in range(funds))
    bought = tuple(_purchase(draw, n, purchases) for n in range(purchases))
    return Portfolio(
        today=TODAY,
        district=District(name="Made up", lunch_share=draw.choice([None, 18.0, 60.5])),
        goals=(Goal(goal_id="G1", title="Read"),),
        sites=sites,
        needs=needs,
        purchases=bought,
        cost_lines=tuple(line for p in bought for line in _lines(draw, p, years)),
        funds=chosen_funds,
        fund_years=tuple(
            FundYear(
                fund_id=f.fund_id,
                fiscal_year=year,
                budgeted=Decimal(draw.randint(0, 9_000_000)) / 100,
                encumbered=Decimal(draw.randint(0, 1_000_000)) / 100,
                spent=draw.choice([None, Decimal("1200.01")]),
            )
            for f in chosen_funds
            for year in range(2026, 2027 + years)
            if draw.random() < 0.85
        ),
        fund_rules=_rules(draw, chosen_funds),
        contracts=random_contracts(seed, chosen_funds),
        criteria=CRITERIA,
        ratings=_ratings(draw, bought),
    )


def random_contracts(seed: int, funds: tuple[Fund, ...]) -> tuple[Contract, ...]:
    """Contracts drawn from a seed, beside a district's other records."""
    draw = Random(f"contracts {seed}")
    return tuple(
        Contract(
            contract_id=f"C{n}",
            title=f"Contract {n}",
            fund_id=draw.choice(["", *(f.fund_id for f in funds)]),
            yearly_cost=Decimal(draw.randint(0, draw.choice([9, 300_000, 3_000_000]))) / 100,
            renews_on=(renews := draw.choice([None, date(2024, 7, 1), date(2026, 11, 22), *NEXT_RENEWALS])),
            notice_by=draw.choice([None, None, TODAY, renews and renews - timedelta(days=90)]),
        )
        for n in range(draw.randint(0, 6))
    )


NEXT_RENEWALS = (date(2027, 6, 30), date(2027, 7, 1), date(2027, 7, 2), date(2028, 1, 15), date(2028, 7, 1))


CRITERIA = (
    Criterion(criterion_id="A1", title="Closes a gap", side=Side.ACADEMIC, weight=3),
    Criterion(criterion_id="A2", title="Evidence", side=Side.ACADEMIC, weight=1),
    Criterion(criterion_id="T1", title="Safe", side=Side.TECHNICAL, weight=2),
)


def _sites(draw: Random, groups: Random) -> tuple[Site, ...]:
    return tuple(
        Site(
            site_id=f"S{n}",
            name=f"School {n}",
            enrolment=draw.choice([None, 120, 400, 900]),
            title_i=draw.choice([True, False, None]),
            low_income=groups.choice([None, 0, 60, 90, 120, 300]),
            english_learners=groups.randint(0, 100),
            special_education=groups.randint(0, 40),
        )
        for n in range(4)
    )


def _fund(draw: Random, number: int, kind: FundKind) -> Fund:
    return Fund(
        fund_id=f"F{number}",
        name=f"Fund {number}",
        kind=kind,
        usable_from=draw.choice([None, date(2025, 7, 1), date(2025, 7, 1), date(2027, 9, 1)]),
        obligate_by=draw.choice([None, None, date(2027, 9, 30), date(2028, 9, 30), date(2026, 9, 30)]),
    )


def _purchase(draw: Random, number: int, of: int) -> Purchase:
    others = [f"P{n}" for n in range(of) if n != number]
    return Purchase(
        purchase_id=f"P{number}",
        title=f"Purchase {number}",
        need_ids=tuple(draw.sample([f"N{n}" for n in range(5)], draw.choice([0, *[1] * 8, 2, 2]))),
        site_ids=tuple(draw.sample(["S0", "S1", "S2", "S3"], draw.choice([0, 1, 2]))),
        program_area=draw.choice(AREAS),
        requires=tuple(draw.sample(others, 1)) if others and draw.random() < 0.1 else (),
        choose_one=draw.choice(["", "", "", "LMS"]),
    )


def _lines(draw: Random, purchase: Purchase, years: int) -> list[CostLine]:
    return [
        CostLine(
            cost_line_id=f"{purchase.purchase_id}-{n}",
            purchase_id=purchase.purchase_id,
            fiscal_year=2027 + draw.randrange(years),
            category=draw.choice(CATEGORIES),
            amount=Decimal(draw.randint(0, draw.choice([9, 500_000, 3_000_000]))) / 100,
            recurring=draw.random() < 0.3,
        )
        for n in range(draw.choice([0, *[1] * 6, *[2] * 6, 3]))
    ]


def _rules(draw: Random, funds: tuple[Fund, ...]) -> tuple[FundRule, ...]:
    words = {"values": tuple(draw.sample(list(CATEGORIES), draw.randint(1, 4)))}
    rules = [
        rule("T1-SITE", RuleKind.SITES, fund_kind=FundKind.TITLE_I_A, values=("title i", "S1")),
        rule(
            "T1-CARRY",
            RuleKind.CARRYOVER,
            fund_kind=FundKind.TITLE_I_A,
            share=15,
            applies_from=50000,
            carry_month=9 if len(funds) % 2 else None,
        ),
        rule("T4-AREA", RuleKind.PROGRAM_AREAS, fund_kind=FundKind.TITLE_IV_A, values=AREAS),
        rule(
            "T4-INFRA",
            RuleKind.SHARE_AT_MOST,
            fund_kind=FundKind.TITLE_IV_A,
            values=("devices", "software"),
            outside=AREAS[1:],
            share=15,
        ),
        rule(
            "T4-WELL",
            RuleKind.SHARE_AT_LEAST,
            fund_kind=FundKind.TITLE_IV_A,
            values=AREAS[1:2],
            share=20,
            applies_from=30000,
        ),
        rule(
            "T4-SAFE",
            RuleKind.SHARE_AT_LEAST,
            fund_kind=FundKind.TITLE_IV_A,
            values=AREAS[2:],
            share=20,
            applies_from=30000,
        ),
        rule("C2-CAT", RuleKind.CATEGORIES, fund_kind=FundKind.ERATE_C2, values=("network equipment", "devices")),
        rule("C2-SHARE", RuleKind.PURCHASE_SHARE, fund_kind=FundKind.ERATE_C2, share_from="e-rate discount"),
        rule("C2-CAP", RuleKind.PER_LEARNER, fund_kind=FundKind.ERATE_C2, amount="20.57", floor_amount="3017.5"),
        rule("PK-SUB", RuleKind.SUBJECTS, fund_kind=FundKind.PERKINS_V, values=("science",)),
        rule("OT-CAT", RuleKind.CATEGORIES, fund_kind=FundKind.OTHER, **words),
        rule("OT-HALF", RuleKind.PURCHASE_SHARE, fund_kind=FundKind.OTHER, share="33.33"),
        rule("OT-CARRY", RuleKind.CARRYOVER, fund_kind=FundKind.OTHER, share=100),
        rule("OT-REC", RuleKind.NO_RECURRING_PAST_END, fund_kind=FundKind.OTHER),
    ]
    own = draw.choice(funds)
    rules.append(rule("OWN", RuleKind.CARRYOVER, fund_id=own.fund_id, share=draw.choice([7, 50])))
    return tuple(rules)


def _ratings(draw: Random, purchases: tuple[Purchase, ...]) -> tuple[Rating, ...]:
    return tuple(
        Rating(member_id=member, purchase_id=p.purchase_id, criterion_id=c.criterion_id, level=draw.randint(1, 4))
        for p in purchases
        for c in CRITERIA
        for member in ("ann", "bo", "cy")
        if draw.random() < 0.8
    )
