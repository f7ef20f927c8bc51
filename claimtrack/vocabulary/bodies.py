"""A source's name and the side it speaks for -> the body that it names, the same for every way of writing it.

    "Russia's Defence Ministry", "the Russian Ministry of Defense", "Moscow's MoD" -> ("Russia", "defence ministry")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol

from claimtrack.names import fold

Body = tuple[str, str]  # the side it speaks for, "" for none; the words of its name, "" where it is the party itself
_SMALL = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "s", "to"})


class Organisation(Protocol):
    """An organisation known by several names."""

    @property
    def name(self) -> str: ...

    @property
    def side(self) -> str | None: ...


class Spellings(NamedTuple):
    """`alike`: words of a name, and those that stand for them; `parts`: words for a part of a party, not for all of it.
    """

    alike: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    parts: frozenset[str] = frozenset()


class Words(Protocol):
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
             for name, words in table.get("alike", {}).items() for word in words]  # fmt: skip
    pairs.sort(key=lambda pair: (len(pair[1]) > 1, -len(pair[0])))  # "defense" is "defence" before it is of a ministry
    return Spellings(tuple(pairs), frozenset(table.get("parts", {}).get("words", ())))


def bodies(words: Words) -> Callable[[str, str | None], Body]:
    """Which body a name is of, by the side that it speaks for.

    The names of one organisation are one (UNHCR, "UN refugee agency"). Where the side is known, so are those that
    differ in the words for it, their order and their spelling. A seat of power that speaks by itself is its country
    (Moscow, Russia), but a body that has a name is its own: the Pentagon is not the State Department.
    """
    own = _own_names(words)

    @cache
    def known(side: str) -> Mapping[str, str]:
        """The words of an alias -> those of the name, for the organisations of a side."""
        ours = [(alias, one) for alias, one in words.named.items() if (one.side or "") == side]
        pairs = [(_plain(alias, own(side), words), _plain(one.name, own(side), words)) for alias, one in ours]
        return dict(reversed([pair for pair in pairs if pair[0]]))

    @lru_cache(maxsize=65536)
    def of(name: str, side: str | None) -> Body:
        organisation = words.named.get(" ".join(name.replace("’", "'").casefold().split()).removeprefix("the "))
        if organisation is not None:
            name, side = organisation.name, organisation.side or side
        side = side or ""
        rest = _plain(name, own(side), words)
        return side, known(side).get(rest) or known("").get(_plain(name, (), words)) or rest

    return of


def _own_names(words: Words) -> Callable[[str], tuple[str, ...]]:
    """A side -> the words that mean it as a whole, as in a name, the longest first; no leaders, parts and bodies of it.
    """

    @cache
    def own(side: str) -> tuple[str, ...]:
        itself = words.named.get(side.lower())
        found = [
            word
            for word, (party, role) in words.party_words.items()
            if party == side and role != "leader" and word not in words.spellings.parts
            and words.named.get(word, itself) is itself
        ]  # fmt: skip
        return tuple(sorted(map(fold, found), key=len, reverse=True))

    return own


def _plain(name: str, own: Iterable[str], words: Words) -> str:
    """The words of a name in one order and spelling, without small ones and those that only tell whose body it is."""
    rest = f" {fold(name)} "
    for term in own:
        rest = rest.replace(f" {term} ", " ")
    left = frozenset(rest.split()) - _SMALL
    for others, usual in words.spellings.alike:
        if others <= left:
            left = left - others | usual
    return " ".join(sorted(left))
