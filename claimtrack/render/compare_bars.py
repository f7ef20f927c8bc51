"""Comparisons -> blocks for a reader: a thing, its sources, each with figure, status, date and a bar on one scale.

A dot is a number, a line what the figure leaves open (an arrow: without end), |--| a range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TextIO

from claimtrack.comparison import Comparison, Rational, Row, ends, interval, label
from claimtrack.model import Claim, Number
from claimtrack.render import Style
from claimtrack.render.cells import clean
from claimtrack.render.figures import grouped, said
from claimtrack.render.fitting import STATUS, elided, filled, painted, width_of
from claimtrack.things import beyond, title

_WIDTH = 110  # where no terminal tells
_WIDEST = {"name": 34, "what": 34, "figure": 26}
_FEW = 6  # names whose quarrels can be read one by one
_LEAST = 10  # characters of a name; twice as many while anything else can go
_BAR = 14  # a bar that is any shorter, with its gap, is of no use
_SPARE = ("stance", "date", "times", "status")  # what a narrow terminal does without, in this order
_RIGHT = frozenset({"figure"})
_VERDICTS = {"agree": "green", "disagree": "red", "updated": "yellow"}
_COLORS = {"stance": {"own": "yellow", "adversary": "magenta"}, "status": STATUS}
_GAP = "  "


def write(comparisons: Sequence[Comparison], style: Style, out: TextIO) -> None:
    """A block for each comparison, an empty line between."""
    page = _Page(comparisons, style)
    between = ""
    for comparison in comparisons:
        out.write(between + "".join(f"{line.rstrip()}\n" for line in page.block(comparison)))
        between = "\n"


class _Page:
    """Column widths that hold for all blocks, so that figures stand under figures; a column with nothing in it goes."""

    def __init__(self, comparisons: Sequence[Comparison], style: Style) -> None:
        self._color = style.color
        self._width = style.width or _WIDTH
        self._widths: dict[str, int] = {}
        for comparison in comparisons:
            for row in comparison.rows:
                for column, text in _cells(comparison, row).items():
                    widest = min(width_of(text), _WIDEST.get(column, self._width))
                    self._widths[column] = max(self._widths.get(column, 0), widest)
        self._widths = {column: width for column, width in self._widths.items() if width}
        with_bar = self._shrunk(_BAR, what=2 * _LEAST, name=2 * _LEAST)
        self._widths = with_bar if self._room(with_bar) >= _BAR else self._without_bar()

    def _without_bar(self) -> dict[str, int]:
        """Names that can be told apart before all columns; where nothing more can go, names of a few letters."""
        for column in _SPARE:
            if self._room(self._shrunk(0, what=_LEAST, name=2 * _LEAST)) < 0:
                self._widths.pop(column, None)
        told_apart = self._shrunk(0, what=_LEAST, name=2 * _LEAST)
        return told_apart if self._room(told_apart) >= 0 else self._shrunk(0, what=_LEAST, name=_LEAST)

    def _shrunk(self, room: int, **leasts: int) -> dict[str, int]:
        """The widths with these columns cut in turn, but not below what is given, to leave so much room on a line."""
        widths = dict(self._widths)
        for column, least in leasts.items():
            if column in widths:
                widths[column] = max(widths[column] - max(room - self._room(widths), 0), min(least, widths[column]))
        return widths

    def _room(self, widths: dict[str, int]) -> int:
        return self._width - sum(width + len(_GAP) for width in widths.values())

    def block(self, comparison: Comparison) -> Iterator[str]:
        yield self._heading(comparison)
        top = max(ends(row.filed.claim)[1] for row in comparison.rows)
        for row in comparison.rows:
            yield self._row(comparison, row, top)
        yield from (painted(line, self._color, _VERDICTS["disagree"]) for line in _quarrels(comparison, self._width))

    def _heading(self, comparison: Comparison) -> str:
        verdict = comparison.verdict or ""
        span = _span(comparison)
        room = self._width - len(verdict) - len(span) - 2 * len(_GAP)
        thing = elided(clean(title(comparison.thing)), max(room, _LEAST))
        parts = (painted(thing, self._color, "bold"), painted(verdict, self._color, _VERDICTS.get(verdict)), span)
        return _GAP.join(part for part in parts if part)

    def _row(self, comparison: Comparison, row: Row, top: Number) -> str:
        cells = _cells(comparison, row)
        line = ""
        for column, width in self._widths.items():
            text = filled(elided(cells[column], width), width, column in _RIGHT)
            style = None if row.old else _COLORS.get(column, {}).get(cells[column])
            line += _GAP + painted(text, self._color, style)
        room = self._room(self._widths)
        if room >= _BAR and len(comparison.rows) > 1:
            line += _GAP + _bar(row.filed.claim, top, room - len(_GAP))
        return painted(line, self._color, "dim" if row.old else None)


def _cells(comparison: Comparison, row: Row) -> dict[str, str]:
    """The columns of a row, in their order; what says nothing is empty."""
    claim, stance, status = row.filed.claim, row.filed.stance, row.assertion.verification
    since = row.assertion.since
    times = f"×{row.reports}" if row.reports > 1 else ""
    return {
        "name": _name(row),
        "what": clean(beyond(comparison.thing, claim)),
        "stance": "" if stance == "unknown" else stance.replace("_", " "),
        "figure": said(claim),
        "status": "" if status == "unstated" else status,
        "date": since.isoformat() if since else "undated",
        "times": f"{times} old".lstrip() if row.old else times,
    }


def _name(row: Row) -> str:
    """The name, with the source where other things than sources are compared; a publisher's own words are marked."""
    name, source = clean(label(row.name)), row.filed.claim.source
    if source is None:
        return f"{name} (itself)" if row.name == row.filed.document.publisher else name
    return name if name.endswith(clean(source)) else f"{name}: {clean(source)}"


def _span(comparison: Comparison) -> str:
    low, high = comparison.lowest, comparison.highest
    if low is None or high is None or sum(not row.old for row in comparison.rows) < 2:
        return ""
    span = grouped(low) if low == high else f"{grouped(low)} to {grouped(high)}"
    return span + (" or more" if comparison.open else "")


def _quarrels(comparison: Comparison, width: int) -> Iterator[str]:
    """Who disagrees with whom, each pair once; where there are but two, or more than one would read, the bars tell."""
    judged = {row.name for row in comparison.rows if not row.old}
    if comparison.verdict != "disagree" or not 2 < len(judged) <= _FEW:
        return
    told: set[str] = set()
    for row in comparison.rows:
        name = label(row.name)
        others = [other for other in row.disagrees if other not in told]
        if others and name not in told:
            yield "  " + elided(clean(f"{name} ≠ {', '.join(others)}"), width - 2)
        told.add(name)


def _bar(claim: Claim, top: Number, width: int) -> str:
    """What a figure leaves possible on a scale from 0 to `top`."""
    low, high = interval(claim)
    first, last = _spot(low, top, width), width - 1 if high is None else _spot(high, top, width)
    cells = [" "] * width
    cells[first : last + 1] = "─" * (last + 1 - first)
    if claim.value is None:
        cells[first], cells[last] = "├", "┤"
    if high is None:
        cells[last] = "▶"
    if claim.low is None:
        cells[first] = "◀"
    if claim.value is not None:
        cells[_spot(Fraction(claim.value), top, width)] = "●"
    return "".join(cells)


def _spot(number: Rational, top: Number, width: int) -> int:
    """The cell of a number; one is left free at the end for an arrow."""
    return min(max(round(number * (width - 2) / Fraction(top)), 0), width - 2) if top > 0 else 0
