"""What people say beside a record, and what they attach to it."""

from datetime import datetime

from pydantic import Field

from data_models.base import Result


class Comment(Result):
    """One thing a member said about a record."""

    comment_id: str = Field(description="Key of the comment, unit: text")
    table: str = Field(description="Table of the record, unit: text")
    record_key: str = Field(description="Key of the record, parts joined by ' / ', unit: text")
    said_at: datetime = Field(description="When, unit: date and time, UTC")
    said_by: str = Field(description="Who, unit: member key, or 'local' for the person at the machine")
    words: str = Field(description="What was said; @member names somebody, unit: text")
    mentions: tuple[str, ...] = Field((), description="Members named in it, unit: member keys")


class Attachment(Result):
    """A document elsewhere that belongs to a record."""

    attachment_id: str = Field(description="Key of the attachment, unit: text")
    table: str = Field(description="Table of the record, unit: text")
    record_key: str = Field(description="Key of the record, parts joined by ' / ', unit: text")
    title: str = Field(description="What it is, unit: text")
    address: str = Field(description="Where it is, unit: web address (http or https)")
    added_at: datetime = Field(description="When, unit: date and time, UTC")
    added_by: str = Field(description="Who, unit: member key, or 'local' for the person at the machine")
