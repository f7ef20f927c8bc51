"""A web page -> its article, without menus, lists of links and comments."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO

import trafilatura
from lxml import html
from lxml.etree import Comment, LxmlError, strip_elements

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.encoding import decode
from claimtrack.readers.limits import Limits
from claimtrack.readers.page_facts import facts
from claimtrack.readers.settings import PLAIN, Settings
from claimtrack.readers.streams import whole

logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)  # what it cannot do is told as trouble
HEAD = 4096  # bytes in which a page states its encoding
TAGS = 300_000  # a long article has some thousands; what finds the article in it takes its time with each
LONGEST = 60.0  # seconds of processor time; an article takes less than one
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_BLOCKS = ("p", "div", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article",
           "table", "ul", "ol", "dt", "dd", "pre", "figcaption")  # fmt: skip
_UNSEEN = ("script", "style", "template", "noscript", "head", Comment)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"[^\S\n]*\n\s*")


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """The article of a saved page."""
    yield from page(whole(file, name), name, settings)


def page(
    raw: bytes, where: str, settings: Settings, url: str | None = None, charset: str | None = None,
    retrieved: datetime | None = None,
) -> Iterator[Document | ClaimtrackError]:  # fmt: skip
    """The article of a page that was found at `url`. Raises ClaimtrackError when there is none in it."""
    found = _CHARSET.search(raw, 0, HEAD)
    if raw.count(b"<") > TAGS:
        raise ClaimtrackError(f"{where}: a page of more than {TAGS:,} tags, which is no article")
    encoding = charset or (found[1].decode() if found else None)
    with Limits().piece(f"{where}: the page cannot be read", LONGEST):
        tree = parsed(decode(raw, where, encoding))
        if tree is None:
            raise ClaimtrackError(f"{where}: the page is empty")
        about = facts(tree, url)
        text = _article(tree)
    if about.title and text.startswith(f"{about.title}\n"):
        text = text[len(about.title) :].lstrip()
    if not text:
        raise ClaimtrackError(f"{where}: no article found in the page")
    fields = {key: value for key, value in about._asdict().items() if value is not None}
    origin: dict[str, Any] = {"date_origin": about.date_origin} if about.date else {}
    yield from article(
        fields, text, where, settings, kind="html", raw_digest=sha256(raw).hexdigest(), retrieved=retrieved, **origin
    )


def parsed(markup: str) -> html.HtmlElement | None:
    """The tree of a page, however badly it is made; None for an empty one."""
    if not markup.strip():
        return None
    markup = markup.replace("\0", "\ufffd")
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError, AssertionError):
        return None
    return tree


def plain(markup: str) -> str:
    """The text of a piece of markup as of a feed or a letter: all of it, a line a block."""
    tree = parsed(markup)
    if tree is None:
        return ""
    strip_elements(tree, *_UNSEEN, with_tail=False)
    for block in tree.iter(*_BLOCKS):
        block.text = "\n" + (block.text or "")
        block.tail = "\n" + (block.tail or "")
    for cell in tree.iter("td", "th"):
        cell.tail = "\t" + (cell.tail or "")
    lines = _LINES.sub("\n", _SPACES.sub(" ", tree.text_content()))
    return "\n\n".join(lines.strip().split("\n"))


def _article(tree: html.HtmlElement) -> str:
    """The running text, a blank line between paragraphs."""
    found = trafilatura.extract(tree, include_comments=False, include_tables=True, with_metadata=False)
    lines = [line.strip() for line in (found or "").splitlines()]
    return "\n\n".join(line for line in lines if line)
