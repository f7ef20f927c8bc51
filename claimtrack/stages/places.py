"""Figures and tokens -> for each figure the most specific named place it is about.

A place in the figure's own clause comes first, then one in a clause joined to it, then one elsewhere in the sentence; a
sentence that names none goes on with the place before it when it plainly speaks of the same event.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from claimtrack.model import Document, Figure, Layers, Placing, Tokens
from claimtrack.stages.place_names import NameReader, Place
from claimtrack.vocabulary.loader import Vocabulary

STRONG, RELATIVE, WEAK = 3, 2, 1
BACK = 3  # sentences in which to look for the place that a sentence goes on with
FIGURES_BACK = 8  # sentences since a figure with a place whose event it may still be
FAR = 60  # tokens between a figure and its place in one sentence


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence's places and clause borders, by token index."""

    tokens: Tokens
    places: tuple[Place, ...]
    borders: tuple[int, ...]
    strengths: tuple[int, ...]


@dataclass(slots=True)
class Reader:
    document: Document
    layers: Layers
    vocabulary: Vocabulary
    scenes: dict[int, Scene | None] = field(default_factory=dict)


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Placing | None, ...]:
    """A Placing for every figure that has a place, else None."""
    starts = [s.start for s in layers.sentences]
    reader = Reader(document, layers, vocabulary)
    out: list[Placing | None] = []
    last: tuple[int, Placing] | None = None  # the sentence and the place of the figure before
    for figure in layers.figures:
        number = bisect_right(starts, figure.start) - 1
        found = None if figure.reason is not None or number < 0 else _placing(reader, figure, number, last)
        out.append(found)
        if found is not None:
            last = number, found
    return tuple(out)


def _placing(reader: Reader, figure: Figure, number: int, last: tuple[int, Placing] | None) -> Placing | None:
    at = scene(reader, number)
    if at is None:
        return None
    here = _nearest(at, figure)
    if here is not None:
        return Placing(*here)
    if last is not None and _follows_on(reader, figure, number, last[0]):
        return Placing(last[1].place, "same paragraph")
    if not _goes_on(at, reader.vocabulary):
        return None
    for before in range(number - 1, max(-1, number - 1 - BACK), -1):
        earlier = scene(reader, before)
        if earlier is not None and earlier.places:
            return Placing(max(earlier.places, key=lambda p: reader.document.text.count(p.name)).name, "place before")
    if last is not None and number - last[0] <= FIGURES_BACK and not _between_breaks(reader, last[0], number):
        return Placing(last[1].place, "same event")
    return None


def scene(reader: Reader, number: int) -> Scene | None:
    if number not in reader.scenes:
        tokens = reader.layers.tokens.get(number)
        reader.scenes[number] = _make(reader, tokens) if tokens is not None else None
    return reader.scenes[number]


def _make(reader: Reader, tokens: Tokens) -> Scene:
    places = tuple(NameReader(reader.document.text, tokens, reader.vocabulary).read())
    words = reader.vocabulary.dates.words
    borders, strengths = [], []
    for index, norm in enumerate(tokens.norms if places else ()):
        strength = (STRONG if norm in words["strong"] or norm == ";" else RELATIVE if norm in words["relative"]
                    else WEAK if norm in words["weak"] else 0)  # fmt: skip
        if strength:
            borders.append(index)
            strengths.append(strength)
    return Scene(tokens, places, tuple(borders), tuple(strengths))


def _nearest(at: Scene, figure: Figure) -> tuple[str, str] | None:
    best, best_key = None, (9, 9, 0)
    here = bisect_left(at.tokens.starts, figure.start)
    for place in at.places:
        low, high = (place.end, here) if place.end <= here else (here, place.start)
        if high - low > FAR:
            continue
        between = at.strengths[bisect_left(at.borders, low) : bisect_right(at.borders, high)]
        worst = max(between, default=0)
        key = (worst, place.grade, high - low)
        if key < best_key:
            best, best_key = place, key
    if best is None:
        return None
    return best.name, ("clause", "joined clause", "relative clause", "sentence")[best_key[0]]


def _follows_on(reader: Reader, figure: Figure, number: int, last: int) -> bool:
    """Whether a sentence begins with the figure right after one with a figure: "More than fifty homes were lost"."""
    here, before = reader.layers.sentences[number], reader.layers.sentences[last]
    return number - last == 1 and here.paragraph == before.paragraph and figure.start - here.start <= 1


def _goes_on(at: Scene, vocabulary: Vocabulary) -> bool:
    """Whether a sentence without a place points back: "the attack", "there", "across the state"."""
    norms, words = at.tokens.norms, vocabulary.places
    if not words.breaks.isdisjoint(norms[:3]):
        return False
    return not words.pointers.isdisjoint(norms) or any(
        norm in words.nouns and norms[i] in ("the", "that", "this") for i, norm in enumerate(norms[1:])
    )


def _between_breaks(reader: Reader, first: int, last: int) -> bool:
    """Whether the text turned to something new between two sentences."""
    for number in range(first + 1, last):
        at = scene(reader, number)
        if at is not None and not reader.vocabulary.places.breaks.isdisjoint(at.tokens.norms[:3]):
            return True
    return False
