"""Figure -> who asserted it: source, kind, side, relay.

    "Twelve people died, the mayor, Anna Berg, told Reuters" -> Anna Berg, government, via Reuters

Speech frames of the figure's sentence decide; inside a quotation, its speaker; else the text may plainly go on with
the source of the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, replace

from claimtrack.model import Attribution, Document, Layers, Tokens
from claimtrack.stages.source_names import Names, Source
from claimtrack.stages.speech import Frame
from claimtrack.stages.speech_roles import assign, roles_of
from claimtrack.stages.speech_rules import frames
from claimtrack.vocabulary.loader import Vocabulary

NEAR = 12  # so many frames on either side of a figure may govern it
_OPENING = "“«‘"
_LEADING = re.compile(r"(?P<one>D?(?:x{0,3}[XLSTOC])++(?:@D?[XLSTOC]++)?)")
_PART = re.compile(r"N@[DUYJ]")
_SPLIT = re.compile(r";|,[cs]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with its roles, its frames with their sources, and its quotations (token spans, the marks outside)."""

    tokens: Tokens
    roles: str
    frames: tuple[tuple[Frame, Source], ...]
    quotes: tuple[tuple[int, int], ...]
    relays: Mapping[int, str]  # cue -> who relayed it, where the frame itself tells


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Attribution | None, ...]:
    """One attribution a figure; None where the publisher speaks, or the phrase is no claim."""
    found: list[Attribution | None] = [None] * len(layers.figures)
    if any(figure.reason is None for figure in layers.figures):
        read = _read(document.text, layers, vocabulary)
        for index, spoken in read.items():
            for at, number in spoken.tokens.figures.items():
                if layers.figures[number].reason is None:
                    found[number] = _attribute(read, layers, index, at, vocabulary.speech.words["papers"])
    return tuple(found)


def _read(text: str, layers: Layers, vocabulary: Vocabulary) -> dict[int, Spoken]:
    """The sentences near figures, in order, with who speaks in each."""
    words, names = roles_of(vocabulary), Names(text, vocabulary)
    read: dict[int, Spoken] = {}
    for index in sorted(layers.tokens):
        tokens = layers.tokens[index]
        roles = assign(tokens, text, words)
        quoted = layers.sentences[index].quoted
        quotes = _quotes(tokens, roles, quoted) if quoted or '"' in roles else ()
        sourced: list[tuple[Frame, Source]] = []
        relays: dict[int, str] = {}
        for frame in frames(tokens, roles, words):
            source = _source(names, tokens, roles, frame, sourced, read.get(index - 1))
            if source is not None:
                names.remember(source)
                sourced.append((frame, source))
                relay = _relay(names, tokens, roles, frame)
                if relay is not None:
                    relays[frame.cue] = relay
        read[index] = Spoken(tokens, roles, tuple(sourced), quotes, relays)
    return read


def _source(
    names: Names,
    tokens: Tokens,
    roles: str,
    frame: Frame,
    here: list[tuple[Frame, Source]],
    last: Spoken | None,
) -> Source | None:
    """Who the source of a frame is; `here` are the sources before it in its sentence, `last` the sentence before."""
    if frame.place == "hearsay":
        return Source("reports", "other", None, tokens.starts[frame.first], tokens.ends[frame.last - 1])
    if frame.name is not None and re.fullmatch("[XL]{2,4}", roles[frame.name[0] : frame.name[1]]):
        described = names.resolve(tokens, roles, frame.first, frame.last)
        if described is None or described.person or roles[frame.last - 1] in "TOCx":
            named = names.resolve(tokens, roles, *frame.name)
            if described and named:
                kind, side = described.kind or named.kind, described.side or named.side
                return replace(named, kind=kind, side=side, person=True)
            return named
        return described
    nearby = None
    if roles[frame.first] == "U":
        nearby = here[-1][1] if here else None
        if nearby is None and frame.first > 2:
            nearby = _subject(names, tokens, roles, frame.first)
        if nearby is None and last is not None and not last.frames:
            nearby = _subject(names, last.tokens, last.roles, len(last.roles))
    source = names.resolve(tokens, roles, frame.first, frame.last, nearby)
    if frame.rule == "colon" and source is not None and (source.kind is None or names.is_place(source.name)):
        return None
    return source


