"""Figures and text -> for each figure what the text says of its verification, by whom, and the words that say it.

    "12 people died. That figure could not be verified." -> unverified, "That figure could not be verified"

A text without a word of doubt or proof costs one scan. Where several judgements hold, the gravest stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from claimtrack.model import Document, Layers, Standing
from claimtrack.record import VERIFICATIONS
from claimtrack.stages.standing_agents import agent
from claimtrack.stages.standing_arguments import Found, judged
from claimtrack.stages.standing_line import Line, line_of, plain_lower
from claimtrack.stages.standing_rules import Rule, rules_of
from claimtrack.stages.standing_scene import Scene, scene_of
from claimtrack.vocabulary.loader import Vocabulary
from claimtrack.vocabulary.standing_words import KEY, StandingWords

AHEAD = 3  # how many sentences after a figure may still speak of it


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Standing | None, ...]:
    """A Standing for every figure of which the text says one, None for the others."""
    found: list[Standing | None] = [None] * len(layers.figures)
    if not layers.figures:
        return ()
    plain = plain_lower(document.text)
    triggered = _triggered(plain, layers, vocabulary.standing)
    if not triggered:
        return tuple(found)
    scene = scene_of(document, layers, vocabulary)
    held: dict[int, list[int]] = {}
    for number, sentence in enumerate(scene.sentence):
        held.setdefault(sentence, []).append(number)
    for sentence, families in triggered.items():
        if not _near_figures(sentence, held) and ("check" not in families or scene.sentence[0] > sentence):
            continue
        bounds = layers.sentences[sentence]
        line = line_of(plain, bounds.start, bounds.end, sentence, layers.figures, held.get(sentence, []))
        for figure, standing in _judgements(scene, line, families):
            known = found[figure]
            if layers.figures[figure].reason is None and (known is None or _graver(standing, known)):
                found[figure] = standing
    return tuple(_with_parts(scene, found))


def _graver(one: Standing, known: Standing) -> bool:
    return VERIFICATIONS.index(one.status) < VERIFICATIONS.index(known.status)


def _near_figures(sentence: int, held: Mapping[int, list[int]]) -> bool:
    """Whether the sentence holds figures or follows some; a blanket judgement alone may stand further off."""
    return any(near in held for near in range(sentence - AHEAD, sentence + 2))


def _triggered(plain: str, layers: Layers, words: StandingWords) -> dict[int, set[str]]:
    """Sentences that hold a trigger, with the families of rules it calls."""
    found: dict[int, set[str]] = {}
    for key in words.triggers.keys() & {word[:KEY] for word in plain.split()}:
        for stem, family in words.triggers[key]:
            at = plain.find(stem)
            while at >= 0:
                sentence = layers.sentence_at(at)
                found.setdefault(sentence, set()).add(family)
                at = plain.find(stem, max(at + 1, layers.sentences[sentence].end))
    return dict(sorted(found.items()))


def _judgements(scene: Scene, line: Line, families: set[str]) -> Iterator[tuple[int, Standing]]:
    """Every figure judged in a line; a rule's match takes its words from the rules after it."""
    taken: list[tuple[int, int]] = []  # apart from each other, in the order of the line
    for rule in rules_of(scene.words, frozenset(families)):
        for match in rule.pattern.finditer(line.text):
            place = bisect_left(taken, match.span())
            if (place and taken[place - 1][1] > match.start()) or (
                place < len(taken) and taken[place][0] < match.end()
            ):
                continue
            found = judged(scene, line, rule.argument, match) if rule.status else None
            if found is None and not rule.decides:
                continue
            taken.insert(place, match.span())
            if found is not None:
                standing = _standing(scene, line, rule, match, found)
                yield from ((figure, standing) for figure in found.figures)


def _standing(scene: Scene, line: Line, rule: Rule, match: re.Match[str], found: Found) -> Standing:
    status = rule.status or ""
    if status == "by word":
        status = scene.words.status_of(match["word"], "independent" in match[0])
    by = agent(scene, line, rule.argument, match) if status != "provisional" else None
    if by is None and status in ("verified", "confirmed") and rule.argument in ("object", "strict"):
        by = scene.source(found.figures[0])  # "the mission said it had verified", "thus confirming"
    if status in ("confirmed", "verified") and line.text[found.start :].startswith(("neither ", "none of ")):
        status = "unverified"
    return Standing(status, by, *line.span(found.start, found.end), rule.name, line.span(*match.span()))


def _with_parts(scene: Scene, found: list[Standing | None]) -> Iterator[Standing | None]:
    """A part of which nothing is said stands as its whole: "20 people, including 5 children, were confirmed dead"."""
    for figure, standing in enumerate(found):
        yield standing if standing is not None else found[scene.whole(figure)]
