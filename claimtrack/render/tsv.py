"""A table -> TSV: one line a row, cells apart by tabs, no quoting (no cell holds a tab or a line break)."""

from __future__ import annotations

from typing import TextIO

from claimtrack.render import Style, Table
from claimtrack.render.cells import disarmed, texts


def write(table: Table, style: Style, out: TextIO) -> None:
    """The header, then each batch as it comes."""
    if style.header:
        out.write("\t".join(table.columns) + "\n")
    for rows in table.batches:
        for row in rows:
            out.write("\t".join(texts(map(disarmed, row) if style.safe else row)) + "\n")
        if style.flush:
            out.flush()
