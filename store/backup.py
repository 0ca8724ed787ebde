"""Copies of the district file, made while it is open."""

from pathlib import Path

from data_models.errors import DistrictError
from store.database import Database, now


def back_up(database: Database, folder: Path) -> Path:
    """Write a copy of the whole file to `folder` and return its path. The copy is complete, or it is not there at all.

    Raises DistrictError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DistrictError(f"The folder '{folder}' cannot be made.", next_step="Choose another folder.") from error
    target = folder / f"{database.path.stem}-{now():%Y%m%d-%H%M%S-%f}.duckdb"
    unfinished = target.with_suffix(".unfinished")
    try:
        database.copy_to(unfinished)
        unfinished.rename(target)
    finally:
        for left in (unfinished, unfinished.with_name(f"{unfinished.name}.wal")):
            left.unlink(missing_ok=True)
    return target
