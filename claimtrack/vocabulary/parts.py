"""A table of the vocabulary that lacks a part, or has one of another kind -> one plain line that names its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from claimtrack.errors import ClaimtrackError


@contextmanager
def parts_of(file: str) -> Iterator[None]:
    """What is built inside is built from this file. Raises ClaimtrackError for a part that is missing or wrong."""
    try:
        yield
    except KeyError as missing:
        raise ClaimtrackError(f"{file}: {missing} is missing; give it back to the vocabulary") from None
    except (AttributeError, TypeError, ValueError) as wrong:
        raise ClaimtrackError(f"{file}: {wrong}; see the comments in it for what each part holds") from None
