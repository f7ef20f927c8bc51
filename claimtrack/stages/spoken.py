"""Sentences as they are spoken: who says what in each, read when asked for.

A sentence's frames get their sources here: names, pronouns after what the sentences before say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from claimtrack.model import Layers, Tokens, frozen
from claimtrack.stages.source_names import Names, Source
from claimtrack.stages.source_states import with_state
from claimtrack.stages.speech import Frame
from claimtrack.stages.speech_roles import assign, roles_of
from claimtrack.stages.speech_rules import frames
from claimtrack.vocabulary.loader import Vocabulary

BACK = 3  # so many sentences back a pronoun or a short name is explained
_OPENING = "“«‘"
# After a dateline or a day: "KYIV (Reuters) - The army", "On Thursday, the army".
_LEADING = re.compile(
    r"-*(?:[XL][XLx,]{0,4}(?:\([^()]{1,6}\))?,?-|@d,|[cqs],?)?"
    r"(?P<one>D?(?:x{0,3}[XLSTOC])++(?:p(?:x{0,2}[XLSTOC])++)?(?:@D?[XLSTOC]++)?)"
)
_NAMED = re.compile("[XLS]")


@frozen
class Spoken:
    """A sentence with its roles, its frames with their sources, and its quotations (token spans, the marks outside)."""

    tokens: Tokens
    roles: str
    frames: tuple[tuple[Frame, Source], ...]
    quotes: tuple[tuple[int, int], ...]
    relays: Mapping[int, str]  # cue -> who relayed it, where the frame itself tells


class Reader:
    """The sentences of one document; each is read once, those before it first where it needs them."""

    def __init__(self, text: str, layers: Layers, vocabulary: Vocabulary) -> None:
        self.text, self.layers = text, layers
        self.words, self.names = roles_of(vocabulary), Names(text, vocabulary)
        self.known: dict[int, Spoken] = {}

    def get(self, index: int) -> Spoken | None:
        """The sentence of this index; None when it is far from any figure."""
        if index not in self.layers.tokens:
            return None
        known = self.known.get(index)
        if known is None:
            known = self.known[index] = self._read(index)
        return known

    def _read(self, index: int) -> Spoken:
        tokens, names = self.layers.tokens[index], self.names
        roles = assign(tokens, self.text, self.words)
        quoted = self.layers.sentences[index].quoted
        quotes = _quotes(tokens, roles, quoted) if quoted or '"' in roles else ()
        found = frames(tokens, roles, self.words)
        last = None
        if any(_NAMED.search(roles, frame.first, frame.last) is None for frame in found):
            for back in range(index - BACK, index):
                last = self.get(back)
        sourced: list[tuple[Frame, Source]] = []
        relays: dict[int, str] = {}
        for frame in found:
            source = _source(names, tokens, roles, frame, sourced, last)
            if source is not None:
                source = with_state(source, names, self._before(index))
                names.remember(source)
                sourced.append((frame, source))
                relay = _relay(names, tokens, roles, frame)
                if relay is not None:
                    relays[frame.cue] = relay
        return Spoken(tokens, roles, tuple(sourced), quotes, relays)


    def _before(self, index: int) -> Tokens | None:
        """The sentence before, when it is in the same paragraph."""
        sentences, tokens = self.layers.sentences, self.layers.tokens
        same = index - 1 in tokens and sentences[index - 1].paragraph == sentences[index].paragraph
        return tokens[index - 1] if same else None


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
    if frame.name is not None and _is_body(names, tokens, roles, frame, frame.name):
        described = names.resolve(tokens, roles, frame.first, frame.last)
        named = names.resolve(tokens, roles, *frame.name)
        if described is not None and named is not None:
            return replace(named, kind=described.kind or named.kind, side=described.side or named.side)
    if frame.name is not None and _is_name(roles, frame, frame.name):
        described = names.resolve(tokens, roles, frame.first, frame.last)
        if described is None or described.person or roles[frame.last - 1] in "TOCx":
            named = names.resolve(tokens, roles, *frame.name)
            if described and named:
                kind, side = described.kind or named.kind, described.side or named.side
                return replace(named, kind=kind, side=side, person=described.person or " " in named.name)
            return named
        return described
    nearby = None
    if roles[frame.first] == "U":
        nearby = here[-1][1] if here else None
        if nearby is None and frame.first > 2:
            nearby = _subject(names, tokens, roles, frame.first)
            if nearby is not None and names.spoken and names.is_state(nearby.name):
                nearby = None  # "Norway has lost 12, it said": the one who speaks already
        if nearby is None and last is not None and not last.frames:
            nearby = _subject(names, last.tokens, last.roles, len(last.roles))
    source = names.resolve(tokens, roles, frame.first, frame.last, nearby)
    if source is None or (frame.rule == "colon" and (source.kind is None or names.is_place(source.name))):
        return None
    return None if names.sees(source.name, tokens.norms[frame.cue]) else source


def _is_name(roles: str, frame: Frame, apposed: tuple[int, int]) -> bool:
    """Whether an apposition is the source's name: "the mayor, Ana Ruiz", "the operator, Gridco"."""
    words = roles[apposed[0] : apposed[1]]
    if re.fullmatch("(?:X?T)?[XL]{2,4}", words):  # "Brig. Gen. Nabil Abdullah"
        return True
    return words == "X" and re.search("[XL@]", roles[frame.first : frame.last]) is None


def _is_body(names: Names, tokens: Tokens, roles: str, frame: Frame, apposed: tuple[int, int]) -> bool:
    """Whether an apposition names the body that stands before it: "the rights group, the Association of Widows,"."""
    described = zip(roles[frame.first : frame.last], tokens.norms[frame.first : frame.last], strict=True)
    if any(role in "XLT" and not norm.endswith("-based") for role, norm in described) or roles[frame.last - 1] != "O":
        return False
    if tokens.norms[frame.last - 1].rsplit(" ", 1)[-1] in names.vocabulary.titles:
        return False
    first = apposed[0] + (roles[apposed[0]] == "D")
    capitals = [names.text[tokens.starts[at]].isupper() for at in range(first, apposed[1]) if roles[at] not in "@D()"]
    words = " ".join(tokens.norms[first : apposed[1]]).count(" ") + 1  # a name that is known is one token
    return words > 1 and all(capitals)


def _subject(names: Names, tokens: Tokens, roles: str, before: int) -> Source | None:
    """The noun group that a sentence begins with, when it is one that speaks."""
    match = _LEADING.match(roles, 0, before)
    source = names.resolve(tokens, roles, *match.span("one")) if match else None
    if match and match.span("one") == (0, 1) and roles[0] == "X" and source and names.text.count(source.name) < 2:
        return None  # "Fragments damaged 11 cars, he said"
    if source is not None and source.kind is None and not source.person:
        return None
    return source


def _relay(names: Names, tokens: Tokens, roles: str, frame: Frame) -> str | None:
    """Who relayed what the frame's source said, where the frame tells: a medium it was told to, or who quotes it."""
    for span in (frame.via, frame.hearer):
        if span is not None:
            source = names.resolve(tokens, roles, *span)
            called = {source.name.lower(), source.name.lower().rsplit(" ", 1)[-1]} if source is not None else set()
            heard = source is not None and source.kind == "media" and called.isdisjoint(names.words["hearers"])
            if source is not None and (heard or span == frame.via):
                return source.name
    return None


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
