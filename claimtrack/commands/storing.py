"""Articles into a ledger, with their claims; what the ledger has just so is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from time import monotonic
from typing import NamedTuple

from claimtrack import __version__
from claimtrack.commands.reading import claims_in
from claimtrack.ledger.store import Added, Ledger
from claimtrack.ledger.versions import received
from claimtrack.model import Document, Filed
from claimtrack.record import Row
from claimtrack.vocabulary.loader import Vocabulary

PAUSE = 0.5  # seconds: what is read within them is stored together, which costs far less than one by one
_Waiting = dict[str, tuple[Document, tuple[Filed, ...]]]


class Stored(NamedTuple):
    """A document as the ledger knows it, its claims, and what storing them changed.

    `before`: the claims that stood until then, by id, where they are asked for.
    """

    document: Document
    filed: tuple[Filed, ...]
    added: Added
    before: Mapping[str, Row]


def stored(
    ledger: Ledger, articles: Iterable[Document], words: Vocabulary, pause: float = 0.0, before: bool = False
) -> Iterator[Stored]:
    """Each article that the ledger has not just so, after it was stored: at once, or with all that come within `pause`.

    Two that may be one article are never stored together: the second must be known for what it is.
    """
    waiting: _Waiting = {}
    since = monotonic()
    for came in articles:
        if any(_may_be_one(came, other) for other, _ in waiting.values()):
            yield from _store(ledger, waiting, words, before)
        document = received(ledger, came, __version__, words.digest)
        if ledger.has(document, __version__, words.digest):
            continue
        waiting[document.id] = document, claims_in(document, words)
        if monotonic() - since >= pause:
            yield from _store(ledger, waiting, words, before)
            since = monotonic()
    yield from _store(ledger, waiting, words, before)


def reread(ledger: Ledger, words: Vocabulary) -> Iterator[Stored]:
    """Each document of the ledger that was not read by these rules with these words, after it was read again."""
    for name in ledger.names():
        document = ledger.document(name)
        if not ledger.has(document, __version__, words.digest):
            yield from _store(ledger, {name: (document, claims_in(document, words))}, words, True, "reparse")


def _store(ledger: Ledger, waiting: _Waiting, words: Vocabulary, before: bool, act: str = "add") -> Iterator[Stored]:
    found = list(waiting.values())
    waiting.clear()
    stood = [ledger.shown(document.id) if before else {} for document, _ in found]
    added = ledger.add_all(found, __version__, words.digest, act)
    for (document, filed), one, rows in zip(found, added, stood, strict=True):
        yield Stored(document, filed, one, rows)


def _may_be_one(document: Document, other: Document) -> bool:
    """Whether two articles could be the same: of one id, or at one address."""
    return document.id == other.id or (document.url is not None and document.url == other.url)
