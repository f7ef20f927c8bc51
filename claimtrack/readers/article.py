"""The fields of an article as its file gives them -> a Document, with remarks on what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from claimtrack.days import published
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import language
from claimtrack.readers.settings import LARGEST, MEGABYTE, PLAIN, Settings

_NONE = re.compile("[\0\ud800-\udfff]")  # NUL and half a letter, which JSON can write but no text can hold
_CLOCK = re.compile(r"\d[T ]?\d?\d:\d\d")
_TEXTS = ("id", "title", "publisher", "author", "url")


def article(
    fields: Mapping[str, object], text: str, where: str, settings: Settings = PLAIN, **read: Any
) -> Iterator[Document | ClaimtrackError]:
    """The document, after a remark for each field that is left out; a trouble in its place when it is not English.

    `where` names its place: file:line. `read` are the fields of a Document that tell how it was read.
    """
    if len(text) > LARGEST:
        yield ClaimtrackError(f"{where}: a text of more than {LARGEST // MEGABYTE} MB, which is no article")
        return
    kept: dict[str, str | None] = {}
    for name in _TEXTS:
        value = fields.get(name)
        if isinstance(value, (dict, list, bool)):
            yield ClaimtrackError(f"{where}: {name} must be text; left out", DONE)
            value = None
        kept[name] = whole(str(value)).strip() or None if value is not None else None
    text = whole(text)
    if settings.language is None and (name_of := language.not_english(text)):
        # a remark, not a failure: nothing is wrong with the input
        yield ClaimtrackError(f"{where}: skipped: {name_of}; --language en reads it as if it were English", DONE)
        return
    day, given = None, fields.get("date")
    if given not in (None, ""):
        try:
            day = published(str(given))
        except ClaimtrackError as trouble:
            yield ClaimtrackError(f"{where}: the date {trouble}; taken as not given", DONE)
    yield Document(
        id=kept["id"] or digest(text), text=text, title=kept["title"], date=day,
        publisher=kept["publisher"], author=kept["author"], url=kept["url"], path=where,
        **(_dated(day, whole(str(given))) | read if day else {**read, "date_origin": None}),
    )  # fmt: skip


def _dated(day: date, given: str) -> dict[str, str]:
    precision = "time" if _CLOCK.search(given) else "day"
    return {"date_origin": "field", "date_text": given.strip(), "date_precision": precision}


def digest(text: str) -> str:
    """The id of a document that was given none."""
    return sha256(text.encode()).hexdigest()[:16]


def whole(text: str) -> str:
    """The text with each half letter and each NUL replaced, so that every offset stays."""
    return _NONE.sub("\ufffd", text) if "\0" in text or not text.isascii() else text
