"""A rule's match in a line -> the figures it judges: the argument that the rule names, looked up in the sentence.

A judgement speaks of figures in its reach ("confirmed that 12 died", "the 12 deaths were confirmed") or of words that
point at figures elsewhere ("those numbers could not be verified").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from claimtrack.stages.standing_clause import clause, counted_before, medial, patterns_of, said_before
from claimtrack.stages.standing_line import Line
from claimtrack.stages.standing_pointer import WINDOW, Pointer, object_before, object_of, subject
from claimtrack.stages.standing_scene import Scene, antecedents


@dataclass(frozen=True, slots=True)
class Found:
    """Figures judged, and the place in the line of the words that say so."""

    figures: list[int]
    start: int
    end: int


def judged(scene: Scene, line: Line, argument: str, match: re.Match[str]) -> Found | None:
    """The figures that a rule's match speaks of; None when it speaks of something else."""
    return _ARGUMENTS[argument](scene, line, match)


def _subject(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _subject_at(scene, line, match.start(), match.start(), match.end())


def _claim(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _subject_at(scene, line, match.start(), match.start(), match.end(), counted=False)


def _found(figures: list[int], start: int, end: int) -> Found | None:
    return Found(figures, start, end) if figures else None


def _subject_at(scene: Scene, line: Line, at: int, start: int, end: int, counted: bool = True) -> Found | None:
    """`counted`: what is judged may be the thing counted ("12 deaths were confirmed"), not only a claim or figure."""
    pointer = subject(line.text, at, scene.words)
    if pointer is None and patterns_of(scene.words).saying.search(line.text, max(0, at - 20), at):
        pointer = object_before(line.text, at, scene.words)  # "a figure aid groups say is too low"
    direct = counted_before(scene, line, at) if counted else []
    if line.text.startswith(" that ", end) and (pointer is None or pointer.words == ("it",)):
        return _found(clause(scene, line, end), start, end)
    held = line.within(pointer.start, at) if pointer else []
    if pointer and held:
        return Found(held + _same_again(scene, line, pointer, held), min(start, pointer.start), end)
    if pointer is None or (pointer.kind == "outcome" and (direct or not counted or not pointer.determined)):
        return _found(direct, start, end)
    return _pointed(scene, line, pointer, min(start, pointer.start), end)


def _same_again(scene: Scene, line: Line, pointer: Pointer, held: list[int]) -> list[int]:
    """"These eight deaths" are the eight said before."""
    if pointer.words[0] not in ("these", "those"):
        return []
    figures, earlier = scene.layers.figures, scene.before(line.sentence)[-1:]
    return [i for i in earlier if figures[i].value is not None and figures[i].value == figures[held[0]].value]


def _object(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _object_at(scene, line, match, any_clause=True)


def _object_at(scene: Scene, line: Line, match: re.Match[str], any_clause: bool) -> Found | None:
    at = match.end()
    if any_clause:
        held = clause(scene, line, at)
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
        if pointer.kind == "claim" and pointer.tail.startswith("that "):
            return None  # the claim that something else is so
        return _pointed(scene, line, pointer, match.start(), pointer.head_end)
    if not patterns_of(scene.words).idle.match(line.text, at):
        return None
    return _left_behind(scene, line, match) or _found(said_before(scene, line, match), match.start(), match.end())


def _left_behind(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"A figure the army disputes", ", which the army has not confirmed": the object stands before the subject."""
    pointer = object_before(line.text, match.start(), scene.words)
    return _pointed(scene, line, pointer, pointer.start, match.end()) if pointer else None


def _confirmation(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"No confirmation of the figures", or of nothing named: then of what was just claimed."""
    found = _object(scene, line, match)
    if found is None and re.compile(r" (?:from|by) [^,;:()#]{0,90}\Z|\Z| [,;]").match(line.text, match.end()):
        return _pointed(scene, line, _it(match), match.start(), match.end())
    return found


def _it(match: re.Match[str]) -> Pointer:
    return Pointer(match.start(), match.end(), match.end(), ("it",), "", "pronoun", False, True)


def _strict(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    if patterns_of(scene.words).clause.match(line.text, match.end()):
        return _object(scene, line, match)
    pointer = object_of(line.text, match.end(), scene.words)
    if pointer is not None and pointer.words[0] == "any":
        return None  # "for the first time it admitted any casualties"
    return _object_at(scene, line, match, any_clause=False)


def _denied(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _object_at(scene, line, match, bool(patterns_of(scene.words).named.match(line.text, match.end())))


def _told(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """Only a named claim or figure, or "this": "rejected the figure", not "rejected 12 offers"."""
    pointer = object_of(line.text, match.end(), scene.words)
    if pointer is None and patterns_of(scene.words).idle.match(line.text, match.end()):
        return _left_behind(scene, line, match)
    if pointer is None or not pointer.determined or "#" in pointer.words or "it" in pointer.words:
        return None  # "it" may be an offer
    held = line.within(pointer.head_end, pointer.end)
    if held:
        return Found(held, match.start(), pointer.head_end)
    main = 0 if match[0].endswith("ing") else match.start()  # "..., rejecting the claim" goes with the main verb
    return _pointed(scene, line, pointer, match.start(), pointer.head_end, large=False, at=main)


def _inner(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _subject_at(scene, line, match.end("inner"), match.start(), match.end())


def _beside(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """The figure right before or right after: "12 alleged deaths", "the alleged killing of 12"."""
    text, low, patterns = line.text, max(0, match.start() - 60), patterns_of(scene.words)
    left = patterns.beside.search(text[low : match.start()])
    if left and not patterns.says.search(left[0]):
        return Found(line.within(low + left.start(), low + left.start() + 1), match.start(), match.end())
    right = patterns.ahead.match(text, match.end())
    return Found(line.within(match.end(), right.end()), match.start(), match.end()) if right else None


def _next(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    return _found(line.within(match.end(), match.end() + 2), match.start(), match.end())


def _checked(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"the confirmed toll", "12 confirmed dead"; not "officials confirmed deaths", where it is a verb."""
    text = line.text
    beside = _beside(scene, line, match)
    if beside is not None and "#" in text[max(0, match.start() - 60) : match.start()].split()[-4:]:
        return beside
    before = text[max(0, match.start() - 60) : match.start()].split()[-1:]
    groups = scene.words.groups
    if before and before[0] not in groups["determiners"] and before[0] not in groups["prepositions"]:
        return _object_at(scene, line, match, any_clause=True) if match["noun"] not in groups["figures"] else None
    held = clause(scene, line, match.end())
    return _found(held, match.start(), match.end())


def _label(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"Preliminary figures show 12": what comes after, else what comes before; with "according to", both."""
    patterns, start = patterns_of(scene.words), max(0, match.start() - WINDOW)
    left = line.text[start : match.start()]
    cue = patterns.according.search(left)
    ends = patterns.turns if cue else patterns.ends
    end = ends.search(line.text, match.end(), match.end() + 2 * WINDOW)
    held = line.within(match.end(), end.start() if end else match.end() + 2 * WINDOW)
    if cue or not held:
        low = max((m.end() for m in patterns.turns.finditer(left)), default=0)
        before = line.within(start + low, match.start())
        if before and (cue is None or left[: cue.start()].strip()):
            held = before if not held else before + held
    return _found(held, match.start(), match.end())


def _clause_argument(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    held = clause(scene, line, match.end())
    if held and patterns_of(scene.words).definite.match(line.text, match.end()):
        return None
    if not held:
        held = counted_before(scene, line, match.start())
    return _found(held, match.start(), match.end())


def _near(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """Its own sentence, what stands before it rather than after; else the claim of the sentence before."""
    before = line.within(max(0, match.start() - WINDOW), match.start())
    held = before or line.within(match.end(), match.end() + WINDOW)
    if held:
        return Found(held, match.start(), match.end())
    return _pointed(scene, line, _it(match), match.start(), match.end())


def _sentence(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    held = line.within(match.end(), match.end() + WINDOW) or line.within(max(0, match.start() - WINDOW), match.start())
    return _found(held, match.start(), match.end())


def _bare(scene: Scene, line: Line, match: re.Match[str]) -> Found | None:
    """"... has thousands of fighters - claims hard to check": the match holds the noun itself."""
    held = line.within(max(0, match.start() - WINDOW), match.start())
    return _found(held, match.start(), match.end())


def _pointed(
    scene: Scene, line: Line, pointer: Pointer, start: int, end: int, large: bool = True, at: int | None = None
) -> Found | None:
    deep = medial(scene, line, min(start, pointer.start) if at is None else at)
    figures = antecedents(scene, line, pointer, deep, large)
    return _found(figures, start, end)


_ARGUMENTS: dict[str, Callable[[Scene, Line, re.Match[str]], Found | None]] = {
    "subject": _subject,
    "claim": _claim,
    "object": _object,
    "confirmation": _confirmation,
    "strict": _strict,
    "denied": _denied,
    "told": _told,
    "doubted": _told,
    "inner": _inner,
    "beside": _beside,
    "next": _next,
    "checked": _checked,
    "label": _label,
    "clause": _clause_argument,
    "near": _near,
    "sentence": _sentence,
    "bare": _bare,
}
