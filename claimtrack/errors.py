"""The one exception a user may see: a plain line and an exit code."""

from __future__ import annotations

DONE = 0
DIFFERS = 1  # diff or check found something, a score is too low; with --quiet: nothing matched. Nothing else
TROUBLE = 2  # wrong call, missing file, not a ledger
PARTIAL = 3  # some inputs failed, the rest was stored
LOCKED = 4  # ledger locked or written by a newer version; nothing changed
BUG = 70
CANNOT_WRITE = 74
INTERRUPTED = 130
PIPE_CLOSED = 141


class ClaimtrackError(Exception):
    """Trouble the user can act on. The text says what, where (file:line:column) and what to do.

    `input` is the file or address that has the trouble, where one has.
    """

    def __init__(self, message: str, code: int = TROUBLE) -> None:
        super().__init__(message)
        self.code = code
        self.input: str | None = None
