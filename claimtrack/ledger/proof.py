"""A ledger -> every place where it is not what it says it is: its file, its chain, its texts, claims and references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain as chained
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.identity import claim_id
from claimtrack.ledger import derived, schema
from claimtrack.ledger.answers import document_of
from claimtrack.ledger.columns import ABOUT, TABLES, quoted
from claimtrack.ledger.growth import Link
from claimtrack.ledger.store import digest

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database

_ENTRY = {  # the entry that a row is of; a claim as parsed is of its reading's
    "extracted": "CASE WHEN review > 0 THEN review ELSE (SELECT entry FROM reading WHERE number = reading) END"
}
_CLAIM = ("id", "document", "start", "end", "figure", "metric", "source_start", "source_end", "evidence",
          "evidence_start", "evidence_end", "part_of", "sentence", "confidence")  # fmt: skip


class Problem(NamedTuple):
    """What is wrong, with which document and claim, and in which way."""

    what: str
    document: str | None
    claim: str | None
    detail: str


def problems(db: Database, known_head: str | None = None) -> Iterator[Problem]:
    """Everything that is wrong with a ledger, as it is found. `known_head` is a head of its chain noted earlier."""
    damage = db.damage()
    if damage:
        yield from (Problem("file damaged", None, None, line) for line in damage)
        return
    built = schema.compared(db)
    for detail in built.details():
        yield Problem("schema changed", None, None, detail)
    if not built.provable:
        return
    well = True
    for one in chained(broken_links(db, known_head), _references(db), _documents(db), _claims(db)):
        well = False
        yield one
    if well:  # what is derived from rows that are wrong is wrong too
        yield from (Problem(*one) for one in derived.differences(db))


def beside(db: Database) -> list[str]:
    """What somebody has made in the ledger for himself: tables, views and indexes that claimtrack does not use."""
    return [str(part) for part in schema.compared(db).extra if part.kind != "constraint"]


def head(db: Database) -> str:
    """The last link of the chain; "" before the first."""
    found = db.execute("SELECT chain FROM entry ORDER BY number DESC LIMIT 1").fetchone()
    return str(found[0]) if found else ""


def size(db: Database) -> dict[str, int]:
    """How many rows of each kind there are to prove: documents in all versions, claims in all readings."""
    tables = {"documents": "document", "claims": "extracted", "reviews": "review", "runs": "run"}
    return {name: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in tables.items()}


def seals(db: Database) -> Iterator[tuple[int, str, str]]:
    """The entries that the readings of a ledger without any would have made: number, time, chain."""
    entries = db.execute("SELECT reading.entry, begun FROM reading JOIN run ON run.number = run ORDER BY reading.entry")
    before = ""
    for number, made, link in _links(db, entries):
        before = link(before)
        yield number, made, before


def _links(db: Database, entries: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, str, Any]]:
    """For each entry its number, its time, and what makes its link from the one before."""
    streams = {table: _Stream(db, table) for table in TABLES}
    for number, made, *_ in entries:
        rows = {table: stream.upto(number) for table, stream in streams.items()}

        def link(before: str, number: int = number, made: str = made, rows: dict[str, list[Any]] = rows) -> str:
            made_of = Link(before, number, made)
            for table, found in rows.items():
                made_of.add(table, found)
            return made_of.head

        yield number, made, link
    for table, stream in streams.items():
        if stream.upto(None):
            yield -1, table, None


class _Stream:
    """The rows of a table in the order of their numbers, entry by entry."""

    def __init__(self, db: Database, table: str) -> None:
        columns = TABLES[table]
        every = f"SELECT {_ENTRY.get(table, 'entry')}, {quoted(columns)} FROM {table} ORDER BY {columns[0]}"
        self._groups = groupby(chained.from_iterable(db.batches(every)), key=lambda row: row[0])
        self._next = next(self._groups, None)

    def upto(self, entry: int | None) -> list[Any]:
        """The rows of this entry, and any that stand before them though they should not; None: all that are left."""
        found: list[Any] = []
        while self._next and (entry is None or self._next[0] is None or self._next[0] <= entry):
            found += [row[1:] for row in self._next[1]]
            self._next = next(self._groups, None)
        return found


def broken_links(db: Database, known_head: str | None = None) -> Iterator[Problem]:
    """Entries whose rows are not those that the chain of digests seals."""
    before, expected, seen = "", 1, known_head is None
    entries = db.execute("SELECT number, made, chain FROM entry ORDER BY number").fetchall()
    stored = {number: link for number, _, link in entries}
    for number, made, link in _links(db, entries):
        if link is None:
            yield Problem("chain broken", None, None, f"table {made} has rows that no entry seals")
            continue
        if number != expected:
            yield Problem("chain broken", None, None, f"entry {expected} is missing")
        if link(before) != stored[number]:
            yield Problem("chain broken", None, None, f"entry {number} of {made} is not as it was sealed")
        before, expected = stored[number], number + 1
        seen = seen or before == known_head
    if not seen:
        yield Problem("chain broken", None, None, f"the ledger has never had the head {known_head}")


def _references(db: Database) -> Iterator[Problem]:
    """Rows that point nowhere, and the tables that only repeat what others tell."""
    lost = (
        ("reading", "document", "document", "version"), ("reading", "run", "run", "number"),
        ("place", "version", "document", "version"), ("place", "run", "run", "number"),
        ("extracted", "reading", "reading", "number"), ("review", "run", "run", "number"),
        ("review", "version", "document", "version"), ("run", "undoes", "run", "number"),
    )  # fmt: skip
    for table, column, target, key in lost:
        query = (f"SELECT {TABLES[table][0]}, {column} FROM {table} "
                 f"WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {target}) LIMIT 20")  # fmt: skip
        for number, value in db.execute(query):
            detail = f"{table} {number} is of the {column} {value}, which there is not"
            yield Problem("reference lost", None, None, detail)
    for document, detail in db.execute(_CURRENT):
        yield Problem("wrong reading counts", document, None, detail)
    for document, claim in db.execute(_HIDDEN):
        yield Problem("wrong row counts", document, claim, "the last review of the claim is not what is shown")


LAST = (
    "SELECT reading.number AS reading, version, document.id AS id FROM reading "
    "JOIN document ON version = reading.document WHERE reading.number IN (SELECT max(reading.number) FROM reading "
    "JOIN document ON version = reading.document WHERE run NOT IN (SELECT undoes FROM run WHERE undoes IS NOT NULL) "
    "GROUP BY document.id)"
)
_CURRENT = (
    f"SELECT id, 'reading ' || reading || ' should count' FROM (SELECT * FROM ({LAST}) AS last "
    "EXCEPT SELECT reading, version, id FROM current) AS missing UNION ALL "
    "SELECT id, 'reading ' || reading || ' should not count' FROM (SELECT reading, version, id FROM current "
    f"EXCEPT SELECT * FROM ({LAST}) AS last) AS extra"
)
REPLACED = (
    "SELECT DISTINCT old.number AS number FROM extracted AS old JOIN extracted AS later "
    "ON later.reading = old.reading AND later.id = old.id WHERE later.review > 0 AND later.review > old.review"
)
_HIDDEN = (
    "SELECT document, id FROM extracted WHERE number IN "
    f"(SELECT * FROM (SELECT number FROM ({REPLACED}) AS replaced EXCEPT SELECT number FROM hidden) AS shown "
    f"UNION ALL SELECT * FROM (SELECT number FROM hidden EXCEPT {REPLACED}) AS gone)"
)


def _documents(db: Database) -> Iterator[Problem]:
    whole = f"SELECT digest, id, text, {quoted(ABOUT)} FROM document ORDER BY version"
    for row in chained.from_iterable(db.batches(whole, size=50)):
        try:
            right = digest(document_of(row[1:])) == row[0]
        except ValueError:  # a date that is none
            right = False
        if not right:
            yield Problem("text changed", row[1], None, "the text or a header is not the one whose digest was stored")


def _claims(db: Database) -> Iterator[Problem]:
    """The claims as parsed against the text that they were read from. What people set need not be in a text."""
    rows = db.batches(f"SELECT reading, {quoted(_CLAIM)} FROM extracted WHERE review = 0 ORDER BY reading, start")
    for reading, found in groupby(chained.from_iterable(rows), key=lambda row: row[0]):
        claims = [dict(zip(_CLAIM, row[1:], strict=True)) for row in found]
        document: tuple[str, str] | None = db.execute(
            "SELECT document.id, text FROM reading JOIN document ON version = document WHERE number = ?", (reading,)
        ).fetchone()
        name, text = document or ("", "")
        ids = {claim["id"] for claim in claims}
        for claim in claims if document else ():
            yield from (Problem(what, name, claim["id"], detail) for what, detail in _wrong(claim, name, text, ids))


def _wrong(claim: dict[str, Any], document: str, text: str, ids: set[str]) -> Iterator[tuple[str, str]]:
    start, end = claim["start"], claim["end"]
    if claim["document"] != document:
        yield "document", f"the claim says it is of {claim['document']}"
    if not 0 <= start < end <= len(text) or text[start:end] != claim["figure"]:
        yield "figure", f"the text has {text[start:end][:60]!r} there, not {claim['figure']!r}"
    if claim["id"] != claim_id(document, start, end, claim["metric"]):
        yield "id", "the id is not that of this document, place and metric"
    sentence = text.rfind(claim["sentence"], 0, start + len(claim["sentence"]))
    if not 0 <= sentence <= start < sentence + len(claim["sentence"]):
        yield "sentence", "the sentence does not stand around the figure"
    yield from _spans(claim, text)
    if claim["part_of"] is not None and (claim["part_of"] not in ids or claim["part_of"] == claim["id"]):
        yield "part_of", f"the whole {claim['part_of']} is no other claim of this document"
    if not 0 <= claim["confidence"] <= 1:
        yield "confidence", f"{claim['confidence']} is not between 0 and 1"


def _spans(claim: dict[str, Any], text: str) -> Iterator[tuple[str, str]]:
    for name in ("source", "evidence"):
        first, last = claim[f"{name}_start"], claim[f"{name}_end"]
        if (first is None) != (last is None) or (first is not None and not 0 <= first < last <= len(text)):
            yield name, f"the words from {first} to {last} are not in the text"
        elif name == "evidence" and claim["evidence"] != (None if first is None else text[first:last]):
            yield name, f"the text does not have {claim['evidence']!r} there"
