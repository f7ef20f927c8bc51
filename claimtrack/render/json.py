"""A table -> one JSON object: {"schema_version": 1, "claims": [...]}, written as the rows come."""

from __future__ import annotations

from typing import TextIO

from claimtrack.record import SCHEMA_VERSION
from claimtrack.render import Style, Table
from claimtrack.render.jsonl import objects


def write(table: Table, style: Style, out: TextIO) -> None:
    """The object, a row a line."""
    out.write(f'{{"schema_version": {SCHEMA_VERSION}, "{table.name}": [')
    between = "\n"
    for rows in table.batches:
        for line in objects(table, rows):
            out.write(between + line)
            between = ",\n"
        if style.flush:
            out.flush()
    out.write("\n]}\n")
