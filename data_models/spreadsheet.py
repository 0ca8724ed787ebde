"""What a spreadsheet would run, and cells that it takes for text."""

import re

RUNS = "([ \t\r\n\v\f\u00a0\u3000\ufeff'\"]*[=+@＝＋＠－-]|'*[\t\r\n])"
"""How a cell begins that some spreadsheet runs: blanks and quotation marks before a formula are looked past."""


def safe(cell: str) -> str:
    """The cell as text that no spreadsheet runs."""
    return f"'{cell}" if re.match(RUNS, cell) else cell


def as_it_was(cell: str) -> str:
    """The cell before it was made safe."""
    return cell[1:] if re.match(f"'{RUNS}", cell) else cell
