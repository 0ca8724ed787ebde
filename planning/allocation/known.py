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
        """Keep an answer, in place of an older one to the same problem that is not better."""
        with self._lock:
            known = [older for asked, older in self._kept if asked == problem]
            kept = [pair for pair in self._kept if pair[0] != problem]
            self._kept.clear()
            self._kept.extend([*kept, (problem, better(answer, *known))])


def better(*answers: Allocation) -> Allocation:
    """The best of some answers to one problem: most pins kept, proven, most valuable; the first where they tie."""
    return max(answers, key=lambda answer: (-len(answer.left_out), answer.optimal, answer.value))
