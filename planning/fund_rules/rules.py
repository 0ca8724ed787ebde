"""Which rules hold for which fund."""

from collections.abc import Iterable

from data_models.fund import SAYS_WHAT, Fund, FundKind, FundRule, RuleKind


def rules_of(fund: Fund, rules: Iterable[FundRule]) -> tuple[FundRule, ...]:
    """Rules in force for `fund`, in the order given.

    The fund's own rule of a kind replaces every reference rule of that kind, except advice, which adds up.
    A rule that names neither a fund nor a kind of fund holds for none.
    """
    rules = tuple(rules)
    own = [r for r in rules if r.fund_id == fund.fund_id]
    replaced = {r.kind for r in own} - {RuleKind.ADVICE}
    shared = [r for r in rules if not r.fund_id and r.fund_kind == fund.kind and r.kind not in replaced]
    return (*shared, *own)


def says_what(fund: Fund, rules: Iterable[FundRule]) -> bool:
    """Whether the fund is allowed to pay for anything: some rule says what, or it is general money."""
    return fund.kind is FundKind.GENERAL or any(r.kind in SAYS_WHAT for r in rules)


def of_kind(rules: Iterable[FundRule], kind: RuleKind) -> tuple[FundRule, ...]:
    """The rules of one kind."""
    return tuple(r for r in rules if r.kind is kind)
