"""Comments name members; attachments are addresses of the web; only one's own are taken back, but for the cabinet."""

import unicodedata

import pytest

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.fund import Fund, FundYear
from data_models.member import Member, Role
from data_models.need import Need
from store.database import Database
from store.editing import write_edits
from store.fund import reference_rules
from store.remark import (
    Named,
    add_attachment,
    add_comment,
    named_in,
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
    there = [Need(need_id="N-1", title="Fractions"), Fund(fund_id="F", name="General", kind="general")]
    year = FundYear(fund_id="F", fiscal_year=2027, budgeted=0)
    added = [Edit(before=None, after=record) for record in (*members, *there, year)]
    assert write_edits(database, district_id, "local", added) == ()
    return district_id


def test_a_comment_names_members_in_any_case(database: Database, people: str) -> None:
    words = "Ask @Cabinet. and @nobody, mail me@panel.org; @editor: <b>look</b> @cabinet"
    assert add_comment(database, people, "panel", "needs", NEED, words) == (("cabinet", "editor"), ("nobody",))
    with database.read() as cursor:
        (comment,) = read_comments(cursor, people, "needs", NEED)
        assert (comment.words, comment.said_by, comment.mentions) == (words, "panel", ("cabinet", "editor"))
        assert read_comments(cursor, people, "needs", ("N-2",)) == ()
        assert read_mentions(cursor, people, "editor") == (comment,)
        assert read_mentions(cursor, people, "panel") == ()


ROSA, ANA, ANA_MARIA = (
    Member(member_id=key, name=name, position=position, role=Role.PANEL)
    for key, name, position in (
        ("rortiz", "Rosa Ortiz", "Chief business officer"), ("ana", "Ana", ""), ("amaria", "Ana María  Sol", ""),
    )
)  # fmt: skip
PEOPLE = (ROSA, ANA, ANA_MARIA)


@pytest.mark.parametrize(
    ("words", "members", "nobody"),
    [
        ("@rosa ORTIZ, see @RORTIZ.", ["rortiz"], []),
        ("@Ana María Sol and @Ana", ["amaria", "ana"], []),
        ("@ana maría", ["ana"], []),
        ("line\n@Rosa\nOrtiz", ["rortiz"], []),
        ("@Rosa, @Rosa Ortizia", ["rortiz"], []),
        ("@ORTIZ's and @sol, but @Ortizia", ["rortiz", "amaria"], ["Ortizia"]),
        ("@María is neither her first name nor her last", [], ["María"]),
        ("rosa@ortiz.org @ana.b @ @rortiz's", ["rortiz"], ["ana.b"]),
    ],
)
def test_names_and_keys_name_members_the_longest_first(words: str, members: list[str], nobody: list[str]) -> None:
    assert named_in(words, PEOPLE) == Named(tuple(members), tuple(nobody))
    assert named_in(words, ()).members == ()


WRITTEN = tuple(
    Member(member_id=f"m{number}", name=name, role=Role.PANEL)
    for number, name in enumerate(
        ("Jürgen Weiß", "İbrahim Yıldız", unicodedata.normalize("NFD", "Zoë Núñez"), "Siobhán O'Reilly", "Ana D’Souza")
    )
)


@pytest.mark.parametrize(
    ("words", "member"),
    [
        ("@Jürgen Weiß", "m0"), ("@JÜRGEN WEISS", "m0"), ("@jürgen weiss, look", "m0"),
        ("@İbrahim Yıldız", "m1"), ("@ibrahim yıldız", "m1"),
        ("@Zoë Núñez", "m2"), (unicodedata.normalize("NFD", "@ZOË NÚÑEZ's"), "m2"),
        ("@Siobhán O’Reilly", "m3"), ("@siobhán o'reilly", "m3"), ("@Ana D'Souza", "m4"), ("@Ana DʼSouza", "m4"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_its_letters_are_written(words: str, member: str) -> None:
    assert named_in(words, WRITTEN) == Named((member,), ())
    assert named_in(f"ßß İİ {words} and @Weißer", WRITTEN) == Named((member,), ("Weißer",)), "said as it was typed"


def test_of_two_with_one_name_the_key_is_asked_for() -> None:
    other = Member(member_id="rortiz2", name="rosa  ortiz", role=Role.PANEL)
    named_rortiz = Member(member_id="x", name="Rortiz", role=Role.PANEL)
    people = (*PEOPLE, other, named_rortiz)
    with pytest.raises(
        DistrictError, match=r"Rosa Ortiz is the name of @rortiz \(Chief business officer\) and @rortiz2"
    ):
        named_in("Ask @Rosa Ortiz", people)
    assert named_in("@rortiz2 and @rortiz", people).members == ("rortiz2", "rortiz"), "a key is one member's"


def test_a_first_or_last_name_that_several_have_is_no_name_of_one() -> None:
    jocelyn = Member(member_id="jb", name="Jocelyn Bell", role=Role.PANEL)
    other = Member(member_id="rs", name="Rosa Sol", role=Role.PANEL)
    assert named_in("@jocelyn", (*PEOPLE, jocelyn)).members == ("jb",)
    with pytest.raises(DistrictError, match=r"ROSA is the name of @rortiz \(Chief business officer\) and @rs\."):
        named_in("Ask @ROSA and", (*PEOPLE, other))
    with pytest.raises(DistrictError, match=r"Sol is the name of @amaria and @rs\."):
        named_in("@Sol", (*PEOPLE, other))
    assert named_in("@Rosa Sol", (*PEOPLE, other)).members == ("rs",)
    assert named_in("@Ana", (*PEOPLE, other)).members == ("ana",), "her whole name, and Ana Maria's first one"


def test_a_name_reaches_whom_it_names(database: Database, people: str) -> None:
    write_edits(database, people, "local", [Edit(before=None, after=ROSA)])
    add_comment(database, people, "panel", "needs", NEED, "@Rosa Ortiz, look")
    with database.read() as cursor:
        assert [comment.words for comment in read_mentions(cursor, people, "rortiz")] == ["@Rosa Ortiz, look"]


@pytest.mark.parametrize(
    ("table", "key", "fine"),
    [("needs", ("N-1",), True), ("needs", ("N-9",), False), ("needs", ("N-1", "x"), False), ("nowhere", ("x",), False),
     ("ledger_entries", ("N-1",), False), ("fund_years", ("F", "2027"), True), ("fund_years", ("F", "x"), False),
     ("fund_rules", (reference_rules()[0].rule_id,), True), ("fund_rules", ("x",), False)],
)  # fmt: skip
def test_only_what_is_on_record_is_spoken_of(
    database: Database, people: str, table: str, key: tuple[str, ...], fine: bool
) -> None:
    for add in (
        lambda: add_comment(database, people, "editor", table, key, "Look"),
        lambda: add_attachment(database, people, "editor", table, key, "Plan", "https://example.org"),
    ):
        if fine:
            add()
        else:
            with pytest.raises(DistrictError, match=f"have no '{' / '.join(key)}'"):
                add()


def test_what_was_withdrawn_is_still_spoken_of(database: Database, people: str) -> None:
    need = Need(need_id="N-1", title="Fractions")
    assert write_edits(database, people, "local", [Edit(before=need, after=None, reason="answered")]) == ()
    add_comment(database, people, "panel", "needs", NEED, "Why?")
    with database.read() as cursor:
        assert len(read_comments(cursor, people, "needs", NEED)) == 1


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
