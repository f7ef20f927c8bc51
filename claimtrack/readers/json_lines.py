"""JSON lines of articles (id, title, date, publisher, author, url, text) -> a document a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.text import not_utf8

_MARK = b"\xef\xbb\xbf"


def read(file: BinaryIO, name: str) -> Iterator[Document | ClaimtrackError]:
    """Each line's document or trouble, as the line comes."""
    for number, raw in enumerate(file, 1):
        line = raw.removeprefix(_MARK) if number == 1 else raw
        if line.strip():
            yield from _line(line, name, number)


def _line(raw: bytes, name: str, number: int) -> Iterator[Document | ClaimtrackError]:
    try:
        found = parsed(raw.decode().rstrip("\r\n"), name, number)
    except UnicodeDecodeError as trouble:
        yield not_utf8(raw, trouble, name, number)
    except ClaimtrackError as trouble:
        yield trouble
    else:
        yield from of_json(found, f"{name}:{number}")


def parsed(text: str, name: str, line: int) -> object:
    """The JSON value of a text that begins at `line` of the file. Raises ClaimtrackError naming the place."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as trouble:
        at = f"{name}:{line + trouble.lineno - 1}:{trouble.colno}"
        raise ClaimtrackError(f"{at}: not valid JSON: {trouble.msg}; an article is one object a line") from trouble
    except (ValueError, RecursionError) as trouble:
        raise ClaimtrackError(f"{name}:{line}: not usable JSON: {str(trouble)[:100]}") from trouble


def of_json(found: object, where: str) -> Iterator[Document | ClaimtrackError]:
    """The document of one JSON value."""
    if not isinstance(found, dict):
        yield ClaimtrackError(f"{where}: an article must be a JSON object, {{\"text\": …}}")
    elif not isinstance(text := found.get("text"), str) or not text.strip():
        yield ClaimtrackError(f'{where}: the article has no "text"')
    else:
        yield from article(found, text, where)
