"""The table of dates.toml -> DateWords: what the dates stage knows of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from claimtrack.vocabulary.parts import parts_of

LISTS = (
    "totalling", "firsts",
    "uncounted", "span", "before_month", "before_year", "bars", "future", "asserting", "after_asserting",
    "strong", "relative", "that", "weak", "stamps", "as_of", "which", "weeks", "ordinals",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """A war whose first day is known: what texts call it, and the names that tell which one is meant."""

    start: date
    nouns: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """All words are lower case. `relative` and `anaphoric` hold days to add; `words` the lists of [words] by name."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    relative: Mapping[str, int]
    anaphoric: Mapping[str, int]
    units: Mapping[str, str]
    counts: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    events: tuple[Event, ...]


def parse(table: Mapping[str, object]) -> DateWords:
    """Build the words from the parsed TOML. Raises ClaimtrackError when a part is missing or not of its kind."""
    data = cast("Mapping[str, Any]", table)
    with parts_of("dates.toml"):
        words = {name: frozenset(map(str, data["words"][name])) for name in LISTS}
        events = tuple(Event(_day(e["start"]), tuple(e["nouns"]), tuple(e["names"])) for e in data["events"])
        return DateWords(
            months=_numbers(data["months"]),
            weekdays=_numbers(data["weekdays"]),
            short_weekdays=_numbers(data["short_weekdays"]),
            relative=_numbers(data["relative"]),
            anaphoric=_numbers(data["anaphoric"]),
            units={str(word): str(unit) for word, unit in data["units"].items()},
            counts=_numbers(data["counts"]),
            words=words,
            events=events,
        )


def _numbers(table: Mapping[str, Any]) -> dict[str, int]:
    return {str(word): int(number) for word, number in table.items()}


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"an event's start must be a date, not {value!r}")
    return value
