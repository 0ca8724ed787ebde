"""Names of districts and the keys made of them."""

import pytest

from data_models.errors import DistrictError
from store.database import Database
from store.district import new_district, start_district
from store.member import LOCAL


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Maple River Unified", "maple-river-unified"),
        (" Árbol & Cañón Unified ", "arbol-canon-unified"),
        ("Álamo", "alamo"),
        ("Школьный округ № 5", "школьный-округ-no-5"),
        ("東京学区", "東京学区"),
        ("दिल्ली ज़िला", "दिल्ली-ज़िला"),
        ("***", "district"),
    ],
)
def test_a_key_keeps_the_letters_of_every_script_and_takes_accents_off_latin_ones(
    database: Database, name: str, key: str
) -> None:
    assert new_district(database, name).district_id == key
    assert new_district(database, name).name == name.strip()


def test_another_name_with_the_same_key_gets_a_number_and_the_same_name_is_refused(database: Database) -> None:
    names = ("Arbol", "Árbol", "ARBOL!", "***", "???")
    keys = [start_district(database, name, LOCAL) for name in names]
    assert keys == ["arbol", "arbol-2", "arbol-3", "district", "district-2"]
    for same in ("arbol", " ÁRBOL ", "A\u0301rbol", "***"):
        with pytest.raises(DistrictError, match=r"There is a district called '.*' already"):
            start_district(database, same, LOCAL)
