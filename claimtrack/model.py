"""Every type that crosses a border between modules. Frozen; imports nothing of claimtrack.

Offsets are code points into `Document.text` as received, end excluded. Absence is None. Numbers are exact. The meaning
of every value of a Claim is in the README under "Columns".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple, dataclass_transform


@dataclass_transform(frozen_default=True)
def frozen(made: type) -> type:
    """A dataclass that is frozen to mypy alone: one that is so while it runs takes more than twice as long to make."""
    return dataclass(slots=True, unsafe_hash=True)(made)


Number = int | Decimal  # exact
Said = tuple[int, str | None, int, int]  # a row of Line


@frozen
class Document:
    """One article. `id` is given by the input, or the digest of the text.

    The fields from `kind` on tell how it was read. They are no part of what it is: two documents are equal without.
    """

    id: str
    text: str
    title: str | None = None
    date: date | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    kind: str | None = field(default=None, compare=False)  # html, pdf, feed, ...: what the file was read as
    path: str | None = field(default=None, compare=False)  # the file, file:line or archive!file it was read from
    raw_digest: str | None = field(default=None, compare=False)  # SHA-256 of the bytes it was read from
    retrieved: datetime | None = field(default=None, compare=False)  # when its page was fetched
    pages: tuple[int, ...] = field(default=(), compare=False)  # where each page of a PDF begins in the text
    # header, field, feed, json-ld, meta, properties, url, dateline, text, option or file: what told the date
    date_origin: str | None = field(default=None, compare=False)
    date_text: str | None = field(default=None, compare=False)  # the date as it was written, with time and zone
    date_precision: str | None = field(default=None, compare=False)  # day or time


@frozen
class Sentence:
    """A sentence's place. `paragraph` counts from 0; `quoted` when it begins inside an open quotation."""

    start: int
    end: int
    paragraph: int
    quoted: bool = False


@frozen
class Figure:
    """A figure phrase, quantifier included: "at least 21"."""

    start: int
    end: int
    core_start: int  # of the number itself
    core_end: int
    quantifier: str
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str  # "count" for people and things
    rule: str
    reason: str | None = None  # why the phrase is no claim (date, age, model name, ...); None when it may be one


@frozen
class Tokens:
    """The tokens of one sentence in parallel tuples; a multi-word term of the vocabulary is one token."""

    sentence: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    norms: tuple[str, ...]  # lower case with plain quotes
    tags: str  # one character a token: vocabulary/grammar.toml tells what each stands for
    figures: Mapping[int, int]  # a token's index -> the index of the figure that it is


class Tokenised(Mapping[int, Tokens]):
    """Tokens by sentence index, of the sentences near a figure; made when first asked for, then kept.

    `held` are the indexes of the sentences that hold a figure which may be a claim, in order.
    """

    def __init__(
        self, held: tuple[int, ...] = (), near: tuple[int, ...] = (), make: Callable[[int], Tokens] | None = None
    ) -> None:
        """`make` gives the tokens of a sentence of `near`, which contains `held`."""
        self.held, self._make = held, make
        self._made: dict[int, Tokens | None] = dict.fromkeys(near)

    def __getitem__(self, index: int) -> Tokens:
        tokens = self._made[index]
        if tokens is None:
            assert self._make is not None
            tokens = self._made[index] = self._make(index)
        return tokens

    def __contains__(self, index: object) -> bool:
        return index in self._made

    def __iter__(self) -> Iterator[int]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def with_figures(self) -> Iterator[Tokens]:
        """The tokens of the sentences that hold a figure which may be a claim, in order."""
        return map(self.__getitem__, self.held)


class Told(NamedTuple):
    """A value, and where the words of the text stand that tell it; end 0 when no words of their own do."""

    what: str
    start: int = 0
    end: int = 0


@frozen
class Counted:
    """What a figure counts. `first` and `last` are token indexes of the noun group, end excluded."""

    category: str
    side: Told | None
    head: str | None
    first: int
    last: int
    rule: str
    kind: str | None = None  # the noun outside the group that tells the category: "12 people, all civilians"
    whose: str | None = None  # "own" for "40 of its soldiers", "enemy" for "three enemy depots": told by the source


class Counting(NamedTuple):
    """What a figure counts over (new, cumulative, current), the rule that tells it, and the words that it saw."""

    over: str
    rule: str
    words: str = ""


