"""A table -> an HTML table element, every cell escaped."""

from __future__ import annotations

from typing import TextIO

from claimtrack.render import Style, Table
from claimtrack.render.grid import lay


def write(table: Table, style: Style, out: TextIO) -> None:
    """The table element alone, to stand in a page."""
    lay(table, style, out, "html")
