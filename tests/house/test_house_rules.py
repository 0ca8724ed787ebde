"""The house rules, measured in the tree: sizes, who may import whom, where SQL lives, what every field says."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from data_models import TABLES
from data_models.base import KINDS, Column, Record, columns

ROOT = Path(__file__).parents[2]
LAYERS = ("data_models", "planning", "store", "ui", "reports", "shell", "pages")
CODE = sorted(
    path
    for path in ROOT.rglob("*.py")
    if not {".venv", "build", ".git", "node_modules"} & set(path.relative_to(ROOT).parts)
)
PRODUCT = [path for path in CODE if path.relative_to(ROOT).parts[0] not in ("tests", "benchmarks")]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    most = 80 if _name(path).startswith("pages/") else 400
    assert text.count("\n") <= most
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 <= 60, node.name


@pytest.mark.parametrize("path", sorted((ROOT / "pages").rglob("*.py")), ids=_name)
def test_a_page_only_shows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.parent != ROOT / "pages", "a file directly in pages/ wakes Streamlit's legacy multipage mode"
    assert "session_state" not in text
    assert not re.search(r"\btry:|unsafe_allow_html|<style", text)
    ours = {module.split(".")[0] for module in _imports(path)} & set(LAYERS)
    assert ours <= {"ui", "planning", "data_models"}
    assert ast.get_docstring(ast.parse(text)), "a page opens with the question it answers"


@pytest.mark.parametrize("path", PRODUCT, ids=_name)
def test_sql_and_duckdb_live_in_the_store(path: Path) -> None:
    if _name(path).startswith("store/"):
        return
    text = path.read_text(encoding="utf-8")
    assert "duckdb" not in {module.split(".")[0] for module in _imports(path)}
    assert not re.search(r"\b(SELECT\s.+\sFROM\s|INSERT INTO|DELETE FROM)\b", text)
    assert "unsafe_allow_html" not in text


@pytest.mark.parametrize("path", PRODUCT, ids=_name)
def test_every_public_function_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def _models(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("data_models"):
            yield child
        yield from _models(child)


def test_every_field_has_a_description_and_a_unit() -> None:
    for path in (ROOT / "data_models").glob("*.py"):
        importlib.import_module(f"data_models.{path.stem}" if path.stem != "__init__" else "data_models")
    models = [model for model in _models(BaseModel) if model is not Column]
    assert len(models) > 30
    for model in models:
        for name, field in model.model_fields.items():
            extra = field.json_schema_extra
            unit = extra.get("unit") if isinstance(extra, dict) else None
            assert field.description, f"{model.__name__}.{name}"
            assert unit or "unit:" in field.description, f"{model.__name__}.{name} has no unit"


@pytest.mark.parametrize("record", TABLES, ids=lambda record: record.table)
def test_a_table_can_be_loaded_and_explained(record: type[Record]) -> None:
    described = columns(record)
    tables = {table.table for table in TABLES}
    assert set(record.key) <= {column.name for column in described}
    for column in described:
        assert column.kind in KINDS or column.choices
        assert not column.references or column.references in tables
        assert not column.required or column.example, f"{column.name} is required and has no example"


def test_every_noun_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
    for record in TABLES:
        heading = record.heading.lower()
        words = {heading, heading.removesuffix("s"), heading.removesuffix("ies") + "y"}
        assert any(f"**{word}**" in glossary for word in words), record.heading


def test_every_dependency_is_pinned_and_earns_its_place() -> None:
    said = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                name, _, version = line.partition("==")
                assert version, f"{line} is not pinned"
                assert f"`{name}`" in said, f"{name} is not in docs/dependencies.md"


def test_the_layers_hold() -> None:
    from importlinter.cli import lint_imports

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert len(settings["tool"]["importlinter"]["contracts"]) >= 6
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


SAYING = ("manage.py", "pages", "planning", "reports", "shell", "store", "ui")
SAID = [path for path in PRODUCT if path.relative_to(ROOT).parts[0] in SAYING]
COUNTED = "contract|entrie|fault|file|learner|member|problem|project|purchase|row|school|site"


@pytest.mark.parametrize("path", SAID, ids=_name)
def test_one_of_a_thing_is_not_said_in_the_plural(path: Path) -> None:
    """'1 learners': what is counted goes by `count` (screen) or `counted` (elsewhere), which know the singular."""
    code = path.read_text(encoding="utf-8")
    assert not re.findall(rf"\{{[^{{}}]*\}} (?:{COUNTED})s\b", code)
