"""Whom purchases reach: learners of one purchase, and of many together, each counted once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from data_models.district import Site, enrolled_at
from data_models.need import Need
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase

ANYWHERE = ""
"""Stands for the sites of learners whose sites have no enrolment on record."""


def learners_reached(portfolio: Portfolio) -> dict[str, int]:
    """By purchase, the learners it reaches, each counted once as far as the records allow.

    The purchase's own figure where it has one, at most the enrolment of the sites it goes to (none named: all) where
    every one of them has one on record. Else the enrolment of its sites that its needs name (empty: all), each
    site once; and, where every need says how many learners have it, at most their sum. Sites without an enrolment
    count none; where no such site has one, the needs' own figures count. 0 where nothing is on record.
    """
    needs, sites = _by_key(portfolio)
    return {
        p.purchase_id: _reached(p, _answered(p, needs), sites) if p.learners is None else _at_most(p, p.learners, sites)
        for p in portfolio.purchases
    }


def reach_by_site(portfolio: Portfolio) -> dict[str, dict[str, float]]:
    """By purchase and site, its learners spread over its sites by enrolment, at most as many as a site has."""
    needs, sites = _by_key(portfolio)
    learners = learners_reached(portfolio)
    spread = {}
    for purchase in portfolio.purchases:
        enrolled = _enrolment(purchase, _answered(purchase, needs), sites)
        everyone, reached = sum(enrolled.values()), learners[purchase.purchase_id]
        spread[purchase.purchase_id] = (
            {s: min(reached / everyone, 1) * e for s, e in enrolled.items()} if everyone else {ANYWHERE: float(reached)}
        )
    return spread


def reached_together(reach: Mapping[str, Mapping[str, float]], purchases: Iterable[str]) -> int:
    """Learners that these purchases reach at least: at each site as many as the purchase that reaches most there."""
    most: defaultdict[str, float] = defaultdict(float)
    for purchase in purchases:
        for site, learners in reach[purchase].items():
            most[site] = max(most[site], learners)
    return round(sum(most.values()))


def _by_key(portfolio: Portfolio) -> tuple[dict[str, Need], dict[str, Site]]:
    return {n.need_id: n for n in portfolio.needs}, {s.site_id: s for s in portfolio.sites}


def _answered(purchase: Purchase, needs: Mapping[str, Need]) -> list[Need]:
    return [needs[n] for n in purchase.need_ids if n in needs]


def _enrolment(purchase: Purchase, needs: list[Need], sites: Mapping[str, Site]) -> dict[str, int]:
    """Enrolment of the sites that the purchase and its needs share; the purchase's own where it answers no need."""
    served = set(purchase.site_ids or sites)
    named = {s for n in needs for s in (n.site_ids or sites)} if needs else served
    shared = (sites[s] for s in sorted(served & named) if s in sites)
    return {s.site_id: s.enrolment for s in shared if s.enrolment is not None}


def _reached(purchase: Purchase, needs: list[Need], sites: Mapping[str, Site]) -> int:
    enrolled = sum(_enrolment(purchase, needs, sites).values())
    counted = [n.learners for n in needs if n.learners is not None]
    if not enrolled:
        return sum(counted)
    return min(sum(counted), enrolled) if needs and len(counted) == len(needs) else enrolled


def _at_most(purchase: Purchase, learners: int, sites: Mapping[str, Site]) -> int:
    """A purchase's own figure, and no more than are enrolled where it goes, where that is known."""
    enrolled = enrolled_at(sites, purchase.site_ids)
    return learners if enrolled is None else min(learners, enrolled)
