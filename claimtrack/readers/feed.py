"""RSS, Atom or JSON Feed -> a document an entry, with its link, date and true publisher."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from claimtrack.days import published
from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import html
from claimtrack.readers.article import article
from claimtrack.readers.limits import Limits
from claimtrack.readers.settings import PLAIN, Settings
from claimtrack.readers.streams import whole

LONGEST = 120.0  # seconds of processor time; a feed of thousands of entries takes some


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The entries of a feed in its order. Raises ClaimtrackError for what is no feed."""
    raw = whole(file, name)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        from claimtrack.readers import json_file

        yield from json_file.read(io.BytesIO(raw), name, settings)
        return
    import feedparser

    with Limits().piece(f"{name}: the feed cannot be read", LONGEST):
        found = feedparser.parse(io.BytesIO(raw))  # a stream: a string it would take for an address
    if not found.version and not found.entries:
        raise ClaimtrackError(f"{name}: this is XML, but neither a feed nor a page")
    if not found.entries:
        raise ClaimtrackError(f"{name}: the feed has no entries{_why(found)}")
    for number, entry in enumerate(found.entries, 1):
        yield from _entry(entry, found.feed.get("title"), f"{name}: entry {number}", settings)
    if found.bozo and _why(found) and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        yield ClaimtrackError(f"{name}: the feed is damaged{_why(found)}; there may be entries that were not read")


def _why(found: Mapping[str, Any]) -> str:
    trouble = found.get("bozo_exception")
    line = getattr(trouble, "getLineNumber", lambda: None)()
    said = getattr(trouble, "getMessage", lambda: None)()
    return f" (line {line}: {said})" if said and line else ""


def _entry(
    entry: Mapping[str, Any], channel: str | None, where: str, settings: Settings
) -> Iterator[Document | ClaimtrackError]:
    contents = [part.get("value") or "" for part in entry.get("content") or ()]
    longest = max([*contents, entry.get("summary") or ""], key=len)
    source = entry.get("source") or {}
    fields = {
        "title": _line(entry.get("title")),
        "date": next(filter(None, map(_when, ("published", "updated", "created"), [entry] * 3)), None),
        "publisher": _line(source.get("title")) or _line(channel),
        "author": _line(entry.get("author")),
        "url": entry.get("link"),
    }
    yield from _article(fields, html.plain(longest), where, settings)


def _when(name: str, entry: Mapping[str, Any]) -> str | None:
    """A date as the feed writes it; as the library understood it where that is needed to read it."""
    said, understood = entry.get(name), entry.get(f"{name}_parsed")
    if not said:
        return None
    try:
        published(said)
    except ClaimtrackError:
        return "{:04}-{:02}-{:02}".format(*understood[:3]) if understood else str(said)
    return str(said)


def of_json(found: Mapping[str, Any], where: str, settings: Settings) -> Iterator[Document | ClaimtrackError]:
    """The items of a JSON Feed."""
    for number, item in enumerate(found["items"], 1):
        place = f"{where}: item {number}"
        if not isinstance(item, dict):
            yield ClaimtrackError(f"{place}: an item must be a JSON object")
            continue
        text, markup = item.get("content_text"), item.get("content_html") or item.get("summary")
        authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
        names = [str(one["name"]) for one in authors or () if isinstance(one, dict) and one.get("name")]
        fields = {
            "title": item.get("title"),
            "date": item.get("date_published") or item.get("date_modified"),
            "publisher": found.get("title"),
            "author": ", ".join(names) or None,
            "url": item.get("url") or item.get("external_url"),
        }
        if not isinstance(text, str) or not text.strip():
            text = html.plain(markup) if isinstance(markup, str) else ""
        yield from _article(fields, text, place, settings)


def _article(
    fields: Mapping[str, Any], text: str, where: str, settings: Settings
) -> Iterator[Document | ClaimtrackError]:
    """The entry; one that is just a headline is read as that."""
    text = text if text.strip() else str(fields.get("title") or "")
    if not text.strip():
        yield ClaimtrackError(f"{where}: there is no text in it")
        return
    yield from article(fields, text, where, settings, kind="feed", date_origin="feed")


def _line(markup: object) -> str | None:
    """A title, which may hold markup."""
    if not isinstance(markup, str):
        return None
    return " ".join((html.plain(markup) if "<" in markup or "&" in markup else markup).split()) or None
