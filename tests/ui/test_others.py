"""What others did is said once, by name, and never to who did it."""

from datetime import date

import pytest

from data_models.district import District
from data_models.member import Member, Role
from data_models.portfolio import Portfolio
from tests.spec.drawn import rows
from ui.others import MOST_KEPT, Doing, Doings, in_words

HERE = Portfolio(
    today=date(2026, 11, 21),
    district=District(name="Test"),
    members=(
        Member(member_id="ann", name="Ann Lee", role=Role.CABINET),
        Member(member_id="bo", name="Bo Diaz", role=Role.CABINET),
    ),
)
CASES = """
done, oldest first               | said to Ann in window w1
                                 |
here w2 bo rated_Wi-Fi 5         | Bo Diaz rated Wi-Fi a moment ago.
here w1 bo rated_Wi-Fi 5         |
here w2 ann rated_Wi-Fi 5        | Ann Lee, in another window, rated Wi-Fi a moment ago.
away w2 bo rated_Wi-Fi 5         |
here w2 local loaded_2_files 5   | Somebody in another window loaded 2 files a moment ago.
here w2 bo commented_on_Wi-Fi 5 ann | Bo Diaz commented on Wi-Fi and named you, a moment ago.
here w2 bo commented_on_Wi-Fi 5 bo+ann+gone | Bo Diaz commented on Wi-Fi and named you, Bo Diaz and gone, a moment ago.
here w2 ann commented_on_Wi-Fi 5 bo | Ann Lee, in another window, commented on Wi-Fi and named Bo Diaz, a moment ago.
here w2 bo rated_A 90, here w3 bo rated_B 61, here w2 bo rated_B 5 | Bo Diaz rated B a moment ago. Bo Diaz rated B 1 minute ago. Bo Diaz rated A 1 minute ago.
here w2 bo rated_A 9, here w2 bo rated_A 5 | Bo Diaz rated A a moment ago.
here w2 bo a 9, here w2 bo b 5, here w2 bo c 5, here w2 bo d 5, here w2 bo e 5 | Bo Diaz e a moment ago. Bo Diaz d a moment ago. Bo Diaz c a moment ago. And 2 more changes.
"""  # noqa: E501


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["done, oldest first"])
def test_what_is_said(case: dict[str, str]) -> None:
    done = [part.split() for part in case["done, oldest first"].split(", ") if part]
    doings = tuple(
        Doing(d, w, m, words.replace("_", " "), 100 - float(age), tuple(named[0].split("+")) if named else ())
        for d, w, m, words, age, *named in done
    )
    assert in_words(HERE, doings, "here", "w1", "ann", 100.0) == case["said to Ann in window w1"]


def test_two_windows_where_nobody_says_who_they_are() -> None:
    doing = Doing("here", "w2", "local", "loaded 2 files", 99)
    assert in_words(HERE, (doing,), "here", "w1", "local", 100.0)
    assert in_words(HERE, (doing,), "here", "w2", "local", 100.0) == ""


def test_each_thing_is_heard_once_and_old_ones_are_forgotten() -> None:
    doings = Doings()
    assert doings.since(0) == ()
    for n in range(MOST_KEPT + 5):
        doings.add(Doing("here", "w", "m", f"{n}", 0))
    heard = doings.count()
    assert [d.words for d in doings.since(heard - 2)] == [f"{MOST_KEPT + 3}", f"{MOST_KEPT + 4}"]
    assert doings.since(heard) == ()
    assert len(doings.since(0)) == MOST_KEPT
