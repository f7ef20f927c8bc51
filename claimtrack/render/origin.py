"""A document -> how it was read: the file and page, where else it stands, whose words it has, what told its date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from claimtrack.model import Document


class Beside(NamedTuple):
    """What a ledger knows of a document besides: further addresses or files it was found at, and whose words it has."""

    places: Sequence[str] = ()
    origin: str | None = None


ALONE = Beside()


def origin(document: Document, place: int, beside: Beside = ALONE) -> dict[str, str | list[str]]:
    """Name -> words, of what is known; `place` is where in the text the claim stands."""
    found: dict[str, str | list[str] | None] = {"path": document.path}
    if document.pages:
        found["page"] = f"{bisect_right(document.pages, place)} of {len(document.pages)}"
    if document.retrieved:
        found["retrieved"] = document.retrieved.isoformat()
    found["also_at"] = list(beside.places)
    found["words_of"] = beside.origin
    if document.date_origin:
        words = f": {document.date_text}" if document.date_text else ""
        found["date_told_by"] = f"{document.date_origin}{words}"
        found["date_precision"] = document.date_precision
    return {name: words for name, words in found.items() if words}
