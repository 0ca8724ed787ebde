"""The suite itself keeps to what Windows allows, wherever it runs."""

from pathlib import Path

import pytest

from tests.windows import OPEN_FILES

pytestmark = pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="this system does not say which files are open")


def test_a_file_that_is_open_is_not_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "held.csv"
    with path.open("w", encoding="utf-8"):
        with pytest.raises(PermissionError, match="is open"):
            path.unlink()
        with pytest.raises(PermissionError, match="is open"):
            path.rename(tmp_path / "other.csv")
        with pytest.raises(PermissionError, match="is open"):
            tmp_path.rename(tmp_path.with_name("other"))
    path.unlink()


@pytest.mark.parametrize("name", ["a:b.csv", "what?.csv", "nul.csv", "COM1", "ends with a dot."])
def test_a_name_that_windows_has_not_is_not_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match="Windows has no file"), (tmp_path / name).open("w", encoding="utf-8"):
        pass
    (tmp_path / "null.csv").write_text("x", encoding="utf-8")
