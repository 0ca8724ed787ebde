"""Coming years: what is promised, what outlives its fund; and where local money paid before."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

import streamlit as st

from data_models.budget import Cliff, Commitments, Source, SupplantingQuestion
from data_models.contract import Contract
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from data_models.wording import counted
from ui import data
from ui.budget import dollars, fund_names, listing
from ui.budget_behind import behind, commitments_table
from ui.budget_funds import rules_table
from ui.budget_ledger import entries_button
from ui.charts.commitments import Piece, year_bars
from ui.lens import lens, looked_at
from ui.records.columns import Shown
from ui.records.fields import one_of, who
from ui.records.panel import open_record, panel
from ui.words import fiscal_year, moment, money, plain

CHART_HEIGHT, MOST_PARTS = 330, 7
MOST_ROWS, MOST_SAID = 9, 300
BY_SOURCE, BY_FUND = "by what it is for", "by fund"
CLIFF, ALL = "The cliff, line by line", "All that the years are made of"


def what_is_seen(portfolio: Portfolio) -> frozenset[tuple[str, str]]:
    """What the lens shows of all that costs money."""
    looking = lens()
    return frozenset(
        [
            *(("purchase", p.purchase_id) for p in looked_at(portfolio, looking, portfolio.purchases)),
            *(("contract", c.contract_id) for c in looked_at(portfolio, looking, portfolio.contracts)),
            *(("project", p.project_id) for p in looked_at(portfolio, looking, portfolio.projects)),
        ]
    )


def ahead_view(
    portfolio: Portfolio, commitments: Commitments, cliffs: Sequence[Cliff], shown: Collection[tuple[str, str]]
) -> None:
    """Five years of what is promised or planned, and the cliff: what other money must pay when funds have ended.

    The charts show every year; the table, where the lens has a year, that one.
    """
    year = lens().fiscal_year
    names, years = fund_names(portfolio), commitments.years
    rows = [row for row in commitments.rows if _kind(row.source, row.key) in shown]
    falls = [cliff for cliff in cliffs if _kind(cliff.source, cliff.key) in shown]
    left, right = st.columns(2, gap="small")
    with left:
        how = st.segmented_control("Commitments", [BY_SOURCE, BY_FUND], default=BY_SOURCE, required=True,
                                   key="commitments_by", label_visibility="collapsed")  # fmt: skip
        if how == BY_FUND:
            pieces = _largest(_pieces((row.fiscal_year, names[row.fund_id], row.amount) for row in rows))
            parts = sorted({p.part for p in pieces})
        else:
            pieces = _pieces((row.fiscal_year, str(row.source), row.amount) for row in rows)
            parts = [str(source) for source in Source if any(p.part == source for p in pieces)]
        _chart("Promised and in the draft plan, by year", years, parts, pieces, "commitments")
    with right:
        free = sum((c.amount - c.taken_over for c in falls), Decimal(0))
        if free:
            st.markdown(
                f"**{plain(money(free))} of recurring cost in these years has no money once its fund has ended.** "
                "A new award of the same grant would carry it."
            )
        else:
            st.markdown("No recurring cost of these years outlives its fund, as far as is on record.")
        pieces = _largest(_pieces((c.fiscal_year, names[c.fund_id], c.amount - c.taken_over) for c in falls))
        _chart("Funding cliff: cost whose fund has ended", years, sorted({p.part for p in pieces}), pieces, "cliff")
    st.caption(" ".join(plain(note) for note in commitments.notes))
    made_of = [row for row in rows if year in (None, row.fiscal_year)]
    listed = [cliff for cliff in falls if year in (None, cliff.fiscal_year)]
    if made_of:
        which = st.segmented_control("Table", [CLIFF, ALL] if listed else [ALL], default=CLIFF if listed else ALL,
                                     required=True, key="ahead_table", label_visibility="collapsed")  # fmt: skip
        if which == CLIFF:
            _cliff_table(portfolio, names, listed)
        else:
            commitments_table(portfolio, made_of, MOST_ROWS)


def _chart(title: str, years: Sequence[int], parts: Sequence[str], pieces: Sequence[Piece], key: str) -> None:
    if not pieces:
        st.info("Nothing in these years.")
        return
    totals = [f"{fiscal_year(y)} {money(round(sum(p.amount for p in pieces if p.year == y), 2))}" for y in years]
    st.plotly_chart(
        year_bars(title, years, parts, pieces), height=CHART_HEIGHT, key=key, theme=None,
        config={"displayModeBar": False}, alt=f"{title}: {', '.join(totals)}",
    )  # fmt: skip


def _pieces(amounts: Iterable[tuple[int, str, Decimal]]) -> list[Piece]:
    """The amounts of each year and part, added up."""
    sums: dict[tuple[int, str], Decimal] = {}
    for year, part, amount in amounts:
        sums[year, part] = sums.get((year, part), Decimal(0)) + amount
    return [Piece(year, part, float(amount)) for (year, part), amount in sums.items()]


def _largest(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the smallest parts put together, so that a bar has no more parts than can be told apart."""
    sums: dict[str, float] = {}
    for piece in pieces:
        sums[piece.part] = sums.get(piece.part, 0.0) + piece.amount
    kept = sorted(sums, key=lambda part: (-sums[part], part))[: MOST_PARTS if len(sums) > MOST_PARTS + 1 else None]
    return [p if p.part in kept else p._replace(part="other funds") for p in pieces]


