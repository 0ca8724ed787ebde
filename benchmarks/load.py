"""Loading: a ledger of a million rows validated and written, against pandera on polars that only validates it.

The ledger has $ and commas in its amounts, ISO and American dates mixed in one column, and 1 % bad rows, each of which
both must name. Both read the same file, free cells of blanks around them, read amounts, dates and years, and check the
same: what every row needs, kinds, funds that exist, years and dates in range, unique keys, how amounts are written and
how long texts may be.
Ours besides decides separators, encoding and the order of dates from the file, keeps the bad rows with their reasons,
and writes the good ones to a district file that lasts.
Each run is a process of its own, turn and turn about; what is timed begins after the imports.
"""

import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.report import Row
from data_models.base import LINE, TEXT

ROWS = 1_000_000
BAD_ONE_IN = 100
RUNS = 5
BAR = 1.5
MOST_MEGABYTES = 1000
FUNDS = ("0000", "3010", "4035", "4127", "3310", "6300", "9010", "0001", "0002", "0003", "0004", "0005")
AMOUNT = r"^(-?\$?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\(\$?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?\))$"
"""Commas stand between thousands: without this, "12,5" would pass as 125. Ours reads more forms than these."""
HEADINGS = (
    "Journal ID", "Account string", "Fund", "Fiscal year", "Posting date", "Type", "Amount", "Function", "Object",
    "Goal", "School", "Vendor", "Memo",
)  # fmt: skip


def run() -> Iterator[Row | str]:
    """A line for each pair of runs, then the medians against the bar, and the memory."""
    ours, theirs, megabytes = [], [], []
    with tempfile.TemporaryDirectory(prefix="cabinetmaker-bench-") as folder:
        ledger = Path(folder) / "ledger_entries.csv"
        write_ledger(ledger)
        for number in range(RUNS):
            their, our = _measure("pandera", ledger), _measure("load", ledger)
            theirs.append(their["seconds"])
            ours.append(our["seconds"])
            megabytes.append(our["megabytes"])
            if their["bad"] != our["bad"]:
                raise AssertionError(f"pandera names {their['bad']} rows, loading {our['bad']}")
            yield (
                f"  run {number}: loading {our['seconds']:.2f} s ({_memory(our)}), pandera on polars "
                f"{their['seconds']:.2f} s ({_memory(their)}); both name {our['bad']:,.0f} bad rows"
            )
    yield Row(
        f"load: {ROWS:,} rows validated and written", "pandera on polars, validating only",
        statistics.median(ours), statistics.median(theirs), "s", BAR,
    )  # fmt: skip
    if all(megabytes):
        yield Row("load: memory", "what we promise", max(megabytes), MOST_MEGABYTES, "MB", 1.0)
    else:
        yield "load: memory was not measured, because Windows does not tell it"


def _memory(run: dict[str, float]) -> str:
    return f"{run['megabytes']:.0f} MB" if run["megabytes"] else "memory not measured"


def _peak() -> float:
    """The most memory this process had, in MB; 0 on Windows, which has no module that tells."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


def write_ledger(path: Path, rows: int = ROWS) -> None:
    """The ledger, the same each time."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(HEADINGS)
        for number in range(rows):
            write(_entry(chance, number))


def _entry(chance: random.Random, number: int) -> list[str]:
    fund, year = chance.choice(FUNDS), chance.choice((2025, 2026, 2027))
    month, day, cents = chance.randint(1, 12), chance.randint(1, 28), chance.randint(1, 99_999_999)
    on = f"{year}-{month:02d}-{day:02d}" if number % 2 else f"{month}/{day}/{year}"
    amount = f"${cents // 100:,}.{cents % 100:02d}"
    amount = f"({amount})" if number % 10 == 0 else amount
    kind, code, site = chance.choice(("actual", "budget", "encumbrance")), chance.choice(("4300", "5800")), "0101"
    entry = [f"JE-{number:07d}", f"01-{fund}-0-1110-1000-{code}-{site}", fund, str(year), on, kind, amount,
             "1000", code, "1110", site, f"Vendor {number % 500}", f"Licences {number % 1000}"]  # fmt: skip
    if number % BAD_ONE_IN == BAD_ONE_IN // 2:
        at, wrong = chance.choice(((6, "12,5OO"), (4, "2026-13-45"), (5, "actuel"), (2, "77"), (3, "FY")))
        entry[at] = wrong
    return entry


def _measure(which: str, ledger: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", which, str(ledger)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def load(ledger: Path) -> tuple[float, int]:
    """(seconds to validate and write, rows set aside)."""
    from store.database import open_database
    from store.loading import NamedFile, apply_load, read_source
    from store.member import LOCAL

    funds = "fund_id,name\n" + "".join(f"{fund},Fund {fund}\n" for fund in FUNDS)
    with tempfile.TemporaryDirectory(prefix="cabinetmaker-bench-") as folder:
        database = open_database(Path(folder) / "district.duckdb")
        with read_source(database, NamedFile("funds.csv", funds.encode())) as reading:
            apply_load(database, "bench", reading, LOCAL)
        began = time.perf_counter()
        with read_source(database, ledger) as reading:
            done = apply_load(database, "bench", reading, LOCAL)
        seconds = time.perf_counter() - began
        database.close()
    return seconds, done.changes[0].set_aside


def pandera(ledger: Path) -> tuple[float, int]:
    """(seconds to validate, rows that fail)."""
    import pandera.polars as pa
    import polars as pl

    began = time.perf_counter()
    text = pl.read_csv(ledger, infer_schema=False).with_columns(pl.all().str.strip_chars())
    amount = pl.col("Amount").str.replace_all(r"[$,() ]", "").cast(pl.Decimal(18, 2), strict=False)
    on = pl.col("Posting date")
    american = pl.col("Posting date").str.to_date("%m/%d/%Y", strict=False)
    typed = text.with_columns(
        pl.when(pl.col("Amount").str.starts_with("(")).then(-amount).otherwise(amount).alias("amount"),
        pl.coalesce(on.str.to_date("%Y-%m-%d", strict=False), american).alias("date"),
        pl.col("Fiscal year").cast(pl.Int32, strict=False).alias("year"),
    )
    line, memo = pa.Check.str_length(max_value=LINE), pa.Check.str_length(max_value=TEXT)
    schema = pa.DataFrameSchema({
        "Journal ID": pa.Column(pl.String, line, unique=True),
        "Account string": pa.Column(pl.String, line),
        "Fund": pa.Column(pl.String, pa.Check.isin(FUNDS)),
        "year": pa.Column(pl.Int32, pa.Check.in_range(1900, 2200)),
        "date": pa.Column(pl.Date, pa.Check.in_range(date(1900, 1, 1), date(2200, 12, 31))),
        "Type": pa.Column(pl.String, pa.Check.isin(("actual", "budget", "encumbrance"))),
        "amount": pa.Column(pl.Decimal(18, 2)),
        "Amount": pa.Column(pl.String, pa.Check.str_matches(AMOUNT)),
        **{heading: pa.Column(pl.String, line) for heading in ("Function", "Object", "Goal", "School", "Vendor")},
        "Memo": pa.Column(pl.String, memo),
    })  # fmt: skip
    failed = 0
    try:
        schema.validate(typed, lazy=True)
    except pa.errors.SchemaErrors as errors:
        failed = errors.failure_cases["index"].n_unique()
    return time.perf_counter() - began, failed


if __name__ == "__main__":
    took, bad = {"load": load, "pandera": pandera}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"seconds": took, "bad": bad, "megabytes": _peak()}))
