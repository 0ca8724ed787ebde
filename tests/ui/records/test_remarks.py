"""A comment that calls somebody who is nobody here says so in a short sentence, with names that begin alike."""

from datetime import date

from data_models.district import District
from data_models.member import Member, Role
from data_models.portfolio import Portfolio
from ui.records.remarks import _hint

NAMES = ("Ana Sol", "Rosa Ortiz", "Bo " + "x" * 290)
PORTFOLIO = Portfolio(
    today=date(2026, 11, 22),
    district=District(name="D"),
    members=tuple(Member(member_id=str(n), name=name, role=Role.PANEL) for n, name in enumerate(NAMES)),
)


def test_names_that_begin_alike_come_first() -> None:
    said = _hint(PORTFOLIO, ["Rosalind"])
    assert said.startswith(" @Rosalind is nobody's name or key. Names here: @Rosa Ortiz, @Ana Sol and @Bo x")
    assert _hint(PORTFOLIO, []) == ""
    assert _hint(PORTFOLIO.model_copy(update={"members": ()}), ["a", "b"]) == (
        " @a and @b are nobody's names or keys. No members are on record."
    )


def test_what_is_told_is_short_however_much_was_typed() -> None:
    assert len(_hint(PORTFOLIO, ["z" * 3_990])) < 250
    assert len(_hint(PORTFOLIO, [f"z{number}" for number in range(900)])) < 250
