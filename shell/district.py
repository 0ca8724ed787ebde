"""Which district a command is about."""

from data_models.district import District
from data_models.errors import DistrictError
from store.database import Database
from store.district import current_district, read_districts, same_name


def looked_at(database: Database, name: str) -> District:
    """The district of that name or key, or the one on the screen where none is named. DistrictError where there is
    none, or several have the name.
    """
    if found := _found(database, name):
        return found
    if not name:
        raise DistrictError("There is no district yet.", next_step="Start with: python manage.py sample")
    with database.read() as cursor:
        names = ", ".join(district.name for district in read_districts(cursor)) or "none yet"
    raise DistrictError(f"There is no district called '{name}'.", where=f"The file holds: {names}.")


def loaded_into(database: Database, name: str) -> tuple[str, str]:
    """(key, name) of the district to load into, as `looked_at`; the key is empty where it is new.

    The made-up district is never loaded into by chance: DistrictError where it would be, there is none to load into, or
    several have the name.
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
    """The district of that key, else of that name, or the one on the screen where none is named; none where the file
    has no such one. DistrictError where several have the name.
    """
    with database.read() as cursor:
        held, on_screen = read_districts(cursor), current_district(cursor)
    by_key = {district.district_id: district for district in held}
    if found := by_key.get(name.strip() if name else on_screen):
        return found
    named = [district for district in held if same_name(district.name) == same_name(name)]
    if len(named) > 1:
        keys = ", ".join(sorted(district.district_id for district in named))
        raise DistrictError(f"{len(named)} districts are called '{name}'.", next_step=f"Name one by its key: {keys}.")
    return named[0] if named else None
