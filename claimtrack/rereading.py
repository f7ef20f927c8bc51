"""Two readings of one article, as rows of claims -> what is new in the second; what came, went and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from claimtrack.record import NAMES, Cell, Row

# What makes two claims of one article the same, wherever in it they stand, and what they count.
_said = itemgetter(*map(NAMES.index, ("figure", "metric", "category", "side", "place", "source", "verification",
                                      "modality")))  # fmt: skip
_thing = itemgetter(*map(NAMES.index, ("metric", "category", "side")))
_figure, _start = itemgetter(NAMES.index("figure")), itemgetter(NAMES.index("start"))


def renewed(before: Iterable[Row], after: Iterable[Row]) -> Iterator[tuple[str, Cell, Row]]:
    """The claims that did not stand in the article so before, each with what it is and the figure that it was.

    One is `changed` when another figure for the same was there that is not there now, else `new`.
    """
    rows = list(after)
    still = Counter(map(_said, rows))
    gone: list[Row] = []
    for row in before:
        if still[_said(row)] > 0:
            still[_said(row)] -= 1
        else:
            gone.append(row)
    for row in rows:
        if still[_said(row)] > 0:
            still[_said(row)] -= 1
            was = next((old for old in gone if _thing(old) == _thing(row)), None)
            if was is not None:
                gone.remove(was)
            yield ("new", None, row) if was is None else ("changed", _figure(was), row)


def compared(before: Mapping[str, Row], after: Mapping[str, Row]) -> Iterator[tuple[str, str | None, Row]]:
    """What became of each claim, by its id and in the order of the text: `came`, `gone`, `stays`, or `changed` with
    the names of its changed fields.
    """
    for name, row in sorted({**before, **after}.items(), key=lambda item: _start(item[1]) or 0):
        if name not in before:
            yield "came", None, row
        elif name not in after:
            yield "gone", None, row
        else:
            pairs = zip(NAMES, before[name], after[name], strict=True)
            fields = [column for column, old, new in pairs if old != new]
            yield ("changed" if fields else "stays"), " ".join(fields) or None, row
