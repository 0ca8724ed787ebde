"""`make bench`: every ratio we promise, each pair measured in one run. Name one or more to run only those."""

import sys
from importlib import import_module

NAMES = ("allocation", "load", "screen")

for name in sys.argv[1:] or NAMES:
    for row in import_module(f"benchmarks.{name}").run():
        print(row, flush=True)
