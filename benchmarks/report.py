"""One line of the report: ours, the other, and their ratio, measured side by side in one run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A pair of medians in the same unit. `most` is the ratio we mean to stay under."""

    what: str
    against: str
    ours: float
    other: float
    unit: str
    most: float

    @property
    def ratio(self) -> float:
        """Ours over the other; under 1 is faster than the other."""
        return self.ours / self.other

    def __str__(self) -> str:
        verdict = "kept" if self.ratio <= self.most else "MISSED"
        return (
            f"{self.what:<34} {self.ours:>9.3f} {self.unit:<3} against {self.against:<26} {self.other:>9.3f} "
            f"{self.unit:<3} ratio {self.ratio:>6.2f}  bar {self.most:.2f} {verdict}"
        )
