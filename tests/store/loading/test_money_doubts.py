"""What files say of orders and their money that loads all the same and is named before it is applied: orders against a
fund's rules, costs paid twice, days still to come, and days of ledger entries far from their fiscal year.
"""

from datetime import date, timedelta

import pytest

from planning.barred_orders import judge_orders
from store.database import Database, now
from store.integrity import find_faults
from store.loading import preview
from tests.store.loading.conftest import DISTRICT
from tests.store.loading.test_apply import Loader, Read

TODAY = date(2026, 11, 22)
HEADING = "purchase_id,cost_line_id,fund_id,money_year,amount,in_ledger_since\n"
FILES = {
    "sites.csv": "site_id,name,title_i\nS1,Alder,yes\n",
    "needs.csv": "need_id,title\nN-1,Reading\n",
    "purchases.csv": "purchase_id,title,stage,site_ids,need_ids\nP-1,Tablets,ordered,S1,N-1\n",
    "cost_lines.csv": "cost_line_id,purchase_id,fiscal_year,category,amount\n"
    "P-1-1,P-1,2027,devices,400\nP-1-2,P-1,2027,training,100\n",
    "funds.csv": "fund_id,name,kind\nGF,General fund,general\nPK,Perkins V,other\n",
    "fund_years.csv": "fund_id,fiscal_year,budgeted\nGF,2027,9000\nPK,2027,9000\n",
    "fund_rules.csv": "rule_id,fund_id,kind,values,citation,words,as_of,confidence\n"
    "PK-CAT,PK,eligible categories,devices,20 USC 2355,Devices.,2026-11-21,high\n"
    "PK-SITE,PK,eligible sites,title i,Plan of May,Title I.,2026-11-21,high\n",
    "pre_encumbrances.csv": HEADING + "P-1,P-1-1,PK,2027,400,\nP-1,P-1-2,GF,2027,100,\n",
}
"""Lawful and to the cent."""
TEST = {"district.csv": "name\nTest\n"}
TRAINING = (
    "Perkins V may not pay $100 for training of Tablets in FY 2027: Perkins V pays only for devices (20 USC 2355)."
)


def said(
    database: Database, read: Read, files: dict[str, str], keep_missing: frozenset[str] = frozenset()
) -> list[str]:
    seen = preview(database, DISTRICT, read(files), keep_missing, judge_orders)
    assert not seen.problems
    return [problem.sentence for problem in seen.warnings]


def changed(*changes: tuple[str, str, str]) -> dict[str, str]:
    """The files, by file with one text for another."""
    files = dict(FILES)
    for file, was, instead in changes:
        assert was in files[file]
        files[file] = files[file].replace(was, instead)
    return files


def test_an_order_against_a_funds_rules_is_named_at_its_row_as_the_check_names_it(
    database: Database, read: Read, load: Loader
) -> None:
    assert said(database, read, FILES) == []
    against = changed(("pre_encumbrances.csv", "P-1-2,GF", "P-1-2,PK"))
    assert said(database, read, against) == [
        f"'pre_encumbrances.csv', row 3: {TRAINING} Say that another fund pays."
    ], "in a district that is not there yet"
    load(FILES | TEST)
    assert said(database, read, FILES) == []
    alone = {"pre_encumbrances.csv": against["pre_encumbrances.csv"]}
    assert said(database, read, alone) == [f"'pre_encumbrances.csv', row 3: {TRAINING} Say that another fund pays."]
    load(alone)
    assert find_faults(database, DISTRICT, TODAY, judge_orders) == (
        f"pre_encumbrances P-1 / P-1-2 / PK / 2027: {TRAINING}",
    )
    assert len(said(database, read, alone)) == 1, "named again where the file says it again"
    assert said(database, read, {"purchases.csv": FILES["purchases.csv"]}) == [], (
        "and not where another says nothing new"
    )


