"""Lower-case text -> the bare numbers in it, in digits or words, found with one compiled scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimtrack.stages.figures_atoms import Atom, factored
from claimtrack.stages.figures_digits import DIGITS, LONGEST, written
from claimtrack.stages.figures_spoken import spoken
from claimtrack.vocabulary.figure_words import FigureWords

GAP = r"(?:[ \t\r]*+[-\n]?[ \t]*+(?<=[\s-]))"  # between the words of one number: never a blank line


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The scan compiled for one vocabulary. Its groups: digits, scale (after digits), glued letters, words."""

    scan: re.Pattern[str]
    words: FigureWords


def grammar(words: FigureWords) -> Grammar:
    """Compile the scan."""
    known = {*words.ones, *words.tens, *words.scales, *words.vague, *words.fractions, *words.multiples}
    known = {word for word in known | words.lists["zero.words"] | words.lists["pairs.words"] if word.isalpha()}
    scales = factored([*words.scales, *(word for word in words.vague if " " not in word)])
    one = rf"(?:{factored(known)})\b"
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
        start, end = match.span()
        found = match.group()
        small = words.ones.get(found)
        if small is not None:
            yield Atom(start, end, "number", small, small, small)
        elif match.lastgroup == "words":
            yield from spoken(text, start, end, words)
        elif found.isdigit() and found[0] != "0" and end - start <= LONGEST:
            value = int(found)
            yield Atom(start, end, "number", value, value, value, 1, True)
        else:
            yield from written(match, words)
