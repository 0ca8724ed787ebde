"""What loads all the same and is named: projects in a circle, orders ahead of their readiness checks."""

from datetime import date

import pytest

from store.database import Database
from store.ledger import read_account_parts
from store.loading import preview
from store.pre_encumbrance import held_beyond
from tests.store.loading.conftest import DISTRICT
from tests.store.loading.test_apply import Loader, Read

PROJECTS = "project_id,title,predecessors\nPR-1,Wi-Fi,\nPR-2,Switches,PR-1\n"
CHECKS = "purchase_id,check,state\n" + "".join(
    f"P-1,{check},done\n"
    for check in (
        "privacy agreement", "accessibility statement", "single sign-on and rostering", "network and device fit",
        "support plan", "training plan",
    )
)  # fmt: skip
PURCHASES = "purchase_id,title,stage\nP-1,Tablets,ordered\nP-2,Screener,ordered\nP-3,Books,in service\n"


def said(database: Database, read: Read, files: dict[str, str]) -> list[str]:
    return [problem.sentence for problem in preview(database, DISTRICT, read(files)).warnings]


def test_a_circle_that_a_file_closes_is_named_at_its_row(database: Database, read: Read, load: Loader) -> None:
    assert said(database, read, {"projects.csv": PROJECTS}) == []
    load({"projects.csv": PROJECTS})
    more = PROJECTS.replace("Wi-Fi,", "Wi-Fi,PR-3;PR-2") + "PR-3,Cables,PR-2\n"
    (first,) = said(database, read, {"projects.csv": more})
    assert first == (
        "'projects.csv', row 2, column 'predecessors': \"PR-3;PR-2\" closes a circle: PR-1 waits for PR-3 waits for "
        "PR-2 waits for PR-1. Take one of these predecessors out; until then the links of the circle are not counted."
    )
    assert load({"projects.csv": more}).changes[0].changed == 1, "it loads all the same"
    alone = "project_id,title\nPR-1,Wi-Fi\nPR-2,Switches\nPR-3,Cables\n"
    assert said(database, read, {"projects.csv": alone}) == [], "a file without predecessors closes nothing"


def test_a_circle_with_projects_held_is_named(database: Database, read: Read, load: Loader) -> None:
    load({"projects.csv": PROJECTS})
    mended = "project_id,title,predecessors\nPR-1,Wi-Fi,PR-2\n"
    assert said(database, read, {"projects.csv": mended}) == [], "the file withdraws PR-2"
    kept = preview(database, DISTRICT, read({"projects.csv": mended}), frozenset({"projects"}))
    assert "closes a circle: PR-1 waits for PR-2 waits for PR-1" in kept.warnings[0].reason


def test_an_order_ahead_of_its_checks_is_named(database: Database, read: Read, load: Loader) -> None:
    assert said(database, read, {"purchases.csv": PURCHASES}) == [], "a district that keeps no checks is told nothing"
    (early,) = preview(database, DISTRICT, read({"purchases.csv": PURCHASES, "readiness_checks.csv": CHECKS})).warnings
    assert (early.file, early.row, early.column, early.value) == ("purchases.csv", 3, "stage", "ordered")
    assert early.reason.startswith("P-2 is ordered while privacy agreement, accessibility statement")
    load({"purchases.csv": PURCHASES, "readiness_checks.csv": CHECKS})
    again = CHECKS.replace("support plan,done", "support plan,open")
    assert said(database, read, {"readiness_checks.csv": again}) == [
        "'readiness_checks.csv', row 6, column 'state': \"open\" P-1 is ordered while support plan is still open. "
        "Settle what is open on Projects, under Readiness, or put the stage right."
    ]


