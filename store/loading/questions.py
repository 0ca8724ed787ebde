"""What files leave open: whether dates begin with the month, whether a dot stands before the cents. Asked once for each
file where its columns may all be alike, with what other columns prove as a suggestion.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from data_models.load import Problem, Question
from store.loading.results import Earlier, Part, Reads
from store.loading.words import nearest

MONTH_FIRST, DAY_FIRST = "month first", "day first"
DOT_IS_CENTS, DOT_IS_THOUSANDS = "1.234 is a little over one", "1.234 is more than a thousand"
ORDERS, DOTS = (MONTH_FIRST, DAY_FIRST), (DOT_IS_CENTS, DOT_IS_THOUSANDS)
NOT_ALIKE, EACH_ASKED = "not the same in all of them", "each is asked by itself"
ASKED: dict[tuple[str, ...], str] = {
    ORDERS: "the month or the day first",
    DOTS: "the dot before the cents or the thousands",
}
TORN = " Some of its cells can only be the one, some only the other."
OTHERS_ARE_SET_ASIDE = " Rows with a cell of the other are set aside."
EXAMPLES = 3


def answered(answers: Mapping[str, str], part: Part, column: str, choices: tuple[str, ...], torn: bool) -> str:
    """What was answered for a column, by itself or for its whole file; nothing where it was not."""
    own = answers.get(_column_id(part.table, part.file, column), "")
    file = "" if torn else answers.get(_file_id(part.table, part.file, choices), "")
    return next((answer for answer in (own, file) if answer in choices), "")


def questions(columns: Sequence[Reads], answers: Mapping[str, str], earlier: Earlier) -> Iterator[Question]:
    """The questions of these columns, in their order. Of a file they are one where its columns do not contradict each
    other and nobody answered that they differ.
    """
    asked = set()
    for column in columns:
        if not column.answers:
            continue
        key = _file_id(column.table, column.file, column.answers)
        like = [c for c in columns if key == _file_id(c.table, c.file, column.answers)]
        alike = [c for c in like if c.answers == column.answers and not c.torn]
        proven = {c.proves for c in like if c.proves in column.answers}
        if column.torn or len(alike) == 1 or len(proven) > 1 or answers.get(key) == NOT_ALIKE:
            yield _question(_column_id(column.table, column.file, column.column), [column], columns, earlier)
        elif key not in asked:
            asked.add(key)
            yield _question(key, alike, columns, earlier)


def mistaken(answers: Mapping[str, str], columns: Sequence[Reads]) -> tuple[str, ...]:
    """What is wrong with each answer that answers nothing in these columns: sentences, in the answers' order."""
    taken: dict[str, tuple[str, ...]] = {}
    for c in columns:
        for choices in (ORDERS, DOTS):
            if {c.proves, c.said, *c.answers} & set(choices):
                taken[_column_id(c.table, c.file, c.column)] = choices
                if not c.torn:
                    taken[_file_id(c.table, c.file, choices)] = (*choices, NOT_ALIKE)
    said = []
    for key, answer in answers.items():
        if key not in taken:
            said.append(f"'{key}' is not asked of these files. {nearest(key, list(taken))}".strip())
        elif answer not in taken[key]:
            allowed = [f"'{choice}'" for choice in taken[key]]
            these = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
            said.append(f"'{key}' is not answered by '{answer}'. {nearest(answer, list(taken[key]))}It takes {these}.")
    return tuple(said)


def at_odds(columns: Sequence[Reads]) -> Iterator[Problem]:
    """A note on each column whose days are read in another order than those of most columns that show theirs or of
    which it was said; of equals the order that comes first counts as that of most.
    """
    read = [(column, column.said or column.proves) for column in columns]
    orders = Counter(order for _, order in read if order in ORDERS)
    if len(orders) < 2:
        return
    usual = orders.most_common(1)[0][0]
    other = next(column for column, order in read if order == usual)
    for column, order in read:
        if order in ORDERS and order != usual:
            how = "as was answered" if column.said else "as its cells show"
            yield Problem(
                file=column.file, column=column.heading,
                reason=f"is read {order}, {how}, and column '{other.heading}' of '{other.file}' {usual}",
                remedy="One mistyped day can turn a whole column: look for it, if they should be alike.",
            )  # fmt: skip


def _question(key: str, asked: list[Reads], columns: Sequence[Reads], earlier: Earlier) -> Question:
    first = asked[0]
    one = len(asked) == 1
    named = [f"'{column.heading}'" for column in asked]
    place = f"column {named[0]}: does it" if one else f"columns {', '.join(named[:-1])} and {named[-1]}: do they"
    said = f"In '{first.file}', {place} write {ASKED[first.answers]}?"
    if first.torn:
        said += TORN + (OTHERS_ARE_SET_ASIDE if first.answers == DOTS else "")
    suggested, why = ("", "") if first.torn else _suggestion(asked, columns, earlier)
    means = [f"{first.examples[0]} is {day:%b} {day.day}, {day.year}" for day in first.readings]
    cells = first.examples if one else tuple(dict.fromkeys(c.examples[0] for c in asked))[:EXAMPLES]
    return Question(
        question_id=key, words=said, answers=first.answers if one else (*first.answers, NOT_ALIKE), examples=cells,
        meanings=(*(means or ("", "")), *(() if one else (EACH_ASKED,))), suggested=suggested, why=why,
    )  # fmt: skip


def _suggestion(asked: list[Reads], columns: Sequence[Reads], earlier: Earlier) -> tuple[str, str]:
    """(answer, why) that columns of the same file prove, else those of the files read with it, else what was so before;
    nothing where there are none or they differ.
    """
    proof = [c for c in columns if c.proves in asked[0].answers]
    near = [c for c in proof if c.file == asked[0].file] or proof
    if not near:
        return _as_before(asked, earlier)
    if len({c.proves for c in near}) != 1:
        return "", ""
    first = near[0]
    where = "the same file" if first.file == asked[0].file else f"'{first.file}'"
    return first.proves, f"In {where}, column '{first.heading}' shows it: {first.proves}."


def _as_before(asked: list[Reads], earlier: Earlier) -> tuple[str, str]:
    """(answer, why) that was given for columns of the same headings in files read before, or that these proved;
    nothing where there were none or they differed.
    """
    before = [earlier[c.table, c.heading] for c in asked if (c.table, c.heading) in earlier]
    if len({c.proves or c.said for c in before}) != 1:
        return "", ""
    first = before[0]
    if first.proves:
        return first.proves, f"In '{first.file}', read before, column '{first.heading}' shows it: {first.proves}."
    return first.said, f"You said so for '{first.file}'."


def _column_id(table: str, file: str, column: str) -> str:
    return f"{table}/{file}/{column}"


def _file_id(table: str, file: str, choices: tuple[str, ...]) -> str:
    return f"{table}/{file}/{'dates' if choices == ORDERS else 'amounts'}"
