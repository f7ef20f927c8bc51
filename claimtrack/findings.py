"""Claims -> figures that cannot be, or cannot all be, each finding with the claims behind it.

A finding is a question to a reader, not a verdict: nothing is changed and no claim is left out for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import NamedTuple

from claimtrack.comparison import interval, meet
from claimtrack.model import Claim, Filed, Number
from claimtrack.names import fold
from claimtrack.series import Assertion, Voice, assertions, day, speaker, stands, voice
from claimtrack.things import Thing, classify, order, title

TIMES = 10  # a figure so many times the one before, or such a part of it, is more likely a slipped digit than news
_LEAST = 10  # below this, ten times more is no wonder; a hundred times still is
_NEAR = timedelta(3)  # a slip is looked for between figures no further apart
_WORDS = 5  # of a sentence, from which it is no chance that two outlets have the same
_MANY = 40  # different figures of one thing on one day: beyond, pairs are not tried


class Finding(NamedTuple):
    """What is odd, the claims behind it, the oldest first, and a line that says how."""

    what: str
    claims: tuple[Filed, ...]
    detail: str


def findings(claims: Iterable[Filed], who: Callable[[Filed], Voice] = voice) -> list[Finding]:
    """Everything odd about these claims, by kind and then by thing. `who` tells one voice from another."""
    standing = [one for one in claims if stands(one.claim)]
    standing.sort(key=lambda one: (day(one) or date.min, one.claim.id))
    thing_of = classify(standing)
    by_thing: dict[Thing, list[Filed]] = defaultdict(list)
    for one in standing:
        by_thing[thing_of(one)].append(one)
    things = sorted(by_thing, key=order)
    series = {
        (thing, name): assertions(said) for thing in things for name, said in _grouped(by_thing[thing], who).items()
    }
    found = list(_parts(standing))
    for (thing, _), told in series.items():
        if thing.counting != "new":
            found += _moves(thing, told)
        elif thing.place:
            found += _revised(thing, told)
    for thing in things:
        found += _differing(thing, by_thing[thing], who)
        found += _slips(thing, by_thing[thing])
    found += _days(series)
    return sorted(found, key=lambda one: _KINDS.index(one.what))


_KINDS = ("part above whole", "falls", "old figure again", "ten times", "digits swapped", "copies differ",
          "one side contradicts itself", "day is not the difference")  # fmt: skip


def _parts(claims: Sequence[Filed]) -> Iterator[Finding]:
    by_id = {one.claim.id: one for one in claims}
    for part in claims:
        whole = by_id.get(part.claim.part_of or "")
        if whole and _above(part.claim, whole.claim):
            yield Finding("part above whole", (whole, part), f"{_said(part)} are said to be a part of {_said(whole)}")


def _moves(thing: Thing, told: Sequence[Assertion]) -> Iterator[Finding]:
    """What one voice says of one thing, in its order in time: falls, leaps, figures of old."""
    dated = [one for one in told if one.since]
    seen: dict[tuple[object, ...], Assertion] = {}
    for old, new in pairwise(dated):
        seen[_figure(old.first.claim)] = old
        before = seen.get(_figure(new.first.claim))
        pair = (old.first, new.first)
        if before is not None and before is not old:
            detail = f"{title(thing)}: {_said(new.first)} again after {_said(old.first)}; first on {before.since}"
            yield Finding("old figure again", (before.first, *pair), detail)
        elif thing.counting == "cumulative" and _above(old.first.claim, new.first.claim):
            detail = f"{title(thing)}: from {_said(old.first)} to {_said(new.first)}, though it only adds up"
            yield Finding("falls", pair, detail)
        elif _leaps(old.first.claim, new.first.claim):
            yield Finding("ten times", pair, f"{title(thing)}: from {_said(old.first)} to {_said(new.first)}")


def _revised(thing: Thing, told: Sequence[Assertion]) -> Iterator[Finding]:
    """What one voice said on later days of one day's dead: a toll of one event hardly falls. Of small figures and of
    those that are far lower it cannot be told that they are of the same event.
    """
    firsts = (one.first for one in told)
    said = [one for one in firsts if one.claim.source and one.document.date and _digits(one.claim)]
    for same in _grouped(said, lambda one: (str(one.claim.as_of),)).values():
        for old, new in pairwise(sorted(same, key=lambda one: (str(one.document.date), one.claim.id))):
            less, more = _exact(new), _exact(old)
            if old.document.date != new.document.date and more / 2 < less < more:
                days = f"as told on {old.document.date} and on {new.document.date}"
                detail = f"{title(thing)}: from {_said(old)} to {_said(new)}, {days}"
                yield Finding("falls", (old, new), detail)


def _exact(one: Filed) -> Number:
    return one.claim.value if one.claim.quantifier == "exact" and one.claim.value is not None else 0


def _differing(thing: Thing, claims: Sequence[Filed], who: Callable[[Filed], Voice]) -> Iterator[Finding]:
    """Figures given for one day that cannot all be: of one voice a slip in copying, of one side's voices a quarrel."""
    days = _grouped([one for one in claims if one.claim.as_of], lambda one: (str(one.claim.as_of),))
    for on, said in days.items():
        for told in _grouped(said, who).values():
            yield from _copies(thing, on[0], told)
        sides = _grouped([one for one in said if one.claim.source_side], speaker)
        for told in sides.values():
            lasts = [assertions(own)[-1].first for own in _grouped(told, who).values()]
            for one, other in combinations(lasts[:_MANY], 2):
                if not meet(interval(one.claim), interval(other.claim)):
                    detail = f"{title(thing)}, {on[0]}: {_told(one)}, but {_told(other)}"
                    yield Finding("one side contradicts itself", (one, other), detail)


