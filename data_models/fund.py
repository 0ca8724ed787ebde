"""Funds: sources of money, what they hold by year, and the rules they come with."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from data_models.base import TEXT, Record, column
from data_models.purchase import Category, ProgramArea


class FundKind(StrEnum):
    """Kind of a fund; the reference rules are written on these words."""

    GENERAL = "general"
    TITLE_I_A = "title i-a"
    TITLE_II_A = "title ii-a"
    TITLE_IV_A = "title iv-a"
    IDEA_B = "idea-b"
    PERKINS_V = "perkins v"
    ERATE_C1 = "e-rate category 1"
    ERATE_C2 = "e-rate category 2"
    CAPITAL = "bond or capital"
    STATE_MATERIALS = "state instructional materials"
    OTHER = "other"


class RuleKind(StrEnum):
    """What a rule limits. `planning.fund_rules` says what each does."""

    CATEGORIES = "eligible categories"
    SITES = "eligible sites"
    STUDENT_GROUPS = "eligible student groups"
    SUBJECTS = "eligible subjects"
    PROGRAM_AREAS = "eligible program areas"
    SHARE_AT_MOST = "at most a share of the fund"
    SHARE_AT_LEAST = "at least a share of the fund"
    PURCHASE_SHARE = "at most a share of one purchase"
    PER_LEARNER = "at most an amount per learner"
    NO_RECURRING_PAST_END = "no recurring cost past the end"
    CARRYOVER = "carryover at most"
    ADVICE = "advice"


class Confidence(StrEnum):
    """How sure the reading of a rule is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Fund(Record):
    """A source of money with a period of availability."""

    table: ClassVar[str] = "funds"
    key: ClassVar[tuple[str, ...]] = ("fund_id",)
    heading: ClassVar[str] = "Funds"
    about: ClassVar[str] = "Sources of money and when each may be used."

    fund_id: str = column("Key of the fund", example="3010", synonyms=("fund", "fund code"))
    name: str = column("Name people know it by", example="Title I-A", synonyms=("fund name",))
    kind: FundKind = column(
        "Kind; decides which reference rules hold", unit="choice", example="title i-a", default=FundKind.OTHER
    )
    usable_from: date | None = column("First day it may be obligated", unit="date", example="2026-07-01", default=None)
    obligate_by: date | None = column(
        "Last day it may be obligated", unit="date", example="2028-09-30", default=None, after=("usable_from",)
    )
    liquidate_by: date | None = column(
        "Last day it may be paid out",
        unit="date",
        example="2029-01-28",
        default=None,
        after=("usable_from", "obligate_by"),
    )
    one_time: bool = column("Whether the money comes once", unit="yes or no", example="no", default=False)
    note: str = column("What a reader should know", example="Award of July 2026", default="", longest=TEXT)


class FundYear(Record):
    """What a fund holds in one fiscal year. Available = budgeted - encumbered - spent."""

    table: ClassVar[str] = "fund_years"
    key: ClassVar[tuple[str, ...]] = ("fund_id", "fiscal_year")
    heading: ClassVar[str] = "Fund years"
    about: ClassVar[str] = "What each fund holds, by fiscal year."

    fund_id: str = column("Fund", example="3010", references="funds")
    fiscal_year: int = column(
        "Fiscal year, named by the year it ends in",
        unit="fiscal year",
        example="2027",
        least=1900,
        most=2200,
        synonyms=("year", "fy"),
    )
    budgeted: Decimal = column(
        "Money budgeted for technology purchases and what is already spent of it",
        unit="US dollars",
        example="640000",
        synonyms=("budget",),
    )
    encumbered: Decimal | None = column(
        "Money promised; empty means as the ledger says",
        unit="US dollars",
        example="40000",
        default=None,
        synonyms=("encumbrance",),
    )
    spent: Decimal | None = column(
        "Money spent; empty means as the ledger says",
        unit="US dollars",
        example="210000",
        default=None,
        synonyms=("actual",),
    )


