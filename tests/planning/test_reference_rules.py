"""The reference rules: complete, sourced, and saying what the sources say."""

from decimal import Decimal

import pytest

from data_models.fund import SAYS_WHAT, Fund, FundKind, RuleKind, rules_in_doubt
from planning.fund_rules.discount import SHARE_TABLES
from store.fund import reference_rules

RULES = {r.rule_id: r for r in reference_rules()}


def test_every_kind_but_other_says_what_it_pays_for() -> None:
    said = {r.fund_kind for r in reference_rules() if r.kind in SAYS_WHAT}
    assert said == set(FundKind) - {FundKind.OTHER}


def test_every_rule_names_something_that_may_be_paid() -> None:
    funds = [Fund(fund_id=kind, name=kind, kind=kind) for kind in FundKind]
    assert not list(rules_in_doubt(reference_rules(), funds, ()))


def test_every_rule_is_sourced_says_when_it_was_read_and_names_a_kind() -> None:
    for rule in reference_rules():
        assert rule.citation
        assert rule.words.endswith(".")
        assert str(rule.as_of) in ("2026-11-21", "2026-11-22")
        assert rule.fund_kind is not None
        assert rule.fund_id == ""
        assert not rule.share_from or rule.share_from in SHARE_TABLES
    assert len(RULES) == len(reference_rules())


@pytest.mark.parametrize(
    ("rule_id", "kind", "share", "amount", "least", "begins"),
    [
        ("REF-T1A-CARRY", RuleKind.CARRYOVER, 15, None, None, 50_000),
        ("REF-T4A-INFRA", RuleKind.SHARE_AT_MOST, 15, None, None, None),
        ("REF-T4A-WELL", RuleKind.SHARE_AT_LEAST, 20, None, None, 30_000),
        ("REF-T4A-SAFE", RuleKind.SHARE_AT_LEAST, 20, None, None, 30_000),
        ("REF-EC2-2026", RuleKind.PER_LEARNER, None, "201.57", 30_175, None),
        ("REF-EC2-2021", RuleKind.PER_LEARNER, None, "167", 25_000, None),
    ],
)
def test_figures(
    rule_id: str, kind: RuleKind, share: int | None, amount: str | None, least: int | None, begins: int | None
) -> None:
    rule = RULES[rule_id]
    found = (rule.share, rule.amount, rule.floor_amount, rule.applies_from)
    assert rule.kind is kind
    assert found == tuple(None if x is None else Decimal(x) for x in (share, amount, least, begins))


def test_title_i_a_is_free_for_fifteen_months_and_nobody_elses_carryover_waits() -> None:
    assert {r.rule_id: r.carry_month for r in RULES.values() if r.carry_month} == {"REF-T1A-CARRY": 9}


@pytest.mark.parametrize("kind", [FundKind.TITLE_I_A, FundKind.TITLE_II_A, FundKind.TITLE_IV_A, FundKind.IDEA_B,
                                  FundKind.PERKINS_V])  # fmt: skip
def test_every_federal_grant_says_how_supplanting_is_tested(kind: FundKind) -> None:
    said = [r for r in RULES.values() if r.fund_kind is kind and "supplant" in r.words.lower()]
    assert [r.kind for r in said] == [RuleKind.ADVICE]


def test_perkins_money_is_for_one_year() -> None:
    kinds = {r.kind for r in reference_rules() if r.fund_kind is FundKind.PERKINS_V}
    assert RuleKind.CARRYOVER not in kinds
