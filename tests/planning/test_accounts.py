"""Account strings: the layout is recognised from them, their codes explained by the district's chart."""

import re

import pytest

from data_models.district import Site
from data_models.ledger import AccountCode, AccountPart
from planning.accounts import OWN_CHART, SACS, TEXAS, chart_of, explain_account, site_reader
from tests.spec.drawn import rows

CODES = [
    AccountCode(dimension="Object", code="4300", title="Supplies"),
    AccountCode(dimension="resource", code="3010", title="Our Title I"),
]


def said(account: str, accounts: list[str], codes: list[AccountCode]) -> list[str]:
    pieces = explain_account(account, chart_of(accounts, codes))
    return [f"{p.code} {p.dimension}: {p.meaning}".rstrip(": ") for p in pieces]


def test_california() -> None:
    account = "01-3010-0-1110-1000-4300-0101"
    assert chart_of([account], []).layout == SACS
    assert said(account, [account], CODES) == [
        "01 fund", "3010 resource: Our Title I", "0 project year", "1110 goal", "1000 function",
        "4300 object: Supplies", "0101 school",
    ]  # fmt: skip
    published = explain_account(account, chart_of([account], []))[1]
    assert (published.meaning, published.source) == ("ESEA Title I, Part A", SACS.source), "as published, unless said"
    own = explain_account(account, chart_of([account], CODES))[1]
    assert own.source == OWN_CHART


@pytest.mark.parametrize("account", ["211-11-6399-00-101-7-30", "211.11.6399.00.101.7.30.0AB"])
def test_texas_with_and_without_its_last_part(account: str) -> None:
    assert chart_of([account], []).layout == TEXAS
    assert said(account, [account], [])[:3] == [
        "211 fund: ESEA Title I, Part A, improving basic programs", "11 function: Instruction", "6399 object",
    ]  # fmt: skip


def test_a_texas_code_that_no_source_was_read_for_has_no_title() -> None:
    account = "255-13-6399-00-101-7-24"
    assert said(account, [account], [])[:2] == [
        "255 fund", "13 function: Curriculum development and instructional staff development",
    ]  # fmt: skip


def test_a_district_of_its_own_is_read_off_its_chart() -> None:
    codes = [
        AccountCode(dimension="place", code="A1", title="North"),
        AccountCode(dimension="place", code="A2", title="South"),
        AccountCode(dimension="kind", code="77", title="Paper"),
        AccountCode(dimension="kind", code="78", title="Ink"),
        AccountCode(dimension="other", code="78", title="Never alone"),
    ]
    accounts = ["A1/77/x", "A2/78/y"]
    assert said("A2/78/y", accounts, codes) == ["A2 place: South", "78 kind: Ink", "y"]
    assert chart_of(accounts, codes[:2]).layout is None, "one part alone is no layout"


@pytest.mark.parametrize("accounts", [["A-1", "B-2-3"], ["01-3010-0-1110-1000-4300-0101", "01-3010"], [], ["", "  "]])
def test_what_follows_no_layout_is_shown_as_it_is(accounts: list[str]) -> None:
    assert chart_of(accounts, CODES).layout is None
    assert said("01-3010-x", accounts, CODES) == ["01", "3010", "x"]


def test_an_account_that_does_not_follow_the_districts_layout_is_not_guessed_at() -> None:
    account = "01-3010-0-1110-1000-4300-0101"
    assert said("01-3010-0", [account], CODES) == ["01", "3010", "0"]


def parts_of(text: str) -> list[AccountPart]:
    """fund 2, goal: a part without a width ends at a sign."""
    said = [re.fullmatch(r"(\D+?)(?: (\d+))?", part) for part in text.split(", ")]
    return [
        AccountPart(place=place, dimension=part[1], letters=int(part[2]) if part[2] else None)
        for place, part in enumerate(said, start=1)
        if part
    ]


