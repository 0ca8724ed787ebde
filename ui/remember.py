"""Work done once for the same data and settings, and shared by every window. What is kept is frozen."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

import streamlit as st

from data_models.base import Result
from data_models.portfolio import Portfolio

P = ParamSpec("P")
T = TypeVar("T")

VERSIONS_KEPT, MOST_KEPT = 4, 300
"""Data versions of which anything is kept, as many as portfolios are, and results of each: ten thousand records make
results of many megabytes, and nobody asks for those of versions gone by.
"""


def remembered(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`work(*args, **kwargs)`, done once for equal arguments. `work` is a pure function of a module.

    Arguments are portfolios, what was worked out from one alone, results, and plain values.
    """
    of = next((_name(arg) for arg in (*args, *kwargs.values()) if _portfolio(arg)), "")
    once: _Once[T] = _shelf(of).once(identity(work, *args, **kwargs))
    return once.value(lambda: work(*args, **kwargs))


def identity(work: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """What tells one call from another: the function, the data version, the settings."""
    parts = [f"{work.__module__}.{work.__qualname__}"]
    parts += [_name(arg) for arg in args]
    parts += [f"{name}={_name(arg)}" for name, arg in sorted(kwargs.items())]
    return "\n".join(parts)


def _name(value: Any) -> str:
    if portfolio := _portfolio(value):
        return f"{portfolio.district.district_id} {portfolio.version} {portfolio.today}"
    return value.model_dump_json() if isinstance(value, Result) else repr(value)


def _portfolio(value: Any) -> Portfolio | None:
    """The portfolio that a value is or was worked out from, none for others."""
    found = value if isinstance(value, Portfolio) else getattr(value, "portfolio", None)
    return found if isinstance(found, Portfolio) else None


class _Once(Generic[T]):
    """One result, worked out by whoever asks first; the others wait for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: list[T] = []

    def value(self, work: Callable[[], T]) -> T:
        """The result; where `work` raises, the next who asks tries again."""
        with self._lock:
            if not self._found:
                self._found.append(work())
            return self._found[0]


class _Shelf:
    """The results of one data version, by name; those not asked for longest go first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, _Once[Any]] = OrderedDict()

    def once(self, name: str) -> _Once[Any]:
        """The result of this name, to be worked out or not."""
        with self._lock:
            found = self._kept.setdefault(name, _Once())
            self._kept.move_to_end(name)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return found


@st.cache_resource(max_entries=VERSIONS_KEPT, show_spinner=False)
def _shelf(of: str) -> _Shelf:  # noqa: ARG001
    return _Shelf()
