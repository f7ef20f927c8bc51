"""A table -> a terminal: columns that fit its width, long cells elided in the middle, status in color. By Rich."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TextIO

from rich.console import Console
from rich.text import Text

from claimtrack.render import Row, Style, Table
from claimtrack.render.cells import texts
from claimtrack.render.fitting import STATUS, elided, filled, width_of

_GAP = "  "
_LEAST = 10  # no column is narrowed below this; a table that does not fit even so is shown record by record
_WHOLE = {"figure": 24}  # no narrower than this if it has so much: of "more than 1,000" every letter counts
_SHORT = {"id": 8, "document": 12, "part_of": 8}  # ids are cut, not elided: their beginning will do
_SAMPLE = 200  # rows that decide the widths


def write(table: Table, style: Style, out: TextIO) -> None:
    """The header and all rows, as they come; widths are those of the first rows."""
    batches = iter(table.batches)
    first: list[Row] = []
    for rows in batches:
        first.extend(rows)
        if len(first) >= _SAMPLE or (style.flush and first):
            break
    shown = chain([first], batches)
    width = style.width or 80
    console = Console(file=out, force_terminal=style.color, no_color=not style.color, width=width,
                      highlight=False, markup=False, emoji=False)  # fmt: skip
    for line in _laid_out(table.columns, first, shown, style._replace(width=width)):
        console.print(line, soft_wrap=True)


def _laid_out(
    columns: Sequence[str], first: Sequence[Row], shown: Iterator[Sequence[Row]], style: Style
) -> Iterator[Text]:
    """The lines of a table with as many columns as fit, or of records where not even the needed ones do."""
    for spared in range(len(style.spare) + 1):
        places = [place for place, name in enumerate(columns) if name not in style.spare[:spared]]
        kept = [columns[place] for place in places]
        widths = _widths(kept, [[row[place] for place in places] for row in first], style.width or 0)
        if widths is not None:
            narrower = ([[row[place] for place in places] for row in rows] for rows in shown)
            return _lines(kept, narrower, widths, style.header)
    return _records(columns, shown)


def _widths(columns: Sequence[str], rows: Sequence[Row], width: int) -> list[int] | None:
    """How wide each column may be; None when they cannot all fit."""
    cells = [_cells(columns, row) for row in rows]
    widths = [max([width_of(name), *(width_of(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    over = sum(widths) + len(_GAP) * (len(columns) - 1) - width
    spare = [width - max(_LEAST, min(_WHOLE.get(name, 0), width)) for name, width in zip(columns, widths, strict=True)]
    while over > 0:
        widest = max((i for i, more in enumerate(spare) if more > 0), key=widths.__getitem__, default=None)
        if widest is None:
            return None
        widths[widest] -= 1
        spare[widest] -= 1
        over -= 1
    return widths


def _lines(
    columns: Sequence[str], batches: Iterator[Sequence[Row]], widths: Sequence[int], header: bool
) -> Iterator[Text]:
    last = len(columns) - 1
    if header:
        names = (_fitted(name, width, False) for name, width in zip(columns, widths, strict=True))
        yield Text(_GAP.join(names).rstrip(), style="bold")
    for row in chain.from_iterable(batches):
        line = Text()
        for i, text in enumerate(_cells(columns, row)):
            fitted = _fitted(text, widths[i], isinstance(row[i], int | float))
            line.append(fitted.rstrip() if i == last else fitted + _GAP, style=_style(columns[i], text))
        yield line


def _records(columns: Sequence[str], batches: Iterator[Sequence[Row]]) -> Iterator[Text]:
    """A line a field: name and value."""
    width = max(width_of(name) for name in columns)
    for row in chain.from_iterable(batches):
        for name, text in zip(columns, texts(row), strict=True):
            yield Text.assemble((filled(name, width) + _GAP, "bold"), (text, _style(name, text)))
        yield Text()


def _cells(columns: Sequence[str], row: Row) -> list[str]:
    return [text[: _SHORT.get(name)] for name, text in zip(columns, texts(row), strict=True)]


def _fitted(text: str, width: int, right: bool) -> str:
    return filled(elided(text, width), width, right)


def _style(column: str, text: str) -> str:
    if column == "verification":
        return STATUS.get(text, "dim")
    return "bold" if column == "figure" else ""
