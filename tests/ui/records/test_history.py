"""History in words: which part it was, who pays, which criterion was rated, what was attached."""

from datetime import date, datetime
from typing import Any

from data_models.district import District
from data_models.fund import Fund
from data_models.history import Change
from data_models.member import Member, Role
from data_models.portfolio import Portfolio
from data_models.project import Milestone
from data_models.rating import Criterion, Side
from store.edit_sql import OWNERS
from ui.records.history import PARTS, history_rows

PORTFOLIO = Portfolio(
    today=date(2026, 11, 22),
    district=District(name="D"),
    members=(Member(member_id="rortiz", name="Rosa Ortiz", role=Role.CABINET),),
    funds=(Fund(fund_id="F", name="Title IV-A", kind="title iv-a"),),
    criteria=(Criterion(criterion_id="T1", title="Reach", side=next(iter(Side)), weight=1),),
    milestones=(Milestone(milestone_id="M-1", project_id="PR-1", title="Design"),),
)


def change(table: str, key: str, action: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    at = datetime(2026, 11, 22, 12)
    return Change(changed_at=at, changed_by="rortiz", action=action, table=table, record_key=key, before=before,
                  after=after)  # fmt: skip


def said(of: str, *changes: Change) -> list[tuple[str, str, str]]:
    rows = history_rows(PORTFOLIO, changes, of)
    assert {row["Who"] for row in rows} <= {"Rosa Ortiz"}
    return [tuple(row[name].replace("\\", "").replace("\u2060", "") for name in ("What", "From", "To")) for row in rows]  # type: ignore[misc]


def test_which_part_is_said_in_words() -> None:
    check, pays = "P-1 / support plan", "P-1 / P-1-1 / F / 2027"
    cost = {"cost_line_id": "P-1-1", "purchase_id": "P-1", "fiscal_year": 2027, "category": "software",
            "amount": "1250.00", "recurring": False, "site_ids": [], "description": "Licences"}  # fmt: skip
    assert said(
        "purchases",
        change("readiness_checks", check, "changed: NDPA came", {"state": "open", "settled_on": None},
               {"state": "done", "settled_on": "2026-11-22"}),
        change("readiness_checks", check, "added", None, {"purchase_id": "P-1", "check": "support plan",
               "state": "open", "owner": "rortiz", "due": None, "note": ""}),
        change("pre_encumbrances", pays, "added", None, {"purchase_id": "P-1", "cost_line_id": "P-1-1", "fund_id": "F",
               "money_year": 2027, "amount": "12400.00", "in_ledger_since": None}),
        change("cost_lines", "P-1-1", "withdrawn: typed twice", cost, None),
        change("cost_lines", "P-1-1", "changed", {"amount": 1000, "recurring": True}, {"amount": 1250.0,
               "recurring": True}),
        change("purchases", "P-1", "changed", {"stage": "rated"}, {"stage": "approved"}),
        change("purchases", "P-1", "added", None, {"purchase_id": "P-1", "title": "Tablets"}),
    ) == [
        ("support plan: changed state and settled on: NDPA came", "open; –", "done; 22 Nov 2026"),
        ("support plan: added", "–", "state: open; owner: Rosa Ortiz"),
        ("who pays (Title IV-A, FY 2027): added", "–", "amount: $12,400"),
        ("cost (software, FY 2027): withdrawn: typed twice", "amount: $1,250; recurring: no; description: Licences",
         "–"),
        ("cost (software, FY 2027): changed amount", "$1,000", "$1,250"),
        ("changed stage", "rated", "approved"),
        ("added", "–", "–"),
    ]  # fmt: skip


def test_a_part_is_called_as_it_is_called_now() -> None:
    renamed = change("milestones", "M-1", "changed", {"title": "Plan"}, {"title": "Design"})
    gone = change("milestones", "M-2", "changed", {"due": "2027-01-05"}, {"due": "2027-02-05"})
    assert said("projects", renamed, gone) == [
        ("milestone (Design): changed title", "Plan", "Design"),
        ("milestone (–): changed due", "5 Jan 2027", "5 Feb 2027"),
    ]


def test_ratings_name_their_criteria_and_documents_are_named() -> None:
    document = {"document": "NDPA", "address": "https://example.org"}
    assert said(
        "purchases",
        change("purchases", "P-1", "rated", None, {"T1": "4 Seen in two rooms", "gone": "1"}),
        change("purchases", "P-1", "took off", document, None),
        change("milestones", "M-1", "attached", None, document),
    ) == [
        ("rated", "–", "Reach: 4 Seen in two rooms; gone: 1"),
        ("took off", "document: NDPA; address: https://example.org", "–"),
        ("milestone (Design): attached", "–", "document: NDPA; address: https://example.org"),
    ]


def test_every_part_of_a_record_has_words() -> None:
    assert set(PARTS) == set(OWNERS)
