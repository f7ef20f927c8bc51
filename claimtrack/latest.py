"""Series, figure by figure -> which claims make the last assertion of each voice on each thing.

What series.assertions finds last in all claims of a voice it finds last in these few: only claims of the runs that
began on the day on which the last run began can make it. So a question need not read claims that no answer shows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from claimtrack.model import Filed, Line, Said
from claimtrack.series import runs, stands
from claimtrack.things import EVENT_DAYS, Thing, sorted_out

_day_of, _figure_of = itemgetter(1), itemgetter(2)
_date = cache(date.fromisoformat)


class Last(NamedTuple):
    """The numbers of the claims that make the last assertions, how many assertions each voice made on a thing, and
    which thing each of the claims counts."""

    numbers: Sequence[int]
    thing_of: Callable[[Filed], Thing]
    gave: Mapping[tuple[Thing, Hashable], int]


class Heard:
    """All that was said, sorted out by thing."""

    def __init__(self, lines: Iterable[Line], across: Collection[str] = ()) -> None:
        self._lines = [line for line in lines if stands(line.of.claim)]
        self.things = sorted_out(((line.of, _days(line)) for line in self._lines), across)

    def last(self, who: Callable[[Filed], Hashable], until: str | None = None) -> Last:
        """What each voice said last, up to a day (ISO) if one is given.

        `who` tells whose voice it is by what the claims of a series have in common.
        """
        numbers: list[int] = []
        gave = {}
        for group, said in self._groups(who, until).items():
            gave[group], last = _last(said)
            numbers += last
        return Last(numbers, self.things, gave)

    def moved(self, who: Callable[[Filed], Hashable], until: str, later: str) -> tuple[list[int], list[int]]:
        """The numbers of the claims that make the last assertions up to two days, of the voices that spoke between."""
        old: list[int] = []
        new: list[int] = []
        since = date.fromordinal(max(1, _date(until).toordinal() - EVENT_DAYS)).isoformat()  # older events are over
        for said in self._groups(who, later, since).values():
            before = [row for row in said if _day_of(row) <= until]
            if len(before) < len(said):
                old += _last(before)[1] if before else ()
                new += _last(said)[1]
        return old, new

    def _groups(
        self, who: Callable[[Filed], Hashable], until: str | None, since: str | None = None
    ) -> dict[tuple[Thing, Hashable], list[Said]]:
        """What each voice said of each thing, up to a day; of events only what was said since another day."""
        groups: dict[tuple[Thing, Hashable], list[Said]] = defaultdict(list)
        for line in self._lines:
            name = who(line.of)
            for thing, said in self._apart(line, until, since):
                groups[thing, name] += said
        return groups

    def _apart(self, line: Line, until: str | None, since: str | None) -> Iterator[tuple[Thing, Sequence[Said]]]:
        """The rows of a line by the thing they count: those of different events count different things."""
        said = line.said[: bisect_right(line.said, until, key=_day_of)] if until else line.said
        thing, events = self.things.of(line.of, None), self.things.events(line.of)
        if said and not events:
            yield thing, said
        elif since:
            said = said[bisect_left(said, since, key=_day_of) :]
        for when, rows in groupby(said if events else (), key=_day_of):
            yield events[_date(when)] if when else thing, list(rows)


def _days(line: Line) -> set[date | None]:
    """The days of a line that may be split by them."""
    if line.of.claim.counting in ("cumulative", "current"):
        return set()
    return {_date(when) if when else None for when in set(map(_day_of, line.said))}


def _last(said: Sequence[Said]) -> tuple[int, list[int]]:
    """How many assertions the reports of a voice on a thing are, and the reports of those that began last."""
    if len(said) == 1:
        return 1, [said[0][-1]]
    told = Counter(map(_figure_of, said))
    repeated = {}
    if len(told) < len(said):
        often: dict[int, list[str]] = {figure: [] for figure, count in told.items() if count > 1}
        for _, day, figure, _ in said:
            if figure in often:
                often[figure].append(day or "")
        repeated = {figure: _last_run(days) for figure, days in often.items()}
    begun = [day or "" for _, day, figure, _ in said if figure not in repeated]
    newest = max([*begun, *(since for since, _ in repeated.values())])
    numbers = [number for _, day, figure, number in said
               if (day or "") >= newest and (figure not in repeated or repeated[figure][0] == newest)]  # fmt: skip
    return len(told) + sum(count - 1 for _, count in repeated.values()), numbers


def _last_run(days: Iterable[str]) -> tuple[str, int]:
    """When the last run of a figure's reports began, and how many runs there are."""
    ordered = sorted(set(days))
    begin = runs([_date(day) if day else None for day in ordered])
    return ordered[begin[-1]], len(begin)
