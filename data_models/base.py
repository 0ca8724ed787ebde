"""What every noun shares: a frozen record whose fields say what they are, in which unit, and what they point at."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticUndefined

LIST_SEPARATOR = ";"
LINE, TEXT = 300, 20_000
"""Letters of a text in one line, as titles, names and keys are; and of one that may go on for some pages."""
GRADES = ("PK", "TK", "K", *(str(grade) for grade in range(1, 13)), "UG", "adult")
"""What a column of unit 'grades' may name, in school order; UG is ungraded."""


class Record(BaseModel):
    """One row of one table. Equal records have equal fields; a record never changes, it is replaced.

    `table` is the name of its table, file and sheet; `key` the columns that tell two records apart.
    `heading` is the table's name as a person reads it and `about` one sentence for the data format page.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    heading: ClassVar[str]
    about: ClassVar[str]

    @property
    def called(self) -> str:
        """What people call it: its title, name or measure, else its key."""
        for name in ("title", "name", "measure"):
            if name in type(self).model_fields:
                return str(getattr(self, name))
        return " / ".join(str(getattr(self, part)) for part in self.key)


class Result(BaseModel):
    """Something worked out, not kept: a frozen value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(BaseModel):
    """What the data format says of one column, read off a record's field."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    name: str = Field(description="Column name, unit: text")
    kind: type = Field(description="Python type of one value, unit: type")
    many: bool = Field(description="Whether a cell holds a list, unit: yes or no")
    required: bool = Field(description="Whether a blank cell is a problem, unit: yes or no")
    unit: str = Field(description="What one value is measured in, unit: text")
    example: str = Field(description="A cell as an office would write it, unit: text")
    description: str = Field(description="What the column says, unit: text")
    references: str = Field(description="Table whose key the value must be, or empty, unit: text")
    synonyms: tuple[str, ...] = Field(description="Other headings meaning the same, unit: text")
    default: Any = Field(description="Value of a blank cell, unit: as the column")
    least: Decimal | None = Field(description="Smallest value allowed, or none, unit: as the column")
    most: Decimal | None = Field(description="Largest value allowed, or none, unit: as the column")
    longest: int | None = Field(
        description="Most letters of a text, or of each in a list; none for what is no text of its own, unit: letters"
    )
    after: tuple[str, ...] = Field(description="Columns of the record whose day this one cannot be before, unit: names")
    own_key: bool = Field(description="Whether it is a text that is the record's key or part of it, unit: yes or no")

    @property
    def choices(self) -> tuple[str, ...]:
        """The words a cell may hold, in the order they are declared; empty where any value may stand."""
        if self.unit == "grades":
            return GRADES
        return tuple(self.kind) if issubclass(self.kind, StrEnum) else ()

    @property
    def goes_on(self) -> bool:
        """Whether it is text that may go on for more than a line."""
        return (self.longest or 0) > LINE

    @property
    def blank(self) -> str:
        """What a blank cell stands for, as an office would write it; empty where it just says nothing."""
        if self.default in (None, "", ()):
            return ""
        if self.kind is bool:
            return "yes" if self.default else "no"
        return f"{self.default:g}" if self.kind is float else str(self.default)


def column(
    description: str,
    *,
    unit: str = "text",
    example: str = "",
    default: Any = PydanticUndefined,
    references: str = "",
    synonyms: tuple[str, ...] = (),
    least: int | None = None,
    most: int | None = None,
    longest: int = LINE,
    after: tuple[str, ...] = (),
) -> Any:
    """A record's field. Without `default` it is required. `references` names the table it points at.

    longest: letters, where it is text. after: the record's columns whose day cannot be later than this one's.
    """
    extra: dict[str, Any] = {"unit": unit, "example": example, "references": references, "synonyms": list(synonyms),
                             "longest": longest, "after": list(after)}  # fmt: skip
    return Field(default, description=description, json_schema_extra=extra, ge=least, le=most)


@cache
def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a record's table, in the order they are declared."""
    return tuple(_columns(record))


def _columns(record: type[Record]) -> Iterator[Column]:
    for name, field in record.model_fields.items():
        kind, many = _kind_of(field.annotation)
        extra = field.json_schema_extra
        assert isinstance(extra, dict), f"{record.__name__}.{name} was not made by column()"
        limits = {type(m).__name__: m for m in field.metadata}
        yield Column(
            name=name,
            kind=kind,
            many=many,
            required=field.is_required(),
            unit=str(extra["unit"]),
            example=str(extra["example"]),
            description=field.description or "",
            references=str(extra["references"]),
            synonyms=tuple(str(s) for s in extra["synonyms"]),  # type: ignore[union-attr]
            default=None if field.is_required() else field.default,
            least=limits["Ge"].ge if "Ge" in limits else None,
            most=limits["Le"].le if "Le" in limits else None,
            longest=int(str(extra["longest"])) if kind is str and not extra["references"] else None,
            after=tuple(str(name) for name in extra["after"]),  # type: ignore[union-attr]
            own_key=name in record.key and kind is str and field.is_required() and not extra["references"],
        )


def _kind_of(annotation: Any) -> tuple[type, bool]:
    """(type of one value, whether a cell holds many) of `int`, `date | None`, `tuple[str, ...]` and the like."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    if get_origin(annotation) in (Union, UnionType):
        return next(a for a in get_args(annotation) if a is not type(None)), False
    return annotation, False


KINDS = (str, int, float, bool, Decimal, date, datetime)
"""The types a column may have, beside a StrEnum of its own."""
