"""Comments and attachments: what people say beside a record, and the documents that belong to it."""

import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from data_models.errors import DistrictError
from data_models.limits import KEY_JOINT
from data_models.member import Member, Role
from data_models.remark import Attachment, Comment
from store.database import Cursor, Database, now, records
from store.history import note_change
from store.member import LOCAL, read_members, require_role
from store.origin import is_on_record

WORD = r"[\w.\-]*\w"
"""What follows an @ that names nobody."""

APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))

MOST_LETTERS = 4000

READ_COMMENTS = """
SELECT comment_id, table_name AS "table", record_key, said_at, said_by, words, mentions
FROM comments
WHERE district_id = $district_id AND table_name = $table_name AND record_key = $record_key AND withdrawn_at IS NULL
ORDER BY said_at, comment_id
"""


def read_comments(cursor: Cursor, district_id: str, table: str, key: tuple[str, ...]) -> tuple[Comment, ...]:
    """What was said of a record, oldest first."""
    return records(
        Comment, cursor, READ_COMMENTS, district_id=district_id, table_name=table, record_key=KEY_JOINT.join(key)
    )


READ_MENTIONS = """
SELECT comment_id, table_name AS "table", record_key, said_at, said_by, words, mentions
FROM comments
WHERE district_id = $district_id AND list_contains(mentions, $member_id) AND withdrawn_at IS NULL
ORDER BY said_at DESC, comment_id
LIMIT 20
"""


def read_mentions(cursor: Cursor, district_id: str, member_id: str) -> tuple[Comment, ...]:
    """The comments that name a member, newest first, at most 20."""
    return records(Comment, cursor, READ_MENTIONS, district_id=district_id, member_id=member_id)


class Named(NamedTuple):
    """Whom a comment names, in order: keys of members, and what stands after an @ and is nobody's."""

    members: tuple[str, ...]
    nobody: tuple[str, ...]


def named_in(words: str, members: Sequence[Member]) -> Named:
    """Whom the words name: '@' and a member's key, whole, first or last name, in any case, the longest that fits first.

    '@Ana Maria' is Ana Maria, and Ana only where there is no Ana Maria. Letters that look the same are the same,
    however they are written (Unicode TR 15, NFKC), and so are apostrophes. Raises DistrictError where two members share
    the name that is written; a key is one member's, whoever else is called so, and a whole name is not the others' who
    have it as a first or last one.
    """
    words = _one_way(words)
    text, places = _folded(words)
    keys = {_call(member.member_id): [member] for member in members}
    called: defaultdict[str, list[Member]] = defaultdict(list)
    partly: defaultdict[str, list[Member]] = defaultdict(list)
    for member in members:
        name = _call(member.name)
        called[name].append(member)
        for part in {name.partition(" ")[0], name.rpartition(" ")[2]}:
            partly[part].append(member)
    people = {**partly, **called, **keys}
    longest = sorted(people, key=lambda call: (-len(call), call))
    calls = "|".join(re.escape(call).replace(r"\ ", r"\s+") for call in longest if call)
    found: list[str] = []
    nobody: list[str] = []
    call = rf"(?<!\w)@(?:(?P<who>{calls or '(?!)'})(?![\w]|[.\-]\w)|(?P<word>{WORD}))"
    for match in re.finditer(call, text):
        typed = words[places[match.start() + 1] : places[match.end() - 1] + 1]
        if match["word"]:
            nobody.append(typed)
            continue
        one, *others = people[_call(typed)]
        if others:
            raise _shared(" ".join(typed.split()), [one, *others])
        found.append(one.member_id)
    return Named(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(nobody)))


def _one_way(words: str) -> str:
    """The words with each letter written in one way; a system may keep é as a letter and an accent."""
    return unicodedata.normalize("NFKC", words.translate(APOSTROPHES))


def _folded(words: str) -> tuple[str, list[int]]:
    """The words without regard to case, and for each letter of them its place before: ß becomes ss."""
    # İ would become i and a dot above it, which nobody types.
    letters = [letter.casefold().replace("\N{COMBINING DOT ABOVE}", "") for letter in words]
    return "".join(letters), [place for place, letter in enumerate(letters) for _ in letter]


def _call(name: str) -> str:
    """A name or key as it is looked for."""
    return " ".join(_folded(_one_way(name))[0].split())


def _shared(name: str, people: Sequence[Member]) -> DistrictError:
    who = [f"@{m.member_id}" + (f" ({m.position})" if m.position else "") for m in people]
    return DistrictError(
        f"{name} is the name of {', '.join(who[:-1])} and {who[-1]}.",
        next_step="Write the key of the one you mean.",
    )


ADD_COMMENT = """
INSERT INTO comments (district_id, comment_id, table_name, record_key, said_at, said_by, words, mentions)
VALUES ($district_id, $comment_id, $table_name, $record_key, $said_at, $said_by, $words, $mentions)
"""


