"""A day as people write it -> a date: 2022-03-02, 2022-03, today, 7d, "March 2, 2022"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from claimtrack.errors import ClaimtrackError

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_AGO = re.compile(r"(\d{1,5})\s*([dw])")
_SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_LONGEST = 60  # no way of writing a day is longer; guards dateutil against hostile input


def day(text: str, today: date, end: bool = False) -> date:
    """The day that `text` names. A month or a year is its first day, or with `end` its last.

    Raises ClaimtrackError when the text names no day or could mean two.
    """
    words = text.strip().casefold()
    if words in ("today", "yesterday"):
        return today - timedelta(days=words == "yesterday")
    if ago := _AGO.fullmatch(words):
        return today - timedelta(days=int(ago[1]) * (7 if ago[2] == "w" else 1))
    found = _iso(words, end) or _written(text, end)
    if found is None:
        ways = '2022-03-02, "March 2, 2022", 2022-03, yesterday or 7d'
        raise ClaimtrackError(f"{text!r} is not a date; write it as {ways}")
    return found


def published(text: str) -> date:
    """The day of an article's time stamp in any usual spelling, as its writer dated it.

    Raises ClaimtrackError when it cannot be read, or could be two days.
    """
    words = text.strip().casefold()
    found = _iso(words, end=False, period=False) or _written(text, end=False, period=False)
    if found is None:
        raise ClaimtrackError(f"{text[:_LONGEST]!r} is not a date; write it as 2022-03-02")
    return found


def _iso(words: str, end: bool, period: bool = True) -> date | None:
    try:
        return datetime.fromisoformat(words.upper()).date()
    except ValueError:
        pass
    if period and (month := _MONTH.fullmatch(words)) and 1 <= int(month[2]) <= 12:
        return _of_month(int(month[1]), int(month[2]), end)
    if period and _YEAR.fullmatch(words):
        return _of_month(int(words), 12 if end else 1, end)
    return None


def _of_month(year: int, month: int, end: bool) -> date | None:
    return date(year, month, monthrange(year, month)[1] if end else 1) if year else None


def _written(text: str, end: bool, period: bool = True) -> date | None:
    """Any other full date, by dateutil. It fills gaps from a default, so two defaults tell whether there was a gap."""
    if len(text) > _LONGEST or not _YEAR.search(text):
        return None
    slashed = _SLASHED.match(text)
    if slashed and int(slashed[1]) <= 12 and int(slashed[2]) <= 12 and slashed[1] != slashed[2]:
        first, second, year = int(slashed[1]), int(slashed[2]), slashed[3]
        raise ClaimtrackError(
            f"{text!r} could be two days; write {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
        )
    from dateutil import parser

    try:
        one = parser.parse(text, default=datetime(2000, 1, 1))
        two = parser.parse(text, default=datetime(2004, 12, 31))
    except (ValueError, OverflowError, TypeError):
        return None
    if one.date() == two.date():
        return one.date()
    if period and (one.year, one.month) == (two.year, two.month):
        return _of_month(one.year, one.month, end)
    return None
