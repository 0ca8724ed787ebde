"""People who speak for the district: the cabinet and its panels."""

from enum import StrEnum
from typing import ClassVar

from data_models.base import Record, column


class Role(StrEnum):
    """What a member may do: see and rate; change the records of the departments; settle what the cabinet decides."""

    PANEL = "panel"
    EDITOR = "editor"
    CABINET = "cabinet"


class Member(Record):
    """One person of the cabinet or of a panel."""

    table: ClassVar[str] = "members"
    key: ClassVar[tuple[str, ...]] = ("member_id",)
    heading: ClassVar[str] = "Members"
    about: ClassVar[str] = "The people of the cabinet and the panels."

    member_id: str = column("Key of the member", example="rortiz", synonyms=("member",))
    name: str = column("Name as it is shown", example="R. Ortiz")
    position: str = column(
        "Position in the district", example="Chief business officer", default="", synonyms=("title",)
    )
    department_id: str = column("Department", example="BUS", default="", references="departments")
    role: Role = column("What the member may do", unit="choice", example="cabinet", default=Role.CABINET)
