"""A rule's match in a line -> the figures it judges: the argument that the rule names, looked up in the sentence.

A judgement speaks of figures in its reach ("confirmed that 12 died", "the 12 deaths were confirmed") or of words that
point at figures elsewhere ("those numbers could not be verified").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from claimtrack.stages.standing_line import Line
from claimtrack.stages.standing_pointer import WINDOW, Pointer, object_of, subject
from claimtrack.stages.standing_rules import filled, whole
from claimtrack.stages.standing_scene import Scene, antecedents
from claimtrack.vocabulary.standing_words import StandingWords


@dataclass(frozen=True, slots=True)
class Found:
    """Figures judged, and the place in the line of the words that say so."""

    figures: list[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """How a clause goes on and where it ends, with the words filled in."""

    ends: re.Pattern[str]
    that: re.Pattern[str]
    bars: re.Pattern[str]
    others: re.Pattern[str]
    split: re.Pattern[str]
    says: re.Pattern[str]
    idle: re.Pattern[str]
    clause: re.Pattern[str]
    according: re.Pattern[str]
    named: re.Pattern[str]


_CLAUSE = r"(?:that|it|its|they|their|he|she|there|(?!{others} )[a-z]+ing) "
_OUTCOME = r"(?:the )?(?:loss of|{outcomes} )|# (?:[a-z]+ ){0,3}?(?:{outcomes}|{states})"


@cache
def patterns_of(words: StandingWords) -> Patterns:
    """The patterns, built once a vocabulary."""
    return Patterns(
        ends=whole(r"[;]|{breaks}|(?:and|,) (?:[a-z'.-]+ ){0,3}?{say}", words),
        that=re.compile(filled(r" (?:(?!(?:the|a|an|this|its) )[^ ,]+ ){0,6}?that ", words)),
        bars=whole("{bars}|[,]|{others}|that", words),
        others=whole("{others}|{bars}", words),
        split=whole(r"[,;:()-]|{breaks}|{say}|that|and (?=[^#]*#)", words),
        says=whole("{say}|{check}|{confirm}", words),
        idle=re.compile(filled(r"\s*(?:\Z|[,;:()-]|{when}|{breaks}|and|or)(?: |\Z)", words)),
        clause=re.compile(filled(rf" (?:to )?(?:{_CLAUSE}|{_OUTCOME})| to #", words)),
        named=re.compile(filled(rf" {_CLAUSE}", words)),
        according=re.compile(filled(r"(?<!\S){according} (?:[^ ,;:]+ ){0,5}\Z", words)),
    )


def judged(scene: Scene, line: Line, argument: str, match: re.Match[str]) -> Found | None:
    """The figures that a rule's match speaks of; None when it speaks of something else."""
    return _ARGUMENTS[argument](scene, line, match)


