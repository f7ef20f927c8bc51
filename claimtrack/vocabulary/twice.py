"""A word with two meanings of one sort, and the names of the tables that give it."""

from __future__ import annotations

import re

from claimtrack.errors import ClaimtrackError

Where = tuple[str, ...]  # names of tables from the outermost in, perhaps with a key at the end
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Twice(ClaimtrackError):
    """The word, and the two tables of one of the shipped files (or of what was laid over it) that give it."""

    def __init__(self, file: str, word: str, first: Where, second: Where) -> None:
        super().__init__(f"{file}: {word!r} is under both {header(first)} and {header(second)}; leave one out")
        self.file, self.word, self.tables = file, word, (first, second)


def header(where: Where) -> str:
    """A table's name as TOML writes it: [people.killed], ["Islamic State"]."""
    return "[" + ".".join(name if _BARE.fullmatch(name) else f'"{name}"' for name in where) + "]"
