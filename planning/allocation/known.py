"""Answers already found: the same problem asked again is not begun anew, and never answered worse.

Most edits of a district's records, a title or a comment, change nothing that the allocation looks at: the plan on the
screen stays what it was, and what was proven stays proven.
"""

from collections import deque
from threading import Lock

from planning.allocation.problem import Allocation, AllocationProblem

MOST_KEPT = 24
"""A few windows, each with the plans one step to either side."""


class Known:
    """The newest problems and the best answer to each. Safe to use from many threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._lock = Lock()
        self._kept: deque[tuple[AllocationProblem, Allocation]] = deque(maxlen=most)

    def best(self, problem: AllocationProblem) -> Allocation | None:
        """The best answer so far to a problem equal to this one, or none."""
        with self._lock:
            kept = tuple(self._kept)
        return next((answer for asked, answer in kept if asked == problem), None)

    def keep(self, problem: AllocationProblem, answer: Allocation) -> None:
        """Keep an answer, in place of an older one to the same problem."""
        with self._lock:
            kept = [pair for pair in self._kept if pair[0] != problem]
            self._kept.clear()
            self._kept.extend([*kept, (problem, answer)])
