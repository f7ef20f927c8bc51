"""What a figure counts over when its clause does not tell: by its whole, by who counts of where, by the metric.

    "UNHCR said 300,000 had died", no place named -> cumulative      "12 died in Homs" -> new
"""

from __future__ import annotations

from claimtrack.model import Counting, Layers, Number
from claimtrack.vocabulary.loader import Vocabulary

MANY = 100  # killed or lost: of fewer, a body that keeps count tells as of one event
TOO_MANY = 1_000  # killed or lost: one event that is not named does not take so many
# Kinds of sources that count up; who is on the spot tells of one event.
_COUNTERS = frozenset({"military", "government", "igo", "court"})
_LISTING = frozenset({"ngo", "expert"})


def usual(layers: Layers, number: int, vocabulary: Vocabulary) -> Counting | None:
    """What a figure counts over: told, or by its whole, or by who says it of where, or by metric."""
    happening = layers.happenings[number]
    if happening is None or happening.counting is not None:
        return None if happening is None else happening.counting
    if happening.part_of is not None and happening.part_of != number:
        whole = layers.happenings[happening.part_of]
        if whole is not None and whole.metric == happening.metric and whole.part_of is None:
            return usual(layers, happening.part_of, vocabulary)
    if happening.metric in vocabulary.of_metrics.tolls and _counts_up(layers, number, vocabulary):
        source = layers.attributions[number]
        return Counting("cumulative", "who keeps count", (source.source or "") if source else "")
    if happening.metric in vocabulary.of_metrics.tolls and _too_many(layers, number, vocabulary):
        return Counting("cumulative", "more than one event takes", "")
    over = vocabulary.counting_of.get(happening.metric)
    return Counting(over, "metric", happening.metric) if over else None


def _counts_up(layers: Layers, number: int, vocabulary: Vocabulary) -> bool:
    """Whether a body that keeps count speaks of no place, or of a whole country."""
    source, placing = layers.attributions[number], layers.places[number]
    if source is None or _largest(layers, number, vocabulary) < MANY:
        return False
    if source.kind in _LISTING:
        return placing is None and not _of_an_event(layers, number, vocabulary)
    if source.side is None or source.kind not in _COUNTERS:
        return False
    return placing is None or placing.place in vocabulary.parties


def _too_many(layers: Layers, number: int, vocabulary: Vocabulary) -> bool:
    """ "The two sides have killed 4,000": with no word of an attack, a fire, a flood."""
    return _largest(layers, number, vocabulary) >= TOO_MANY and not _of_an_event(layers, number, vocabulary)


def _largest(layers: Layers, number: int, vocabulary: Vocabulary) -> Number:
    """The largest toll of the figure's sentence: "200 tanks, 31 helicopters" are counted up both."""
    tolls = vocabulary.of_metrics.tolls
    tokens = layers.tokens[layers.sentence_at(layers.figures[number].start)]
    figures = (layers.figures[n] for n in tokens.figures.values() if _metric(layers, n) in tolls)
    return max((figure.value or figure.high or figure.low or 0 for figure in figures), default=0)


def _metric(layers: Layers, number: int) -> str:
    happening = layers.happenings[number]
    return "other" if happening is None else happening.metric


def _of_an_event(layers: Layers, number: int, vocabulary: Vocabulary) -> bool:
    """Whether the sentence of a figure speaks of an attack, a fire, a flood."""
    tokens = layers.tokens[layers.sentence_at(layers.figures[number].start)]
    return not vocabulary.places.events.isdisjoint(tokens.norms)
