"""A sentence -> one line of its words in lower case, single spaces between, every figure a "#".

    "At least 21 people couldn't be counted" -> "# people could not be counted"

So that a rule is a plain regular expression, and every place in the line leads back to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.model import Figure
from claimtrack.names import lowered

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['.&/-]\w+)*|[,;:()-]|(?<=s)'(?= )")
_QUOTES = "“”«»„\"‘"
_PLAIN = (("’", "'"), ("‑", "-"), ("—", "-"), ("–", "-"), ("[", "("), ("]", ")"))
_CONTRACTED = {"can't": "can not", "cannot": "can not", "won't": "will not"}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """`figures` pairs the place of each "#" in `text` with the index of its figure, `spans` are their offsets.

    The line was made of plain[start:end]; most lines are never judged, so offsets are worked out when asked for.
    """

    text: str
    figures: tuple[tuple[int, int], ...]
    sentence: int
    plain: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document of line.text[start:end], which must hold a word."""
        marks, starts, ends = _offsets(self)
        first = max(0, bisect_right(marks, start) - 1)
        return starts[first], ends[max(first, bisect_left(marks, end) - 1)]

    def place(self, figure: int) -> int:
        """Where the "#" of a figure of this line stands."""
        return self.figures[bisect_left(self.figures, figure, key=lambda pair: pair[1])][0]

    def within(self, start: int, end: int) -> list[int]:
        """The figures of line.text[start:end]."""
        low, high = bisect_left(self.figures, (start, -1)), bisect_left(self.figures, (end, -1))
        return [index for _, index in self.figures[low:high]]


@lru_cache(maxsize=1)
def _offsets(line: Line) -> tuple[list[int], list[int], list[int]]:
    """Of every word of the line its place there, and where it starts and ends in the document."""
    marks: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    at, from_ = 0, line.start
    for begin, stop in (*line.spans, (line.end, line.end)):
        for match in _WORD.finditer(line.plain, from_, begin):
            marks.append(at)
            starts.append(match.start())
            ends.append(match.end())
            at += len(_written_out(match[0])) + 1
        if begin < stop:
            marks.append(at)
            starts.append(begin)
            ends.append(stop)
            at += 2
        from_ = stop
    return marks, starts, ends


def _written_out(word: str) -> str:
    return _CONTRACTED.get(word) or (word[:-3] + " not" if word.endswith("n't") else word)


_LISTED = re.compile(r"\([^();]{0,80};[^()]{0,160}\)")  # "(91 men; 54 women; 7 girls)": no clause ends in there


def plain_lower(text: str) -> str:
    """The text in lower case without quotation marks, with plain dashes and brackets, every letter in its place."""
    lower = lowered(text)
    for quote in _QUOTES:
        lower = lower.replace(quote, " ")
    for odd, plain in _PLAIN:
        lower = lower.replace(odd, plain)
    return _LISTED.sub(lambda listed: listed[0].replace(";", ","), lower) if "(" in lower else lower


def line_of(
    plain: str, start: int, end: int, sentence: int, figures: Sequence[Figure], numbers: Sequence[int]
) -> Line:
    """The line of plain[start:end]; `numbers` are the indexes of the figures in it, in the order of the text."""
    words: list[str] = []
    placed: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for number in numbers:
        figure = figures[number]
        before = _plain_words(plain, start if not spans else spans[-1][1], figure.start)
        words += (*before, "#")
        at += sum(map(len, before)) + len(before)
        placed.append((at, number))
        spans.append((figure.start, figure.end))
        at += 2
    words += _plain_words(plain, start if not spans else spans[-1][1], end)
    return Line(" ".join(words), tuple(placed), sentence, plain, start, end, tuple(spans))


def _plain_words(plain: str, start: int, end: int) -> list[str]:
    words = _WORD.findall(plain, start, end)
    if "n't" in plain[start:end] or "cannot" in words:
        return [_written_out(word) for word in words]
    return words
