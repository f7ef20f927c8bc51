"""An address -> the documents of the page there, whatever it is: an article, a feed, a PDF, a table."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import documents, html
from claimtrack.readers.fetch import Fetcher, Page
from claimtrack.readers.kinds import ENDINGS, HEAD, kind_of
from claimtrack.readers.settings import Settings

SUMMARY = 1000  # letters; an entry of a feed with fewer is not the whole article
# What a server calls a kind that its content does not always tell.
ENDING_OF = {
    "text/plain": ".txt", "text/markdown": ".md", "text/csv": ".csv", "text/tab-separated-values": ".tsv",
    "text/html": ".html", "application/xhtml+xml": ".html", "application/json": ".json", "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl", "message/rfc822": ".eml", "application/mbox": ".mbox",
}  # fmt: skip
Found = Document | ClaimtrackError


class Web:
    """Reads addresses, one after the other, with one fetcher for all."""

    def __init__(self, settings: Settings, fetcher: Fetcher | None = None) -> None:
        self._settings = settings
        self._fetcher = fetcher or Fetcher(settings.web)

    def close(self) -> None:
        self._fetcher.close()

    def documents(self, url: str, linked: str | None = None) -> Iterator[Found]:
        """The documents at an address, each with the time it was fetched; `linked` as for the fetcher."""
        try:
            page = self._fetcher.get(url, linked)
            kind = self._settings.kind or _kind(page)
            for found in _read(page, kind, self._settings):
                if isinstance(found, Document):
                    found = replace(found, retrieved=page.retrieved, url=found.url or page.url)
                yield found
        except ClaimtrackError as trouble:
            yield trouble

    def followed(self, found: Found) -> Iterator[Found]:
        """An entry of a feed that is only a summary -> its whole article; all else as it is.

        What the page does not say of itself, the entry tells. Trouble with the page comes before the entry. An entry
        whose page is known already is passed over.
        """
        if not isinstance(found, Document) or found.kind != "feed" or not found.url or len(found.text) >= SUMMARY:
            yield found
            return
        if found.url in self._settings.web.known:
            return
        for other in self.documents(found.url, linked=found.path):
            if isinstance(other, Document):
                if len(other.text) > len(found.text):
                    yield _completed(other, found)
                    return
            else:
                other.input = found.url
                yield other
        yield found


def _read(page: Page, kind: str, settings: Settings) -> Iterator[Found]:
    if kind == "html":
        charset = (page.kind or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
        yield from html.page(page.body, page.url, settings, page.url, charset, page.retrieved)
    else:
        yield from documents(io.BytesIO(page.body), page.url, replace(settings, kind=kind))


def _kind(page: Page) -> str:
    """By content first, then by the end of the path, then by what the server says."""
    path = urlsplit(page.url).path
    told = (page.kind or "").split(";")[0].strip().lower()
    ending = PurePosixPath(path).suffix.lower()
    name = f"page{ending if ending in ENDINGS else ENDING_OF.get(told, '')}"
    try:
        return kind_of(page.body[:HEAD], name)
    except ClaimtrackError as trouble:
        raise ClaimtrackError(f"{page.url}{str(trouble).removeprefix(name)}") from trouble


def _completed(page: Document, entry: Document) -> Document:
    dated = {name: getattr(entry, name) for name in ("date", "date_origin", "date_text", "date_precision")}
    missing = {name: getattr(entry, name) for name in ("title", "publisher", "author") if getattr(page, name) is None}
    return replace(page, path=entry.url, **missing, **(dated if page.date is None else {}))
