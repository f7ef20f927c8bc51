"""A table -> a LaTeX tabular, every cell escaped."""

from __future__ import annotations

from typing import TextIO

from claimtrack.render import Style, Table
from claimtrack.render.grid import lay


def write(table: Table, style: Style, out: TextIO) -> None:
    """The tabular alone, to stand in a document."""
    lay(table, style, out, "latex")
