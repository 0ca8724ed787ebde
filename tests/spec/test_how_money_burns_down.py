"""A budget against its time: points, deadlines, the pace so far, and carryover in words and dollars."""

from datetime import date
from decimal import Decimal

from data_models.budget import BurnDown, MonthSum
from data_models.ledger import EntryKind
from planning.burn_down import burn_downs
from planning.prepare import Prepared
from tests.spec.drawn import district, rows

LEDGER = """
month      | kind        | amount
2026-07-01 | budget      | 1000
2026-07-01 | actual      | 100
2026-07-01 | encumbrance | 50
2026-08-01 | actual      | 60
2026-08-01 | encumbrance | -50
2026-11-01 | actual      | 40.50
"""


def sums(text: str = LEDGER, fund_id: str = "GR", year: int = 2027) -> list[MonthSum]:
    return [
        MonthSum(
            fund_id=fund_id,
            fiscal_year=year,
            month=date.fromisoformat(row["month"]) if row["month"] else None,
            kind=EntryKind(row["kind"]),
            amount=Decimal(row["amount"]),
            entries=1,
        )
        for row in rows(text)
    ]


def _even(table: str) -> str:
    """A drawn table with empty cells where its lines are short."""
    wide = table.partition("\n")[0].count("|")
    return "\n".join(line + " |" * (wide - line.count("|")) for line in table.splitlines() if line.strip())


def grant(
    rules: str, last_day: str, spent: str = "200.50", kind: str = "other", begins: str = "", encumbered: str = ""
) -> Prepared:
    return district(
        funds=f"fund_id | name | kind | usable_from | obligate_by | liquidate_by\n"
        f"GR | Grant | {kind} | {begins} | {last_day} | 2028-12-31",
        money=f"fund_id | fiscal_year | budgeted | spent | encumbered\nGR | 2027 | 1000 | {spent} | {encumbered}",
        rules=_even(
            f"rule_id | fund_id | kind | values | share | carry_month\nR | GR | eligible categories | training\n{rules}"
        ),
        purchases="purchase_id | title\nA | Atlases",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | training | 1",
    )


def deadlines(found: BurnDown) -> list[str]:
    return [f"{d.day} may stay {d.may_stay}, left {d.left_at_pace}, at risk {d.at_risk}" for d in found.deadlines]


def test_points_are_months_ends_and_today() -> None:
    (found,) = burn_downs(grant("", "2027-06-30"), sums())
    assert [f"{p.day} {p.spent} {p.encumbered} {p.left}" for p in found.points] == [
        "2026-07-01 0.00 0.00 1000.00",
        "2026-07-31 100.00 50.00 850.00",
        "2026-08-31 160.00 0.00 840.00",
        "2026-11-21 200.50 0.00 799.50",
    ]
    assert found.liquidate_by == date(2028, 12, 31)


def test_the_pace_so_far_tells_what_would_lapse() -> None:
    """200.50 in the 143 days from 1 July to 21 November; 221 days later another 309.86: 799.50 - 309.86 is 489.64."""
    (found,) = burn_downs(grant("", "2027-06-30"), sums())
    assert deadlines(found) == ["2027-06-30 may stay 0.00, left 489.50, at risk 489.50"]
    assert found.words == (
        "At the pace so far $489.50 would lapse on 30 Jun 2027.",
        "Nothing may be used after 30 Jun 2027, the fund's last day.",
    )


def test_what_may_be_carried_is_said_in_words_and_dollars() -> None:
    (found,) = burn_downs(grant("C | GR | carryover at most | | 15", "2028-09-30"), sums())
    assert [str(d.day) for d in found.deadlines] == ["2027-06-30", "2028-09-30"]
    assert [d.may_stay for d in found.deadlines] == [Decimal("150.00"), Decimal(0)]
    assert found.words[-1] == (
        "At most $150 (15% of $1,000) of FY 2027 may be carried past 30 Jun 2027; "
        "of what is left today $649.50 must be used by then."
    )
    (all_of_it,) = burn_downs(grant("C | GR | carryover at most | | 100", "2028-09-30"), sums())
    assert [str(d.day) for d in all_of_it.deadlines] == ["2028-09-30"]
    assert all_of_it.words[-1] == "All that is left of FY 2027 may be carried over until 30 Sep 2028."
    (later,) = burn_downs(grant("C | GR | carryover at most | | 15 | 9", "2028-09-30"), sums())
    assert [str(d.day) for d in later.deadlines] == ["2027-09-30", "2028-09-30"]
    assert later.words[-2:] == (
        "At most $150 (15% of $1,000) of FY 2027 may be carried past 30 Sep 2027; "
        "of what is left today $649.50 must be used by then.",
        "What FY 2028 needs may be ordered by then as well, all but staff.",
    )
    (nothing,) = burn_downs(grant("", "2028-09-30"), sums())
    assert nothing.words[-2:] == (
        "No rule lets money of FY 2027 be carried over: what is left on 30 Jun 2027 lapses.",
        "Where it may be used until 30 Sep 2028, add a rule that says so: carryover at most 100%.",
    )
    (endless,) = burn_downs(grant("", ""), sums())
    assert endless.words[-1] == nothing.words[-2]


def test_general_money_does_not_lapse_and_a_fund_begins_on_its_first_day() -> None:
    (found,) = burn_downs(grant("", "", kind="general"), sums())
    assert found.deadlines == ()
    assert found.words == ("What is left on 30 Jun 2027 stays in the fund balance, as the board's policy says.",)
    (late,) = burn_downs(grant("", "2027-06-30", begins="2026-10-01"), sums())
    assert [str(p.day) for p in late.points] == ["2026-10-01", "2026-11-21"]
    (coming,) = burn_downs(grant("", "2027-06-30", begins="2027-01-01", spent="0"), [])
    assert (coming.points, coming.words[0]) == ((), "Nothing is obligated yet; $1,000 must be by 30 Jun 2027.")


def test_where_the_ledger_says_something_else_that_is_said() -> None:
    (found,) = burn_downs(grant("", "2027-06-30", spent="300"), sums())
    assert found.points[-1].left == Decimal(700)
    assert found.words[-1] == "The ledger says $200.50 spent, the fund year $300."
    (without,) = burn_downs(grant("", "2027-06-30", spent="300"), [])
    assert without.words[-1] == "The ledger has no entries of it: spent and encumbered are the office's own figures."
    undated = "month | kind | amount\n | actual | 200.50"
    (early,) = burn_downs(grant("", "2027-06-30"), sums(undated))
    assert str(early.points[1].day) == "2026-07-31", "an entry without a day counts on the first"


def test_less_than_nothing_promised_leaves_no_more_than_the_budget() -> None:
    closed = "month | kind | amount\n2026-09-01 | encumbrance | -300\n2026-10-01 | actual | 100"
    (found,) = burn_downs(grant("", "2027-06-30", spent="100", encumbered="-300"), sums(closed))
    assert [point.left for point in found.points] == [1000, 1000, 900, 900]
    assert found.words[-1] == "The ledger says -$300 encumbered, which counts as $0: it frees no money."
