"""What is loaded at a shell in tests."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

PURCHASES = "purchase_id,title\nP-1,Screener\nP-2,Robots\n"
COSTS = "cost_line_id,purchase_id,fiscal_year,category,amount\nC1,P-1,2027,software,12OO\nC2,P-2,2027,software,10\n"

Run = Callable[..., Result]


def written(folder: Path, **files: str) -> Path:
    """A folder with these CSV files, by name."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
