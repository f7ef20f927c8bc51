"""Tables of parsed TOML -> words with what each means. A word given twice with another meaning is an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from claimtrack.vocabulary.inflection import plural_of, verb_forms
from claimtrack.vocabulary.twice import Twice, Where


@dataclass(frozen=True, slots=True)
class MetricWord:
    """What a word says happened, by kind of what is counted; `role` is verbs, nouns, persons or states."""

    role: str
    form: str  # base, past or ing for verbs; "" else
    object: Mapping[str, str]  # kind of what is counted -> metric, for objects, nouns and states
    subject: Mapping[str, str]  # kind -> metric when the verb's subject is counted ("30 fled")
    noun: bool = False  # whether a noun is written so too


@dataclass(frozen=True, slots=True)
class CategoryWord:
    """The category a noun names, and whether it is of people or of things."""

    category: str
    kind: str
    plural: bool


@dataclass(frozen=True, slots=True)
class Party:
    """A state, armed group or international body, and the words that stand for it."""

    name: str
    kind: str
    names: frozenset[str]  # other nouns for it
    demonyms: frozenset[str]
    seats: frozenset[str]
    adversaries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation known by name."""

    name: str
    kind: str
    side: str | None


def metrics(table: Mapping[str, Any]) -> dict[str, MetricWord]:
    """The table of metrics.toml: every form of every word."""
    found: dict[str, MetricWord] = {}
    for kind, metrics in table.items():
        for metric, lists in metrics.items():
            for role, words in lists.items():
                for word, form in _forms(role, words):
                    plain = "verbs" if role == "subject" else role
                    entry = found.setdefault(word, MetricWord(plain, form, {}, {}))
                    if role == "nouns" and not entry.noun:
                        entry = found[word] = replace(entry, noun=True)
                    counted = entry.subject if role == "subject" else entry.object
                    if counted.setdefault(kind, metric) != metric:  # type: ignore[attr-defined]
                        raise Twice("metrics.toml", word, (kind, counted[kind]), (kind, metric))
    return found


def of_people(table: Mapping[str, Any]) -> set[str]:
    """The metrics of the table of metrics.toml that only people have."""
    others = {metric for kind, metrics in table.items() if kind not in ("people", "forces") for metric in metrics}
    return set(table["people"]) - others


_NO_WORDS = ("groups", "counting")  # keys of a metric that tell of it, not how it is said


def _forms(role: str, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    for word in words if role not in _NO_WORDS else ():
        if role in ("verbs", "subject"):
            yield from verb_forms(word)
        else:
            yield word, ""


def categories(table: Mapping[str, Any]) -> dict[str, CategoryWord]:
    """The table of categories.toml: every noun, singular and plural."""
    found: dict[str, CategoryWord] = {}
    for kind, categories in table.items():
        for category, entry in categories.items():
            for word in entry["words"]:
                singular, plural = plural_of(word)
                for form, many in ((singular, False), (plural, True)):
                    known = found.get(form)
                    if known is not None and known.category != category:
                        raise Twice("categories.toml", form, (known.kind, known.category), (kind, category))
                    found[form] = CategoryWord(category, kind, many)
    return found


def members(table: Mapping[str, Any]) -> dict[str, str]:
    """The table of categories.toml: a group -> the category of its members."""
    found: dict[str, Where] = {}
    for kind, categories in table.items():
        for category, entry in categories.items():
            for word in entry.get("members", ()):
                _once(found, word, (kind, category), "categories.toml")
    return {word: category for word, (_, category) in found.items()}


def party(name: str, entry: Mapping[str, Any]) -> Party:
    """One entry of parties.toml."""
    return Party(
        name=name,
        kind=entry["kind"],
        names=frozenset(entry.get("names", ())),
        demonyms=frozenset(entry.get("demonyms", ())),
        seats=frozenset(entry.get("seats", ())),
        adversaries=frozenset(entry.get("adversaries", ())),
    )


def party_words(table: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The table of parties.toml: a word -> the party and what the word is of it."""
    words: dict[str, Where] = {}
    roles = {"names": "name", "demonyms": "demonym", "seats": "seat", "leaders": "leader"}
    for name in table:
        _once(words, name.lower(), (name, "names"), "parties.toml")
    for key in roles:
        for party, entry in table.items():
            for word in entry.get(key, ()):
                _once(words, word.lower(), (party, key), "parties.toml")
    return {word: (party, roles[key]) for word, (party, key) in words.items()}


def by_kind(table: Mapping[str, Iterable[str]], file: str, name: str) -> dict[str, str]:
    """A table of lists: a word -> the list that holds it. `file` and `name` are the table's, for messages."""
    words: dict[str, Where] = {}
    for kind, given in table.items():
        for word in given:
            _once(words, word.lower(), (name, kind), file)
    return {word: kind for word, (_, kind) in words.items()}


def named(table: Mapping[str, Any]) -> dict[str, Named]:
    """[named] of sources.toml: a name or alias -> the organisation."""
    words: dict[str, Where] = {}
    for name, entry in table.items():
        for alias in (name, *entry.get("aliases", ())):
            _once(words, alias.lower(), ("named", name), "sources.toml")
    known = {name: Named(name, entry["kind"], entry.get("side")) for name, entry in table.items()}
    return {word: known[name] for word, (_, name) in words.items()}


def reporting(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, str]]:
    """[verbs] of reporting.toml: every form -> its class and which form it is."""
    words: dict[str, tuple[str, str]] = {}
    for kind, verbs in table.items():
        for verb in verbs:
            for form, which in verb_forms(verb):
                known = words.setdefault(form, (kind, which))[0]
                if known != kind:
                    raise Twice("reporting.toml", form, ("verbs", known), ("verbs", kind))
    return words


def _once(found: dict[str, Where], word: str, table: Where, file: str) -> None:
    """Note that the table gives the word. Raises Twice when another one does so too."""
    known = found.setdefault(word, table)
    if known != table:
        raise Twice(file, word, known, table)