@pytest.mark.parametrize(
    ("file", "was", "instead", "row", "why"),
    [
        ("cost_lines.csv", "devices,400", "training,400", 2, "pays only for devices"),
        ("fund_rules.csv", "categories,devices", "categories,software", 2, "pays only for software"),
        ("sites.csv", "yes", "no", 2, "does not pay for Alder, which is not a Title I school"),
        ("purchases.csv", "S1,N-1", ",N-1", 2, ""),
    ],
)
def test_another_file_that_makes_an_order_unlawful_is_named(
    database: Database, read: Read, load: Loader, file: str, was: str, instead: str, row: int, why: str
) -> None:
    load(FILES)
    assert said(database, read, {file: FILES[file]}) == []
    told = said(database, read, {file: changed((file, was, instead))[file]})
    assert len(told) == bool(why), "without a site of its own it is for every one, which all are Title I"
    for words in told:
        assert words.startswith(f"'{file}', row {row}: Perkins V may not pay $400 for ")
        assert why in words


def test_the_lunch_share_that_sets_a_discount_counts_as_the_file_says_it(
    database: Database, read: Read, load: Loader
) -> None:
    """80% at half of the learners; 40% of 400 at fewer than one in a hundred is 80."""
    erate = changed(
        ("funds.csv", "PK,Perkins V,other", "PK,E-Rate,e-rate category 2"),
        ("pre_encumbrances.csv", "PK,2027,400", "PK,2027,300"),
        ("cost_lines.csv", "devices,400", "network equipment,400"),
    )
    erate["fund_rules.csv"] = "rule_id,fund_id,kind,values,share_from,citation,words,as_of,confidence\n"
    erate["fund_rules.csv"] += "C,PK,eligible categories,network equipment,,x,x,2026-11-21,high\n"
    erate["fund_rules.csv"] += "D,PK,at most a share of one purchase,,e-rate discount,y,y,2026-11-21,high\n"
    half = {"district.csv": "name,lunch_share\nTest,55\n"}
    assert said(database, read, erate | half) == []
    load(erate | half)
    assert said(database, read, half) == []
    (told,) = said(database, read, {"district.csv": half["district.csv"].replace("55", "0.5")})
    assert told.startswith("'district.csv', row 2: E-Rate may not pay $220 ")


TWICE = "funds pay $500.00 of P-1-1 (Tablets, FY 2027), and it costs $400.00."


def test_a_cost_that_is_paid_twice_is_named_as_the_check_names_it(database: Database, read: Read, load: Loader) -> None:
    more = FILES["pre_encumbrances.csv"] + "P-1,P-1-1,GF,2027,100,2026-09-01\n"
    remedy = "Have one of them pay less, or give the cost line what it costs."
    assert said(database, read, {**FILES, "pre_encumbrances.csv": more}) == [
        f"'pre_encumbrances.csv', row 2: {TWICE} {remedy}"
    ]
    load(FILES)
    cheaper = FILES["cost_lines.csv"].replace("400", "300")
    (told,) = said(database, read, {"cost_lines.csv": cheaper})
    assert told.startswith("'cost_lines.csv', row 2: funds pay $400.00 of P-1-1 (Tablets, FY 2027), and it costs $300")
    load({"pre_encumbrances.csv": more} | TEST)
    assert find_faults(database, DISTRICT, TODAY) == (f"cost_lines P-1-1: {TWICE}",)


def test_a_day_still_to_come_is_named_at_its_cell(database: Database, read: Read, load: Loader) -> None:
    today = now().date()
    day = str(today + timedelta(days=2))
    soon = FILES["pre_encumbrances.csv"].replace("400,", f"400,{day}")
    assert said(database, read, {**FILES, "pre_encumbrances.csv": soon}) == [
        f"'pre_encumbrances.csv', row 2, column 'in_ledger_since': \"{day}\" is still to come; its "
        "money is held until then. Give the day on which the ledger got it, or leave it empty."
    ]
    load({**FILES, **TEST, "pre_encumbrances.csv": soon})
    (fault,) = find_faults(database, DISTRICT, today)
    assert fault.endswith("is still to come; its money is held until then.")
    assert said(database, read, {**FILES, "pre_encumbrances.csv": soon.replace(day, str(today))}) == []


def ledger(*entries: tuple[int, str, str, str]) -> dict[str, str]:
    rows = (f"E{n},01,{year},{kind},{day},{amount}\n" for n, (year, day, kind, amount) in enumerate(entries))
    return {"ledger_entries.csv": "entry_id,account,fiscal_year,kind,entry_date,amount\n" + "".join(rows)}


