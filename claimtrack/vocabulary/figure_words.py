"""The table of figures.toml -> FigureWords: what the sentence and figure stages know of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, cast

from claimtrack.model import Number
from claimtrack.record import QUANTIFIERS
from claimtrack.vocabulary.parts import parts_of

T = TypeVar("T")
BOUNDS = tuple(name for name in QUANTIFIERS if name not in ("vague", "range", "exact"))  # told by a phrase


@dataclass(frozen=True, slots=True, eq=False)
class SentenceWords:
    """Abbreviations without their last stop, by how they behave, and words that begin a sentence."""

    titles: frozenset[str]
    before_number: frozenset[str]
    others: frozenset[str]
    starters: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class FigureWords:
    """All words are lower case. `lists` holds plain word lists by "table.key"; the rest is told by its name.

    `bounds`, `transparent` and `before` map the last word of a phrase (with its stop) to (phrase as words, meaning),
    longest first.
    `after` maps what may follow a number to (kind, unit or reason); `suffixes` what may follow to a quantifier.
    """

    ones: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    glued: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    fractions: Mapping[str, Number]
    multiples: Mapping[str, int]
    bounds: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    transparent: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    before: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    suffixes: Mapping[str, str]
    currencies: Mapping[str, str]
    after: Mapping[str, tuple[str, str]]
    units_before: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    sentences: SentenceWords


def parse(table: Mapping[str, object]) -> FigureWords:
    """Build the words from the parsed TOML. Raises ClaimtrackError when a part is missing or not of its kind."""
    data = cast("Mapping[str, Any]", table)
    with parts_of("figures.toml"):
        return _build(data)


def _build(data: Mapping[str, Any]) -> FigureWords:
    numbers = data["numbers"]
    return FigureWords(
        ones=_of(int, numbers["ones"]),
        tens=_of(int, numbers["tens"]),
        scales=_of(int, numbers["scales"]),
        glued=_of(int, numbers["glued"]),
        vague=_of(_interval, data["vague"]),
        fractions=_of(_exact, data["fractions"]),
        multiples=_of(int, data["multiples"]),
        bounds=_by_last_word({name: data["bounds"][name] for name in BOUNDS}),
        transparent=_by_last_word({"transparent": data["bounds"]["transparent"]}),
        before=_by_last_word(data["before"]),
        suffixes={word: name for name, words in data["suffixes"].items() for word in words},
        currencies=_of(str, data["currencies"]),
        after=_after(data),
        units_before={word: unit for unit, words in data["units_before"].items() for word in words},
        lists=_lists(data),
        sentences=SentenceWords(**{name: frozenset(words) for name, words in data["sentences"].items()}),
    )


def _of(kind: Callable[[Any], T], table: Mapping[str, Any]) -> dict[str, T]:
    return {word: kind(value) for word, value in table.items()}


def _interval(pair: Iterable[int]) -> tuple[int, int]:
    low, high = pair
    return int(low), int(high)


def _exact(number: float) -> Number:
    return Decimal(str(number))


def _by_last_word(table: Mapping[str, list[str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for meaning, phrases in table.items():
        for phrase in phrases:
            words = tuple(phrase.replace(".", " .").split())
            last = words[-1] if words[-1] != "." else f"{words[-2]}."
            found.setdefault(last, []).append((words, meaning))
    return {last: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for last, entries in found.items()}


def _after(data: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What follows a number: units and currencies make it background, the other kinds no claim."""
    found = {word: ("unit", unit) for word, unit in data["currencies"].items()}
    found |= {word: ("unit", unit) for unit, words in data["units"].items() for word in words}
    return found | {word: ("reason", reason) for reason, words in data["after"].items() for word in words}


def _lists(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {
        f"{name}.{key}": frozenset(map(str, words))
        for name, table in data.items()
        if name != "sentences"
        for key, words in table.items()
        if isinstance(words, list) and all(isinstance(word, str) for word in words)
    }
