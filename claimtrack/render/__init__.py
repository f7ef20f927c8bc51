"""A table of plain cells -> text in one of FORMATS. Nothing else in claimtrack prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from typing import Protocol

    class Writer(Protocol):
        """What each format's module is."""

        def write(self, table: Table, style: Style, out: TextIO) -> None:
            """Write the whole table."""

Cell = str | int | float | None
Row = Sequence[Cell]


class Table(NamedTuple):
    """Named columns over batches of rows; each batch is written, and if asked flushed, as it comes.

    Numbers are cells that print plainly (see record.number). In the columns of `verbatim` a string is JSON
    already: a number too exact for a float, a trace. `name` is the key of the rows in a JSON object.
    """

    name: str
    columns: tuple[str, ...]
    batches: Iterable[Sequence[Row]]
    verbatim: frozenset[str] = frozenset()


class Style(NamedTuple):
    """How a format may look. `width` is that of the terminal, None where nothing need fit.

    `spare` are columns that a terminal too narrow for all does without, the first first.
    """

    header: bool = True
    safe: bool = False
    width: int | None = None
    color: bool = False
    flush: bool = False
    spare: tuple[str, ...] = ()


class Format(NamedTuple):
    """The module that writes a format, the file endings that ask for it, and whether it is for eyes or machines."""

    module: str
    endings: tuple[str, ...]
    readable: bool


FORMATS = {
    "table": Format("grid", (".txt",), True),
    "csv": Format("csv", (".csv",), False),
    "tsv": Format("tsv", (".tsv", ".tab"), False),
    "json": Format("json", (".json",), False),
    "jsonl": Format("jsonl", (".jsonl", ".ndjson"), False),
    "markdown": Format("markdown", (".md", ".markdown"), True),
    "html": Format("html", (".html", ".htm"), True),
    "latex": Format("latex", (".tex",), True),
}


def writer(name: str, terminal: bool = False) -> Writer:
    """The module that writes a format; a table on a terminal has one of its own, the only one that uses Rich."""
    from importlib import import_module

    module: Writer = import_module(f"claimtrack.render.{'terminal' if terminal else FORMATS[name].module}")
    return module
