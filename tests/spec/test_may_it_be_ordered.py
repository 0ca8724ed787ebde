"""Readiness checks: which are open, which are overdue."""

from datetime import date

from data_models.district import District
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from data_models.readiness import Check, CheckState, ReadinessCheck, open_checks
from planning.readiness import readiness
from tests.spec.drawn import records

TODAY = date(2026, 11, 21)
CHECKS = """
purchase_id | check                         | state      | owner | due
P1          | privacy agreement             | open       | ann   | 2026-11-20
P1          | accessibility statement       | open       | bo    | 2026-11-21
P1          | single sign-on and rostering  | done       | ann   | 2026-11-01
P1          | network and device fit        | not needed |       |
P1          | support plan                  | open       |       |
P2          | training plan                 | done       |       |
"""


def test_a_check_without_a_row_is_open() -> None:
    rows = records(ReadinessCheck, CHECKS)
    assert open_checks(("P1", "P2", "P3"), rows) == {
        "P1": (Check.PRIVACY, Check.ACCESSIBILITY, Check.SUPPORT, Check.TRAINING),
        "P2": tuple(c for c in Check if c is not Check.TRAINING),
        "P3": tuple(Check),
    }


def test_overdue_from_the_day_after() -> None:
    purchases = "purchase_id | title | stage\nP1 | a | rated\nP2 | b | approved\nP4 | c | ordered\nP5 | d | withdrawn"
    found = readiness(
        Portfolio(
            today=TODAY,
            district=District(name="Drawn"),
            purchases=records(Purchase, purchases),
            readiness_checks=records(ReadinessCheck, CHECKS),
        )
    )
    assert [r.purchase_id for r in found] == ["P1", "P2", "P4"], "what is ordered with a check open, too"
    first = found[0]
    assert [(c.check, c.owner, c.overdue_days) for c in first.overdue] == [(Check.PRIVACY, "ann", 1)]
    assert [c.check for c in first.open] == list(open_checks(["P1"], records(ReadinessCheck, CHECKS))["P1"])
    assert first.checks[-1].state is CheckState.OPEN
    assert len(first.checks) == len(Check)