@frozen
class Happening:
    """What happened to what is counted, who did it, and how the text puts it."""

    metric: str
    rule: str
    cue: str | None = None
    cue_start: int | None = None
    actor: Told | None = None
    modality: Told = Told("stated")
    counting: Counting | None = None
    part_of: int | None = None  # index of the whole's figure
    side: Told | None = None  # whose it is, when the clause tells it and not the noun group ("Russia lost 30 tanks")
    by_speaker: bool = False  # "it had killed 200": who asserts it also did it
    whose: str | None = None  # as in Counted, when the clause tells it ("the enemy lost 40 tanks")
    category: str | None = None  # when what happened tells it ("fired four missiles, with three landing nearby")


@frozen
class Attribution:
    """Who asserted a figure. `start` and `end`: the words that name the source nearest to the claim."""

    source: str | None
    kind: str | None
    side: str | None
    via: str | None
    start: int | None
    end: int | None
    cue: str | None
    rule: str
    described: str = ""  # the words, there or elsewhere, that tell its kind and side


@frozen
class Standing:
    """What the text says of a figure's verification, by whom, and the words that say it."""

    status: str
    by: str | None
    start: int
    end: int
    rule: str
    judging: tuple[int, int]  # of these words, where those stand that judge, without what they speak of


@frozen
class Dating:
    """The day a figure stands for and the span it counts over."""

    as_of: date | None
    period_start: date | None
    period_end: date | None
    rule: str
    told: tuple[int, int] = (0, 0)  # where the words stand that tell the day; (0, 0) when it is the document's
    period: Told | None = None  # how the span is told (range, since, length)


@frozen
class Placing:
    """The most specific named place a figure is about."""

    place: str
    rule: str


@frozen
class Claim:
    """One figure with everything the text tells of it: the keys of the output, in their order."""

    id: str
    document: str
    start: int
    end: int
    figure: str
    quantifier: str
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str
    metric: str
    category: str
    side: str | None
    actor: str | None
    place: str | None
    source: str | None
    source_kind: str | None
    source_side: str | None
    via: str | None
    modality: str
    counting: str | None
    source_start: int | None
    source_end: int | None
    verification: str
    verified_by: str | None
    evidence: str | None
    evidence_start: int | None
    evidence_end: int | None
    as_of: date | None
    period_start: date | None
    period_end: date | None
    part_of: str | None
    sentence: str
    confidence: float
    trace: tuple[tuple[str, str, str], ...] = field(default=(), compare=False)  # (field, rule, words)


@frozen
class Layers:
    """What the stages have found so far. From `counted` on, each layer is parallel to `figures`."""

    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    tokens: Tokenised = field(default_factory=Tokenised)
    counted: tuple[Counted | None, ...] = ()
    happenings: tuple[Happening | None, ...] = ()
    attributions: tuple[Attribution | None, ...] = ()
    standing: tuple[Standing | None, ...] = ()
    dates: tuple[Dating | None, ...] = ()
    places: tuple[Placing | None, ...] = ()
    claims: tuple[Claim, ...] = ()
    background: bool = True  # whether claims are asked for of background figures too (metric "other")

    def sentence_at(self, place: int) -> int:
        """The index of the sentence in which a place of the text lies; 0 for one before them all."""
        return max(0, bisect_right(self.sentences, place, key=attrgetter("start")) - 1)

    def asked(self, number: int) -> bool:
        """Whether a claim is asked for of a figure."""
        if self.background or self.figures[number].reason:
            return self.figures[number].reason is None
        return (happened := self.happenings[number]) is not None and happened.metric != "other"


@frozen
class Filed:
    """A claim as questions see it, with its document, whose text may be empty when the question does not need it."""

    claim: Claim
    document: Document
    stance: str  # own, adversary, third_party or unknown
    reviewed: str | None = None  # what a person made of it, and who: see the columns of these names
    reviewer: str | None = None
    origin: str | None = None  # whose words the document has when not its publisher's: an agency's, a copied outlet's


class Line(NamedTuple):
    """Claims of one thing in one voice: what they share, as a claim without a figure, and a row of what each says.

    A row: series, the day or the document's (ISO; None), a number that is equal for equal bounds, the claim's number.
    `before`: the days of what was said earlier and is left out, of single events.
    """

    of: Filed
    said: Sequence[Said]
    number: int  # of the series
    before: Sequence[str] = ()
