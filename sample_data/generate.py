"""Makes the sample district's long tables: ratings, staff hours, capacity and the ledger. Run from anywhere.

What they are made from is in generate.yaml, contracts.csv, fund_years.csv and sites.csv, all written by hand. The
same input gives the same bytes: every table has its own seeded random numbers.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Row = dict[str, str]


def main() -> None:
    """Write the four tables beside this file."""
    plan = yaml.safe_load((HERE / "generate.yaml").read_text(encoding="utf-8"))
    write("ratings", ratings(plan["ratings"], plan["seed"]))
    write("staff_hours", staff_hours(plan["hours"]))
    write("capacity", capacity(plan["hours"]))
    write("ledger_entries", ledger(plan["ledger"], plan["seed"]))


def read(table: str) -> list[Row]:
    """The rows of one hand-written table."""
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(table: str, rows: Iterable[Row]) -> None:
    """Write one table; the first row's keys are the heading."""
    rows = list(rows)
    with (HERE / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# Ratings


def ratings(plan: dict[str, Any], seed: int) -> Iterator[Row]:
    """One row for each level given: those with a comment as written, the others drawn around the purchase's aim."""
    rng = random.Random(f"ratings {seed}")
    said = {(p, m, c): (level, words) for p, m, c, level, words in plan["comments"]}
    aims = plan["purchases"]
    for purchase in read("purchases"):
        purchase_id = purchase["purchase_id"]
        for member, habits in plan["members"].items():
            when = datetime(2026, 10, 12, 7, 30) + timedelta(days=rng.randrange(38), minutes=rng.randrange(600))
            takes_part = {side: rng.random() < habits[side] for side in ("academic", "technical")}
            for criterion in read("criteria"):
                key = (purchase_id, member, criterion["criterion_id"])
                drawn = draw(rng, criterion, habits["tone"], plan["criteria"][key[2]], aims.get(purchase_id))
                skipped = not takes_part[criterion["side"]] or rng.random() < 0.06
                if key in said:
                    level, words = said[key]
                elif skipped or drawn is None:
                    continue
                else:
                    level, words = drawn, ""
                when += timedelta(minutes=1 + rng.randrange(3))
                yield rating_row(key, level, words, when)


def draw(rng: random.Random, criterion: Row, tone: float, lean: float, aim: list[float] | None) -> int | None:
    """A level 0-4 near the purchase's aim; none where nobody was asked to rate it."""
    chance = rng.gauss(0, 1)
    if aim is None:
        return None
    academic, technical, spread = aim
    goodness = (academic if criterion["side"] == "academic" else technical) / 25 + tone + lean + chance * spread
    level = min(4, max(0, round(goodness)))
    return 4 - level if criterion["direction"] == "less is better" else level


def rating_row(key: tuple[str, str, str], level: int, words: str, when: datetime) -> Row:
    """One row of ratings; `key` is purchase, member, criterion."""
    purchase, member, criterion = key
    return {
        "member_id": member,
        "purchase_id": purchase,
        "criterion_id": criterion,
        "round": "1",
        "level": str(level),
        "comment": words,
        "rated_at": f"{when:%Y-%m-%d %H:%M}",
    }


# Hours


def month_after(month: date, count: int) -> date:
    """First day of the month `count` months later."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


TAKERS = {"project_id": "PR-", "purchase_id": "P-", "contract_id": "C-"}


def staff_hours(plan: dict[str, Any]) -> Iterator[Row]:
    """One row for each taker, role and month: projects and purchases, then the contracts that are running."""
    number = 0
    first_month = f"{plan['first_month']:%Y-%m}"
    takers: dict[str, dict[str, list[Any]]] = plan["takers"] | {
        contract: {role: [first_month, *[hours] * plan["months"]] for role, hours in roles.items()}
        for contract, roles in plan["running"].items()
    }
    for taker, roles in takers.items():
        for role, (first, *hours) in roles.items():
            start = date.fromisoformat(f"{first}-01")
            for count, amount in enumerate(hours):
                number += 1
                yield {
                    "staff_hours_id": f"H-{number:04d}",
                    **{column: taker if taker.startswith(sign) else "" for column, sign in TAKERS.items()},
                    "role": role,
                    "month": month_after(start, count).isoformat(),
                    "hours": str(amount),
                }


def capacity(plan: dict[str, Any]) -> Iterator[Row]:
    """What each role has in each month, to the full hour, and on top what running contracts takes."""
    for role, full in plan["capacity"].items():
        running = sum(roles.get(role, 0) for roles in plan["running"].values())
        for count in range(plan["months"]):
            month = month_after(plan["first_month"], count)
            yield {"role": role, "month": month.isoformat(), "hours": str(round(full * plan["season"][month.month]) + running)}


# Ledger


def ledger(plan: dict[str, Any], seed: int) -> Iterator[Row]:
    """Every entry, by date, with its number; each fund's year adds up to its totals to the cent."""
    rng = random.Random(f"ledger {seed}")
    entries: list[Row] = []
    for year, count in plan["entries"].items():
        years = {fund: totals[year] for fund, totals in plan["totals"].items() if year in totals}
        shares = split(rng, count - 60 * len(years), [totals[1] for totals in years.values()])
        for (fund, totals), share in zip(years.items(), shares, strict=True):
            entries += fund_year(Books(plan, rng, fund, year), [cents(t) for t in totals], share + 60)
    entries.sort(key=lambda e: (e["entry_date"], e["fund_id"], e["kind"], e["amount"], e["description"]))
    for number, entry in enumerate(entries, 1):
        yield {"entry_id": f"JE-{100_000 + number}", **entry}


def cents(amount: float) -> int:
    """Dollars as whole cents."""
    return round(amount * 100)


def split(rng: random.Random, whole: int, weights: list[float], jitter: float = 0.0) -> list[int]:
    """`whole` in parts as the weights say, exactly; `jitter` varies the weights."""
    drawn = [w * rng.lognormvariate(0, jitter) if jitter else w for w in weights]
    total, used, parts = sum(drawn), 0.0, [0]
    for weight in drawn:
        used += weight
        parts.append(round(whole * used / total))
    return [b - a for a, b in pairwise(parts)]


class Books:
    """Writes the entries of one fund in one fiscal year."""

    def __init__(self, plan: dict[str, Any], rng: random.Random, fund: str, year: int) -> None:
        self.rng, self.fund, self.year = rng, fund, year
        self.prefix, award = plan["accounts"][fund]
        self.award = str(year % 10) if award == "year" else award
        self.buys = plan["buys"][fund]
        self.first = date(year - 1, 7, 1)
        self.last = min(date(year, 6, 30), plan["last_day"])
        self.now = self.last == plan["last_day"]
        self.orders = [o for o in plan["orders"] if o[0] == fund and self.first <= o[1] <= self.last]
        self.sites = [(s["site_id"], int(s["enrolment"])) for s in read("sites")]

    def day(self) -> date:
        """A working day of the year so far."""
        day = self.first + timedelta(days=self.rng.randrange((self.last - self.first).days + 1))
        back = max(0, day.weekday() - 4)
        return day - timedelta(days=back) if day - timedelta(days=back) >= self.first else day

    def entry(self, kind: str, amount: int, day: date, buy: list[Any], site: str, vendor: str, words: str) -> Row:
        """One row of the ledger, `amount` in cents, with the account string that its parts make."""
        object_, function, goal = buy[:3]
        account = f"{self.prefix}-{self.award}-{goal}-{function}-{object_}-{site or '0000'}"
        return {
            "account": account,
            "fund_id": self.fund,
            "fiscal_year": str(self.year),
            "entry_date": day.isoformat(),
            "kind": kind,
            "amount": f"{Decimal(amount) / 100:.2f}",
            "function": function,
            "object": object_,
            "goal": goal,
            "site_id": site,
            "vendor": vendor,
            "description": words,
        }

    def drawn(self, kind: str, amount: int, day: date) -> Row:
        """An entry for something the fund buys, at a school where it teaches and district-wide where it does not."""
        buy = self.rng.choice(self.buys)
        schools = [s for s, _ in self.sites]
        teaches = buy[1] in ("1000", "1120", "1130", "2420")
        site = self.rng.choices(schools, [n for _, n in self.sites])[0] if teaches else ""
        words = "Adopted budget" if kind == "budget" else self.rng.choice(buy[4])
        vendor = "" if kind == "budget" else self.rng.choice(buy[3])
        return self.entry(kind, amount, day, buy, site, vendor, words)

    def spread(self, kind: str, whole: int, count: int) -> list[Row]:
        """`count` entries that add up to `whole`."""
        parts = split(self.rng, whole, [1.0] * count, jitter=0.9)
        days = [self.first if kind == "budget" else self.day() for _ in parts]
        return [self.drawn(kind, amount, day) for amount, day in zip(parts, days, strict=True)]

    def contracts(self) -> tuple[list[Row], list[Row]]:
        """(paid, promised): each contract of the fund once a year, on the day of the year it began."""
        paid, promised = [], []
        for contract in read("contracts"):
            cost, starts = cents(float(contract["yearly_cost"])), date.fromisoformat(contract["starts"])
            due = starts.replace(year=self.year - 1 if starts.month >= 7 else self.year)
            if contract["fund_id"] != self.fund or not cost or due < starts:
                continue
            buy = ["5800", "7700", "0000"]
            made = (contract["vendor"], f"{contract['title']}, year from {due}")
            if due <= self.last:
                paid.append(self.entry("actual", cost, due, buy, "", *made))
            elif self.now:
                promised.append(self.entry("encumbrance", cost, self.first, buy, "", *made))
        return paid, promised


def fund_year(books: Books, totals: list[int], count: int) -> list[Row]:
    """`count` entries: the budget, what is spent (a quarter of it first promised) and what is promised still."""
    budget, spent, promised = totals
    paid, due = books.contracts()
    due += [books.entry("encumbrance", cents(o[2]), o[1], [o[3], "1000", "1110"], "", o[4], o[5]) for o in books.orders]
    lines = max(8, count // 25)
    open_orders = max(4, count // 12) if promised else 0
    left = count - lines - open_orders - len(paid) - len(due)
    pairs = left // 6
    actuals = books.spread("actual", spent - total(paid), left - 2 * pairs)
    for actual in actuals[:pairs]:
        due += promise_and_release(books, actual)
    budgets = books.spread("budget", budget, lines)
    still = books.spread("encumbrance", promised - total(due), open_orders) if open_orders else []
    return budgets + paid + due + actuals + still


def promise_and_release(books: Books, actual: Row) -> Iterator[Row]:
    """The order behind a payment: promised some weeks before, released when it is paid."""
    paid_on = date.fromisoformat(actual["entry_date"])
    ordered = max(books.first, paid_on - timedelta(days=books.rng.randrange(7, 50)))
    yield actual | {"kind": "encumbrance", "entry_date": ordered.isoformat()}
    yield actual | {"kind": "encumbrance", "amount": str(-Decimal(actual["amount"]))}


def total(rows: list[Row]) -> int:
    """Sum in cents."""
    return int(sum(Decimal(r["amount"]) for r in rows) * 100)


if __name__ == "__main__":
    main()
