"""What was chosen last under the same settings: when the data changes, the next plan stays near it."""

from collections import OrderedDict
from collections.abc import Collection
from threading import Lock

from data_models.plan import PlanSettings

MOST_KEPT = 300
"""A few windows, each with the plans of a long drag of a slider and those planned ahead."""


class Latest:
    """What plans chose, by district and settings; the newest are kept. Safe to use from many threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._lock = Lock()
        self._most = most
        self._kept: OrderedDict[tuple[str, PlanSettings], tuple[str, ...]] = OrderedDict()

    def keep(self, district_id: str, settings: PlanSettings, chosen: tuple[str, ...]) -> None:
        """Keep what a plan chose, in place of what one of the same settings chose before."""
        with self._lock:
            self._kept[district_id, settings] = chosen
            self._kept.move_to_end((district_id, settings))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def chosen(self, district_id: str, settings: PlanSettings, still_open: Collection[str]) -> tuple[str, ...]:
        """What was chosen last under these settings, or under those that were these but for pins of what is open no
        longer, as when a pinned purchase is ordered; empty where nothing was.
        """
        with self._lock:
            kept = tuple(self._kept.items())
        for (district, asked), chosen in reversed(kept):
            if district == district_id and _of_open(asked, still_open) == settings:
                return chosen
        return ()


def _of_open(settings: PlanSettings, still_open: Collection[str]) -> PlanSettings:
    if all(p in still_open for p in (*settings.pinned, *settings.ruled_out)):
        return settings
    return settings.model_copy(
        update={
            "pinned": tuple(p for p in settings.pinned if p in still_open),
            "ruled_out": tuple(p for p in settings.ruled_out if p in still_open),
        }
    )
