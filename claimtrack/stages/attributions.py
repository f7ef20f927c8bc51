"""Figure -> who asserted it: source, kind, side, relay.

    "Twelve people died, the mayor, Anna Berg, told Reuters" -> Anna Berg, government, via Reuters

Speech frames of the figure's sentence decide; inside a quotation, its speaker; else the text may plainly go on with
the source of the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import replace

from claimtrack.model import Attribution, Document, Layers
from claimtrack.stages.one_name import unified
from claimtrack.stages.source_names import Source
from claimtrack.stages.speech import Frame
from claimtrack.stages.spoken import Reader, Spoken
from claimtrack.vocabulary.loader import Vocabulary

NEAR = 12  # so many frames on either side of a figure may govern it
_PART = re.compile(r"N@[DUYJ]")
_SPLIT = re.compile(r";|,[cs]")


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Attribution | None, ...]:
    """One attribution a figure; None where the publisher speaks, or the phrase is no claim."""
    found: list[Attribution | None] = [None] * len(layers.figures)
    reader = Reader(document.text, layers, vocabulary)
    for index in layers.tokens.held:
        for at, number in layers.tokens[index].figures.items():
            if layers.figures[number].reason is None:
                found[number] = _attribute(reader, index, at) or _as_whole(layers, found, index, number)
    return unified(found, document.text, vocabulary)


def _attribute(reader: Reader, index: int, at: int) -> Attribution | None:
    spoken = reader.get(index)
    if spoken is None:
        return None
    quote = _quote(spoken, at)
    ruling = _ruling(spoken, at, quote)
    if ruling is not None:
        return _made(spoken, *ruling)
    return _speaker(reader, index, spoken, quote) if quote is not None else _carried(reader, index, spoken, at)


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
    if not {*spoken.roles[inner[0].first : inner[0].last]} - {*"DEe"}:
        return after, None  # "We stand by the figures that 12 died," the army said
    return (after, None) if _SPLIT.search(spoken.roles, inner[0].cue, at) else (inner, outer)


def _same_clause(roles: str, at: int, cue: int) -> bool:
    """Whether no other clause stands between a figure and a cue."""
    if at < cue:
        return re.search(r"[vRK;s]|c[^,]{0,6}B", roles[at + 1 : cue - 1]) is None
    return roles[cue + 1 : cue + 2] == "h" or re.search(r"[BARK;s]", roles[cue + 1 : at]) is None


def _nested(roles: str, outer: Frame, inner: Frame) -> bool:
    return _SPLIT.search(roles, outer.cue, min(inner.first, inner.cue)) is None


def _speaker(reader: Reader, index: int, spoken: Spoken, quote: tuple[int, int]) -> Attribution | None:
    """Who speaks in a quotation that its sentence does not attribute: named where it ends, or before it began."""
    sentences = reader.layers.sentences
    ahead, closed = index, quote[1] < len(spoken.roles)
    while not closed and ahead - index < 3 and ahead + 1 < len(sentences) and sentences[ahead + 1].quoted:
        ahead += 1
        ending = reader.get(ahead)
        if ending is None:
            break
        for entry in ending.frames:
            if entry[0].place in ("after", "around") and not _inside(ending, entry[0]):
                return _made(ending, entry, None)
        closed = '"' in ending.roles[1:]
    if not closed and quote[0] < 0:
        return None  # the mark that would close it is lost
    if closed and ahead == index and (said := _said_after(reader, index, spoken, quote)):
        return said
    return _introduced(reader, index, quote)


def _said_after(reader: Reader, index: int, spoken: Spoken, quote: tuple[int, int]) -> Attribution | None:
    """Who is named after a quotation that ends in a question or a shout: "They killed 12!" Anna Berg said."""
    mark = spoken.tokens.starts[quote[1]]
    shouted = reader.text[mark - 1 : mark] in ("?", "!") and quote[1] + 1 >= len(spoken.roles)
    following = reader.get(index + 1) if shouted else None
    sentences = reader.layers.sentences
    if following is None or sentences[index].paragraph != sentences[index + 1].paragraph or not following.frames:
        return None
    entry = following.frames[0]
    first, cue = entry[0].first, entry[0].cue
    opens = any(start <= cue + 2 for start, _ in following.quotes)  # what is said follows
    return None if first or opens or entry[0].rule == "noun" else _made(following, entry, None)


def _introduced(reader: Reader, index: int, quote: tuple[int, int]) -> Attribution | None:
    """Who spoke in the sentences before a quotation."""
    words_only = quote[0] > 1  # a few words quoted, not a quotation that stands by itself
    if words_only and quote[1] - quote[0] < 4:
        return None
    for back in range(index - 1, index - (2 if words_only else 4), -1):
        spoken = reader.get(back)
        if spoken is None:
            return None
        for entry in reversed(spoken.frames):
            if not _inside(spoken, entry[0]) and entry[0].rule not in ("hearsay", "noun"):
                return _made(spoken, entry, None)
        if not reader.layers.sentences[back].quoted and not spoken.quotes:
            return None
    return None


def _carried(reader: Reader, index: int, here: Spoken, at: int) -> Attribution | None:
    """A report that speaks goes on speaking to the end of its paragraph; a part has the source of its whole."""
    papers, tokens, sentences = reader.names.words["papers"], reader.layers.tokens, reader.layers.sentences
    part = _PART.match(here.roles, at) is not None or "another" in here.tokens.norms[max(0, at - 1) : at]
    norms = here.tokens.norms
    summed = at == 1 and norms[0] == "another" and index - 1 in reader.layers.tokens.held
    added = " ".join(norms[:2]) in reader.names.words["additive"] or norms[0] in reader.names.words["additive"]
    summed = summed or (added and ("," in norms[1:3]))
    part, back = part or summed, index - 1
    while index - back < 4 and back in tokens and (summed or sentences[back].paragraph == sentences[index].paragraph):
        report = not papers.isdisjoint(tokens[back].norms)
        spoken = reader.get(back) if report or part else None
        if spoken is not None and spoken.frames:
            if any((between := reader.get(i)) and between.frames for i in range(back + 1, index)):
                return None  # somebody else has spoken since
            frame, source = spoken.frames[-1]
            report = report and frame.place == "before" and spoken.tokens.norms[frame.last - 1] in papers
            if frame.place == "hearsay" or not (report or summed or (part and back == index - 1)):
                return None
            return replace(_made(spoken, (frame, source), None), rule="goes on" if report else "part")
        back -= 1
    return None


def _as_whole(layers: Layers, found: list[Attribution | None], index: int, number: int) -> Attribution | None:
    """Whose word a part of a figure is that a sentence before gave: "Of that total, 12 were children"."""
    happening = layers.happenings[number]
    whole = None if happening is None else happening.part_of
    if whole is None or layers.figures[whole].start >= layers.sentences[index].start:
        return None
    told = found[whole]
    return None if told is None else replace(told, rule="part")


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
        described=source.described,
    )
