"""reporting.toml, sources.toml -> SpeechWords: what the attributions stage knows beyond verbs and cues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from claimtrack.errors import ClaimtrackError


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWords:
    """All words are lower case. `words` holds the lists of [words] and [nouns] by name, `modifiers` a word's kind."""

    documents: frozenset[str]
    tallies: frozenset[str]
    words: Mapping[str, frozenset[str]]
    weak: frozenset[str]
    modifiers: Mapping[str, str]


def parse(table: Mapping[str, object]) -> SpeechWords:
    """Build the words from the parsed tables. Raises ClaimtrackError when a part of reporting.toml is missing."""
    data = cast("Mapping[str, Any]", table)
    try:
        return SpeechWords(
            documents=frozenset(data["nouns"]["documents"]),
            tallies=frozenset(data["nouns"]["tallies"]),
            words={name: frozenset(given) for name, given in (*data["words"].items(), *data["nouns"].items())},
            weak=frozenset(data.get("weak", {}).get("heads", ())),
            modifiers={word: kind for kind, given in data.get("modifiers", {}).items() for word in given},
        )
    except KeyError as missing:
        raise ClaimtrackError(f"reporting.toml: {missing} is missing; give it back to the vocabulary") from None
