"""A Word document -> its text, a paragraph or table row after the other; what was deleted is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.office import DUBLIN, letter, parts, said
from claimtrack.readers.settings import PLAIN, Settings

BODY, NOTES, ENDNOTES = "word/document.xml", "word/footnotes.xml", "word/endnotes.xml"
CORE = "docProps/core.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _ROW, _CELL, _TEXT = f"{_W}p", f"{_W}tr", f"{_W}tc", f"{_W}t"
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Deleted text, field codes, and the second version of a drawing's text for old programs.
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText",
         "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
DEEPEST = 200  # elements in elements; no document has more


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The one document. Raises ClaimtrackError when it is damaged or empty."""
    trees, digest = parts(file, name, (BODY, NOTES, ENDNOTES, CORE))
    if BODY not in trees:
        raise ClaimtrackError(f"{name}: not a Word document: there is no {BODY} in it")
    core = trees.get(CORE)
    about = {
        "title": said(core, f"{DUBLIN}title"),
        "author": said(core, f"{DUBLIN}creator"),
        "date": said(core, "{http://purl.org/dc/terms/}created"),
    }
    paragraphs = [one for part in (BODY, NOTES, ENDNOTES) if part in trees for one in _paragraphs(trees[part], 0)]
    yield from letter(paragraphs, about, name, settings, "docx", digest)


def _paragraphs(node: Element, depth: int) -> Iterator[str]:
    """The paragraphs in the order of reading; a row of a table is one, its cells set apart by tabs."""
    for child in node if depth < DEEPEST else ():
        if child.tag == _P:
            yield "".join(_text(child, depth))
        elif child.tag == _ROW:
            cells = [*child.findall(_CELL), *child.findall(f"{_W}sdt/{_W}sdtContent/{_CELL}")]
            yield "\t".join(" ".join(filter(None, map(str.strip, _paragraphs(cell, depth + 1)))) for cell in cells)
        elif child.tag not in _GONE:
            yield from _paragraphs(child, depth + 1)


def _text(node: Element, depth: int) -> Iterator[str]:
    for child in node if depth < DEEPEST else ():
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag == _P:  # of a text box that hangs on this paragraph
            yield "\n" + "".join(_text(child, depth + 1)) + "\n"
        elif child.tag not in _GONE:
            yield from _text(child, depth + 1)
