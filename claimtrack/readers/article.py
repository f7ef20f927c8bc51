"""The fields of an article as its file gives them -> a Document, with remarks on what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from claimtrack.days import published
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.model import Document

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a letter, which JSON can write but no text can hold
_TEXTS = ("id", "title", "publisher", "author", "url")


def article(fields: Mapping[str, object], text: str, where: str) -> Iterator[Document | ClaimtrackError]:
    """The document, after a remark for each field that is left out. `where` names its place: file:line."""
    kept: dict[str, str | None] = {}
    for name in _TEXTS:
        value = fields.get(name)
        if isinstance(value, (dict, list, bool)):
            yield ClaimtrackError(f"{where}: {name} must be text; left out", DONE)
            value = None
        kept[name] = whole(str(value)).strip() or None if value is not None else None
    day = None
    if (given := fields.get("date")) not in (None, ""):
        try:
            day = published(str(given))
        except ClaimtrackError as trouble:
            yield ClaimtrackError(f"{where}: the date {trouble}; taken as not given", DONE)
    text = whole(text)
    yield Document(
        id=kept["id"] or digest(text), text=text, title=kept["title"], date=day,
        publisher=kept["publisher"], author=kept["author"], url=kept["url"],
    )  # fmt: skip


def digest(text: str) -> str:
    """The id of a document that was given none."""
    return sha256(text.encode()).hexdigest()[:16]


def whole(text: str) -> str:
    """The text with each half letter replaced, so that every offset stays."""
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text
