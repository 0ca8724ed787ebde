"""Comments name members; attachments are addresses of the web; only one's own are taken back, but for the cabinet."""

import pytest

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.member import Member, Role
from store.database import Database
from store.editing import write_edits
from store.remark import (
    add_attachment,
    add_comment,
    read_attachments,
    read_comments,
    read_mentions,
    withdraw_attachment,
    withdraw_comment,
)

NEED = ("N-1",)


@pytest.fixture
def people(database: Database, district_id: str) -> str:
    members = [Member(member_id=role.value, name=role.value, role=role) for role in Role]
    write_edits(database, district_id, "local", [Edit(before=None, after=member) for member in members])
    return district_id


def test_a_comment_names_members_in_any_case(database: Database, people: str) -> None:
    words = "Ask @Cabinet. and @nobody, mail me@panel.org; @editor: <b>look</b> @cabinet"
    assert add_comment(database, people, "panel", "needs", NEED, words) == ("cabinet", "editor")
    with database.read() as cursor:
        (comment,) = read_comments(cursor, people, "needs", NEED)
        assert (comment.words, comment.said_by, comment.mentions) == (words, "panel", ("cabinet", "editor"))
        assert read_comments(cursor, people, "needs", ("N-2",)) == ()
        assert read_mentions(cursor, people, "editor") == (comment,)
        assert read_mentions(cursor, people, "panel") == ()


@pytest.mark.parametrize(("words", "said"), [("  ", "needs words"), ("x" * 4001, "has 4,001")])
def test_a_comment_has_words_but_is_no_book(database: Database, people: str, words: str, said: str) -> None:
    with pytest.raises(DistrictError, match=said):
        add_comment(database, people, "panel", "needs", NEED, words)


def test_one_takes_back_ones_own_and_the_cabinet_anybodys(database: Database, people: str) -> None:
    for speaker in ("panel", "panel", "cabinet"):
        add_comment(database, people, speaker, "needs", NEED, f"by {speaker}")
    with database.read() as cursor:
        first, second, third = read_comments(cursor, people, "needs", NEED)
    with pytest.raises(DistrictError, match="takes 'cabinet'"):
        withdraw_comment(database, people, "panel", third.comment_id)
    withdraw_comment(database, people, "panel", first.comment_id)
    withdraw_comment(database, people, "cabinet", second.comment_id)
    with pytest.raises(DistrictError, match="not there any more"):
        withdraw_comment(database, people, "cabinet", second.comment_id)
    with database.read() as cursor:
        assert read_comments(cursor, people, "needs", NEED) == (third,)


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "file:///etc/passwd", "https://", "www.example.org", "https://a b", "data:text/html,x",
     "https://[", "http://x\n.org"],
)  # fmt: skip
def test_an_attachment_is_an_address_of_the_web(database: Database, people: str, address: str) -> None:
    with pytest.raises(DistrictError, match="not a web address"):
        add_attachment(database, people, "editor", "needs", NEED, "Plan", address)


def test_attachments_come_and_go(database: Database, people: str) -> None:
    add_attachment(database, people, "editor", "needs", NEED, " ", " https://example.org/plan.pdf ")
    with pytest.raises(DistrictError, match="takes 'editor'"):
        add_attachment(database, people, "panel", "needs", NEED, "Plan", "https://example.org")
    with database.read() as cursor:
        (plan,) = read_attachments(cursor, people, "needs", NEED)
    assert (plan.title, plan.address) == ("example.org", "https://example.org/plan.pdf")
    withdraw_attachment(database, people, "editor", plan.attachment_id)
    with database.read() as cursor:
        assert read_attachments(cursor, people, "needs", NEED) == ()