def test_an_order_that_nobody_is_said_to_pay_is_named(database: Database, read: Read, load: Loader) -> None:
    funds, costs = "fund_id,name\nGF,General fund\n", "cost_line_id,purchase_id,fiscal_year,category,amount\n"
    costs += "P-1-1,P-1,2027,devices,400\n"
    files = {"purchases.csv": PURCHASES, "funds.csv": funds, "cost_lines.csv": costs}
    assert [words.split(" is ordered")[0] for words in said(database, read, files)] == [
        "'purchases.csv', row 2, column 'stage': \"ordered\" P-1",
        "'purchases.csv', row 3, column 'stage': \"ordered\" P-2",
    ]
    paid = "purchase_id,cost_line_id,fund_id,money_year,amount\nP-1,P-1-1,GF,2027,400\n"
    (left,) = said(database, read, {**files, "pre_encumbrances.csv": paid})
    assert left.endswith(
        "P-2 is ordered, and it is not on record which fund pays it, so no money is held for it. Say so in "
        "pre_encumbrances.csv, or on Budget, under Orders."
    )
    load({**files, "pre_encumbrances.csv": paid})
    (again,) = said(database, read, {"purchases.csv": PURCHASES})
    assert "P-2 is ordered" in again, "what is kept says who pays P-1"


BEYOND = {
    "purchases.csv": "purchase_id,title,stage\nP-1,Tablets,ordered\n",
    "cost_lines.csv": "cost_line_id,purchase_id,fiscal_year,category,amount\nP-1-1,P-1,2027,devices,900\n",
    "funds.csv": "fund_id,name\nGF,General fund\n",
    "fund_years.csv": "fund_id,fiscal_year,budgeted\nGF,2026,900\nGF,2027,1000\n",
    "ledger_entries.csv": "entry_id,account,fund_id,fiscal_year,kind,amount\nL1,01,GF,2027,actual,600\n",
    "pre_encumbrances.csv": "purchase_id,cost_line_id,fund_id,money_year,amount\nP-1,P-1-1,GF,2027,400\n",
}
"""1,000 less 600 spent is the 400 that the order holds."""
HOLD = "orders hold $400.00 of General fund of FY 2027, and $399.00 of it is left."


def test_orders_beyond_what_a_fund_has_left_are_named_as_the_check_names_them(
    database: Database, read: Read, load: Loader
) -> None:
    assert said(database, read, BEYOND) == []
    more = {**BEYOND, "ledger_entries.csv": BEYOND["ledger_entries.csv"].replace("600", "601")}
    (told,) = said(database, read, more)
    remedy = "Say that another fund pays, or give the fund year a larger budget."
    assert told == f"'pre_encumbrances.csv', row 2: {HOLD} {remedy}"
    load(more)
    with database.read() as cursor:
        (beyond,) = held_beyond(cursor, DISTRICT, date(2026, 11, 22)).values()
    assert f"orders {beyond.words}." == HOLD, "which the check says too"


@pytest.mark.parametrize(
    ("file", "was", "now", "row"),
    [
        ("fund_years.csv", "1000", "999", 3),
        ("ledger_entries.csv", "600", "601", 2),
        ("pre_encumbrances.csv", "400", "401", 2),
        ("purchases.csv", "approved", "ordered", 2),
    ],
)
def test_one_file_that_leaves_too_little_for_what_is_held_is_told_at_its_row(
    database: Database, read: Read, load: Loader, file: str, was: str, now: str, row: int
) -> None:
    held = dict(BEYOND)
    if file == "purchases.csv":
        held |= {file: BEYOND[file].replace(now, was), "fund_years.csv": BEYOND["fund_years.csv"].replace("1000", "9")}
    load(held)
    assert said(database, read, {file: held[file]}) == []
    (told,) = said(database, read, {file: held[file].replace(was, now)})
    assert told.startswith(f"'{file}', row {row}: orders hold $40")


def test_what_a_file_does_not_say_of_an_order_stays_as_it_is_held(database: Database, read: Read, load: Loader) -> None:
    """The ledger has the order, as an earlier file said; without that column it still has, with it empty no more."""
    name, years = "pre_encumbrances.csv", BEYOND["fund_years.csv"].replace("1000", "700")
    since = BEYOND[name].replace("amount\n", "amount,in_ledger_since\n").replace("400\n", "400,2026-11-20\n")
    load({**BEYOND, "fund_years.csv": years, name: since})
    assert said(database, read, {name: BEYOND[name]}) == []
    assert len(said(database, read, {name: since.replace("2026-11-20", "")})) == 1


PARTS = "place,dimension,letters\n1,fund,2\n2,resource,4\n4,goal,\n5,function,4\n7,object,\n"


