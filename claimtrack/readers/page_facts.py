"""The tree of a web page -> what it says of itself: title, date with its origin, publisher, author, address.

JSON-LD counts before <meta>, that before <time>, and that before the day in the address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.etree import Comment
from lxml.html import HtmlElement

from claimtrack.days import published
from claimtrack.errors import ClaimtrackError
from claimtrack.readers.words import words

NODES = 2000  # of JSON-LD that are looked at
LONGEST = 1000  # characters of a field
DATES = ("datePublished", "dateCreated", "uploadDate", "dateModified")
_SAVED = re.compile(r"saved from url=\(\d{1,9}\)(\S+)|^[ \t]*+url:[ \t]*+(\S+)", re.MULTILINE)
_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_SPACE = re.compile(r"\s+")


class Facts(NamedTuple):
    """What a page says of itself; `date` as it is written, readable, with its origin."""

    title: str | None
    date: str | None
    date_origin: str | None
    publisher: str | None
    author: str | None
    url: str | None


def facts(tree: HtmlElement, url: str | None) -> Facts:
    """The facts of a page. `url` is where it was found, when that is known."""
    linked, meta = _linked(tree), _meta(tree)
    address = _address(tree, linked, meta, url)
    date, origin = _date(tree, linked, meta, address)
    return Facts(
        title=_text(linked.get("headline")) or meta.get("title") or _title(tree),
        date=date, date_origin=origin,
        publisher=_named(linked.get("publisher")) or meta.get("publisher"),
        author=_named(linked.get("author")) or meta.get("author"),
        url=address,
    )  # fmt: skip


def _linked(tree: HtmlElement) -> Mapping[str, Any]:
    """The article among the JSON-LD objects, or nothing."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            found = json.loads(script.text_content().strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(found):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name.endswith(("Article", "Posting", "Report")) for name in names):
                return node
    return {}


def _nodes(found: object) -> Iterator[dict[str, Any]]:
    """Every object, those outside first."""
    waiting = [found]
    for _ in range(NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, (dict, list)))
        elif isinstance(node, list):
            waiting.extend(value for value in node if isinstance(value, (dict, list)))


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Field -> the <meta> that holds it."""
    there: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        for key in ("property", "name", "itemprop"):
            name = (meta.get(key) or "").strip().lower()
            if name and (value := _text(meta.get("content"))):
                there.setdefault(name, value)
    page = {field: [there[name] for name in names if name in there] for field, names in words().page.items()}
    return {
        field: value
        for field, values in page.items()
        if (value := next((one for one in values if field != "date" or _readable(one)), None))
    }


def _date(
    tree: HtmlElement, linked: Mapping[str, Any], meta: Mapping[str, str], url: str | None
) -> tuple[str | None, str | None]:
    for name in DATES:
        if (value := _text(linked.get(name))) and _readable(value):
            return value, "json-ld"
    if value := meta.get("date"):
        return value, "meta"
    times = "//time[@datetime and (@pubdate or contains(@itemprop, 'datePublished'))]/@datetime"
    first = "(//*[self::article or self::main or self::header]//time/@datetime)[1]"
    for value in (*tree.xpath(times), *tree.xpath("//*[@itemprop='datePublished']/@content"), *tree.xpath(first)):
        if _readable(str(value)):
            return str(value), "meta"
    if url and (day := _DAY.search(urlsplit(url).path)):
        value = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
        return (value, "url") if _readable(value) else (None, None)
    return None, None


def _readable(text: str) -> bool:
    try:
        published(text)
    except ClaimtrackError:
        return False
    return True


def _address(tree: HtmlElement, linked: Mapping[str, Any], meta: Mapping[str, str], url: str | None) -> str | None:
    """What the page calls its address; the front page is not believed where another address is known."""
    whole = linked.get("mainEntityOfPage")
    said = [
        *(str(link) for link in tree.xpath("//link[@rel='canonical']/@href")[:1]),
        meta.get("url"),
        _text(linked.get("url")) or _text(whole) or (_text(whole.get("@id")) if isinstance(whole, dict) else None),
        url,
        _saved(tree),
    ]
    there = [one.strip() for one in said if one and one.strip().startswith(("http://", "https://"))]
    inside = [one for one in there if _split(one)]
    return next(iter(inside or there), None)


def _split(url: str) -> bool:
    """Whether an address leads to more than a front page."""
    try:
        return len(urlsplit(url).path) > 1 or bool(urlsplit(url).query)
    except ValueError:
        return False


def _saved(tree: HtmlElement) -> str | None:
    """The address that browsers leave in a comment when they save a page."""
    before = tree.itersiblings(Comment, preceding=True)
    for comment in islice(chain(before, tree.iter(Comment)), 20):  # XPath would sort all, which takes minutes
        if found := _SAVED.search(comment.text or ""):
            return found[1] or found[2]
    return None


def _title(tree: HtmlElement) -> str | None:
    heads = tree.xpath("//h1")
    one = heads[0] if len(heads) == 1 else next(iter(tree.xpath("//title")), None)
    return _text(one.text_content()) if one is not None else None


def _named(value: object) -> str | None:
    """The name of a person or organisation, or of several."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_named, value[:20]))) or None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: object) -> str | None:
    return _SPACE.sub(" ", value[:LONGEST]).strip() or None if isinstance(value, str) else None
