"""Two texts -> how much of the shorter stands in the other, word for word; and the few numbers by which to find such.

A shingle is a run of words, as a number. Of all of a text's, a sample is kept to look for texts that share some: the
same in every text, so that two that share much share much of their samples too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from zlib import crc32

from claimtrack.names import words as words_of

RUN = 5  # words: shorter runs are everybody's, longer ones do not survive an editor
ONE_IN = 16  # words with which shingles begin that are kept
FEWEST, MOST = 8, 256  # shingles kept of a short text in any case, and of a long one


def shingles(text: str) -> frozenset[int]:
    """Every run of words of a text, whatever their case and what stands between them; none of a very short one."""
    return frozenset(_runs(_words(text)))


def sample(text: str) -> frozenset[int]:
    """The shingles by which a text is found: those that begin with one of certain words, one in ONE_IN of all words; of
    a short text the lowest besides, for it may have few of these. That most runs need not be looked at makes it cheap.
    """
    words = _words(text)
    begun = [place for place, word in enumerate(map(crc32, words)) if word % ONE_IN == 0 and place + RUN <= len(words)]
    kept = sorted(crc32(b" ".join(words[place : place + RUN])) for place in begun)[:MOST]
    short = len(words) < FEWEST * ONE_IN
    return frozenset([*kept, *sorted(_runs(words))[:FEWEST]] if short else kept)


def _words(text: str) -> list[bytes]:
    return " ".join(words_of(text)).encode().split(b" ")


def _runs(words: Sequence[bytes]) -> Iterator[int]:
    runs = zip(*(words[place:] for place in range(RUN)), strict=False)  # a text is read once for all its runs: no loop
    return map(crc32, map(b" ".join, runs))


def share(one: Set[int], other: Set[int]) -> float:
    """How much of the shorter of two texts stands in the other: from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