def _subject(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _subject_at(scene, line, match.start(), match.start(), match.end())


def _subject_at(scene: Scene, line: Line, at: int, start: int, end: int) -> Found | None:
    pointer = subject(line.text, at, scene.words)
    direct = _subject_figures(scene, line, at)
    if pointer is None or (pointer.kind == "outcome" and direct):
        return Found(direct, start, end) if direct else None
    held = line.within(pointer.start, pointer.end)
    if held:
        return Found(held + _same_again(scene, line, pointer, held), min(start, pointer.start), end)
    if pointer.kind == "outcome" and not pointer.determined:
        return None
    return _pointed(scene, line, pointer, min(start, pointer.start), end)


def _same_again(scene: Scene, line: Line, pointer: Pointer, held: list[int]) -> list[int]:
    """"These eight deaths" are the eight said before."""
    if pointer.words[0] not in ("these", "those"):
        return []
    figures, earlier = scene.layers.figures, scene.before(line.sentence)[-1:]
    return [i for i in earlier if figures[i].value is not None and figures[i].value == figures[held[0]].value]


def _subject_figures(scene: Scene, line: Line, at: int) -> list[int]:
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


def _object(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _object_at(scene, line, match, any_clause=True)


def _object_at(scene: Scene, line: Line, match: re.Match[str], any_clause: bool) -> Found | None:
    at = match.end()
    if any_clause:
        held = _clause(scene, line, at)
        if held:
            return Found(held, match.start(), at)
    pointer = object_of(line.text, at, scene.words)
    if pointer is not None:
        held = line.within(pointer.start, pointer.end)
        if held:
            return Found(held, match.start(), pointer.head_end)
        if pointer.tail.startswith("of ") and pointer.kind == "outcome":
            return None
        if pointer.kind == "outcome" and not pointer.determined:
            return None
        return _pointed(scene, line, pointer, match.start(), pointer.head_end)
    if patterns_of(scene.words).idle.match(line.text, at):
        return _said_before(scene, line, match)
    return None


def _clause(scene: Scene, line: Line, at: int) -> list[int]:
    """The figures of the clause or noun that follows a verb, up to where another clause takes over."""
    patterns = patterns_of(scene.words)
    text, limit = line.text, min(len(line.text), at + WINDOW)
    end = patterns.ends.search(text, at, limit)
    held = line.within(at, end.start() if end else limit)
    if not held:
        return []
    first = next(place for place, index in line.figures if index == held[0])
    that = patterns.that.match(text, at, first)
    bars = patterns.others if that else patterns.bars
    if bars.search(text, that.end() if that else at, first):
        return []
    source = scene.source(held[0])
    for count, figure in enumerate(held):
        if scene.source(figure) != source:
            return held[:count]
    return held


def _said_before(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"12 people died , officials confirmed": the figures before, up to another speaker."""
    text = line.text
    left = text[: match.start()].rstrip()
    said = re.search(r"[,:-] (?:as )?(?:(?![,;:()-])[^ ]+ ){1,9}\Z", left + " ")
    if said is None:
        return None
    figures = line.within(max(0, said.start() - WINDOW), said.start() + 1)
    if not figures:
        return None
    source = scene.source(figures[-1])
    return Found([i for i in figures if scene.source(i) == source], match.start(), match.end())


def _strict(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    if patterns_of(scene.words).clause.match(line.text, match.end()):
        return _object(scene, line, match)
    return _object_at(scene, line, match, any_clause=False)


def _denied(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _object_at(scene, line, match, bool(patterns_of(scene.words).named.match(line.text, match.end())))


def _told(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """Only a named claim or figure: "rejected the figure", not "rejected 12 offers"."""
    pointer = object_of(line.text, match.end(), scene.words)
    if pointer is None or pointer.kind not in ("claim", "figure", "outcome"):
        return None
    if pointer.kind == "outcome" or "#" in pointer.words:
        return None
    held = line.within(pointer.head_end, pointer.end)
    if held:
        return Found(held, match.start(), pointer.head_end)
    return _pointed(scene, line, pointer, match.start(), pointer.head_end)


def _inner(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _subject_at(scene, line, match.end("inner"), match.start(), match.end())


def _beside(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """The figure right before or right after: "12 alleged deaths", "the alleged killing of 12"."""
    text = line.text
    left = re.search(r"#(?: (?:people|of|them|[a-z'-]+)){0,3} ?\Z", text[max(0, match.start() - 60) : match.start()])
    if left and not patterns_of(scene.words).says.search(left[0]):
        at = max(0, match.start() - 60) + left.start()
        return Found(line.within(at, at + 1), match.start(), match.end())
    right = re.compile(r"(?: (?:of|at|to|is|was|:))? #").match(text, match.end())
    return Found(line.within(match.end(), right.end()), match.start(), match.end()) if right else None


def _checked(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"the confirmed toll", "12 confirmed dead"; not "officials confirmed deaths", where it is a verb."""
    text = line.text
    beside = _beside(scene, line, match)
    if beside is not None and "#" in text[max(0, match.start() - 60) : match.start()].split()[-4:]:
        return beside
    before = text[: match.start()].split()[-1:]
    groups = scene.words.groups
    if before and before[0] not in groups["determiners"] and before[0] not in groups["prepositions"]:
        return _object_at(scene, line, match, any_clause=True) if match["noun"] not in groups["figures"] else None
    held = _clause(scene, line, match.end())
    return Found(held, match.start(), match.end()) if held else None


def _label(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"Preliminary figures show 12": what comes after, else what comes before; with "according to", both."""
    end = patterns_of(scene.words).ends.search(line.text, match.end())
    held = line.within(match.end(), end.start() if end else len(line.text))
    left = line.text[: match.start()]
    patterns = patterns_of(scene.words)
    cue = patterns.according.search(left)
    if cue or not held:
        low = max((m.end() for m in patterns.ends.finditer(left)), default=0)
        before = line.within(max(low, len(left) - WINDOW), len(left))
        if before and (cue is None or left[: cue.start()].strip()):
            held = before if not held else before + held
    return Found(held, match.start(), match.end()) if held else None


def _clause_argument(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    held = _clause(scene, line, match.end())
    if held and line.text[match.end() :].startswith((" the #", " those #", " these #")):
        return None
    if not held:
        held = _subject_figures(scene, line, match.start())
    return Found(held, match.start(), match.end()) if held else None


def _near(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """Its own sentence, what stands before it rather than after; else the claim of the sentence before."""
    before = line.within(max(0, match.start() - WINDOW), match.start())
    held = before or line.within(match.end(), match.end() + WINDOW)
    if held:
        return Found(held, match.start(), match.end())
    pointer = Pointer(match.start(), match.end(), match.end(), ("it",), "", "pronoun", False, True)
    return _pointed(scene, line, pointer, match.start(), match.end())


def _sentence(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    held = line.within(match.end(), len(line.text)) or line.within(0, match.start())
    return Found(held, match.start(), match.end()) if held else None


def _bare(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"... has thousands of fighters - claims hard to check": the match holds the noun itself."""
    held = line.within(max(0, match.start() - WINDOW), match.start())
    return Found(held, match.start(), match.end()) if held else None


def _pointed(scene: Scene, line: Line, pointer: Pointer, start: int, end: int) -> Found | None:
    figures = antecedents(scene, line, pointer, _medial(scene, line, min(start, pointer.start)))
    return Found(figures, start, end) if figures else None


def _medial(scene: Scene, line: Line, at: int) -> bool:
    """Whether something else was said in the sentence before; "the ministry said that ..." is only a frame."""
    words = line.text[:at].split()
    return len(words) > 4 and not patterns_of(scene.words).says.search(" ".join(words[-5:]))


_ARGUMENTS: dict[str, Callable[[Scene, Line, re.Match[str]], Found | None]] = {
    "subject": _subject,
    "object": _object,
    "strict": _strict,
    "denied": _denied,
    "told": _told,
    "doubted": _told,
    "inner": _inner,
    "beside": _beside,
    "checked": _checked,
    "label": _label,
    "clause": _clause_argument,
    "near": _near,
    "sentence": _sentence,
    "bare": _bare,
}
