"""A mapping: how the columns of other files become the district's tables. Written once as YAML, used again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from data_models.errors import DistrictError
from store.loading.headings import BY_TABLE, fields

MOST_LETTERS = 1_000_000
"""What a mapping may hold, what is repeated by aliases counted each time. A code table of 30,000 has two thirds."""
MOST_MADE = 10 * MOST_LETTERS
"""What a table's mapping may come to, written out for each row of `each`."""
MOST_LEVELS = 20
MOST_EACH = 100
MOST_SAID = 20
MOST_PARTS = 50
"""Of a cell that is put together, and of every other list that people write by hand."""


class _Words(yaml.SafeLoader):
    """YAML whose words stay as they are written: a code 01 is not the number 1, NO not a no, a day not a date."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in ("null", "merge")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, coerce_numbers_to_str=True)


class Origin(_Plain):
    """Which file or sheet: patterns such as '*usergl*' on its name, without regard to case."""

    file: str = Field("*", description="Pattern on the file's name")
    sheet: str = Field("", description="Pattern on the sheet's name; empty for files without sheets")


class LookUp(_Plain):
    """A code table in another file of the same source."""

    origin: str = Field(alias="from", description="Name of the code table under `files`")
    key: str = Field(description="Heading of the code")
    value: str = Field(description="Heading of its meaning")


class Cell(_Plain):
    """What one column is made of. Exactly one of `column`, `constant`, `text`, `join`, `key_of`, `leftovers`."""

    column: str = Field("", description="Heading it is read from")
    constant: str | None = Field(None, description="The same words in every row")
    text: str = Field("", max_length=1000, description="Words with headings in braces, like '{School_ID}-math'")
    join: tuple[Cell, ...] = Field((), max_length=MOST_PARTS, description="Cells put one after the other")
    between: str = Field(": ", description="What stands between joined cells")
    key_of: tuple[str, ...] = Field(
        (), max_length=MOST_PARTS, description="Headings that tell records apart; a short key is made of them"
    )
    numbered: bool = Field(False, description="Whether the second row of a made key gets '-2', and so on")
    leftovers: dict[str, str] = Field(
        {}, max_length=MOST_PARTS, description="Words by heading: names the words found where figures belong"
    )
    codes: dict[str, str] = Field({}, description="What each code means")
    codes_from: LookUp | None = Field(None, description="A code table of the same source")
    otherwise: str | None = Field(None, description="What an unknown code becomes; without it, it stays")
    only: Literal["", "amount", "date"] = Field("", description="Keep only amounts or dates; the rest is blank")
    add: int = Field(
        0,
        ge=-1_000_000,
        le=1_000_000,
        description="Added to a whole number, as 1 makes a starting year the year it ends in",
    )
    multiply: str = Field(
        "",
        pattern=r"^([0-9]{1,12}(\.[0-9]{1,6})?)?$",
        description="Factor on an amount, as 1000 where it is in thousands",
    )
    take: Literal["first", "least", "most", "sum"] = Field("first", description="Which of a group's cells")
    first_of: tuple[str, ...] = Field(
        (), max_length=MOST_PARTS, description="The first of these that any row of a group has"
    )

    @model_validator(mode="after")
    def _one_source(self) -> Cell:
        given = [self.column, self.constant is not None, self.text, self.join, self.key_of, self.leftovers]
        if sum(map(bool, given)) != 1:
            raise ValueError("say exactly one of column, constant, text, join, key_of, leftovers")
        return self


class TableMapping(_Plain):
    """How one table is made from one file, or what it holds where its `rows` are written out here."""

    table: str = Field(description="Table of the district")
    rows: tuple[dict[str, str], ...] = Field((), description="The rows themselves, where no file has them")
    origin: str = Field("", alias="from", description="Name of the file under `files`")
    partial: bool = Field(False, description="Whether the file has only some of the records, and the others stay")
    where: dict[str, str] = Field(
        {}, max_length=MOST_PARTS, description="Keep rows whose cell matches the pattern (regular expression)"
    )
    each: tuple[dict[str, str], ...] = Field(
        (), max_length=MOST_EACH, description="A row for each of these; their words replace <name>"
    )
    group_by: tuple[str, ...] = Field(
        (), max_length=MOST_PARTS, description="One record for all rows with the same of these headings"
    )
    columns: dict[str, Cell] = Field({}, description="Each column of the table")

    @field_validator("columns", mode="before")
    @classmethod
    def _headings(cls, given: object) -> object:
        """A bare heading stands for a cell read from it."""
        if not isinstance(given, dict):
            return given
        return {k: {"column": v} if isinstance(v, str) else v for k, v in given.items()}

    @model_validator(mode="after")
    def _known(self) -> TableMapping:
        if self.table not in BY_TABLE:
            raise ValueError(f"there is no table '{self.table}'; the tables are {', '.join(BY_TABLE)}")
        if bool(self.rows) == bool(self.origin):
            raise ValueError("say either from and columns, or rows")
        if self.rows and (self.columns or self.where or self.each or self.group_by):
            raise ValueError("rows stand by themselves: leave out columns, where, each and group_by")
        if len(self.model_dump_json()) * len(self.each) > MOST_MADE:
            raise ValueError("comes to too much, written out for each row of each: make several mappings of it")
        own = fields(self.table)
        for said in self.rows or (self.columns,):
            for column in said:
                if column not in own:
                    raise ValueError(f"{self.table} has no column '{column}'; it has {', '.join(own)}")
            absent = [c.name for c in own.values() if c.required and c.name not in said]
            if absent:
                raise ValueError(f"{self.table} needs {', '.join(absent)}")
        return self


class Mapping(_Plain):
    """A whole mapping."""

    title: str = Field(description="What it is for")
    about: str = Field("", description="Where such files come from, and what was decided in mapping them")
    dates: Literal["", "month first", "day first"] = Field("", description="Order of dates that nothing else settles")
    files: dict[str, Origin] = Field(max_length=MOST_EACH, description="The files or sheets, by a name of your choice")
    tables: tuple[TableMapping, ...] = Field(max_length=MOST_EACH, description="The tables made from them")

    @model_validator(mode="after")
    def _files_named(self) -> Mapping:
        for table in self.tables:
            looked = [c.codes_from.origin for c in _all_cells(table) if c.codes_from]
            for origin in (*([table.origin] if table.origin else []), *looked):
                if origin not in self.files:
                    raise ValueError(f"'{origin}' is not under files")
        return self

    def headings(self, origin: str) -> set[str]:
        """Every heading that the mapping reads from a file."""
        found: set[str] = set()
        for table in self.tables:
            if table.origin == origin:
                found |= {*table.where, *table.group_by}
            for cell in _all_cells(table):
                if table.origin == origin:
                    found |= {cell.column, *cell.key_of, *cell.leftovers.values(), *re.findall(r"{(.*?)}", cell.text)}
                if cell.codes_from and cell.codes_from.origin == origin:
                    found |= {cell.codes_from.key, cell.codes_from.value}
        return found - {""}


def _all_cells(table: TableMapping) -> list[Cell]:
    found = list(table.columns.values())
    for cell in found:
        found.extend(cell.join)
    return found


def load_mapping(path: Path | str) -> Mapping:
    """The mapping in a YAML file. Raises DistrictError, naming every place that is wrong."""
    path = Path(path)
    try:
        return parse_mapping(path.read_bytes(), path.name)
    except FileNotFoundError as error:
        raise DistrictError(f"There is no mapping '{path}'.", next_step="Look at how its name is spelled.") from error


def parse_mapping(data: bytes, name: str) -> Mapping:
    """The mapping in a YAML file's bytes; `name` is what people know the file by. Raises DistrictError as above."""
    if len(data) > MOST_LETTERS:
        raise _too_much(name)
    try:
        held = yaml.load(data.decode("utf-8-sig"), _Words)  # noqa: S506 - a safe loader that makes only text
        if _letters(held, {}) > MOST_LETTERS:
            raise _too_much(name)
        return Mapping.model_validate(held)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'mapping'}: {e['msg']}" for e in error.errors()[:MOST_SAID])
        raise DistrictError(f"'{name}' is not a mapping.", where=said, next_step="See docs/mappings.") from error
    except RecursionError as error:
        where = f"It has lists within lists, more than {MOST_LEVELS} deep."
        raise DistrictError(f"'{name}' is not a mapping.", where=where, next_step="See docs/mappings.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise DistrictError(f"'{name}' is not YAML.", where=str(error)) from error


def _too_much(name: str) -> DistrictError:
    return DistrictError(
        f"'{name}' holds more than {MOST_LETTERS:,} letters, too many for a mapping.",
        where="What it repeats by aliases counts each time.",
        next_step="Put long code tables in a file of their own, and name it under codes_from.",
    )


def _letters(held: object, counted: dict[int, int], level: int = 0) -> int:
    """Letters of what YAML holds. Raises RecursionError where it goes too deep, as what holds itself does, and
    ValueError where a letter is none.
    """
    if level > MOST_LEVELS:
        raise RecursionError
    if id(held) not in counted:
        inside = [*held.keys(), *held.values()] if isinstance(held, dict) else held if isinstance(held, list) else ()
        counted[id(held)] = sum(_letters(one, counted, level + 1) for one in inside) or len(str(held).encode()) + 1
    return counted[id(held)]


def mapping_text(mapping: Mapping) -> str:
    """The mapping as YAML, without what is left at its default."""
    plain = mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)


def save_mapping(mapping: Mapping, path: Path | str) -> None:
    """Write the mapping as a YAML file."""
    Path(path).write_text(mapping_text(mapping), encoding="utf-8")
