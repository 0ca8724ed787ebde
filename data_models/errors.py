"""The one error that a person may see."""


class DistrictError(Exception):
    """Something a person can mend: what happened, where, and what to do next. Shown without a traceback."""

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what, self.where, self.next_step = what, where, next_step
        super().__init__(" ".join(part for part in (what, where, next_step) if part))
