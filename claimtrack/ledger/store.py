"""Documents and claims in, rows out: what one may do with an open ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.errors import ClaimtrackError
from claimtrack.ledger.questions import bounds, order, where
from claimtrack.names import contains, fold, nearest, same
from claimtrack.query import NAMES as NAME_FILTERS
from claimtrack.query import NONE, Query
from claimtrack.record import CLAIM, NAMES, Row, filed_of, row_of, trace_of

if TYPE_CHECKING:
    from claimtrack.model import Document, Filed

_BATCH = 500
_STORED = (*CLAIM, "stance")
_WHOLE = ("side", "source_side")  # names of parties must agree as a whole: Sudan is not South Sudan


class Added(NamedTuple):
    """What adding a document changed: ids of claims not there before, and whether another text or header counted."""

    claims: frozenset[str]
    replaced: bool


class Ledger:
    """An open ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._db.create_function("fold", 1, fold, deterministic=True)

    # adding

    def has(self, document: Document, version: str, vocabulary: str) -> bool:
        """Whether the document, just so, was already read by this version of claimtrack with these words."""
        found = self._db.execute(
            "SELECT 1 FROM document JOIN reading ON reading.document = document.version JOIN run ON run.number = run "
            "WHERE digest = ? AND run.version = ? AND vocabulary = ?", (_digest(document), version, vocabulary)
        )  # fmt: skip
        return found.fetchone() is not None

    def add(self, document: Document, filed: Sequence[Filed], version: str, vocabulary: str) -> Added:
        """Store a document with its claims, whole or not at all.

        What stood under the document's id until now is superseded, not removed.
        """
        with self._transaction():
            if self.has(document, version, vocabulary):
                return Added(frozenset(), False)
            before = {row[0] for row in self._db.execute("SELECT id FROM claim WHERE document = ?", (document.id,))}
            stood = self._db.execute("SELECT version FROM current WHERE id = ?", (document.id,)).fetchone()
            stored = self._stored(document)
            reading = self._read_by(stored, version, vocabulary)
            self._db.executemany(
                f"INSERT INTO extracted (reading, {_quoted(_STORED)}, trace) VALUES (?{', ?' * (len(_STORED) + 1)})",
                [(reading, *row_of(one)[: len(_STORED)], trace_of(one)) for one in filed],
            )
        new = frozenset(one.claim.id for one in filed) - before
        return Added(new, stood is not None and stood[0] != stored)

    def _stored(self, document: Document) -> int:
        """The number of the document's row, made when it is not there."""
        digest = _digest(document)
        found = self._db.execute("SELECT version FROM document WHERE digest = ?", (digest,)).fetchone()
        if found:
            return int(found[0])
        made = self._db.execute(
            "INSERT INTO document (id, digest, title, date, publisher, author, url, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (document.id, digest, *_about(document), document.text),
        )
        return made.lastrowid or 0

    def _read_by(self, document: int, version: str, vocabulary: str) -> int:
        """A new reading of the document by a run of this version and these words."""
        kind = (version, vocabulary)
        run = self._db.execute("SELECT max(number) FROM run WHERE version = ? AND vocabulary = ?", kind).fetchone()[0]
        if run is None:
            run = self._db.execute(
                "INSERT INTO run (version, vocabulary, begun) VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%SZ'))", kind
            ).lastrowid
        return self._db.execute("INSERT INTO reading (document, run) VALUES (?, ?)", (document, run)).lastrowid or 0

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # asking

    def rows(self, query: Query, columns: Sequence[str] = NAMES) -> Iterator[list[Row]]:
        """The claims that pass, as rows of these columns, in batches as SQLite finds them."""
        condition, values = where(query)
        limit = -1 if query.limit is None else query.limit
        found = self._db.execute(
            f"SELECT {_quoted(columns)} FROM claim WHERE {condition} ORDER BY {order(query)} LIMIT ?", [*values, limit]
        )
        while batch := found.fetchmany(_BATCH):
            yield batch

    def filed(self, query: Query) -> list[Filed]:
        """The claims that pass, each with its document (without text) and stance."""
        at = [NAMES.index(name) for name in ("document", "title", "date", "publisher", "url")]
        documents: dict[object, Document] = {}
        found = []
        for batch in self.rows(query, (*NAMES, "trace")):
            for row in batch:
                one, title, day, publisher, url = (row[place] for place in at)
                if one not in documents:
                    documents[one] = _document(one, "", title, day, publisher, None, url)
                found.append(filed_of(row[:-1], documents[one], str(row[-1])))
        return found

    def claim(self, prefix: str) -> Filed:
        """The one claim whose id begins with this, its document with text. Raises ClaimtrackError for none or many."""
        found = self._db.execute(
            f"SELECT {_quoted(NAMES)}, trace FROM claim WHERE id >= ? AND id < ? LIMIT 6", bounds(prefix)
        ).fetchall()
        exact = [row for row in found if row[0] == prefix]
        if len(exact or found) != 1 or (len(prefix) < 4 and not exact):
            raise ClaimtrackError(_no_claim(prefix, [str(row[0]) for row in found]))
        row = (exact or found)[0]
        about = self._db.execute(
            "SELECT id, text, title, date, publisher, author, url FROM document NATURAL JOIN current WHERE id = ?",
            (row[1],),
        ).fetchone()
        return filed_of(row[:-1], _document(*about), row[-1])

    def spelled(self, query: Query) -> tuple[Query, list[str]]:
        """The query with its names as the ledger spells them, and a remark on each name that it does not have."""
        remarks: list[str] = []
        exact: dict[str, Any] = {}
        for column in NAME_FILTERS:
            if wanted := getattr(query, column):
                there = self._spellings(column)
                exact[column] = tuple(dict.fromkeys(name for one in wanted for name in _matching(column, one, there)))
                remarks += [
                    f"no claim has the {column.replace('_', ' ')} {one}{nearest(one, there)}"
                    for one in wanted
                    if one != NONE and not _matching(column, one, there)
                ]
                exact[column] = exact[column] or wanted
        return query._replace(**exact), remarks

    def has_word(self, column: str, word: str) -> bool:
        """Whether any claim has this metric or category."""
        found = self._db.execute(f'SELECT 1 FROM extracted WHERE "{column}" = ? LIMIT 1', (word,))
        return found.fetchone() is not None

    def _spellings(self, column: str) -> tuple[str, ...]:
        """Every value of a column. It leaps from one value to the next along the index, however many rows have it."""
        table = "document" if column == "publisher" else "extracted"
        found = self._db.execute(
            f"WITH RECURSIVE leap (name) AS (SELECT min({column}) FROM {table} UNION ALL "
            f"SELECT (SELECT min({column}) FROM {table} WHERE {column} > name) FROM leap WHERE name IS NOT NULL) "
            "SELECT name FROM leap WHERE name IS NOT NULL"
        )
        return tuple(row[0] for row in found)

    def sources(self, query: Query) -> list[Row]:
        """Source, kind, side, claims, documents, first and last day, metrics; those with most claims first."""
        condition, values = where(query)
        found = self._db.execute(
            "SELECT source, source_kind, source_side, count(*), count(DISTINCT document), min(as_of), max(as_of), "
            f"group_concat(DISTINCT metric) FROM claim WHERE {condition} GROUP BY source, source_kind, source_side "
            "ORDER BY count(*) DESC, source, source_kind, source_side", values)  # fmt: skip
        return [(*row[:-1], " ".join(sorted(row[-1].split(",")))) for row in found]

    def documents(self, query: Query) -> list[Row]:
        """Id, date, publisher, title, claims, url by date; with a filter, only documents with a claim that passes."""
        condition, values = where(query)
        every = query._replace(other=False, sort=(), limit=None) == Query()
        return self._db.execute(
            "SELECT id, date, publisher, title, coalesce(claims, 0), url FROM document NATURAL JOIN current "
            f"{'LEFT ' if every else ''}JOIN (SELECT document, count(*) AS claims FROM claim WHERE {condition} "
            "GROUP BY document) AS counted ON counted.document = id ORDER BY date NULLS LAST, id", values
        ).fetchall()  # fmt: skip


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _digest(document: Document) -> str:
    from hashlib import sha256  # OpenSSL takes its time to load, and no question needs it

    fields = (document.id, *_about(document), document.text)
    return sha256("\0".join("\1" if field is None else field for field in fields).encode()).hexdigest()


def _about(document: Document) -> tuple[str | None, ...]:
    day = document.date.isoformat() if document.date else None
    return (document.title, day, document.publisher, document.author, document.url)


def _document(
    name: object, text: str, title: object, day: object, publisher: object, author: object, url: object
) -> Document:
    from datetime import date

    from claimtrack.model import Document

    told = (title, publisher, author, url)
    titled, published, by, found_at = (str(field) if field is not None else None for field in told)
    written = date.fromisoformat(str(day)) if day else None
    return Document(str(name), text, titled, written, published, by, found_at)


def _matching(column: str, wanted: str, there: Sequence[str]) -> list[str]:
    agree = same if column in _WHOLE else contains
    return [NONE] if wanted == NONE else [name for name in there if agree(name, wanted)]


def _no_claim(prefix: str, found: list[str]) -> str:
    if found and len(prefix) < 4:
        return f"{prefix}: give at least 4 letters of the claim's id"
    if found:
        return f"{prefix}: more than one claim begins so: {', '.join(found[:5])}"
    return f"{prefix}: no claim has this id; claimtrack list --columns id,figure,sentence shows the ids"
