"""A table -> text in columns, HTML or LaTeX, by tabulate."""

from __future__ import annotations

from typing import TextIO

from tabulate import tabulate

from claimtrack.render import Row, Style, Table
from claimtrack.render.cells import texts


def write(table: Table, style: Style, out: TextIO) -> None:
    """Columns of text, as wide as they need to be."""
    lay(table, style, out, "simple")


def lay(table: Table, style: Style, out: TextIO, form: str) -> None:
    """The table in one of tabulate's forms. It is laid out as a whole, so all rows are held at once."""
    rows = [row for batch in table.batches for row in batch]
    cells = [texts(row) for row in rows]
    if not cells and not style.header:
        return
    headers = list(table.columns) if style.header else []
    align = ["right" if _numeric(rows, place) else "left" for place in range(len(table.columns))]
    # disable_numparse: tabulate would print "1e3" as 1000 and drop zeros
    text = tabulate(cells, headers, tablefmt=form, disable_numparse=True, colalign=align if cells else None)
    out.write("\n".join(line.rstrip() for line in text.split("\n")) + "\n")


def _numeric(rows: list[Row], place: int) -> bool:
    cells = [row[place] for row in rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, int | float) for cell in cells)
