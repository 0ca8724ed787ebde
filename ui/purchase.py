"""One purchase, opened on Prioritise: why it is in the draft plan or out, and everything that speaks for it or not."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from statistics import mean

import streamlit as st

from data_models.fund import short_names
from data_models.need import Evidence, Need
from data_models.overlap import Overlap
from data_models.plan import Explanation, FundAnswer, State
from data_models.portfolio import Portfolio
from data_models.project import Project
from data_models.purchase import OPEN_STAGES, CostLine, Purchase, Stage
from data_models.rating import Criterion, Rating, Side
from data_models.readiness import open_checks, still_open
from data_models.wording import counted
from ui import data, session
from ui.before_order import before_its_order, who_pays_it
from ui.controls import RESULTS
from ui.cost_lines import about_cost_line, costs
from ui.errors import tell, told_errors
from ui.mentions import go_to
from ui.orders import money_words
from ui.others import tell_others, this_window
from ui.overlaps import already_owned
from ui.records.panel import panel
from ui.words import day, listed, measured, money, one_line, plain

NOT_RATED = "not rated"


def purchase_panel(
    portfolio: Portfolio, explained: Callable[[str], Explanation | None],
    answers: Callable[[str], Sequence[FundAnswer]], overlaps: Callable[[], Sequence[Overlap]],
) -> None:  # fmt: skip
    """The purchase that is open, if one is, or a cost line of one, as `about_purchase` has it."""
    panel(Purchase, portfolio, about_purchase(portfolio, explained, answers, overlaps))
    panel(CostLine, portfolio, about_cost_line(portfolio))


def about_purchase(
    portfolio: Portfolio, explained: Callable[[str], Explanation | None],
    answers: Callable[[str], Sequence[FundAnswer]], overlaps: Callable[[], Sequence[Overlap]],
) -> Callable[[Purchase], None]:  # fmt: skip
    """What the panel says of a purchase here. explained: where it stands in the draft plan; none where it is not open.

    overlaps: every question of the district whether two things serve the same purpose.
    """

    def body(purchase: Purchase) -> None:
        owned = [o for o in overlaps() if (o.other_table, o.other_key) == (Purchase.table, purchase.purchase_id)]
        with st.container(gap="xsmall"):
            _in_short(portfolio, purchase, explained(purchase.purchase_id), len(owned))
        why, rating, money_, had, work = st.tabs(["Needs", "Ratings", "Cost and funds", "Already own it?", "Project"])
        with why:
            _needs(portfolio, purchase)
        with rating:
            _rate_here(portfolio, purchase)
            _ratings(portfolio, purchase)
        with money_:
            costs(portfolio, purchase)
            _funds(portfolio, purchase, answers(purchase.purchase_id))
        with had:
            already_owned(portfolio, owned)
        with work:
            _project(portfolio, purchase)

    return body


def _in_short(portfolio: Portfolio, purchase: Purchase, reason: Explanation | None, owned: int) -> None:
    """Who proposes it and how far it is; why it is in the draft plan or out, or, once bought, what became of its money.

    owned: contracts that may serve the same purpose.
    """
    departments = {department.department_id: department.name for department in portfolio.departments}
    facts = (departments.get(purchase.department_id, ""), purchase.vendor, str(purchase.stage))
    st.caption(" · ".join(plain(fact) for fact in facts if fact))
    if reason is None or purchase.stage not in OPEN_STAGES:
        words = f"It is {purchase.stage}, and no plan chooses it. {money_words(portfolio, purchase)}"
        st.info(plain(words), icon=":material/shopping_cart_checkout:")
        who_pays_it(portfolio, purchase)
    else:
        st.markdown(f"**{plain(reason.sentence)}** {plain(_if_forced(portfolio, reason))}")
    if purchase.stage is Stage.APPROVED:
        _before_its_order(portfolio, purchase, reason)
    if purchase.description:
        st.markdown(plain(purchase.description))
    if owned:
        st.badge(f"Already own it? {counted(owned, 'contract')} may do", icon=":material/contract:", color="orange")


def _before_its_order(portfolio: Portfolio, purchase: Purchase, reason: Explanation | None) -> None:
    """What keeps back the order of an approved purchase, and the way to it; or how it is ordered."""
    left = open_checks([purchase.purchase_id], portfolio.readiness_checks)[purchase.purchase_id]
    if not left:
        before_its_order(portfolio, purchase, planned=bool(reason and reason.state is State.FUNDED))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/lock: It cannot be ordered yet: {plain(still_open(left))}.", width="content")
        if st.button(
            "Settle its checks on Projects", type="tertiary", icon=":material/checklist:", key="settle checks"
        ):
            go_to(Project.table)  # its panel is open there too


def _if_forced(portfolio: Portfolio, reason: Explanation) -> str:
    """What would happen if a purchase that is out were pinned in."""
    titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}
    sentences = []
    if reason.displaces:
        sentences.append(f"Pinned in, it would displace {listed([titles[key] for key in reason.displaces])}.")
    if reason.too_close:
        sentences.append("That is too close to call.")
    return " ".join(sentences)


def _needs(portfolio: Portfolio, purchase: Purchase) -> None:
    found = [need for need in portfolio.needs if need.need_id in purchase.need_ids]
    if not found:
        st.info(
            "This purchase names no need. Choose those that it answers under Edit, or load them with purchases.csv."
        )
    for need in found:
        st.markdown(f"**{plain(need.title)}** · {plain(_about(need))}")
        if need.description:
            st.markdown(plain(need.description))
        evidence = [measure(portfolio, e) for e in portfolio.evidence if e.need_id == need.need_id]
        if evidence:
            st.table(evidence, border="horizontal", hide_index=True)


def _about(need: Need) -> str:
    parts = [str(need.driver), need.subject, f"grades {listed(need.grades)}" if need.grades else ""]
    parts += [listed(need.student_groups), counted(need.learners, "learner") if need.learners is not None else ""]
    parts += [f"needed by {day(need.needed_by)}" if need.needed_by else ""]
    return ", ".join(part for part in parts if part)


def measure(portfolio: Portfolio, evidence: Evidence) -> dict[str, str]:
    """One measure as a row of a table."""
    sites = {site.site_id: site.name for site in portfolio.sites}

    def value(number: float | None) -> str:
        return "–" if number is None else plain(measured(number, evidence.unit))

    return {
        "Measure": plain(evidence.measure),
        "Where": plain(sites.get(evidence.site_id, evidence.site_id) or "District"),
        "Began": value(evidence.baseline),
        "Now": value(evidence.latest) if evidence.latest is not None else plain(evidence.finding) or "–",
        "Target": value(evidence.target),
        "Source": plain(", ".join(p for p in (evidence.source, day(evidence.as_of) if evidence.as_of else "") if p)),
    }


def _funds(portfolio: Portfolio, purchase: Purchase, answers: Sequence[FundAnswer]) -> None:
    """Each fund once: whether it may pay for any of the lines, and why; and each rule that decided, with its source."""
    lines = {line.cost_line_id for line in portfolio.cost_lines if line.purchase_id == purchase.purchase_id}
    names = short_names(portfolio.funds)
    asked = sorted((a for a in answers if a.cost_line_id in lines), key=lambda a: (a.fund_id, not a.may_pay))
    grouped = [(fund, list(group)) for fund, group in groupby(asked, key=lambda a: a.fund_id)]
    rows = []
    for fund, group in sorted(grouped, key=lambda item: (not item[1][0].may_pay, item[0])):
        reasons = list(dict.fromkeys(reason for answer in group for reason in answer.reasons))
        rows.append(
            {
                "Fund": plain(names.get(fund, fund)),
                "May pay": f"yes, up to {plain(money(sum(_most(group))))}" if any(_most(group)) else "no",
                "Why": plain(" ".join(reasons)),
            }
        )
    if rows:
        st.table(rows, border="horizontal", hide_index=True)
    decided = {rule.rule_id: rule for _, group in grouped for answer in group for rule in answer.rules}
    if decided:
        st.table(
            [
                {
                    "Rules that decided": plain(rule.words),
                    "Source": plain(rule.citation),
                    "Read on": day(rule.as_of),
                    "Confidence": plain(str(rule.confidence)),
                }
                for rule in decided.values()
            ],
            border="horizontal",
            hide_index=True,
        )


def _most(group: Sequence[FundAnswer]) -> list[float]:
    """The most one fund may pay of each line, whatever year's budget pays, in US dollars."""
    lines = {answer.cost_line_id for answer in group}
    return [float(max(answer.most for answer in group if answer.cost_line_id == line)) for line in sorted(lines)]