class FundRule(Record):
    """A fact about what a fund may pay for, with its source."""

    table: ClassVar[str] = "fund_rules"
    key: ClassVar[tuple[str, ...]] = ("rule_id",)
    heading: ClassVar[str] = "Fund rules"
    about: ClassVar[str] = (
        "What each fund may pay for. Rules of a kind hold for every fund of that kind; "
        "a fund's own rule of the same sort replaces them."
    )

    rule_id: str = column("Key of the rule", example="T4A-INFRA")
    fund_id: str = column(
        "Fund it holds for; empty means every fund of the kind", example="4127", default="", references="funds"
    )
    fund_kind: FundKind | None = column(
        "Kind of fund it holds for; empty where a fund is named", unit="choice", example="title iv-a", default=None
    )
    kind: RuleKind = column("What it limits", unit="choice", example="at most a share of the fund")
    values: tuple[str, ...] = column(
        "Categories, site keys ('title i' means all Title I sites), groups, subjects or areas it is about",
        unit="words",
        example="devices;software",
        default=(),
    )
    outside: tuple[str, ...] = column(
        "Program areas a share does not count", unit="program areas", example="well-rounded education", default=()
    )
    share: Decimal | None = column("Share", unit="percent 0-100", example="15", default=None, least=0, most=100)
    share_from: str = column(
        "Named table the share comes from: 'e-rate discount' or empty", example="e-rate discount", default=""
    )
    amount: Decimal | None = column(
        "Amount, where the rule has one", unit="US dollars", example="201.57", default=None, least=0
    )
    floor_amount: Decimal | None = column(
        "Least amount that holds in any case", unit="US dollars", example="30175", default=None, least=0
    )
    applies_from: Decimal | None = column(
        "Fund size from which the rule holds", unit="US dollars", example="30000", default=None, least=0
    )
    carry_month: int | None = column(
        "Month at whose end a carryover limit begins to count; empty means the end of the budget year",
        unit="month 1-12",
        example="9",
        default=None,
        least=1,
        most=12,
    )
    words: str = column(
        "The rule in one sentence", example="Devices and software: at most 15% of the technology part.", longest=TEXT
    )
    citation: str = column("Source", example="ESEA section 4109(b)")
    as_of: date = column("Day the source was read", unit="date", example="2026-11-21")
    confidence: Confidence = column("How sure the reading is", unit="choice", example="high", default=Confidence.MEDIUM)


SAYS_WHAT = {
    RuleKind.CATEGORIES: "category",
    RuleKind.SITES: "site",
    RuleKind.STUDENT_GROUPS: "student group",
    RuleKind.SUBJECTS: "subject",
    RuleKind.PROGRAM_AREAS: "program area",
}
"""Kinds of rule that say what a fund may pay for, and what the words are that each is about. A fund with none of them
may pay for nothing, unless its kind is general: nobody has said what it is for, and guessing would spend restricted
money."""
SHARES = (RuleKind.SHARE_AT_MOST, RuleKind.SHARE_AT_LEAST)
"""Kinds of rule that set a share of the fund on some of what it pays for."""
WORDS_OF = {
    RuleKind.CATEGORIES: tuple(Category),
    RuleKind.PROGRAM_AREAS: tuple(ProgramArea),
    **dict.fromkeys(SHARES, (*Category, *ProgramArea)),
}
"""The words there are, where a kind of rule has its own."""
TITLE_I = "title i"
"""Among sites: every one that Title I-A serves."""


def rules_in_doubt(
    rules: Collection[FundRule], funds: Iterable[Fund], site_ids: Collection[str]
) -> Iterator[tuple[FundRule, str, str, str]]:
    """(rule, column, reason, remedy) for each rule that holds for no fund, that limits nothing, by which a fund pays
    nothing at all, or that names what there is not; in the order given, at most two of a rule. Rules of a fund or a
    kind that none of these funds is are left out. site_ids: of the sites on record.
    """
    funds, own = tuple(funds), {(rule.fund_id, rule.kind) for rule in rules}
    for rule in rules:
        if not rule.fund_id and rule.fund_kind is None:
            reason = f"{rule.rule_id} names neither a fund nor a kind of fund, so it holds for none"
            yield rule, "fund_id", reason, "Name the one or the other, or leave the rule out."
        held = [
            fund.name
            for fund in funds
            if rule.fund_id == fund.fund_id
            or (not rule.fund_id and rule.fund_kind is fund.kind and (fund.fund_id, rule.kind) not in own)
        ]
        if held:
            pays_nothing = f", so {' and '.join(held)} {'pays' if len(held) == 1 else 'pay'} nothing at all"
            for column, names, remedy in (*_figure_in_doubt(rule, pays_nothing), *_words_in_doubt(rule, pays_nothing)):
                yield rule, column, f"{rule.rule_id} names {names}", remedy
            yield from _sites_in_doubt(rule, pays_nothing, {site.lower() for site in site_ids})