def add_comment(
    database: Database, district_id: str, member_id: str, table: str, key: tuple[str, ...], words: str
) -> Named:
    """Say something of a record, to whom it names (`named_in`).

    Raises DistrictError where the member may not (panel), the record is not in the file, the comment is blank or longer
    than 4,000 letters, or it calls somebody by a name that two members have.
    """
    words = words.strip()
    if not words:
        raise DistrictError("A comment needs words.", next_step="Type what you want to say.")
    if len(words) > MOST_LETTERS:
        raise DistrictError(
            f"A comment has at most {MOST_LETTERS:,} letters; this has {len(words):,}.", next_step="Attach a document."
        )
    with database.write(district_id) as cursor:
        require_role(cursor, district_id, member_id, Role.PANEL)
        _refuse_unknown(cursor, district_id, table, key)
        named = named_in(words, read_members(cursor, district_id))
        cursor.execute(ADD_COMMENT, {
            "district_id": district_id, "comment_id": uuid.uuid4().hex, "table_name": table,
            "record_key": KEY_JOINT.join(key), "said_at": now(), "said_by": member_id, "words": words,
            "mentions": list(named.members),
        })  # fmt: skip
    return named


READ_SPEAKER = """
SELECT said_by
FROM comments
WHERE district_id = $district_id AND comment_id = $remark_id AND withdrawn_at IS NULL
"""

WITHDRAW_COMMENT = """
UPDATE comments
SET withdrawn_at = $at_time
WHERE district_id = $district_id AND comment_id = $remark_id
"""


def withdraw_comment(database: Database, district_id: str, member_id: str, comment_id: str) -> None:
    """Take a comment back. Raises DistrictError where it is another member's and the member is not of the cabinet."""
    with database.write(district_id) as cursor:
        _withdraw(cursor, district_id, member_id, comment_id, READ_SPEAKER, WITHDRAW_COMMENT)


READ_ATTACHMENTS = """
SELECT attachment_id, table_name AS "table", record_key, title, address, added_at, added_by
FROM attachments
WHERE district_id = $district_id AND table_name = $table_name AND record_key = $record_key AND withdrawn_at IS NULL
ORDER BY added_at, attachment_id
"""


def read_attachments(cursor: Cursor, district_id: str, table: str, key: tuple[str, ...]) -> tuple[Attachment, ...]:
    """The documents that belong to a record, oldest first."""
    return records(
        Attachment, cursor, READ_ATTACHMENTS, district_id=district_id, table_name=table, record_key=KEY_JOINT.join(key)
    )


ADD_ATTACHMENT = """
INSERT INTO attachments (district_id, attachment_id, table_name, record_key, title, address, added_at, added_by)
VALUES ($district_id, $attachment_id, $table_name, $record_key, $title, $address, $added_at, $added_by)
"""


def add_attachment(
    database: Database, district_id: str, member_id: str, table: str, key: tuple[str, ...], title: str, address: str
) -> None:
    """Attach a document by its web address. Raises DistrictError where the member may not (an editor's role), the
    record is not in the file, or the address is not one of the web (http or https, with a host): other kinds could run
    something.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\x00-\x1f]", address)
    except ValueError:
        fine = False
    if not fine:
        raise DistrictError(
            f'"{address}" is not a web address.', next_step="Copy it from the browser; it begins with https://."
        )
    title = title.strip() or str(parts.hostname)
    with database.write(district_id) as cursor:
        require_role(cursor, district_id, member_id, Role.EDITOR)
        _refuse_unknown(cursor, district_id, table, key)
        cursor.execute(ADD_ATTACHMENT, {
            "district_id": district_id, "attachment_id": uuid.uuid4().hex, "table_name": table,
            "record_key": KEY_JOINT.join(key), "title": title, "address": address, "added_at": now(),
            "added_by": member_id,
        })  # fmt: skip
        note_change(
            cursor, district_id, member_id, "attached", table, key, None, {"document": title, "address": address}
        )


READ_ADDER = """
SELECT added_by, table_name, record_key, title, address
FROM attachments
WHERE district_id = $district_id AND attachment_id = $remark_id AND withdrawn_at IS NULL
"""

WITHDRAW_ATTACHMENT = """
UPDATE attachments
SET withdrawn_at = $at_time
WHERE district_id = $district_id AND attachment_id = $remark_id
"""


def withdraw_attachment(database: Database, district_id: str, member_id: str, attachment_id: str) -> None:
    """Take an attachment off. Raises DistrictError as `withdraw_comment` does."""
    with database.write(district_id) as cursor:
        row = _withdraw(cursor, district_id, member_id, attachment_id, READ_ADDER, WITHDRAW_ATTACHMENT)
        _, table, key, title, address = row
        document = {"document": title, "address": address}
        note_change(cursor, district_id, member_id, "took off", table, (key,), document, None)


def _refuse_unknown(cursor: Cursor, district_id: str, table: str, key: tuple[str, ...]) -> None:
    """Raise DistrictError where there is no such record, nor ever was."""
    if not is_on_record(cursor, district_id, table, key):
        raise DistrictError(
            f"{table.replace('_', ' ').capitalize()} have no '{KEY_JOINT.join(key)}'.",
            next_step="Reload the page, and open the record again.",
        )


def _withdraw(
    cursor: Cursor, district_id: str, member_id: str, remark_id: str, read: str, withdraw: str
) -> tuple[str, ...]:
    """Withdraw a remark; what `read` says of it, whose it was first."""
    named = {"district_id": district_id, "remark_id": remark_id}
    rows = cursor.execute(read, named).fetchall()
    if not rows:
        raise DistrictError("It is not there any more.", next_step="Somebody else has taken it back.")
    own = rows[0][0] == member_id and member_id != LOCAL
    require_role(cursor, district_id, member_id, Role.PANEL if own else Role.CABINET)
    cursor.execute(withdraw, {**named, "at_time": now()})
    return tuple(rows[0])
