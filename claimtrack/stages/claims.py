"""Layers -> claims, with ids, references between parts and wholes, and the rules that made each field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from claimtrack.identity import claim_id
from claimtrack.model import Claim, Counting, Document, Layers
from claimtrack.names import INVISIBLE
from claimtrack.stages import counting_usual, sides
from claimtrack.vocabulary.loader import Vocabulary

Answer = TypeVar("Answer")


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """One claim a figure that is one, in the order of the text."""
    ids = {
        number: claim_id(document.id, figure.start, figure.end, happening.metric)
        for number, (figure, happening) in enumerate(zip(layers.figures, layers.happenings, strict=True))
        if happening is not None
    }  # of background figures too: a part names its whole
    sentences = dict(_sentences(document, layers))
    asked = filter(layers.asked, ids)
    return tuple(_claim(document, layers, number, ids, sentences[number], vocabulary) for number in asked)


def _sentences(document: Document, layers: Layers) -> Iterator[tuple[int, str]]:
    """The sentence of each figure; figures of one sentence share it."""
    for tokens in layers.tokens.with_figures():
        bounds = layers.sentences[tokens.sentence]
        sentence = document.text[bounds.start : bounds.end]
        for number in tokens.figures.values():
            yield number, sentence


def _at(layer: Sequence[Answer | None], number: int) -> Answer | None:
    return layer[number] if layer else None


def _claim(
    document: Document, layers: Layers, number: int, ids: dict[int, str], sentence: str, vocabulary: Vocabulary
) -> Claim:
    figure, happening, counted = layers.figures[number], layers.happenings[number], layers.counted[number]
    assert happening is not None and counted is not None
    source, standing = _at(layers.attributions, number), _at(layers.standing, number)
    dating, placing = _at(layers.dates, number), _at(layers.places, number)
    text = document.text
    evidence = None
    if standing is not None and standing.start is not None and standing.end is not None:
        evidence = text[standing.start : standing.end]
    counting = counting_usual.usual(layers, number, vocabulary)
    siding = sides.side(document, layers, number, vocabulary)
    trace = tuple(_trace(layers, number, counting, siding))
    return Claim(
        id=ids[number],
        document=document.id,
        start=figure.start,
        end=figure.end,
        figure=text[figure.start : figure.end],
        quantifier=figure.quantifier,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        metric=happening.metric,
        category=happening.category or counted.category,
        side=siding.side,
        actor=sides.actor(layers, number),
        place=_written(placing.place if placing else None),
        source=_written(source.source if source else None),
        source_kind=source.kind if source else None,
        source_side=source.side if source else None,
        via=_written(source.via if source else None),
        modality=happening.modality,
        counting=counting.over if counting else None,
        source_start=source.start if source else None,
        source_end=source.end if source else None,
        verification=standing.status if standing else "unstated",
        verified_by=standing.by if standing else None,
        evidence=evidence,
        evidence_start=standing.start if standing else None,
        evidence_end=standing.end if standing else None,
        as_of=dating.as_of if dating else None,
        period_start=dating.period_start if dating else None,
        period_end=dating.period_end if dating else None,
        part_of=_whole(document, layers, number, ids, vocabulary),
        sentence=sentence,
        confidence=_confidence(trace, vocabulary),
        trace=trace,
    )


def _written(name: str | None) -> str | None:
    """A name as one would type it, without the marks that do not show."""
    return None if name is None else name.translate(INVISIBLE)


def _whole(
    document: Document, layers: Layers, number: int, ids: dict[int, str], vocabulary: Vocabulary
) -> str | None:
    """The id of the claim that this one is a part of. One that is larger is none, but where the text says it is."""
    happening = layers.happenings[number]
    if happening is None or happening.part_of is None:
        return None
    least, most = layers.figures[number].low, layers.figures[happening.part_of].high
    larger = least is not None and most is not None and least > most
    told = not larger or _said_to_be_part(document.text, layers, number, happening.part_of, vocabulary)
    return ids.get(happening.part_of) if told else None


def _said_to_be_part(text: str, layers: Layers, number: int, whole: int, vocabulary: Vocabulary) -> bool:
    """Whether the words say so, right or wrong: "Twelve people, including 15 children", "12, 15 of them children"."""
    counted = layers.counted[number]
    before = text[layers.figures[whole].end : layers.figures[number].start].lower().split()
    including = any(vocabulary.tags.get(" ".join(before[-size:])) == "i" for size in (1, 2, 3))
    return including or (counted is not None and counted.rule == "of them")


def _confidence(trace: tuple[tuple[str, str, str], ...], vocabulary: Vocabulary) -> float:
    """The product of how sure the rules are that gave the fields."""
    rules = {field: rule.partition(":")[0] for field, rule, _ in trace}
    sure = 1.0
    for field, weights in vocabulary.confidence.items():
        sure *= weights.get(rules.get(field, "none"), weights["default"])
    return round(sure, 2)


def _trace(
    layers: Layers, number: int, counting: Counting | None, siding: sides.Siding
) -> Iterator[tuple[str, str, str]]:
    figure, counted, happening = layers.figures[number], layers.counted[number], layers.happenings[number]
    yield "figure", figure.rule, figure.quantifier
    if counted is not None:
        yield "category", counted.rule, counted.head or ""
    if happening is not None:
        yield "metric", happening.rule, happening.cue or ""
    if siding.rule is not None and siding.side is not None:
        yield "side", siding.rule, siding.side
    if counting is not None:
        yield "counting", counting.rule, counting.words
    if (source := _at(layers.attributions, number)) is not None:
        yield "source", source.rule, source.cue or ""
    if (standing := _at(layers.standing, number)) is not None:
        yield "verification", standing.rule, standing.status
    if (dating := _at(layers.dates, number)) is not None:
        yield "as_of", dating.rule, ""
    if (placing := _at(layers.places, number)) is not None:
        yield "place", placing.rule, placing.place
