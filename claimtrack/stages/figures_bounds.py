"""Bare numbers -> figure phrases: bounds before and after ("at least 21", "30 or more"), ranges, "several hundred"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from claimtrack.model import Number
from claimtrack.stages.figures_atoms import Atom, factored
from claimtrack.vocabulary.figure_words import FigureWords

# What stands before a number, as words and marks; a blank line is a mark of its own.
TOKEN = re.compile(r"\n\s*\n|[^\W_]+(?:'[^\W_]+)?|[^\w\s]|_+")
LOOK = 40  # characters looked at before a number
CLAUSE = 90  # and when the verb matters
JOINER = re.compile(r"[-–~]|-?\s*+(?:[-–]|to|or|through)\s*+")
AND = re.compile(r"\s*+and\s*+")
BOTH = re.compile(r",?\s*+(?:(?:and|but)\s++)?")
EXACT = "exact"
LATEST_YEAR = 2100


class Phrase(NamedTuple):
    """A figure phrase in the making. `before` are the words and marks in front of it, the nearest last."""

    start: int
    end: int
    core_start: int
    core_end: int
    kind: str
    quantifier: str
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str | None
    rule: str
    before: list[str]
    atom: Atom


def suffix_pattern(words: FigureWords) -> re.Pattern[str]:
    """What may follow a number and bounds it; the words are group 1."""
    return re.compile(rf"[\s-]{{0,3}}+({factored(words.suffixes)})(?![\w-])")


def words_before(text: str, at: int, look: int = LOOK) -> list[str]:
    """The words and marks shortly before `at`; the first may be the end of a word."""
    return TOKEN.findall(text, at - look if at > look else 0, at)


def start_of(text: str, at: int, words: Iterable[str]) -> int:
    """Where the last of `words_before(text, at)`, the ones given, begin."""
    for word in reversed(tuple(words)):
        at = text.rfind(word, 0 if at < 2 * LOOK else at - 2 * LOOK, at)
    return at


def phrases(text: str, atoms: Iterable[Atom], words: FigureWords, suffix: re.Pattern[str]) -> Iterator[Phrase]:
    """Figure phrases of lower-case text in order."""
    held: Phrase | None = None
    for atom in atoms:
        phrase = _led(text, atom, words)
        if held is not None:
            joined = _joined(text, held, phrase, words)
            if joined:
                held = joined
                continue
            yield _trailed(text, held, phrase.start, words, suffix)
        held = phrase
    if held is not None:
        yield _trailed(text, held, len(text), words, suffix)


def _led(text: str, atom: Atom, words: FigureWords) -> Phrase:
    """The atom with what stands before it: article, currency, bound."""
    before = words_before(text, atom.start)
    rule = "digits" if atom.digits else "words"
    quantifier = "vague" if atom.kind == "vague" else EXACT
    low, high, value = atom.low, atom.high, atom.value
    start = atom.start
    unit = None
    if before and not atom.digits:
        taken = _article(text, atom, before, words)
        if taken:
            start = start_of(text, start, before[-taken:])
            if before[-1] in words.lists["numbers.few"] and value is not None:
                low, high = _several(atom, text, words)
                quantifier, value, rule = "vague", None, "several"
            before = before[:-taken]
    core = start
    money = _currency(before, words)
    if money:
        start = start_of(text, start, before[-money[0] :])
        unit, before = money[1], before[: -money[0]]
    bound = _bound(before, words)
    if bound:
        taken, name = bound
        start = start_of(text, start, before[-taken:])
        before = before[:-taken]
        if quantifier == EXACT:
            quantifier, rule = name, "bound"
            low, high = bounds_of(name, value)
        elif name in ("at_least", "more_than"):  # "more than several hundred"
            quantifier, value, high, rule = name, low, None, "bound"
    return Phrase(
        start, atom.end, core, atom.end, atom.kind, quantifier, value, low, high, unit, rule, before, atom
    )


def bounds_of(quantifier: str, value: Number | None) -> tuple[Number | None, Number | None]:
    """The interval a bounded number stands for."""
    if quantifier in ("at_least", "more_than"):
        return value, None
    if quantifier in ("at_most", "less_than"):
        return None, value
    return value, value


def _article(text: str, atom: Atom, before: list[str], words: FigureWords) -> int:
    """How many words before a scale word belong to the number: "a dozen", "several hundred", "a few thousand"."""
    first = re.match(r"\w+", text[atom.start : atom.start + 12])
    word = first.group() if first else ""
    if word not in words.scales and word not in words.fractions and word not in words.lists["pairs.words"]:
        return 0
    if before[-1] in words.lists["numbers.few"] and word in words.scales:
        return 2 if before[-2:-1] == ["a"] else 1
    return 1 if before[-1] in ("a", "an") else 0


def _several(atom: Atom, text: str, words: FigureWords) -> tuple[Number, Number]:
    plural = words.vague.get(text[atom.start : atom.end] + "s")
    value = atom.value or 0
    return plural if plural else (value * 2, value * 10 - 1)


def _currency(before: list[str], words: FigureWords) -> tuple[int, str] | None:
    """How many tokens before a number name a currency, and its unit."""
    if not before or before[-1] not in words.currencies:
        return None
    two = "".join(before[-2:])
    return (2, words.currencies[two]) if two in words.currencies else (1, words.currencies[before[-1]])


def _bound(before: list[str], words: FigureWords) -> tuple[int, str] | None:
    """How many tokens before a number bound it, and how."""
    if not before:
        return None
    last = before[-1]
    if last in words.transparent:
        skip = _matching(before, len(before), words.transparent[last])
        found = _bound_at(before, skip[0], words) if skip else None
        if found:
            return found
    return _bound_at(before, 0, words) if last in words.bounds else None


def _bound_at(before: list[str], skip: int, words: FigureWords) -> tuple[int, str] | None:
    """The same with the last `skip` tokens standing between the bound and the number: "at least another 30"."""
    at = len(before) - skip
    found = _matching(before, at, words.bounds.get(before[at - 1], ())) if at else None
    if not found:
        return None
    size, name = found
    more = before[at - size - 1] if at > size else ""
    if more in words.lists["bounds.intensifiers"]:
        size += 2 if more == "little" and before[at - size - 2 : at - size - 1] == ["a"] else 1
    return size + skip, name


def _matching(before: list[str], at: int, entries: Iterable[tuple[tuple[str, ...], str]]) -> tuple[int, str] | None:
    """The first of the phrases that ends at token `at`: how many words it has, and its meaning."""
    for phrase, name in entries:
        if tuple(before[max(0, at - len(phrase)) : at]) == phrase:
            return len(phrase), name
    return None


def _joined(text: str, a: Phrase, b: Phrase, words: FigureWords) -> Phrase | None:
    """The range that two phrases make together, if they do."""
    if b.start - a.end > 12 or b.start < a.end:
        return None
    if a.kind == b.kind == "vague":
        return _vague_range(text, a, b)
    if a.value is None or b.value is None or a.kind != "number" or b.kind != "number":
        return None
    gap = text[a.end : b.start]
    lead = a.before[-1] if a.before else ""
    if lead in words.lists["ranges.between"] and AND.fullmatch(gap):
        return _range(text, a, b, 1)
    if BOTH.fullmatch(gap):
        return _two_bounds(a, b)
    if not JOINER.fullmatch(gap):
        return None
    word = gap.strip()
    if word == "or" and (b.quantifier != EXACT or not _close(a, b) or lead == "either"):
        return None
    if word == "to" and lead == "by" and _changes(words_before(text, a.start, CLAUSE), words):
        return None  # "raised the toll by five to 40"
    if word == "to" and lead in words.lists["ranges.from"]:
        return None if _changes(words_before(text, a.start, CLAUSE), words) else _range(text, a, b, 1)
    return _range(text, a, b, 0)


def _changes(before: list[str], words: FigureWords) -> bool:
    """Whether a verb of change stands in the clause before "from": "rose from 31 to 47" is two figures."""
    for token in reversed(before):
        if token in ".;!?":
            return False
        if token in words.lists["ranges.change"]:
            return True
    return False


def _close(a: Phrase, b: Phrase) -> bool:
    high, low = b.value or 0, (a.value or 0) * _spread(a, b)
    return low < high <= 3 * low


def _spread(a: Phrase, b: Phrase) -> int:
    """The scale word of the second number that goes for the first too: "3 to 5 million"."""
    if a.atom.scale == 1 < b.atom.scale and a.value is not None and b.value is not None:
        return b.atom.scale if a.value < b.value / b.atom.scale else 1
    return 1


def _range(text: str, a: Phrase, b: Phrase, taken: int) -> Phrase | None:
    low, high = (a.value or 0) * _spread(a, b), b.value
    if high is None or low >= high or (_is_yearlike(a) and high > LATEST_YEAR):
        return None
    start = start_of(text, a.start, a.before[-taken:]) if taken else a.start
    return a._replace(
        start=start, end=b.end, core_end=b.core_end, quantifier="range", value=None, low=low, high=high,
        unit=a.unit or b.unit, rule="range", before=a.before[:-taken] if taken else a.before, atom=b.atom,
    )  # fmt: skip


def _is_yearlike(a: Phrase) -> bool:
    return a.atom.digits and a.core_end - a.core_start == 4 and 1900 <= (a.value or 0) <= LATEST_YEAR


def _two_bounds(a: Phrase, b: Phrase) -> Phrase | None:
    """ "more than 20 and less than 30" is one range."""
    first, second = (a.low, a.high), (b.low, b.high)
    if first[0] is None and second[1] is None:
        first, second = second, first
    if first[1] is not None or second[0] is not None or first[0] is None or second[1] is None:
        return None
    if first[0] >= second[1]:
        return None
    return a._replace(
        end=b.end, core_end=b.core_end, quantifier="range", value=None, low=first[0], high=second[1],
        rule="two bounds", atom=b.atom,
    )  # fmt: skip


def _vague_range(text: str, a: Phrase, b: Phrase) -> Phrase | None:
    """ "hundreds or thousands" """
    if not JOINER.fullmatch(text[a.end : b.start]) or a.low is None or b.high is None or a.low >= b.high:
        return None
    return a._replace(end=b.end, core_end=b.core_end, high=b.high, atom=b.atom)


def _trailed(text: str, phrase: Phrase, limit: int, words: FigureWords, suffix: re.Pattern[str]) -> Phrase:
    """The phrase with a bound that follows it: "30 or more", "50-odd"."""
    if phrase.value is None or phrase.kind != "number":
        return phrase
    match = suffix.match(text, phrase.end)
    if not match or (match.end() + 1 >= limit and limit < len(text)):
        return phrase
    name = words.suffixes[" ".join(match[1].replace("-", " ").split())]
    if name == "equal":
        name = {"more_than": "at_least", "less_than": "at_most"}.get(phrase.quantifier, phrase.quantifier)
    low, high = bounds_of(name, phrase.value)
    return phrase._replace(end=match.end(), quantifier=name, low=low, high=high, rule="bound after")
