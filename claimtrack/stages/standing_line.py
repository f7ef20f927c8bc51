"""A sentence -> one line of its words in lower case, single spaces between, every figure a "#".

    "At least 21 people couldn't be counted" -> "# people could not be counted"

So that a rule is a plain regular expression, and every place in the line leads back to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claimtrack.model import Figure

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['.&/-]\w+)*|[,;:()-]|(?<=s)'(?= )")
_QUOTES = "“”«»„\"‘"
_PLAIN = (("’", "'"), ("‑", "-"), ("—", "-"), ("–", "-"), ("[", "("), ("]", ")"))
_CONTRACTED = {"can't": "can not", "cannot": "can not", "won't": "will not"}


@dataclass(frozen=True, slots=True)
class Line:
    """`marks` are the places in `text` where its words begin; `starts` and `ends` their offsets in the document.

    `figures` pairs the place of each "#" with the index of its figure.
    """

    text: str
    marks: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    figures: tuple[tuple[int, int], ...]
    sentence: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document of line.text[start:end], which must hold a word."""
        first = bisect_right(self.marks, start) - 1
        last = max(first, bisect_left(self.marks, end) - 1)
        return self.starts[first], self.ends[last]

    def place(self, figure: int) -> int:
        """Where the "#" of a figure of this line stands."""
        return self.figures[bisect_left(self.figures, figure, key=lambda pair: pair[1])][0]

    def within(self, start: int, end: int) -> list[int]:
        """The figures of line.text[start:end]."""
        low, high = bisect_left(self.figures, (start, -1)), bisect_left(self.figures, (end, -1))
        return [index for _, index in self.figures[low:high]]


def plain_lower(text: str) -> str:
    """The text in lower case without quotation marks, with plain dashes and brackets, every letter in its place."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter that grows in lower case would move every offset behind it
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    for quote in _QUOTES:
        lower = lower.replace(quote, " ")
    for odd, plain in _PLAIN:
        lower = lower.replace(odd, plain)
    return lower


def line_of(
    plain: str, start: int, end: int, sentence: int, figures: Sequence[Figure], numbers: Sequence[int]
) -> Line:
    """The line of plain[start:end]; `numbers` are the indexes of the figures in it, in the order of the text."""
    words: list[str] = []
    marks: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: list[tuple[int, int]] = []
    at, done = 0, start
    waiting = [*numbers[::-1]]
    nearest = figures[waiting[-1]].start if waiting else end
    for match in _WORD.finditer(plain, start, end):
        begin, stop = match.span()
        if begin < done:
            continue
        word = match[0]
        if stop > nearest:
            number = waiting.pop()
            nearest = figures[waiting[-1]].start if waiting else end
            begin, stop, word = figures[number].start, figures[number].end, "#"
            placed.append((at, number))
            done = stop
        elif "n't" in word or word == "cannot":
            word = _CONTRACTED.get(word, word[:-3] + " not")
        words.append(word)
        marks.append(at)
        starts.append(begin)
        ends.append(stop)
        at += len(word) + 1
    return Line(" ".join(words), tuple(marks), tuple(starts), tuple(ends), tuple(placed), sentence)
