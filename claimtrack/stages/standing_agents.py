"""A judgement's match in a line -> who judges: the subject of "could not verify", the agent of "was verified by"."""

from __future__ import annotations

import re
from functools import lru_cache

from claimtrack.stages.standing_line import Line
from claimtrack.stages.standing_rules import filled, whole
from claimtrack.stages.standing_scene import Scene
from claimtrack.vocabulary.standing_words import StandingWords

ACTIVE = ("object", "strict", "denied", "told", "inner")
LONGEST = 90  # characters that a name may take


def agent(scene: Scene, line: Line, argument: str, match: re.Match[str]) -> str | None:
    """The judge as the text names it, at the fullest name an attribution gives; None when it names none."""
    span = _before(scene, line, match) if argument in ACTIVE else _after(scene, line, match.end())
    if span is None:
        return None
    start, end = line.span(*span)
    if line.text[span[0] : span[1]] in scene.words.groups["persons"]:
        return None
    for said in scene.attributions_near(line.sentence):
        if said is None or said.start is None or said.end is None:
            continue
        if said.start < end and start < said.end:
            return said.source
    return scene.document.text[start:end]


@lru_cache(maxsize=4)
def _edges(words: StandingWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    edge = r"[,;:()#-]|{breaks}|{bars}|{relatives}|{say}"
    left = whole(edge + r"|{ties}|(?:{figures}|{claims})(?= [^ ])", words)
    right = re.compile(
        filled(rf" (?:by|from) (?P<who>(?!#).{{1,90}}?)(?: (?:{edge}|{{when}}|{{after_judges}})(?: |\Z)|\Z)", words)
    )
    light = r"(?:{daytimes} )?{when}|{adverbs}|{auxiliaries}|of"
    aside = re.compile(filled(rf"(?:(?<!\S)(?:{light}) )+\Z", words))
    return left, right, aside


def _before(scene: Scene, line: Line, match: re.Match[str]) -> tuple[int, int] | None:
    left, _, aside = _edges(scene.words)
    low = max(0, match.start() - 2 * LONGEST)
    text = line.text[low : match.start()]
    text = _trimmed(text, aside)
    if match[0].endswith("ing") and text.endswith(" , "):  # "Kyiv said all was calm, rejecting the claim"
        text, low = line.text[: min(match.start(), LONGEST)], 0
        verb = left.search(text)
        return _span(line, 0, verb.start()) if verb else None
    if text.endswith(" , "):
        opening = text.rfind(" , ", 0, -3)
        text = text[: opening + 1] if opening > 0 else text[:-2]
    edges = [m.end() for m in left.finditer(text)]
    start = edges[-1] if edges else 0
    return _span(line, low + start, low + len(text))


def _trimmed(text: str, aside: re.Pattern[str]) -> str:
    found = aside.search(text)
    return text[: found.start()] if found else text


def _after(scene: Scene, line: Line, end: int) -> tuple[int, int] | None:
    _, right, _ = _edges(scene.words)
    found = right.match(line.text, end)
    return _span(line, *found.span("who")) if found else None


def _span(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """The place without an article before it and without white space; None when nothing is left."""
    text = line.text
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    article = re.compile("(?:the|a|an) ").match(text, start, end)
    start = article.end() if article else start
    return (start, end) if 0 < end - start <= LONGEST else None
