"""A whole file that cannot be read: raised inside loading, shown as a problem."""

from data_models.load import Problem


class Refusal(Exception):
    """Why a file is not read, and what to do. `problem` says it for the preview."""

    def __init__(self, file: str, reason: str, remedy: str) -> None:
        self.problem = Problem(file=file, reason=reason, remedy=remedy)
        super().__init__(self.problem.sentence)
