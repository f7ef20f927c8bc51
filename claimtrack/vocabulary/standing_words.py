"""The table of standing.toml -> StandingWords: what the standing stage knows of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from claimtrack.record import VERIFICATIONS
from claimtrack.vocabulary.inflection import verb_forms
from claimtrack.vocabulary.parts import parts_of

KEY = 4  # letters of a word that tell whether it may be a trigger


@dataclass(frozen=True, slots=True, eq=False)
class StandingWords:
    """All words are lower case.

    `triggers` holds the stems that call the rules of a family, as (stem, family) by the stem's first four letters;
    `groups` the words by the name under which the rules ask for them: a list's own name, and for verbs also NAME_base,
    NAME_past and NAME_ing. `plurals` are the nouns that point at several figures; `labels` the status an adjective
    lends; `topics` the metrics a word limits a figure to.
    """

    triggers: Mapping[str, tuple[tuple[str, str], ...]]
    groups: Mapping[str, tuple[str, ...]]
    plurals: frozenset[str]
    labels: Mapping[str, str]
    topics: Mapping[str, frozenset[str]]

    def status_of(self, word: str, independently: bool) -> str:
        """The status that a word of checking, confirming or labelling lends."""
        if word in self.labels and not independently:
            return self.labels[word]
        return "verified" if independently or word in self.groups["verify"] else "confirmed"


def parse(table: Mapping[str, object]) -> StandingWords:
    """Build the words from the parsed TOML. Raises ClaimtrackError when a part is missing or not of its kind."""
    data = cast("Mapping[str, Any]", table)
    with parts_of("standing.toml"):
        groups = {name: tuple(map(str, words)) for name, words in data["words"].items()}
        plurals: set[str] = set()
        for name in ("figures", "claims"):
            pairs = [pair.split("=") for pair in groups[name]]
            groups[name] = tuple(word for pair in pairs for word in pair if word != "-")
            plurals.update(many for _, many in pairs)
        plurals.update(groups["outcomes"])
        for name, verbs in data["verbs"].items():
            groups.update(_verbs(name, verbs))
        groups.update({f"label_{status}": tuple(words) for status, words in data["labels"].items()})
        groups["labels"] = tuple(word for words in data["labels"].values() for word in words)
        return StandingWords(
            triggers=_triggers(data["triggers"]),
            groups=groups,
            plurals=frozenset(plurals),
            labels={word: _status(status) for status, words in data["labels"].items() for word in words},
            topics=_topics(data["topics"]),
        )


def _triggers(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for family, stems in table.items():
        for stem in stems:
            if len(stem.split()[0]) < KEY:
                raise ValueError(f"[triggers] {stem!r} begins with a word of fewer than {KEY} letters")
            found[stem[:KEY]] = (*found.get(stem[:KEY], ()), (stem, family))
    return found


def _verbs(name: str, verbs: Iterable[str]) -> dict[str, tuple[str, ...]]:
    forms = [pair for verb in verbs for pair in verb_forms(verb)]
    groups = {name: tuple(dict.fromkeys(form for form, _ in forms))}
    for kind in ("base", "past", "ing"):
        groups[f"{name}_{kind}"] = tuple(form for form, which in forms if which == kind)
    return groups


def _status(status: str) -> str:
    if status not in VERIFICATIONS:
        raise ValueError(f"[labels] {status!r} is no status; use one of {', '.join(VERIFICATIONS)}")
    return status


def _topics(table: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for metric, words in table.items():
        for word in words:
            found.setdefault(word, set()).add(metric)
    return {word: frozenset(metrics) for word, metrics in found.items()}
