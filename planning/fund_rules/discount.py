"""Tables that a rule takes its share from by name, with their source."""

from bisect import bisect_right
from decimal import Decimal

from data_models.district import District
from data_models.fund import Fund, FundKind, FundRule

LUNCH_BANDS = (0, 1, 20, 35, 50, 75)
"""Least percent of learners eligible for free or reduced-price lunch of each band; a share between two whole
percents (19.5) belongs to the lower band."""

ERATE_DISCOUNT = {
    (FundKind.ERATE_C1, False): (20, 40, 50, 60, 80, 90),
    (FundKind.ERATE_C1, True): (25, 50, 60, 70, 80, 90),
    (FundKind.ERATE_C2, False): (20, 40, 50, 60, 80, 85),
    (FundKind.ERATE_C2, True): (25, 50, 60, 70, 80, 85),
}
"""Percent of a cost that E-Rate pays, by category and whether the district is rural, for each lunch band.
Source: 47 CFR 54.505(c) discount matrix, as printed in studylib.net/doc/7936943; read 2026-11-21, confidence high."""


def erate_discount(fund: Fund, district: District) -> Decimal | None:
    """Percent of a cost that E-Rate pays; none where the lunch share is not known or the fund is not E-Rate."""
    table = ERATE_DISCOUNT.get((fund.kind, district.rural))
    if table is None or district.lunch_share is None:
        return None
    return Decimal(table[bisect_right(LUNCH_BANDS, district.lunch_share) - 1])


SHARE_TABLES = {"e-rate discount": erate_discount}
"""What a rule's `share_from` may name."""


def rule_share(rule: FundRule, fund: Fund, district: District) -> Decimal | None:
    """The percent a rule allows: its own, or its table's; none where it cannot be known."""
    if not rule.share_from:
        return rule.share
    table = SHARE_TABLES.get(rule.share_from.strip().lower())
    return table(fund, district) if table else None
