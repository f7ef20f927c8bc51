"""The tables of places.toml and place_words.toml -> PlaceWords: what the places stage knows of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from claimtrack.vocabulary.parts import parts_of


@dataclass(frozen=True, slots=True, eq=False)
class PlaceWords:
    """All words are lower case. `nouns`: village, region; `compass`: north, northern; the rest as the file says."""

    nouns: frozenset[str]
    compass: frozenset[str]
    sure: frozenset[str]
    likely: frozenset[str]
    moves: frozenset[str]
    passed: frozenset[str]
    leaving: frozenset[str]
    seeing: frozenset[str]
    events: frozenset[str]
    conflicts: frozenset[str]
    relief: frozenset[str]
    offices: frozenset[str]
    houses: frozenset[str]
    apart: frozenset[str]
    inside: frozenset[str]
    prefixes: tuple[str, ...]
    not_places: frozenset[str]
    ends: frozenset[str]
    after: frozenset[str]
    pointers: frozenset[str]
    breaks: frozenset[str]
    totals: frozenset[str]
    pointed: frozenset[str]
    determiners: frozenset[str]


def parse(table: Mapping[str, object]) -> PlaceWords:
    """Build the words from the two parsed tables in one. Raises ClaimtrackError when a part is missing."""
    data = cast("Mapping[str, Any]", table)
    with parts_of("places.toml or place_words.toml"):
        words, around, others = data["words"], data["around"], data["not_places"]
        return PlaceWords(
            nouns=frozenset(words["nouns"]),
            compass=frozenset(words["compass"]),
            sure=frozenset(around["sure"]),
            likely=frozenset(around["likely"]),
            moves=frozenset(around["moves"]),
            passed=frozenset(around["passed"]),
            leaving=frozenset(around["leaving"]),
            seeing=frozenset(around["seeing"]),
            events=frozenset(around["events"]),
            conflicts=frozenset(around["conflicts"]),
            offices=frozenset(around["offices"]),
            houses=frozenset(around["houses"]),
            apart=frozenset(around["apart"]),
            relief=frozenset(around["relief"]),
            inside=frozenset(around["inside"]),
            prefixes=tuple(f"{prefix}{join}" for prefix in around["prefixes"] for join in "-‐‑"),
            not_places=frozenset(others["names"]),
            ends=frozenset(others["ends"]),
            after=frozenset(others["after"]),
            pointers=frozenset(data["again"]["pointers"]),
            breaks=frozenset(data["again"]["breaks"]),
            totals=frozenset(data["again"]["totals"]),
            pointed=frozenset(data["again"]["pointed"]),
            determiners=frozenset(data["again"]["determiners"]),
        )
