"""Circles among things that wait for each other, which planning looks for and the store refuses."""

from collections import defaultdict
from collections.abc import Mapping

Links = Mapping[str, tuple[str, ...]]
"""By key, the keys that it waits for; only keys that are in it themselves."""


def circles(links: Links) -> tuple[tuple[str, ...], ...]:
    """What waits for itself, each circle once, beginning with its smallest key, each key waiting for the next.

    Circles that share links are found in turn. What is left after all that wait for nothing are taken away (Kahn 1962)
    holds every circle; walking back from any of it ends in one. A circle's inner links are cut, and the rest is looked
    at again.
    """
    found: set[tuple[str, ...]] = set()
    cut = dict(links)
    while left := _waiting_for_ever(cut):
        seen: dict[str, int] = {}
        for number, start in enumerate(sorted(left)):
            path, key = [], start
            while key not in seen:
                seen[key] = number
                path.append(key)
                key = next(x for x in cut[key] if x in left)
            if seen[key] == number:
                circle = path[path.index(key) :]
                turn = circle.index(min(circle))
                found.add(tuple(circle[turn:] + circle[:turn]))
        for circle_ in found:
            for key in circle_:
                cut[key] = tuple(x for x in cut[key] if x not in circle_)
    return tuple(sorted(found))


def in_order(links: Links) -> list[str]:
    """Keys after all that they wait for, without those that wait for a circle."""
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for key, firsts in links.items():
        for first in firsts:
            followers[first].append(key)
    waits = {key: len(firsts) for key, firsts in links.items()}
    ready = [key for key in sorted(links) if not waits[key]]
    for key in ready:
        for follower in followers[key]:
            waits[follower] -= 1
            if not waits[follower]:
                ready.append(follower)
    return ready


def _waiting_for_ever(links: Links) -> set[str]:
    """Keys that wait, directly or not, for a circle."""
    order = set(in_order(links))
    return {key for key in links if key not in order}
