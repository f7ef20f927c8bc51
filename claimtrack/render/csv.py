"""A table -> CSV: one line a row, an empty cell for what is not told.

Written column by column and not with the module csv, which looks at every character of every cell: whether any cell of
a column holds a comma, a quote or a control character is seen at once in all of them put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from claimtrack.render import Style, Table
from claimtrack.render.cells import clean, disarmed


def write(table: Table, style: Style, out: TextIO) -> None:
    """The header, then each batch as it comes."""
    if style.header:
        out.write(_lines([table.columns]))
    for rows in table.batches:
        out.write(_lines([[disarmed(cell) for cell in row] for row in rows] if style.safe else rows))
        if style.flush:
            out.flush()


def _lines(rows: Sequence[Sequence[object]]) -> str:
    columns = [_written(cells) for cells in zip(*rows, strict=True)]
    if len(columns) == 1:
        columns = [[text or '""' for text in columns[0]]]  # an empty line would be no row
    return "".join([f"{line}\n" for line in map(",".join, zip(*columns, strict=True))])


def _written(cells: Sequence[Any]) -> Sequence[str]:
    """The cells of one column as they stand in CSV."""
    try:
        together = "".join(cells)
    except TypeError:  # not all of them are text
        cells = ["" if cell is None else str(cell) for cell in cells]
        together = "".join(cells)
    if not together.isprintable():
        cells = [clean(cell) for cell in cells]
    if "," in together or '"' in together:
        cells = [_quoted(cell) if "," in cell or '"' in cell else cell for cell in cells]
    return cells


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
