"""Rules: a name, a pattern over a sentence's tags, and a production that may decline.

A pattern is a regular expression over one-character tags, in which "#" is the figure in question, "N" any other,
and "_" a token inside a figure's noun group. The engine stamps the rule's name on what it made, so that every value
can say why it is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Asked, Made]):
    """`make` gets what was asked and the match, and gives the answer or None: "not here after all"."""

    name: str
    pattern: re.Pattern[str]
    make: Callable[[Asked, re.Match[str]], Made | None]


def rule(
    name: str, pattern: str, make: Callable[[Asked, re.Match[str]], Made | None]
) -> Rule[Asked, Made]:
    """A Rule with its pattern compiled."""
    return Rule(name, re.compile(pattern), make)


def any_of(words: Iterable[str]) -> str:
    """Words -> a pattern for any one of them, the longest first, as they are."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def first(rules: Iterable[Rule[Asked, Made]], asked: Asked, tags: str) -> tuple[str, Made] | None:
    """The name and answer of the first listed rule that matches in the tags and does not decline.

    A rule that declines one match is asked about the next, further right.
    """
    for candidate in rules:
        match = candidate.pattern.search(tags)
        while match is not None:
            made = candidate.make(asked, match)
            if made is not None:
                return candidate.name, made
            if match.start() >= len(tags):
                break
            match = candidate.pattern.search(tags, match.start() + 1)
    return None
