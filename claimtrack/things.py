"""Claims -> the things they count: figures are compared only within one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from claimtrack.model import Claim, Filed
from claimtrack.series import day, key

EVENT_DAYS = 2  # outlets date one event up to a day apart: "overnight", "on Tuesday", "said on Wednesday"


@dataclass(frozen=True, slots=True)
class Thing:
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


def classify(filed: Iterable[Filed], across: Collection[str] = ()) -> Callable[[Filed], Thing]:
    """One pass over the claims -> which thing each of them counts. The order of the claims makes no difference.

    What a text leaves open is filled only where the other claims leave no choice:
    - `lost` people of a side are its troops: so "losses" is meant;
    - a place that is the side's own country, or that of the adversary who speaks, is the whole: no place;
    - an unknown side is the only side known for that metric, category and place;
    - an unknown counting is cumulative where there is a cumulative series, else the only one there is.
    A figure for a city never joins one for a country, nor an unknown side a known one where no place ties them.
    `across` names fields (of FIELDS) to leave out, so that what differs in them is compared.
    """
    raw: set[_Raw] = set()
    wholes: set[tuple[str | None, str | None]] = set()
    spelling: dict[str, str] = {}
    for item in filed:
        fields = _raw(item)
        raw.add(fields)
        claim = item.claim
        if item.stance == "adversary" and claim.source_side:
            wholes.add((claim.side, key(claim.source_side)))
        if fields.place is not None and claim.place is not None:
            spelling[fields.place] = min(spelling.get(fields.place, claim.place), claim.place)
    things = {fields: _closed(fields, wholes) for fields in raw}
    for join in (_join_sides, _join_counting):
        things = join(things)
    left_out: dict[str, Any] = dict.fromkeys(across)
    for fields, thing in things.items():
        things[fields] = replace(replace(thing, place=spelling.get(thing.place or "")), **left_out)
    things = _split_events(things)
    return lambda item: things[_raw(item)]


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
    """The fields of a claim that decide its thing; the day only where events are told apart by it."""

    metric: str
    category: str
    side: str | None
    place: str | None
    counting: str | None
    unit: str
    day: date | None


def _raw(filed: Filed) -> _Raw:
    claim = filed.claim
    place = key(claim.place) if claim.place else None
    when = None if claim.counting in ("cumulative", "current") else day(filed)
    return _Raw(claim.metric, claim.category, claim.side, place, claim.counting, claim.unit, when)


def _closed(fields: _Raw, wholes: set[tuple[str | None, str | None]]) -> Thing:
    category = "troops" if fields.metric == "lost" and fields.category == "people" and fields.side else fields.category
    whole = fields.side and fields.place and (fields.place == key(fields.side) or (fields.side, fields.place) in wholes)
    return Thing(fields.metric, category, fields.side, None if whole else fields.place, fields.counting, fields.unit)


def _join_sides(things: dict[_Raw, Thing]) -> dict[_Raw, Thing]:
    known: dict[Thing, set[str]] = defaultdict(set)
    for fields, thing in things.items():
        if thing.side is not None:
            known[replace(thing, side=None, place=fields.place, counting=None)].add(thing.side)

    def joined(thing: Thing) -> Thing:
        sides = known.get(replace(thing, counting=None), ()) if thing.side is None and thing.place is not None else ()
        if len(sides) != 1:
            return thing
        (side,) = sides
        return replace(thing, side=side, place=None if thing.place == key(side) else thing.place)

    return {fields: joined(thing) for fields, thing in things.items()}


def _join_counting(things: dict[_Raw, Thing]) -> dict[_Raw, Thing]:
    known: dict[Thing, set[str]] = defaultdict(set)
    for thing in things.values():
        if thing.counting is not None:
            known[replace(thing, counting=None)].add(thing.counting)

    def joined(thing: Thing) -> Thing:
        countings = known.get(thing, set()) if thing.counting is None else set()
        if "cumulative" in countings:
            return replace(thing, counting="cumulative")
        return replace(thing, counting=next(iter(countings))) if len(countings) == 1 else thing

    return {fields: joined(thing) for fields, thing in things.items()}


def _split_events(things: dict[_Raw, Thing]) -> dict[_Raw, Thing]:
    """Days of new counts -> events of at most EVENT_DAYS, from the earliest day on."""
    days: dict[Thing, set[date]] = defaultdict(set)
    for fields, thing in things.items():
        if thing.counting == "new" and fields.day is not None:
            days[thing].add(fields.day)
    split: dict[_Raw, Thing] = {}
    events = {thing: _events(sorted(when)) for thing, when in days.items()}
    for fields, thing in things.items():
        span = events.get(thing, {}).get(fields.day) if fields.day is not None else None
        split[fields] = replace(thing, since=span[0], until=span[1]) if span else thing
    return split


def _events(days: list[date]) -> dict[date, tuple[date, date]]:
    events: list[list[date]] = []
    for when in days:
        if events and when - events[-1][0] < timedelta(EVENT_DAYS):
            events[-1].append(when)
        else:
            events.append([when])
    return {when: (event[0], event[-1]) for event in events for when in event}
