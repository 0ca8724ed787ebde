"""The funding cliff and five years of commitments, on tables worked by hand."""

from collections import Counter
from decimal import Decimal

from data_models.budget import Commitment, Source
from planning.cliff import cliffs
from planning.commitments import commitments, in_parts
from planning.money import balances
from planning.prepare import Prepared
from tests.spec.drawn import district
from tests.spec.hand_made import plan_of

FUNDS = """
fund_id | name         | kind       | obligate_by | one_time
GF      | General fund | general    |             |
GR      | Grant        | other      | 2028-06-30  |
ON      | Gift         | other      |             | yes
LO      | Lottery      | other      |             |
"""
MONEY = """
fund_id | fiscal_year | budgeted
GF      | 2027        | 1000
GR      | 2027        | 1000
ON      | 2027        | 1000
LO      | 2027        | 1000
"""


def drawn(purchases: str = "", costs: str = "", **more: str) -> Prepared:
    return district(
        funds=FUNDS,
        money=MONEY,
        purchases=purchases or "purchase_id | title\nA | Atlases",
        costs=costs or "cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | training | 1",
        **more,
    )


def told(prepared: Prepared, chosen: str = "", payments: str = "", **settings: object) -> list[str]:
    return [
        f"{c.fiscal_year} {c.key} {c.fund_id} {c.amount} {c.taken_over}{' expected' if c.expected else ''}"
        for c in cliffs(prepared, plan_of(chosen, payments, **settings))
    ]


def test_a_contract_outlives_the_fund_that_pays_it() -> None:
    """The grant covers 2028 with its last day; one-time money without a last day ends with its last budget."""
    prepared = drawn(
        contracts="contract_id | title | fund_id | yearly_cost | starts | renews_on\n"
        "C1 | Tool  | GR | 10.50 | 2025-07-01 | 2030-07-01\nC2 | Toy   | ON | 7 | 2025-07-01 | 2027-07-01\n"
        "C3 | Local | GF | 99    | 2025-07-01 |\nC4 | Books | LO | 99 | 2025-07-01 |\nC5 | Free | GR | 0 | |",
    )
    assert told(prepared) == [
        "2028 C2 ON 7.00 0.00 expected",
        "2029 C1 GR 10.50 0.00",
        "2029 C2 ON 7.00 0.00 expected",
        "2030 C1 GR 10.50 0.00",
        "2030 C2 ON 7.00 0.00 expected",
        "2031 C1 GR 10.50 0.00 expected",
        "2031 C2 ON 7.00 0.00 expected",
    ]
    first = cliffs(prepared, plan_of(""))[0]
    assert first.words == "Gift ends with FY 2027; in FY 2028 $7 of Toy needs other money."
    assert told(prepared, ended=("C1", "C2")) == [
        "2029 C1 GR 10.50 0.00",
        "2030 C1 GR 10.50 0.00",
    ], "what the draft plan ends costs nothing from its renewal on"


RECURRING = """
cost_line_id | purchase_id | fiscal_year | category | amount | recurring
A1           | A           | 2027        | software | 90     | yes
A2           | A           | 2028        | software | 100    | yes
A3           | A           | 2029        | software | 110    | yes
A4           | A           | 2027        | training | 500    | no
"""
PAID = """
purchase | line | year | fund | money of | $
A        | A1   | 2027 | GR   | 2027     | 90
A        | A2   | 2028 | GR   | 2027     | 25
A        | A2   | 2028 | GF   | 2028     | 75
A        | A3   | 2029 | GF   | 2029     | 110
A        | A4   | 2027 | GR   | 2027     | 500
"""


def test_a_purchase_goes_on_in_the_parts_of_the_funds_last_year() -> None:
    """The grant paid a quarter of its last year, 2028: a quarter of 110 needs other money in 2029, and ever after."""
    prepared = drawn(costs=RECURRING)
    assert told(prepared, "A", PAID) == [
        "2029 A GR 27.50 27.50",
        "2030 A GR 27.50 0.00 expected",
        "2031 A GR 27.50 0.00 expected",
    ]
    assert cliffs(prepared, plan_of("A", PAID))[0].words == (
        "Grant ends with FY 2028; in FY 2029 $27.50 of Atlases needs other money, "
        "and the draft plan has it from other funds."
    )
    assert told(prepared) == [], "what is not in the draft plan promises nothing"


def by_year(found: tuple[Commitment, ...]) -> list[str]:
    sums: Counter[tuple[int, str, str, bool]] = Counter()
    for row in found:
        sums[row.fiscal_year, row.key, row.fund_id, row.expected] += int(row.amount * 100)
    return [f"{y} {k} {f or '-'} {Decimal(c) / 100:.2f}{' expected' if e else ''}" for (y, k, f, e), c in sums.items()]