def _copies(thing: Thing, on: str, told: Sequence[Filed]) -> Iterator[Finding]:
    """One voice on one day: a figure that stands in a single document against one that several carry, or against one
    that another outlet has in the same words: by its own words, a second figure may be a later one.
    """
    documents: dict[tuple[object, ...], dict[str, Filed]] = defaultdict(dict)
    for one in told:
        documents[_figure(one.claim)].setdefault(one.claim.document, one)
    if len(documents) < 2:
        return
    usual = max(documents.values(), key=len)
    for carried in documents.values():
        one, first = next(iter(carried.values())), next(iter(usual.values()))
        apart = carried.keys().isdisjoint(usual) and not meet(interval(one.claim), interval(first.claim))
        if apart and len(carried) == len(usual) == 1 and _copied(one, first):
            detail = f"{title(thing)}, {on}: {_said(first)}, and {_said(one)} in the same words"
            yield Finding("copies differ", (first, one), detail)
        if apart and len(carried) == 1 < len(usual):
            detail = f"{title(thing)}, {on}: {_said(one)} where {len(usual)} documents have {_said(first)}"
            yield Finding("copies differ", (*usual.values(), one), detail)


def _copied(one: Filed, other: Filed) -> bool:
    """Whether two outlets have one sentence, but for what stands in it as the figure."""
    bare = {fold(filed.claim.sentence.replace(filed.claim.figure, " ")) for filed in (one, other)}
    return len(bare) == 1 and len(bare.pop().split()) >= _WORDS and one.document.publisher != other.document.publisher


def _slips(thing: Thing, claims: Sequence[Filed]) -> Iterator[Finding]:
    """Two figures of one side that differ by two neighbouring digits, given within a few days of one another."""
    for told in _grouped([one for one in claims if _digits(one.claim)], speaker).values():
        shapes: dict[str, dict[str, list[Filed]]] = defaultdict(lambda: defaultdict(list))
        for one in told:
            digits = _digits(one.claim)
            shapes["".join(sorted(digits))][digits].append(one)
        for alike in shapes.values():
            for first, second in combinations(sorted(alike)[:_MANY], 2):
                pair = _nearest(alike[first], alike[second]) if _swapped(first, second) else None
                if pair:
                    detail = f"{title(thing)}: {_told(pair[0])}, and {_told(pair[1])}"
                    yield Finding("digits swapped", pair, detail)


