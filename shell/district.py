"""Which district a command is about."""

from data_models.district import District
from data_models.errors import DistrictError
from store.database import Database
from store.district import current_district, read_districts


def looked_at(database: Database, name: str) -> District:
    """The district of that name, or the one on the screen where none is named. DistrictError where there is none."""
    if found := _found(database, name):
        return found
    if not name:
        raise DistrictError("There is no district yet.", next_step="Start with: python manage.py sample")
    with database.read() as cursor:
        names = ", ".join(district.name for district in read_districts(cursor)) or "none yet"
    raise DistrictError(f"There is no district called '{name}'.", where=f"The file holds: {names}.")


def loaded_into(database: Database, name: str) -> tuple[str, str]:
    """(key, name) of the district to load into, as `looked_at`; the key is empty where it is new.

    The made-up district is never loaded into by chance: DistrictError where it would be, or there is none to load into.
    """
    found = _found(database, name)
    if name:
        return (found.district_id, found.name) if found else ("", name.strip())
    if not found or found.made_up:
        raise DistrictError(
            "The made-up sample district is on the screen." if found else "There is no district yet.",
            next_step='Name yours, and it is started: --district "Maple River Unified".',
        )
    return found.district_id, found.name


def _found(database: Database, name: str) -> District | None:
    """The district of that name, or the one on the screen where none is named; none where the file has no such one."""
    with database.read() as cursor:
        held, on_screen = read_districts(cursor), current_district(cursor)
    wanted = name.strip().casefold()
    return next((d for d in held if (d.name.casefold() == wanted if name else d.district_id == on_screen)), None)
