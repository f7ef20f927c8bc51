"""A sentence -> its date expressions, its clause borders, what "since" opens in it, and which dates an assertion.

Made once for a sentence and only where a figure asks; a sentence without a date costs one scan.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice

from claimtrack.model import Figure, Sentence, frozen
from claimtrack.rules import any_of
from claimtrack.stages.date_expressions import DAY, Expression, Reference, scan
from claimtrack.stages.date_patterns import factored
from claimtrack.vocabulary.date_words import DateWords, Event

STRONG, RELATIVE, THAT, WEAK = 4, 3, 2, 1  # clause borders; THAT: "said that", "people who"
BORDERS = (("weak", WEAK), ("that", THAT), ("relative", RELATIVE), ("strong", STRONG))
LOOK_BACK = 3  # sentences in which "a day earlier" looks for the day it counts from
MOST_SINCE = 10  # in one sentence
CLAUSE = 200  # characters before a date in which its clause may begin
GAP_WORDS = 8  # between "said" and its date
GAP_CHARS = 100
FIRST_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@frozen
class Since:
    """What a "since" opens: its place, and its first day where that is known. Figures before `of` are not of it.

    `told` is where the words end that tell the day.
    """

    start: int
    end: int
    first: date | None
    of: int
    told: int


@frozen
class Scene:
    """`asserting`, `bound`: by indexes into `expressions`. `borders` and `strengths` are parallel, in text order."""

    start: int
    expressions: tuple[Expression, ...] = ()
    asserting: frozenset[int] = frozenset()
    since: tuple[Since, ...] = ()
    borders: tuple[int, ...] = ()
    strengths: tuple[int, ...] = ()
    bound: Mapping[int, int] = field(default_factory=dict)  # expression -> start of the one figure that it dates


@frozen
class Grammar:
    """The compiled patterns of one vocabulary."""

    border: re.Pattern[str]
    strengths: Mapping[str, int]
    future: re.Pattern[str]
    first_of: re.Pattern[str]
    start_of: re.Pattern[str]
    first_since: re.Pattern[str]


@dataclass(slots=True)
class Reader:
    """One document under way: its text in both cases, and every scene made so far by sentence number."""

    text: str
    low: str
    today: date | None
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    words: DateWords
    scenes: dict[int, Scene] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)  # of the figures
    named: tuple[Event, ...] | None = None  # the known events that the text names, once asked for


@lru_cache(maxsize=4)
def grammar(words: DateWords) -> Grammar:
    """Compile what a scene needs."""
    strengths = {w: n for name, n in BORDERS for w in words.words[name]} | {";": STRONG}
    nouns = {noun for event in words.events for noun in event.nouns}
    return Grammar(
        border=re.compile(rf"\b(?:{factored(strengths.keys() - {';'})})|;"),
        strengths=strengths,
        future=re.compile(rf"\b(?:{factored(words.words['future'])})"),
        first_of=re.compile(rf"\bfirst ({any_of(FIRST_DAYS)}) of (?:[\w’'-]+ ){{0,4}}?{any_of(nouns)}\b"),
        first_since=re.compile(rf"\b{any_of(words.words['firsts'])}\b[^,;.]*\Z"),
        start_of=re.compile(rf"\b(?:start|beginning) of (?:the|this) ({any_of(FIRST_DAYS)})\b"),
    )


def scene(reader: Reader, number: int) -> Scene:
    """The scene of a sentence, from the reader's store when it was made before."""
    known = reader.scenes.get(number)
    if known is None:
        known = reader.scenes[number] = _make(reader, number)
    return known


def _make(reader: Reader, number: int) -> Scene:
    sentence = reader.sentences[number]
    low, start, end = reader.low, sentence.start, sentence.end
    reference = Reference(reader.today, lambda: _day_before(reader, number))
    found = scan(reader.text, low, start, end, reference, reader.words)
    found = [kept for e in found for kept in _unclaimed(reader, e, reference)]
    rules = grammar(reader.words)
    if low.find("first ", start, end) >= 0:
        found = _first_of(reader, sentence, rules, found)
    opens = low.find("since ", start, end) >= 0
    if not found and not opens:
        return Scene(start)
    marks = _borders(low, start, end, rules)
    since: list[Since] = []
    if opens:
        found, since = _since(reader, sentence, rules, found, marks)
    found = [e for e in found if not _is_future(e, low, start, rules, marks)]
    shouting = reader.text[start:end].isupper()
    asserting = frozenset(i for i, e in enumerate(found) if _asserts(reader, e, start, shouting))
    found = [_told_on(e, found, asserting, low) for e in found]
    borders, strengths = zip(*marks, strict=True) if marks else ((), ())
    return Scene(start, tuple(found), asserting, tuple(since), borders, strengths, _bound(reader, found))


def _told_on(one: Expression, found: list[Expression], asserting: frozenset[int], low: str) -> Expression:
    """ "overnight" is the night before the day on which it was said, not before the document's."""
    said = next((found[i].day for i in sorted(asserting)), None)
    return replace(one, day=said) if said and low[one.start : one.end] == "overnight" else one


def _bound(reader: Reader, found: list[Expression]) -> Mapping[int, int]:
    """The dates of older figures: of "68, up from 54 a day earlier" the day before is only of the 54."""
    bound: dict[int, int] = {}
    for index, one in enumerate(found):
        before = bisect_left(reader.starts, one.start) - 1
        figure = reader.figures[before] if before >= 0 else None
        beside = figure is not None and one.start - figure.end <= 1
        if figure is not None and beside and reader.low.endswith("from ", 0, figure.start):
            bound[index] = figure.start
    return bound


