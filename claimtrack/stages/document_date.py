"""The text of an article that comes without a date -> the day it was written, where the text tells it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from claimtrack.names import lowered
from claimtrack.rules import any_of
from claimtrack.stages.date_expressions import Expression, Reference, scan
from claimtrack.vocabulary.date_words import DateWords

HEAD, TAIL = 1500, 500  # characters in which an article tells its own day
PLACE = 60  # characters of the place in a dateline
DASH = re.compile(r"[ ,]{0,2}(?:[(\[][^)\]\n]{0,50}[)\]][ ,]{0,2})?(?:—|–|--|- )")
NOTHING = Reference(None, lambda: None)


def day_told(text: str, words: DateWords) -> tuple[date, str] | None:
    """The day of "Published 3 May 2015", of a line that is a date, of a dateline, else of the latest "as of".

    With it what told the day: "dateline", or "text" for all else. Never a guess: a day without a year counts only when
    every full date of the text is of one year. None else. `words`: the vocabulary's dates.
    """
    head = text[:HEAD]
    low = lowered(head)
    dates = [e for e in scan(head, low, 0, len(head), NOTHING, words) if e.kind == "day"]
    foot = text[max(HEAD, len(text) - TAIL) :]
    footer = [e for e in scan(foot, lowered(foot), 0, len(foot), NOTHING, words) if e.kind == "day"]
    stamp = _first(_stamped(head, low, dates, words)) or _first(_stamped(foot, lowered(foot), footer, words))
    if day := stamp or _first([e.day for e in dates if _alone(head, e)]):
        return day, "text"
    if day := _first([e.day for e in dates if _dateline(head, e)]):
        return day, "dateline"
    day = _as_of(text, words)
    return (day, "text") if day else None


def _first(days: list[date | None]) -> date | None:
    return next((day for day in days if day), None)


@lru_cache(maxsize=4)
def _stamp(words: DateWords) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(words.words['stamps'])}\b[\s:,-]*(?:on|at)?[\s:]*$")


def _stamped(text: str, low: str, dates: list[Expression], words: DateWords) -> list[date | None]:
    """The dates right after "Updated:", "Published on"."""
    return [e.day for e in dates if _stamp(words).search(low[max(0, e.start - 30) : e.start])]


def _alone(text: str, one: Expression) -> bool:
    """Whether the date has its line to itself, but for a time of day."""
    start = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    rest = text[start : one.start] + text[one.end : len(text) if end < 0 else end]
    return not any(c.isalpha() for c in rest.replace("GMT", "").replace("UTC", "")) and len(rest) < 20


def _dateline(text: str, one: Expression) -> bool:
    """Whether the date stands between a place in front of the text and the dash that opens it."""
    start = text.rfind("\n", 0, one.start) + 1
    place = text[start : one.start].strip(" ,(")
    named = len(place) < PLACE and all(not word[:1].isalpha() or word[:1].isupper() for word in place.split())
    return bool(place) and named and DASH.match(text, one.end) is not None


def _as_of(text: str, words: DateWords) -> date | None:
    """The latest "as of March 2, 2022"; its year may come from the other full dates when they agree on one."""
    low = lowered(text)
    places = [m.end() for m in re.finditer(rf"\b{any_of(words.words['as_of'])} ", low)]
    if not places:
        return None
    found = scan(text, low, 0, len(text), NOTHING, words)
    full = {e.start: e.day for e in found if e.kind == "day" and e.day}
    years = {day.year for day in full.values()}
    days = [full[p] for p in places if p in full]
    if not days and len(years) == 1:
        year_end = Reference(date(years.pop(), 12, 31), lambda: None)
        found = scan(text, low, 0, len(text), year_end, words)
        days = [e.day for e in found if e.start in places and e.kind == "day" and e.day]
    return max(days, default=None)