def test_five_years_of_a_purchase_by_fund() -> None:
    found = commitments(drawn(costs=RECURRING), plan_of("A", PAID))
    assert found.years == (2027, 2028, 2029, 2030, 2031)
    assert by_year(found.rows) == [
        "2027 A GR 590.00",
        "2028 A GF 75.00",
        "2028 A GR 25.00",
        "2029 A GF 110.00",
        "2030 A GF 110.00 expected",
        "2031 A GF 110.00 expected",
    ], "in 2027 with the training of 500, bought once"
    assert [(row.source, row.amount) for row in found.rows if row.fiscal_year == 2027] == [
        (Source.PLANNED, Decimal(90)),
        (Source.ONE_TIME, Decimal(500)),
    ]


def test_the_draft_plan_asks_for_what_prioritise_shows_but_for_what_is_carried() -> None:
    """By year of the money 2027 pays 90 + 500 and 25 of 2028's 100; the notes say what is counted and why it differs"""
    prepared, plan = drawn(costs=RECURRING), plan_of("A", PAID)
    found = commitments(prepared, plan)
    planned: Counter[int] = Counter()
    for balance in balances(prepared, plan):
        planned[balance.money_year] += int(balance.planned)
    asked = {year: sum(row.amount for row in found.rows if row.fiscal_year == year) for year in (2027, 2028)}
    assert (planned[2027], asked[2027], asked[2028]) == (590 + 25, 590, 100)
    assert "one-time costs that the draft plan pays" in found.notes[0]
    assert found.notes[1] == (
        "Prioritise counts the draft plan by the year of the money: there stand $25 of FY 2028's cost in FY 2027."
    )
    assert not any("Prioritise" in note for note in commitments(prepared, plan_of("")).notes)


def test_a_contract_is_promised_until_its_renewal_and_named_without_a_fund_that_has_ended() -> None:
    prepared = drawn(
        contracts="contract_id | title | fund_id | yearly_cost | starts | renews_on\n"
        "C1 | Tool | GR | 10 | 2025-08-01 | 2028-08-01\nC2 | New | GF | 5 | 2028-09-01 |"
    )
    assert by_year(commitments(prepared, plan_of("")).rows) == [
        "2027 C1 GR 10.00",
        "2028 C1 GR 10.00",
        "2029 C1 - 10.00 expected",
        "2029 C2 GF 5.00",
        "2030 C1 - 10.00 expected",
        "2030 C2 GF 5.00",
        "2031 C1 - 10.00 expected",
        "2031 C2 GF 5.00",
    ]


def test_a_bought_purchase_that_is_a_contract_counts_once() -> None:
    costs = RECURRING.replace("| 100 ", "| 90 ").replace("| 110 ", "| 90 ")
    bought = "purchase_id | title | stage | vendor\nA | Atlases | in service | Mapwell"
    alone = drawn(bought, costs)
    assert by_year(commitments(alone, plan_of("")).rows)[:2] == ["2027 A - 90.00", "2028 A - 90.00"]
    same = "contract_id | title | fund_id | yearly_cost | vendor\nC1 | Maps | GF | 90 | MAPWELL"
    assert {row.key for row in commitments(drawn(bought, costs, contracts=same), plan_of("")).rows} == {"C1"}
    dearer = same.replace("| 90 |", "| 91 |")
    assert {row.key for row in commitments(drawn(bought, costs, contracts=dearer), plan_of("")).rows} == {"A", "C1"}


def test_the_rest_of_a_projects_budget_goes_by_days_to_the_cent() -> None:
    """From 21 Nov 2026 to 30 Jun 2027 are 222 days, to 30 Jul 2027 another 30: 100.00 x 222/252 is 88.09."""
    projects = """
    project_id | title   | stage      | budget | spent | start      | finish
    PR1        | Wires   | delivering | 150    | 50    | 2026-09-01 | 2027-07-30
    PR2        | Late    | delivering | 10     | 4     | 2026-01-01 | 2026-10-01
    PR3        | Done    | closed     | 10     | 4     |            | 2027-07-30
    PR4        | Unknown | planning   |        | 4     |            | 2027-07-30
    PR5        | Over    | planning   | 10     | 12    |            | 2027-07-30
    """
    found = commitments(drawn(projects=projects), plan_of(""))
    assert by_year(found.rows) == ["2027 PR1 - 88.09", "2027 PR2 - 6.00", "2028 PR1 - 11.91"]
    assert found.notes[1] == "1 project without a budget or without what is spent on record: not counted."


def test_parts_add_up() -> None:
    assert in_parts(100, {"b": 1, "a": 1, "c": 1}) == {"a": 33, "b": 33, "c": 34}