SACS_WITHOUT_SIGNS = "fund 2, resource 4, project year 1, goal 4, function 4, object 4"
OWN_LAYOUTS = """
the office says       | account               | explained
fund 2, place 1       | 10A                   | 10 fund; A place
fund 2, place 1       | 10-A                  | 10 fund; A place
fund 2, place 1       | 10AB                  | 10; AB
fund 2, place 1       | 1                     | 1
fund 2, place 1       | 10                    | 10
fund, Object          | 7.4300                | 7 fund; 4300 object: Supplies
fund, object          | 7.4300.9              | 7; 4300; 9
fund, object          | 7                     | 7 fund
fund, object          |                       |
fund 2, note          | 10 A B                | 10; A; B
fund 2, note          | 10ANYTHING            | 10 fund; ANYTHING note
fund 2, note          | 10                    | 10 fund
"""


@pytest.mark.parametrize("case", rows(OWN_LAYOUTS), ids=lambda c: f"{c['the office says']} of {c['account']}")
def test_an_office_says_its_own_layout(case: dict[str, str]) -> None:
    account = "01-3010-0-1110-1000-4300-0101"
    chart = chart_of([account], CODES, reversed(parts_of(case["the office says"])))
    pieces = explain_account(case["account"], chart)
    said = "; ".join(f"{p.code} {p.dimension}: {p.meaning}".rstrip(": ") for p in pieces)
    assert said == case["explained"], "what the office says goes before what looks like California's"


def test_californias_parts_without_signs_and_a_school_have_californias_codes() -> None:
    chart = chart_of(["0130100111010004300"], CODES[:1], parts_of(SACS_WITHOUT_SIGNS))
    pieces = explain_account("0130100111010004300", chart)
    assert [p.code for p in pieces] == ["01", "3010", "0", "1110", "1000", "4300"]
    assert [(p.meaning, p.source) for p in pieces if p.meaning] == [
        ("ESEA Title I, Part A", SACS.source), ("Supplies", OWN_CHART),
    ]  # fmt: skip
    assert chart_of(["0130100111010004300"], CODES).layout is None, "digits alone are nobody's layout"
    illinois = explain_account("199-11", chart_of([], [], parts_of("fund 3, function 2")))
    assert [p.meaning for p in illinois] == ["", ""], "two parts are not Texas"


SITES = [Site(site_id=key, name=key) for key in ("0101", "0102", "101", "4300")]
IN_ACCOUNTS = """
account                       | site
01-3010-0-1110-1000-4300-0101 | 0101
01.3010.0.1110.1000.4300.0102 | 0102
01-3010-0-1110-1000-4300-0999 |
01-3010-0-1110-1000-0101-0999 |
01-3010-0-1110-1000-4300      |
0101                          |
"""


@pytest.mark.parametrize("case", rows(IN_ACCOUNTS), ids=lambda case: case["account"])
def test_the_site_part_of_an_account_names_a_site_on_record(case: dict[str, str]) -> None:
    site_of = site_reader(SITES, ["01-3010-0-1110-1000-4300-0101"], [], [])
    assert site_of(case["account"]) == case["site"]
    explained = {
        piece.dimension: piece.code for piece in explain_account(case["account"], chart_of([case["account"]], []))
    }
    assert not case["site"] or explained["school"] == case["site"], "as it is explained"


def test_a_site_part_of_another_layout_and_none_at_all() -> None:
    assert site_reader(SITES, ["211-11-6399-00-101-7-30"], [], [])("211-11-6399-00-101-7-30") == "101", "Texas"
    said = [
        AccountPart(place=1, dimension="fund", letters=3),
        AccountPart(place=2, dimension=" Location ", letters=4),
        AccountPart(place=3, dimension="object", letters=None),
    ]
    site_of = site_reader(SITES, [], [], said)
    assert [site_of(account) for account in ("01001024300", "010-0102-4300", "010-0102")] == ["0102", "0102", "0102"]
    assert site_of("0100101") == "0101", "a last part without a width may be missing"
    both = [AccountPart(place=n, dimension=part, letters=4) for n, part in enumerate(("fund", "campus", "building"), 1)]
    site_of = site_reader(SITES, [], [], both)
    assert site_of("0010-0102-0101") == "0102", "the first of two, as docs/accounts.md says"
    assert site_of("0010-9999-0101") == "", "and no other"
    without = [AccountPart(place=1, dimension="fund", letters=3), AccountPart(place=2, dimension="object", letters=4)]
    assert site_reader(SITES, [], [], without)("0104300") == ""
    assert site_reader(SITES, [], [], [])("0101") == "", "no layout is known"
