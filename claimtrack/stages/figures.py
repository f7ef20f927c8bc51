"""Document -> every figure phrase in it, in order: counts, background figures with a unit, and no claims with why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from claimtrack.model import Document, Figure, Layers
from claimtrack.stages import figures_bounds, figures_numbers, figures_sight, figures_traps
from claimtrack.stages.figures_bounds import Phrase
from claimtrack.vocabulary.figure_words import FigureWords
from claimtrack.vocabulary.loader import Vocabulary

HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # soft hyphens, zero-width and direction marks
ALIKE = (
    ("\u00a0", " "), ("\u2007", " "), ("\u2009", " "), ("\u200a", " "), ("\u202f", " "), ("\u3000", " "),
    ("\u2010", "-"), ("\u2011", "-"), ("\u2212", "-"), ("’", "'"), ("‘", "'"), ("´", "'"), ("İ", "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Everything made once from a vocabulary's words."""

    grammar: figures_numbers.Grammar
    suffix: re.Pattern[str]
    traps: figures_sight.Traps


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Figure, ...]:
    """Figures in the order of the text, none overlapping; `reason` is set for those that are no claim."""
    words = vocabulary.figures
    text = document.text
    shown, places = _visible(text)
    found = _figures(shown, words)
    if places is None:
        return tuple(found)
    return tuple(_moved(figure, places) for figure in found)


@lru_cache(maxsize=4)
def _compiled(words: FigureWords) -> Compiled:
    return Compiled(
        figures_numbers.grammar(words), figures_bounds.suffix_pattern(words), figures_sight.traps(words)
    )


def _visible(text: str) -> tuple[str, list[int] | None]:
    """The text without characters that cannot be seen, and where each character left stood; None when all are left."""
    if text.isascii() or not any(mark in text for mark in HIDDEN):
        return text, None
    places = [at for at, char in enumerate(text) if char not in HIDDEN]
    places.append(len(text))
    return "".join(text[at] for at in places[:-1]), places


def _moved(figure: Figure, places: list[int]) -> Figure:
    """The figure at its place in the text as received."""
    ends = {name: places[getattr(figure, name) - 1] + 1 for name in ("end", "core_end")}
    return replace(figure, start=places[figure.start], core_start=places[figure.core_start], **ends)


def _plain(text: str) -> str:
    """The text in lower case with plain spaces, hyphens and apostrophes, of the same length."""
    if not text.isascii():
        for odd, even in ALIKE:
            if odd in text:
                text = text.replace(odd, even)
    return text.lower()


def _figures(shown: str, words: FigureWords) -> Iterator[Figure]:
    compiled = _compiled(words)
    low = _plain(shown)
    atoms = figures_numbers.atoms(low, compiled.grammar)
    done = 0
    for phrase in figures_bounds.phrases(low, atoms, words, compiled.suffix):
        if phrase.core_start < done:
            continue
        figure = _figure(shown, low, phrase, compiled, done)
        if figure:
            done = figure.end
            yield figure


def _figure(shown: str, low: str, phrase: Phrase, compiled: Compiled, done: int) -> Figure | None:
    decided = figures_traps.judge(shown, low, phrase, compiled.traps)
    start, end, unit, reason, rule = phrase.start, phrase.end, "count", None, phrase.rule
    if decided:
        rule, (reason, unit, start, end) = decided
        if reason == "word":
            return None
    return Figure(
        start=start if start >= done else phrase.core_start,
        end=end,
        core_start=phrase.core_start,
        core_end=phrase.core_end,
        quantifier=phrase.quantifier,
        value=phrase.value,
        low=phrase.low,
        high=phrase.high,
        unit=unit,
        rule=rule,
        reason=reason,
    )
