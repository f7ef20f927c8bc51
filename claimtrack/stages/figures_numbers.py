"""Lower-case text -> the bare numbers in it, in digits or words: "1,234", "5.8k", "two dozen", "tens of thousands"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from claimtrack.model import Number
from claimtrack.vocabulary.figure_words import FigureWords

GAP = r"(?:[ \t\r]*+[-\n]?[ \t]*+(?<=[\s-]))"  # between the words of one number: never a blank line
DIGITS = r"(?:[0-9]{1,3}(?:(?: [0-9]{3}(?![0-9]))++|, 000(?![0-9]))|[0-9]++(?:(?:-[0-9]++){2,}+|(?:[.,:/][0-9]++)*+))"
GROUPED = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})++|[0-9]{1,3}, 000"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,}+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"
)
PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
FRACTION = re.compile(r"([1-9])/([2-9]|10)")
PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
WORD = re.compile(r"[^\W_]+")
LONGEST = 18  # digits; more are a code, not a count


class Atom(NamedTuple):
    """A bare number. `kind`: number, vague, fraction, multiple, zero, or the reason why the digits are no number.

    `value` is None for vague; `scale` the factor of a scale word after digits ("1.2 million"), else 1.
    """

    start: int
    end: int
    kind: str
    value: Number | None
    low: Number | None
    high: Number | None
    scale: int = 1
    digits: bool = False


class Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The scan compiled for one vocabulary. Its groups: digits, scale (after digits), glued letters, words."""

    scan: re.Pattern[str]
    words: FigureWords


def factored(words: Iterable[str]) -> str:
    """A pattern for the words that shares their beginnings, longest match first; a space stands for a gap."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, dict[str, object]]) -> str:
    options = [
        (r"[\s-]{1,3}+" if char == " " else re.escape(char)) + _pattern(below)  # type: ignore[arg-type]
        for char, below in sorted(tree.items())
        if char
    ]
    if not options:
        return ""
    body = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return f"(?:{body})?" if "" in tree else body


def grammar(words: FigureWords) -> Grammar:
    """Compile the scan."""
    spoken = {*words.ones, *words.tens, *words.scales, *words.vague, *words.fractions, *words.multiples}
    spoken |= {"couple", *(word for word in words.lists["zero.words"])}
    spoken = {word for word in spoken if " " not in word and "-" not in word}
    scales = factored([*words.scales, *(word for word in words.vague if " " not in word)])
    one = rf"(?:{factored(spoken)})\b"
    link = rf"{GAP}(?:(?:and|of){GAP})?(?:an?{GAP})?"
    scan = re.compile(
        rf"(?<!\w)(?:(?P<digits>{DIGITS})(?:{GAP}?(?P<scale>{scales})\b|(?P<glued>{factored(words.glued)})\b)?"
        rf"|(?P<words>{one}(?:{link}{one})*+))"
    )
    return Grammar(scan, words)


def atoms(text: str, grammar: Grammar) -> Iterator[Atom]:
    """Every bare number of lower-case text, in order."""
    words = grammar.words
    for match in grammar.scan.finditer(text):
        if match.lastgroup == "words":
            start, end = match.span()
            yield from _spoken(text, start, end, words)
        else:
            yield from _written(match, words)


def _written(match: re.Match[str], words: FigureWords) -> Iterator[Atom]:
    start, end = match.span()
    digits, scale, glued = match.group("digits", "scale", "glued")
    value: Number | None
    if end - start <= LONGEST and digits.isdigit() and digits[0] != "0" and scale is None and glued is None:
        value = int(digits)
        yield Atom(start, end, "number", value, value, value, 1, True)
        return
    if glued in words.lists["numbers.money_only"] and not _is_money(match.string, start, words):
        glued, end = None, match.end("digits")
    factor = _factor(scale, words) if scale else words.glued[glued] if glued else 1
    value = _value(digits)
    if value is not None:
        if not factor:  # "20 thousands": not a multiple but two words
            end, factor = match.end("digits"), 1
        value = _plain(value * factor)
        yield Atom(start, end, "number", value, value, value, factor, True)
        return
    part = FRACTION.fullmatch(digits)
    kind = "fraction" if part else _shape(digits)
    if kind:
        share = Decimal(int(part[1])) / int(part[2]) if part else None
        yield Atom(start, match.end("digits"), kind, share, share, share, 1, True)
        return
    for piece in PIECE.finditer(digits):
        value = _value(piece.group())
        a, b = start + piece.start(), start + piece.end()
        yield Atom(a, b, "number" if value is not None else "code", value, value, value, 1, True)


def _is_money(text: str, start: int, words: FigureWords) -> bool:
    """Whether a currency stands before the digits."""
    before = text[max(0, start - 5) : start].split()
    return bool(before) and (before[-1] in words.currencies or before[-1][-1] in words.currencies)


def _factor(scale: str, words: FigureWords) -> int:
    """The factor of a scale word; a plural such as "dozens" after digits is its singular."""
    return words.scales.get(scale) or words.scales.get(scale.removesuffix("s"), 0)


def _value(digits: str) -> Number | None:
    """The number that digits with separators stand for; None when they are no one number."""
    if len(digits) > LONGEST + 7:
        return None
    if PLAIN.fullmatch(digits):
        if "." in digits:
            return Decimal(digits)
        leading = digits[0] == "0" and len(digits) > 2  # "0830", "007"; but "08 people" is 8
        return None if leading or len(digits) > LONGEST else int(digits)
    if GROUPED.fullmatch(digits):
        plain = digits.replace(",", "").replace(" ", "")
        return Decimal(plain) if plain.count(".") == 1 else int(plain.replace(".", ""))
    return None


def _shape(digits: str) -> str:
    """Why joined digits are no number, or "" when they are a list of numbers."""
    if ":" in digits:
        return "time"
    if "/" in digits:
        return "date"
    if digits.count("-") > 1:
        return "date" if len(digits) <= 10 else "code"
    if digits.count(".") > 1:
        return "code"
    return ("time" if len(digits) == 4 else "code") if digits.isdigit() else ""


def _plain(value: Number) -> Number:
    """An int when the value is whole."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def _spoken(text: str, start: int, end: int, words: FigureWords) -> Iterator[Atom]:
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
        return at + 1, _atom(tokens, at, at + 1, "zero", 0)
    if word in words.multiples:
        return at + 1, _atom(tokens, at, at + 1, "multiple", words.multiples[word])
    if word in words.fractions:
        return _part(tokens, at, words)
    after, value = _cardinal(tokens, at, words)
    if value is None:
        return at + 1, None
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
        value = _plain(share * words.scales[tokens[after].text])
        return after + 1, _atom(tokens, at, after + 1, "number", value)
    return at + 1, _atom(tokens, at, at + 1, "fraction", share)


