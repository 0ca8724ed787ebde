"""What files leave open is asked once for a file, with what other columns prove as a suggestion."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from data_models.load import Question
from store.loading import Reading, Reads, mistaken

Read = Callable[..., Reading]
Staged = Callable[..., list[tuple[object, ...]]]
ORDERS = ("month first", "day first")
HEADINGS = "project_id,title,start,finish,baseline_finish\n"
OPEN = HEADINGS + "A,Wi-Fi,03/04/2027,05/06/2027,07/08/2027\n"
FILE = "projects/projects.csv"


def asked(read: Read, projects: str, answers: dict[str, str] | None = None, **others: str) -> tuple[Question, ...]:
    files = {"projects.csv": projects} | {f"{name}.csv": text for name, text in others.items()}
    return read(files, answers=answers).questions


def test_one_question_for_all_open_columns_of_a_file(read: Read, staged: Staged) -> None:
    (question,) = asked(read, OPEN)
    assert question.words == (
        "In 'projects.csv', columns 'start', 'finish' and 'baseline_finish': do they write the month or the day first?"
    )
    assert question.answers == (*ORDERS, "not the same in all of them")
    assert question.examples == ("03/04/2027", "05/06/2027", "07/08/2027")
    assert question.meanings == (
        "03/04/2027 is Mar 4, 2027", "03/04/2027 is Apr 3, 2027", "each is asked by itself"
    )  # fmt: skip
    assert (question.suggested, question.why) == ("", "")
    answered = read({"projects.csv": OPEN}, answers={question.question_id: "day first"})
    assert answered.questions == ()
    assert staged(answered, "projects", "start, finish") == [(date(2027, 4, 3), date(2027, 6, 5))]


@pytest.mark.parametrize("cell", ["3/4/26", "3-4-2026", "03.04.2026 15:30"])
def test_each_answer_says_what_it_makes_of_a_cell(read: Read, cell: str) -> None:
    (question,) = read({"needs.csv": f"need_id,title,needed_by\nN,T,{cell}\n"}).questions
    assert question.meanings == (f"{cell} is Mar 4, 2026", f"{cell} is Apr 3, 2026")


def test_columns_that_differ_are_asked_each_by_itself(read: Read, staged: Staged) -> None:
    (question,) = asked(read, OPEN)
    told = {question.question_id: "not the same in all of them"}
    each = asked(read, OPEN, told)
    assert [q.question_id for q in each] == [f"{FILE}/start", f"{FILE}/finish", f"{FILE}/baseline_finish"]
    assert {q.answers for q in each} == {ORDERS}
    told |= {q.question_id: order for q, order in zip(each, ("month first", "day first", "day first"), strict=True)}
    answered = read({"projects.csv": OPEN}, answers=told)
    assert answered.questions == ()
    assert staged(answered, "projects", "start, finish") == [(date(2027, 3, 4), date(2027, 6, 5))]


def test_what_answers_nothing_is_told_from_what_answers_a_column_or_its_file(read: Read) -> None:
    heard = [
        {},
        {f"{FILE}/dates": "month first"},
        {f"{FILE}/dates": "not the same in all of them", f"{FILE}/start": "day first"},
    ]
    for told in heard:
        assert mistaken(told, read({"projects.csv": OPEN}, answers=told).columns) == ()
    wrong = {
        f"{FILE}/dates": "yes",
        f"{FILE}/start": "not the same in all of them",
        f"{FILE}/dat": "day first",
        "x": "y",
    }
    assert mistaken(wrong, read({"projects.csv": OPEN}, answers=wrong).columns) == (
        f"'{FILE}/dates' is not answered by 'yes'. "
        "It takes 'month first', 'day first' or 'not the same in all of them'.",
        f"'{FILE}/start' is not answered by 'not the same in all of them'. It takes 'month first' or 'day first'.",
        f"'{FILE}/dat' is not asked of these files. Did you mean {FILE}/dates?",
        "'x' is not asked of these files.",
    )
    torn = OPEN + "B,Lab,07/28/2027,,\nC,Hub,28/07/2027,,\n"
    (said,) = mistaken({f"{FILE}/start": "x"}, read({"projects.csv": torn}).columns)
    assert said.endswith("It takes 'month first' or 'day first'.")


@pytest.mark.parametrize(("proof", "order"), [("07/28/2027", "month first"), ("28/07/2027", "day first")])
def test_a_column_of_the_same_file_is_the_suggestion(read: Read, proof: str, order: str) -> None:
    (question,) = asked(read, OPEN.replace("07/08/2027", proof))
    assert "columns 'start' and 'finish': do they" in question.words
    assert question.suggested == order
    assert question.why == f"In the same file, column 'baseline_finish' shows it: {order}."


def test_the_same_file_weighs_more_than_others_read_with_it(read: Read) -> None:
    needs = "need_id,title,needed_by\nN,T,31/12/2027\n"
    (question,) = asked(read, OPEN, needs=needs)
    assert (question.suggested, question.why) == (
        "day first", "In 'needs.csv', column 'needed_by' shows it: day first."
    )  # fmt: skip
    (question,) = asked(read, OPEN.replace("07/08", "07/28"), needs=needs)
    assert question.suggested == "month first"


def test_proofs_that_differ_suggest_nothing_and_each_column_is_asked(read: Read) -> None:
    headings = "project_id,title,asked,start,finish,first_use\n"
    found = read({"projects.csv": headings + "1,A,03/04/2027,05/06/2027,25/12/2027,12/25/2026\n"}).questions
    assert [q.question_id.rpartition("/")[2] for q in found] == ["asked", "start"]
    assert {q.suggested for q in found} == {""}


def test_a_column_that_contradicts_itself_is_asked_by_itself(read: Read) -> None:
    torn = OPEN + "B,Lab,13/06/2027,05/06/2027,\nC,Desk,06/13/2027,05/06/2027,12/31/2027\n"
    first, second = asked(read, torn)
    assert first.question_id == f"{FILE}/start"
    assert first.words.endswith("Some of its cells can only be the one, some only the other.")
    assert first.suggested == "", "what another column shows is no help where this one has both"
    assert (second.question_id, second.suggested) == (f"{FILE}/finish", "month first")


def test_amounts_are_suggested_by_amounts_alone(read: Read) -> None:
    years = "fund_id,fiscal_year,budgeted,spent,carryover_from\n1,2027,1.234,{},\n"
    rows = "fund_id;fiscal_year;budgeted;spent\n1;2027;1.234;{}\n"
    (question,) = asked(read, OPEN.replace("07/08", "07/28"), {f"{FILE}/dates": "month first"}, fund_years=years)
    assert (question.suggested, question.meanings) == ("", ("", ""))
    (question,) = asked(read, OPEN, {f"{FILE}/dates": "day first"}, fund_years=rows.format("12,50"))
    assert question.suggested == "1.234 is more than a thousand"
    assert question.why == "In the same file, column 'spent' shows it: 1.234 is more than a thousand."


def test_an_answer_that_was_not_offered_is_asked_again(read: Read) -> None:
    assert len(asked(read, OPEN, {f"{FILE}/dates": "month-first"})) == 1
    assert len(asked(read, OPEN, {f"{FILE}/start": "first"})) == 1


def _earlier(reading: Reading) -> dict[tuple[str, str], Reads]:
    return {(column.table, column.heading): column for column in reading.columns if column.said or column.proves}


def test_rows_set_aside_are_asked_with_what_was_said_for_their_file(read: Read) -> None:
    files = {"projects.csv": OPEN}
    (question,) = read(files).questions
    earlier = _earlier(read(files, answers={question.question_id: "day first"}))
    (again,) = read({"projects-set-aside.csv": OPEN}, earlier=earlier).questions
    assert (again.suggested, again.why) == ("day first", "You said so for 'projects.csv'.")
    one = HEADINGS + "A,Wi-Fi,,,07/08/2027\n"
    (alone,) = read({"projects-set-aside.csv": one}, earlier=earlier).questions
    assert (alone.suggested, alone.why) == (again.suggested, again.why), "also where only one column is left open"


def test_rows_set_aside_are_asked_with_what_their_file_proved(read: Read) -> None:
    earlier = _earlier(read({"needs.csv": "need_id,title,needed_by\nN1,T,10/31/2026\nN2,T,3/4/2027\n"}))
    (question,) = read({"aside.csv": "need_id,title,needed_by\nN2,T,3/4/2027\n"}, earlier=earlier).questions
    assert question.suggested == "month first"
    assert question.why == "In 'needs.csv', read before, column 'needed_by' shows it: month first."


def test_what_was_said_differently_before_or_of_another_column_suggests_nothing(read: Read) -> None:
    (question,) = asked(read, OPEN)
    told = {question.question_id: "not the same in all of them", f"{FILE}/start": "month first"}
    earlier = _earlier(read({"projects.csv": OPEN}, answers=told | {f"{FILE}/finish": "day first"}))
    assert read({"projects.csv": OPEN}, earlier=earlier).questions[0].suggested == ""
    needs = {"needs.csv": "need_id,title,needed_by\nN2,T,3/4/2027\n"}
    assert read(needs, earlier=earlier).questions[0].suggested == ""


def test_what_the_same_file_shows_goes_before_what_was_said(read: Read) -> None:
    (question,) = asked(read, OPEN)
    earlier = _earlier(read({"projects.csv": OPEN}, answers={question.question_id: "day first"}))
    proof = OPEN.replace("07/08/2027", "07/28/2027")
    assert read({"projects.csv": proof}, earlier=earlier).questions[0].suggested == "month first"


def test_a_column_read_in_another_order_than_most_is_named(read: Read) -> None:
    rows = "A,Wi-Fi,01/31/2027,02/28/2027,31/03/2027\nB,Doors,02/03/2027,03/04/2027,04/05/2027\n"
    (said,) = read({"projects.csv": HEADINGS + rows}).warnings
    assert (said.file, said.column) == ("projects.csv", "baseline_finish")
    assert said.reason == ("is read day first, as its cells show, and column 'start' of 'projects.csv' month first")
    alike = read({"projects.csv": HEADINGS + rows.replace("31/03", "03/31")})
    assert alike.warnings == ()


def test_an_answer_that_other_columns_speak_against_is_named(read: Read) -> None:
    files = {"projects.csv": HEADINGS + "A,Wi-Fi,01/31/2027,02/28/2027,03/04/2027\n"}
    heard = {order: read(files, answers={f"{FILE}/baseline_finish": order}).warnings for order in ORDERS}
    assert heard["month first"] == ()
    assert [said.reason for said in heard["day first"]] == [
        "is read day first, as was answered, and column 'start' of 'projects.csv' month first"
    ]


YEARS = "fund_id;fiscal_year;budgeted\n"
CENTS, THOUSANDS = "1.234 is a little over one", "1.234 is more than a thousand"


def budgets(*cells: str) -> dict[str, str]:
    return {"fund_years.csv": YEARS + "".join(f"{row};2027;{cell}\n" for row, cell in enumerate(cells))}


@pytest.mark.parametrize(
    ("cells", "shown", "american", "european"),
    [
        (["12.50", "1.234.567,00", "250.000", "1.500"], ("1.234.567,00", "12.50", "1.500"),
         ["12.50", "250", "1.50"], ["1234567", "250000", "1500"]),
        (["12,50"] * 6000 + ["1,500.00", "2,250"], ("12,50", "1,500.00", "2,250"),
         ["1500", "2250"], ["12.50"] * 6000 + ["2.25"]),
        (["12.50"] * 6000 + ["1.234,50", "1.500", "2.250"], ("1.234,50", "12.50", "1.500"),
         ["12.50"] * 6000 + ["1.50", "2.25"], ["1234.50", "1500", "2250"]),
        (["12,50"] * 20 + ["13.50"] * 5, ("12,50", "13.50"), ["13.50"] * 5, ["12.50"] * 20),
    ],
    ids=["in the first rows", "American late", "European late", "most European"],
)  # fmt: skip
def test_amounts_written_both_ways_are_asked_about_and_never_guessed(
    read: Read, staged: Staged, cells: list[str], shown: tuple[str, ...], american: list[str], european: list[str]
) -> None:
    (question,) = read(budgets(*cells)).questions
    assert (question.question_id, question.answers) == ("fund_years/fund_years.csv/budgeted", (CENTS, THOUSANDS))
    assert question.words.endswith(
        "Some of its cells can only be the one, some only the other. Rows with a cell of the other are set aside."
    )
    assert (question.examples, question.suggested) == (shown, "")
    for answer, left in ((CENTS, american), (THOUSANDS, european)):
        answered = read(budgets(*cells), answers={question.question_id: answer})
        assert answered.questions == ()
        assert staged(answered, "fund_years", "budgeted") == [(Decimal(cell),) for cell in left]
        assert answered.problem_count == len(cells) - len(left)


@pytest.mark.parametrize("garbage", ["12,5OO", "12,50 net", "12,5,00", "1.234,5o", "n/a 3,50"])
def test_what_is_no_amount_either_way_proves_nothing(read: Read, staged: Staged, garbage: str) -> None:
    cells = ["12.50", "1.500", garbage]
    for given in (cells, cells[::-1], ["12.50"] * 6000 + cells):
        reading = read(budgets(*given))
        assert (reading.questions, reading.problem_count) == ((), 1)
        assert (Decimal("1.50"),) in staged(reading, "fund_years", "budgeted")
