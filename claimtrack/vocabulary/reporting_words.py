"""reporting.toml, sources.toml -> SpeechWords: what the attributions stage knows beyond verbs and cues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from claimtrack.vocabulary.parts import parts_of


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWords:
    """All words are lower case. `words` holds the lists of [words] and [nouns] by name, `modifiers` a word's kind."""

    documents: frozenset[str]
    tallies: frozenset[str]
    words: Mapping[str, frozenset[str]]
    weak: frozenset[str]
    modifiers: Mapping[str, str]


def parse(table: Mapping[str, object]) -> SpeechWords:
    """Build the words from the parsed tables. Raises ClaimtrackError when a part is missing."""
    data = cast("Mapping[str, Any]", table)
    with parts_of("reporting.toml or sources.toml"):
        return SpeechWords(
            documents=frozenset(data["nouns"]["documents"]),
            tallies=frozenset(data["nouns"]["tallies"]),
            words={name: frozenset(given) for name, given in (*data["words"].items(), *data["nouns"].items())},
            weak=frozenset(data["weak"]["heads"]),
            modifiers={word: kind for kind, given in data["modifiers"].items() for word in given},
        )