def _ratings(portfolio: Portfolio, purchase: Purchase) -> None:
    criteria = {criterion.criterion_id: criterion for criterion in portfolio.criteria}
    members = {member.member_id: member.name for member in portfolio.members}
    given = [rating for rating in portfolio.ratings if rating.purchase_id == purchase.purchase_id]
    if not given:
        st.info("Nobody has rated this purchase yet.")
        return
    st.table(
        [
            {
                "Criterion": plain(criterion.title),
                "Mean": f"{mean(rating.level for rating in _of(given, criterion)):.1f}",
                "Levels 0-4 and who gave them": _levels(_of(given, criterion), members),
                "Comments": " ".join(
                    f"{plain(members.get(r.member_id, r.member_id))}: {plain(r.comment)}"
                    for r in _of(given, criterion)
                    if r.comment
                ),
            }
            for criterion in sorted(criteria.values(), key=lambda c: (c.side, c.criterion_id))
            if _of(given, criterion)
        ],
        border="horizontal",
        hide_index=True,
    )


def _levels(given: Sequence[Rating], members: Mapping[str, str]) -> str:
    """Who gave each level, the highest first, so that it is seen where people differ."""
    by_level: defaultdict[int, list[str]] = defaultdict(list)
    for rating in given:
        by_level[rating.level].append(plain(members.get(rating.member_id, rating.member_id)))
    return " · ".join(f"**{level}** {', '.join(by_level[level])}" for level in sorted(by_level, reverse=True))


