"""Blanks around cells: found wherever they stand, so that cells are trimmed where, and only where, there are any."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.binary(max_size=12), st.sampled_from([b"ab 1", b" \r\n,", b"a1 ,;|\"'\r\n", bytes(range(256))]))
def test_a_quick_look_calls_nothing_usual_that_a_thorough_one_finds(noise: bytes, letters: bytes) -> None:
    """What a piece of a file holds, told letter by letter."""
    piece = b"\n" + bytes(letters[byte % len(letters)] for byte in noise)
    pairs = list(pairwise(piece))
    breaks, edges = b"\r\n", b"\r\n" + bytes(sniff.EDGES)
    blank = any(one in breaks and two in breaks and (one, two) != tuple(b"\r\n") for one, two in pairs)
    space = any((one in edges and two == ord(" ")) or (one == ord(" ") and two in edges) for one, two in pairs)
    assert sniff._rows_and_edges(piece) == (blank, space)
    if sniff._is_usual(piece, np.frombuffer(piece, np.uint8)):
        assert (blank, space) == (False, False)
