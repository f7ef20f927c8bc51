"""Rows -> one entry of a ledger: stored together and sealed by the next link of the chain of digests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from claimtrack.ledger import likenesses, serial
from claimtrack.ledger.columns import TABLES, quoted

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database
    from claimtrack.model import Document

Cells = Sequence[Any]
_SENTENCE = TABLES["extracted"].index("sentence")
_STORED_FROM = TABLES["extracted"].index("review") + 1


class Link:
    """The digest of one entry's rows and of the whole chain before it."""

    def __init__(self, before: str, number: int, made: str) -> None:
        self._digest = sha256(f"{before} {number} {made}\n".encode())

    def add(self, table: str, rows: Iterable[Cells]) -> None:
        """Seal these rows of a table, whole and in the order of their numbers."""
        for row in rows:
            self._digest.update(f"{table} {_encoded(row)}\n".encode())

    @property
    def head(self) -> str:
        return self._digest.hexdigest()


_encoded = json.JSONEncoder(separators=(",", ":")).encode


class Growth:
    """One entry in the making. `put` stores rows as they come; `seal` ends it. Within one transaction."""

    def __init__(self, db: Database, series: dict[Cells, int]) -> None:
        """`series` are those known to be stored; more are put there as they come."""
        self._db = db
        self._series = series
        before = db.execute("SELECT number, chain FROM entry ORDER BY number DESC LIMIT 1").fetchone() or (0, "")
        self.number: int = before[0] + 1
        self.made = now()
        self._before: str = before[1]
        self._rows: dict[str, list[Cells]] = {name: [] for name in TABLES}
        self._next: dict[str, int] = {}
        self._documents: list[tuple[int, Document]] = []
        self._waiting: list[Cells] = []  # claims with the numbers of their series and figures

    def put(self, table: str, *cells: Any, **more: Any) -> int:
        """Store one row: its cells after the number, then others by column name. Gives the row's number."""
        number = self._number(table)
        self._next[table] = number + 1
        row = (number, *cells)
        self._rows[table].append(row)
        self._db.execute(_insert(table, *more), (*row, *more.values()))
        return number

    def put_document(self, document: Document, *cells: Any) -> int:
        """Store a document with its text; its words and its likeness are noted by `seal`, those of many at once."""
        number = self.put("document", self.number, *cells, text=document.text)
        self._documents.append((number, document))
        return number

    def put_claims(
        self, reading: int, publisher: str | None, document: str, claims: Iterable[Cells], review: int = 0
    ) -> None:
        """Store claims of a document: the cells of STORED each, as parsed or as a review made them.

        They are written by `flush` or `seal`: many at once cost far less than one by one.
        """
        first = self._number("extracted")
        rows = [(number, reading, review, *cells) for number, cells in enumerate(claims, first)]
        self._next["extracted"] = first + len(rows)
        self._rows["extracted"] += rows
        for row in rows:
            stored = row[_STORED_FROM:]
            series = self._series_of(serial.fields(serial.cells_of(stored), publisher, document))
            self._waiting.append((*row, series, serial.figure_number(*serial.bounds_of(stored))))

    def flush(self) -> None:
        """Write the claims that wait, before anything that asks for claims."""
        rows, self._waiting = self._waiting, []
        self._db.fill("extracted", (*TABLES["extracted"], "series", "said"), rows)
        self._db.index_words("extracted", ((row[0], row[_SENTENCE]) for row in rows))

    def seal(self) -> None:
        """Store the entry itself, unless nothing was put."""
        if not any(self._rows.values()):
            return
        self.flush()
        self._db.index_words("document", ((number, document.text) for number, document in self._documents))
        likenesses.note(self._db, self._documents)
        link = Link(self._before, self.number, self.made)
        for table, rows in self._rows.items():
            link.add(table, rows)
        self._db.execute("INSERT INTO entry (number, made, chain) VALUES (?, ?, ?)",
                         (self.number, self.made, link.head))  # fmt: skip

    def _series_of(self, fields: Cells) -> int:
        known = self._series.get(fields)
        if known is None:
            known = self._series[fields] = serial.number(fields)
            cells = (known, *fields)
            marks = ", ".join("?" * len(cells))
            self._db.execute(f"INSERT INTO series VALUES ({marks}) ON CONFLICT DO NOTHING", cells)
        return known

    def _number(self, table: str) -> int:
        if table not in self._next:
            found = self._db.execute(f"SELECT coalesce(max({TABLES[table][0]}), 0) FROM {table}").fetchone()
            self._next[table] = found[0] + 1
        return self._next[table]


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def _insert(table: str, *more: str) -> str:
    columns = (*TABLES[table], *more)
    return f"INSERT INTO {table} ({quoted(columns)}) VALUES ({', '.join('?' * len(columns))})"
