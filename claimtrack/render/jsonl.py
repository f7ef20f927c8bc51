"""A table -> JSON lines: an object a row, with the schema's version as its last key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from claimtrack.record import SCHEMA_VERSION
from claimtrack.render import Cell, Row, Style, Table

# JSON escapes C0 itself; these could still reach a terminal raw: DEL, C1, line separators, turned text, surrogates.
_RAW = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_encode = json.JSONEncoder(ensure_ascii=False).encode


def write(table: Table, style: Style, out: TextIO) -> None:
    """An object a line, each batch as it comes."""
    for rows in table.batches:
        out.write("".join(f"{line[:-1]}, \"schema_version\": {SCHEMA_VERSION}}}\n" for line in objects(table, rows)))
        if style.flush:
            out.flush()


def objects(table: Table, rows: Sequence[Row]) -> Iterator[str]:
    """Each row of a batch as a JSON object on one line."""
    places = [place for place, name in enumerate(table.columns) if name in table.verbatim]
    for row in rows:
        plain = not any(isinstance(row[place], str) for place in places)
        line = _encode(dict(zip(table.columns, row, strict=True))) if plain else _spelled(table, row)
        yield _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _spelled(table: Table, row: Row) -> str:
    """An object in which the strings of verbatim columns stand as they are."""
    pairs = zip(table.columns, row, strict=True)
    return "{" + ", ".join(f"{_encode(name)}: {_value(table, name, cell)}" for name, cell in pairs) + "}"


def _value(table: Table, name: str, cell: Cell) -> str:
    return cell if name in table.verbatim and isinstance(cell, str) else _encode(cell)
