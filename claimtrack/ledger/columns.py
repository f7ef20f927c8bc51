"""The columns of the tables that more than one module speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.record import CLAIM

STORED = (*CLAIM, "stance", "reviewed", "reviewer", "trace")  # a claim's own cells
ABOUT = ("title", "date", "publisher", "author", "url")
ORIGIN = ("kind", "path", "raw_digest", "retrieved", "pages", "date_origin", "date_text", "date_precision")
# The tables that only grow, in the order in which an entry's rows are sealed; the first column numbers the rows.
# A document's text is not among them: its digest seals it.
TABLES = {
    "run": ("number", "entry", "version", "vocabulary", "begun", "act", "person", "undoes"),
    "document": ("version", "entry", "id", "digest", *ABOUT, *ORIGIN),
    "place": ("number", "entry", "run", "version", *ABOUT, "path", "raw_digest", "retrieved"),
    "reading": ("number", "entry", "document", "run"),
    "review": ("number", "entry", "run", "claim", "document", "version", "start", "end", "sentence", "act", "field",
               "value"),
    "extracted": ("number", "reading", "review", *STORED),
}  # fmt: skip


def quoted(names: Iterable[str]) -> str:
    """Column names for SQL."""
    return ", ".join(f'"{name}"' for name in names)
