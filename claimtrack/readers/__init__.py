"""INPUT (files, folders, - for standard input) -> documents, one by one, each trouble in its place among them.

A trouble is a ClaimtrackError that is yielded, not raised: the other inputs are read all the same. One whose code
is DONE is a remark on a document that was read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document

Found = Document | ClaimtrackError


class Reader(Protocol):
    """What each format's module is."""

    def read(self, file: BinaryIO, name: str) -> Iterator[Found]:
        """The documents of one open file; `name` is how messages call it."""


# Which module reads a file, by its ending. A file that is named and has none of these is taken for text.
READERS = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".json": "json_file",
}
NOT_YET = (".html", ".htm", ".pdf", ".docx", ".doc", ".xml", ".rss", ".csv", ".zip", ".gz", ".db", ".sqlite")
STDIN = "-"


def read(inputs: Sequence[str]) -> Iterator[Found]:
    """The documents of every input, in the order given; a folder's files by name."""
    for name in inputs:
        if name == STDIN:
            yield from _standard_input()
        elif Path(name).is_dir():
            yield from _folder(Path(name))
        else:
            yield from _file(Path(name))


def _folder(folder: Path) -> Iterator[Found]:
    files = [path for path in _walk(folder) if path.suffix.lower() in READERS]
    if not files:
        yield ClaimtrackError(f"{folder}: no articles in this folder; looked for {', '.join(READERS)}")
    for path in files:
        yield from _file(path)


def _walk(folder: Path) -> Iterable[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _file(path: Path) -> Iterator[Found]:
    ending = path.suffix.lower()
    if ending in NOT_YET:
        yield ClaimtrackError(f"{path}: {ending} files cannot be read yet; give the text, or JSON lines of articles")
        return
    try:
        with path.open("rb") as file:
            yield from _reader(READERS.get(ending, "text")).read(file, str(path))
    except FileNotFoundError:
        yield ClaimtrackError(f"{path}: no such file or folder")
    except (OSError, ValueError) as trouble:  # ValueError: a name with a NUL in it
        yield ClaimtrackError(f"{path}: cannot be read: {getattr(trouble, 'strerror', None) or trouble}")


def _standard_input() -> Iterator[Found]:
    """JSON lines when the first letter is a brace, else one text."""
    if sys.stdin is None:
        yield ClaimtrackError("standard input is closed")
        return
    file = sys.stdin.buffer
    try:
        begin = file.peek(1) if hasattr(file, "peek") else b""
        kind = "json_lines" if begin.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else "text"
        if begin:
            yield from _reader(kind).read(file, "standard input")
    except OSError as trouble:
        yield ClaimtrackError(f"standard input: cannot be read: {trouble.strerror}")


def _reader(name: str) -> Reader:
    module: Reader = import_module(f"claimtrack.readers.{name}")
    return module
