"""A table -> CSV: one line a row, an empty cell for what is not told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TextIO

from claimtrack.render import Row, Style, Table
from claimtrack.render.cells import clean, disarmed


def write(table: Table, style: Style, out: TextIO) -> None:
    """The header, then each batch as it comes."""
    if style.header:
        csv.writer(out, lineterminator="\n").writerow(table.columns)
    for rows in table.batches:
        out.write(_safe_lines(rows) if style.safe else _lines(rows))
        if style.flush:
            out.flush()


def _lines(rows: Sequence[Row]) -> str:
    """A whole batch at once: to look for control characters in its text is far cheaper than in every cell."""
    text = _written(rows)
    if text.count("\n") == len(rows) and text.replace("\n", "").isprintable():
        return text
    return _written([clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _safe_lines(rows: Sequence[Row]) -> str:
    return _written([disarmed(cell) for cell in row] for row in rows)


def _written(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
