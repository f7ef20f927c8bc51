"""A PDF -> its text in the order of reading, with the place where each page begins."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.limits import Limits
from claimtrack.readers.pdf_lines import Line, Piece, lines_of, running
from claimtrack.readers.settings import LARGEST, MEGABYTE, PLAIN, Settings
from claimtrack.readers.streams import CHUNK, seekable
from claimtrack.readers.words import words

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters of its complaints is told as trouble
_MADE = re.compile(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)")
HELD = 8 * MEGABYTE  # of text in a page; more is no page
SCANNED = 5  # pages without text that are looked at for a picture
OPENING, PAGE, LONGEST = 60.0, 30.0, 300.0  # seconds: the list of pages, a page, all


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The one document, after a trouble for each page that cannot be read.

    Raises ClaimtrackError when it is damaged or locked, or has no text because it was scanned.
    """
    file = seekable(file)
    digest = _digest(file)
    limits = Limits()
    with limits.piece(f"{name}: the PDF cannot be read", OPENING):
        opened = _opened(file, name)
        count, about = _count(opened, name), _about(opened)
    pages: list[list[Line]] = []
    for lines in _pages(opened, count, name, limits):
        if isinstance(lines, ClaimtrackError):
            yield lines
        else:
            pages.append(lines)
    text, starts = running(pages)
    if not text:
        scanned = "a scanned PDF without text; run it through text recognition first, for instance ocrmypdf"
        raise ClaimtrackError(f"{name}: {scanned if _has_picture(opened, limits) else 'there is no text in it'}")
    yield from article(
        about, text, name, settings, kind="pdf", raw_digest=digest, pages=starts, date_origin="properties"
    )


def _pages(
    opened: pypdf.PdfReader, count: int, name: str, limits: Limits
) -> Iterator[list[Line] | ClaimtrackError]:
    """The lines of each page, none for one that cannot be read, after the trouble with it."""
    size = 0
    for number in range(count):
        lines: list[Line] = []
        failed = f"{name}: page {number + 1} cannot be read"
        try:
            with limits.piece(failed, PAGE):
                lines = lines_of(_rows(opened.pages[number]), number)
        except ClaimtrackError as trouble:
            yield trouble
        except Exception as trouble:  # whatever the library trips over, the other pages are read
            yield ClaimtrackError(f"{failed}: {_said(trouble)}")
        yield lines
        size += sum(len(line.text) for line in lines)
        if size > LARGEST:
            raise ClaimtrackError(f"{name}: more than {LARGEST // MEGABYTE} MB of text, which is no article")
        if limits.taken > LONGEST and number + 1 < count:
            yield ClaimtrackError(f"{name}: only the first {number + 1} of {count} pages are read; "
                                  "all would take too long")  # fmt: skip
            return


def _opened(file: BinaryIO, name: str) -> pypdf.PdfReader:
    try:
        opened = pypdf.PdfReader(file)
        if opened.is_encrypted and not opened.decrypt(""):
            raise ClaimtrackError(f"{name}: the PDF is locked with a password; unlock it first")
    except ClaimtrackError:
        raise
    except DependencyError as trouble:
        raise ClaimtrackError(f"{name}: the PDF is encrypted; unlock it first (qpdf --decrypt)") from trouble
    except Exception as trouble:  # hostile files make the library fail in any way
        raise ClaimtrackError(f"{name}: the PDF is damaged or cut off: {_said(trouble)}") from trouble
    return opened


def _count(opened: pypdf.PdfReader, name: str) -> int:
    try:
        count = len(opened.pages)
    except FileNotDecryptedError as trouble:
        raise ClaimtrackError(f"{name}: the PDF is locked with a password; unlock it first") from trouble
    except Exception as trouble:
        raise ClaimtrackError(f"{name}: the PDF is damaged or cut off: {_said(trouble)}") from trouble
    if not count:
        raise ClaimtrackError(f"{name}: the PDF is damaged or cut off: there are no pages in it")
    return count


def _rows(page: Any) -> list[list[Piece]]:
    """What is drawn on the page, cut where the library sees a line end."""
    rows: list[list[Piece]] = [[]]
    held = 0

    def take(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        nonlocal held
        held += len(text)
        if held > HELD:
            raise ValueError("too much text in it")
        x, y = (tm[4] * cm[axis] + tm[5] * cm[2 + axis] + cm[4 + axis] for axis in (0, 1))
        height = abs(size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1))
        for at, part in enumerate(text.split("\n")):
            if at:
                rows.append([])
            if part:
                rows[-1].append(Piece(part, x, y, height))

    page.extract_text(visitor_text=take)
    return rows


def _has_picture(opened: pypdf.PdfReader, limits: Limits) -> bool:
    """Whether there is a picture on one of the first pages."""
    try:
        with limits.piece("", PAGE):
            resources = [page.get("/Resources", {}).get_object() for page in opened.pages[:SCANNED]]
            return any(one.get("/XObject") for one in resources)
    except Exception:  # what cannot be read tells nothing
        return False


def _about(opened: pypdf.PdfReader) -> dict[str, str | None]:
    """Title, author and day of making, where the PDF tells them sensibly; the day of printing a page tells nothing."""
    try:
        told: Mapping[str, Any] = opened.metadata or {}
        names = ("/Title", "/Author", "/CreationDate", "/Creator", "/Producer")
        title, author, made, *makers = (str(told.get(name) or "").strip() for name in names)
    except Exception:  # properties that cannot be read are none
        return {}
    printed = any(printer in maker.lower() for maker in makers for printer in words().printers)
    day = None if printed else _MADE.match(made)
    made_by_file_name = title.lower().endswith((".doc", ".docx", ".odt", ".indd", ".pdf", ".rtf", ".txt"))
    return {
        "title": None if made_by_file_name or title.lower().startswith(("untitled", "microsoft word")) else title,
        "author": author,
        "date": "-".join(day.groups()) if day else None,
    }


def _digest(file: BinaryIO) -> str:
    found = sha256()
    while piece := file.read(CHUNK):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def _said(trouble: Exception) -> str:
    if isinstance(trouble, MemoryError):
        return "it takes too much memory"
    return " ".join(str(trouble).split())[:100] or type(trouble).__name__
