"""Records that a newer file leaves out and on which others hang are named before they are withdrawn."""

from datetime import date

from store.database import Database
from store.integrity import find_faults
from store.loading import preview
from tests.store.loading.conftest import DISTRICT
from tests.store.loading.test_apply import Loader, Read

PURCHASES = "purchase_id,title\nP-1,Tablets\nP-2,Screener\nP-3,Books\nP-4,Carts\nP-5,Phones\n"
COSTS = "cost_line_id,purchase_id,fiscal_year,category,amount\nL-1,P-1,2027,devices,400\nL-4,P-4,2027,devices,100\n"
PEOPLE = "member_id,name\nro,Ortiz\n"
CRITERIA = "criterion_id,title,side\nA1,Reach,academic\n"
RATINGS = "member_id,purchase_id,criterion_id,level\nro,P-4,A1,3\nro,P-5,A1,2\n"
HELD = {"district.csv": "name\nMaple\n", "purchases.csv": PURCHASES, "cost_lines.csv": COSTS, "members.csv": PEOPLE,
        "criteria.csv": CRITERIA, "ratings.csv": RATINGS}  # fmt: skip
NEWER = PURCHASES.replace("P-4,Carts\n", "")


def said(database: Database, read: Read, files: dict[str, str], keep: frozenset[str] = frozenset()) -> list[str]:
    return [problem.sentence for problem in preview(database, DISTRICT, read(files), keep).warnings]


def test_what_is_left_out_and_named_by_others_is_told_with_the_remedy(
    database: Database, read: Read, load: Loader
) -> None:
    load(HELD)
    assert said(database, read, {"purchases.csv": NEWER}) == [
        "'purchases.csv': does not have P-4, so it would be withdrawn, while what names it would stay: "
        "1 of cost_lines and 1 of ratings. Load newer files of cost_lines together with it, keep the purchases that it "
        "does not have, or withdraw what names it too."
    ]
    load({"purchases.csv": NEWER})
    faults = find_faults(database, DISTRICT, date(2026, 11, 22))
    assert faults == ("cost_lines L-4: purchase_id 'P-4' is not in purchases.",), "it loads all the same"
    assert said(database, read, {"purchases.csv": NEWER}) == [], "what is withdrawn already is not withdrawn again"


def test_each_remedy_helps(database: Database, read: Read, load: Loader) -> None:
    load(HELD)
    assert said(database, read, {"purchases.csv": NEWER}, frozenset({"purchases"})) == []
    assert said(database, read, {"purchases.csv": NEWER, "cost_lines.csv": COSTS.replace("L-4,P-4", "L-4,P-1")}) == []
    without = COSTS[: COSTS.index("L-4")]
    assert said(database, read, {"purchases.csv": NEWER, "cost_lines.csv": without}) == []
    assert said(database, read, {"purchases.csv": PURCHASES.replace("P-5,Phones\n", "")}) == [], "ratings alone stay"


def test_one_whose_new_row_is_set_aside_still_hangs(database: Database, read: Read, load: Loader) -> None:
    load(HELD)
    (first,) = said(database, read, {"purchases.csv": NEWER, "cost_lines.csv": COSTS})
    assert "1 of cost_lines" in first


def test_lists_and_columns_that_the_files_do_not_say(database: Database, read: Read, load: Loader) -> None:
    sites = "site_id,name\n1,A\n2,B\n3,C\n4,D\n5,E\n"
    load({"sites.csv": sites, "needs.csv": "need_id,title,site_ids\nN1,Reading,1;2;3;4\nN2,Space,1;5\n"})
    files = {"sites.csv": "site_id,name\n5,E\n", "needs.csv": "need_id,title\nN1,Reading\nN2,Space\n"}
    (first,) = said(database, read, files)
    assert (
        "does not have 1, 2, 3 and 1 more, so they would be withdrawn, while what names them would stay: 2 of needs"
        in first
    )
    files["needs.csv"] = "need_id,title,site_ids\nN1,Reading,5\nN2,Space,5\n"
    assert said(database, read, files) == []
