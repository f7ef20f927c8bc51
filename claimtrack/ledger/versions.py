"""Articles that were found in several places, or changed where they stand: what an open ledger knows of addresses."""

from __future__ import annotations

from claimtrack.ledger.answers import Answers


def addresses(ledger: Answers) -> frozenset[str]:
    """Every address and path that a document was read from or says of itself."""
    found = ledger._db.execute("SELECT url FROM document UNION SELECT path FROM document")
    return frozenset(row[0] for row in found if row[0])
