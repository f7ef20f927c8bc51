"""An article -> the news agency that it says its words come from: "KYIV (Reuters) -", a byline, a credit at the end."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from claimtrack.model import Document

LEAD, END = 300, 400  # letters at the beginning and at the end in which a text says so
CREDIT = 200  # letters of the longest line that only gives credit
_BRACKETS = re.compile(r"\(([^()\n]{2,40})\)[ \t]{0,3}(?:[-–—:]|$)", re.MULTILINE)
_HEAD = re.compile(r"^[ \t]{0,9}(?:[^\n]{0,60}?[,;] ?)?([^\n,;:–—-]{2,40}?)[ \t]{0,3}[–—:]", re.MULTILINE)
_MARKS = " \t\r\n.()[]{}–—-:*_©"


@dataclass(frozen=True, slots=True)
class Agencies:
    """`names`: how an agency may be called -> its name. `credits`: words that stand beside it in a line of credit.

    `between`: what stands between the names of such a line.
    """

    names: Mapping[str, str]
    credits: tuple[str, ...]
    between: re.Pattern[str]


@cache
def agencies() -> Agencies:
    """The agencies that ship with claimtrack."""
    found = tomllib.loads((resources.files("claimtrack.vocabulary") / "agencies.toml").read_text(encoding="utf-8"))
    names = {alias: name for name, aliases in found["agencies"].items() for alias in (name, *aliases)}
    between = "|".join(map(re.escape, found["credits"]["between"]))
    return Agencies(names, tuple(found["credits"]["words"]), re.compile(rf"[,;/|&]|\b(?:{between})\b"))


def agency(document: Document) -> str | None:
    """The agency's name, or None when the article does not name one. An agency's own article is its own."""
    return next((name for name in _told(document) if name), None)


def _told(document: Document) -> Iterator[str | None]:
    names = agencies().names
    yield names.get((document.publisher or "").strip(_MARKS))
    lead = document.text[:LEAD]
    yield from (names.get(found.strip(_MARKS)) for found in _BRACKETS.findall(lead))
    yield from (names.get(found.strip(_MARKS)) for found in _HEAD.findall(lead))
    yield from (names.get(part.strip(_MARKS)) for part in agencies().between.split(document.author or ""))
    for line in document.text[-END:].splitlines()[-4:]:
        yield _credited(line.strip())


def _credited(line: str) -> str | None:
    """The agency of a line that says no more than whose the text is."""
    if not line or len(line) > CREDIT:
        return None
    known = agencies()
    alone = [known.names.get(part.strip(_MARKS)) for part in known.between.split(line) if part.strip(_MARKS)]
    if alone and all(alone):
        return alone[0]
    lower = line.casefold()
    if not any(words in lower for words in known.credits):
        return None
    found = [(match.start(), name) for alias, name in known.names.items()
             if (match := re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", line))]  # fmt: skip
    return min(found)[1] if found else None
