"""Text, day of reference -> the date expressions of a stretch of text, each resolved against that day.

The atoms of date_patterns.py ("March 2", "Friday", "the past two days") are resolved one by one; ranges are then
joined from two of them.
Which expression dates a figure is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from claimtrack.model import frozen
from claimtrack.stages.date_patterns import beginnings, pattern
from claimtrack.vocabulary.date_words import DateWords

DAY = timedelta(days=1)
MOST = 100  # expressions in one stretch; no sentence of news has a tenth of them
FAR_AHEAD = 31  # a day without a year lies in the past unless it is this near ahead
STOPS = ("", ".", ",", ";", ":", ")", "\n", '"', "”")
LAST_WORDS = 24  # characters that hold the two words before an expression


@frozen
class Expression:
    """A date in the text. `day`: the day it ends on, None when it cannot be resolved.

    `first`: the first day when it names a span ("between 3 and 5 March"). `back`: a length that ends on the figure's
    own day ("over the past two weeks"). `governs`: whether a figure can stand for it.
    """

    start: int
    end: int
    kind: str
    day: date | None
    first: date | None = None
    back: tuple[int, str] | None = None
    governs: bool = True


@frozen
class Reference:
    """What relative dates count from: the document's day, and the day last named before the stretch."""

    day: date | None
    anchor: Callable[[], date | None]


def scan(text: str, low: str, start: int, end: int, reference: Reference, words: DateWords) -> list[Expression]:
    """The date expressions between `start` and `end`, in order. `low` is the text by names.lowered."""
    found: list[Expression] = []
    match_at, done = pattern(words).match, start
    for hit in beginnings(words).finditer(low, start, end):
        at = hit.start()
        match = match_at(low, at, end) if at >= done else None
        if match is None:
            continue
        made = _resolve(match, text, low, found, reference, words)
        if made is not None:
            found.append(_barred(made, text, low, words))
            done = match.end()
            if len(found) == MOST:
                break
    return _ranges(found, low) if len(found) > 1 else found


def _resolve(
    match: re.Match[str], text: str, low: str, found: list[Expression], reference: Reference, words: DateWords
) -> Expression | None:
    """The expression of one atom, or None when the words turn out to be no date."""
    group, ref = match.group, reference.day
    start, end = match.span()
    before = low[max(0, start - LAST_WORDS) : start].replace("-", " ").split()
    if group("iso"):
        return _day(start, end, _iso(group("iso")))
    if group("d1"):
        joined = "and" not in group(0) or "between" in before[-1:]
        return _month_day(match, "1", ref, words, early=group("a1"), joined=joined)
    if group("d2"):
        return _month_day(match, "2", ref, words, late=group("b2"))
    if group("m3"):
        return _month(match, text, before, ref, words)
    if group("year"):
        if not before or before[-1] not in words.words["before_year"]:
            return None
        number = int(group("year"))
        return _end(start, end, "year", date(number, 1, 1), date(number, 12, 31), ref)
    if group("weekday"):
        return _weekday(match, before, ref, words)
    if group("anaphoric"):
        return _anaphoric(match, low, found, reference, words)
    if group("relative"):
        return Expression(start, end, "relative", _shift(ref, words.relative[group("relative")]))
    return _length(match, before, ref, words)


def _anaphoric(
    match: re.Match[str], low: str, found: list[Expression], reference: Reference, words: DateWords
) -> Expression | None:
    """"a day earlier", counted from the day last named; "the day before the vote" is none."""
    phrase, end = match.group(), match.end()
    if phrase.endswith(("before", "after")) and low[end : end + 1] not in STOPS:
        return None
    named = [e.day for e in found if e.day and e.kind in ("day", "weekday", "relative", "anaphoric")]
    anchor = named[-1] if named else reference.anchor() or reference.day
    return Expression(match.start(), end, "anaphoric", _shift(anchor, words.anaphoric[phrase]))


def _barred(made: Expression, text: str, low: str, words: DateWords) -> Expression:
    """A date "before", "until", "than in" which something holds is not its day; "after Monday's attack" is."""
    before = low[max(0, made.start - LAST_WORDS) : made.start].replace("-", " ").split()
    if before[-1:] in (["in"], ["on"], ["late"], ["early"], ["the"]):
        before.pop()
    owned = text[made.end : made.end + 2] in ("'s", "’s")
    span = made.kind == "day" and made.first is not None  # "from 27 to 28 February"
    barred = bool(before) and before[-1] in words.words["bars"] and not owned and not span
    return replace(made, governs=False) if barred else made


def _length(match: re.Match[str], before: list[str], ref: date | None, words: DateWords) -> Expression | None:
    """"two days ago", "the past two days", "last year", "the weekend"; None for a bare weekday's short form."""
    group = match.group
    start, end = match.span()
    if group("ago"):
        return _ago(start, end, before, ref, words)
    if group("back"):
        number = _count(group("back"), words)
        length = (number, words.units[group("unit2")]) if number else None
        return Expression(start, end, "span", None, back=length, governs=False)
    if group("weekend") and ref:
        sunday = ref - DAY * ((ref.weekday() + 1) % 7)
        return Expression(start, end, "calendar", sunday, sunday - DAY)
    if not group("unit") or ref is None:
        return None
    unit = words.units[group("unit")]
    if group("which") in words.words["span"] and (group("which") != "last" or before[-1:] == ["the"]):
        return Expression(start, end, "span", None, back=(1, unit), governs=False)
    return _calendar(start, end, group("which"), unit, ref) if unit in ("week", "month", "year") else None


