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
from claimtrack.series import REPEAT_DAYS, runs, stands
from claimtrack.things import EVENT_DAYS, Thing, sorted_out

_day_of, _figure_of = itemgetter(1), itemgetter(2)
_date = cache(date.fromisoformat)
Whole = Callable[[Collection[int]], Iterable[Line]]


class Last(NamedTuple):
    """The numbers of the claims that make the last assertions, how many assertions each voice made on a thing, and
    which thing each of the claims counts."""

    numbers: Sequence[int]
    thing_of: Callable[[Filed], Thing]
    gave: Mapping[tuple[Thing, Hashable], int]


class _Latest(NamedTuple):
    """How many assertions a voice made, the reports of those that began last, and the day when ("" for undated)."""

    assertions: int
    numbers: list[int]
    begun: str


class Heard:
    """All that was said, sorted out by thing.

    With a day `since` (ISO) the lines have what was said from then on; `whole` gives all that some series said, by
    their numbers.
    """

    def __init__(
        self, lines: Iterable[Line], across: Collection[str] = (), since: str | None = None, whole: Whole | None = None
    ) -> None:
        self._lines = _standing(lines)
        self._sure = moved_by(since, REPEAT_DAYS) if since else ""
        self._whole = whole or (lambda numbers: ())
        self.things = sorted_out(((line.of, _days(line)) for line in self._lines), across)

    def last(self, who: Callable[[Filed], Hashable], until: str | None = None) -> Last:
        """What each voice said last, up to a day (ISO) if one is given.

        `who` tells whose voice it is by what the claims of a series have in common.
        """
        numbers: list[int] = []
        gave = {}
        for group, said in self._groups(self._lines, who, until).items():
            last = _last(said)
            gave[group] = last.assertions
            numbers += last.numbers
        return Last(numbers, self.things, gave)

    def moved(self, who: Callable[[Filed], Hashable], until: str, later: str) -> tuple[list[int], list[int]]:
        """The numbers of the claims that make the last assertions up to two days, of the voices that spoke between."""
        old: list[int] = []
        new: list[int] = []
        unsure = set()
        since = moved_by(until, -EVENT_DAYS)  # older events are over
        for group, said in self._groups(self._lines, who, later, since).items():
            before, after = _states(said, until)
            if after and group[0].since is None and min(before.begun, after.begun) < self._sure:
                unsure.add(group)
            elif after:
                old += before.numbers
                new += after.numbers
        for group, said in self._groups(self._of({thing for thing, _ in unsure}), who, later, since).items():
            if group in unsure:
                old += _last([row for row in said if _day_of(row) <= until]).numbers
                new += _last(said).numbers
        return old, new

    def _of(self, things: Collection[Thing]) -> list[Line]:
        """All that was ever said of these things."""
        numbers = {line.number for line in self._lines if self.things.of(line.of, None) in things}
        return _standing(self._whole(numbers)) if numbers else []

    def _groups(
        self, lines: Iterable[Line], who: Callable[[Filed], Hashable], until: str | None, since: str | None = None
    ) -> dict[tuple[Thing, Hashable], list[Said]]:
        """What each voice said of each thing, up to a day; of events only what was said since another day."""
        groups: dict[tuple[Thing, Hashable], list[Said]] = defaultdict(list)
        for line in lines:
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


def _standing(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if stands(line.of.claim)]


def moved_by(when: str, days: int) -> str:
    """The day (ISO) so many days after another, or before; not before the first there is."""
    return date.fromordinal(max(1, _date(when).toordinal() + days)).isoformat()


def _days(line: Line) -> set[date | None]:
    """The days of a line that may be split by them."""
    if line.of.claim.counting in ("cumulative", "current"):
        return set()
    return {_date(when) if when else None for when in {*map(_day_of, line.said), *line.before}}


def _states(said: list[Said], until: str) -> tuple[_Latest, _Latest | None]:
    """What a voice said last up to a day, and at all: None if that is the same."""
    before = [row for row in said if _day_of(row) <= until]
    return _last(before), _last(said) if len(before) < len(said) else None


def _last(said: Sequence[Said]) -> _Latest:
    """The last assertions of the reports of a voice on a thing."""
    if len(said) < 2:
        return _Latest(len(said), [row[-1] for row in said], (said[0][1] or "") if said else "")
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
    return _Latest(len(told) + sum(count - 1 for _, count in repeated.values()), numbers, newest)


def _last_run(days: Iterable[str]) -> tuple[str, int]:
    """When the last run of a figure's reports began, and how many runs there are."""
    ordered = sorted(set(days))
    begin = runs([_date(day) if day else None for day in ordered])
    return ordered[begin[-1]], len(begin)
