"""Claims -> figures that cannot be, or cannot all be, each finding with the claims behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimtrack.model import Filed


class Finding(NamedTuple):
    """What is odd, the claims that are behind it, and a line that says how."""

    what: str
    claims: tuple[Filed, ...]
    detail: str


def findings(claims: Sequence[Filed]) -> Iterator[Finding]:
    """Everything odd about these claims."""
    yield from ()

