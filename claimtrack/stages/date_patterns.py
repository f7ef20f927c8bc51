"""How a date may be written: one compiled scan for the atoms of dates ("March 2", "Friday", "the past two days").

The groups are named by what they are; a digit at the end tells the forms apart ("2 March" is d1 m1, "March 2" m2 d2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from claimtrack.rules import any_of
from claimtrack.vocabulary.date_words import DateWords

YEAR = r"(?:19|20)\d\d"
JOIN = r"\s?(?:-|–|—|to|and|through)\s?"


@lru_cache(maxsize=4)
def pattern(words: DateWords) -> re.Pattern[str]:
    """The scan for the atoms of one vocabulary, to be run on lower case."""
    ordinal = rf"{any_of(words.words['ordinals'])}?"
    month = rf"{any_of(words.months)}\b\.?"
    short = rf"(?:{any_of({*words.weekdays, *words.short_weekdays})}\b\.?,? )?"
    count = rf"(?:\d{{1,3}}|{any_of(words.counts)}|{any_of(words.words['uncounted'])})"
    unit = any_of(words.units)
    return re.compile(
        rf"\b(?:(?P<iso>{YEAR}-\d\d-\d\d)\b"
        rf"|{short}(?:(?P<a1>\d{{1,2}}){ordinal}{JOIN})?(?P<d1>\d{{1,2}}){ordinal}[ -](?:of )?(?P<m1>{month})"
        rf"(?:,? (?P<y1>{YEAR})\b)?"
        rf"|(?P<year>{YEAR})\b(?![-–,.]?\d)"
        rf"|{short}(?P<m2>{month}) (?P<d2>\d{{1,2}}){ordinal}(?![\d:%]|[,.]\d)"
        rf"(?:{JOIN}(?P<b2>\d{{1,2}}){ordinal}(?!\w|[,.]\d))?"
        rf"(?:,? (?P<y2>{YEAR})\b)?"
        rf"|(?P<m3>{month})(?:,? (?:of )?(?P<y3>{YEAR}|this year|last year)\b)?"
        rf"|(?P<weekday>{any_of(words.weekdays)})\b(?: (?P<week>{any_of(words.words['weeks'])}) week\b)?"
        rf"|(?P<relative>{any_of(words.relative)})\b"
        rf"|(?P<anaphoric>{any_of(words.anaphoric)})\b"
        rf"|(?P<ago>ago)\b|(?P<weekend>weekend)\b"
        rf"|{any_of(words.words['span'])} (?P<back>{count})[ -](?P<unit2>{unit})s?\b"
        rf"|(?P<which>{any_of(words.words['which'])}) (?P<unit>{unit})\b)"
    )


@lru_cache(maxsize=4)
def beginnings(words: DateWords) -> re.Pattern[str]:
    """Where an atom may begin: far cheaper to look for than the atoms themselves."""
    first = [*words.months, *words.weekdays, *words.short_weekdays, *words.relative, *words.anaphoric]
    rest = {*words.words["span"], *words.words["which"], "ago", "weekend"}
    return re.compile(rf"\b(?:{factored([*first, *rest])}|\d\d?(?!\d)|{YEAR}(?!\d))")


def factored(words: Iterable[str]) -> str:
    """An alternation grouped by first letter, whole words only: the scan then rejects most places at once."""
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(rf"{re.escape(head)}(?:{'|'.join(tails)})\b" for head, tails in groups.items())
