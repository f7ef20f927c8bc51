"""A WARC file, packed or not -> the article of each web page in it, as records come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import html
from claimtrack.readers.limits import Limits
from claimtrack.readers.settings import LARGEST, MEGABYTE, PLAIN, Settings

LONGEST = 60.0  # seconds of processor time for one record; a film of gigabytes is passed over in less
PAGES = ("text/html", "application/xhtml+xml")


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The pages that were answered with 200; other records are passed over without unpacking them."""
    records = iter(ArchiveIterator(file))
    pages = number = 0
    while True:
        number += 1
        at = f"{name}: record {number}"
        try:
            with Limits().piece(f"{at}: the archive cannot be read from here on", LONGEST):
                record = next(records, None)
                raw = record.content_stream().read(LARGEST + 1) if record and _is_page(record) else None
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, AttributeError) as trouble:
            raise ClaimtrackError(f"{at}: the archive is damaged from here on: {str(trouble)[:100]}") from trouble
        if record is None:
            break
        if raw is not None:
            pages += 1
            yield from _page(record, raw, at, settings)
    if not pages:
        raise ClaimtrackError(f"{name}: no web page in this archive")


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    http = record.http_headers
    kind = http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")
    answered = http is None or http.get_statuscode() == "200"
    return answered and (kind or "").split(";")[0].strip().lower() in PAGES


def _page(record: Any, raw: bytes, where: str, settings: Settings) -> Iterator[Document | ClaimtrackError]:
    url = record.rec_headers.get_header("WARC-Target-URI")
    place = f"{where} ({url})" if url else where
    if len(raw) > LARGEST:
        yield ClaimtrackError(f"{place}: a page of more than {LARGEST // MEGABYTE} MB, which is no article")
        return
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else None
    charset = (kind or "").lower().partition("charset=")[2].split(";")[0].strip() or None
    try:
        yield from html.page(raw, place, settings, url, charset, _when(record.rec_headers.get_header("WARC-Date")))
    except ClaimtrackError as trouble:
        yield trouble


def _when(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
