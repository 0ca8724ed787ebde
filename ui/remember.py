"""Work done once for the same data and settings, and shared by every window. What is kept is frozen."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from data_models.base import Result
from data_models.portfolio import Portfolio

P = ParamSpec("P")
T = TypeVar("T")

MOST_KEPT = 300


def remembered(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`work(*args, **kwargs)`, done once for equal arguments. `work` is a pure function of a module.

    Arguments are portfolios, what was worked out from one alone, results, and plain values.
    """
    kept: T = _kept(identity(work, *args, **kwargs), work, args, kwargs)
    return kept


def identity(work: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """What tells one call from another: the function, the data version, the settings."""
    parts = [f"{work.__module__}.{work.__qualname__}"]
    parts += [_name(arg) for arg in args]
    parts += [f"{name}={_name(arg)}" for name, arg in sorted(kwargs.items())]
    return "\n".join(parts)


def _name(value: Any) -> str:
    portfolio = value if isinstance(value, Portfolio) else getattr(value, "portfolio", None)
    if isinstance(portfolio, Portfolio):
        return f"{portfolio.district.district_id} {portfolio.version} {portfolio.today}"
    return value.model_dump_json() if isinstance(value, Result) else repr(value)


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _kept(name: str, _work: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]) -> Any:  # noqa: ARG001
    return _work(*_args, **_kwargs)
