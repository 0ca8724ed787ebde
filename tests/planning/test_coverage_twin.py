"""Coverage against a slow and obvious twin that asks of each need, at each of its sites, what goes there."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.coverage import By
from data_models.district import District, Site
from data_models.need import Driver, Need
from data_models.plan import PlanSettings
from data_models.portfolio import Portfolio
from data_models.project import Project, ProjectStage
from data_models.purchase import OPEN_STAGES, Purchase, Stage
from planning.coverage import UNDER_WAY, coverage, open_at, tally
from planning.explanation import headline
from planning.open_needs import open_needs
from planning.plan import make_plan
from planning.prepare import prepare
from tests.sample_data.reading import portfolio as sample_portfolio
from tests.spec.drawn import TODAY

SITES = ("S1", "S2", "S3")
NEEDS = ("N1", "N2", "N3")
some_sites = st.lists(st.sampled_from(SITES), unique=True, max_size=3).map(lambda s: tuple(sorted(s)))
some_needs = st.lists(st.sampled_from((*NEEDS, "N9")), unique=True, min_size=1, max_size=3).map(tuple)

stages = st.sampled_from((Stage.RATED, Stage.ORDERED, Stage.WITHDRAWN))
project_stages = st.sampled_from((ProjectStage.PLANNING, ProjectStage.ON_HOLD))


@st.composite
def districts(draw: st.DrawFn) -> Portfolio:
    """Three sites, three needs, up to three purchases and two projects that name any of them."""
    return Portfolio(
        today=TODAY,
        district=District(name="Drawn"),
        sites=tuple(Site(site_id=s, name=s, enrolment=draw(st.sampled_from((None, 0, 50, 100)))) for s in SITES),
        needs=tuple(
            Need(
                need_id=n, title=n, site_ids=draw(some_sites), subject=draw(st.sampled_from(("", "maths"))),
                learners=draw(st.sampled_from((None, 0, 90))),
            )
            for n in NEEDS
        ),
        purchases=tuple(
            Purchase(
                purchase_id=f"P{n}", title=f"P{n}", stage=draw(stages), need_ids=draw(some_needs),
                site_ids=draw(some_sites), project_id=draw(st.sampled_from(("J0", "J1", ""))),
            )
            for n in range(draw(st.integers(0, 3)))
        ),
        projects=tuple(
            Project(
                project_id=f"J{n}", title=f"J{n}", stage=draw(project_stages),
                need_ids=draw(some_needs), site_ids=draw(some_sites),
            )
            for n in range(2)
        ),
    )  # fmt: skip


def answered_at(portfolio: Portfolio, chosen: tuple[str, ...], need: str, site: str) -> bool:
    """Whether a purchase bought or chosen, or a project by itself, names the need and goes to the site."""
    for p in portfolio.purchases:
        bought = p.stage not in (*OPEN_STAGES, Stage.WITHDRAWN)
        counts = bought or (p.stage in OPEN_STAGES and p.purchase_id in chosen)
        if counts and need in p.need_ids and (not p.site_ids or site in p.site_ids):
            return True
    for project in portfolio.projects:
        delivers = any(
            p.project_id == project.project_id and need in p.need_ids and p.stage is not Stage.WITHDRAWN
            for p in portfolio.purchases
        )
        goes = not project.site_ids or site in project.site_ids
        if need in project.need_ids and goes and project.stage in UNDER_WAY and not delivers:
            return True
    return False


@given(districts(), st.lists(st.sampled_from(("P0", "P1", "P2")), unique=True).map(tuple), some_sites)
@settings(max_examples=300)
def test_open_sites_are_those_where_nothing_goes(
    portfolio: Portfolio, chosen: tuple[str, ...], looked_at: tuple[str, ...]
) -> None:
    places = looked_at or None
    covers = {c.need_id: c for c in coverage(portfolio, chosen, places).needs}
    for need in portfolio.needs:
        sites = [s for s in need.site_ids or SITES if places is None or s in places]
        assert (need.need_id in covers) == bool(sites)
        if not sites:
            continue
        cover = covers[need.need_id]
        wanted = [s for s in sites if not answered_at(portfolio, chosen, need.need_id, s)]
        assert list(cover.open_site_ids) == wanted
        assert cover.open == (len(wanted) == len(sites))
        assert cover.partly == (0 < len(wanted) < len(sites))
        assert (cover.learners is None) == (need.learners is None)
        if cover.learners is not None and cover.open_learners is not None:
            assert 0 <= cover.open_learners <= cover.learners + 1e-9 <= (need.learners or 0) + 2e-9


@given(districts())
@settings(max_examples=100)
def test_the_map_adds_up_to_the_list(portfolio: Portfolio) -> None:
    covers = coverage(portfolio, ()).needs
    cells = open_needs(portfolio, covers, By.SUBJECT, {"all": frozenset(SITES)})
    at_all = [c for c in cells if c.place == "all"]
    assert sum(c.needs for c in at_all) == sum(bool(c.open_site_ids) for c in covers)
    waiting = sum(c.open_learners or 0 for c in covers)
    assert abs(sum(c.learners for c in at_all) - waiting) < 1e-6
    assert abs(sum(c.learners for c in cells if c.place != "all") - waiting) < 1e-6
    by_site = Counter(s for c in covers for s in c.open_site_ids)
    assert by_site == Counter({s: n for s in SITES if (n := sum(c.needs for c in cells if c.place == s))})


@given(districts(), st.lists(st.sampled_from(("P0", "P1", "P2")), unique=True).map(tuple))
@settings(max_examples=200)
def test_what_is_open_is_the_same_counted_quickly(portfolio: Portfolio, chosen: tuple[str, ...]) -> None:
    covers = coverage(portfolio, chosen).needs
    assert open_at(portfolio, chosen) == {c.need_id: (c.state, c.open_site_ids) for c in covers}


def test_the_line_of_the_plan_counts_needs_as_coverage_does() -> None:
    prepared = prepare(sample_portfolio())
    plan = make_plan(prepared, PlanSettings(), seconds=0.5)
    line = headline(prepared, plan)
    covers = coverage(prepared.portfolio, plan.chosen).needs
    assert line.needs == tally(c.state for c in covers)
    assert line.needs.words in line.words
    mandated = {n.need_id for n in prepared.portfolio.needs if n.driver is Driver.MANDATE}
    assert {u.need_id for u in line.mandates.unanswered} == {
        c.need_id for c in covers if c.need_id in mandated and c.open_site_ids
    }
