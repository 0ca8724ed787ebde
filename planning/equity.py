"""Equity: how great the need of each site is, and which sites are high-need.

The idea of counting a learner of several groups once is California's unduplicated pupil count (Education Code 42238.02
(b)); the yardstick, the share in the district as a whole, is that of ESEA section 1113(a)(2)(B).
"""

from collections.abc import Mapping

from data_models.district import Site
from data_models.portfolio import Portfolio

ROUNDING = 1e-9
"""Index points that a sum of floats may be off."""


def need_index(portfolio: Portfolio) -> Mapping[str, float | None]:
    """By site, in key order: percent of its learners who are in at least one group of need, 0 to 100.

    The unduplicated count where `counted_once`. Else an estimate from the sizes of three groups, low-income homes,
    English learners and special education, as if being in one said nothing about being in another: 100 x (1 - (1 - a)
    (1 - b)(1 - c)). That lies between the largest group and the sum of all three, and rises with each. None where the
    enrolment or one of the counts is not on record, and where nobody is enrolled. A count larger than the enrolment
    counts as everybody.
    """
    index = _counted if counted_once(portfolio) else _estimated
    return {s.site_id: index(s) for s in portfolio.sites}


def counted_once(portfolio: Portfolio) -> bool:
    """Whether every site with learners has an unduplicated count: sites counted in two ways cannot be compared."""
    taught = [s for s in portfolio.sites if s.enrolment]
    return bool(taught) and all(s.unduplicated is not None for s in taught)


def district_index(portfolio: Portfolio) -> float | None:
    """The need index of the district as a whole: the mean over sites, each weighted by its enrolment.

    Sites without an index do not count; None where none has one.
    """
    index = need_index(portfolio)
    known = [(s.enrolment or 0, points) for s in portfolio.sites if (points := index[s.site_id]) is not None]
    learners = sum(n for n, _ in known)
    return sum(n * points for n, points in known) / learners if learners else None


def high_need_sites(portfolio: Portfolio) -> frozenset[str]:
    """Sites whose need index is at or above the district's; a site without an index is not known to be one."""
    least = district_index(portfolio)
    index = need_index(portfolio)
    return frozenset(s for s, points in index.items() if points is not None and points >= (least or 0.0) - ROUNDING)


def _counted(site: Site) -> float | None:
    if not site.enrolment or site.unduplicated is None:
        return None
    return 100 * min(1.0, site.unduplicated / site.enrolment)


def _estimated(site: Site) -> float | None:
    groups = (site.low_income, site.english_learners, site.special_education)
    if not site.enrolment:
        return None
    in_none = 1.0
    for learners in groups:
        if learners is None:
            return None
        in_none *= 1 - min(1.0, learners / site.enrolment)
    return 100 * (1 - in_none)
