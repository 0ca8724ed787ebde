"""Text to values, in SQL: for each kind of column an expression that is NULL where the text is not one.

The text `r` is trimmed and NULL where blank. `tests/store/loading/test_parse.py` says the same rules in plain Python.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from data_models.base import GRADES, LIST_SEPARATOR, Column
from data_models.limits import PARTING

PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
EUROPEAN = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+"
PLAIN_CENTS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{0,2}0*)?|\.\d{1,2}0*"
EUROPEAN_CENTS = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{0,2}0*)?|,\d{1,2}0*"
MONEY = r"\(\s*\$?\s*(?:N)\s*[KMBkmb]?\s*\)|[-+]?\s*\$?\s*[-+]?\s*(?:N)\s*[KMBkmb]?|\$?\s*(?:N)\s*-|\$\s*-"
USUAL_MONEY, USUAL_NEGATIVE = r"-?\$?(?:N)", r"\(\$?(?:N)\)"
OTHER_CURRENCY = r"[€£¥₹₩₽]|\b(?:EUR|GBP|CAD|AUD|MXN|JPY|CHF)\b"
CENT_FRACTION = r"[.,]\d{2}\d*[1-9]\D*"
NOISE = "0.000001"
"""Dollars. A fraction of a cent below this is no one's amount but what binary arithmetic leaves behind."""
USUAL_DATE = r"\d{1,2}/\d{1,2}/\d{4}"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
NUMBER = r"[-+]?(?:N)(?:[eE][-+]?\d{1,3})?\s*%?"
WHOLE = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?"
CLOCK = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?Z?)?"
ISO_DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}" + CLOCK
NUMERIC_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})" + CLOCK
ZERO_MONEY = r"\$\s*-"
FOUR_DIGITS, YEAR_NAMED = r"\d{4}(?:\.0*)?", r"(?i)FY\s*(?:\d{4}|\d{2})"
TWO_YEARS = r"(?i)(?:FY\s*)?\d{4}\s*[-/–]\s*(?:\d{4}|\d{2})"
SHORT_WORD_DATE = r"\d{1,2}[- ][A-Za-z]{3}[- ]\d{2}"
WORD_DATE = r"[A-Za-z0-9 ,-]*[A-Za-z]{3}[A-Za-z0-9 ,-]*\d{4}"
COMPACT_DATE = r"(?:19|20)\d{6}"
WORD_FORMS = (
    "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%d %b, %Y",
)  # fmt: skip
GRADE_RANGE = r"^(.*\S)\s*[-–—]\s*([^-–—\s]+)$"
"""The first grade and the last; a hyphen before the last one, as in Pre-K-5, is part of the first."""
GRADES_IN_A_ROW = str(list(GRADES[: GRADES.index("12") + 1]))
"""As an SQL list."""
LOOSE_WORDS = "lower(trim(regexp_replace({}, '[\\s_-]+', ' ', 'g')))"
SPELLED_GRADES = {
    **{grade.lower(): grade for grade in GRADES},
    "kg": "K", "kindergarten": "K", "ungraded": "UG", "ae": "adult",
    **dict.fromkeys(("pre k", "prek", "prekindergarten", "pe", "pr", "ee"), "PK"),
}  # fmt: skip
"""Grades by the data format's words and those of states, cities and the OneRoster standard, in small letters."""
TRUE_WORDS, FALSE_WORDS = ("yes", "y", "true", "t", "x", "1"), ("no", "n", "false", "f", "0")
FISCAL_YEAR, DOLLARS = "fiscal year", "US dollars"


@dataclass(frozen=True)
class Style:
    """How one column of one file writes what can be read two ways. `dates`: month, day or ask; `european`: 1.234,50."""

    dates: str = "month"
    european: bool = False


