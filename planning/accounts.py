"""What an account string means: its parts, by the layout it follows, and their codes, by the district's chart."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from data_models.budget import AccountPiece, Layout
from data_models.district import Site
from data_models.ledger import AccountCode, AccountPart

SACS = Layout(
    name="California SACS",
    dimensions=("fund", "resource", "project year", "goal", "function", "object", "school"),
    lengths=((2,), (4,), (1,), (4,), (4,), (4,), (3, 4)),
    source="California standardized account code structure; cedpa-k12.org/databus-issues/v35n3/overview.html",
)
TEXAS = Layout(
    name="Texas",
    dimensions=("fund", "function", "object", "local", "organization", "fiscal year", "program intent", "local detail"),
    lengths=((3,), (2,), (4,), (2,), (3,), (1,), (2,), ()),
    source="Texas Education Agency, data standards; tea4avcastro.tea.state.tx.us/peims/standards/weds, C145 and C146",
)
LAYOUTS = (SACS, TEXAS)
"""Layouts that ship with the product. A last part without a length may be missing."""

SACS_CODES = {
    ("resource", "0000"): "Unrestricted",
    ("resource", "3010"): "ESEA Title I, Part A",
    ("resource", "3310"): "IDEA, Part B, basic local assistance",
    ("resource", "3550"): "Perkins V, career and technical education",
    ("resource", "4035"): "ESEA Title II, Part A",
    ("resource", "4127"): "ESEA Title IV, Part A",
    ("resource", "6300"): "Lottery, instructional materials",
}
TEXAS_CODES = {
    ("fund", "101"): "Food service",
    ("fund", "199"): "General fund",
    ("fund", "205"): "Head Start",
    ("fund", "211"): "ESEA Title I, Part A, improving basic programs",
    ("fund", "212"): "ESEA Title I, Part C, education of migratory children",
    ("fund", "220"): "Adult education, federal",
    ("fund", "224"): "IDEA, Part B, formula",
    ("fund", "225"): "IDEA, Part B, preschool",
    ("function", "11"): "Instruction",
    ("function", "12"): "Instructional resources and media services",
    ("function", "13"): "Curriculum development and instructional staff development",
    ("function", "21"): "Instructional leadership",
    ("function", "23"): "School leadership",
    ("function", "31"): "Guidance, counseling, and evaluation services",
    ("function", "32"): "Social work services",
    ("function", "33"): "Health services",
    ("function", "34"): "Student (pupil) transportation",
    ("function", "35"): "Food services",
    ("function", "36"): "Extracurricular activities",
    ("function", "41"): "General administration",
    ("function", "51"): "Facilities maintenance and operations",
    ("function", "52"): "Security and monitoring services",
    ("function", "53"): "Data processing services",
    ("function", "61"): "Community services",
    ("function", "71"): "Debt service",
    ("function", "81"): "Facilities acquisition and construction",
}
"""Funds as in code table C145 (edition of 1 March 2015), functions as in C146 (1 March 2014), the state's own pages.

Of C145 only the part up to fund 238 could be read, so later funds (240, 244, 255, 289, 410, 599, 699) are left to the
district's own chart.
"""
PUBLISHED: Mapping[str, Mapping[tuple[str, str], str]] = {SACS.name: SACS_CODES, TEXAS.name: TEXAS_CODES}
"""Codes that mean the same in every district of a layout, where a district's own chart does not say."""

OWN_CHART = "the district's chart of accounts"
PARTS = re.compile(r"[-./| ]+")
SITE_PARTS = ("site", "school", "location", "organization", "campus", "building")
"""What offices call the part of an account that says the site, in small letters."""
MOST_LOOKED_AT = 500
"""Accounts that a layout is recognised from."""


@dataclass(frozen=True)
class Chart:
    """A district's codes, and the layout that its accounts follow; none where it is not known."""

    codes: Mapping[tuple[str, str], str]
    layout: Layout | None


def chart_of(accounts: Iterable[str], codes: Iterable[AccountCode], parts: Iterable[AccountPart] = ()) -> Chart:
    """The district's chart, with the layout that it says itself, else the one recognised from its account strings."""
    known = {(c.dimension.strip().lower(), c.code): c.title for c in codes}
    return Chart(known, said_layout(parts) or recognise_layout(tuple(accounts), known))


