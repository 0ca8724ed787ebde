"""Readiness on the screen: what must be settled before each purchase may be ordered, by whom and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.portfolio import Portfolio
from data_models.purchase import BOUGHT_STAGES, Purchase, Stage
from data_models.readiness import Check, CheckStanding, CheckState, Readiness, ReadinessCheck, still_open
from data_models.wording import counted
from ui import edits
from ui.before_order import SETTLED, before_its_order, who_pays_it
from ui.errors import told_errors
from ui.left_out import WORDS, LeftOut
from ui.orders import money_words
from ui.records.columns import ROW_HEIGHT, Shown
from ui.records.facets import Facet, sift
from ui.records.fields import to_cell
from ui.records.grid import grid
from ui.words import day, listed, money, one_line, plain

SHORT = {
    Check.PRIVACY: "Privacy", Check.ACCESSIBILITY: "Accessibility", Check.SIGN_ON: "Sign-on", Check.FIT: "Fit",
    Check.SUPPORT: "Support", Check.TRAINING: "Training",
}  # fmt: skip
EARLY = "ordered with checks open"
FIELDS = ("state", "owner", "due", "settled_on", "note")


class Standing(NamedTuple):
    """One purchase and its checks."""

    purchase: Purchase
    readiness: Readiness
    owners: tuple[str, ...]
    project: str
    left_out: bool


def readiness_rows(
    portfolio: Portfolio, found: Sequence[Readiness], shown: frozenset[str], out: LeftOut
) -> list[Standing]:
    """Purchases with checks to settle that the lens shows: those ordered too early and those nearest to an order first,
    then most checks overdue, then key. out: as `left_out` has it.
    """
    stages = ("ordered", "approved", "planned", "rated", "proposed")
    purchases = {purchase.purchase_id: purchase for purchase in portfolio.purchases}
    members = {member.member_id: member.name for member in portfolio.members}
    projects = {project.project_id: project.title for project in portfolio.projects}
    rows = [
        Standing(
            purchase=purchases[one.purchase_id],
            readiness=one,
            owners=tuple(dict.fromkeys(members.get(c.owner, c.owner) for c in one.open if c.owner)),
            project=projects.get(purchases[one.purchase_id].project_id, ""),
            left_out=one.purchase_id in out,
        )
        for one in found
        if one.purchase_id in shown
    ]
    return sorted(
        rows, key=lambda r: (stages.index(r.purchase.stage), -len(r.readiness.overdue), r.purchase.purchase_id)
    )


def in_words(check: CheckStanding) -> str:
    """A check in few words: done, not needed, open, due 29 Jan 2027, overdue 9 days."""
    if check.state is not CheckState.OPEN:
        return f"{'✓' if check.state is CheckState.DONE else '–'} {check.state}"
    if check.overdue_days:
        return f"▲ overdue {counted(check.overdue_days, 'day')}"
    return f"○ due {day(check.due)}" if check.due else "○ open"


def _ready(row: Standing) -> Sequence[str]:
    words = ["overdue"] * bool(row.readiness.overdue) + [WORDS] * row.left_out
    if row.purchase.stage is Stage.ORDERED:
        return [*words, EARLY]
    return [*words, "checks open" if row.readiness.open else "checks settled"]


def _cell(check: Check) -> Shown[Standing]:
    place = list(Check).index(check)
    return Shown(
        SHORT[check], lambda row: in_words(row.readiness.checks[place]), width=134, help=str(check), signed=True
    )


FACETS: tuple[Facet[Standing], ...] = (
    Facet("ready", "Readiness", _ready),
    Facet("stage", "Stage", lambda row: (str(row.purchase.stage),)),
    Facet("open", "Open check", lambda row: [str(check.check) for check in row.readiness.open]),
)

COLUMNS: tuple[Shown[Standing], ...] = (
    Shown("Purchase", lambda row: row.purchase.title, width=250),
    Shown("Stage", lambda row: str(row.purchase.stage), "stage", width=90),
    Shown("Open", lambda row: len(row.readiness.open), "", st.column_config.NumberColumn("Open", width=56,
          help="Checks still open; none may be open when it is ordered")),
    *(_cell(check) for check in Check),
    Shown("Owners", lambda row: ", ".join(row.owners), width=170, help="Who settles what is open"),
    Shown("Project", lambda row: row.project, "project_id", width=190),
)  # fmt: skip


def readiness_table(rows: Sequence[Standing], portfolio: Portfolio) -> None:
    """The purchases and their checks; choosing one opens its checks to edit."""
    found = sift(
        "readiness", rows, FACETS,
        lambda row: f"{row.purchase.purchase_id} {row.purchase.title} {row.purchase.vendor} {row.project} "
                    f"{' '.join(row.owners)} "
                    + " ".join(check.note for check in row.readiness.checks),
    )  # fmt: skip
    grid("readiness", Purchase, found, lambda row: row.purchase, COLUMNS, portfolio)
    st.caption("A purchase with an open check cannot be ordered. A check nobody has begun is open. Choose a purchase "
               "to settle its checks.")  # fmt: skip


def about_purchase(purchase: Purchase, portfolio: Portfolio, found: Sequence[Readiness], out: LeftOut) -> None:
    """What the panel says of a purchase here: whether it may be ordered, and its checks to edit."""
    cost = sum((line.amount for line in portfolio.cost_lines if line.purchase_id == purchase.purchase_id), start=0)
    st.markdown(f"**{purchase.stage}** · {plain(purchase.vendor or 'vendor not known')} · {plain(money(cost))} in all")
    if purchase.description:
        st.markdown(plain(purchase.description))
    if purchase.purchase_id in out:
        st.warning(plain(f"It is approved but not in the plan: {out[purchase.purchase_id]}"),
                   icon=":material/remove_shopping_cart:")  # fmt: skip
    one = next((r for r in found if r.purchase_id == purchase.purchase_id), None)
    if one is None or (purchase.stage in BOUGHT_STAGES and not one.open):  # found before it was ordered in this panel
        st.info(plain(f"It is {purchase.stage}; its checks are behind it. {money_words(portfolio, purchase)}"))
        who_pays_it(portfolio, purchase)
        return
    if purchase.stage is Stage.ORDERED:
        st.warning(
            plain(
                f"It is ordered while {still_open([check.check for check in one.open])}. Settle what is open, or set "
                f"its stage back under Edit and say why. {money_words(portfolio, purchase)}"
            ),
            icon=":material/lock_open:",
        )
    elif one.open:
        late = f", {len(one.overdue)} of them overdue" if one.overdue else ""
        names = listed([str(check.check) for check in one.open])
        st.warning(f"It cannot be ordered yet: {names} open{late}.", icon=":material/lock:")
    elif purchase.stage is Stage.APPROVED:
        before_its_order(portfolio, purchase, planned=purchase.purchase_id not in out)
    else:
        st.markdown(f":material/check: {SETTLED}")
    _checks(one, portfolio)


def _checks(one: Readiness, portfolio: Portfolio) -> None:
    """The checks as a small table to type in, written together."""
    import pandas as pd

    rows = {row.check: row for row in portfolio.readiness_checks if row.purchase_id == one.purchase_id}
    before = [rows.get(check) or ReadinessCheck(purchase_id=one.purchase_id, check=check) for check in Check]
    members = {member.member_id: one_line(member.name, 40) for member in portfolio.members}
    name = f"checks {one.purchase_id}"
    kinds = st.column_config
    with st.form(name, border=False):
        st.data_editor(
            pd.DataFrame(
                {"check": [str(row.check) for row in before],
                 **{field: [to_cell(getattr(row, field)) for row in before] for field in FIELDS}}
            ),
            key=f"{name} table", hide_index=True, num_rows="fixed", row_height=ROW_HEIGHT,
            disabled=["check"], placeholder="–", alt="The checks of this purchase, to edit",
            column_config={
                "check": kinds.TextColumn("Check", width=210),
                "state": kinds.SelectboxColumn("State", options=[str(s) for s in CheckState], required=True, width=100),
                "owner": kinds.SelectboxColumn("Owner", options=["", *members], width=150,
                                               format_func=lambda key: members.get(str(key), "")),
                "due": kinds.DateColumn("Due", width=105, format="D MMM YYYY"),
                "settled_on": kinds.DateColumn("Settled on", width=105, format="D MMM YYYY"),
                "note": kinds.TextColumn("Note", width=220, max_chars=4000),
            },
        )  # fmt: skip
        st.form_submit_button("Save the checks", type="primary", on_click=_save,
                              args=(f"{name} table", before, set(rows), portfolio))  # fmt: skip


def _save(key: str, before: Sequence[ReadinessCheck], kept: set[Check], portfolio: Portfolio) -> None:
    with told_errors():
        typed: Mapping[int, dict[str, Any]] = st.session_state[key]["edited_rows"]
        wanted = []
        for place, cells in typed.items():
            row = before[int(place)]
            after = edits.typed(row, _settled_today(row, cells, portfolio.today))
            wanted.append(Edit(before=row if row.check in kept else None, after=after))
        if not wanted:
            raise DistrictError("Nothing was changed.", next_step="Change a check in the table, then save.")
        if edits.write(portfolio, wanted, f"Saved {counted(len(wanted), 'check')}."):
            del st.session_state[key]


def _settled_today(row: ReadinessCheck, cells: dict[str, Any], today: date) -> dict[str, Any]:
    """A check that is done now was settled today, unless another day is typed."""
    done = cells.get("state") == CheckState.DONE and row.state is not CheckState.DONE
    return {"settled_on": today, **cells} if done and not row.settled_on else cells
