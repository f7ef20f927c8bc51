"""Changes -> two lines each for a reader: what became of which figure, on whose word; then a count of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from claimtrack.changes import KINDS, Change
from claimtrack.render import Style
from claimtrack.render.cells import clean
from claimtrack.render.figures import grouped, said, signed
from claimtrack.render.fitting import elided, filled, painted, width_of
from claimtrack.series import Assertion
from claimtrack.things import title

_WIDTH = 110  # where no terminal tells
_LEAST = 20  # characters of a thing's name
_MARKS = {"raised": "▲", "lowered": "▼", "requalified": "≈", "status": "?", "new": "+", "gone": "-", "same": "="}
_COLORS = {"raised": "red", "lowered": "green", "requalified": "yellow", "status": "yellow", "new": "cyan",
           "gone": "magenta"}  # fmt: skip
_GAP = "  "
_KIND = max(len(kind) for kind in KINDS) + len(_GAP)


def write(changes: Sequence[Change], style: Style, out: TextIO) -> None:
    """Every change, then a line that counts them."""
    width = style.width or _WIDTH
    figures = [_figures(change, width - _KIND - _LEAST - 2 * len(_GAP)) for change in changes]
    longest = max((width_of(clean(title(change.thing))) for change in changes), default=0)
    column = min(longest, width // 2)  # where figures begin, unless a long name needs the room of a short figure
    for change, figure in zip(changes, figures, strict=True):
        kind = change.kinds[0]
        head = painted(f"{_MARKS[kind]} {kind}".ljust(_KIND), style.color, _COLORS.get(kind))
        room = max(width - _KIND - width_of(figure) - 2 * len(_GAP), _LEAST // 2)
        thing = filled(elided(clean(title(change.thing)), room), min(column, room))
        out.write(f"{head}{_GAP}{thing}{_GAP}{figure}".rstrip() + "\n")
        told = elided(_told(change), width - _KIND - len(_GAP))
        out.write(" " * (_KIND + len(_GAP)) + painted(told, style.color, "dim") + "\n")
    counts = Counter(change.kinds[0] for change in changes)
    out.write((", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]) or "no change") + "\n")


def _figures(change: Change, room: int) -> str:
    """Both figures, and as there is room the difference and the percentage."""
    figures = " → ".join(said(state.first.claim) for state in (change.old, change.new) if state)
    difference, percent = change.difference, change.percent
    moved = f"{_GAP}{signed(difference)}" if difference else ""
    in_percent = f" ({signed(percent).removesuffix('.0')} %)" if percent else ""
    told = (figures + moved + in_percent, figures + moved, figures)
    return next((one for one in told if width_of(one) <= room), figures)


def _told(change: Change) -> str:
    """Who said it and when: before, after; what did not change is said once."""
    parts = [_word(state, change) for state in (change.old, change.new) if state]
    if change.old and change.new and _source(change.old) == _source(change.new):
        parts[1] = parts[1].removeprefix(f"{_source(change.new)}, ")
    return " → ".join(dict.fromkeys(parts))


def _word(state: Assertion, change: Change) -> str:
    """A source, its day, its status where there is one or where it changed, and how many reports carry it."""
    status = state.verification if state.verification != "unstated" or "status" in change.kinds else ""
    day = state.since.isoformat() if state.since else "undated"
    times = f"{grouped(len(state.reports))} reports" if len(state.reports) > 1 else ""
    return ", ".join(part for part in (_source(state), day, status, times) if part)


def _source(state: Assertion) -> str:
    filed = state.first
    return clean(filed.claim.source or filed.document.publisher or f"document {filed.document.id}")
