"""A .zip, .tar, .gz, .bz2 or .xz -> the documents of the files in it, which are read in place and never written.

A .zip may turn out to be a .docx or .odt, and a .gz a WARC. Names are only labels here: no path leads anywhere.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any, BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import documents, wanted
from claimtrack.readers.settings import PLAIN, Settings
from claimtrack.readers.streams import Budget, Counted, buffered, peeked, seekable

DEEPEST = 3  # archives in archives; .tar.gz is two
DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError)
ENDINGS = {".tgz": ".tar", ".gz": "", ".bz2": "", ".xz": ""}
Found = Iterator[Document | ClaimtrackError]


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Found:
    """The documents in an archive, in its order. Raises ClaimtrackError where it is damaged."""
    if settings.depth >= DEEPEST:
        raise ClaimtrackError(f"{name}: archives in archives in archives; unpack them first")
    deeper = replace(settings, depth=settings.depth + 1)
    head, file = peeked(file)
    try:
        if head.startswith(b"PK"):
            yield from _zip(seekable(file), name, deeper)
        elif head[257:262] == b"ustar":
            yield from _tar(file, name, deeper)
        else:
            yield from _single(head, file, name, deeper)
    except DAMAGED as trouble:
        raise ClaimtrackError(_damaged(name, trouble)) from trouble


def _damaged(name: str, trouble: Exception) -> str:
    return f"{name}: the archive is damaged: {str(trouble)[:100] or 'it ends too early'}"


def _zip(file: BinaryIO, name: str, settings: Settings) -> Found:
    with zipfile.ZipFile(file) as archive:
        if kind := _office(archive, name):
            file.seek(0)
            yield from documents(file, name, replace(settings, kind=kind))
            return
        if PurePath(name).suffix.lower() in (".docx", ".odt"):
            raise ClaimtrackError(f"{name}: the file is damaged: there is no text part in it")
        size = file.seek(0, os.SEEK_END)
        budget = Budget(name, lambda: size)
        members = [one for one in archive.infolist() if not one.is_dir() and _readable(one.filename)]
        if not members:
            raise ClaimtrackError(f"{name}: no articles in this archive")
        for member in members:
            yield from _member(archive, member, f"{name}!{member.filename}", budget, settings)


def _office(archive: zipfile.ZipFile, name: str) -> str | None:
    """docx or odt, where the archive is one. Raises ClaimtrackError for a spreadsheet or slides."""
    parts = set(archive.namelist())
    if "word/document.xml" in parts:
        return "docx"
    if parts & {"xl/workbook.xml", "ppt/presentation.xml"}:
        raise ClaimtrackError(f"{name}: a spreadsheet or slides; save the articles in it as CSV or text")
    if {"mimetype", "content.xml"} <= parts:
        if b"opendocument.text" in archive.read("mimetype")[:100]:
            return "odt"
        raise ClaimtrackError(f"{name}: an OpenDocument file that is no text; save the articles in it as CSV or text")
    return None


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, budget: Budget, settings: Settings
) -> Found:
    """One file of a .zip; when it is damaged, the others are read all the same."""
    if member.flag_bits & 1:
        yield ClaimtrackError(f"{label}: locked with a password; unpack it first")
        return
    try:
        with archive.open(member) as packed:
            yield from documents(buffered(Counted(packed, budget)), label, settings)
    except DAMAGED as trouble:
        yield ClaimtrackError(_damaged(label, trouble))


def _readable(member: str) -> bool:
    """Whether a member is to be read: nothing hidden, and nothing of what some systems add."""
    return wanted(member) and not any(
        part.startswith((".", "__MACOSX")) for part in member.split("/") if part not in ("..", ".")
    )


def _tar(file: BinaryIO, name: str, settings: Settings) -> Found:
    none = True
    with tarfile.open(fileobj=file, mode="r|") as archive:
        for member in archive:
            if member.isfile() and _readable(member.name) and (packed := archive.extractfile(member)):
                none = False
                yield from documents(buffered(Counted(packed)), f"{name}!{member.name}", settings)
            archive.members = []  # type: ignore[attr-defined]  # else it keeps all headers in memory
    if none:
        raise ClaimtrackError(f"{name}: no articles in this archive")


def _single(head: bytes, file: BinaryIO, name: str, settings: Settings) -> Found:
    """What one packed file holds. A WARC is handed on as it is, for it is packed record by record."""
    if head.startswith(b"\x1f\x8b") and zlib.decompressobj(31).decompress(head, 64).startswith(b"WARC/"):
        yield from documents(file, name, replace(settings, kind="warc"))
        return
    packed = Counted(file)
    source = buffered(packed)
    unpacked: Any
    if head.startswith(b"\x1f\x8b"):
        unpacked = gzip.GzipFile(fileobj=source)
    else:
        unpacked = (bz2.BZ2File if head.startswith(b"BZh") else lzma.LZMAFile)(source)
    inner = next((name[: -len(end)] + new for end, new in ENDINGS.items() if name.lower().endswith(end)), name)
    for found in documents(buffered(Counted(unpacked, Budget(name, lambda: packed.count))), inner, settings):
        yield _labelled(found, inner, name)


def _labelled(found: Document | ClaimtrackError, inner: str, name: str) -> Document | ClaimtrackError:
    """What came from a packed file under the name of the file that there is, not of what it holds."""
    if isinstance(found, Document):
        return replace(found, path=f"{name}{(found.path or inner).removeprefix(inner)}")
    told = ClaimtrackError(f"{name}{str(found).removeprefix(inner)}" if str(found).startswith(inner) else str(found),
                           found.code)  # fmt: skip
    told.input = found.input
    return told
