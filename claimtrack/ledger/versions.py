"""An article -> the article as an open ledger knows it; an address -> what stood there, version by version.

The same text at another address of the same outlet is the same document in a further place. Another text at the same
address is a new version of the document. The same text in another outlet is a document of its own: a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claimtrack.errors import ClaimtrackError
from claimtrack.ledger import likenesses
from claimtrack.ledger.answers import document_of
from claimtrack.ledger.columns import ABOUT, ORIGIN, STORED, quoted
from claimtrack.likeness import share, shingles
from claimtrack.record import NAMES, filed_of

if TYPE_CHECKING:
    from claimtrack.ledger.answers import Answers
    from claimtrack.ledger.store import Ledger
    from claimtrack.model import Document, Filed

CHANGED = 0.2  # share of the shorter text, from which another text at an address is the same article changed
_DOCUMENT = ", ".join(f"document.{name}" for name in ("id", "text", *ABOUT, *ORIGIN))
_UNDONE = "(SELECT undoes FROM run WHERE undoes IS NOT NULL)"


def received(ledger: Ledger, document: Document, program: str, vocabulary: str) -> Document:
    """The document under the id of the article that it is, if the ledger has that; else as it came.

    When it is a known text in a further place, that place is stored and the known document given. An id that the input
    gave is kept. `program` and `vocabulary` are those of Ledger.add.
    """
    if document.id != _text_id(document.text):
        return document
    there = _with_text(ledger, document.text)
    same = [row for row in there if likenesses.same_outlet(document, row[1].publisher, row[1].url)]
    if not same:
        known = _at(ledger, document)
        return replace(document, id=known or _new_id(document, bool(there)))
    equal = next((pair for pair in same if pair[1] == replace(document, id=pair[1].id)), None)
    version, known_as = equal or same[0]
    places = _places(document)
    if not equal and (not places or places & _places(known_as)):
        return replace(document, id=known_as.id)  # the same place, with another header
    if places - _stood(ledger, version):
        ledger.add_place(version, document, program, vocabulary)
    return replace(known_as, retrieved=document.retrieved)


def addresses(ledger: Answers) -> frozenset[str]:
    """Every address and path that a document was read from or says of itself."""
    found = ledger._db.execute("SELECT url FROM document UNION SELECT path FROM document UNION SELECT url FROM place "
                               "UNION SELECT path FROM place")  # fmt: skip
    return frozenset(row[0] for row in found if row[0])


def at(ledger: Answers, url: str, number: int) -> list[Filed]:
    """The claims of what stood at an address: of the first version that was stored, the second, ...

    Raises ClaimtrackError when there is none.
    """
    found = ledger._db.execute(
        "SELECT version, min(entry) FROM (SELECT version, entry FROM document WHERE url = :url OR path = :url "
        "UNION ALL SELECT version, entry FROM place WHERE url = :url OR path = :url) AS seen "
        "GROUP BY version ORDER BY min(entry), version", {"url": url}
    ).fetchall()  # fmt: skip
    if not 1 <= number <= len(found):
        there = f"the ledger has {len(found)} version{'' if len(found) == 1 else 's'} of it" if found else (
            "the ledger has nothing from there; claimtrack documents --columns url,versions shows what it has"
        )  # fmt: skip
        raise ClaimtrackError(f"{url}@{number}: {there}")
    return _claims(ledger, found[number - 1][0])


def _claims(ledger: Answers, version: int) -> list[Filed]:
    """The claims of one version of a document by its last reading, those that a review put aside left out."""
    document = document_of(
        ledger._db.execute(f"SELECT {_DOCUMENT} FROM document WHERE version = ?", (version,)).fetchone()
    )
    found = ledger._db.execute(
        f"SELECT {quoted(STORED)} FROM extracted WHERE reading = (SELECT max(number) FROM reading WHERE document = ? "
        f"AND run NOT IN {_UNDONE}) AND number NOT IN (SELECT number FROM hidden) "
        "AND (reviewed IS NULL OR reviewed IN ('accepted', 'changed')) ORDER BY start", (version,)
    )  # fmt: skip
    claims = []
    for row in found:
        cells = dict(zip(STORED, row, strict=True))
        claims.append(filed_of([cells.get(name) for name in NAMES], document, cells["trace"]))
    return claims


def _with_text(ledger: Ledger, text: str) -> list[tuple[int, Document]]:
    """Every document with just this text, the newest first, with its version."""
    found = ledger._db.execute(
        f"SELECT document.version, {_DOCUMENT} FROM likeness JOIN document ON document.version = likeness.version "
        "WHERE likeness.text = ? ORDER BY document.version DESC", (likenesses.text_digest(text),)
    )  # fmt: skip
    return [(row[0], document_of(row[1:])) for row in found]


def _at(ledger: Ledger, document: Document) -> str | None:
    """The id of the article that stood where this one stands, if this can be that one changed."""
    wanted = [url for url in _places(document) if _inside(url)]
    if not wanted:
        return None
    marks = ", ".join("?" * len(wanted))
    here = f"url IN ({marks}) OR path IN ({marks})"
    found = ledger._db.execute(
        f"SELECT id, title, text FROM document WHERE version IN (SELECT version FROM document WHERE {here} UNION "
        f"SELECT version FROM place WHERE {here}) ORDER BY version DESC LIMIT 20", wanted * 4
    )  # fmt: skip
    ours: Any = None
    for name, title, text in found:
        ours = ours or shingles(document.text)
        if (title and title == document.title) or share(ours, shingles(text)) >= CHANGED:
            return str(name)
    return None


def _stood(ledger: Ledger, version: int) -> set[str]:
    """The addresses at which a version of a document is known to have stood."""
    found = ledger._db.execute(
        "SELECT url, path FROM document WHERE version = :version UNION ALL "
        f"SELECT url, path FROM place WHERE version = :version AND run NOT IN {_UNDONE}", {"version": version}
    )  # fmt: skip
    return {url for row in found for url in row if url}


def _places(document: Document) -> set[str]:
    """The addresses of a document: what it says of itself, and where it was fetched by itself."""
    return {url for url in (document.url, document.path) if url and " " not in url and likenesses.host(url)}


def _inside(url: str) -> bool:
    """Whether an address leads to more than a front page, where every day other articles stand."""
    parts = urlsplit(url)
    return len(parts.path) > 1 or bool(parts.query)


def _text_id(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _new_id(document: Document, taken: bool) -> str:
    """The document's id; one of its own where another outlet's document has that of the text."""
    if not taken:
        return document.id
    outlet: Sequence[str] = (document.text, likenesses.host(document.url) or document.publisher or "")
    return sha256("\0".join(outlet).encode()).hexdigest()[:16]
