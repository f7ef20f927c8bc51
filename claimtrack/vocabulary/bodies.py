"""A source's name and the side it speaks for -> the body that it names, the same for every way of writing it.

    "Russia's Defence Ministry", "the Russian Ministry of Defense", "Moscow's MoD" -> ("Russia", "defence ministry")
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from claimtrack.names import fold

Body = tuple[str, str]  # the side it speaks for, "" for none; the words of its name, "" where it is the party itself


class Organisation(Protocol):
    """An organisation known by several names."""

    @property
    def name(self) -> str: ...

    @property
    def side(self) -> str | None: ...


class Spellings(NamedTuple):
    """`alike`: words of a name, and those that stand for them; `parts`: words for a part of a party, not for all of it;
    `small`: words that tell nothing.
    """

    alike: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    parts: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()


class Words(Hashable, Protocol):
    """What tells of the vocabulary that names are of one body: organisations by alias, words for a party with the part
    they play, spellings."""

    @property
    def named(self) -> Mapping[str, Organisation]: ...

    @property
    def party_words(self) -> Mapping[str, tuple[str, str]]: ...

    @property
    def spellings(self) -> Spellings: ...


def spellings(table: Mapping[str, Any]) -> Spellings:
    """The table of bodies.toml; of several the longer words first."""
    pairs = [(frozenset(word.split()), frozenset(name.split()))
             for name, words in table["alike"].items() for word in words]  # fmt: skip
    pairs.sort(key=lambda pair: (len(pair[1]) > 1, -len(pair[0])))  # "defense" is "defence" before it is of a ministry
    return Spellings(tuple(pairs), frozenset(table["parts"]["words"]), frozenset(table["small"]["words"]))


def bodies(words: Words) -> Callable[[str, str | None], Body]:
    """Which body a name is of, by the side that it speaks for.

    The names of one organisation are one (UNHCR, "UN refugee agency"). Where the side is known, so are those that
    differ in the words for it, their order and their spelling. A seat of power that speaks by itself is its country
    (Moscow, Russia), but a body that has a name is its own: the Pentagon is not the State Department.
    """
    return lambda name, side: _body(name, side, words)


@lru_cache(maxsize=65536)
def _body(name: str, side: str | None, words: Words) -> Body:
    organisation = words.named.get(" ".join(name.replace("’", "'").casefold().split()).removeprefix("the "))
    if organisation is not None:
        name, side = organisation.name, organisation.side or side
    side = side or ""
    rest = _plain(name, _own_names(side, words), words)
    return side, _known(side, words).get(rest) or _known("", words).get(_plain(name, (), words)) or rest


@lru_cache(maxsize=1024)
def _known(side: str, words: Words) -> Mapping[str, str]:
    """The words of an alias -> those of the name, for the organisations of a side."""
    ours = [(alias, one.name) for alias, one in words.named.items() if (one.side or "") == side]
    pairs = [[_plain(name, _own_names(side, words), words) for name in both] for both in ours]
    return {alias: name for alias, name in reversed(pairs) if alias}


@lru_cache(maxsize=1024)
def _own_names(side: str, words: Words) -> tuple[str, ...]:
    """The words that mean a side as a whole, as in a name, the longest first; no leaders, parts and bodies of it."""
    itself = words.named.get(side.lower())
    found = [
        word
        for word, (party, role) in words.party_words.items()
        if party == side and role != "leader" and word not in words.spellings.parts
        and words.named.get(word, itself) is itself
    ]  # fmt: skip
    return tuple(sorted(map(fold, found), key=len, reverse=True))


def _plain(name: str, own: Iterable[str], words: Words) -> str:
    """The words of a name in one order and spelling, without small ones and those that only tell whose body it is."""
    rest = f" {fold(name)} "
    for term in own:
        rest = rest.replace(f" {term} ", " ")
    left = frozenset(rest.split()) - words.spellings.small
    for others, usual in words.spellings.alike:
        if others <= left:
            left = left - others | usual
    return " ".join(sorted(left))
