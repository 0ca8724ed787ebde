"""Bad input, by name: each gets a clear sentence, nothing is lost, and no traceback is seen."""

import errno
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data_models.errors import DistrictError
from store.database import Database
from store.loading import Reading, read_source

Read = Callable[..., Reading]


def first(reading: Reading) -> str:
    assert reading.tables == ()
    return reading.problems[0].sentence


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n \r\n"])
@pytest.mark.parametrize("name", ["funds.csv", "funds.xlsx"])
def test_empty(read: Read, name: str, data: bytes) -> None:
    said = first(read({name: data}))
    assert "is empty" in said or "is damaged or is not a workbook" in said


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 \x00\x01", "a PDF"), (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
        (packed({"a": b"x"}), "a zip file or workbook"), (random.Random(1).randbytes(5000), "is not a text file"),
    ],
)  # fmt: skip
def test_a_binary_renamed_csv(read: Read, data: bytes, what: str) -> None:
    assert what in first(read({"funds.csv": data}))


def test_a_text_renamed_xlsx(read: Read) -> None:
    assert "is damaged or is not a workbook" in first(read({"funds.xlsx": b"fund_id,name\n1,A\n"}))


def test_a_workbook_with_a_password(read: Read) -> None:
    sealed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    assert "is protected by a password" in first(read({"funds.xlsx": sealed}))


def test_bombs(read: Read) -> None:
    bomb = packed({"xl/worksheets/sheet1.xml": bytes(64 * 1024**2)})
    assert "would unpack to 64 MB" in first(read({"book.xlsx": bomb}))
    assert "would unpack to 64 MB" in first(read({"files.zip": bomb}))
    many = packed({f"{i}.csv": b"" for i in range(2001)})
    assert "holds 2,001 files" in first(read({"files.zip": many}))


def test_a_sheet_of_impossible_size(read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "fund_id"
    sheet["XFD1048576"] = "far"
    out = io.BytesIO()
    book.save(out)
    assert "too many to read" in first(read({"book.xlsx": out.getvalue()}))


def test_zips_that_lead_out_or_hold_zips(read: Read) -> None:
    reading = read(
        {"files.zip": packed({"../../funds.csv": b"x", "in.zip": b"x", "funds.csv": b"fund_id,name\n1,A\n"})}
    )
    assert [p.reason for p in reading.problems] == ["has a name that leads out of the zip", "is a zip inside a zip"]
    assert reading.tables[0].good == 1


def test_a_damaged_zip(read: Read) -> None:
    assert "is damaged" in first(read({"files.zip": packed({"a.csv": b"x" * 99})[:60]}))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["files.zip", "book.xlsx"])
def test_an_archive_with_a_wrong_byte_anywhere_is_said(read: Read, name: str, method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("funds.csv", "fund_id,name\n" + "".join(f"{n},Fund {n * n}\n" for n in range(99)))
    whole = out.getvalue()
    tried = 60 if name == "files.zip" else 6  # a workbook is read by a program of its own, which takes its time
    for at in range(4, len(whole), 1 + len(whole) // tried):  # a traceback would fail here
        reading = read({name: whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :]})
        assert reading.tables or reading.problems or name == "files.zip", at
    middle = len(whole) // 3
    reading = read({name: whole[:middle] + b"\xff" * 40 + whole[middle + 40 :], "needs.csv": "need_id,title\nN-1,A\n"})
    assert [table.table for table in reading.tables] == ["needs"]
    assert [("Make the zip" if name == "files.zip" else "Open it") in p.remedy for p in reading.problems] == [True]


def test_ten_thousand_columns(read: Read) -> None:
    text = ",".join(f"c{i}" for i in range(10_000)) + "\n" + ",".join(["1"] * 10_000) + "\n"
    assert "has 10,000 columns; at most 1,000 are read" in first(read({"funds.csv": text}))


def test_an_unknown_kind_and_an_unknown_table(read: Read) -> None:
    reading = read({"photo.heic": b"x", "things.csv": "colour,size\nred,5\n"})
    assert [p.file for p in reading.problems] == ["things.csv", "photo.heic"] or reading.tables == ()
    assert any("is of a kind that is not read" in p.sentence for p in reading.problems)
    assert any("is not one of the tables" in p.sentence for p in reading.problems)


def test_no_such_file(database: Database, tmp_path: Path) -> None:
    with pytest.raises(DistrictError, match="There is no file or folder"):
        read_source(database, tmp_path / "nowhere.csv")


def test_zero_bytes_in_cells(read: Read) -> None:
    assert read({"funds.csv": b"fund_id,name\n1,A\x00B\n"}).tables[0].good == 1


def test_a_quotation_mark_never_closed_names_its_row_and_spares_the_rest(read: Read) -> None:
    rows = "".join(f"{i},Fund {i}\n" for i in range(200))
    reading = read({"funds.csv": "fund_id,name\n" + rows.replace("50,Fund 50\n", '50,"Fund 50\n')})
    assert [(p.row, p.reason) for p in reading.problems] == [(52, "the quotation marks in this row do not match")]
    assert reading.tables[0].good == 199


def test_a_cell_of_three_megabytes(read: Read) -> None:
    reading = read({"funds.csv": "fund_id,name\n1," + "x" * 3_000_000 + "\n2,B\n"})
    assert reading.tables == () or reading.problem_count or reading.tables[0].good == 2


def test_a_full_folder_of_mixed_files_reads_what_it_can(read: Read) -> None:
    reading = read({"funds.csv": b"", "needs.csv": "need_id,title\nN-1,A\n", "sites.csv": "\x01\x02\x03\x04" * 500})
    assert [t.table for t in reading.tables] == ["needs"]
    assert len(reading.problems) == 2


def test_a_full_disk_while_reading(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("store.loading.sources.Path.write_bytes", full)
    with pytest.raises(DistrictError, match="The disk is full; nothing was changed"):
        read({"funds.csv": "fund_id,name\n1,A\n"})


def test_what_holds_tables_and_is_passed_over_is_named(read: Read, database: Database, tmp_path: Path) -> None:
    files = {
        "funds.csv": b"fund_id,name\n1,A\n", "old.zip": packed({"funds.csv": b"x"}), "more/books.XLSB": b"x",
        "all.7z": b"x", "notes.docx": b"x", "photo.png": b"x", ".hidden.zip": b"x",
    }  # fmt: skip
    folder = tmp_path / "exports"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    with read_source(database, folder) as of_folder:
        assert {p.file: p.sentence for p in of_folder.problems} == {
            "old.zip": "'old.zip': is a zip inside a folder. Unpack it and give its files.",
            "all.7z": "'all.7z': is a packed file (.7z) inside a folder. Unpack it and give its files.",
            "more/books.XLSB": "'more/books.XLSB': is of a kind that is not read (.xlsb). "
            "Save it as CSV or as an Excel workbook (.xlsx).",
        }
        assert of_folder.tables[0].good == 1
    of_zip = read({"all.zip": packed(files)})
    assert {p.file for p in of_zip.problems} == {"all.zip/old.zip", "all.zip/all.7z", "all.zip/more/books.XLSB"}
