"""Rows of contracts: what the lens shows, what is said of users, what is looked for."""

from datetime import date
from decimal import Decimal

import pytest

from data_models.contract import Contract
from data_models.district import District, Site
from data_models.overlap import Overlap
from data_models.portfolio import Portfolio
from data_models.renewal import Due, Renewal
from ui.contracts import FACETS, LOOK_FOR, NOTHING, ContractRow, about_rows, contract_rows, seen_rows, to_look_at
from ui.lens import Lens

TODAY = date(2026, 11, 21)
FULL = {
    "privacy_agreement": "signed", "accessibility_statement": "2025", "fund_id": "GF", "licences": 100,
    "active_users": 90, "yearly_cost": 50,
}  # fmt: skip


def contract(key: str, **values: object) -> Contract:
    return Contract.model_validate({"contract_id": key, "title": key, **FULL, **values})


def shown(contracts: list[Contract], looking: Lens = Lens(), overlaps: tuple[Overlap, ...] = ()) -> list[ContractRow]:  # noqa: B008
    portfolio = Portfolio(
        today=TODAY,
        district=District(name="Drawn"),
        contracts=tuple(contracts),
        sites=(Site(site_id="E", name="Elm", grades=("K", "1")), Site(site_id="O", name="Online")),
    )
    renewals = [
        Renewal(contract_id=c.contract_id, due=Due.LATER, renews_on=None, notice_by=None, words="") for c in contracts
    ]
    return seen_rows(portfolio, looking, contract_rows(portfolio, renewals, overlaps, ("ended",)))


@pytest.mark.parametrize(
    ("looking", "seen"),
    [
        (Lens(), "kinder high all bare later"),
        (Lens(departments=("CI",)), "kinder"),
        (Lens(sites=("E",)), "kinder all bare later"),
        (Lens(sites=("O",)), "kinder high all bare later"),
        (Lens(fiscal_year=2027), "kinder high all bare"),
        (Lens(fiscal_year=2028), "kinder high all bare later"),
        (Lens(goals=("G1",)), "kinder high all bare later"),
    ],
)
def test_the_lens(looking: Lens, seen: str) -> None:
    rows = shown(
        [
            contract("kinder", grades=("K",), department_id="CI", starts=date(2027, 6, 30)),
            contract("high", grades=("9", "10")),
            contract("all", grades=("K", "9")),
            contract("bare"),
            contract("later", starts=date(2027, 7, 1)),
        ],
        looking,
    )
    assert " ".join(row.contract.contract_id for row in rows) == seen


@pytest.mark.parametrize(
    ("users", "licences", "use", "per_user"),
    [
        (1310, 6200, "1,310 of 6,200", Decimal("0.04")),
        (3, None, "3", Decimal("16.67")),
        (0, 6200, "nobody of 6,200", None),
        (0, None, "nobody", None),
        (None, 6200, "not counted of 6,200", None),
        (None, None, "not counted", None),
    ],
)
def test_nobody_and_not_counted_are_told_apart(
    users: int | None, licences: int | None, use: str, per_user: Decimal | None
) -> None:
    (row,) = shown([contract("C", active_users=users, licences=licences)])
    assert (row.use, row.per_user) == (use, per_user)


@pytest.mark.parametrize(
    ("key", "values", "looked_for"),
    [
        ("C", {}, [NOTHING]),
        ("ended", {}, ["ends in the draft"]),
        ("C", {"active_users": 0}, ["nobody uses it"]),
        ("C", {"active_users": 24}, ["under a quarter used"]),
        ("C", {"active_users": 25}, [NOTHING]),
        ("C", {"active_users": None}, ["users not on record"]),
        ("C", {"privacy_agreement": "", "fund_id": ""}, ["privacy agreement not on record", "no fund on record"]),
        ("C", {"privacy_agreement": "None."}, ["no privacy agreement"]),
        ("C", {"privacy_agreement": "Not needed, no learner data"}, [NOTHING]),
        ("C", {"accessibility_statement": ""}, ["accessibility statement not on record"]),
        ("C", {"accessibility_statement": "no"}, ["no accessibility statement"]),
    ],
)
def test_what_is_looked_for(key: str, values: dict[str, object], looked_for: list[str]) -> None:
    (row,) = shown([contract(key, **values)])
    assert to_look_at(row) == looked_for
    assert {NOTHING, *LOOK_FOR} >= set(looked_for)


def test_overlaps_are_counted_on_both_contracts_and_follow_the_list() -> None:
    def overlap(one: str, table: str, other: str) -> Overlap:
        return Overlap(contract_id=one, other_table=table, other_key=other, grades=(), alike=100, dollars=Decimal(1),
                       question="Are both needed?")  # fmt: skip

    asked = (overlap("A", "contracts", "B"), overlap("A", "purchases", "C"), overlap("C", "purchases", "P"))
    rows = shown([contract("A"), contract("B"), contract("C")], overlaps=asked)
    assert [row.overlaps for row in rows] == [2, 1, 1]
    assert about_rows(rows[1:2], asked) == [asked[0]]
    assert about_rows(rows[2:], asked) == [asked[2]], "a purchase that has a contract's key is not that contract"


def test_words_of_a_link_that_no_filter_has_do_no_harm() -> None:
    assert [sorted(["made up", *known], key=facet.order)[-1] for facet, known in (
        (FACETS[0], [str(due) for due in Due]), (FACETS[1], [*LOOK_FOR, NOTHING]),
    )] == ["made up", "made up"]  # fmt: skip
