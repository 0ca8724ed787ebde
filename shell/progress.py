"""Work that takes a while, with a bar that says how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def bar(label: str) -> Iterator[Callable[[float, str], None]]:
    """A progress bar at a terminal, nothing elsewhere."""
    with click.progressbar(length=100, label=label) as bar:
        yield lambda share, _words: bar.update(int(share * 100) - bar.pos)