def text(value: str) -> str:
    """A string as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """A name as an SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def value_sql(column: Column, r: str, style: Style) -> str:
    """The column's value out of the trimmed text `r`, NULL where it is not one."""
    if column.many:
        return _grades_sql(r) if column.unit == "grades" else _words_sql(r)
    if issubclass(column.kind, StrEnum):
        return _choice_sql(column.choices, r)
    if column.kind is Decimal:
        return (
            _share_sql(r, style) if column.unit.startswith("percent") else money_sql(r, style, column.unit == DOLLARS)
        )
    if column.kind is int:
        return _fiscal_year_sql(r) if column.unit == FISCAL_YEAR else _whole_sql(r)
    if column.kind is float:
        return f"TRY_CAST({_share_text(r, style)} AS DOUBLE)"
    if column.kind is bool:
        return _yes_no_sql(r)
    if column.kind is datetime:
        return _moment_sql(r, style)
    return _date_sql(r, style) if column.kind is date else r


def sql_type(column: Column) -> str:
    """The type of the column in the database."""
    if column.many:
        return "VARCHAR[]"
    kinds = {Decimal: "DECIMAL(18, 2)", int: "INTEGER", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}
    return "TIMESTAMP" if column.kind is datetime else kinds.get(column.kind, "VARCHAR")


def default_sql(column: Column) -> str:
    """What a blank cell becomes."""
    if column.many:
        return "[]::VARCHAR[]"
    if column.default is None:
        return f"NULL::{sql_type(column)}"
    return text(str(column.default)) if isinstance(column.default, str) else f"{column.default}::{sql_type(column)}"


def plain_words(value: str) -> str:
    """A choice without regard to case, hyphens, underscores and doubled blanks."""
    return re.sub(r"[\s_-]+", " ", value.strip()).lower()


def _match(r: str, pattern: str) -> str:
    return f"regexp_full_match({r}, {text(pattern)})"


def _numeral(r: str, european: bool) -> str:
    """The text with American marks."""
    return f"replace(replace(replace({r}, '.', ''), ',', '.'), ' ', '')" if european else r


def money_sql(r: str, style: Style, exact: bool) -> str:
    """A DECIMAL(18, 2) as amounts are written; NULL where it is none or, if `exact`, has a fraction of a cent.

    If not `exact`, it is rounded half up. The first branch is for what most cells look like: it alone decides how fast
    a large ledger loads.
    """
    cents = EUROPEAN_CENTS if style.european else PLAIN_CENTS
    usual, negative = USUAL_MONEY.replace("N", cents), USUAL_NEGATIVE.replace("N", cents)
    pattern = MONEY.replace("N", EUROPEAN if style.european else PLAIN)
    marked = _numeral(r, style.european)
    bare = f"replace(replace({marked}, ',', ''), '$', '')"
    digits = f"regexp_replace({marked}, '[^0-9.]', '', 'g')"
    times = f"CASE upper(regexp_extract({r}, '[KMBkmb]')) WHEN 'K' THEN 1000 WHEN 'M' THEN 1000000 "
    times += "WHEN 'B' THEN 1000000000 ELSE 1 END"
    sign = f"CASE WHEN regexp_matches({r}, '[(-]') THEN -1 ELSE 1 END"
    value = f"({sign}) * ({times}) * TRY_CAST({digits} AS DECIMAL(24, 8))"
    whole = f" AND abs({value} - round({value}, 2)) < {NOISE}" if exact else ""
    return (
        f"CASE WHEN {_match(r, usual)} THEN TRY_CAST({bare} AS DECIMAL(18, 2)) "
        f"WHEN {_match(r, negative)} THEN -TRY_CAST({bare}[2:-2] AS DECIMAL(18, 2)) "
        f"WHEN {_match(r, ZERO_MONEY)} THEN 0 "
        f"WHEN {_match(r, pattern)}{whole} THEN TRY_CAST({value} AS DECIMAL(18, 2)) END"
    )


def _share_text(r: str, style: Style) -> str:
    pattern = NUMBER.replace("N", EUROPEAN if style.european else PLAIN)
    bare = f"replace(replace({_numeral(r, style.european)}, ',', ''), '%', '')"
    return f"CASE WHEN {_match(r, pattern)} THEN {bare} END"


def _share_sql(r: str, style: Style) -> str:
    return f"TRY_CAST({_share_text(r, style)} AS DECIMAL(18, 2))"


def _whole_sql(r: str) -> str:
    return f"CASE WHEN {_match(r, WHOLE)} THEN TRY_CAST(replace(split_part({r}, '.', 1), ',', '') AS INTEGER) END"


