"""A ledger -> the same ledger in another place: entry by entry as it was sealed, with the same chain of digests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.errors import ClaimtrackError
from claimtrack.ledger import serial
from claimtrack.ledger.columns import TABLES, quoted
from claimtrack.ledger.proof import LAST, REPLACED, broken_links

if TYPE_CHECKING:
    from claimtrack.ledger.answers import Answers
    from claimtrack.ledger.database import Database
    from claimtrack.ledger.store import Ledger

_GROWN = {  # what an entry brings, in an order in which what is referred to comes first
    "entry": ("number", "made", "chain"), **TABLES, "document": (*TABLES["document"], "text"),
    "extracted": (*TABLES["extracted"], "series", "said"),
}  # fmt: skip
_NOTES = {"likeness": ("version", "text", "agency"), "shingle": ("hash", "version"),
          "copy": ("version", "earlier", "share")}  # fmt: skip
_INDEXED = {"document": "text", "extracted": "sentence"}


class Copied(NamedTuple):
    """How many entries, documents in all versions and rows of claims were copied."""

    entries: int
    documents: int
    claims: int


def copy(source: Answers, target: Ledger, tell: Callable[[int], None] = lambda rows: None) -> Copied:
    """Copy what the target does not have yet; all of it or nothing. `tell` is told the number of rows copied so far.

    Raises ClaimtrackError when the target has entries that the source does not have, or when what arrives is not what
    the source's chain seals.
    """
    with target._db.writing():
        if not _is_part(target._db, source._db):
            if _is_part(source._db, target._db):
                return Copied(0, 0, 0)
            raise ClaimtrackError(f"{target.name}: has entries that {source.name} has not; copy into a new ledger")
        before = {table: _last(target._db, table) for table in _GROWN}
        rows = 0
        for table in _GROWN:
            rows = _grow(source._db, target._db, table, before[table], rows, tell)
        _derive(source._db, target._db, before["document"])
        for problem in broken_links(target._db):
            raise ClaimtrackError(f"{source.name}: {problem.detail}; nothing was copied, claimtrack check tells more")
    counts = (_last(target._db, table) - before[table] for table in ("entry", "document", "extracted"))
    return Copied(*counts)


def _is_part(one: Database, other: Database) -> bool:
    """Whether all entries of one ledger are entries of the other."""
    last = one.execute("SELECT number, chain FROM entry ORDER BY number DESC LIMIT 1").fetchone()
    return not last or other.execute("SELECT 1 FROM entry WHERE number = ? AND chain = ?", last).fetchone() is not None


def _last(db: Database, table: str) -> int:
    found: int = db.execute(f"SELECT coalesce(max({_GROWN[table][0]}), 0) FROM {table}").fetchone()[0]
    return found


def _grow(source: Database, target: Database, table: str, after: int, rows: int, tell: Callable[[int], None]) -> int:
    """Copy the rows of a table that come after this one; gives the number of rows copied so far."""
    columns = _GROWN[table]
    question = f"SELECT {quoted(columns)} FROM {table} WHERE {columns[0]} > ? ORDER BY {columns[0]}"
    for batch in source.batches(question, (after,), 50 if table == "document" else 500):
        target.fill(table, columns, batch)
        if table in _INDEXED:
            place = columns.index(_INDEXED[table])
            target.index_words(table, ((row[0], row[place]) for row in batch))
        rows += len(batch)
        tell(rows)
    return rows


def _derive(source: Database, target: Database, version: int) -> None:
    """What tells which rows count, made anew; and what was noted of the documents after this version."""
    target.execute("DELETE FROM current")
    target.execute(f"INSERT INTO current (reading, version, id) {LAST}")
    target.execute(f"INSERT INTO hidden (number) {REPLACED} ON CONFLICT DO NOTHING")
    known = {row[0] for row in target.execute("SELECT number FROM series")}
    of_series = ("number", *serial.FIELDS)
    for batch in source.batches(f"SELECT {quoted(of_series)} FROM series"):
        target.fill("series", of_series, [row for row in batch if row[0] not in known])
    for table, columns in _NOTES.items():
        for batch in source.batches(f"SELECT {quoted(columns)} FROM {table} WHERE version > ?", (version,)):
            target.fill(table, columns, batch)
