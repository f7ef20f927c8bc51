"""What the caller says of the inputs, the same for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MEGABYTE = 1_000_000
LARGEST = 32 * MEGABYTE  # bytes of one article in any format; what is larger is something else


@dataclass(frozen=True, slots=True)
class Web:
    """How pages are fetched: `timeout` in seconds for each answer, `pace` in seconds between two pages of one host.

    `agent` is how to call ourselves. `follow` fetches the pages of feed entries that are only summaries, except those
    that are `known`.
    """

    timeout: float = 20.0
    pace: float = 1.0
    agent: str | None = None
    follow: bool = False
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read: `kind` overrides what the content tells, `columns` says which column holds a field.

    `language` "en" insists that everything is English. `depth` counts the archives that a file lies in.
    """

    kind: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    depth: int = 0
    web: Web = Web()


PLAIN = Settings()
