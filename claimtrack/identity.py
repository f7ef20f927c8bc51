"""A claim's document, place and metric -> its id: the same on every machine and in every run."""

from __future__ import annotations

import hashlib


def claim_id(document: str, start: int, end: int, metric: str) -> str:
    """16 hexadecimal digits."""
    return hashlib.sha256(f"{document}\0{start}\0{end}\0{metric}".encode()).hexdigest()[:16]