def test_parts_of_accounts_that_contradict_each_other_are_named(database: Database, read: Read, load: Loader) -> None:
    sound = "place,dimension,letters\n1,fund,2\n2,resource,4\n3,object,\n"
    assert said(database, read, {"account_parts.csv": sound}) == []
    assert said(database, read, {"account_parts.csv": sound.replace(",2\n", ",\n").replace(",4\n", ",\n")}) == []
    assert said(database, read, {"account_parts.csv": PARTS}) == [
        "'account_parts.csv', row 4, column 'place': \"4\" goal stands at place 4, and no part at place 3. "
        "Count the places from 1 on.",
        "'account_parts.csv', row 4, column 'place': \"4\" goal has no width, and other parts have one, so an account "
        "without signs cannot be cut into them. Give its letters too; or leave them blank for all, where a sign stands "
        "between the parts.",
        "'account_parts.csv', row 6, column 'place': \"7\" object stands at place 7, and no part at place 6. "
        "Count the places from 1 on.",
    ]
    load({"account_parts.csv": PARTS})
    with database.read() as cursor:
        assert len(read_account_parts(cursor, DISTRICT)) == 5, "it loads all the same"


def test_parts_that_begin_late_or_are_left_by_a_file_are_named(database: Database, read: Read, load: Loader) -> None:
    assert "no part at places 1 to 2" in said(database, read, {"account_parts.csv": "place,dimension\n3,fund\n"})[0]
    load({"account_parts.csv": "place,dimension\n1,fund\n2,goal\n3,object\n"})
    assert said(database, read, {"account_parts.csv": "place,dimension\n1,fund\n"}) == [], "the others are withdrawn"


GRANT = "fund_id,name,kind\nG,Reading grant,other\n"
RULES = "rule_id,fund_id,kind,{0}words,citation,as_of\nR-1,G,eligible categories,{1}Some of it.,Award,2026-07-01\n"


def test_a_rule_by_which_a_fund_pays_nothing_is_named_at_its_row(database: Database, read: Read, load: Loader) -> None:
    blank, wrong, without, right = (
        RULES.format(*cells)
        for cells in (("values,", ","), ("values,", "tablets;carts,"), ("", ""), ("values,", "devices,"))
    )
    (first,) = said(database, read, {"funds.csv": GRANT, "fund_rules.csv": blank})
    assert first.startswith(
        "'fund_rules.csv', row 2, column 'values': R-1 names no category, so Reading grant pays nothing at all. "
        "Use some of: devices, software, "
    )
    (second,) = said(database, read, {"funds.csv": GRANT, "fund_rules.csv": wrong})
    assert '"tablets;carts" R-1 names no category that there is, so Reading grant pays nothing at all.' in second
    (third,) = said(database, read, {"funds.csv": GRANT, "fund_rules.csv": without})
    assert "R-1 names no category, so Reading grant pays nothing at all." in third
    assert said(database, read, {"funds.csv": GRANT, "fund_rules.csv": right}) == []
    load({"funds.csv": GRANT, "fund_rules.csv": right})
    assert said(database, read, {"fund_rules.csv": without}) == [], "what it names stays"
    load({"fund_rules.csv": blank})
    assert said(database, read, {"funds.csv": GRANT}) == [], "the check says so from now on"


def test_a_rule_for_sites_not_on_record_and_one_for_no_fund_are_named_at_their_rows(
    database: Database, read: Read, load: Loader
) -> None:
    sites = RULES.format("values,", "S1;S9,").replace("eligible categories", "eligible sites")
    none = "R-2,,eligible categories,devices,Some of it.,Award,2026-07-01\n"
    load({"sites.csv": "site_id,name\nS1,Alder\n"})
    assert said(database, read, {"funds.csv": GRANT, "fund_rules.csv": sites + none}) == [
        "'fund_rules.csv', row 2, column 'values': \"S1;S9\" R-1 names a site that is not on record: S9. "
        "Use keys of sites, or 'title i' for every Title I site.",
        "'fund_rules.csv', row 3, column 'fund_id': R-2 names neither a fund nor a kind of fund, so it holds for none. "
        "Name the one or the other, or leave the rule out.",
    ]
    with_site = {"sites.csv": "site_id,name\nS1,Alder\nS9,Oak\n", "funds.csv": GRANT, "fund_rules.csv": sites}
    assert said(database, read, with_site) == [], "the site comes along"
