"""What people get wrong in a mapping is said, not raised."""

from collections.abc import Callable

import pytest

from data_models.errors import DistrictError
from store.loading import Reading, parse_mapping

MAPPING = """
title: Wishes
files: {{wishes: {{file: 'wishes*'}}}}
tables:
  - table: purchases
    from: wishes
    columns: {{purchase_id: No., title: {title}}}
    where: {where}
"""
WISHES = {"wishes.csv": "No.,What\nW1,Robots\n"}


def mapping(title: str = "What", where: str = "{}") -> bytes:
    return MAPPING.format(title=title, where=where).encode()


@pytest.mark.parametrize("pattern", ["[", "(?<=a)b"])
def test_a_pattern_that_is_none(read: Callable[..., Reading], pattern: str) -> None:
    found = read(WISHES, mapping=parse_mapping(mapping(where=f"{{What: '{pattern}'}}"), "mine.yaml"))
    assert found.tables == ()
    assert found.problems[0].sentence.startswith("'wishes.csv': cannot be filtered by the mapping's `where`: ")


@pytest.mark.parametrize("factor", ["a lot", "1; DROP TABLE funds", "-1", "1e3"])
def test_a_factor_that_is_no_number(factor: str) -> None:
    with pytest.raises(DistrictError, match=r"'mine\.yaml' is not a mapping") as raised:
        parse_mapping(mapping(title=f"{{column: What, multiply: '{factor}'}}"), "mine.yaml")
    assert "multiply" in raised.value.where


@pytest.mark.parametrize("text", [b"", b"- 1", b"title: [", b"\xff\xfe\x00", b"title: T"])
def test_a_file_that_is_no_mapping(text: bytes) -> None:
    with pytest.raises(DistrictError, match=r"'mine\.yaml' is not"):
        parse_mapping(text, "mine.yaml")


SUMMED = """
title: Invoices
files: {invoices: {file: 'invoices*'}}
tables:
  - table: cost_lines
    from: invoices
    group_by: [No.]
    columns:
      cost_line_id: No.
      purchase_id: {constant: ''}
      fiscal_year: {constant: '2027'}
      category: {constant: software}
      amount: {column: Cost, take: sum}
"""


def test_a_sum_leaves_nothing_out_unsaid(read: Callable[..., Reading]) -> None:
    rows = "No.,Cost\nA,1\nA,€5\nB,2\nB,3\n"
    found = read({"invoices.csv": rows}, mapping=parse_mapping(SUMMED.replace("''", "P-1").encode(), "mine.yaml"))
    assert [(p.value, p.reason) for p in found.problems] == [("€5", "is in another currency")]
    assert found.tables[0].good == 1
