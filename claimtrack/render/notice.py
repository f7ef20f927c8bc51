"""Lines for the person at the terminal, on standard error: trouble, a summary, progress."""

from __future__ import annotations

import sys

from claimtrack.render.cells import clean


def notice(text: str) -> None:
    """One line on standard error. That it cannot be written is no reason to fail: the data went elsewhere."""
    if sys.stderr is None:  # closed by the caller; print would then use standard output
        return
    try:
        sys.stderr.write(f"claimtrack: {clean(text)}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


class Progress:
    """How far long work has come, on one line that rewrites itself; silent unless standard error is a terminal."""

    def __init__(self, quiet: bool = False) -> None:
        self._on = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._shown = 0.0

    def show(self, text: str) -> None:
        """Put this on the line, at most ten times a second."""
        if not self._on:
            return
        from time import monotonic

        if monotonic() - self._shown > 0.1:
            self._shown = monotonic()
            self._write(f"\r\x1b[K{clean(text)}")

    def clear(self) -> None:
        """Leave the line as it was."""
        if self._shown:
            self._shown = 0.0
            self._write("\r\x1b[K")

    @staticmethod
    def _write(text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            pass
