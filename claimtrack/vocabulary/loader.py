"""vocabulary/*.toml and the users' own files -> one frozen, validated Vocabulary with a digest.

A word given twice where one meaning is asked for is an error that names both places.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import ClaimtrackError
from claimtrack.vocabulary import bodies, groups, user_file, word_lists
from claimtrack.vocabulary.twice import Twice
from claimtrack.vocabulary.word_lists import CategoryWord, MetricWord, Named, Party

if TYPE_CHECKING:  # `build` imports them: `speakers` needs none
    from claimtrack.vocabulary.date_words import DateWords
    from claimtrack.vocabulary.figure_words import FigureWords
    from claimtrack.vocabulary.gazetteer import Gazetteer
    from claimtrack.vocabulary.place_words import PlaceWords
    from claimtrack.vocabulary.reporting_words import SpeechWords
    from claimtrack.vocabulary.standing_words import StandingWords


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All words the stages know. Keys are lower case; a term of several words is joined by single spaces.

    Equal to itself alone, so that what is made of one can be kept by it: lru_cache(maxsize=4) where it is made.
    """

    digest: str
    tags: Mapping[str, str]
    pairs: Mapping[tuple[str, str], int]  # first two words of terms -> most words of a term that begins so
    metrics: Mapping[str, MetricWord]
    categories: Mapping[str, CategoryWord]
    kinds: Mapping[str, tuple[str, ...]]  # category -> the kinds of what happened that it may have, the best first
    units: Mapping[str, str]  # unit that counts the thing itself -> category
    models: Mapping[str, str]  # how a name with a number begins -> category: su- -> aircraft
    of_categories: groups.CategoryGroups
    of_metrics: groups.MetricGroups
    background: frozenset[str]  # nouns whose figures are never claims: names, photos
    background_of: frozenset[str]  # nouns that make the figure after "of" one: a mother of four
    persons: tuple[str, ...]  # how nouns end that name persons
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
    spellings: bodies.Spellings
    counting: Mapping[str, tuple[str, ...]]  # reading -> phrases of a sentence that give it, the surest reading first
    counting_of: Mapping[str, str]  # metric -> what it counts over when nothing tells
    counting_by: Mapping[str, str]  # word of what happened -> what it counts over: "stationed" is current
    lasting: Mapping[str, str]  # word -> "nouns" of what goes on for long, or "sums" before a noun of harm
    modality: Mapping[str, str]
    superseding: tuple[str, ...]  # phrases that tell of an earlier figure
    whose: Mapping[str, str]  # word -> "own" | "enemy"
    links: Mapping[str, frozenset[str]]  # what words tie to what stands before them: grammar.toml tells how
    leaving: Mapping[str, str]  # verb of leaving -> "words", or "countries" when only a country is left so
    confidence: Mapping[str, Mapping[str, float]]  # field -> rule -> share of its answers that are right
    figures: FigureWords
    dates: DateWords
    places: PlaceWords
    gazetteer: Gazetteer
    standing: StandingWords
    speech: SpeechWords


@dataclass(frozen=True, slots=True, eq=False)
class Speakers:
    """The words by which one source is known under several names; as in Vocabulary."""

    party_words: Mapping[str, tuple[str, str]]
    named: Mapping[str, Named]
    spellings: bodies.Spellings


def load(files: Iterable[str | Path] = (), drafts: Mapping[str, str] | None = None) -> Vocabulary:
    """The vocabulary that ships with claimtrack, with the words of these files added.

    `drafts`: by their names, the texts that some of the files are to have and need not have yet.
    Errors: ClaimtrackError for a file that cannot be read or says what cannot be, and for a word with two meanings.
    """
    texts = {name: text.encode() for name, text in (drafts or {}).items()}
    names = map(str, files)
    return _load(tuple((name, texts[name] if name in texts else user_file.data_of(name)) for name in names))


def speakers(files: Iterable[str | Path] = ()) -> Speakers | Vocabulary:
    """What tells the names of one source, of the vocabulary that `load` gives; all of that takes far longer to load.

    Errors: as load.
    """
    if given := tuple(files):
        return load(given)
    names = ("parties.toml", "sources.toml", "bodies.toml")
    parties, sources, alike = (tomllib.loads(shipped()[name].decode()) for name in names)
    return Speakers(word_lists.party_words(parties), word_lists.named(sources["named"]), bodies.spellings(alike))


# The files that tell what a claim is. What the others hold (languages, names that are the same, agencies) changes none.
OF_CLAIMS = tuple(f"{name}.toml" for name in (
    "bodies", "categories", "confidence", "dates", "figures", "grammar", "metrics", "parties", "place_words", "places",
    "reporting", "sources", "standing",
))  # fmt: skip


@lru_cache(maxsize=4)
def _load(given: tuple[tuple[str, bytes], ...]) -> Vocabulary:
    raw = {name: shipped()[name] for name in OF_CLAIMS}
    tables = {name: tomllib.loads(data.decode()) for name, data in raw.items()}
    files = [user_file.read(name, data) for name, data in given]
    if files:
        user_file.lay_over(tables, files)
    try:
        made = build(tables, _digest(raw, sorted(data for _, data in given)))
    except Twice as twice:
        raise user_file.located(twice, files) from None
    except groups.Stray as stray:
        ours = user_file.UserFile(stray.file, raw[stray.file].decode(), tables[stray.file])
        raise ClaimtrackError(f"{user_file.line_of(stray, files, ours)}: {stray.trouble}") from None
    if files:
        user_file.check_places(files, made.gazetteer, load().gazetteer)
    return made


