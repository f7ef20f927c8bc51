"""Where a clause goes on and where it ends: the figures in the reach of a verb, after it or before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.stages.standing_line import Line
from claimtrack.stages.standing_pointer import WINDOW
from claimtrack.stages.standing_rules import filled, whole
from claimtrack.stages.standing_scene import Scene
from claimtrack.vocabulary.standing_words import StandingWords


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """How a clause goes on and where it ends, with the words filled in."""

    ends: re.Pattern[str]
    beside: re.Pattern[str]
    turns: re.Pattern[str]
    that: re.Pattern[str]
    bars: re.Pattern[str]
    others: re.Pattern[str]
    split: re.Pattern[str]
    says: re.Pattern[str]
    saying: re.Pattern[str]
    idle: re.Pattern[str]
    clause: re.Pattern[str]
    according: re.Pattern[str]
    ahead: re.Pattern[str]
    definite: re.Pattern[str]
    owned: re.Pattern[str]
    named: re.Pattern[str]


_CLAUSE = r"(?:{subjects}|(?!{others} )[a-z]+ing) "
_CHECKERS = r" {through} (?:[a-z-]+ ){0,2}{checkers}"
_OUTCOME = r"(?:the )?(?:loss of|{outcomes} )|# (?:[a-z]+ ){0,3}?(?:{outcomes}|{states})"


@lru_cache(maxsize=4)
def patterns_of(words: StandingWords) -> Patterns:
    """The patterns, built once a vocabulary."""
    return Patterns(
        ends=whole(r";|{breaks}|, with|(?:and|,) (?:[a-z'.-]+ ){0,3}?{say}", words),
        beside=re.compile(
            filled(r"#(?: of {of_whom}| (?!{prepositions} )[a-z'-]+){0,3} ?\Z", words)
        ),
        turns=whole(";|{breaks}", words),
        that=re.compile(filled(r" (?:(?!{own_nouns} )[^ ,]+ ){0,6}?that ", words)),
        bars=whole("{bars}|{relatives}|[,]|{others}|that", words),
        others=whole("{others}|{bars}|(?<!of ){relatives}", words),
        split=whole(r"[,;:()-]|{breaks}|{say}|that|and (?=[^#]*#)", words),
        says=whole("{say}|{check}|{confirm}", words),
        saying=re.compile(filled(r"(?<!\S){say} \Z", words)),
        idle=re.compile(filled(rf"(?:{_CHECKERS})?\s*(?:\Z|[,;:()-]|{{when}}|{{breaks}}|and|or)(?: |\Z)", words)),
        clause=re.compile(filled(rf" (?:to )?(?:{_CLAUSE}|{_OUTCOME})| to #", words)),
        owned=re.compile(filled(r"(?<!\S)(?:{possessives}|(?:of|among) the) \Z", words)),
        named=re.compile(filled(rf" {_CLAUSE}", words)),
        ahead=re.compile(filled(r"(?: {onto})? #", words)),
        definite=re.compile(filled(r" {definite} #", words)),
        according=re.compile(filled(r"(?<!\S){according} (?:[^ ,;:]+ ){0,5}\Z", words)),
    )


def clause(scene: Scene, line: Line, at: int) -> list[int]:
    """The figures of the clause or noun that follows a verb, up to where another clause takes over."""
    patterns = patterns_of(scene.words)
    text, limit = line.text, min(len(line.text), at + WINDOW)
    end = patterns.ends.search(text, at, limit)
    held = line.within(at, end.start() if end else limit)
    if not held:
        return []
    first = line.place(held[0])
    that = patterns.that.match(text, at, first)
    bars = patterns.others if that else patterns.bars
    if bars.search(text, that.end() if that else at, first):
        return []
    for count, figure in enumerate(held):
        if count and None is not scene.source(figure) != scene.source(held[count - 1]) is not None:
            held = held[:count]
            break
    return [i for i in held if not patterns.owned.search(text[max(0, line.place(i) - 40) : line.place(i)])]


def counted_before(scene: Scene, line: Line, at: int) -> list[int]:
    """The figures of the words right before a verb: "12 deaths and 40 injuries | were confirmed"."""
    low = max(0, at - WINDOW)
    left = line.text[low:at].rstrip()
    for closing in (",", ")", "-"):
        if left.endswith(" " + closing):
            opening = left.rfind(" " + ("(" if closing == ")" else closing) + " ", 0, -1)
            left = left[:opening] if opening > 0 else left[:-2]
    patterns = patterns_of(scene.words)
    ends = [m.end() for m in patterns.split.finditer(left)]
    start = ends[-1] if ends else 0
    if patterns.others.search(left, start):
        return []
    return line.within(low + start, low + len(left))


def said_before(scene: Scene, line: Line, match: re.Match[str]) -> list[int]:
    """"12 people died , officials confirmed": the figures before, up to another speaker."""
    text = line.text
    low = max(0, match.start() - WINDOW)
    left = text[low : match.start()].rstrip()
    said = re.search(r"[,:-] (?:as )?(?:(?![,;:()-])[^ ]+ ){1,9}\Z", left + " ")
    if said is None or " that " in said[0] or " which " in said[0]:
        return []
    figures = line.within(low, low + said.start() + 1)
    if not figures:
        return []
    source = scene.source(figures[-1])
    return [i for i in figures if scene.source(i) == source]


def medial(scene: Scene, line: Line, at: int) -> bool:
    """Whether something else was said in the sentence before; "the ministry said that ..." is only a frame."""
    words, says = line.text[max(0, at - WINDOW) : at].split(), patterns_of(scene.words).says
    return says.search(" ".join(words[:-5])) is not None and not says.search(" ".join(words[-5:]))