def _days(series: Mapping[tuple[Thing, Voice], Sequence[Assertion]]) -> Iterator[Finding]:
    """A voice's figure for one day against the difference of its totals on that day and on the day before."""
    totals: dict[tuple[Thing, Voice], dict[date, Filed]] = {}
    for (thing, name), told in series.items():
        if thing.counting == "cumulative":
            exact = {one.since: one.first for one in told if one.since and one.first.claim.quantifier == "exact"}
            totals[thing._replace(counting=None), name] = exact
    for (thing, name), told in series.items():
        if thing.counting != "new":
            continue
        sums = totals.get((thing._replace(counting=None, since=None, until=None), name), {})
        by_day = _grouped([one.first for one in told if one.since], lambda one: (str(day(one)),))
        for said in by_day.values():
            on = day(said[0])
            now, before = (sums.get(on), sums.get(on - timedelta(1))) if on else (None, None)
            if now is None or before is None or now.claim.value is None or before.claim.value is None:
                continue
            grown = now.claim.value - before.claim.value
            if not any(_holds(one.claim, grown) for one in said):
                detail = f"{title(thing)}: {_said(said[0])}, but from {_said(before)} to {_said(now)} it is {grown:,}"
                yield Finding("day is not the difference", (before, now, said[0]), detail)


def _grouped(claims: Iterable[Filed], name: Callable[[Filed], Voice]) -> dict[Voice, list[Filed]]:
    groups: dict[Voice, list[Filed]] = defaultdict(list)
    for one in claims:
        groups[name(one)].append(one)
    return groups


def _figure(claim: Claim) -> tuple[object, ...]:
    return claim.quantifier, claim.value, claim.low, claim.high


def _above(one: Claim, other: Claim) -> bool:
    """Whether a figure is above another, whatever both leave open."""
    (least, _), (_, most) = interval(one), interval(other)
    return most is not None and least > most


def _holds(claim: Claim, number: Number) -> bool:
    low, high = interval(claim)
    return low <= number and (high is None or number <= high)


def _leaps(old: Claim, new: Claim) -> bool:
    if old.value is None or new.value is None:
        return False
    low, high = sorted((old.value, new.value))
    return low > 0 and high >= (TIMES if low >= _LEAST else TIMES * TIMES) * low


def _digits(claim: Claim) -> str:
    """The digits of a number that was written out to the last one; nothing for a round or a short one."""
    digits = str(claim.value) if isinstance(claim.value, int) else ""
    return digits if len(digits) > 2 and not digits.endswith("00") else ""


def _swapped(one: str, other: str) -> bool:
    differ = [place for place in range(len(one)) if one[place] != other[place]]
    return len(differ) == 2 and differ[1] == differ[0] + 1


def _nearest(ones: Sequence[Filed], others: Sequence[Filed]) -> tuple[Filed, Filed] | None:
    """The first two given within a few days of one another, the older first."""
    dated = sorted(((when, one) for one in (*ones, *others) if (when := day(one))),
                   key=lambda item: (item[0], item[1].claim.id))  # fmt: skip
    value = ones[0].claim.value
    for (when, one), (then, other) in pairwise(dated):
        if then - when <= _NEAR and (one.claim.value == value) != (other.claim.value == value):
            return one, other
    return None


def _said(one: Filed) -> str:
    """A figure in its own words with its day."""
    when = day(one)
    return f"{one.claim.figure} ({when})" if when else one.claim.figure


def _told(one: Filed) -> str:
    return f"{one.claim.source or one.document.publisher or one.document.id}: {_said(one)}"

