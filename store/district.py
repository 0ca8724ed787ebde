"""The district itself: which ones the file holds, which one is on the screen, and what it is made of."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

from data_models.district import Department, District, Goal, Site
from data_models.errors import DistrictError
from data_models.limits import refuse
from data_models.member import Role
from store.database import Cursor, Database, now, open_database, records
from store.history import note_change
from store.member import require_role

READ_DISTRICT = """
SELECT
    district_id, name, mission, state, leaid, fiscal_year_start_month, lunch_share, rural, made_up
FROM district
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY district_id
"""


def read_district(cursor: Cursor, district_id: str) -> tuple[District, ...]:
    """The district's district, in key order."""
    return records(District, cursor, READ_DISTRICT, district_id=district_id)


READ_GOALS = """
SELECT
    goal_id, title, area
FROM goals
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY goal_id
"""


def read_goals(cursor: Cursor, district_id: str) -> tuple[Goal, ...]:
    """The district's goals, in key order."""
    return records(Goal, cursor, READ_GOALS, district_id=district_id)


READ_DEPARTMENTS = """
SELECT
    department_id, name
FROM departments
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY department_id
"""


def read_departments(cursor: Cursor, district_id: str) -> tuple[Department, ...]:
    """The district's departments, in key order."""
    return records(Department, cursor, READ_DEPARTMENTS, district_id=district_id)


READ_SITES = """
SELECT
    site_id, name, level, ncessch, grades, enrolment, low_income, english_learners,
    special_education, unduplicated, title_i, devices, teachers, trained_teachers, integration_experts
FROM sites
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY site_id
"""


def read_sites(cursor: Cursor, district_id: str) -> tuple[Site, ...]:
    """The district's sites, in key order."""
    return records(Site, cursor, READ_SITES, district_id=district_id)


READ_DISTRICTS = """
SELECT
    district_id, name, mission, state, leaid, fiscal_year_start_month, lunch_share, rural, made_up
FROM district
WHERE withdrawn_at IS NULL
ORDER BY made_up, name, district_id
"""


def read_districts(cursor: Cursor) -> tuple[District, ...]:
    """Every district in the file: real ones first, then by name."""
    return records(District, cursor, READ_DISTRICTS)


READ_CURRENT = """
SELECT value
FROM settings
WHERE name = 'district'
"""


def current_district(cursor: Cursor) -> str:
    """Key of the district on the screen; empty where the file holds none."""
    row = cursor.execute(READ_CURRENT).fetchall()
    return str(row[0][0]) if row else ""


CHOOSE = """
INSERT INTO settings (name, value)
VALUES ('district', $district_id)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""


def choose_district(database: Database, district_id: str, member_id: str) -> None:
    """Put a district on everybody's screen. Raises DistrictError where the file does not hold it, or where
    the member may not: a member of the district on the screen takes an editor's role.
    """
    with database.write(district_id) as cursor:
        require_role(cursor, current_district(cursor), member_id, Role.EDITOR)
        if not read_district(cursor, district_id):
            raise DistrictError("That district is not in this file.", next_step="Choose one of those shown.")
        cursor.execute(CHOOSE, {"district_id": district_id})
        note_change(cursor, district_id, member_id, "put on the screen", "district", (district_id,), None, None)


START = """
INSERT INTO district (
    district_id, name, mission, state, leaid, fiscal_year_start_month, lunch_share, rural, made_up,
    changed_at, changed_by
)
VALUES ($district_id, $name, '', '', '', 7, NULL, FALSE, $made_up, $changed_at, $changed_by)
"""


ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
"""Marks on Latin letters, once these are taken apart. On those of other scripts they are part of the spelling."""

READ_KEYS = """
SELECT district_id
FROM district
ORDER BY district_id
"""


def same_name(name: str) -> str:
    """A name as it is compared: two that are equal so are one name to whoever reads them."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def new_district(database: Database, name: str, *, made_up: bool = False) -> District:
    """A district to begin, of that name. Its key is made of the name; where another name has it, with a number from 2
    on. Raises DistrictError where the name is empty or too long.
    """
    if not name.strip():
        raise DistrictError("A district needs a name.", next_step="Type the name people know it by.")
    with database.read() as cursor:
        taken = {key for (key,) in cursor.execute(READ_KEYS).fetchall()}
    first = _key(name)
    free = next(key for key in chain([first], (f"{first}-{n}" for n in count(2))) if key not in taken)
    district = District(district_id=free, name=name.strip(), made_up=made_up)
    refuse(district, ("name",))
    return district


def _key(name: str) -> str:
    """The letters and digits of a name, small, words parted by hyphens: arbol-unified of Árbol Unified."""
    spelt = unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFKD", name).casefold()))
    kept = "".join(
        c if unicodedata.category(c)[0] in "LMN" else " " for c in spelt
    )  # some scripts write vowels as marks
    return "-".join(kept.split()) if any(map(str.isalnum, kept)) else "district"


def begin_district(cursor: Cursor, district: District, member_id: str) -> None:
    """Add an empty district and put it on the screen, as part of a write. The others stay in the file.

    Raises DistrictError where the name is already used, or where the member may not (see `choose_district`).
    """
    require_role(cursor, current_district(cursor), member_id, Role.EDITOR)
    for held in read_districts(cursor):
        if held.district_id == district.district_id or same_name(held.name) == same_name(district.name):
            raise DistrictError(f"There is a district called '{held.name}' already.", next_step="Choose another name.")
    values = district.model_dump(include={"district_id", "name", "made_up"})
    cursor.execute(START, {**values, "changed_at": now(), "changed_by": member_id})
    cursor.execute(CHOOSE, {"district_id": district.district_id})
    note_change(cursor, district.district_id, member_id, "started", "district", (district.district_id,), None, values)


def start_district(database: Database, name: str, member_id: str, *, made_up: bool = False) -> str:
    """Begin an empty district and return its key; see `new_district` and `begin_district` for what they refuse."""
    district = new_district(database, name, made_up=made_up)
    with database.write(district.district_id) as cursor:
        begin_district(cursor, district, member_id)
    return district.district_id


@contextmanager
def opened(path: Path, holder: str) -> Iterator[Database]:
    """The file as `open_database` gives it, let go of afterwards; taken away where it was made for this and no district
    came into it."""
    new = not path.exists()
    database = open_database(path, holder)
    unused = False
    try:
        try:
            yield database
        finally:
            with database.read() as cursor:
                unused = new and not read_districts(cursor)
    finally:
        database.close()
        if unused:
            path.unlink()
