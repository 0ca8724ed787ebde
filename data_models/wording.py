"""A number and what it counts, said alike in files, plans and on the screen."""


def counted(number: int, one: str, many: str = "") -> str:
    """1 need, 18,240 learners, -1 learner; 1 entry names, 2 entries name. many: where it is not `one` with an s."""
    return f"{number:,} {one if abs(number) == 1 else many or one + 's'}"
