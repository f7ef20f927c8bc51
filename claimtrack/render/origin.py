"""A document -> how it was read: the file and page, when its page was fetched, what told its date."""

from __future__ import annotations

from bisect import bisect_right

from claimtrack.model import Document


def origin(document: Document, place: int) -> dict[str, str]:
    """Name -> words, of what is known; `place` is where in the text the claim stands."""
    found = {"path": document.path}
    if document.pages:
        found["page"] = f"{bisect_right(document.pages, place)} of {len(document.pages)}"
    if document.retrieved:
        found["retrieved"] = document.retrieved.isoformat()
    if document.date_origin:
        words = f": {document.date_text}" if document.date_text else ""
        found["date_told_by"] = f"{document.date_origin}{words}"
    return {name: words for name, words in found.items() if words}
