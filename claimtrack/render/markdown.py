"""A table -> a Markdown table. A cell's bars, backslashes and tags are escaped, which tabulate does not do."""

from __future__ import annotations

import re
from typing import TextIO

from claimtrack.render import Row, Style, Table
from claimtrack.render.cells import texts

_SPECIAL = re.compile(r"([\\|<*`\[\]])")


def write(table: Table, style: Style, out: TextIO) -> None:
    """The header, which Markdown cannot do without, then each batch as it comes."""
    out.write(_line(table.columns if style.header else [None] * len(table.columns)))
    out.write(f"|{'---|' * len(table.columns)}\n")
    for rows in table.batches:
        out.write("".join(_line(row) for row in rows))
        if style.flush:
            out.flush()


def _line(row: Row) -> str:
    return "| " + " | ".join(_SPECIAL.sub(r"\\\1", text) for text in texts(row)) + " |\n"