def _cliff_table(portfolio: Portfolio, names: dict[str, str], cliffs: Sequence[Cliff]) -> None:
    columns: list[Shown[Cliff]] = [
        Shown("Year", lambda c: fiscal_year(c.fiscal_year), width=100),
        Shown("What", lambda c: c.title, width=360),
        Shown("Is a", lambda c: str(c.source), width=230),
        Shown("Fund", lambda c: names[c.fund_id], width=250),
        Shown("Ends with", lambda c: fiscal_year(c.fund_ends), width=110),
        dollars("Cost", lambda c: c.amount),
        dollars("Others take over", lambda c: c.taken_over, 170),
        Shown("On record", lambda c: "expected" if c.expected else "promised", width=130),
    ]
    if chosen := listing("cliff", "Funding cliff", cliffs, lambda c: c.key, columns, most_rows=MOST_ROWS):
        st.markdown(plain(chosen.words))
        behind(portfolio, chosen.source, chosen.key, chosen.fiscal_year)


def supplanting_view(
    portfolio: Portfolio, questions: Sequence[SupplantingQuestion], shown: Collection[tuple[str, str]]
) -> None:
    """The questions, each with both figures, the entries behind them, and what the fund's rules say."""
    st.markdown(
        "Federal money adds to local money and does not replace it. Where local money paid the year before for the "
        "like, ask, and write the answer down as a comment, which is kept with who said it and when. These are "
        "questions; each fund tests it in its own way."
    )
    asked = [q for q in questions if ("purchase", q.purchase_id) in shown or ("contract", q.contract_id) in shown]
    if not asked:
        st.info("Nothing to ask: no federal fund would pay for what general money paid the year before.")
    general = [fund.fund_id for fund in portfolio.funds if fund.kind == "general"]
    names = fund_names(portfolio)
    for fund_id in dict.fromkeys(question.fund_id for question in asked):
        own = [question for question in asked if question.fund_id == fund_id]
        with st.container(border=True):
            st.markdown(f"**{plain(names[fund_id])}**")
            for place, question in enumerate(own):
                said, entries = st.columns([5, 1], vertical_alignment="center", gap="small")
                with said:
                    _question(portfolio, question)
                with entries, st.container(gap=None):
                    kind, key = _asked_of(question)
                    st.button(
                        "Answer", icon=":material/edit_note:", type="tertiary", key=f"answer {fund_id} {place}",
                        on_click=open_record, args=(kind, key), kwargs={"to_talk": True},
                        help=f"Opens the {one_of(kind)} at its comments",
                    )  # fmt: skip
                    label = f"Entries of {fiscal_year(question.local_year)}"
                    entries_button(
                        label, f"asked {fund_id} {place}", general[0], question.local_year, words=question.vendor
                    )
            if own[0].rules:
                rules_table(own[0].rules)
            else:
                st.caption("No rule on record says how this fund tests it: ask the state.")
    panel(Purchase, portfolio, lambda purchase: _asked(asked, (Purchase, purchase.purchase_id)))
    panel(Contract, portfolio, lambda contract: _asked(asked, (Contract, contract.contract_id)))


def _asked_of(question: SupplantingQuestion) -> tuple[type[Purchase] | type[Contract], str]:
    """The record that a question is about, beside which the answer is written."""
    return (Contract, question.contract_id) if question.contract_id else (Purchase, question.purchase_id)


def _question(portfolio: Portfolio, question: SupplantingQuestion) -> None:
    """The question, and what was said last beside its record."""
    kind, key = _asked_of(question)
    comments = data.comments(portfolio.district.district_id, kind.table, key)
    st.markdown(f":material/help: {plain(question.words)} {plain(f'In common: {question.why}.')}")
    if comments:
        last = comments[-1]
        many = f"{counted(len(comments), 'comment')}, the last: " if len(comments) > 1 else ""
        said = f"{many}{who(portfolio, last.said_by)}, {moment(last.said_at)}: {last.words}"
        st.caption(f":material/chat: {plain(said, MOST_SAID)}")


def _asked(questions: Sequence[SupplantingQuestion], of: tuple[type[Purchase] | type[Contract], str]) -> None:
    """What a record is asked here."""
    st.markdown("\n".join(f"- {plain(question.words)}" for question in questions if _asked_of(question) == of))


def _kind(source: Source, key: str) -> tuple[str, str]:
    return (
        "purchase" if source in (Source.PLANNED, Source.ONE_TIME, Source.ORDERED, Source.BOUGHT) else str(source),
        key,
    )
