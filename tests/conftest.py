"""What tests of more than one layer need."""

import shutil
from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner, Result

from manage import cli
from planning import plan
from planning.latest import Latest
from store.database import open_database
from store.district import start_district
from store.sample import start_with_sample
from tests.at_shell import Run
from tests.windows import refuse_as_windows_does

# Tests are not timed: a busy machine is no mistake of the code. `make bench` measures.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

refuse_as_windows_does()


@pytest.fixture(autouse=True)
def no_plan_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test's plan begins with what another test chose in a district of the same key."""
    monkeypatch.setattr(plan, "LATEST", Latest())


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district file without a district, made once and copied for each test: to make all tables takes a while."""
    path = tmp_path_factory.mktemp("new") / "planning.duckdb"
    open_database(path).close()
    return path


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district file with the sample district, made once and copied for each test."""
    path = tmp_path_factory.mktemp("sample") / "planning.duckdb"
    database = open_database(path)
    start_with_sample(database)
    database.close()
    return path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the district file would be; there is none yet."""
    path = tmp_path / "planning.duckdb"
    monkeypatch.setenv("CABINETMAKER_DATABASE", str(path))
    return path


@pytest.fixture
def run(file: Path) -> Run:
    """Runs a command. No exception but an orderly end may come out of it."""

    def run(*words: object) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def empty(file: Path, new_file: Path) -> Path:
    """The file, with one empty district on the screen."""
    database = open_database(shutil.copy(new_file, file))
    start_district(database, "Test Unified", "local")
    database.close()
    return file