def _subject(names: Names, tokens: Tokens, roles: str, before: int) -> Source | None:
    """The noun group that a sentence begins with, when it is one that speaks."""
    match = _LEADING.match(roles, 0, before)
    source = names.resolve(tokens, roles, *match.span("one")) if match else None
    if source is not None and source.kind is None and not source.person:
        return None
    return source


def _relay(names: Names, tokens: Tokens, roles: str, frame: Frame) -> str | None:
    """Who relayed what the frame's source said, where the frame tells: a medium it was told to, or who quotes it."""
    for span in (frame.via, frame.hearer):
        if span is not None:
            source = names.resolve(tokens, roles, *span)
            heard = source is not None and source.kind == "media" and source.name.lower() not in names.words["hearers"]
            if source is not None and (heard or span == frame.via):
                return source.name
    return None


def _attribute(
    read: dict[int, Spoken], layers: Layers, index: int, at: int, papers: frozenset[str]
) -> Attribution | None:
    spoken = read[index]
    quote = _quote(spoken, at)
    ruling = _ruling(spoken, at, quote)
    if ruling is not None:
        return _made(spoken, *ruling)
    return _speaker(read, layers, index, quote) if quote is not None else _carried(read, layers, index, at, papers)


def _ruling(
    spoken: Spoken, at: int, quote: tuple[int, int] | None
) -> tuple[tuple[Frame, Source], Source | None] | None:
    """The innermost frame that governs a token, and who relays it."""
    before: list[tuple[Frame, Source]] = []
    after = around = hearsay = None
    near = bisect(spoken.frames, at, key=_cue)
    for entry in spoken.frames[max(0, near - NEAR) : near + NEAR]:
        frame = entry[0]
        if frame.first <= at < frame.last or not frame.begin <= at < frame.end:
            continue
        if at < frame.first and not spoken.roles[at + 1 : frame.first].strip("@D"):
            continue  # it counts the source: "two officials said"
        if not (quote and quote[0] < frame.cue < quote[1]) and _inside(spoken, frame):
            continue
        if frame.place == "before":
            before.append(entry)
        elif frame.place == "hearsay":
            hearsay = hearsay or (entry if _same_clause(spoken.roles, at, frame.cue) else None)
        elif frame.cue > at:
            after = after or entry
        else:
            around = entry
    if not before:
        one = after or around or hearsay
        return (one, None) if one else None
    inner = before[-1]
    outside = (source for frame, source in before[:-1] if _nested(spoken.roles, frame, inner[0]))
    outer = next((source for source in outside if source.kind == "media"), None)
    if after is None:
        return inner, outer if inner[1].kind != "media" else None
    if after[1].kind == "media":
        return inner, after[1] if inner[1].kind != "media" else None
    if inner[1].kind == "media":
        return after, inner[1]
    return (after, None) if _SPLIT.search(spoken.roles, inner[0].cue, at) else (inner, outer)


def _same_clause(roles: str, at: int, cue: int) -> bool:
    """Whether no other clause stands between a figure and a cue."""
    if at < cue:
        return re.search(r"[vRK;s]|c[^,]{0,6}B", roles[at + 1 : cue - 1]) is None
    return roles[cue + 1 : cue + 2] == "h" or re.search(r"[BARK;s]", roles[cue + 1 : at]) is None


def _nested(roles: str, outer: Frame, inner: Frame) -> bool:
    return _SPLIT.search(roles, outer.cue, min(inner.first, inner.cue)) is None


