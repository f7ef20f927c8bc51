"""A letter (.eml), a mailbox (.mbox) or a browser's web archive (.mhtml) -> the text or else the page of each letter.

The subject is the title, the sender the publisher; articles that are attached are read as what they are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import documents, wanted
from claimtrack.readers.article import article
from claimtrack.readers.encoding import decode
from claimtrack.readers.settings import LARGEST, MEGABYTE, PLAIN, Settings
from claimtrack.readers.streams import whole

PARTS = 200  # of one letter that are looked at
Found = Iterator[Document | ClaimtrackError]


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Found:
    """Each letter's article or trouble, as the mailbox is read."""
    if settings.kind != "mbox":
        yield from _letter(whole(file, name), name, settings)
        return
    for number, raw in enumerate(_letters(file), 1):
        where = f"{name}: letter {number}"
        if len(raw) > LARGEST:
            yield ClaimtrackError(f"{where}: more than {LARGEST // MEGABYTE} MB, which is no article")
            continue
        try:
            yield from _letter(raw, where, settings)
        except ClaimtrackError as trouble:
            yield trouble


def _letters(file: BinaryIO) -> Iterator[bytes]:
    """The letters of a mailbox: each begins with a "From " line, after a blank one. Of a huge one its beginning."""
    lines: list[bytes] = []
    size, blank = 0, True
    while line := file.readline(MEGABYTE):
        if blank and line.startswith(b"From "):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= LARGEST:
            lines.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        blank = not line.strip()
    if lines:
        yield b"".join(lines)


def _letter(raw: bytes, where: str, settings: Settings) -> Found:
    letter = BytesParser(policy=policy.default).parsebytes(raw)
    found = {kind: part for part in reversed(_parts(letter)) if (kind := part.get_content_type()).startswith("text/")}
    plain = _text(found["text/plain"], where) if "text/plain" in found else ""
    fields = {"title": _field(letter, "subject"), "date": _date(letter), "publisher": _sender(letter)}
    digest = sha256(raw).hexdigest()
    if plain.strip():
        if url := _field(letter, "content-location"):
            fields["url"] = url
        yield from article(fields, plain, where, settings, kind="email", raw_digest=digest, date_origin="header")
    elif "text/html" in found:
        yield from _page(letter, _text(found["text/html"], where), fields, where, digest, settings)
    none = not plain.strip() and "text/html" not in found
    for part in _attached(letter):
        none = False
        yield from documents(io.BytesIO(_bytes(part)), f"{where}!{part.get_filename()}", replace(settings, kind=None))
    if none:
        raise ClaimtrackError(f"{where}: there is no text in it")


def _page(
    letter: EmailMessage, markup: str, fields: dict[str, str | None], where: str, digest: str, settings: Settings
) -> Found:
    """The page that a browser saved, which tells its own facts; or a newsletter, all of it."""
    from claimtrack.readers import html

    if address := _field(letter, "snapshot-content-location"):
        yield from html.page(markup.encode("utf-8", "replace"), where, settings, address, "utf-8")
        return
    text = html.plain(markup)
    if not text:
        raise ClaimtrackError(f"{where}: there is no text in it")
    yield from article(fields, text, where, settings, kind="email", raw_digest=digest, date_origin="header")


def _parts(letter: EmailMessage) -> list[EmailMessage]:
    """The parts that are no attachments, as far as a sane letter goes."""
    found = []
    for part, _ in zip(letter.walk(), range(PARTS), strict=False):
        if isinstance(part, EmailMessage) and part.get_content_disposition() != "attachment":
            found += [] if part.is_multipart() else [part]
    return found


def _attached(letter: EmailMessage) -> Iterator[EmailMessage]:
    for part, _ in zip(letter.walk(), range(PARTS), strict=False):
        if isinstance(part, EmailMessage) and part.get_content_disposition() == "attachment":
            name = part.get_filename()
            if name and wanted(name) and not part.is_multipart():
                yield part


def _bytes(part: EmailMessage) -> bytes:
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _text(part: EmailMessage, where: str) -> str:
    return decode(_bytes(part), where, part.get_content_charset())


def _field(letter: EmailMessage, name: str) -> str | None:
    try:
        return " ".join(str(letter[name] or "").split()) or None
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):  # the parser trips over hostile headers
        return None


def _date(letter: EmailMessage) -> str | None:
    said = _field(letter, "date")
    try:
        return parsedate_to_datetime(said).isoformat() if said else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return said


def _sender(letter: EmailMessage) -> str | None:
    """The sender's name, else the address's domain."""
    said = _field(letter, "from") or ""
    name, _, rest = said.partition("<")
    if name.strip(" \"'"):
        return None if "Saved by" in said else name.strip(" \"'") if rest else said.rpartition("@")[2].strip() or None
    return rest.rstrip("> ").rpartition("@")[2] or None
