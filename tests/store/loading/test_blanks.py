"""Blanks around cells: found wherever they stand, so that cells are trimmed where, and only where, there are any."""

from pathlib import Path

import pytest

from store.loading import headings, sniff

HEADINGS = "fund_id,name\n"


def blanks_of(path: Path, rows: str) -> str:
    """The blanks that cells of a file with these rows may have around them."""
    path.write_bytes((HEADINGS + rows).encode())
    return sniff.make_out(path, path.name, path.parent, headings.score).blanks


@pytest.mark.parametrize("piece", range(2, 24))
@pytest.mark.parametrize(
    "rows", ["1, a b\n", "1 ,a b\n", "1,a b \n", "1,a b \r\n2,b\r\n", " 1,a b\n", '1,"a b "\n', '1," a b"\n', "1,a b "]
)
def test_a_space_at_the_edge_of_a_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, piece: int) -> None:
    monkeypatch.setattr(sniff, "CHUNK", piece)
    assert blanks_of(tmp_path / "funds.csv", rows) == " "


@pytest.mark.parametrize("piece", range(2, 24))
def test_blanks_within_cells_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(sniff, "CHUNK", piece)
    assert blanks_of(tmp_path / "funds.csv", '1,General fund\n2,"a b,c"\n3,Café bleu\n') == ""


@pytest.mark.parametrize(("blank", "blanks"), [("\t", sniff.BLANKS), ("\u00a0", sniff.BLANKS), ("\u3000", " ")])
def test_other_blanks(tmp_path: Path, blank: str, blanks: str) -> None:
    assert blanks_of(tmp_path / "funds.csv", f"1,General fund{blank}\n") == blanks


@pytest.mark.parametrize("piece", range(2, 24))
@pytest.mark.parametrize(
    ("rows", "blank"), [("1,a\n\n2,b\n", True), ("1,a\r\n\r\n2,b\r\n", True), ("1,a\n2,b\n", False)]
)
def test_a_blank_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, blank: bool, piece: int) -> None:
    monkeypatch.setattr(sniff, "CHUNK", piece)
    path = tmp_path / "funds.csv"
    path.write_bytes((HEADINGS + rows).encode())
    assert sniff.make_out(path, path.name, tmp_path, headings.score).straight is blank
