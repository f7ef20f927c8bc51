"""An open ledger: documents, claims and reviews in, answers out; what was done can be taken back, never removed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.errors import ClaimtrackError
from claimtrack.ledger.answers import Answers
from claimtrack.ledger.growth import Growth
from claimtrack.ledger.history import Run
from claimtrack.ledger.settling import settle
from claimtrack.record import CLAIM, row_of, trace_of

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database
    from claimtrack.model import Document, Filed
    from claimtrack.reviews import Review

_CELLS = len(CLAIM) + 1  # of a row: the claim's own, and its stance
_TOUCHED = (  # ids of documents that a run read or reviewed
    "SELECT document.id FROM reading JOIN document ON version = reading.document WHERE run = :run "
    "UNION SELECT document FROM review WHERE run = :run"
)
_UNDONE = "(SELECT undoes FROM run WHERE undoes IS NOT NULL)"


class Added(NamedTuple):
    """What adding a document changed: ids of claims not there before, and whether another text or header counted."""

    claims: frozenset[str]
    replaced: bool


class Reviewed(NamedTuple):
    """The run that stored a person's decisions, and how many claims they changed."""

    run: int
    claims: int


class Ledger(Answers):
    """An open ledger. All that is added while it is open, by one version and vocabulary, is one run."""

    def __init__(self, database: Database, name: str) -> None:
        super().__init__(database, name)
        self._run: tuple[tuple[str, str, str], int] | None = None
        self._series: dict[Sequence[Any], int] = {}

    def has(self, document: Document, version: str, vocabulary: str) -> bool:
        """Whether the document, just so, was last read by this version of claimtrack with these words.

        A page that was fetched as it was before another version, after that one, is to be read: it counts again.
        """
        when = document.retrieved.isoformat() if document.retrieved else None
        found = self._db.execute(
            "SELECT 1 FROM document JOIN run ON run.number = (SELECT reading.run FROM reading WHERE reading.document = "
            f"document.version AND reading.run NOT IN {_UNDONE} ORDER BY reading.number DESC LIMIT 1) "
            "WHERE digest = ? AND run.version = ? AND vocabulary = ? AND NOT EXISTS "
            "(SELECT 1 FROM current JOIN document AS now ON now.version = current.version "
            "WHERE current.id = document.id AND now.version <> document.version AND now.retrieved < ?)",
            (digest(document), version, vocabulary, when),
        )
        return found.fetchone() is not None

    def add(self, document: Document, filed: Sequence[Filed], version: str, vocabulary: str) -> Added:
        """Store a document with its claims, whole or not at all.

        What stood under the document's id until now is superseded, not removed.
        """
        return self.add_all([(document, filed)], version, vocabulary)[0]

    def add_all(
        self, found: Sequence[tuple[Document, Sequence[Filed]]], version: str, vocabulary: str, act: str = "add"
    ) -> list[Added]:
        """Store several documents with their claims, all or none; far cheaper for each than one by one.

        With the act `reparse` a document that does not count any more is left alone.
        """
        key = (act, version, vocabulary)
        known = self._run[1] if self._run and self._run[0] == key else None
        added = []
        with self._transaction() as growth:
            for document, filed in found:
                one = None
                if not self.has(document, version, vocabulary) and (act == "add" or self._counts(document)):
                    known = known or growth.put("run", growth.number, version, vocabulary, growth.made, act, None, None)
                    one = self._read(growth, known, document, filed)
                added.append(one or Added(frozenset(), False))
        self._run = (key, known) if known else self._run
        return added

    def add_place(self, version: int, document: Document, program: str, vocabulary: str) -> None:
        """Store that the text of one version of a document was found in another place too."""
        key = ("add", program, vocabulary)
        known = self._run[1] if self._run and self._run[0] == key else None
        with self._transaction() as growth:
            known = known or growth.put("run", growth.number, program, vocabulary, growth.made, "add", None, None)
            _, path, raw, retrieved, *_ = _origin(document)
            growth.put("place", growth.number, known, version, *_about(document), path, raw, retrieved)
        self._run = (key, known)

    def review(self, reviews: Sequence[Review], who: str, version: str) -> Reviewed:
        """Store what a person decided, all or nothing.

        Raises ClaimtrackError for a claim that there is not.
        """
        with self._transaction() as growth:
            run = growth.put("run", growth.number, version, "", growth.made, "review", who, None)
            documents: dict[str, None] = {}
            for one in reviews:
                found = self._db.execute(
                    'SELECT document, version, start, "end", sentence FROM claim '
                    "JOIN current ON current.id = document WHERE claim.id = ?", (one.claim,)).fetchone()  # fmt: skip
                if not found:
                    raise ClaimtrackError(f"{one.claim}: no claim has this id")
                documents[found[0]] = None
                growth.put("review", growth.number, run, one.claim, *found, one.act, one.field, one.value)
            return Reviewed(run, sum(settle(self._db, growth, document) for document in documents))

    def undo(self, who: str | None, version: str, only: int | None = None) -> Run:
        """Take back the last run that still counts, or just this one; gives it.

        Raises ClaimtrackError when there is none.
        """
        with self._transaction() as growth:
            runs = (run for run in self.log() if run.act != "undo" and run.undone_by is None)
            last = next((run for run in runs if only in (None, run.number)), None)
            if last is None:
                raise ClaimtrackError("nothing is left to take back")
            growth.put("run", growth.number, version, "", growth.made, "undo", who, last.number)
            of_it = {"run": last.number}
            self._db.execute(f"DELETE FROM current WHERE id IN ({_TOUCHED})", of_it)
            self._db.execute(
                "INSERT INTO current (reading, version, id) SELECT number, version, document.id "
                "FROM reading JOIN document ON version = reading.document WHERE number IN (SELECT max(number) "
                f"FROM reading JOIN document ON version = reading.document WHERE run NOT IN {_UNDONE} "
                f"AND document.id IN ({_TOUCHED}) GROUP BY document.id)", of_it
            )  # fmt: skip
            reviewed = f"SELECT DISTINCT document FROM review WHERE document IN ({_TOUCHED}) ORDER BY document"
            for (document,) in self._db.execute(reviewed, of_it).fetchall():
                settle(self._db, growth, document)
        self._run = None
        return last

    def _read(self, growth: Growth, run: int, document: Document, filed: Sequence[Filed]) -> Added:
        stood = self._db.execute("SELECT version FROM current WHERE id = ?", (document.id,)).fetchone()
        before = self._ids(growth, document.id) if stood else set()
        sealed = digest(document)
        found = self._db.execute("SELECT version FROM document WHERE digest = ?", (sealed,)).fetchone()
        cells = (document.id, sealed, *_about(document), *_origin(document))
        stored = found[0] if found else growth.put_document(document, *cells)
        reading = growth.put("reading", growth.number, stored, run)
        claims = ((*row_of(one)[:_CELLS], None, None, trace_of(one)) for one in filed)
        growth.put_claims(reading, document.publisher, document.id, claims)
        self._db.execute("DELETE FROM current WHERE id = ?", (document.id,))
        self._db.execute("INSERT INTO current VALUES (?, ?, ?)", (reading, stored, document.id))
        settle(self._db, growth, document.id)
        new = frozenset(one.claim.id for one in filed) - before
        return Added(new, stood is not None and stood[0] != stored)

    def _ids(self, growth: Growth, document: str) -> set[str]:
        """The ids of a document's claims as they stand."""
        growth.flush()
        return {row[0] for row in self._db.execute("SELECT id FROM claim WHERE document = ?", (document,))}

    def _counts(self, document: Document) -> bool:
        found = self._db.execute(
            "SELECT 1 FROM document JOIN current ON current.version = document.version WHERE digest = ?",
            (digest(document),),
        )
        return found.fetchone() is not None

    @contextmanager
    def _transaction(self) -> Iterator[Growth]:
        try:
            with self._db.writing():
                growth = Growth(self._db, self._series)
                yield growth
                growth.seal()
        except BaseException:
            self._series.clear()
            raise


def digest(document: Document) -> str:
    """The digest of all that a document is: id, headers and text. How it was read is no part of it."""
    fields = (document.id, *_about(document), document.text)
    return sha256("\0".join("\1" if field is None else field for field in fields).encode()).hexdigest()


def _about(document: Document) -> tuple[str | None, ...]:
    day = document.date.isoformat() if document.date else None
    return (document.title, day, document.publisher, document.author, document.url)


def _origin(document: Document) -> tuple[str | None, ...]:
    when = document.retrieved.isoformat() if document.retrieved else None
    pages = json.dumps(document.pages) if document.pages else None
    told = (document.date_origin, document.date_text, document.date_precision)
    return (document.kind, document.path, document.raw_digest, when, pages, *told)

