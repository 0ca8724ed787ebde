"""What people answered where two things may be the same."""

import uuid

from data_models.contract import Contract
from data_models.errors import DistrictError
from data_models.member import Role
from data_models.overlap import Answer, OverlapAnswer
from data_models.purchase import Purchase
from store.contract import read_contracts
from store.database import Cursor, Database, now, records
from store.history import note_change
from store.member import require_role
from store.purchase import read_purchases

SAID = {Answer.NOT_THE_SAME: "said not to be the same as", Answer.ASK_AGAIN: "to be asked about again, beside"}
"""An answer in a record's history, before the other's key."""

READ_OVERLAP_ANSWERS = """
SELECT
    contract_id, other_table, other_key, answer, answered_at, answered_by
FROM newest_overlap_answers
WHERE district_id = $district_id
ORDER BY contract_id, other_table, other_key
"""


def read_overlap_answers(cursor: Cursor, district_id: str) -> tuple[OverlapAnswer, ...]:
    """The newest answer of each pair, by contract and the other's table and key."""
    return records(OverlapAnswer, cursor, READ_OVERLAP_ANSWERS, district_id=district_id)


ADD_OVERLAP_ANSWER = """
INSERT INTO overlap_answers (
    district_id, answer_id, contract_id, other_table, other_key, answer, answered_at, answered_by
)
VALUES (
    $district_id, $answer_id, $contract_id, $other_table, $other_key, $answer, $answered_at, $answered_by
)
"""


def answer_overlap(
    database: Database, district_id: str, member_id: str, contract_id: str, other: tuple[str, str], answer: Answer
) -> None:
    """Add what a member says of a contract and another contract or purchase, `other` being its table and key.

    Two contracts are kept with the lower key first, so that either may be asked about. Both records' histories say so.
    Raises DistrictError where the member may not (editor), or one of the two is not on record.
    """
    table, key = other
    if table == Contract.table:
        contract_id, key = sorted((contract_id, key))
    with database.write(district_id) as cursor:
        require_role(cursor, district_id, member_id, Role.EDITOR)
        known = {(Contract.table, c.contract_id) for c in read_contracts(cursor, district_id)}
        known |= {(Purchase.table, p.purchase_id) for p in read_purchases(cursor, district_id)}
        pair = ((Contract.table, contract_id), (table, key))
        for place in pair:
            if place not in known:
                raise DistrictError(
                    f"'{place[1]}' is not among the {place[0]} any more.", next_step="Reload the page and look again."
                )
        cursor.execute(ADD_OVERLAP_ANSWER, {
            "district_id": district_id, "answer_id": uuid.uuid4().hex, "contract_id": contract_id,
            "other_table": table, "other_key": key, "answer": answer.value, "answered_at": now(),
            "answered_by": member_id,
        })  # fmt: skip
        for (own_table, own_key), (_, other_key) in (pair, pair[::-1]):
            note_change(
                cursor, district_id, member_id, f"{SAID[answer]} {other_key}", own_table, (own_key,), None, None
            )