def _fiscal_year_sql(r: str) -> str:
    """2027, FY2027, FY27, and 2026-27 or 2026-2027 where the second year follows the first."""
    last = f"regexp_extract({r}, '(\\d+)$', 1)"
    full = f"CASE WHEN length({last}) = 2 THEN 2000 + {last}::INTEGER ELSE {last}::INTEGER END"
    year = f"TRY_CAST({r} AS USMALLINT)"  # what most cells look like; much faster than a pattern
    return (
        f"CASE WHEN length({r}) = 4 AND {year}::VARCHAR = {r} THEN {year}::INTEGER "
        f"WHEN {_match(r, FOUR_DIGITS)} THEN TRY_CAST(left({r}, 4) AS INTEGER) "
        f"WHEN {_match(r, YEAR_NAMED)} THEN {full} "
        f"WHEN {_match(r, TWO_YEARS)} "
        f"AND {full} = regexp_extract({r}, '\\d{{4}}')::INTEGER + 1 THEN {full} END"
    )


def _yes_no_sql(r: str) -> str:
    yes, no = (", ".join(text(word) for word in words) for words in (TRUE_WORDS, FALSE_WORDS))
    return f"CASE WHEN lower({r}) IN ({yes}) THEN TRUE WHEN lower({r}) IN ({no}) THEN FALSE END"


def _choice_sql(choices: tuple[str, ...], r: str) -> str:
    exact = " ".join(f"WHEN {text(choice)} THEN {text(choice)}" for choice in choices)
    loose = " ".join(f"WHEN {text(plain_words(choice))} THEN {text(choice)}" for choice in choices)
    return f"CASE {r} {exact} ELSE CASE {LOOSE_WORDS.format(r)} {loose} END END"


def _words_sql(r: str) -> str:
    split = (
        f"string_split({r}, CASE WHEN contains({r}, {text(LIST_SEPARATOR)}) THEN {text(LIST_SEPARATOR)} ELSE ',' END)"
    )
    return f"list_filter(list_transform({split}, lambda w: trim(w)), lambda w: w <> '')"


def _grades_sql(r: str) -> str:
    """Grades in a list, NULL where one of them is none: 06 is 6, KG is K, Pre-K is PK, K-2 is K, 1 and 2."""
    ends = f"[w, regexp_extract(w, {text(GRADE_RANGE)}, 1), regexp_extract(w, {text(GRADE_RANGE)}, 2)]"
    spelled = ", ".join(f"{text(word)}: {text(grade)}" for word, grade in SPELLED_GRADES.items())
    grade = f"MAP {{{spelled}}}[ltrim({LOOSE_WORDS.format('e')}, '0')]"
    found = f"list_transform({_words_sql(r)}, lambda w: list_transform({ends}, lambda e: {grade}))"
    first, last = (f"list_position({GRADES_IN_A_ROW}, g[{at}])" for at in (2, 3))
    spread = f"CASE WHEN {first} <= {last} THEN {GRADES_IN_A_ROW}[{first}:{last}] END"
    each = f"list_transform({found}, lambda g: CASE WHEN g[1] IS NULL THEN {spread} ELSE g[1:1] END)"
    both = "CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN list_concat(a, b) END"
    return f"list_reduce({each}, lambda a, b: {both}, []::VARCHAR[])"


def _day(r: str) -> str:
    """The day of a text that may go on with a time."""
    return f"split_part(split_part({r}, ' ', 1), 'T', 1)"


def is_other_currency(r: str) -> str:
    """Whether the text names money that is not dollars."""
    return f"regexp_matches(upper({r}), {text(OTHER_CURRENCY)})"


def is_too_long(column: Column, value: str) -> str:
    """Whether a text, or one in a list, has more letters than the column takes. Bytes are counted faster."""
    longer = f"strlen({{0}}) > {column.longest} AND length({{0}}) > {column.longest}"
    if not column.many:
        return f"({longer.format(value)})"
    return f"len(list_filter({value}, lambda w: {longer.format('w')})) > 0"


def is_parted(value: str) -> str:
    """Whether a key would fall apart in a list."""
    return f"({' OR '.join(f'contains({value}, {text(sign)})' for sign in PARTING)})"