def _of(given: Sequence[Rating], criterion: Criterion) -> list[Rating]:
    return [rating for rating in given if rating.criterion_id == criterion.criterion_id]


def _rate_here(portfolio: Portfolio, purchase: Purchase) -> None:
    member = session.acting_as()
    mine = {
        rating.criterion_id: rating
        for rating in portfolio.ratings
        if rating.purchase_id == purchase.purchase_id and rating.member_id == member
    }
    place = st.expander("Rate it here", icon=":material/rate_review:", key="rate here")
    with place.form(f"rate {purchase.purchase_id} {member}", border=False):
        for side in Side:
            st.markdown(f"**{str(side).capitalize()}**")
            for criterion in portfolio.criteria:
                if criterion.side is side:
                    _criterion(purchase, criterion, mine.get(criterion.criterion_id))
        st.form_submit_button("Record my ratings", type="primary", on_click=_record, args=(portfolio, purchase, member))


def _criterion(purchase: Purchase, criterion: Criterion, mine: Rating | None) -> None:
    shown = _shown(purchase, criterion.criterion_id)
    if _key(purchase, criterion, "level") not in st.session_state:
        st.session_state[shown] = (f"{mine.level}", mine.comment) if mine else (NOT_RATED, "")
    levels = [f"{level}" for level in range(5)]
    offered = [NOT_RATED, *levels] if st.session_state[shown][0] == NOT_RATED else levels  # ratings are only added
    words = {f"{level}": getattr(criterion, f"level_{level}") for level in range(5)}
    left, right = st.columns([3, 2])
    left.selectbox(
        one_line(criterion.title),
        offered,
        index=offered.index(f"{mine.level}") if mine else 0,
        format_func=lambda level: f"{level}  {one_line(words.get(level, ''), 90)}".strip(),
        key=_key(purchase, criterion, "level"),
    )
    right.text_input(
        f"Why: {one_line(criterion.title)}",
        value=mine.comment if mine else "",
        key=_key(purchase, criterion, "comment"),
        placeholder="Why, in a sentence",
        max_chars=1000,
    )


def _key(purchase: Purchase, criterion: Criterion, what: str) -> str:
    return f"{what} {session.acting_as()} {purchase.purchase_id} {criterion.criterion_id}"


def _shown(purchase: Purchase, criterion_id: str) -> str:
    """Where this window keeps what its form showed of the member's rating."""
    return f"shown {session.acting_as()} {purchase.purchase_id} {criterion_id}"


def _record(portfolio: Portfolio, purchase: Purchase, member: str) -> None:
    """Record what was changed here since it was shown, so that the same member's other window is not undone.

    What stands at 'not rated' was never rated here: ratings are only added.
    """
    levels, without_level = {}, []
    for criterion in portfolio.criteria:
        level = st.session_state[_key(purchase, criterion, "level")]
        comment = st.session_state[_key(purchase, criterion, "comment")].strip()
        shown = _shown(purchase, criterion.criterion_id)
        if level == NOT_RATED:
            without_level += [criterion.title] if comment else []
        elif st.session_state[shown] != (level, comment):
            levels[criterion.criterion_id] = (int(level), comment)
    with told_errors():
        if levels:
            data.rate(portfolio.district.district_id, member, purchase.purchase_id, levels)
            tell_others(portfolio.district.district_id, member, this_window(), f"rated {one_line(purchase.title, 60)}")
            for criterion_id, (level, comment) in levels.items():
                st.session_state[_shown(purchase, criterion_id)] = (f"{level}", comment)
        said = f"Recorded {counted(len(levels), 'rating')}." if levels else "Nothing was new."
        if without_level:
            said += f" A comment needs a level too: choose one for {listed(without_level)}."
        tell(said, wrong=bool(without_level))
    st.rerun(RESULTS)


def _project(portfolio: Portfolio, purchase: Purchase) -> None:
    project = next((p for p in portfolio.projects if p.project_id == purchase.project_id), None)
    if not project:
        st.info("No project delivers this purchase yet.")
        return
    st.markdown(f"**{plain(project.title)}** · {project.stage} · {project.health}")
    for words in (project.health_reason, project.description):
        if words:
            st.markdown(plain(words))
    dates = (("Start", project.start), ("First promised", project.baseline_finish), ("Finish now", project.finish))
    st.table({label: day(when) if when else "unknown" for label, when in dates}, border="horizontal", width="content")
