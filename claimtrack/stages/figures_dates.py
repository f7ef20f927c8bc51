"""Rules of the figure stage: dates, years, times of day, ages."""

from __future__ import annotations

import re

from claimtrack.stages.figures_bounds import start_of
from claimtrack.stages.figures_sight import Sight, Verdict, counted, led_by

CAPITAL_NAME = re.compile(r"[^\W\d_a-z]['’\w.-]*+,\s\Z")
NAME_ENDS = re.compile(r"[.,;)]|\s?[—–―]|\Z")
YEARS = re.compile(r"(?:1[5-9]|20)[0-9]{2}\s?[-–/]\s?(?:(?:1[5-9]|20)[0-9]{2}|[0-9]{2})(?![0-9]|,[0-9])")


def calendar(sight: Sight) -> Verdict | None:
    """March 2, 2 March 2022, 2-5 March."""
    phrase = sight.phrase
    if not phrase.atom.digits or (phrase.value is not None and phrase.value > 31):
        return None
    taken = led_by(sight, "date")
    day = phrase.before[-taken - 1 : -taken] if taken else []
    if day and day[0].isdigit() and counted(sight):
        return None  # "on 23 September 28 bodies were found"
    start = start_of(sight.low, phrase.core_start, phrase.before[-taken:]) if taken else phrase.core_start
    match = sight.traps.date.match(sight.low, start)
    if not match:
        return None
    return Verdict("date", "count", min(start, phrase.start), max(match.end(), phrase.end))


def clock(sight: Sight) -> Verdict | None:
    """ "at 0630", "at about 1530": four digits for a time of day."""
    phrase = sight.phrase
    if sight.last not in sight.traps.words.lists["clock.before"] or phrase.core_end - phrase.core_start != 4:
        return None
    value = phrase.value
    is_time = isinstance(value, int) and phrase.atom.digits and value < 2400 and value % 100 < 60
    return sight.verdict("time") if is_time and phrase.quantifier in ("exact", "about") and not counted(sight) else None


def year(sight: Sight) -> Verdict | None:
    """1998, 2013-14, the 1990s."""
    phrase = sight.phrase
    low = phrase.low
    digits = sight.low[phrase.core_start : phrase.core_start + 4]
    if not (digits.isdigit() and isinstance(low, int) and 1000 <= low < 2200 and phrase.atom.digits):
        return None
    if phrase.quantifier not in ("exact", "range") or phrase.atom.scale != 1:
        return None
    if sight.low[phrase.end : phrase.end + 1] == "s":
        return sight.verdict("date", end=phrase.end + 1)
    span = YEARS.match(sight.low, phrase.core_start)
    if span:
        return sight.verdict("date", end=span.end())
    last, lists = sight.last, sight.traps.words.lists
    month = led_by(sight, "date")
    if last in lists["years.strong"] or month:
        return None if counted(sight) and low % 100 == 0 else sight.verdict("date", month)
    if not 1900 <= low < 2100:
        return None
    is_count = counted(sight) if last not in lists["years.weak"] else False
    if is_count or (low % 100 == 0 and (last not in lists["years.weak"] or counted(sight))):
        return None
    return sight.verdict("date")


def age(sight: Sight) -> Verdict | None:
    """aged 12, 12-year-old, "Smith, 42,"."""
    phrase = sight.phrase
    if sight.after and sight.after[1] == "age":
        return sight.verdict("age", end=sight.after[2])
    taken = led_by(sight, "age")
    if taken:
        return sight.verdict("age", taken)
    at = phrase.core_start
    ends = NAME_ENDS.match(sight.low, phrase.end) is not None
    taken = led_by(sight, "age_end") if ends else 0
    if taken:
        return sight.verdict("age")
    if phrase.start != at or not phrase.atom.digits or not isinstance(phrase.value, int) or not 0 < phrase.value < 111:
        return None
    if not ends and not sight.low.startswith(" and ", phrase.end):
        return None
    return sight.verdict("age") if CAPITAL_NAME.search(sight.shown, max(0, at - 30), at) else None