def _cardinal(tokens: list[Word], at: int, words: FigureWords) -> tuple[int, Number | None]:
    """A whole number in words from token `at`: (token after it, its value)."""
    total: Number = 0
    group: Number | None = None  # below the next scale word
    floor = 1000  # what still fits into the group: 1000 all, 100 after "hundred", 10 after "twenty", 0 nothing
    last_scale: Number | None = None
    done = at
    while at < len(tokens):
        word = tokens[at].text
        if word == "couple":
            if group is not None or total:
                break
            group, floor = 2, 0
            if at + 1 < len(tokens) and tokens[at + 1].text == "of" and _scales(tokens, at + 2, words):
                at += 1
        elif word in words.ones or word in words.tens:
            value = words.ones.get(word, words.tens.get(word, 0))
            if value >= floor or (group is not None and floor == 1000):
                break
            group = (group or 0) + value
            floor = 10 if word in words.tens else 0
        elif word in words.scales:
            scale = words.scales[word]
            if scale == 100 and (group is None or group < 100):
                group, floor = (1 if group is None else group) * 100, 100
            elif scale == 100:
                break
            elif group is None and last_scale is not None and total:
                total *= scale  # "three lakh crore"
            elif last_scale is not None and scale >= last_scale:
                break
            else:
                total, group = total + (1 if group is None else group) * scale, None
                floor, last_scale = 1000, scale
                if scale == 12:
                    return at + 1, total
        elif word == "and":
            if not _goes_on(tokens, at, words, last_scale, floor):
                if _half_after(tokens, at):  # "two and a half million"
                    return _with_half(tokens, at, words, total, group)
                break
            at += 1
            continue
        else:
            break
        at += 1
        done = at
    value_found = total + (group or 0)
    return (done, value_found) if group is not None or last_scale is not None else (done, None)


def _scales(tokens: list[Word], at: int, words: FigureWords) -> bool:
    return at < len(tokens) and tokens[at].text in words.scales


def _goes_on(tokens: list[Word], at: int, words: FigureWords, scale: Number | None, floor: int) -> bool:
    """Whether "and" at token `at` joins a smaller number: "one hundred and six", "two thousand and two hundred"."""
    if (floor != 100 and scale is None) or at + 1 >= len(tokens):
        return False
    word = tokens[at + 1].text
    if word not in words.ones and word not in words.tens:
        return False
    after, value = at + 1, 0
    while after < len(tokens) and tokens[after].text in (*words.ones, *words.tens):
        value += words.ones.get(tokens[after].text, words.tens.get(tokens[after].text, 0))
        after += 1
    is_hundreds = after < len(tokens) and words.scales.get(tokens[after].text) == 100
    return 0 < value < 100 and (not is_hundreds or floor != 100)


def _half_after(tokens: list[Word], at: int) -> bool:
    return [word.text for word in tokens[at : at + 3]] == ["and", "a", "half"]


def _with_half(
    tokens: list[Word], at: int, words: FigureWords, total: Number, group: Number | None
) -> tuple[int, Number]:
    value, after = total + (group or 0) + Decimal("0.5"), at + 3
    if _scales(tokens, after, words):
        return after + 1, _plain(value * words.scales[tokens[after].text])
    return after, value