@lru_cache(maxsize=1)
def shipped() -> dict[str, bytes]:
    """The files that ship with claimtrack, by name."""
    folder = resources.files("claimtrack.vocabulary")
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name: file.read_bytes() for file in found if file.name.endswith(".toml")}


def _digest(raw: Mapping[str, bytes], added: Iterable[bytes]) -> str:
    parts = [name.encode() + b"\0" + data for name, data in raw.items()]
    return hashlib.sha256(b"\0".join([*parts, *added])).hexdigest()[:16]


def build(tables: Mapping[str, Mapping[str, Any]], digest: str) -> Vocabulary:
    """A vocabulary from the parsed TOML files of OF_CLAIMS by name.

    Errors: ClaimtrackError when a word has two meanings of one sort, or a part is missing.
    """
    from claimtrack.vocabulary import date_words, figure_words, gazetteer, place_words, reporting_words, standing_words

    grammar, reporting, sources = (tables[f"{name}.toml"] for name in ("grammar", "reporting", "sources"))
    places = {**tables["places.toml"], **tables["place_words.toml"]}
    metrics = word_lists.metrics(tables["metrics.toml"])
    categories = word_lists.categories(tables["categories.toml"])
    of_categories = groups.of_categories(tables["categories.toml"])
    party_words = word_lists.party_words(tables["parties.toml"])
    heads, titles = (word_lists.by_kind(sources[name], "sources.toml", name) for name in ("heads", "titles"))
    verbs = word_lists.reporting(reporting["verbs"])
    according = frozenset(reporting["cues"]["according"])
    puts = {kind: words for kind, words in grammar["modality"].items() if kind != "superseded"}
    tags = _tags(grammar, metrics, categories, party_words, verbs, according, heads, titles)
    return Vocabulary(
        digest=digest,
        tags=tags,
        pairs=_pairs(tags),
        metrics=metrics,
        categories=categories,
        kinds=groups.kinds(tables["categories.toml"], of_categories),
        units=groups.units(tables["categories.toml"], tables["figures.toml"]["units"]),
        models=groups.models(tables["categories.toml"]),
        of_categories=of_categories,
        of_metrics=groups.of_metrics(tables["metrics.toml"]),
        background=frozenset(grammar["background"]["nouns"]),
        background_of=frozenset(grammar["background"]["of"]),
        persons=tuple(grammar["persons"]["endings"]),
        of_people=frozenset(word_lists.of_people(tables["metrics.toml"])),
        members=word_lists.members(tables["categories.toml"]),
        parties={name: word_lists.party(name, entry) for name, entry in tables["parties.toml"].items()},
        party_words=party_words,
        reporting=verbs,
        according=according,
        hearsay=frozenset(reporting["cues"]["hearsay"]),
        heads=heads,
        titles=titles,
        named=word_lists.named(sources["named"]),
        spellings=bodies.spellings(tables["bodies.toml"]),
        counting={kind: tuple(grammar["counting"][kind]) for kind in ("new", "cumulative", "current")},
        counting_of=groups.counting(tables["metrics.toml"]),
        counting_by=word_lists.by_kind(grammar["counting_by"], "grammar.toml", "counting_by"),
        lasting=word_lists.by_kind(grammar["lasting"], "grammar.toml", "lasting"),
        modality=word_lists.by_kind(puts, "grammar.toml", "modality"),
        superseding=tuple(grammar["modality"]["superseded"]),
        whose=word_lists.by_kind(grammar["whose"], "grammar.toml", "whose"),
        links={kind: frozenset(words) for kind, words in grammar["links"].items()},
        leaving=word_lists.by_kind(grammar["leaving"], "grammar.toml", "leaving"),
        confidence=tables["confidence.toml"],
        figures=figure_words.parse(tables["figures.toml"]),
        dates=date_words.parse(tables["dates.toml"]),
        places=place_words.parse(places),
        gazetteer=gazetteer.parse(places),
        standing=standing_words.parse(tables["standing.toml"]),
        speech=reporting_words.parse({**reporting, **sources}),
    )


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
    closed = {tag: words for tag, words in grammar["tags"].items() if tag != "w_change"}
    tags = {mark: tag for tag, marks in grammar["punctuation"].items() for mark in marks}
    tags |= word_lists.by_kind(closed, "grammar.toml", "tags")
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
            last = categories.get(word.rsplit(" ", 1)[1]) if " " in word else None  # "hospital workers" are counted too
            tags.setdefault(word, "C" if last is not None and last.plural else "O")
    return tags


def _pairs(tags: Mapping[str, str]) -> dict[tuple[str, str], int]:
    pairs: dict[tuple[str, str], int] = {}
    for term in tags:
        if " " in term:
            first, second, *more = term.split(" ")
            pairs[first, second] = max(pairs.get((first, second), 2), 2 + len(more))
    return pairs
