"""Who asserted each figure -> the same under one name a body: the fullest that the document gives.

    "UNHCR", "the UN refugee agency" -> UN refugee agency, both
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from claimtrack.model import Attribution
from claimtrack.names import lowered
from claimtrack.vocabulary.bodies import Body, bodies
from claimtrack.vocabulary.loader import Vocabulary
from claimtrack.vocabulary.word_lists import Named


class _Known(NamedTuple):
    """What tells the bodies of a vocabulary, and the names of each organisation in small letters."""

    body: Callable[[str, str | None], Body]
    aliases: Mapping[str, Sequence[str]]


def unified(
    found: Sequence[Attribution | None], text: str, vocabulary: Vocabulary
) -> tuple[Attribution | None, ...]:
    """The attributions with one name for all names of a body that the vocabulary knows, or that a side has one of.

    Others keep theirs: of "US officials" there are many, and "Kyiv" is Ukraine but not its name.
    """
    known = _known(vocabulary)
    names: dict[Body, list[str]] = defaultdict(list)
    for one in found:
        if one is not None and one.source is not None:
            names[known.body(one.source, one.side)].append(one.source)
    fullest = {which: _fullest(which, told, text, vocabulary) for which, told in names.items()}
    return tuple(
        one if one is None or one.source is None
        else replace(one, source=fullest[known.body(one.source, one.side)] or one.source)
        for one in found
    )  # fmt: skip


@lru_cache(maxsize=4)
def _known(vocabulary: Vocabulary) -> _Known:
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias, organisation in vocabulary.named.items():
        aliases[organisation.name].append(alias)
    return _Known(bodies(vocabulary), aliases)


def _fullest(which: Body, told: Sequence[str], text: str, vocabulary: Vocabulary) -> str | None:
    """The fullest of a body's names; of two the first. None where they need not be of one body."""
    side, words = which[0], frozenset(which[1].split())
    known = next(filter(None, (vocabulary.named.get(_plain(name)) for name in told)), None)
    if known is not None and words and known.name.lower() not in vocabulary.heads:  # a "General Staff" may be anyone's
        told = [*told, *_mentioned(known, text, vocabulary)]
    elif not side or not any(words.issuperset(term.split()) for term in vocabulary.speech.words["national"]):
        return None
    return max(told, key=_size)


def _mentioned(known: Named, text: str, vocabulary: Vocabulary) -> list[str]:
    """The names of an organisation that stand in the text, as it has them."""
    low, found = lowered(text), []
    for alias in _known(vocabulary).aliases[known.name]:
        at = low.find(alias)
        end = at + len(alias)
        if at >= 0 and text[at].isupper() and not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            found.append(" ".join(text[at:end].split()))
    return found


def _size(name: str) -> tuple[bool, int, int]:
    """How full a name is: its words that begin in capitals, then its letters. "UK-based" is no part of one."""
    return "-based " not in name, sum(word[0].isupper() for word in name.split()), len(name)


def _plain(name: str) -> str:
    return name.lower().replace("’", "'").removeprefix("the ")
