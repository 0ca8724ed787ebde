"""Readiness of each site for one more rollout: four questions, answered in words, and no score.

Somebody to ask, most teachers trained, a device for each learner, and no more at once than nearly all others bear. The
questions are ours; `docs/method.md` says what they leave out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from data_models.district import Site
from data_models.plan import Plan
from data_models.portfolio import Portfolio
from data_models.project import ProjectStage
from data_models.purchase import Purchase, Stage
from data_models.rollout import Mark, Question, SiteReadiness
from data_models.wording import counted
from planning.prepare import Prepared

UNDER_WAY = (ProjectStage.DELIVERING, ProjectStage.CLOSING)
"""Stages in which a project is at the schools."""

Under = Mapping[str, tuple[str, ...]]


def readiness(prepared: Prepared, plan: Plan) -> tuple[SiteReadiness, ...]:
    """Every site's readiness for one more rollout, in key order.

    Experts: at least one. Training: more than half of the teachers. Devices: one for each learner. Load: projects
    being delivered or closing here, and purchases ordered or in the plan that come here and that no such project
    delivers; too many means more than at three of four sites that have learners. What goes to every site alike tells
    no two apart and is not counted. A site without learners is asked only about its load.
    """
    portfolio = prepared.portfolio
    projects, purchases = rollouts(portfolio, plan.chosen)
    sites = [s for s in portfolio.sites if s.enrolment != 0]
    loads = sorted(len(projects[s.site_id]) + len(purchases[s.site_id]) for s in sites)
    return tuple(_site(s, projects[s.site_id], purchases[s.site_id], loads) for s in portfolio.sites)


def rollouts(portfolio: Portfolio, chosen: Collection[str]) -> tuple[Under, Under]:
    """(projects, purchases) under way or coming, by site, in key order; those for every site alike are left out."""
    everywhere = frozenset(s.site_id for s in portfolio.sites)
    needs = {n.need_id: n.site_ids for n in portfolio.needs}
    at_work = [p for p in portfolio.projects if p.stage in UNDER_WAY]
    delivered = {p.project_id for p in at_work}
    coming = [
        p
        for p in portfolio.purchases
        if (p.purchase_id in chosen or p.stage is Stage.ORDERED) and p.project_id not in delivered
    ]
    projects = _by_site(((p.project_id, frozenset(p.site_ids)) for p in at_work), everywhere)
    return projects, _by_site(((p.purchase_id, _sites_of(p, needs)) for p in coming), everywhere)


def _by_site(named: Iterable[tuple[str, frozenset[str]]], everywhere: frozenset[str]) -> Under:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, sites in named:
        for site in sites if sites < everywhere else ():
            found[site].append(key)
    return defaultdict(tuple, {site: tuple(keys) for site, keys in found.items()})


def _sites_of(purchase: Purchase, needs: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Its own sites; else those that its needs name, if each names some; empty where it is for all."""
    asked = [needs[n] for n in purchase.need_ids if n in needs]
    return frozenset(purchase.site_ids or ((s for sites in asked for s in sites) if all(asked) else ()))


def _site(site: Site, projects: tuple[str, ...], purchases: tuple[str, ...], loads: list[int]) -> SiteReadiness:
    nobody = Question(mark=Mark.FINE, words="no learners here")
    empty = site.enrolment == 0
    return SiteReadiness(
        site_id=site.site_id,
        experts=nobody if empty else _experts(site.integration_experts),
        training=nobody if empty else _training(site.trained_teachers, site.teachers),
        devices=nobody if empty else _devices(site.devices, site.enrolment),
        load=_load(len(projects) + len(purchases), loads),
        projects=projects,
        purchases=purchases,
    )


def _experts(number: int | None) -> Question:
    if number is None:
        return Question(mark=Mark.UNKNOWN, words="integration experts are not on record")
    if number == 0:
        return Question(mark=Mark.SETTLE, words="no integration expert")
    return Question(mark=Mark.FINE, words=counted(number, "integration expert"))


def _training(trained: int | None, teachers: int | None) -> Question:
    if trained is None or not teachers:
        return Question(mark=Mark.UNKNOWN, words="trained teachers are not on record")
    most = 2 * trained > teachers
    words = f"{trained} of {counted(teachers, 'teacher')} trained"
    return Question(mark=Mark.FINE if most else Mark.SETTLE, words=words if most else f"{words}, not more than half")


def _devices(devices: int | None, learners: int | None) -> Question:
    if devices is None or learners is None:
        return Question(mark=Mark.UNKNOWN, words="devices for learners are not on record")
    if devices < learners:
        words = f"{counted(learners - devices, 'device')} fewer than learners"
        return Question(mark=Mark.SETTLE, words=words)
    return Question(mark=Mark.FINE, words="a device for each learner")


def _load(own: int, loads: list[int]) -> Question:
    words = f"{counted(own, 'rollout')} under way or coming"
    fewer = sum(load < own for load in loads)
    if loads and 4 * fewer >= 3 * len(loads):
        return Question(mark=Mark.SETTLE, words=f"{words}, more than at {fewer:,} of {counted(len(loads), 'school')}")
    return Question(mark=Mark.FINE, words=words)
