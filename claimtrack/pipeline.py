"""The cascade as a table one can read; analyse(document) -> claims."""

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

Stage = Callable[[Document, Layers, Vocabulary], Any]

STAGES: tuple[tuple[str, Stage], ...] = (
    ("sentences", sentences.find),
    ("figures", figures.find),
    ("tokens", tokens.find),
    ("counted", counted.find),
    ("happenings", happenings.find),
    ("attributions", attributions.find),
    ("standing", standing.find),
    ("dates", dates.find),
    ("places", places.find),
    ("claims", claims.find),
)


def analyse(document: Document, vocabulary: Vocabulary, background: bool = True) -> tuple[Claim, ...]:
    """The claims of a document, in the order of the text; without `background` none of metric "other"."""
    return layers_of(document, vocabulary, background).claims


def layers_of(document: Document, vocabulary: Vocabulary, background: bool = True) -> Layers:
    """Every layer of a document: each stage reads the layers before it and fills the one of its own name.

    Where no claim is asked for, the layers after `happenings` stay empty: most articles of a day tell of none, and who
    said what is most of the work.
    """
    found: dict[str, Any] = {}
    layers = Layers(background=background)
    read = replace(document, text=printed(document.text))
    for name, find in STAGES:
        found[name] = find(document if name == "claims" else read, layers, vocabulary)  # claims quote the text as it is
        layers = Layers(**found, background=background)
        if name == "happenings" and not background and not any(map(layers.asked, range(len(layers.figures)))):
            break
    return layers
