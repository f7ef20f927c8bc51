"""A ledger -> where what is derived from its rows is not what they give: series, words, likenesses.

None of it is sealed, for all of it can be made again: it is made again here, and compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from claimtrack.ledger import likenesses, serial
from claimtrack.ledger.columns import ABOUT, quoted
from claimtrack.names import fold

Difference = tuple[str, str | None, str | None, str]  # what, document, claim, detail
_SERIES = ("SELECT extracted.document, extracted.id FROM extracted JOIN reading ON reading.number = extracted.reading "
           "JOIN document ON document.version = reading.document "
           "LEFT JOIN series ON series.number = extracted.series WHERE")  # fmt: skip
_COPIED = ("likeness", "shingle", "copy")


def differences(db: sqlite3.Connection) -> Iterator[Difference]:
    """Whatever is derived and not as it would be made now."""
    yield from _series(db)
    yield from _words(db, "sentence_words", "sentence", "SELECT number, sentence FROM extracted")
    yield from _words(db, "document_words", "text", "SELECT version, text FROM document")
    yield from _likenesses(db)


def _series(db: sqlite3.Connection) -> Iterator[Difference]:
    """Each claim is of the series of its fields, and each series has the number of its own."""
    told = {name: f"extracted.{name}" for name in serial.OF_CLAIM} | {"publisher": "document.publisher"}
    told["document"] = "CASE WHEN extracted.source IS NULL AND document.publisher IS NULL THEN extracted.document END"
    other = " OR ".join(f"series.{name} IS NOT {cell}" for name, cell in told.items())
    for document, claim in db.execute(f"{_SERIES} series.number IS NULL OR {other}"):
        yield "wrong series", document, claim, "the series that compare and diff look up is not that of the claim"
    for document, claim, said, *bounds in db.execute(
        "SELECT document, id, said, quantifier, value, low, high FROM extracted"
    ):
        if said != serial.figure_number(*bounds):
            yield "wrong series", document, claim, "the figure that compare and diff look up is not that of the claim"
    for number, *cells in db.execute(f"SELECT number, {quoted(serial.FIELDS)} FROM series"):
        if number != serial.number(cells):
            yield "wrong series", None, None, f"series {number} has not the number of its fields"


def _words(db: sqlite3.Connection, index: str, column: str, texts: str) -> Iterator[Difference]:
    """The words by which --match finds, indexed again. A sum over each word at its place tells whether all agree."""
    (made,) = db.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (index,)).fetchone()
    with _scratch(db):
        db.execute(made.replace(index, "temp.again", 1))
        db.executemany(f"INSERT INTO temp.again (rowid, {column}) VALUES (?, ?)",
                       ((number, fold(text)) for number, text in db.execute(texts)))  # fmt: skip
        sums = []
        for schema, table in (("main", index), ("temp", "again")):
            db.execute(f"CREATE VIRTUAL TABLE temp.words_of USING fts5vocab({schema}, {table}, instance)")
            sums.append(sum(map(hash, db.execute("SELECT doc, offset, term FROM temp.words_of"))))
            db.execute("DROP TABLE temp.words_of")
        db.execute("DROP TABLE temp.again")
    if sums[0] != sums[1]:
        yield "words differ", None, None, f"{index}, by which --match finds, has not the words of the texts"


def _likenesses(db: sqlite3.Connection) -> Iterator[Difference]:
    """What tells copies, made again in tables that stand before those of the ledger and are gone afterwards."""
    from claimtrack.ledger.answers import document_of

    with _scratch(db):
        made = dict(db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'").fetchall())
        for table in _COPIED:
            db.execute(made[table].replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
        db.execute("CREATE INDEX temp.shingle_version ON shingle (version)")
        documents = db.execute(f"SELECT version, id, text, {quoted(ABOUT)} FROM document ORDER BY version")
        for version, *row in documents:
            likenesses.note(db, version, document_of(row))
        for table in _COPIED:
            yield from _unlike(db, table)
        for table in _COPIED:
            db.execute(f"DROP TABLE temp.{table}")


def _unlike(db: sqlite3.Connection, table: str) -> Iterator[Difference]:
    found = db.execute(
        f"SELECT DISTINCT document.id FROM (SELECT version FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM "
        f"temp.{table}) AS more UNION SELECT version FROM (SELECT * FROM temp.{table} EXCEPT SELECT * FROM "
        f"main.{table}) AS less) AS unlike LEFT JOIN document ON document.version = unlike.version"
    )
    for (document,) in found.fetchall():
        yield "likeness differs", document, None, f"its rows of {table}, which tell copies, are not those of its text"


@contextmanager
def _scratch(db: sqlite3.Connection) -> Iterator[None]:
    """Lets tables be made beside those of the ledger, which only this connection sees, though it may change nothing."""
    (only,) = db.execute("PRAGMA query_only").fetchone()
    db.execute("PRAGMA query_only = OFF")
    try:
        yield
    finally:
        db.execute(f"PRAGMA query_only = {only}")
