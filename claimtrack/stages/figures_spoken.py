"""Number words of lower-case text -> bare numbers: "two dozen", "half a million", "tens of thousands"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from claimtrack.model import Number
from claimtrack.stages.figures_atoms import Atom, plain
from claimtrack.vocabulary.figure_words import FigureWords

WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    text: str
    start: int
    end: int


def spoken(text: str, start: int, end: int, words: FigureWords) -> Iterator[Atom]:
    """The numbers of a run of number words."""
    alone = text[start:end]
    if alone in words.ones:
        value: Number = words.ones[alone]
        yield Atom(start, end, "number", value, value, value)
        return
    tokens = [Word(m.group(), start + m.start(), start + m.end()) for m in WORD.finditer(alone)]
    at = 0
    while at < len(tokens):
        after, atom = _one(tokens, at, words)
        if atom:
            yield atom
        at = max(after, at + 1)


def _one(tokens: list[Word], at: int, words: FigureWords) -> tuple[int, Atom | None]:
    """The number that begins at token `at`, and the token after it."""
    word = tokens[at].text
    if word in words.vague:
        return _vague(tokens, at, words)
    if word in words.lists["zero.words"]:
        after = at + 2 if [word.text for word in tokens[at + 1 : at + 2]] == ["one"] else at + 1  # "no one"
        return after, _atom(tokens, at, after, "zero", 0)
    if word in words.multiples:
        return at + 1, _atom(tokens, at, at + 1, "multiple", words.multiples[word])
    if word in words.fractions:
        return _part(tokens, at, words)
    after, value = _cardinal(tokens, at, words)
    if value is None:
        return after, None
    if after < len(tokens) and tokens[after].text in words.fractions and tokens[after].text != "half":
        share = words.fractions[tokens[after].text]
        if value < 10 and tokens[after].start - tokens[after - 1].end == 1:  # "two-thirds", "one quarter"
            return after + 1, _atom(tokens, at, after + 1, "fraction", value * share)
    return after, _atom(tokens, at, after, "number", value)


def _atom(tokens: list[Word], at: int, after: int, kind: str, value: Number) -> Atom:
    return Atom(tokens[at].start, tokens[after - 1].end, kind, value, value, value)


def _vague(tokens: list[Word], at: int, words: FigureWords) -> tuple[int, Atom]:
    after = at + 1
    low, high = words.vague[tokens[at].text]
    if len(tokens) > at + 2 and tokens[at + 1].text == "of":
        whole = words.vague.get(f"{tokens[at].text} of {tokens[at + 2].text}")
        if whole:
            (low, high), after = whole, at + 3
    return after, Atom(tokens[at].start, tokens[after - 1].end, "vague", None, low, high)


def _part(tokens: list[Word], at: int, words: FigureWords) -> tuple[int, Atom]:
    """ "half a million", "a quarter of a million", or the bare fraction."""
    share, after = words.fractions[tokens[at].text], at + 1
    while after < len(tokens) and tokens[after].text in ("of", "a", "an"):
        after += 1
    if after < len(tokens) and tokens[after].text in words.scales and tokens[at].text in ("half", "quarter"):
        value = plain(share * words.scales[tokens[after].text])
        return after + 1, _atom(tokens, at, after + 1, "number", value)
    return at + 1, _atom(tokens, at, at + 1, "fraction", share)


def _scales(tokens: list[Word], at: int, words: FigureWords) -> bool:
    return at < len(tokens) and tokens[at].text in words.scales


@dataclass(slots=True)
class Sum:
    """A whole number being added up word by word; `group` is what stands below the next scale word."""

    total: Number = 0
    group: Number | None = None
    room: int = 1000  # what still fits into the group: 100 after "hundred", 10 after "twenty", 0 for nothing
    scale: int | None = None  # the last scale word above a hundred

    @property
    def value(self) -> Number | None:
        return None if self.group is None and self.scale is None else self.total + (self.group or 0)

    def small(self, value: int, is_tens: bool) -> bool:
        """Take a word below a hundred; False when it begins another number."""
        if value >= self.room or (self.group is not None and self.room == 1000):
            return False
        self.group, self.room = (self.group or 0) + value, 10 if is_tens else 0
        return True

    def scaled(self, scale: int) -> bool:
        """Take a scale word; False when it begins another number."""
        if scale == 100:
            if self.group is not None and self.group >= 100:
                return False
            self.group, self.room = (1 if self.group is None else self.group) * 100, 100
        elif self.group is None and self.scale is not None:
            self.total *= scale  # "three lakh crore"
        elif self.scale is not None and scale >= self.scale:
            return False
        else:
            self.total += (1 if self.group is None else self.group) * scale
            self.group, self.room, self.scale = None, 1000, scale
        return True


def _cardinal(tokens: list[Word], at: int, words: FigureWords) -> tuple[int, Number | None]:
    """A whole number in words from token `at`: (token after it, its value)."""
    if tokens[at].text in words.lists["pairs.words"]:
        return _couple(tokens, at, words)
    found = Sum()
    done = at
    while at < len(tokens):
        word = tokens[at].text
        small = words.ones.get(word, words.tens.get(word))
        if small is not None:
            taken = found.small(small, word in words.tens)
        elif word in words.scales:
            taken = found.scaled(words.scales[word])
        else:
            if word == "and" and found.value is not None:
                if _goes_on(tokens, at, words, found):
                    at += 1
                    continue
                if [token.text for token in tokens[at : at + 3]] == ["and", "a", "half"]:
                    return _with_half(tokens, at, words, found.value)
            break
        if not taken:
            break
        at += 1
        done = at
        if found.scale == words.scales["dozen"]:
            break
    return done, found.value


def _couple(tokens: list[Word], at: int, words: FigureWords) -> tuple[int, Number | None]:
    """ "a couple", "a couple hundred", "a couple of dozen"."""
    after = at + 2 if [word.text for word in tokens[at + 1 : at + 2]] == ["of"] else at + 1
    if not _scales(tokens, after, words):
        return at + 1, 2
    return after + 1, 2 * words.scales[tokens[after].text]


def _goes_on(tokens: list[Word], at: int, words: FigureWords, found: Sum) -> bool:
    """Whether "and" at token `at` joins a smaller number: "one hundred and six", "two thousand and two hundred"."""
    if found.room != 100 and found.scale is None:
        return False
    after, value = at + 1, 0
    while after < len(tokens) and (tokens[after].text in words.ones or tokens[after].text in words.tens):
        value += words.ones.get(tokens[after].text, words.tens.get(tokens[after].text, 0))
        after += 1
    is_hundreds = after < len(tokens) and words.scales.get(tokens[after].text) == 100
    return 0 < value < 100 and (not is_hundreds or found.room != 100)


def _with_half(tokens: list[Word], at: int, words: FigureWords, whole: Number) -> tuple[int, Number]:
    """ "two and a half", "two and a half million" """
    value, after = whole + Decimal("0.5"), at + 3
    if _scales(tokens, after, words):
        return after + 1, plain(value * words.scales[tokens[after].text])
    return after, value
