"""A figure phrase with the text around it and the patterns that the rules of the figure stage look with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from claimtrack.stages.figures_atoms import factored
from claimtrack.stages.figures_bounds import Phrase, start_of
from claimtrack.vocabulary.figure_words import FigureWords

WORDS = re.compile(r"\W{1,3}+([^\W\d_]++(?:-\w++)?)")


class Verdict(NamedTuple):
    """`reason` is None for a background figure of `unit`; `start` and `end` are the phrase with what decided."""

    reason: str | None
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Traps:
    """The patterns of the rules, compiled for one vocabulary."""

    after: re.Pattern[str]
    date: re.Pattern[str]
    ordinal: re.Pattern[str]
    part: re.Pattern[str]
    pair_after: re.Pattern[str]
    one_after: re.Pattern[str]
    locating: re.Pattern[str]
    compound: re.Pattern[str]
    zero: re.Pattern[str]
    words: FigureWords


class Sight(NamedTuple):
    """A phrase with the text around it. `shown` is the text with its capitals, `low` without, of one length."""

    shown: str
    low: str
    phrase: Phrase
    after: tuple[str, str, int] | None  # kind, unit or reason, end
    traps: Traps

    @property
    def last(self) -> str:
        """The word or mark before the phrase."""
        return self.phrase.before[-1] if self.phrase.before else ""

    def verdict(self, reason: str | None, taken: int = 0, end: int | None = None, unit: str = "count") -> Verdict:
        """A verdict on the phrase with `taken` tokens before it, up to `end`."""
        start = start_of(self.low, self.phrase.start, self.phrase.before[-taken:]) if taken else self.phrase.start
        return Verdict(reason, unit, start, self.phrase.end if end is None else end)


def traps(words: FigureWords) -> Traps:
    """Compile the patterns."""
    lists = words.lists
    after = {word.replace("-", " ") for word in words.after}
    month = factored(phrase.replace(" .", ".") for phrase in _before(words, "date"))
    zero = lists["zero.nouns"]
    pronouns = factored(lists["zero.pronouns"])
    day = rf"[0-9]{{1,2}}+(?![0-9])(?:{factored(lists['ordinals.glued'])})?"
    year = r"(?:(?:,?\s++of\s++|,\s*+|\s++|-)(?:1[5-9]|20)[0-9]{2}(?![0-9]))?"
    link = r"\s++(?:to|and|or|through|until)\s++"
    part_of = rf"(?:{factored(lists['one.of'])})(?!\s++(?:{factored(lists['one.parts'])})(?!\w))"
    counting = rf"(?:{factored(lists['adjectives.counting'])})(?!\w)"
    linked = rf"(?:\s++(?:{factored([*lists['zero.helpers']])})(?!\w)){{0,6}}"
    return Traps(
        after=re.compile(rf"[\s-]{{0,3}}+(?:of\s++)?({factored(after)})(?!\w)"),
        date=re.compile(
            rf"(?:{month})\.?[\s-]{{1,3}}+{day}(?:\s?[-–]\s?{day}|{link}{day}(?={year}\s*(?:[.,;:)]|\Z)))?{year}"
            rf"|{day}(?:(?:\s?[-–/]\s?|,\s|{link}){day}){{0,6}}+(?:\s++of\s++|[\s-]{{1,3}}+)(?:{month})(?!\w)"
            rf"(?:\.?\s++[0-9]{{2}}(?=\)?\s*+[(—–-])|{year})"
        ),
        ordinal=re.compile(rf"(?:{factored(lists['ordinals.glued'])}|-(?:{factored(lists['ordinals.spoken'])}))(?!\w)"),
        part=re.compile(rf"\s++(?:{factored(lists['wholes.after'])})(?!\w)"),
        pair_after=re.compile(rf"\s++(?:{factored(lists['pairs.after'])})(?!\w)"),
        one_after=re.compile(rf"(?:\s++|(?='))(?:{factored(lists['one.after'])}|{part_of})(?!\w)"),
        locating=re.compile(rf"\s++(?:(?:to|in) the\s++)?(?:{factored(lists['distances.locating'])})(?!\w)"),
        compound=re.compile(rf"-(?:(?!{counting})[^\W\d_]|(?=\s+(?:and|or|to)\s))"),
        zero=re.compile(
            rf"(?:(?:{pronouns}){linked}\s++(?:{factored(lists['zero.verbs'])})"
            rf"|(?:no|zero)(?:\s++(?:{factored(lists['zero.between'])})(?!\w)){{0,4}}\s++(?:{factored(zero)}))(?!\w)"
        ),
        words=words,
    )


def _before(words: FigureWords, reason: str) -> list[str]:
    return [" ".join(phrase) for entries in words.before.values() for phrase, name in entries if name == reason]


def last_word(before: list[str]) -> str:
    """The word before a figure, with its stop: "no.", "feb."."""
    if not before:
        return ""
    return "".join(before[-2:]) if before[-1] == "." else before[-1]


def led_by(sight: Sight, reason: str) -> int:
    """How many tokens before the phrase make it what `reason` says, by the vocabulary; 0 for none."""
    before = sight.phrase.before
    for phrase, name in sight.traps.words.before.get(last_word(before), ()):
        if name == reason and tuple(before[-len(phrase) :]) == phrase:
            return len(phrase)
    return 0


def counted(sight: Sight) -> bool:
    """Whether one of the next two words names people or things counted."""
    at = sight.phrase.end
    for _ in range(2):
        match = WORDS.match(sight.low, at)
        if not match:
            return False
        if match[1] in sight.traps.words.lists["years.counted"]:
            return True
        at = match.end()
    return False
