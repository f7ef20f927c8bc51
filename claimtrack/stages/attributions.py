"""Figure -> who asserted it: source, kind, side, relay.

    "Twelve people died, the mayor, Anna Berg, told Reuters" -> Anna Berg, government, via Reuters

Speech frames of the figure's sentence decide; inside a quotation, its speaker; else the text may plainly go on with
the source of the sentence before.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.model import Attribution, Document, Layers, Tokens
from claimtrack.stages.source_names import Names, Source
from claimtrack.stages.speech import Frame, frames
from claimtrack.stages.speech_roles import assign, roles_of
from claimtrack.vocabulary.loader import Vocabulary

_OPENING, _CLOSING = "“«", "”»"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with its roles, frames and quotations (token spans, the marks outside)."""

    tokens: Tokens
    roles: str
    frames: list[Frame]
    quotes: tuple[tuple[int, int], ...]
    sources: dict[Frame, Source | None]


class Reading:
    """One document as the stage reads it: sentences in order, names as they come."""

    def __init__(self, document: Document, layers: Layers, vocabulary: Vocabulary) -> None:
        self.text, self.layers, self.vocabulary = document.text, layers, vocabulary
        self.words = roles_of(vocabulary)
        self.names = Names(document.text, vocabulary)
        self.read: dict[int, Spoken] = {}
        for index in sorted(layers.tokens):
            self.read[index] = self._spoken(index)

    def _spoken(self, index: int) -> Spoken:
        tokens = self.layers.tokens[index]
        roles = assign(tokens, self.text, self.words, self.vocabulary)
        found = frames(tokens, roles, self.words)
        sources = {frame: self._source(tokens, roles, frame) for frame in found}
        quotes = _quotes(tokens, self.layers.sentences[index].quoted) if '"' in roles else ()
        if not quotes and self.layers.sentences[index].quoted and tokens.norms:
            quotes = ((-1, len(tokens.norms)),)
        return Spoken(tokens, roles, found, quotes, sources)

    def _source(self, tokens: Tokens, roles: str, frame: Frame) -> Source | None:
        if frame.place == "hearsay":
            return Source("reports", "other", None, tokens.starts[frame.first], tokens.ends[frame.last - 1])
        return self.names.resolve(tokens, roles, frame.first, frame.last)


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Attribution | None, ...]:
    """One attribution a figure; None where the publisher speaks, or the phrase is no claim."""
    if not any(figure.reason is None for figure in layers.figures):
        return (None,) * len(layers.figures)
    reading = Reading(document, layers, vocabulary)
    found: list[Attribution | None] = [None] * len(layers.figures)
    for index in sorted(layers.tokens):
        for at, number in layers.tokens[index].figures.items():
            if layers.figures[number].reason is None:
                found[number] = _attribute(reading, index, at)
    return tuple(found)


def _attribute(reading: Reading, index: int, at: int) -> Attribution | None:
    spoken = reading.read[index]
    quote = next((q for q in spoken.quotes if q[0] < at < q[1]), None)
    ruling = _ruling(spoken, at, quote)
    if ruling is None and quote is not None:
        return _speaker(reading, index, quote)
    if ruling is None:
        return None
    frame, relay = ruling
    return _made(spoken, frame, relay)


def _ruling(spoken: Spoken, at: int, quote: tuple[int, int] | None) -> tuple[Frame, Frame | None] | None:
    """The innermost frame that governs a token, and the one that relays it."""
    before = after = around = None
    for frame in spoken.frames:
        if frame.first <= at < frame.last or spoken.sources[frame] is None:
            continue
        if any(q[0] < frame.cue < q[1] and q != quote for q in spoken.quotes):
            continue
        if not frame.begin <= at < frame.end:
            continue
        if frame.place == "before":
            before = frame
        elif frame.cue > at:
            after = after or frame
        else:
            around = frame
    if before and after:
        gap = spoken.roles[before.cue : after.first]
        first, second = spoken.sources[before], spoken.sources[after]
        assert first and second
        if second.kind == "media":
            return before, after
        if first.kind == "media":
            return after, before
        cut = max(spoken.roles.rfind(mark, before.cue, at) for mark in ";s")
        if cut > 0 and "," in gap:
            return after, None
        return before, None
    one = before or after or around
    return (one, None) if one else None


def _speaker(reading: Reading, index: int, quote: tuple[int, int]) -> Attribution | None:
    """Who speaks in a quotation that the sentence itself does not attribute."""
    closes = quote[1] < len(reading.read[index].roles)
    ahead = index
    while not closes and ahead + 1 in reading.read and ahead - index < 3:
        ahead += 1
        spoken = reading.read[ahead]
        if not reading.layers.sentences[ahead].quoted:
            break
        for frame in spoken.frames:
            if frame.place in ("after", "around") and spoken.sources[frame] and not _inside(spoken, frame):
                return _made(spoken, frame, None)
        closes = '"' in spoken.roles
    for back in range(index - 1, index - 4, -1):
        spoken = reading.read.get(back)  # type: ignore[assignment]
        if spoken is None:
            return None
        for frame in reversed(spoken.frames):
            if spoken.sources[frame] and not _inside(spoken, frame) and frame.place != "hearsay":
                return _made(spoken, frame, None)
        if not reading.layers.sentences[back].quoted and not spoken.quotes:
            return None
    return None


def _inside(spoken: Spoken, frame: Frame) -> bool:
    return any(a < frame.cue < b for a, b in spoken.quotes)


def _made(spoken: Spoken, frame: Frame, relay: Frame | None) -> Attribution:
    source = spoken.sources[frame]
    assert source is not None
    via = spoken.sources[relay].name if relay and spoken.sources[relay] else None  # type: ignore[union-attr]
    return Attribution(
        source.name, source.kind or "other", source.side, via, source.start, source.end,
        spoken.tokens.norms[frame.cue], frame.rule,
    )  # fmt: skip


def _quotes(tokens: Tokens, quoted: bool) -> tuple[tuple[int, int], ...]:
    """Token spans of quotations; the marks are the ends."""
    found: list[tuple[int, int]] = []
    start: int | None = -1 if quoted else None
    for i, tag in enumerate(tokens.tags):
        if tag != '"':
            continue
        mark = tokens.norms[i]
        if start is None or mark in _OPENING:
            if start == -1 and i == 0:
                start = 0
            elif start is None:
                start = i
        else:
            found.append((start, i))
            start = None
    if start is not None:
        found.append((start, len(tokens.tags)))
    return tuple(found)
