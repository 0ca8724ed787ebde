"""Figures inside the store's sentences."""


def counted(number: int, one: str, many: str = "") -> str:
    """1 row, 12 rows; 1 entry names, 2 entries name. many: where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
