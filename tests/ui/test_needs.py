"""How needs are put into words and filters."""

import pytest

from data_models.district import District, Site
from data_models.portfolio import Portfolio
from tests.spec.drawn import TODAY
from ui.needs import NeedFilters, grades_in_words


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ("K 1 2 3", "K–3"),
        ("6 7 8", "6–8"),
        ("8", "8"),
        ("1 2", "1, 2"),
        ("3 5 7", "3, 5, 7"),
        ("8 7 6", "8, 7, 6"),
        ("6 7 adult", "6, 7, adult"),
        ("", ""),
    ],
)
def test_grades_in_words(grades: str, words: str) -> None:
    assert grades_in_words(tuple(grades.split())) == words


def test_two_schools_of_one_name_are_told_apart() -> None:
    sites = tuple(Site(site_id=key, name=name) for key, name in (("1", "Oak"), ("2", "Oak"), ("3", "Elm")))
    filters = NeedFilters(Portfolio(today=TODAY, district=District(name="Drawn"), sites=sites), frozenset())
    assert [filters.name(key) for key in ("1", "2", "3", "9")] == ["Oak (1)", "Oak (2)", "Elm", "9"]
