"""A stored claim -> the numbers of its series and of its figure.

A series is what claims have in common that give figures of one thing in one voice; a figure is its bounds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from claimtrack.ledger.columns import STORED

OF_CLAIM = ("metric", "category", "side", "place", "counting", "unit", "modality", "source", "source_kind",
            "source_side", "stance")  # fmt: skip
FIELDS = (*OF_CLAIM, "publisher", "document")
cells_of = itemgetter(*(STORED.index(name) for name in OF_CLAIM))  # of the cells of STORED
bounds_of = itemgetter(*(STORED.index(name) for name in ("quantifier", "value", "low", "high")))
_encoded = json.JSONEncoder(separators=(",", ":")).encode


def fields(of_claim: Sequence[Any], publisher: str | None, document: str) -> tuple[Any, ...]:
    """The cells of FIELDS: a document is a voice of its own only where nobody else speaks."""
    nobody = publisher is None and of_claim[OF_CLAIM.index("source")] is None
    return (*of_claim, publisher, document if nobody else None)


def number(cells: Sequence[Any]) -> int:
    """The number of the series with these cells of FIELDS: the same on every machine; 63 bits of a digest."""
    return _digest(_encoded(cells))


def figure_number(quantifier: str, value: Any, low: Any, high: Any) -> int:
    """The number of a figure: the same for the same bounds, as they are stored."""
    return _digest(f"{quantifier} {value!r} {low!r} {high!r}")


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def series_number(*cells: Any) -> int:
    """As SQL asks for it: the cells of OF_CLAIM, the publisher and the document of a claim."""
    return number(fields(cells[:-2], *cells[-2:]))
