"""Overlaps: contracts that may serve the same purpose as another contract or as a purchase that is still open.

Suggestions only, as questions with the dollars. Two things may overlap where most words of their purposes are the same,
spelled alike or one the beginning of the other (math, mathematics), where they share a category, and where they share
a grade. What is not on record rules nothing out. Method: Dice's coefficient of the purposes' words; spelling by the
normalized indel similarity of rapidfuzz.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data_models.contract import Contract
from data_models.overlap import Answer, Overlap
from data_models.portfolio import Portfolio
from data_models.purchase import OPEN_STAGES, Category, Purchase
from planning.wording import cents, dollars, grade_order, grade_words

SPELLED_ALIKE = 85
"""Percent of two words' letters from which on they are one word, spelled in two ways."""

BEGINNING = 4
"""Letters from which on a word that begins another is short for it."""

SAME_PURPOSE = 0.8
"""Dice's coefficient from which on two purposes are asked about: both words of two, or two of two and three."""

MOST = 3
"""Contracts that one thing is asked about: the most alike first, then the dearest."""

MOST_ALIKE = 4096
"""Grades, purposes and costs in words that are kept, as thousands of contracts share them."""

SMALL_WORDS = frozenset(["a", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


class _Kind(NamedTuple):
    """What tells apart things that overlap from those that do not; categories and grades as bits, 0 where unknown."""

    words: frozenset[str]
    categories: int
    grades: int

    def meets(self, other: "_Kind") -> bool:
        """Whether they share a category and a grade, as far as both are on record."""
        return bool(
            (self.categories & other.categories or not (self.categories and other.categories))
            and (self.grades & other.grades or not (self.grades and other.grades))
        )


def overlaps(portfolio: Portfolio) -> tuple[Overlap, ...]:
    """Every pair to ask about, the most dollars first, then by keys; pairs answered 'not the same' are left out.

    Of two contracts the one that costs less comes first, as the least that ending one of them would save. Each
    contract and each purchase is asked about at most `MOST` contracts, so that thousands of like contracts stay quick.
    """
    held = sorted(portfolio.contracts, key=lambda c: (-c.yearly_cost, c.contract_id))
    asked = [p for p in portfolio.purchases if p.stage in OPEN_STAGES]
    things: list[Contract | Purchase] = [*held, *asked]
    kinds = _kinds(portfolio, things)
    members: defaultdict[_Kind, list[int]] = defaultdict(list)
    for place, kind in enumerate(kinds[: len(held)]):
        members[kind].append(place)
    near, apart = _near(set(kinds), members), _apart(portfolio)
    best: dict[tuple[_Kind, int], list[tuple[float, int]]] = {}
    pairs: dict[tuple[int, int], float] = {}
    for place, (thing, kind) in enumerate(zip(things, kinds, strict=True)):
        skip = apart.get((thing.table, _key(thing)), frozenset())
        most = MOST + 1 + len(skip)
        if (kind, most) not in best:
            best[kind, most] = nsmallest(most, ((-dice, p) for dice, k in near[kind] for p in members[k][:most]))
        kept = [(dice, other) for dice, other in best[kind, most] if other != place and _key(held[other]) not in skip]
        pairs |= {(min(place, other), max(place, other)): -dice for dice, other in kept[:MOST]}
    grades = _grades(portfolio)
    found = [_overlap(held[one], things[other], alike, grades) for (one, other), alike in pairs.items()]
    return tuple(sorted(found, key=lambda o: (-o.dollars, o.contract_id, o.other_table, o.other_key)))


def _key(thing: Contract | Purchase) -> str:
    return thing.contract_id if isinstance(thing, Contract) else thing.purchase_id


def _apart(portfolio: Portfolio) -> Mapping[tuple[str, str], Collection[str]]:
    """By thing, the contracts that somebody said are not the same."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for said in portfolio.overlap_answers:
        if said.answer is Answer.NOT_THE_SAME:
            found[said.other_table, said.other_key].add(said.contract_id)
            if said.other_table == Contract.table:
                found[Contract.table, said.contract_id].add(said.other_key)
    return found


def _kinds(portfolio: Portfolio, things: Sequence[Contract | Purchase]) -> list[_Kind]:
    said = [_words(thing.purpose or thing.title) for thing in things]
    spelling = _spellings({word for words in said for word in words})
    categories: defaultdict[str, set[Category]] = defaultdict(set)
    for line in portfolio.cost_lines:
        categories[line.purchase_id].add(line.category)
    by_purchase = _grades(portfolio)
    sorts = [{t.category} if isinstance(t, Contract) else categories[t.purchase_id] for t in things]
    grades = [t.grades if isinstance(t, Contract) else by_purchase[t.purchase_id] for t in things]
    sort_bits, grade_bits = {c: 1 << n for n, c in enumerate(Category)} | {Category.OTHER: 0}, _bits(grades)
    return [
        _Kind(
            frozenset(spelling[w] for w in words), sum(sort_bits[c] for c in sort), sum(grade_bits[g] for g in taught)
        )
        for words, sort, taught in zip(said, sorts, map(set, grades), strict=True)
    ]


def _bits(words: Iterable[Iterable[str]]) -> dict[str, int]:
    """A bit for each word there is."""
    return {word: 1 << n for n, word in enumerate(sorted({word for some in words for word in some}))}


def _grades(portfolio: Portfolio) -> dict[str, frozenset[str]]:
    """By purchase, the grades of its needs, at its sites as far as that leaves any; empty where a need names none."""
    needs = {n.need_id: frozenset(n.grades) for n in portfolio.needs}
    sites = {s.site_id: frozenset(s.grades) for s in portfolio.sites}
    found = {}
    for purchase in portfolio.purchases:
        asked = [needs.get(n, frozenset()) for n in purchase.need_ids]
        taught = [sites.get(s, frozenset()) for s in purchase.site_ids]
        wanted = frozenset().union(*asked) if all(asked) else frozenset()
        there = frozenset().union(*taught) if all(taught) else frozenset()
        found[purchase.purchase_id] = (wanted & there) or wanted or there
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w\w+", text.casefold())) - SMALL_WORDS


def _spellings(words: Iterable[str]) -> dict[str, str]:
    """Each word with the one it stands for: the first, shorter ones first, that begins it or is spelled alike.

    Only words with the same first letter are compared: misspellings of it are rare, and it keeps this quick.
    """
    first: defaultdict[str, list[str]] = defaultdict(list)
    found: dict[str, str] = {}
    for word in sorted(words, key=lambda word: (len(word), word)):
        begun = next((found[word[:n]] for n in range(BEGINNING, len(word)) if found.get(word[:n]) == word[:n]), None)
        alike = process.extractOne(word, first[word[0]], scorer=fuzz.ratio, score_cutoff=SPELLED_ALIKE)
        found[word] = begun or (alike[0] if alike else word)
        if found[word] == word:
            first[word[0]].append(word)
    return found


def _near(kinds: set[_Kind], held: Iterable[_Kind]) -> dict[_Kind, list[tuple[float, _Kind]]]:
    """For each kind, (Dice's coefficient, kind) of the contracts' kinds that may overlap with it.

    Two sets of words that are alike share two of the rarest words of each (prefix filtering; Chaudhuri, Ganti &
    Kaushik 2006), or are one word and the same, so only those are compared.
    """
    by_words: defaultdict[frozenset[str], list[_Kind]] = defaultdict(list)
    for kind in held:
        by_words[kind.words].append(kind)
    often = Counter(word for kind in kinds for word in kind.words)
    having: defaultdict[tuple[str, ...], list[frozenset[str]]] = defaultdict(list)
    for words in by_words:
        for some in _telling(words, often):
            having[some].append(words)
    alike = {words: _alike(words, having, often) for words in {kind.words for kind in kinds}}
    return {
        kind: [(dice, other) for dice, words in alike[kind.words] for other in by_words[words] if kind.meets(other)]
        for kind in kinds
    }


def _telling(words: frozenset[str], often: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Pairs of the rarest words, of which two alike purposes share one at least; the word itself where it is alone.

    What is alike shares `least` words, so the two rarest of those are among all but the `least` - 2 commonest. One word
    is never alike to two.
    """
    least = -int(-SAME_PURPOSE / (2 - SAME_PURPOSE) * len(words) // 1)
    rare = sorted(words, key=lambda word: (often[word], word))[: len(words) - least + 2]
    return list(combinations(rare, 2)) or [(word,) for word in rare]


def _alike(
    words: frozenset[str], having: Mapping[tuple[str, ...], list[frozenset[str]]], often: Mapping[str, int]
) -> list[tuple[float, frozenset[str]]]:
    near = {other for some in _telling(words, often) for other in having.get(some, ())}
    found = ((2 * len(words & other) / (len(words) + len(other)), other) for other in near)
    return sorted(((dice, other) for dice, other in found if dice >= SAME_PURPOSE), key=lambda f: (-f[0], sorted(f[1])))


def _overlap(
    held: Contract, other: Contract | Purchase, alike: float, by_purchase: Mapping[str, frozenset[str]]
) -> Overlap:
    """`held` is the dearer of two contracts, as they stand in the order of their costs."""
    taught = other.grades if isinstance(other, Contract) else by_purchase[other.purchase_id]
    shared = _shared(frozenset(held.grades), frozenset(taught))
    if isinstance(other, Contract):
        cheap, place, question = other, (Contract.table, held.contract_id), _two_contracts(other, held, shared)
    else:
        cheap, place, question = held, (Purchase.table, other.purchase_id), _already_own(held, other, shared)
    return Overlap(
        contract_id=cheap.contract_id,
        other_table=place[0],
        other_key=place[1],
        grades=shared,
        alike=round(100 * alike),
        dollars=cheap.yearly_cost,
        question=question,
    )


@lru_cache(maxsize=MOST_ALIKE)
def _shared(some: frozenset[str], others: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(some & others, key=grade_order))


def _two_contracts(cheap: Contract, dear: Contract, grades: tuple[str, ...]) -> str:
    both = f"{dear.title} ({_a_year(dear.yearly_cost)}) and {cheap.title} ({_a_year(cheap.yearly_cost)})"
    return f"{both} are both listed as {_purpose(dear.purpose or cheap.purpose, grades)}. Are both needed?"


def _already_own(held: Contract, purchase: Purchase, grades: tuple[str, ...]) -> str:
    facts = [_purpose(held.purpose or purchase.purpose, grades), _a_year(held.yearly_cost)]
    if held.active_users is not None:
        facts.append(f"used by {held.active_users:,}" + (f" of {held.licences:,}" if held.licences else ""))
    return (
        f"The district already has {held.title} ({', '.join(facts)}). "
        f'Is it enough without the purchase "{purchase.title}"?'
    )


@lru_cache(maxsize=MOST_ALIKE)
def _purpose(purpose: str, grades: tuple[str, ...]) -> str:
    return (purpose or "much the same, by their names") + (f", {grade_words(grades)}" if grades else "")


@lru_cache(maxsize=MOST_ALIKE)
def _a_year(cost: Decimal) -> str:
    return f"{dollars(cents(cost))} a year"
