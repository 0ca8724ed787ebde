"""Loading: from an office's files to the district's tables, by way of a preview.

    reading = read_source(database, [Path("exports")])       # parse, check, keep what is wrong aside
    seen = preview(database, district_id, reading)           # what it would change; nothing is written yet
    load = apply_load(database, district_id, reading, member_id)   # one transaction

A reading holds its rows in memory of the database's process until `close()`. Ask its `questions` of a person, and read
again with their `answers`, before applying it.
"""

from store.loading.apply import apply_load
from store.loading.format_page import data_format_markdown
from store.loading.headings import suggest
from store.loading.look import Unmatched, made_for, unmatched
from store.loading.mapping import (
    Cell,
    Mapping,
    Origin,
    TableMapping,
    load_mapping,
    mapping_text,
    parse_mapping,
    save_mapping,
)
from store.loading.preview import preview
from store.loading.questions import mistaken
from store.loading.reading import NamedFile, read_source
from store.loading.results import Preview, Progress, Reading, Reads, SampleRow, TableReading
from store.loading.set_aside import ASIDE, read_set_aside, set_aside_csv, set_aside_zip
from store.loading.templates import template_workbook, template_zip, write_templates

__all__ = [
    "ASIDE",
    "Cell",
    "Mapping",
    "NamedFile",
    "Origin",
    "Preview",
    "Progress",
    "Reading",
    "Reads",
    "SampleRow",
    "TableMapping",
    "TableReading",
    "Unmatched",
    "apply_load",
    "data_format_markdown",
    "load_mapping",
    "made_for",
    "mapping_text",
    "mistaken",
    "parse_mapping",
    "preview",
    "read_set_aside",
    "read_source",
    "save_mapping",
    "set_aside_csv",
    "set_aside_zip",
    "suggest",
    "template_workbook",
    "template_zip",
    "unmatched",
    "write_templates",
]
