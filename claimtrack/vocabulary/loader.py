"""vocabulary/*.toml -> one frozen, validated Vocabulary with a digest.

A word given twice where one meaning is asked for is an error that names both places.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from claimtrack.errors import ClaimtrackError
from claimtrack.vocabulary.inflection import plural_of, verb_forms


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
    demonyms: frozenset[str]
    seats: frozenset[str]
    adversaries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation known by name."""

    name: str
    kind: str
    side: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words the stages know. Keys are lower case; a term of several words is joined by single spaces."""

    digest: str
    tags: Mapping[str, str]
    terms: Mapping[str, Mapping[str, int]]  # first word -> second word -> most words of a term that begins so
    metrics: Mapping[str, MetricWord]
    categories: Mapping[str, CategoryWord]
    background: frozenset[str]  # nouns whose figures are never claims: names, photos
    of_people: frozenset[str]  # metrics that only people have: killed, displaced
    members: Mapping[str, str]  # group -> category of its members
    parties: Mapping[str, Party]
    party_words: Mapping[str, tuple[str, str]]  # word -> (party, "name" | "demonym" | "seat" | "leader")
    reporting: Mapping[str, tuple[str, str]]  # word -> (class, form)
    according: frozenset[str]
    hearsay: frozenset[str]
    heads: Mapping[str, str]  # source noun -> kind
    titles: Mapping[str, str]  # title -> kind
    named: Mapping[str, Named]  # alias -> organisation
    changes: frozenset[str]
    counting: Mapping[str, tuple[str, ...]]  # reading -> phrases of a sentence that give it, the surest reading first
    counting_of: Mapping[str, str]  # metric -> what it counts over when nothing tells
    modality: Mapping[str, str]
    superseding: tuple[str, ...]  # phrases that tell of an earlier figure
    whose: Mapping[str, str]  # word -> "own" | "enemy"
    apposition: frozenset[str]
    leaving: Mapping[str, str]  # verb of leaving -> "words", or "countries" when only a country is left so
    confidence: Mapping[str, Mapping[str, float]]  # field -> rule -> share of its answers that are right
    figures: Any
    dates: Any
    places: Any
    gazetteer: Any
    standing: Any
    speech: Any


_NO_PLACES: dict[str, Any] = {"words": {"nouns": [], "compass": []}}


def load() -> Vocabulary:
    """The vocabulary that ships with claimtrack."""
    return _load()


@cache
def _load() -> Vocabulary:
    folder = resources.files("claimtrack.vocabulary")
    raw = {
        file.name: file.read_bytes()
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".toml")
    }
    digest = hashlib.sha256(b"\0".join(name.encode() + b"\0" + data for name, data in raw.items())).hexdigest()[:16]
    return build({name: tomllib.loads(data.decode()) for name, data in raw.items()}, digest)


def build(tables: Mapping[str, Mapping[str, Any]], digest: str) -> Vocabulary:
    """A vocabulary from parsed TOML files by name.

    Errors: ClaimtrackError when a word has two meanings of one sort.
    """
    grammar, reporting = tables["grammar.toml"], tables["reporting.toml"]
    metrics = _metrics(tables["metrics.toml"])
    categories = _categories(tables["categories.toml"])
    parties = {name: _party(name, entry) for name, entry in tables.get("parties.toml", {}).items()}
    party_words = _party_words(tables.get("parties.toml", {}))
    sources = tables.get("sources.toml", {})
    heads, titles = _by_kind(sources.get("heads", {})), _by_kind(sources.get("titles", {}))
    verbs = _reporting(reporting["verbs"])
    named = _named(sources.get("named", {}))
    according = frozenset(reporting["cues"]["according"])
    tags = _tags(grammar, metrics, categories, party_words, verbs, according, heads, titles)
    return Vocabulary(
        digest=digest,
        tags=tags,
        terms=_terms(tags),
        metrics=metrics,
        categories=categories,
        background=frozenset(grammar["background"]["nouns"]),
        of_people=frozenset(_of_people(tables["metrics.toml"])),
        members={w: c for k in tables["categories.toml"].values() for c, e in k.items() for w in e.get("members", ())},
        parties=parties,
        party_words=party_words,
        reporting=verbs,
        according=according,
        hearsay=frozenset(reporting["cues"]["hearsay"]),
        heads=heads,
        titles=titles,
        named=named,
        changes=frozenset(grammar["tags"]["w_change"]),
        counting={kind: tuple(grammar["counting"][kind]) for kind in ("new", "cumulative", "current")},
        counting_of=_by_kind(grammar["counting_of"]),
        modality=_by_kind({kind: words for kind, words in grammar["modality"].items() if kind != "superseded"}),
        superseding=tuple(grammar["modality"]["superseded"]),
        whose=_by_kind(grammar["whose"]),
        apposition=frozenset(grammar["apposition"]["words"]),
        leaving=_by_kind(grammar["leaving"]),
        confidence=tables["confidence.toml"],
        figures=_own("figure_words", tables.get("figures.toml")),
        dates=_own("date_words", tables.get("dates.toml")),
        places=_own("place_words", {**tables.get("places.toml", _NO_PLACES), **tables.get("place_words.toml", {})}),
        gazetteer=_own("gazetteer", {**tables.get("places.toml", {}), **tables.get("place_words.toml", {})}),
        standing=_own("standing_words", tables.get("standing.toml")),
        speech=_own("reporting_words", {**reporting, **sources}),
    )


def _own(module: str, table: Mapping[str, Any] | None) -> Any:
    """The words of one stage, parsed by the module of that name beside this one."""
    if table is None or importlib.util.find_spec(f"claimtrack.vocabulary.{module}") is None:
        return None
    return importlib.import_module(f"claimtrack.vocabulary.{module}").parse(table)


def _metrics(table: Mapping[str, Any]) -> dict[str, MetricWord]:
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
                        raise ClaimtrackError(
                            f"metrics.toml: {word!r} is under both [{kind}.{counted[kind]}] and [{kind}.{metric}]"
                        )
    return found


def _of_people(table: Mapping[str, Any]) -> set[str]:
    others = {metric for kind, metrics in table.items() if kind not in ("people", "forces") for metric in metrics}
    return set(table["people"]) - others


def _forms(role: str, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        if role in ("verbs", "subject"):
            yield from verb_forms(word)
        else:
            yield word, ""


def _categories(table: Mapping[str, Any]) -> dict[str, CategoryWord]:
    found: dict[str, CategoryWord] = {}
    for kind, categories in table.items():
        for category, entry in categories.items():
            for word in entry["words"]:
                singular, plural = plural_of(word)
                for form, many in ((singular, False), (plural, True)):
                    known = found.get(form)
                    if known is not None and known.category != category:
                        continue  # the first listed wins, as the file says
                    found[form] = CategoryWord(category, kind, many)
    return found


def _party(name: str, entry: Mapping[str, Any]) -> Party:
    return Party(
        name=name,
        kind=entry["kind"],
        demonyms=frozenset(entry.get("demonyms", ())),
        seats=frozenset(entry.get("seats", ())),
        adversaries=frozenset(entry.get("adversaries", ())),
    )


def _party_words(table: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    words: dict[str, tuple[str, str]] = {}
    for role, key in (("name", "names"), ("demonym", "demonyms"), ("seat", "seats"), ("leader", "leaders")):
        for party, entry in table.items():
            given = entry.get(key, ())
            for word in (party, *given) if role == "name" else given:
                words.setdefault(word.lower(), (party, role))
    return words


def _by_kind(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    words: dict[str, str] = {}
    for kind, given in table.items():
        for word in given:
            words.setdefault(word.lower(), kind)
    return words


def _named(table: Mapping[str, Any]) -> dict[str, Named]:
    words: dict[str, Named] = {}
    for name, entry in table.items():
        known = Named(name, entry["kind"], entry.get("side"))
        for alias in (name, *entry.get("aliases", ())):
            words.setdefault(alias.lower(), known)
    return words


def _reporting(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, str]]:
    words: dict[str, tuple[str, str]] = {}
    for kind, verbs in table.items():
        for verb in verbs:
            for form, which in verb_forms(verb):
                words.setdefault(form, (kind, which))
    return words


_METRIC_TAG = {"nouns": "Y", "states": "J", "persons": "C"}
_VERB_TAG = {"past": "V", "base": "v", "ing": "G"}


def _tags(
    grammar: Mapping[str, Any],
    metrics: Mapping[str, MetricWord],
    categories: Mapping[str, CategoryWord],
    party_words: Mapping[str, tuple[str, str]],
    reporting: Mapping[str, tuple[str, str]],
    according: frozenset[str],
    heads: Mapping[str, str],
    titles: Mapping[str, str],
) -> dict[str, str]:
    """One tag a word; where several fit, the first of these decides."""
    tags = {mark: tag for tag, marks in grammar["punctuation"].items() for mark in marks}
    for tag, words in grammar["tags"].items():
        if tag != "w_change":
            tags.update((word, tag) for word in words if word not in tags)
    tags.update((word, "K") for word in according)
    for word in categories:
        tags.setdefault(word, "C")
    for word, (_, form) in reporting.items():
        metric = metrics.get(word)
        if metric is None or set(metric.object) <= {"events"}:  # "12 attacks were reported", "12 were reported killed"
            tags.setdefault(word, "R" if form == "past" else "r")
    for word, metric in metrics.items():
        noun = metric.noun and metric.form == "base" and word.endswith("s")  # "1,700 arrests"
        tags.setdefault(word, "Y" if noun else _METRIC_TAG.get(metric.role) or _VERB_TAG[metric.form])
    tags.update((word, "W") for word in grammar["tags"]["w_change"] if word not in tags)
    for word, (_, role) in party_words.items():
        tags.setdefault(word, "S" if role == "demonym" else "L")
    for word in titles:
        tags.setdefault(word, "T")
    for word in heads:
        if word.split(" ")[0] not in metrics:  # "displaced people" are displaced before they are witnesses
            tags.setdefault(word, "O")
    return tags


def _terms(tags: Mapping[str, str]) -> dict[str, dict[str, int]]:
    terms: dict[str, dict[str, int]] = {}
    for term in tags:
        words = term.split(" ")
        if len(words) > 1:
            seconds = terms.setdefault(words[0], {})
            seconds[words[1]] = max(seconds.get(words[1], 1), len(words))
    return terms
