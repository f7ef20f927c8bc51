"""The parts of a .docx or .odt, which are zipped XML, with limits against hostile ones."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import BinaryIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.settings import LARGEST, MEGABYTE, Settings
from claimtrack.readers.streams import seekable, whole

DUBLIN = "{http://purl.org/dc/elements/1.1/}"


def parts(file: BinaryIO, name: str, wanted: tuple[str, ...]) -> tuple[dict[str, Element], str]:
    """The trees of the wanted parts that are there, and the digest of the file.

    Raises ClaimtrackError for a damaged file, a locked one, a part that is too large or that declares entities.
    """
    file = seekable(file)
    digest = sha256(whole(file, name)).hexdigest()
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            there = [part for part in wanted if part in archive.namelist()]
            return {part: _tree(archive, part, name) for part in there}, digest
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as trouble:
        raise ClaimtrackError(f"{name}: the file is damaged or locked: {str(trouble)[:100]}") from trouble
    except (ElementTree.ParseError, UnicodeError, ValueError) as trouble:
        raise ClaimtrackError(f"{name}: the file is damaged: its XML cannot be read: {str(trouble)[:100]}") from trouble


def _tree(archive: zipfile.ZipFile, part: str, name: str) -> Element:
    with archive.open(part) as packed:
        raw = packed.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ClaimtrackError(f"{name}: unpacks to more than {LARGEST // MEGABYTE} MB, as a zip bomb does; not read")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ClaimtrackError(f"{name}: its XML declares entities, which no word processor does; not read")
    return ElementTree.fromstring(raw)


def letter(
    paragraphs: Iterable[str], about: Mapping[str, str | None], name: str, settings: Settings, kind: str, digest: str
) -> Iterator[Document | ClaimtrackError]:
    """The document of these paragraphs. Raises ClaimtrackError when there is nothing in them."""
    text = "\n\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip())
    if not text:
        raise ClaimtrackError(f"{name}: there is no text in it")
    yield from article(about, text, name, settings, kind=kind, raw_digest=digest, date_origin="properties")


def said(tree: Element | None, path: str) -> str | None:
    """The text of the first element at a path, if there is any."""
    found = tree.findtext(path) if tree is not None else None
    return found.strip() or None if found else None
