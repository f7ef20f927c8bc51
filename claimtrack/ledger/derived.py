"""A ledger -> where what is derived from its rows is not what they give: series, words, likenesses.

None of it is sealed, for all of it can be made again: it is made again here, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from claimtrack.ledger import likenesses, serial
from claimtrack.ledger.columns import ABOUT, quoted

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database

Difference = tuple[str, str | None, str | None, str]  # what, document, claim, detail
_SERIES = ("SELECT extracted.document, extracted.id FROM extracted JOIN reading ON reading.number = extracted.reading "
           "JOIN document ON document.version = reading.document "
           "LEFT JOIN series ON series.number = extracted.series WHERE")  # fmt: skip
_COPIED = ("likeness", "shingle", "copy")


def differences(db: Database) -> Iterator[Difference]:
    """Whatever is derived and not as it would be made now."""
    yield from _series(db)
    for table in ("extracted", "document"):
        if not db.has_words(table):
            yield "words differ", None, None, f"the words by which --match finds are not those of the texts of {table}"
    yield from _likenesses(db)


def _series(db: Database) -> Iterator[Difference]:
    """Each claim is of the series of its fields, and each series has the number of its own."""
    told = {name: f"extracted.{name}" for name in serial.OF_CLAIM} | {"publisher": "document.publisher"}
    told["document"] = "CASE WHEN extracted.source IS NULL AND document.publisher IS NULL THEN extracted.document END"
    other = " OR ".join(f"series.{name} IS NOT {cell}" for name, cell in told.items())
    for document, claim in db.execute(f"{_SERIES} series.number IS NULL OR {other}"):
        yield "wrong series", document, claim, "the series that compare and diff look up is not that of the claim"
    figures = db.batches("SELECT document, id, said, quantifier, value, low, high FROM extracted")
    for document, claim, said, *bounds in chain.from_iterable(figures):
        if said != serial.figure_number(*bounds):
            yield "wrong series", document, claim, "the figure that compare and diff look up is not that of the claim"
    for number, *cells in db.execute(f"SELECT number, {quoted(serial.FIELDS)} FROM series"):
        if number != serial.number(cells):
            yield "wrong series", None, None, f"series {number} has not the number of its fields"


def _likenesses(db: Database) -> Iterator[Difference]:
    """What tells copies, made again in tables that stand before those of the ledger and are gone afterwards."""
    from claimtrack.ledger.answers import document_of

    with db.scratch() as again:
        for table in _COPIED:
            again.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM {again.main}.{table} WHERE 1 = 0")
        again.execute("CREATE INDEX shingle_made_again ON shingle (hash, version)")
        every = f"SELECT version, id, text, {quoted(ABOUT)} FROM document ORDER BY version"
        documents = again.batches(every, size=likenesses.BATCH)
        for batch in documents:
            likenesses.note(again, ((version, document_of(row)) for version, *row in batch))
        for table in _COPIED:
            yield from _unlike(again, table)
        for table in _COPIED:
            again.execute(f"DROP TABLE {again.temporary}.{table}")


def _unlike(db: Database, table: str) -> Iterator[Difference]:
    made, again = f"{db.main}.{table}", f"{db.temporary}.{table}"
    found = db.execute(
        f"SELECT DISTINCT document.id FROM (SELECT version FROM (SELECT * FROM {made} EXCEPT SELECT * FROM {again}) "
        f"AS more UNION SELECT version FROM (SELECT * FROM {again} EXCEPT SELECT * FROM {made}) AS less) AS unlike "
        "LEFT JOIN document ON document.version = unlike.version"
    )
    for (document,) in found.fetchall():
        yield "likeness differs", document, None, f"its rows of {table}, which tell copies, are not those of its text"
