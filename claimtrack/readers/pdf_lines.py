"""The lines of a PDF's pages with their places -> running text, and where each page begins in it.

Lines are joined to paragraphs, words that were broken at the end of a line are made whole, columns that were
written line by line across the page are read one after the other, and what stands on every page is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple


class Piece(NamedTuple):
    """Letters that are drawn together, and where they begin on the page: x to the right, y upwards."""

    text: str
    x: float
    y: float
    size: float


class Line(NamedTuple):
    """One line of a column."""

    text: str
    x: float
    y: float
    size: float
    page: int


ENDED = re.compile(r"""[.!?:…]["'”’»)\]]*$""")
BROKEN = re.compile(r"(\w+)-$")
BEGINS = re.compile(r"[a-z]\w*")
NUMBER = re.compile(r"(?:page\s*)?[-–—\s]*\d{1,4}\s*(?:(?:/|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
WORD = re.compile(r"\w+(?:-\w+)*")
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\xad": None})
GAP = 1.35  # lines further apart than this many usual distances are different paragraphs
INDENT, OUTDENT = 0.8, 3.5  # of the size of the letters: to the right or left of this a paragraph begins
CELL, WIDEST = 3.0, 0.75  # of the size: a gap between cells, and what a letter takes at most
ROWS = 6  # fewer lines side by side are no columns
WIDE = 20  # letters; narrower things side by side are a table
EDGE = 2  # lines at the top and bottom of a page that may stand on every page


def lines_of(rows: Sequence[Sequence[Piece]], page: int) -> list[Line]:
    """The lines of a page in the order of reading. A row is what the PDF draws on one height in one go."""
    filled = [row for row in rows if "".join(piece.text for piece in row).strip()]
    start = _gutter(filled)
    if start is None:
        return [_line(row, page) for row in filled]
    found: list[Line] = []
    for both, block in groupby(filled, key=lambda row: any(abs(piece.x - start) < 2 for piece in row[1:])):
        group = list(block)
        if both:
            cuts = [next(at for at, piece in enumerate(row) if at and abs(piece.x - start) < 2) for row in group]
            found += [_line(row[:cut], page) for row, cut in zip(group, cuts, strict=True)]
            found += [_line(row[cut:], page) for row, cut in zip(group, cuts, strict=True)]
        else:
            found += [_line(row, page) for row in group]
    return found


def _gutter(rows: Sequence[Sequence[Piece]]) -> float | None:
    """Where a second column begins, when most rows go across two."""
    starts = Counter(round(piece.x) for row in rows for piece in row[1:] if piece.x > row[0].x + 5 * piece.size)
    for x, count in starts.most_common(1):
        if count >= ROWS and count * 2 > len(rows):
            sides = [
                ("".join(p.text for p in row if p.x < x - 2), "".join(p.text for p in row if p.x >= x - 2))
                for row in rows
                if any(abs(piece.x - x) < 2 for piece in row[1:])
            ]
            if min(median(len(side[0]) for side in sides), median(len(side[1]) for side in sides)) >= WIDE:
                return x
    return None


def _line(row: Sequence[Piece], page: int) -> Line:
    cells = [row[0].text]
    for one, other in pairwise(row):
        wide = other.x - one.x > one.size * (CELL + WIDEST * len(one.text))
        cells += [other.text] if wide else []
        cells[-1] += "" if wide else other.text
    text = "\t".join(filter(None, (" ".join(cell.translate(LIGATURES).split()) for cell in cells)))
    first = next((piece for piece in row if piece.text.strip()), row[0])
    return Line(text, first.x, first.y, first.size, page)


def running(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, a blank line between paragraphs, and where each page begins in it."""
    kept = [line for lines in _without_margins(pages) for line in lines]
    leading = median([a.y - b.y for a, b in pairwise(kept) if _below(a, b)] or [0.0])
    usual = median([len(line.text) for line in kept] or [0])
    words = Counter(word.lower() for line in kept for word in WORD.findall(line.text))
    starts: dict[int, int] = {}
    parts: list[str] = []
    length = 0
    for at, line in enumerate(kept):
        glue = _glue(kept[at - 1], line, leading, usual, words) if at else ""
        if glue == "-":  # the hyphen only broke the word
            parts[-1], length, glue = parts[-1][:-1], length - 1, ""
        starts.setdefault(line.page, length + len(glue))
        parts += [glue, line.text]
        length += len(glue) + len(line.text)
    return "".join(parts), _every_page(starts, len(pages), length)


def _every_page(starts: dict[int, int], count: int, length: int) -> tuple[int, ...]:
    """The beginning of each page; a page without text begins where the next one does."""
    found: list[int] = []
    after = length
    for page in reversed(range(count)):
        after = starts.get(page, after)
        found.append(after)
    return tuple(reversed(found))


def _below(one: Line, other: Line) -> bool:
    """Whether the other line stands a little below, in the same column."""
    return one.page == other.page and 0 < one.y - other.y < 4 * max(one.size, other.size, 1)


def _beside(one: Line, other: Line) -> bool:
    """Whether they are cells of one row."""
    return one.page == other.page and abs(one.y - other.y) < 2 and one.x < other.x


def _glue(one: Line, other: Line, leading: float, usual: float, words: Counter[str]) -> str:
    """What stands between two lines: a blank line, a tab, a space, nothing; or "-" for nothing and no hyphen either."""
    if _beside(one, other):
        return "\t"
    if _parted(one, other, leading, usual):
        return "\n\n"
    broken, begins = BROKEN.search(one.text), BEGINS.match(other.text)
    if not broken or not begins:
        return "" if one.text.endswith(("-", "–", "—")) and other.text[:1].isalnum() else " "
    first, rest = broken[1].lower(), begins[0].lower()
    if words[first + rest]:
        return "-"
    if words[f"{first}-{rest}"] or not first.isalpha() or (len(first) > 3 and words[first] > 1):
        return ""
    return "-"


def _parted(one: Line, other: Line, leading: float, usual: float) -> bool:
    """Whether a paragraph ends between two lines."""
    if "\t" in one.text or "\t" in other.text:
        return True
    if max(one.size, other.size) > 1.15 * min(one.size, other.size):
        return True
    ended = ENDED.search(one.text) is not None
    if not _below(one, other):  # the next column or page, a table, or a place far off
        return ended or (one.page == other.page and 4 * max(one.size, 1) <= one.y - other.y)
    if one.y - other.y > GAP * leading or not -OUTDENT < (other.x - one.x) / (other.size or 1) < INDENT:
        return True
    return ended and len(one.text) < 0.75 * usual and not other.text[:1].islower()


def _without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without numbers and without what stands at the edge of most of them."""
    edges = [_edges(lines) for lines in pages]
    seen = Counter(key for lines in edges for key in {key for line in lines for key in _keys(line)})
    often = max(2, len(pages) / 2)

    def stays(line: Line) -> bool:
        return not NUMBER.fullmatch(line.text) and all(seen[key] < often for key in _keys(line))

    return [
        [one for one in lines if one not in edge or stays(one)] for lines, edge in zip(pages, edges, strict=True)
    ]


def _edges(lines: Sequence[Line]) -> set[Line]:
    ordered = sorted(lines, key=lambda line: line.y)
    deep = EDGE if len(lines) > 4 * EDGE else 1
    return {*ordered[:deep], *ordered[-deep:]}


def _keys(line: Line) -> list[tuple[str, int, str]]:
    """What it shares with the other pages' head or foot: all of it, or all but a number that grows page by page."""
    numbers = (found for found in DIGITS.finditer(line.text) if len(found[0]) < 5)
    growing = [(line.text[: n.start()], int(n[0]) - line.page, line.text[n.end() :]) for n in numbers]
    return [(line.text, 0, ""), *growing]
