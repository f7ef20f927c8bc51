"""Claims -> the things they count: figures are compared only within one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from claimtrack.model import Claim, Filed
from claimtrack.series import day, key

EVENT_DAYS = 2  # outlets date one event up to a day apart: "overnight", "on Tuesday", "said on Wednesday"
_EVENT = timedelta(EVENT_DAYS)


class Thing(NamedTuple):
    """What is counted. Figures are compared only within one thing; None is open, or left out on request.

    `since` and `until` bound the days of one event when `counting` is `new`: the dead of one attack are not
    compared with the dead of the next.
    """

    metric: str | None
    category: str | None
    side: str | None
    place: str | None
    counting: str | None
    unit: str
    since: date | None = None
    until: date | None = None


FIELDS = ("metric", "category", "side", "place", "counting")  # of a Thing: what `across` may leave out


class Things:
    """Which thing each of some claims counts."""

    def __init__(self, things: dict[_Raw, Thing], events: dict[Thing, dict[date, Thing]]) -> None:
        self._things, self._events = things, events

    def of(self, item: Filed, when: date | None) -> Thing:
        """The thing that a claim with these fields counts if its figure stands for this day."""
        thing = self._things[_raw(item)]
        events = self._events.get(thing)
        return events.get(when, thing) if events and when else thing

    def events(self, item: Filed) -> Mapping[date, Thing]:
        """By the day for which a claim with these fields stands: the event it counts, where events are told apart."""
        return self._events.get(self._things[_raw(item)], {})

    def __call__(self, item: Filed) -> Thing:
        return self.of(item, day(item))


def classify(filed: Iterable[Filed], across: Collection[str] = ()) -> Things:
    """One pass over the claims -> which thing each of them counts; see sorted_out."""
    return sorted_out(((item, (day(item),)) for item in filed), across)


def sorted_out(counted: Iterable[tuple[Filed, Collection[date | None]]], across: Collection[str] = ()) -> Things:
    """Claims, each with the days of all that have its fields -> which thing each counts. Their order does not matter.

    What a text leaves open is filled only where the other claims leave no choice:
    - `lost` people of a side are its troops: so "losses" is meant;
    - a place that is the side's own country, or that of the adversary who speaks, is the whole: no place;
    - an unknown side is the only side known for that metric, category and place, its country as a whole included;
    - an unknown counting is cumulative where there is a cumulative series, else the only one there is.
    A figure for a city never joins one for a country, nor an unknown side a known one where no place ties them.
    `across` names fields (of FIELDS) to leave out, so that what differs in them is compared.
    """
    days: dict[_Raw, set[date]] = defaultdict(set)
    wholes: set[tuple[str | None, str | None]] = set()
    spelling: dict[str, str] = {}
    for item, when in counted:
        claim, fields = item.claim, _raw(item)
        days[fields].update(filter(None, when))
        if item.stance == "adversary" and claim.source_side:
            wholes.add((claim.side, key(claim.source_side)))
        if fields.place is not None and claim.place is not None:
            spelling[fields.place] = min(spelling.get(fields.place, claim.place), claim.place)
    things = _join_counting(_join_sides({fields: _closed(fields, wholes) for fields in days}))
    left_out: dict[str, Any] = dict.fromkeys(across)
    for fields, thing in things.items():
        things[fields] = thing._replace(**{"place": spelling.get(thing.place or "")} | left_out)
    return Things(things, _events(things, days))


def order(thing: Thing) -> tuple[object, ...]:
    """A sort key: things of one side and category stand together; what is open comes first."""
    names = (thing.side, thing.category, thing.metric, thing.place, thing.counting, thing.unit)
    return *(name or "" for name in names), thing.since or date.min, thing.until or date.min


def title(thing: Thing) -> str:
    """A thing in words: "Russia: troops lost, Kursk region, cumulative"."""
    counted = " ".join(word.replace("_", " ") for word in (thing.category, thing.metric) if word)
    days = thing.since and (f"{thing.since}" if thing.since == thing.until else f"{thing.since} to {thing.until}")
    unit = None if thing.unit == "count" else thing.unit
    parts = [part for part in (counted, thing.place, unit, thing.counting, days) if part]
    return f"{thing.side}: {', '.join(parts)}" if thing.side else ", ".join(parts)


def beyond(thing: Thing, claim: Claim) -> str:
    """What the claim tells that its thing leaves out, in words; "" for nothing."""
    told = (getattr(claim, field) for field in FIELDS if getattr(thing, field) is None)
    return ", ".join(word.replace("_", " ") for word in told if word)


class _Raw(NamedTuple):
    """The fields of a claim that decide its thing, its day left aside."""

    metric: str
    category: str
    side: str | None
    place: str | None
    counting: str | None
    unit: str


def _raw(filed: Filed) -> _Raw:
    claim = filed.claim
    place = key(claim.place) if claim.place else None
    return _Raw(claim.metric, claim.category, claim.side, place, claim.counting, claim.unit)


def _closed(fields: _Raw, wholes: set[tuple[str | None, str | None]]) -> Thing:
    category = "troops" if fields.metric == "lost" and fields.category == "people" and fields.side else fields.category
    if fields.metric == "fled" and category == "refugees":
        category = "people"  # who has left the country is a refugee, called so or not
    whole = fields.side and fields.place and (fields.place == key(fields.side) or (fields.side, fields.place) in wholes)
    return Thing(fields.metric, category, fields.side, None if whole else fields.place, fields.counting, fields.unit)


def _join_sides(things: dict[_Raw, Thing]) -> dict[_Raw, Thing]:
    known: dict[Thing, set[str]] = defaultdict(set)  # by a thing without its side: the sides known for its place
    whole: dict[Thing, set[str]] = defaultdict(set)  # and those known as a whole
    for fields, thing in things.items():
        if thing.side is not None:
            nobodys = thing._replace(side=None, counting=None)
            known[nobodys._replace(place=fields.place)].add(thing.side)
            if thing.place is None:
                whole[nobodys].add(thing.side)

    def joined(thing: Thing) -> Thing:
        if thing.side is not None:
            return thing
        nobodys = thing._replace(counting=None)
        if thing.place is None:
            # of one flight abroad, "500,000 have left the country" tells the next number though not the country
            sole = whole.get(nobodys, set()) if thing.metric == "fled" else set()
            return thing._replace(side=next(iter(sole))) if len(sole) == 1 else thing
        countries = whole.get(nobodys._replace(place=None), set())
        sides = known.get(nobodys, set()) | (countries if thing.place in map(key, countries) else set())
        if len(sides) != 1:
            return thing
        (side,) = sides
        return thing._replace(side=side, place=None if thing.place == key(side) else thing.place)

    return {fields: joined(thing) for fields, thing in things.items()}


def _join_counting(things: dict[_Raw, Thing]) -> dict[_Raw, Thing]:
    known: dict[Thing, set[str]] = defaultdict(set)
    for thing in things.values():
        if thing.counting is not None:
            known[thing._replace(counting=None)].add(thing.counting)

    def joined(thing: Thing) -> Thing:
        countings = known.get(thing, set()) if thing.counting is None else set()
        if "cumulative" in countings:
            return thing._replace(counting="cumulative")
        return thing._replace(counting=next(iter(countings))) if len(countings) == 1 else thing

    return {fields: joined(thing) for fields, thing in things.items()}


def _events(things: dict[_Raw, Thing], days: dict[_Raw, set[date]]) -> dict[Thing, dict[date, Thing]]:
    """New counts and their days -> events of at most EVENT_DAYS, from the earliest day on."""
    counted: dict[Thing, set[date]] = defaultdict(set)
    for fields, thing in things.items():
        if thing.counting == "new":
            counted[thing] |= days[fields]
    events: dict[Thing, dict[date, Thing]] = {}
    for thing, when in counted.items():
        common, found = thing[:-2], events.setdefault(thing, {})
        for event in _windows(sorted(when)):
            one = Thing(*common, event[0], event[-1])
            for when_in_it in event:
                found[when_in_it] = one
    return events


def _windows(days: list[date]) -> Iterator[list[date]]:
    window: list[date] = []
    for when in days:
        if window and when - window[0] >= _EVENT:
            yield window
            window = []
        window.append(when)
    if window:
        yield window
