"""Fund rules: what each fund may pay for. Rules are rows; each kind of rule is one function. Not legal advice."""

from planning.fund_rules.availability import FundBook, Purse, fund_book, pot_id, refuse_year, share_of
from planning.fund_rules.beyond import Beyond, Room, Said, beyond_limits, room
from planning.fund_rules.eligibility import Cost, Verdict, judge
from planning.fund_rules.limits import Flows, Key, RuleLimit, group_of, limits

__all__ = [
    "Beyond",
    "Cost",
    "Flows",
    "FundBook",
    "Key",
    "Purse",
    "Room",
    "RuleLimit",
    "Said",
    "Verdict",
    "beyond_limits",
    "fund_book",
    "group_of",
    "judge",
    "limits",
    "pot_id",
    "refuse_year",
    "room",
    "share_of",
]