def _speaker(
    read: dict[int, Spoken], layers: Layers, index: int, quote: tuple[int, int]
) -> Attribution | None:
    """Who speaks in a quotation that its sentence does not attribute: named where it ends, or before it began."""
    ahead, closed = index, quote[1] < len(read[index].roles)
    while not closed and ahead + 1 in read and ahead - index < 3 and layers.sentences[ahead + 1].quoted:
        ahead += 1
        spoken = read[ahead]
        for frame, source in spoken.frames:
            if frame.place in ("after", "around") and not _inside(spoken, frame):
                return _made(spoken, (frame, source), None)
        closed = '"' in spoken.roles[1:]
    if not closed and quote[0] < 0:
        return None  # the mark that would close it is lost
    words_only = quote[0] > 1  # a few words quoted, not a quotation that stands by itself
    for back in range(index - 1, index - (2 if words_only else 4), -1):
        if back not in read or (words_only and quote[1] - quote[0] < 4):
            return None
        spoken = read[back]
        for frame, source in reversed(spoken.frames):
            if not _inside(spoken, frame) and frame.rule not in ("hearsay", "noun"):
                return _made(spoken, (frame, source), None)
        if not layers.sentences[back].quoted and not spoken.quotes:
            return None
    return None


def _carried(
    read: dict[int, Spoken], layers: Layers, index: int, at: int, papers: frozenset[str]
) -> Attribution | None:
    """A report that speaks goes on speaking to the end of its paragraph; a part has the source of its whole."""
    here = read[index]
    part = _PART.match(here.roles, at) is not None or "another" in here.tokens.norms[max(0, at - 1) : at]
    for back in range(index - 1, index - 4, -1):
        if back not in read or layers.sentences[back].paragraph != layers.sentences[index].paragraph:
            return None
        spoken = read[back]
        if spoken.frames:
            frame, source = spoken.frames[-1]
            report = frame.place == "before" and spoken.tokens.norms[frame.last - 1] in papers
            if frame.place == "hearsay" or not (report or (part and back == index - 1)):
                return None
            return replace(_made(spoken, (frame, source), None), rule="goes on" if report else "part")
    return None


def _quote(spoken: Spoken, at: int) -> tuple[int, int] | None:
    """The quotation that a token stands in."""
    before = bisect(spoken.quotes, at - 1, key=_start)
    quote = spoken.quotes[before - 1] if before else None
    return quote if quote and quote[0] < at < quote[1] else None


def _inside(spoken: Spoken, frame: Frame) -> bool:
    return _quote(spoken, frame.cue) is not None


def _cue(entry: tuple[Frame, Source]) -> int:
    return entry[0].cue


def _start(quote: tuple[int, int]) -> int:
    return quote[0]


def _made(spoken: Spoken, entry: tuple[Frame, Source], relay: Source | None) -> Attribution:
    frame, source = entry
    via = spoken.relays.get(frame.cue) or (relay.name if relay else None)
    return Attribution(
        source=source.name,
        kind=source.kind or "other",
        side=source.side,
        via=via if via != source.name else None,
        start=source.start,
        end=source.end,
        cue=spoken.tokens.norms[frame.cue],
        rule=frame.rule,
    )


def _quotes(tokens: Tokens, roles: str, quoted: bool) -> tuple[tuple[int, int], ...]:
    """Token spans of quotations; the marks are the ends."""
    found: list[tuple[int, int]] = []
    start: int | None = -1 if quoted else None
    for i, role in enumerate(roles):
        if role != '"':
            continue
        if start is None and i and roles[i - 1] in ",." and tokens.norms[i] not in _OPENING:
            found.append((found[-1][1] if found else -1, i))  # where it opened is lost
        elif start is None or tokens.norms[i] in _OPENING:
            if start is None or start == -1:
                start = i if start is None or i == 0 else start
        elif start == -1 and i == 0:
            start = 0
        else:
            found.append((start, i))
            start = None
    if start is not None:
        found.append((start, len(roles)))
    return tuple(found)
