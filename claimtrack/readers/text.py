"""A text file -> one document. It may begin with a header block, which ends with a blank line:

    Title: Shelling goes on
    Date: 2022-03-02
    Publisher: The Daily
    URL: https://example.org/1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article

_LINE = re.compile(r"(id|title|date|publisher|author|url):[ \t]*([^\r\n]*)(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_BLANK = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")


def read(file: BinaryIO, name: str) -> Iterator[Document | ClaimtrackError]:
    """The one document of the file, or the trouble with it."""
    raw = file.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        yield not_utf8(raw, trouble, name, 1)
        return
    fields, start = header(text)
    if not text[start:].strip():
        yield ClaimtrackError(f"{name}: there is no text in it")
        return
    yield from article(fields, text[start:], name)


def header(text: str) -> tuple[dict[str, str], int]:
    """The fields of the header block and where the text begins; none unless a blank line ends the block."""
    fields: dict[str, str] = {}
    place = 0
    while line := _LINE.match(text, place):
        fields[line[1].lower()] = line[2].strip()
        place = line.end()
        if place == len(text):
            return fields, place
    blank = _BLANK.match(text, place)
    return (fields, blank.end()) if fields and blank else ({}, 0)


def not_utf8(raw: bytes, trouble: UnicodeDecodeError, name: str, line: int) -> ClaimtrackError:
    """Where the first byte that is not UTF-8 stands. `raw` begins at `line` of the file."""
    before = raw[: trouble.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return ClaimtrackError(
        f"{name}:{line + before.count(10)}:{column}: byte 0x{raw[trouble.start]:02x} is not UTF-8; "
        "convert the file first, for instance with iconv -f windows-1252 -t utf-8"
    )
