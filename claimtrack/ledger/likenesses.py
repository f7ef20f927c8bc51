"""A document as it is stored -> what its text is like, and of which stored texts of other outlets it is a copy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import date
from hashlib import sha256
from itertools import chain
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
BATCH = 50  # documents that are noted together
_AT_ONCE = 500  # runs of words that one question asks for


def note(db: Database, documents: Iterable[tuple[int, Document]]) -> None:
    """Keep what the texts of these documents are like, and of which texts of other outlets they are copies.

    They come by version, after all that were noted before; a batch costs far less than one by one.
    """
    texts = dict(documents)
    db.fill("likeness", ("version", "text", "agency"),
            ((version, text_digest(one.text), agency(one)) for version, one in texts.items()))  # fmt: skip
    samples = {version: sample(document.text) for version, document in texts.items()}
    there = _elsewhere(db, samples)
    db.fill("shingle", ("hash", "version"), sorted((one, version) for version in samples for one in samples[version]))
    for version, shared in _sharing(db, samples, there).items():
        likely = [(-count, other) for other, count in shared.items() if count > 1]
        if likely:
            _compare(db, version, texts[version], [other for _, other in sorted(likely)[:LOOKED_AT]])


def _elsewhere(db: Database, samples: Mapping[int, Set[int]]) -> set[int]:
    """Which of the shingles more than one text has; most are nobody else's, and these are found out all at once."""
    often = Counter(chain.from_iterable(samples.values()))
    there = {one for one, count in often.items() if count > 1}
    hashes = sorted(often)
    for first in range(0, len(hashes), _AT_ONCE):
        asked = hashes[first : first + _AT_ONCE]
        values = ", ".join(["(?)"] * len(asked))
        there.update(row[0] for row in db.execute(
            f"WITH asked (hash) AS (VALUES {values}) SELECT hash FROM asked "
            "WHERE EXISTS (SELECT 1 FROM shingle WHERE shingle.hash = asked.hash)", asked))  # fmt: skip
    return there


def _sharing(db: Database, samples: Mapping[int, Set[int]], there: Set[int]) -> Mapping[int, Counter[int]]:
    """The texts that share shingles with each, and how many: of those that came before it."""
    asked = [(one, version, NEWEST) for version, kept in samples.items() for one in kept & there]
    having = "SELECT version FROM shingle WHERE hash = ? AND version < ? ORDER BY version DESC LIMIT ?"
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for (_, version, _), found in zip(asked, db.each(having, asked), strict=True):
        shared[version].update(row[0] for row in found)
    return shared


def _compare(db: Database, version: int, document: Document, others: Iterable[int]) -> None:
    """Store of which of these others a document is a copy, word for word."""
    ours = shingles(document.text)
    for other in others:
        text, day, publisher, url = db.execute(
            "SELECT text, date, publisher, url FROM document WHERE version = ?", (other,)
        ).fetchone()
        if same_outlet(document, publisher, url) or not _near(document.date, day):
            continue
        alike = share(ours, shingles(text))
        if alike >= COPY:
            db.execute("INSERT INTO copy VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (version, other, alike))


def renew(db: Database) -> None:
    """Note all documents again: an older claimtrack noted them in another way, or not at all."""
    from claimtrack.ledger.answers import document_of
    from claimtrack.ledger.columns import ABOUT, quoted

    for table in ("likeness", "shingle", "copy"):
        db.execute(f"DELETE FROM {table}")
    for batch in db.batches(f"SELECT version, id, text, {quoted(ABOUT)} FROM document ORDER BY version", size=BATCH):
        note(db, ((version, document_of(row)) for version, *row in batch))


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
