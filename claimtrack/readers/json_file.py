"""A .json file: one article, a list of articles, a JSON Feed, or JSON lines under that name -> documents."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import json_lines
from claimtrack.readers.encoding import not_utf8
from claimtrack.readers.settings import MEGABYTE, PLAIN, Settings
from claimtrack.readers.streams import whole

LARGEST = 512 * MEGABYTE


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The documents of the file, which is read whole."""
    raw = whole(file, name, LARGEST)
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as trouble:
        yield not_utf8(raw, trouble, name, 1)
        return
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        yield from json_lines.read(io.BytesIO(raw), name, settings)
        return
    if not isinstance(found, list):
        yield from json_lines.of_json(found, name, settings)
        return
    for number, item in enumerate(found, 1):
        yield from json_lines.of_json(item, f"{name}: article {number}", settings)
