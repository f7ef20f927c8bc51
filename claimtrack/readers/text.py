"""A text file -> one document. It may begin with a header block, which ends with a blank line:

    Title: Shelling goes on
    Date: 2022-03-02
    Publisher: The Daily
    URL: https://example.org/1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.encoding import decode
from claimtrack.readers.settings import PLAIN, Settings
from claimtrack.readers.streams import whole

_LINE = re.compile(r"(id|title|date|publisher|author|url):[ \t]*([^\r\n]*)(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_BLANK = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")  # around the header block of a Markdown file


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The one document of the file. Raises ClaimtrackError for what is no text or too much."""
    raw = whole(file, name)
    text = decode(raw, name)
    fields, start = header(text)
    if not text[start:].strip():
        raise ClaimtrackError(f"{name}: there is no text in it")
    yield from article(
        fields, text[start:], name, settings, kind="text", raw_digest=sha256(raw).hexdigest(), date_origin="header"
    )


def header(text: str) -> tuple[dict[str, str], int]:
    """The fields of the header block and where the text begins; none unless a blank line ends the block."""
    fields: dict[str, str] = {}
    fence = _FENCE.match(text)
    place = fence.end() if fence else 0
    while line := _LINE.match(text, place):
        fields[line[1].lower()] = line[2].strip()
        place = line.end()
        if place == len(text):
            return fields, place
    blank = (_FENCE if fence else _BLANK).match(text, place)
    return (fields, blank.end()) if fields and blank else ({}, 0)
