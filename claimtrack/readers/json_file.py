"""A .json file: one article, a list of articles, or JSON lines under that name -> documents."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import json_lines
from claimtrack.readers.text import not_utf8


def read(file: BinaryIO, name: str) -> Iterator[Document | ClaimtrackError]:
    """The documents of the file, which is read whole."""
    raw = file.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        yield not_utf8(raw, trouble, name, 1)
        return
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        yield from json_lines.read(io.BytesIO(raw), name)
        return
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        yield from json_lines.of_json(item, f"{name}: article {number}")
