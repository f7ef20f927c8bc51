"""vocabulary/*.toml -> one frozen, validated Vocabulary with a digest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words the stages know. Under construction."""

    digest: str


def load() -> Vocabulary:
    """The vocabulary that ships with claimtrack."""
    return Vocabulary(digest="")
