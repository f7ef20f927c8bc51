"""A claim to be decided on -> the terminal, with the keys that decide; and lines back to the reviewer."""

from __future__ import annotations

import sys

from claimtrack.model import Filed
from claimtrack.record import COLUMNS, row_of
from claimtrack.render import context
from claimtrack.render.cells import clean, text_of

KEYS = "a accept   r reject   e edit   s skip   u undo   q quit"
_SHOWN = ("metric", "category", "side", "place", "source", "source_kind", "verification", "evidence", "counting",
          "as_of", "part_of", "confidence", "reviewed", "reviewer")  # fmt: skip


def claim(filed: Filed, place: int, total: int, color: bool) -> None:
    """The claim in its context, what was read out of it, and the keys."""
    document = filed.document
    about = [text_of(part) for part in (document.publisher, document.date, document.title, document.id) if part]
    cells = zip((column.name for column in COLUMNS), row_of(filed), strict=True)
    told = [f"{name}: {text_of(cell)}" for name, cell in cells if name in _SHOWN and cell is not None]
    line(f"\n{place} of {total} · {' · '.join(about)}\n")
    line(f"  {context.marked(filed, color)}\n")
    line(f"  {'   '.join(told)}\n")
    sys.stdout.write(f"{KEYS}  ")
    sys.stdout.flush()


def line(text: str) -> None:
    """One line; the caller has cleaned what it tells of articles."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def echo(key: str) -> None:
    """The key that was pressed."""
    line(clean(key))


def ask(question: str) -> str:
    """A line typed by the reviewer."""
    try:
        return input(question)
    except EOFError:
        return ""