IN_YEAR = [
    (2027, "2026-07-01", "actual", "5"),
    (2027, "2027-06-30", "actual", "5"),
    (2027, "2026-12-01", "actual", "5"),
]
LAST = (
    "Is the fiscal year named by the year it ends in, and this the day of posting? Entries count in the fiscal year "
    "they name."
)


@pytest.mark.parametrize(
    ("day", "asked"),
    [("2025-12-31", True), ("2026-01-01", False), ("2026-06-30", False), ("2027-07-01", False), ("2027-12-31", False),
     ("2028-01-01", True), ("", False)],
)  # fmt: skip
def test_a_day_is_asked_about_more_than_six_months_off_its_year(
    database: Database, read: Read, day: str, asked: bool
) -> None:
    """FY 2027 is July 2026 to June 2027: accruals and audit adjustments until December, budgets from January."""
    told = said(database, read, ledger(*IN_YEAR, (2027, day, "actual", "7")))
    assert bool(told) == asked
    for words in told:
        assert f"1 entry of FY 2027, which moves $7.00, has a day more than 6 months off: {day}, where" in words
        assert "(row 5)" in words


def test_entries_far_off_are_counted_with_their_money_and_first_rows(
    database: Database, read: Read, load: Loader
) -> None:
    far = [(2027, f"202{n}-03-0{n}", "encumbrance", "-1000.50" if n % 2 else "2,000") for n in range(1, 5)]
    files = ledger(*IN_YEAR, *far, (2026, "2026-02-02", "actual", "1"))
    files["ledger_entries.csv"] = files["ledger_entries.csv"].replace("2,000", "2000")
    assert said(database, read, files) == [
        "'ledger_entries.csv', row 5, column 'entry_date': \"2021-03-01\" 4 entries of FY 2027, which move $6,001.00, "
        "have a day more than 6 months off: 2021-03-01 to 2024-03-04, where FY 2027 begins 2026-07-01 "
        f"(rows 5, 6, 7, ...). {LAST}"
    ]
    assert load(files).changes[0].added == 8, "they load all the same"


def test_years_named_by_the_one_they_begin_in_are_asked_about(database: Database, read: Read) -> None:
    """Half a year's spending: every day is within six months of the year named, and nearly none in it."""
    spent = [(2026, f"2026-{month:02}-15", "actual", "10") for month in range(6, 12)]
    (told,) = said(database, read, ledger((2026, "2026-08-01", "budget", "900"), *spent))
    assert told == (
        "'ledger_entries.csv', row 4, column 'entry_date': \"2026-07-15\" 5 entries of FY 2026, which move $50.00, "
        "have a day outside that year, as most of its spending has: 2026-07-15 to 2026-11-15, where FY 2026 "
        f"begins 2025-07-01 (rows 4, 5, 6, ...). {LAST}"
    )
    assert said(database, read, ledger(*spent[:1], *spent[:1], (2026, "2026-07-15", "actual", "10"))) == [], (
        "an accrual"
    )


def test_the_districts_first_month_counts(database: Database, read: Read, load: Loader) -> None:
    late = ledger(
        (2026, "2026-06-30", "actual", "1"), (2026, "2027-05-31", "actual", "1"), (2026, "2026-01-02", "actual", "1")
    )
    assert len(said(database, read, late)) == 1
    calendar_year = {"district.csv": "name,fiscal_year_start_month\nTest,1\n"}
    assert said(database, read, late | calendar_year) == [], "as the same files say it"
    load(calendar_year)
    assert said(database, read, late) == []


