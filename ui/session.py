"""What one browser window keeps: its draft plan, what it showed last, and which purchase is looked at.

Everything another person must see is in the district file. The draft plan is one frozen record, replaced whole, and
mirrored to the link, so that it survives a reload and can be shared.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_models.plan import Plan, PlanSettings
from data_models.portfolio import Portfolio
from store.member import LOCAL
from ui.link import NAMES, Link, from_link, to_link

DRAFT, MIRRORED, MOVED, STORY, OPENED, ACTING = "draft", "mirrored", "moved", "story", "record open", "as"
UNSHOWN = "draft before any plan was shown"
FRAMED, PUT_BY, MEMBER = "framed", "drafts put by", "member"
SELECTED = "purchase"
PLAN = "plan shown"
LENS, LOOKING = ("departments", "schools", "goals", "fy"), "looking at"
OPEN_IN_LINK, LINKED = "open", "link of the open record followed"
OF_DISTRICT = "district"
PAGE = "page"
BY_DATA, BY_PROOF = "data", "proof"
SINCE = {BY_DATA: "Since the data changed", BY_PROOF: "Since a better plan was found"}
ONE_MOVE_SECONDS = 2.0


@dataclass(frozen=True)
class Open:
    """What is open: a record by its key, a new one that begins with some values, or the withdrawn ones.

    to_talk: the record is opened at its comments.
    """

    table: str
    key: str = ""
    start: tuple[tuple[str, Any], ...] | None = None
    withdrawn: bool = False
    to_talk: bool = False


@dataclass(frozen=True)
class Story:
    """What the window showed: the plan now, the one before the last move, and what the last move was of."""

    plan: Plan
    version: int
    before: Plan | None = None
    cause: str = ""
    moved_at: float = 0.0


def draft(portfolio: Portfolio) -> PlanSettings:
    """The window's draft plan, about this district's purchases and funds only. A changed link is followed, on the way
    back also to one without settings.
    """
    link = _link()
    changed = (any(link.values()) or went_back()) and link != st.session_state.get(MIRRORED)
    if DRAFT not in st.session_state or changed:
        st.session_state[DRAFT] = from_link(link, portfolio)
    settings = from_link(to_link(st.session_state[DRAFT]), portfolio)
    _mirror(settings)
    return settings


def move(control: str, **changes: Any) -> None:
    """Replace the draft by one with other values. `control` names what was moved; moving it on is the same move."""
    if STORY not in st.session_state:
        st.session_state.setdefault(UNSHOWN, st.session_state[DRAFT])
    st.session_state[DRAFT] = PlanSettings(**{**dict(st.session_state[DRAFT]), **changes})
    st.session_state[MOVED] = control
    _mirror(st.session_state[DRAFT])


def shown_before(plan: Plan, version: int, made: Callable[[PlanSettings], Plan]) -> Plan | None:
    """Note that this plan is shown now; the plan shown before the last move, or before data or a proof last changed it.

    Where a page that shows no plan moved the draft before any was shown, as Contracts does: the one that `made` makes
    of the draft before that. Steps of one control that follow each other at once, as when a slider is dragged, are one
    move. Where others change the data after a move, what was before it is made anew of the data as they are now: the
    difference tells of the move alone.
    """
    story: Story | None = st.session_state.get(STORY)
    moved = st.session_state.get(MOVED, "")
    if story is None:
        earlier: PlanSettings | None = st.session_state.pop(UNSHOWN, None)
        before = made(earlier) if earlier and earlier != plan.settings else None
        story = Story(plan, version, before, cause=moved, moved_at=time.monotonic())
    elif plan.settings != story.plan.settings:
        now = time.monotonic()
        goes_on = moved == story.cause and now - story.moved_at < ONE_MOVE_SECONDS
        story = Story(plan, version, story.before if goes_on else story.plan, cause=moved, moved_at=now)
    elif version != story.version and plan.chosen != story.plan.chosen:
        story = Story(plan, version, before=story.plan, cause=BY_DATA)
    elif plan.chosen != story.plan.chosen:
        story = Story(plan, version, before=story.plan, cause=BY_PROOF)
    else:
        before = story.before
        if before and version != story.version and before.settings != plan.settings:
            before = made(before.settings)
        story = replace(story, plan=plan, version=version, before=before)
    st.session_state[STORY] = story
    return story.before


def show_plan(plan: Plan) -> None:
    """Note the draft plan that the page shows: what is ordered now is paid as it says."""
    st.session_state[PLAN] = plan


def plan_shown() -> Plan | None:
    """The draft plan that the window showed last, or none yet."""
    plan: Plan | None = st.session_state.get(PLAN)
    return plan


def is_new() -> bool:
    """Whether this window has not shown a plan yet."""
    return STORY not in st.session_state


def since_what() -> str:
    """Since what the plan has changed last: new data, a better plan, or else a move in this window."""
    story: Story | None = st.session_state.get(STORY)
    return SINCE.get(story.cause if story else "", "Since your last move")


def moved_last(controls: Sequence[str]) -> str:
    """Which of these controls was moved last; the first where the last move was of another, or there was none."""
    moved: str = st.session_state.get(MOVED, "")
    return moved if moved in controls else controls[0]


def pin(purchase_id: str) -> None:
    """Pin a purchase in, or let go of it where it is pinned."""
    settings = st.session_state[DRAFT]
    move(
        f"pin {purchase_id}",
        pinned=_toggled(settings.pinned, purchase_id),
        ruled_out=tuple(sorted(set(settings.ruled_out) - {purchase_id})),
    )


def rule_out(purchase_id: str) -> None:
    """Rule a purchase out, or let go of it where it is ruled out."""
    settings = st.session_state[DRAFT]
    move(
        f"rule out {purchase_id}",
        ruled_out=_toggled(settings.ruled_out, purchase_id),
        pinned=tuple(sorted(set(settings.pinned) - {purchase_id})),
    )


def end(contract_id: str) -> None:
    """End a contract in the draft, or keep it after all where it is ended."""
    move(f"end {contract_id}", ended=_toggled(st.session_state[DRAFT].ended, contract_id))


def selected() -> str | None:
    """Key of the purchase looked at, or none."""
    purchase_id: str | None = st.session_state.get(SELECTED)
    return purchase_id


def select(purchase_id: str | None) -> None:
    """Look at a purchase, or at none."""
    st.session_state[SELECTED] = purchase_id


def acting_as() -> str:
    """Key of the member this window acts as; 'local' where the district has no members yet."""
    return st.session_state.get(MEMBER) or LOCAL


def act_as(member_id: str | None) -> None:
    """Act as a member from now on, or as nobody, and say so in the link.

    Kept apart from the box it is chosen in, which is told anew in each run: a box that a slow browser has not drawn yet
    reports that it is empty, unless the run says otherwise.
    """
    st.session_state[MEMBER] = member_id
    put_in_link({ACTING: [member_id] if member_id else []})


def frame_of(district_id: str) -> bool:
    """Note which district the frame is drawn for; whether it is another than before.

    What this window keeps is of one district: where another came on the screen, its draft is put by, and taken up again
    where it comes back; what was shown, looked at and looked through is forgotten.
    """
    before = framed()
    if before and before != district_id:
        drafts: dict[str, PlanSettings] = st.session_state.setdefault(PUT_BY, {})
        if DRAFT in st.session_state:
            drafts[before] = st.session_state[DRAFT]
        for key in (DRAFT, MOVED, STORY, UNSHOWN, OPENED, SELECTED, PLAN, LOOKING):
            st.session_state.pop(key, None)
        st.session_state[DRAFT] = drafts.get(district_id, PlanSettings())
        _mirror(st.session_state[DRAFT])
        put_in_link(looking())
    st.session_state[FRAMED] = district_id
    return bool(before) and before != district_id


def framed() -> str:
    """Key of the district that the frame was drawn for."""
    return str(st.session_state.get(FRAMED, ""))


def looking() -> Link:
    """What the lens shows, as the link says it: by name, keys of what is looked at; none means everything."""
    return {name: list(st.session_state.get(LOOKING, {}).get(name, ())) for name in LENS}


def look_at(chosen: Mapping[str, Sequence[str]]) -> None:
    """Look at these, by name, and at what is looked at already under the other names."""
    st.session_state[LOOKING] = {**looking(), **chosen}
    put_in_link(looking())


def put_in_link(values: Mapping[str, Sequence[str]]) -> None:
    """Put these into the link, where they differ; those without a value are taken out.

    All that are set go in one step: the browser's Back takes each step back by itself.
    """
    other = {name: list(wanted) for name, wanted in values.items() if list(wanted) != st.query_params.get_all(name)}
    if set_ := {name: wanted for name, wanted in other.items() if wanted}:
        st.query_params.update(set_)
    for name in other.keys() - set_.keys():
        st.query_params.pop(name, None)


def show_page(name: str) -> None:
    """Note which page this window shows, by its name in the address; the first has none."""
    st.session_state[PAGE] = name


def page() -> str:
    """Name of the page that this window shows."""
    return str(st.session_state.get(PAGE, ""))


def went_back() -> bool:
    """Whether this run was asked for by the browser's Back or Forward: its link then says all there is to say."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def open_in_link() -> None:
    """Have the link name the record that is open, and none where none is, or a form is."""
    now: Open | None = st.session_state.get(OPENED)
    put_in_link({OPEN_IN_LINK: [f"{now.table}:{now.key}"] if now and now.key else []})