def said_layout(parts: Iterable[AccountPart]) -> Layout | None:
    """The layout of the parts in order of place; none without a part.

    Where they are those of a built-in layout, its last part or not, it goes by that one's name and published codes.
    """
    ordered = sorted(parts, key=lambda part: part.place)
    if not ordered:
        return None
    dimensions = tuple(part.dimension.strip().lower() for part in ordered)
    lengths = tuple((part.letters,) if part.letters else () for part in ordered)
    whole = (len(dimensions), len(dimensions) + 1)
    like = next(
        (x for x in LAYOUTS if len(x.dimensions) in whole and x.dimensions[: len(dimensions)] == dimensions), None
    )
    return Layout(
        name=like.name if like else "The district's own", dimensions=dimensions, lengths=lengths,
        source=like.source if like else "the district's account parts",
    )  # fmt: skip


def recognise_layout(accounts: tuple[str, ...], codes: Mapping[tuple[str, str], str]) -> Layout | None:
    """The layout that every account looked at follows: one that ships with the product, else one read off the chart.

    A built-in layout fits where each part has a length it may have. Off the chart, a part is a dimension where every
    code that stands there is one of that dimension's and of no other's; it fits where at least two parts are known so.
    None where no account is given or nothing fits.
    """
    split = [PARTS.split(a.strip()) for a in accounts[:MOST_LOOKED_AT] if a.strip()]
    if not split:
        return None
    for layout in LAYOUTS:
        if all(_fits(layout, parts) for parts in split):
            return layout
    return _off_the_chart(split, codes)


def _fits(layout: Layout, parts: list[str]) -> bool:
    least = len(layout.lengths) - (not layout.lengths[-1])
    if not least <= len(parts) <= len(layout.lengths):
        return False
    return all(not may or len(part) in may for part, may in zip(parts, layout.lengths, strict=False))


def _off_the_chart(split: list[list[str]], codes: Mapping[tuple[str, str], str]) -> Layout | None:
    if len({len(parts) for parts in split}) > 1:
        return None
    of: dict[str, set[str]] = {}
    for dimension, code in codes:
        of.setdefault(dimension, set()).add(code)
    found = []
    for place in zip(*split, strict=True):
        named = [dimension for dimension, known in of.items() if set(place) <= known]
        found.append(named[0] if len(named) == 1 else "")
    if sum(1 for name in found if name) < 2:
        return None
    return Layout(
        name="The district's own", dimensions=tuple(found), lengths=tuple(() for _ in found), source=OWN_CHART
    )


def explain_account(account: str, chart: Chart) -> tuple[AccountPiece, ...]:
    """The parts of an account string from left to right, with what each is and means.

    Parts end at a sign such as - or . and where there is none, at the layout's widths. A part that the layout has no
    place for has no dimension, and an account that does not follow the layout none at all: nothing is guessed. A code's
    meaning is the district's own title, else the published one.
    """
    layout = chart.layout
    parts = _split(account.strip(), layout)
    if layout is None or not _fits(layout, parts):
        return tuple(AccountPiece(code=p, dimension="", meaning="", source="") for p in parts)
    published = PUBLISHED.get(layout.name, {})
    pieces = []
    for code, dimension in zip(parts, layout.dimensions, strict=False):
        own, known = chart.codes.get((dimension, code), ""), published.get((dimension, code), "")
        source = OWN_CHART if own else layout.source if known else ""
        pieces.append(AccountPiece(code=code, dimension=dimension, meaning=own or known, source=source))
    return tuple(pieces)


def site_reader(
    sites: Iterable[Site], accounts: Iterable[str], codes: Iterable[AccountCode], parts: Iterable[AccountPart]
) -> Callable[[str], str]:
    """What tells which of these sites an account's own site part names, by its key as it is written. The rest as
    `chart_of` has it.

    Empty for an account that does not follow the layout, or whose part names none of them; nothing is guessed.
    """
    layout, keys = chart_of(accounts, codes, parts).layout, {site.site_id for site in sites}
    place = next((n for n, part in enumerate(layout.dimensions) if part in SITE_PARTS), None) if layout else None

    def site_of(account: str) -> str:
        if layout is None or place is None:
            return ""
        found = _split(account.strip(), layout)
        fits = place < len(found) and _fits(layout, found)
        return found[place] if fits and found[place] in keys else ""

    return site_of


def _split(account: str, layout: Layout | None) -> list[str]:
    """The parts between signs; of an account without signs, those that the layout's widths cut it into."""
    parts = [p for p in PARTS.split(account) if p]
    if layout is None or len(parts) != 1 or not all(layout.lengths[:-1]):
        return parts
    begins = list(accumulate((lengths[0] for lengths in layout.lengths[:-1]), initial=0))
    ends = [*begins[1:], len(account)]
    return [account[a:b] for a, b in zip(begins, ends, strict=True) if account[a:b]]