def _ago(start: int, end: int, before: list[str], ref: date | None, words: DateWords) -> Expression | None:
    """Days ago make a day; weeks and months ago are too loose for one, and speak of no other."""
    if len(before) < 2 or ref is None:
        return None
    number, unit = _count(before[-2], words), words.units.get(before[-1].removesuffix("s"), "")
    if unit == "hour" or (unit == "day" and number):
        return Expression(start, end, "relative", ref if unit == "hour" else _shift(ref, -(number or 0)))
    return None


def _calendar(start: int, end: int, which: str, unit: str, ref: date) -> Expression:
    """"last month" ends on its last day. The day of an event "last week" is open: the week only gives a period."""
    if unit == "week":
        monday = ref - DAY * ref.weekday()
        if which in ("this", "current"):
            return Expression(start, end, "week", None, monday, governs=False)
        return Expression(start, end, "week", monday - DAY, monday - 7 * DAY, governs=False)
    first = ref.replace(day=1) if unit == "month" else ref.replace(month=1, day=1)
    if which in ("this", "current"):
        return Expression(start, end, "calendar", ref, first)
    last = first - DAY
    return Expression(start, end, "calendar", last, last.replace(day=1, month=last.month if unit == "month" else 1))


def _month_day(
    match: re.Match[str], n: str, ref: date | None, words: DateWords,
    early: str | None = None, late: str | None = None, joined: bool = True,
) -> Expression | None:  # fmt: skip
    """"March 2", "27-28 February", "February 27 to 28, 2022"."""
    start, end = match.span()
    month, number = words.months[match.group("m" + n).rstrip(".")], int(match.group("d" + n))
    year = match.group("y" + n)
    last = _dated(int(late) if late else number, month, int(year) if year else None, ref)
    if last is None:
        # a day that cannot be told (no year to be had) is still a date; an impossible one is not
        return Expression(start, end, "day", None) if _dated(number, month, 2000, None) else None
    other = int(early) if early and joined else number if late else None
    first = _dated(other, month, last.year, None) if other else None
    first = first if first and first < last else None
    return Expression(start, end, "day", last, first, governs=ref is None or last <= ref)


def _dated(day: int, month: int, year: int | None, ref: date | None) -> date | None:
    """The day, in the year that brings it nearest before `ref` when none is given."""
    if year is None and ref is None:
        return None
    try:
        if year is not None:
            return date(year, month, day)
        assert ref is not None
        found = date(ref.year, month, day)
        return found if (found - ref).days <= FAR_AHEAD else date(ref.year - 1, month, day)
    except ValueError:
        return None


def _month(match: re.Match[str], text: str, before: list[str], ref: date | None, words: DateWords) -> Expression | None:
    """"March 2016", "in March", "October's": a month without a day."""
    start, end = match.span()
    name, year = match.group("m3"), match.group("y3")
    month = words.months[name.rstrip(".")]
    owned = text[end : end + 2] in ("'s", "’s")
    if not text[start].isupper() or not (year or owned or (before and before[-1] in words.words["before_month"])):
        return None
    if ref is None and (year is None or not year.isdigit()):
        return Expression(start, end, "month", None)
    if year and year.isdigit():
        number = int(year)
    else:
        assert ref is not None
        number = ref.year - (year == "last year") - (not year and month > ref.month)
    first = date(number, month, 1)
    return _end(start, end, "month", first, (first + 31 * DAY).replace(day=1) - DAY, ref)


def _weekday(match: re.Match[str], before: list[str], ref: date | None, words: DateWords) -> Expression:
    start, end = match.span()
    number, week = words.weekdays[match.group("weekday")], match.group("week")
    if ref is None:
        return Expression(start, end, "weekday", None)
    day = ref - DAY * ((ref.weekday() - number) % 7)
    if week == "last":
        day = ref - DAY * (ref.weekday() + 7 - number)
    elif before[-1:] == ["last"] and day == ref:
        day -= 7 * DAY
    return Expression(start, end, "weekday", day, governs=week != "next")


def _end(start: int, end: int, kind: str, first: date, last: date, ref: date | None) -> Expression:
    """A month or a year stands for its last day, or the day of reference when that comes first."""
    return Expression(start, end, kind, min(last, ref) if ref else last, first, governs=ref is None or first <= ref)


def _ranges(found: list[Expression], low: str) -> list[Expression]:
    """Join "January 31 to February 1", "between March 2015 and March 2016", "on Monday and Tuesday"."""
    out = found[:1]
    for one in found[1:]:
        last = out[-1]
        gap = low[last.end : one.start].strip()
        opened = low[max(0, last.start - LAST_WORDS) : last.start].split()[-1:]
        joins = gap in ("to", "-", "–", "through") or (gap in ("and", "until") and opened in (["between"], ["from"]))
        if joins and last.day and one.day and one.kind == last.kind and last.day <= one.day:
            out[-1] = replace(one, start=last.start, kind="range", first=last.first or last.day)
        elif gap == "and" and last.day and one.day and one.kind == last.kind and last.day < one.day:
            out[-1] = replace(one, start=last.start)  # "on April 25 and May 12" ends on the later day
        else:
            out.append(one)
    return out


def _day(start: int, end: int, day: date | None) -> Expression | None:
    return Expression(start, end, "day", day) if day else None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shift(day: date | None, days: int) -> date | None:
    try:
        return day + days * DAY if day else None
    except OverflowError:
        return None


def _count(word: str, words: DateWords) -> int | None:
    return int(word) if word.isdigit() else words.counts.get(word)
