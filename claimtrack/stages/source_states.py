"""A ministry or a staff that is named without its country -> the country.

    "the Defence Ministry", where the text speaks of "the Russian Defence Ministry" only -> Russian Defence Ministry
    "Russia put a number on its losses. The Defence Ministry said ..." -> Russia
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.model import Tokens
from claimtrack.stages.source_names import Names, Source
from claimtrack.vocabulary.loader import Vocabulary

_BEFORE = re.compile(r"([\w.-]+(?: [\w.-]+)?)(?:['’]s?)? \Z")
_AFTER = re.compile(r" of (?:the )?([A-Z][\w-]+(?: [A-Z][\w-]+){0,2})")
_FINITE = "AVRBMwd"  # tags of a verb that a subject has right before it
MOST = 40  # mentions of a body that are looked at


def with_state(source: Source, names: Names, last: Tokens | None) -> Source:
    """The source with the state it speaks for, when its own words do not tell; `last` is the sentence before."""
    words, vocabulary = names.words["national"], names.vocabulary
    if source.side is not None or source.person or not _ends_in(source.name.lower(), words):
        return source
    named = _full_names(names.text, source.name, vocabulary)
    if named:
        if len(sides := {side for side, _ in named}) > 1:
            return source
        return replace(source, side=sides.pop(), name=max((full for _, full in named), key=len))
    side = None if last is None else _subject(last, vocabulary)
    return source if side is None else replace(source, side=side)


def _ends_in(name: str, words: frozenset[str]) -> bool:
    first, _, rest = name.partition(" of ")
    head = first if rest else name
    return any(head == word or head.endswith(" " + word) for word in words)


def _full_names(text: str, name: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Each state that the text gives to this body, with the full name: "Ukraine's Defence Ministry"."""
    found: list[tuple[str, str]] = []
    at = -1
    for _ in range(MOST):
        at = text.find(name, at + 1)
        if at < 0:
            break
        end = at + len(name)
        before, after = _BEFORE.search(text, max(0, at - 40), at), _AFTER.match(text, end)
        if before is not None:
            words = before[1].split()
            for size in (2, 1):
                state = _state(" ".join(words[-size:]), vocabulary)
                if state is not None and len(words) >= size:
                    start = at - len(before[0]) + before[0].index(words[-size])
                    found.append((state, text[start:end]))
                    break
        elif after is not None and (state := _state(after[1], vocabulary)) is not None:
            found.append((state, text[at : after.end()]))
    return found


def _state(words: str, vocabulary: Vocabulary) -> str | None:
    """The state that a word names: its name, its people or its seat of government."""
    party, role = vocabulary.party_words.get(words.lower(), (None, ""))
    return party if party is not None and role != "leader" and vocabulary.parties[party].kind == "state" else None


def _subject(tokens: Tokens, vocabulary: Vocabulary) -> str | None:
    """The state that a sentence has for its subject: "A week later, Russia has published its losses"."""
    for at, tag in enumerate(tokens.tags[:-1]):
        if tag == "L" and tokens.tags[at + 1] in _FINITE:
            return _state(tokens.norms[at], vocabulary)
    return None
