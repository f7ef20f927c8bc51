"""An OpenDocument text -> its text, a paragraph or table row after the other; comments and deletions left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.office import DUBLIN, letter, parts, said
from claimtrack.readers.settings import PLAIN, Settings

BODY, META = "content.xml", "meta.xml"
_T, _OFFICE, _TABLE, _META = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("text", "office", "table", "meta")
)
_PARAGRAPHS = {f"{_T}p", f"{_T}h"}
_MARKS = {f"{_T}tab": "\t", f"{_T}line-break": "\n"}
_GONE = {f"{_T}tracked-changes", f"{_OFFICE}annotation", f"{_T}note-citation", f"{_T}sequence-decls"}
DEEPEST = 200  # elements in elements; no document has more
SPACES = 1000  # in a row; no document has more


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The one document. Raises ClaimtrackError when it is damaged or empty."""
    trees, digest = parts(file, name, (BODY, META))
    body = trees[BODY].find(f"{_OFFICE}body/{_OFFICE}text") if BODY in trees else None
    if body is None:
        raise ClaimtrackError(f"{name}: not an OpenDocument text: there is no text part in it")
    meta = trees.get(META)
    about = {
        "title": said(meta, f".//{DUBLIN}title"),
        "author": said(meta, f".//{_META}initial-creator") or said(meta, f".//{DUBLIN}creator"),
        "date": said(meta, f".//{_META}creation-date") or said(meta, f".//{DUBLIN}date"),
    }
    yield from letter(_paragraphs(body, 0), about, name, settings, "odt", digest)


def _paragraphs(node: Element, depth: int) -> Iterator[str]:
    """The paragraphs in the order of reading; a row of a table is one, its cells set apart by tabs."""
    for child in node if depth < DEEPEST else ():
        if child.tag in _PARAGRAPHS:
            yield "".join(_text(child, depth))
        elif child.tag == f"{_TABLE}table-row":
            yield "\t".join(" ".join(filter(None, map(str.strip, _paragraphs(cell, depth + 1)))) for cell in child)
        elif child.tag not in _GONE:
            yield from _paragraphs(child, depth + 1)


def _text(node: Element, depth: int) -> Iterator[str]:
    yield node.text or ""
    for child in node if depth < DEEPEST else ():
        if child.tag == f"{_T}s":
            count = child.get(f"{_T}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, SPACES)
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag == f"{_T}note":
            yield f" ({''.join(_text(child, depth + 1)).strip()})"
        elif child.tag not in _GONE:
            yield from _text(child, depth + 1)
        yield child.tail or ""
