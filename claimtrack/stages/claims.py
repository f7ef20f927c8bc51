"""Layers -> claims, with ids, references between parts and wholes, and the rules that made each field."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.identity import claim_id
from claimtrack.model import Claim, Counted, Counting, Document, Layers
from claimtrack.names import INVISIBLE
from claimtrack.stages import counting_usual, sides
from claimtrack.vocabulary.loader import Vocabulary


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


def _claim(
    document: Document, layers: Layers, number: int, ids: dict[int, str], sentence: str, vocabulary: Vocabulary
) -> Claim:
    figure, happening, counted = layers.figures[number], layers.happenings[number], layers.counted[number]
    assert happening is not None and counted is not None
    source, standing = layers.attributions[number], layers.standing[number]
    dating, placing = layers.dates[number], layers.places[number]
    text = document.text
    counting = counting_usual.usual(layers, number, vocabulary)
    side, actor = sides.side(document, layers, number, vocabulary), sides.actor(document, layers, number)
    trace = tuple(_trace(text, layers, number, counting, side, actor))
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
        side=side.party,
        actor=actor.party,
        place=_written(placing.place if placing else None),
        source=_written(source.source if source else None),
        source_kind=source.kind if source else None,
        source_side=source.side if source else None,
        via=_written(source.via if source else None),
        modality=happening.modality.what,
        counting=counting.over if counting else None,
        source_start=source.start if source else None,
        source_end=source.end if source else None,
        verification=standing.status if standing else "unstated",
        verified_by=standing.by if standing else None,
        evidence=text[standing.start : standing.end] if standing else None,
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
    text: str, layers: Layers, number: int, counting: Counting | None, side: sides.Part, actor: sides.Part
) -> Iterator[tuple[str, str, str]]:
    """Which rule gave each field, and the words that it saw: those of the text that decided, "" where none did."""
    figure, counted, happening = layers.figures[number], layers.counted[number], layers.happenings[number]
    assert counted is not None and happening is not None
    bound = text[figure.start : figure.core_start].strip() or text[figure.core_end : figure.end].strip()
    yield "figure", figure.rule, bound
    yield "category", counted.rule, "" if happening.category else _kind(text, layers, number, counted)
    yield "metric", happening.rule, (happening.cue or "").replace("#", "")  # a figure may be the cue itself
    for name, part in (("side", side), ("actor", actor)):
        if part.party is not None:
            yield name, part.rule, part.words
    if (put := happening.modality).what != "stated":
        yield "modality", "word" if put.end else "figure replaced", text[put.start : put.end]
    if counting is not None:
        yield "counting", counting.rule, counting.words
    if (source := layers.attributions[number]) is not None:
        yield "source", source.rule, source.cue or ""
        for name, told in (("source_kind", source.kind), ("source_side", source.side)):
            if told is not None:
                yield name, source.rule, source.described
    if (standing := layers.standing[number]) is not None:
        yield "verification", standing.rule, text[slice(*standing.judging)]
    if (dating := layers.dates[number]) is not None:
        yield "as_of", dating.rule, text[slice(*dating.told)].rstrip(".")
        for name, day in (("period_start", dating.period_start), ("period_end", dating.period_end)):
            if dating.period is not None and day is not None:
                yield name, dating.period.what, text[dating.period.start : dating.period.end].rstrip(".")
    if (placing := layers.places[number]) is not None:
        yield "place", placing.rule, placing.place


def _kind(text: str, layers: Layers, number: int, counted: Counted) -> str:
    """The words that tell what is counted: the noun group, or the noun elsewhere that makes it more exact."""
    tokens = layers.tokens[layers.sentence_at(layers.figures[number].start)]
    group = slice(counted.first, counted.last)
    if counted.kind is not None or not tokens.norms[group]:
        return counted.kind or ""
    if counted.head is not None and counted.head not in tokens.norms[group]:
        return counted.head  # "180 Danish and 100 Swedish troops"
    return text[tokens.starts[counted.first] : tokens.ends[counted.last - 1]]