def is_number(column: Column, r: str, style: Style) -> str:
    """Whether the text is written as an amount or a number in that style, whatever it comes to."""
    pattern = MONEY if column.unit == DOLLARS else NUMBER
    return _match(r, pattern.replace("N", EUROPEAN if style.european else PLAIN))


def has_cent_fraction(r: str) -> str:
    """Whether the text is an amount, in either way of writing them, with more than cents."""
    amount = " OR ".join(_match(r, MONEY.replace("N", numeral)) for numeral in (PLAIN, EUROPEAN))
    return f"(({amount}) AND regexp_matches({r}, {text(CENT_FRACTION + '$')}))"


def two_readings(r: str) -> tuple[str, str]:
    """(month first, day first) of a numeric date such as 9/14/2026; NULL where that order gives no date."""
    slashed = f"replace(replace({_day(r)}, '-', '/'), '.', '/')"
    long = _match(_day(r), r".*\d{4}")
    month = f"CASE WHEN {long} THEN try_strptime({slashed}, '%m/%d/%Y') ELSE try_strptime({slashed}, '%m/%d/%y') END"
    return month, month.replace("%m/%d", "%d/%m")


def is_numeric_date(r: str) -> str:
    """Whether the text is a date in figures with the year last."""
    return _match(r, NUMERIC_DATE)


def _date_sql(r: str, style: Style) -> str:
    month, day = two_readings(r)
    numeric = {"month": month, "day": day}.get(
        style.dates,
        f"CASE WHEN ({month}) IS NULL OR ({day}) IS NULL OR ({month}) = ({day}) THEN coalesce({month}, {day}) END",
    )
    if style.dates in ("month or day", "day or month"):
        first, second = (month, day) if style.dates.startswith("month") else (day, month)
        numeric = f"coalesce({first}, {second})"
    forms = ", ".join(text(form) for form in WORD_FORMS)
    usual = {"month": "%m/%d/%Y", "day": "%d/%m/%Y"}.get(style.dates)
    fast = f"WHEN {_match(r, USUAL_DATE)} THEN CAST(try_strptime({r}, {text(usual)}) AS DATE) " if usual else ""
    return (
        f"(CASE WHEN {r} LIKE '____-__-__' THEN TRY_CAST({r} AS DATE) {fast}"
        f"WHEN {_match(r, ISO_DATE)} THEN TRY_CAST(replace(replace({_day(r)}, '/', '-'), '.', '-') AS DATE) "
        f"WHEN {is_numeric_date(r)} THEN CAST({numeric} AS DATE) "
        f"WHEN {_match(r, COMPACT_DATE)} THEN CAST(try_strptime({r}, '%Y%m%d') AS DATE) "
        f"WHEN {_match(r, SHORT_WORD_DATE)} "
        f"THEN CAST(try_strptime(replace({r}, ' ', '-'), '%d-%b-%y') AS DATE) "
        f"WHEN {_match(r, WORD_DATE)} THEN CAST(try_strptime({r}, [{forms}]) AS DATE) END)"
    )


def _moment_sql(r: str, style: Style) -> str:
    """A day, with its time where there is one: 2026-11-02 15:30, 11/2/2026 3:30 PM."""
    clock = f"regexp_extract({r}, '(\\d{{1,2}}:\\d{{2}}(?::\\d{{2}})?)', 1)"
    half = f"upper(regexp_extract({r}, '([AaPp])\\.?[Mm]', 1))"
    hours = f"split_part({clock}, ':', 1)::INTEGER"
    hour = f"CASE {half} WHEN 'P' THEN {hours} % 12 + 12 WHEN 'A' THEN {hours} % 12 ELSE {hours} END"
    time = (
        f"CASE WHEN {clock} = '' THEN INTERVAL 0 SECOND ELSE to_hours({hour}) "
        f"+ to_minutes(split_part({clock}, ':', 2)::INTEGER) "
        f"+ to_seconds(coalesce(nullif(split_part({clock}, ':', 3), '')::INTEGER, 0)) END"
    )
    return f"(({_date_sql(r, style)})::TIMESTAMP + {time})"
