"""Where an answer goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from claimtrack.errors import CANNOT_WRITE, ClaimtrackError


@contextmanager
def target(path: str | None) -> Iterator[TextIO]:
    """The stream to write to. A file takes its place when all was written; after trouble the old one stands.

    The new file is read by whom the old one was; where a link leads to it, the link stays.
    """
    if path is None or path == "-":
        yield standard_output()
        sys.stdout.flush()
        return
    special = os.path.exists(path) and not os.path.isfile(path)  # a device or a named pipe cannot be replaced
    home = path if special else os.path.realpath(path)
    draft = home if special else f"{home}.{os.getpid()}.part"
    try:
        with open(draft, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        if not special:
            if os.path.exists(home):
                os.chmod(draft, os.stat(home).st_mode & 0o777)
            os.replace(draft, home)
    except OSError as trouble:
        raise ClaimtrackError(f"{path}: cannot be written: {trouble.strerror or trouble}", CANNOT_WRITE) from trouble
    finally:
        if not special and os.path.exists(draft):
            os.unlink(draft)


def standard_output() -> TextIO:
    """Standard output, in UTF-8 with plain line ends when it is not a terminal."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout


def on_terminal(path: str | None) -> bool:
    """Whether the answer goes to a terminal."""
    return path is None and sys.stdout.isatty()


def colored(when: str | None, terminal: bool) -> bool:
    """Whether to use color: as asked, else on a terminal unless NO_COLOR says no, or where FORCE_COLOR says yes."""
    if when in ("always", "never"):
        return when == "always"
    if when not in (None, "auto"):
        raise ClaimtrackError(f"--color {when}: must be auto, always or never")
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
