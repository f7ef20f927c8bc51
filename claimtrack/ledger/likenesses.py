"""A document as it is stored -> what its text is like, and of which stored texts of other outlets it is a copy."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claimtrack.agency import agency
from claimtrack.likeness import sample, share, shingles
from claimtrack.names import fold

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database
    from claimtrack.model import Document

COPY = 0.5  # share of the shorter of two texts, from which one is a copy; different articles on one day share below 0.1
DAYS = 7  # between the dates of copies
LOOKED_AT = 10  # texts that are compared word for word with a new one
NEWEST = 50  # documents looked at that share one run of words: what thousands share is nobody's own


def note(db: Database, version: int, document: Document) -> None:
    """Keep what a document's text is like, and of which texts of other outlets it is a copy."""
    db.execute("INSERT INTO likeness VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
               (version, text_digest(document.text), agency(document)))  # fmt: skip
    ours = shingles(document.text)
    kept = sample(ours)
    shared: Counter[int] = Counter()
    having = "SELECT version FROM shingle WHERE hash = ? ORDER BY version DESC LIMIT ?"
    for found in db.each(having, [(one, NEWEST) for one in sorted(kept)]):
        shared.update(row[0] for row in found)
    db.fill("shingle", ("hash", "version"), [(one, version) for one in sorted(kept)])
    for other, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:LOOKED_AT]:
        if count < 2 or other == version:
            continue
        text, day, publisher, url = db.execute(
            "SELECT text, date, publisher, url FROM document WHERE version = ?", (other,)
        ).fetchone()
        if same_outlet(document, publisher, url) or not _near(document.date, day):
            continue
        alike = share(ours, shingles(text))
        if alike >= COPY:
            db.execute("INSERT INTO copy VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (version, other, alike))


def catch_up(db: Database) -> None:
    """Note the documents that were stored by a claimtrack that made no such notes."""
    from claimtrack.ledger.answers import document_of
    from claimtrack.ledger.columns import ABOUT, quoted

    older = db.execute(f"SELECT version, id, text, {quoted(ABOUT)} FROM document WHERE version NOT IN "
                       "(SELECT version FROM likeness) ORDER BY version")  # fmt: skip
    for version, *row in older.fetchall():
        note(db, version, document_of(row))


def same_outlet(document: Document, publisher: str | None, url: str | None) -> bool:
    """Whether a document stands where another does: on one host, or under one name; unknown is taken for the same."""
    hosts = {host(document.url), host(url)}
    if None not in hosts:
        return len(hosts) == 1
    names = [document.publisher, publisher]
    return None in names or len({fold(name or "") for name in names}) == 1


def host(url: str | None) -> str | None:
    """The host of an address: of www.example.org example.org."""
    try:
        found = urlsplit(url or "").hostname
    except ValueError:
        return None
    return found.removeprefix("www.") if found else None


def text_digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _near(day: date | None, other: Any) -> bool:
    return day is None or other is None or abs((day - date.fromisoformat(other)).days) <= DAYS