def link_to_send() -> str:
    """The address of what this window shows, with what is open and of which district, without who acts in it."""
    said = [(OF_DISTRICT, framed())] if framed() else []
    said += [(name, value) for name in st.query_params for value in st.query_params.get_all(name) if name != ACTING]
    return f"{st.context.url or ''}?{urlencode(said)}"


def kept_in_link() -> Link:
    """Who acts, the draft and the lens of this window, as a link says them; what is as usual is not said."""
    member = st.session_state.get(MEMBER)
    kept = {ACTING: [member] if member else [], **st.session_state.get(MIRRORED, {}), **looking()}
    return {name: values for name, values in kept.items() if values}


def linked_elsewhere(district_id: str) -> str:
    """Key of the district that a link is of, where it is not this one: what it asks for is let go of then, as keys that
    are alike mean something else here. Nothing where it is of this one, or does not say.
    """
    asked = st.query_params.get(OF_DISTRICT, "")
    put_in_link({OF_DISTRICT: []})
    if asked in ("", district_id):
        return ""
    st.session_state[OPENED] = None
    put_in_link({name: [] for name in (*NAMES, *LENS, OPEN_IN_LINK)})
    return asked


def put_back_in_link() -> None:
    """Put what this window keeps into the link again, which Streamlit empties when the page changes.

    Called ahead of the menu: the browser then takes the new page and its settings for one step, and one Back undoes it.
    """
    back = went_back()
    _follow_open_link(back)
    kept = kept_in_link()
    if back or any(_link().values()):
        kept = {name: kept[name] for name in kept if name not in NAMES}
    if back or any(st.query_params.get_all(name) for name in LENS):
        kept = {name: kept[name] for name in kept if name not in LENS}
    put_in_link(kept)
    open_in_link()


def _toggled(chosen: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(sorted(set(chosen) ^ {key}))


def _follow_open_link(back: bool) -> None:
    """Open what the link names, in a new window and on the way back, which closes too what it does not name.

    No other run takes it from the link: a browser that is behind still sends that of a panel closed a moment ago.
    """
    if LINKED in st.session_state and not back:
        return
    st.session_state[LINKED] = True
    if asked := st.query_params.get(OPEN_IN_LINK):
        table, _, key = asked.partition(":")
        st.session_state[OPENED] = Open(table, key)
    elif back:
        st.session_state[OPENED] = None


def _link() -> Link:
    return {name: st.query_params.get_all(name) for name in NAMES}


def _mirror(settings: PlanSettings) -> None:
    link = to_link(settings)
    put_in_link(link)
    st.session_state[MIRRORED] = link