def test_an_order_that_another_files_order_leaves_beyond_a_limit_is_named_at_that_files_row(
    database: Database, read: Read, load: Loader
) -> None:
    """10% of 9,000 are 900: P-1 takes 400, P-0 that comes takes 600 of them, which leaves 100 of P-1 too many."""
    limit = "PK-MOST,PK,at most a share of the fund,devices,20 USC 2355,Devices.,2026-11-21,high,10\n"
    rules = FILES["fund_rules.csv"].replace("confidence\n", "confidence,share\n").replace("high\n", "high,\n") + limit
    files = FILES | {"fund_rules.csv": rules}
    load(files | TEST)
    assert said(database, read, files) == []
    more = {
        "purchases.csv": "purchase_id,title,stage,site_ids,need_ids\nP-0,Laptops,ordered,S1,N-1\n",
        "cost_lines.csv": "cost_line_id,purchase_id,fiscal_year,category,amount\nP-0-1,P-0,2027,devices,600\n",
        "pre_encumbrances.csv": f"{HEADING}P-0,P-0-1,PK,2027,600,\n",
    }
    beyond = (
        "Perkins V may not pay $100 for devices of Tablets in FY 2027: Perkins V pays at most 10% of its money of "
        "2027, $900, for devices, and is said to pay $1,000 (20 USC 2355)."
    )
    stays = frozenset({"purchases", "cost_lines", "pre_encumbrances"})
    told = said(database, read, more, stays)
    assert told == [f"'pre_encumbrances.csv', row 2: {beyond} Say that another fund pays."]
    load(more, keep_missing=stays)
    found = find_faults(database, DISTRICT, TODAY, judge_orders)
    assert found == (f"pre_encumbrances P-1 / P-1-1 / PK / 2027: {beyond}",)


CLOSED = (
    "GF in FY 2027: encumbered comes to -$300,000.00, which counts as zero: less than nothing frees no money. Perhaps "
    "an order of an earlier year is closed here and the ledger's part lacks its promise: load the entries that "
    "promised it too, or give what is encumbered in fund_years."
)
LINES = (
    "entry_id,account,fund_id,fiscal_year,kind,amount\nL1,01,GF,2027,actual,100\nL2,01,GF,2027,encumbrance,-300000\n"
)


def test_a_year_that_promises_less_than_nothing_is_named_where_that_is_said(
    database: Database, read: Read, load: Loader
) -> None:
    summed = FILES | {"ledger_entries.csv": LINES}
    assert said(database, read, summed) == [f"'ledger_entries.csv', row 3, column 'amount': \"-300000.00\" {CLOSED}"]
    whole = LINES + "L0,01,GF,2027,encumbrance,300000\n"
    assert said(database, read, summed | {"ledger_entries.csv": whole}) == []
    given = changed(("fund_years.csv", "budgeted\nGF,2027,9000\n", "budgeted,encumbered\nGF,2027,9000,-300000\n"))
    given["fund_years.csv"] = given["fund_years.csv"].replace("PK,2027,9000", "PK,2027,9000,")
    assert said(database, read, given) == [f"'fund_years.csv', row 2, column 'encumbered': \"-300000.00\" {CLOSED}"]
    load(given | TEST)
    (fault,) = find_faults(database, DISTRICT, TODAY, judge_orders)
    assert fault.startswith("fund_years GF / 2027: encumbered comes to -$300,000.00, which counts as zero: less")


def test_a_year_left_to_a_kept_ledger_that_promises_less_than_nothing_is_named(
    database: Database, read: Read, load: Loader
) -> None:
    load({"funds.csv": FILES["funds.csv"], "ledger_entries.csv": LINES} | TEST)
    again = {"funds.csv": FILES["funds.csv"], "fund_years.csv": FILES["fund_years.csv"]}
    assert said(database, read, again) == [f"'fund_years.csv', row 2, column 'encumbered': \"-300000.00\" {CLOSED}"]
    instead = {"fund_years.csv": "fund_id,fiscal_year,budgeted,encumbered\nGF,2027,9000,0\n"}
    assert all("comes to" not in sentence for sentence in said(database, read, instead))


def test_money_back_is_named_only_where_it_is_more_than_all_that_is_promised(database: Database, read: Read) -> None:
    back = LINES.replace("100", "-100").replace("-300000", "{}")
    assert said(database, read, FILES | {"ledger_entries.csv": back.format(100)}) == []
    (told,) = said(database, read, FILES | {"ledger_entries.csv": back.format(60)})
    assert "row 2, column 'amount': \"-100.00\" GF in FY 2027: spent and encumbered come to -$40.00, which" in told


def test_a_promise_below_zero_does_not_make_room_for_orders(database: Database, read: Read) -> None:
    many = changed(
        ("cost_lines.csv", "training,100", "training,9500"), ("pre_encumbrances.csv", "2027,100", "2027,9500")
    )
    told = said(database, read, many | {"ledger_entries.csv": LINES.replace("100", "0")})
    assert any("orders hold $9,500.00 of General fund of FY 2027, and $9,000.00 of it is left" in one for one in told)
