"""Lists of inputs in a file: those to read (--files-from), and those that failed (--failed-to)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.render.notice import notice
from claimtrack.render.output import target

CHUNK = 65_536


def listed(path: str, zero: bool) -> Iterator[str]:
    """The names in a list, as they come: one a line, or ended by NUL. A blank line is none; - is standard input."""
    if path == "-":
        if sys.stdin is None:
            raise ClaimtrackError("standard input is closed")
        yield from _names(sys.stdin.buffer, zero)
        return
    try:
        with open(path, "rb") as file:
            yield from _names(file, zero)
    except OSError as trouble:
        raise ClaimtrackError(f"--files-from {path}: cannot be read: {trouble.strerror}") from trouble


def write_failed(path: str, names: Iterable[str], zero: bool) -> None:
    """Write a list that --files-from can read, and an empty one when nothing failed."""
    kept = [name for name in dict.fromkeys(names) if zero or not _breaks(name)]
    with target(path) as out:
        out.buffer.write(b"".join(os.fsencode(name) + (b"\0" if zero else b"\n") for name in kept))


def _breaks(name: str) -> bool:
    if "\n" in name or "\r" in name:
        notice(f"{name!r} cannot stand in a list of lines; use -0")
        return True
    return False


def _names(file: BinaryIO, zero: bool) -> Iterator[str]:
    """The names, of which - would be standard input: in a list it is a file."""
    for raw in _cut(file) if zero else file:
        name = os.fsdecode(raw if zero else raw.removeprefix(b"\xef\xbb\xbf").strip())
        if name:
            yield "./-" if name == "-" else name


def _cut(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    read = getattr(file, "read1", file.read)
    while piece := read(CHUNK):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
    yield rest
