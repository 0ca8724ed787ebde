"""Where a district's file is."""

import os
from pathlib import Path

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "sample_data"
MAPPINGS = PROJECT / "docs" / "mappings"


def database_path() -> Path:
    """CABINETMAKER_DATABASE where it is set, else 'planning.duckdb' in the program's folder."""
    return Path(os.environ.get("CABINETMAKER_DATABASE") or PROJECT / "planning.duckdb").absolute()


def backup_folder(path: Path) -> Path:
    """The folder 'backups' beside the file."""
    return path.parent / "backups"
