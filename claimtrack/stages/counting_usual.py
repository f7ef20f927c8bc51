"""What a figure counts over when its clause does not tell: by its whole, by who counts of where, by the metric.

    "UNHCR said 300,000 had died", no place named -> cumulative      "12 died in Homs" -> new
"""

from __future__ import annotations

from bisect import bisect_right

from claimtrack.model import Counting, Layers
from claimtrack.vocabulary.loader import Vocabulary

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
    over = vocabulary.counting_of.get(happening.metric)
    return Counting(over, "metric", happening.metric) if over else None


def _counts_up(layers: Layers, number: int, vocabulary: Vocabulary) -> bool:
    """Whether a body that keeps count speaks of no place, or of a whole country."""
    source, placing = layers.attributions[number], layers.places[number]
    if source is None:
        return False
    if source.kind in _LISTING:
        return placing is None and not _of_an_event(layers, number, vocabulary)
    if source.side is None or source.kind not in _COUNTERS:
        return False
    return placing is None or placing.place in vocabulary.parties


def _of_an_event(layers: Layers, number: int, vocabulary: Vocabulary) -> bool:
    """Whether the sentence of a figure speaks of an attack, a fire, a flood."""
    start = layers.figures[number].start
    index = bisect_right(layers.sentences, start, key=lambda sentence: sentence.start) - 1
    return not vocabulary.places.events.isdisjoint(layers.tokens[index].norms)
