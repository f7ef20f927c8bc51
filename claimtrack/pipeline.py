"""The cascade as two tables one can read; analyse(document) -> claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from claimtrack.model import Claim, Document, Layers
from claimtrack.stages import (
    attributions,
    claims,
    counted,
    dates,
    figures,
    happenings,
    places,
    sentences,
    standing,
    tokens,
)
from claimtrack.stages.typewriting import printed
from claimtrack.vocabulary.loader import Vocabulary

Stages = tuple[tuple[str, Callable[[Document, Layers, Vocabulary], Any]], ...]

# Each stage fills the layer of its own name. These find the figures and what happened to what they count.
READING: Stages = (
    ("sentences", sentences.find),
    ("figures", figures.find),
    ("tokens", tokens.find),
    ("counted", counted.find),
    ("happenings", happenings.find),
)
# These find who says so, how it stands, when and where: most of the work, for figures of which a claim is asked.
TELLING: Stages = (
    ("attributions", attributions.find),
    ("standing", standing.find),
    ("dates", dates.find),
    ("places", places.find),
)


def analyse(document: Document, vocabulary: Vocabulary, background: bool = True) -> tuple[Claim, ...]:
    """The claims of a document, in the order of the text; without `background` none of metric "other"."""
    return layers_of(document, vocabulary, background).claims


def layers_of(document: Document, vocabulary: Vocabulary, background: bool = True) -> Layers:
    """Every layer of a document, the claims at last. Where none is asked for, those of TELLING stay empty."""
    read = replace(document, text=printed(document.text))
    layers = _filled(Layers(background=background), READING, read, vocabulary)
    if not background and not any(map(layers.asked, range(len(layers.figures)))):
        return layers
    layers = _filled(layers, TELLING, read, vocabulary)
    found = claims.find(document, layers, vocabulary)  # they quote the text as it is
    return replace(layers, claims=tuple(_placed(claim, vocabulary) for claim in found))


def _placed(claim: Claim, vocabulary: Vocabulary) -> Claim:
    """The claim with its place by the name that a user wants it by, where he has given it another."""
    name = vocabulary.gazetteer.called(claim.place) if claim.place else None
    if name == claim.place:
        return claim
    return replace(claim, place=name, trace=(*claim.trace, ("place", "another name of a place", claim.place or "")))


def _filled(layers: Layers, stages: Stages, document: Document, vocabulary: Vocabulary) -> Layers:
    """The layers with those of these stages, each of which reads the ones before it."""
    for name, find in stages:
        layers = replace(layers, **{name: find(document, layers, vocabulary)})
    return layers
