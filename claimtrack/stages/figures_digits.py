"""Digits of lower-case text -> bare numbers: "1,234", "816 000", "5.8k", "1.2 million"; or why they are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from claimtrack.model import Number
from claimtrack.stages.figures_atoms import Atom, plain
from claimtrack.vocabulary.figure_words import FigureWords

DIGITS = r"(?:[0-9]{1,3}(?:(?: [0-9]{3}(?![0-9]))++|, 000(?![0-9]))|[0-9]++(?:(?:-[0-9]++){2,}+|(?:[.,:/][0-9]++)*+))"
GROUPED = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})++|[0-9]{1,3}, 000"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,}+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"
)
PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
FRACTION = re.compile(r"([1-9])/([2-9]|10)")
# As on the continent: "25.000 people", but "1.234 million" and "3.125 percent"; "2,5 million"
DOTTED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
COMMA_SCALED = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
WORD = re.compile(r"[^\W_]+")
LONGEST = 9  # digits without separators; more are a code, not a count
LONGEST_GROUPED = 25  # characters


def written(match: re.Match[str], words: FigureWords) -> Iterator[Atom]:
    """The numbers of one match of the scan, which has the groups digits, scale and glued."""
    digits, scale, glued = match.group("digits", "scale", "glued")
    start, end = match.span()
    if glued and not _is_scale(glued, match, words):
        glued, end = None, match.end("digits")
    factor = _factor(scale, words) if scale else words.glued[glued] if glued else 1
    if not factor:  # "20 thousands": not a multiple but two words
        factor, end = 1, match.end("digits")
    value = _value(digits)
    if factor != 1 and COMMA_SCALED.fullmatch(digits):
        value = Decimal(digits.replace(",", "."))
    if factor == 1 and DOTTED.fullmatch(digits) and not _is_percentage(match.string, end, words):
        value = int(digits.replace(".", ""))
    if value is not None:
        value = value if factor == 1 else plain(value * factor)
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


def _is_percentage(text: str, end: int, words: FigureWords) -> bool:
    """Whether what follows makes the number parts of a hundred: "3.125 percent"."""
    return text[end : end + 20].lstrip().startswith(tuple(words.lists["units.percent"]))


def _is_scale(glued: str, match: re.Match[str], words: FigureWords) -> bool:
    """Whether letters glued to digits multiply them: not the 208B of an aircraft, nor "3m high"."""
    if glued in words.lists["numbers.money_only"]:
        return _is_money(match.string, match.start(), words)
    return glued != "m" or not _is_metres(match.string, match.end(), words)


def _is_money(text: str, start: int, words: FigureWords) -> bool:
    """Whether a currency stands before the digits."""
    before = text[max(0, start - 5) : start].split()
    return bool(before) and (before[-1] in words.currencies or before[-1][-1] in words.currencies)


def _is_metres(text: str, end: int, words: FigureWords) -> bool:
    """Whether the word after "3m" makes it metres: "3m high"."""
    follows = WORD.search(text, end, end + 12)
    return follows is not None and follows.group() in words.lists["numbers.metres"]


def _factor(scale: str, words: FigureWords) -> int:
    """The factor of a scale word; a plural such as "dozens" after digits is its singular."""
    return words.scales.get(scale) or words.scales.get(scale.removesuffix("s"), 0)


def _value(digits: str) -> Number | None:
    """The number that digits with separators stand for; None when they are no one number."""
    if len(digits) > LONGEST_GROUPED:
        return None
    if PLAIN.fullmatch(digits):
        if "." in digits:
            return Decimal(digits)
        leading = digits[0] == "0" and len(digits) > 2  # "0830", "007"; but "08 people" is 8
        return None if leading or len(digits) > LONGEST else int(digits)
    if GROUPED.fullmatch(digits):
        bare = digits.replace(",", "").replace(" ", "")
        return Decimal(bare) if bare.count(".") == 1 else int(bare.replace(".", ""))
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