def _figure_in_doubt(rule: FundRule, pays_nothing: str) -> Iterator[tuple[str, str, str]]:
    """Where a rule does not name the figure that it sets, or names one that leaves nothing."""
    if rule.kind is RuleKind.PURCHASE_SHARE and not rule.share_from and not rule.share:
        share = "no share" if rule.share is None else "a share of 0%"
        remedy = "Fill in the percent of a purchase that it may pay, like 50, or leave the rule out."
        yield "share", share + pays_nothing, remedy
    if rule.kind in SHARES and rule.share is None:
        yield "share", "no share, so it limits nothing", "Fill in the percent, like 15, or leave the rule out."
    if rule.kind is RuleKind.PER_LEARNER and rule.amount is None:
        yield "amount", "no amount, so it limits nothing", "Fill in the dollars per learner, or leave the rule out."


def _words_in_doubt(rule: FundRule, pays_nothing: str) -> Iterator[tuple[str, str, str]]:
    """Where a rule names nothing that it is about, or a word that there is not."""
    if rule.kind not in (*SAYS_WHAT, *SHARES):
        return
    what, known = SAYS_WHAT.get(rule.kind, "category or program area"), dict.fromkeys(WORDS_OF.get(rule.kind, ()))
    unknown = [word for word in rule.values if known and word.strip().lower() not in known]
    which = f"Use some of: {', '.join(known)}." if known else "Name what it may pay for, or leave the rule out."
    if len(unknown) < len(rule.values):
        if unknown:
            yield "values", f"what is no {what} and does not count: {', '.join(unknown)}", which
        return
    so = {RuleKind.SHARE_AT_MOST: ", so it limits nothing", RuleKind.SHARE_AT_LEAST: ", so it keeps money for nothing"}
    yield "values", f"no {what}{' that there is' * bool(unknown)}{so.get(rule.kind, pays_nothing)}", which


def _sites_in_doubt(
    rule: FundRule, pays_nothing: str, known: Collection[str]
) -> Iterator[tuple[FundRule, str, str, str]]:
    """Where a rule names sites that are not on record."""
    unknown = [site for site in rule.values if site.strip().lower() not in (*known, TITLE_I)]
    if rule.kind is RuleKind.SITES and unknown:
        so = pays_nothing if len(unknown) == len(rule.values) else ""
        reason = f"{rule.rule_id} names a site that is not on record: {', '.join(unknown)}{so}"
        yield rule, "values", reason, f"Use keys of sites, or '{TITLE_I}' for every Title I site."


LONG, ALIKE, SHORT = 28, 18, 44
"""Letters: beyond the first a name is long; names with the second many alike at the beginning are alike; the third is
what a long or alike name gets with its key."""


def short_names(funds: Iterable[Fund]) -> dict[str, str]:
    """What each fund is called where there is little room, by key: its name; where that is long, or begins as another
    fund's does, its key and the beginning of its name.
    """
    named = tuple(funds)
    begins = Counter(fund.name[:ALIKE].casefold() for fund in named)
    found = {}
    for fund in named:
        plain = len(fund.name) <= LONG and begins[fund.name[:ALIKE].casefold()] == 1
        name = fund.name if plain else f"{fund.fund_id} {fund.name}"
        found[fund.fund_id] = name if plain or len(name) <= SHORT else f"{name[: SHORT - 1].rstrip()}…"
    return found


def fund_labels(funds: Iterable[Fund]) -> dict[str, str]:
    """As `short_names`, each with its key, to choose from."""
    return {k: name if name.startswith(f"{k} ") else f"{name} ({k})" for k, name in short_names(funds).items()}