def _borders(low: str, start: int, end: int, rules: Grammar) -> list[tuple[int, int]]:
    """Where clauses begin, and how strong each border is."""
    marks: list[tuple[int, int]] = []
    for match in rules.border.finditer(low, start, end):
        word, at = match.group(), match.start()
        strength = rules.strengths[word]
        if word == "who" and low.startswith(", ", at - 2):
            strength = RELATIVE
        marks.append((at, strength))
    return marks


def _unclaimed(reader: Reader, one: Expression, reference: Reference) -> list[Expression]:
    """The expression, but for words that a figure claims: of "In May 30 people drowned" only the month is a date."""
    if not reader.starts:
        reader.starts.extend(f.start for f in reader.figures)
    index = max(0, bisect_left(reader.starts, one.start) - 1)
    while index < len(reader.figures) and reader.starts[index] < one.end:
        figure = reader.figures[index]
        if figure.reason is None and figure.core_start < one.end and figure.core_end > one.start:
            return scan(reader.text, reader.low, one.start, figure.core_start, reference, reader.words)
        index += 1
    return [one]


def _day_before(reader: Reader, number: int) -> date | None:
    """The day last named in the few sentences before this one."""
    nothing = Reference(reader.today, lambda: None)
    for sentence in reversed(reader.sentences[max(0, number - LOOK_BACK) : number]):
        found = scan(reader.text, reader.low, sentence.start, sentence.end, nothing, reader.words)
        days = [e.day for e in found if e.day and e.kind in ("day", "weekday", "relative")]
        if days:
            return days[-1]
    return None


def _since(
    reader: Reader, sentence: Sentence, rules: Grammar, found: list[Expression], marks: list[tuple[int, int]]
) -> tuple[list[Expression], list[Since]]:
    """Every "since" with its first day; the dates in its clause no longer govern."""
    since: list[Since] = []
    for match in islice(re.finditer(r"\bsince\b", reader.low[sentence.start : sentence.end]), MOST_SINCE):
        place = sentence.start + match.start()
        if rules.first_since.search(reader.low, max(sentence.start, place - 40), place):
            continue
        stops = [at for at, strength in marks if at > place and strength >= RELATIVE]
        closing = re.search(r", |\)", reader.low[place : sentence.end])
        end = min([*stops[:1], place + closing.start() if closing else sentence.end])
        inside = [e for e in found if place < e.start < end]
        found = [replace(e, governs=False) if e in inside else e for e in found]
        dated = next((e for e in inside if e.kind != "span"), None)
        first = dated.first or dated.day if dated else _opened(reader, sentence, rules, place, end)
        total = max(reader.low.rfind(word, sentence.start, place) for word in reader.words.words["totalling"])
        since.append(Since(place, end, first, max(total, 0), dated.end if dated else end))
    return found, since


def _opened(reader: Reader, sentence: Sentence, rules: Grammar, start: int, end: int) -> date | None:
    """The first day of "since the start of the year", "since the invasion began"."""
    today, match = reader.today, rules.start_of.search(reader.low, start, end)
    if match and today:
        unit = match.group(1)
        if unit == "week":
            return today - DAY * today.weekday()
        return today if unit == "day" else today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    return _event(reader, sentence, start, end)


def _event(reader: Reader, sentence: Sentence, start: int, end: int) -> date | None:
    """The known event that these words of the sentence speak of, when exactly one fits."""
    spoken = reader.low[start:end]
    fitting = [e for e in reader.words.events if reader.today and reader.today >= e.start
               and any(re.search(rf"\b{re.escape(noun)}\b", spoken) for noun in e.nouns)]  # fmt: skip
    if reader.named is None:
        reader.named = _named(reader.words.events, reader.low)
    for known in (_named(fitting, reader.low[sentence.start : sentence.end]), reader.named):
        named = [e for e in fitting if e in known]
        if named:
            return named[0].start if len(named) == 1 else None
    return None


def _named(events: Iterable[Event], low: str) -> tuple[Event, ...]:
    """The events that a text names."""
    return tuple(event for event in events if any(name in low for name in event.names))


def _first_of(reader: Reader, sentence: Sentence, rules: Grammar, found: list[Expression]) -> list[Expression]:
    """"the first week of the war" as a range, where the war's first day is known."""
    match = rules.first_of.search(reader.low, sentence.start, sentence.end)
    first = _event(reader, sentence, *match.span()) if match else None
    if match is None or first is None or reader.today is None:
        return found
    last = min(first + (FIRST_DAYS[match.group(1)] - 1) * DAY, reader.today)
    return sorted([*found, Expression(*match.span(), "range", last, first)], key=lambda e: e.start)


def _is_future(one: Expression, low: str, start: int, rules: Grammar, marks: list[tuple[int, int]]) -> bool:
    """Whether the date stands in a clause of what is still to come."""
    before = bisect_left(marks, (one.start, 0))
    clause = max(marks[before - 1][0] if before else start, one.start - CLAUSE)
    return rules.future.search(low, clause, one.start) is not None


def _asserts(reader: Reader, one: Expression, start: int, shouting: bool) -> bool:
    """Whether the date hangs on a verb of saying: "said on Thursday", "a statement on Monday said"."""
    text, words = reader.text, reader.words.words
    after = text[one.end : one.end + 16].removeprefix("'s").removeprefix("’s")
    following = after.split(maxsplit=1)[:1] if after.startswith(" ") else []
    if following and following[0].strip(",.;:").lower() in words["asserting"]:
        return True
    for word in reversed(text[max(start, one.start - GAP_CHARS) : one.start].split()[-GAP_WORDS:]):
        plain = word.strip(",\"“”'’").lower()
        if plain in words["asserting"]:
            return True
        if plain not in words["after_asserting"] and (shouting or not word[:1].isupper()):
            return False
    return False
