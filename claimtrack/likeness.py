"""Two texts -> how much of the shorter stands in the other, word for word; and the few numbers by which to find such.

A shingle is a run of words, as a number. Of all of a text's, a sample is kept to look for texts that share some: the
same in every text, so that two that share much share much of their samples too.
"""

from __future__ import annotations

from collections.abc import Set
from zlib import crc32

from claimtrack.names import words as words_of

RUN = 5  # words: shorter runs are everybody's, longer ones do not survive an editor
ONE_IN = 16  # shingles that are kept
FEWEST, MOST = 8, 256  # shingles kept of a short and of a long text


def shingles(text: str) -> frozenset[int]:
    """Every run of words of a text, whatever their case and what stands between them; none of a very short one."""
    words = " ".join(words_of(text)).encode().split(b" ")
    runs = zip(*(words[place:] for place in range(RUN)), strict=False)  # a text is read once for all its runs: no loop
    return frozenset(map(crc32, map(b" ".join, runs)))


def sample(all_of_them: Set[int]) -> frozenset[int]:
    """The shingles by which a text is found."""
    ordered = sorted(all_of_them)
    return frozenset([*ordered[:FEWEST], *[one for one in ordered if one % ONE_IN == 0][:MOST]])


def share(one: Set[int], other: Set[int]) -> float:
    """How much of the shorter of two texts stands in the other: from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
