"""JSON lines of articles (id, title, date, publisher, author, url, text) -> a document a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.columns import mapped
from claimtrack.readers.encoding import not_utf8
from claimtrack.readers.settings import LARGEST, MEGABYTE, PLAIN, Settings

_MARK = b"\xef\xbb\xbf"
_FEED = "https://jsonfeed.org/"


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """Each line's document or trouble, as the line comes."""
    for number, raw in _lines(file):
        line = raw.removeprefix(_MARK) if number == 1 else raw
        if len(line) > LARGEST:
            yield ClaimtrackError(f"{name}:{number}: a line of more than {LARGEST // MEGABYTE} MB, which is no article")
        elif line.strip():
            yield from _line(line, name, number, settings)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one that is too long its beginning, so that memory holds."""
    number = 0
    while line := file.readline(LARGEST + 1):
        number += 1
        yield number, line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = file.readline(LARGEST + 1)


def _line(raw: bytes, name: str, number: int, settings: Settings) -> Iterator[Document | ClaimtrackError]:
    try:
        found = parsed(raw.decode().rstrip("\r\n"), name, number)
    except UnicodeDecodeError as trouble:
        yield not_utf8(raw, trouble, name, number)
    except ClaimtrackError as trouble:
        yield trouble
    else:
        yield from of_json(found, f"{name}:{number}", settings, sha256(raw).hexdigest())


def parsed(text: str, name: str, line: int) -> object:
    """The JSON value of a text that begins at `line` of the file. Raises ClaimtrackError naming the place."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as trouble:
        at = f"{name}:{line + trouble.lineno - 1}:{trouble.colno}"
        raise ClaimtrackError(f"{at}: not valid JSON: {trouble.msg}; an article is one object a line") from trouble
    except (ValueError, RecursionError) as trouble:
        raise ClaimtrackError(f"{name}:{line}: not usable JSON: {str(trouble)[:100]}") from trouble


def of_json(
    found: object, where: str, settings: Settings = PLAIN, raw_digest: str | None = None
) -> Iterator[Document | ClaimtrackError]:
    """The document of one JSON value, or those of a JSON Feed."""
    if not isinstance(found, dict):
        yield ClaimtrackError(f"{where}: an article must be a JSON object, {{\"text\": …}}")
        return
    if str(found.get("version")).startswith(_FEED) and isinstance(found.get("items"), list):
        from claimtrack.readers import feed

        yield from feed.of_json(found, where, settings)
        return
    found = mapped(found, settings.columns)
    if not isinstance(text := found.get("text"), str) or not text.strip():
        wanted = settings.columns.get("text", "text")
        yield ClaimtrackError(f'{where}: the article has no "{wanted}"')
    else:
        yield from article(found, text, where, settings, kind="json", raw_digest=raw_digest)
