"""A user's own TOML file of words -> the shipped tables with its words added, checked; its lines, for messages.

Its tables are those of the shipped files under the file's name: [parties."X"], [sources.named."X"], [sources.heads],
[categories.people.troops], [metrics.people.killed], [reporting.verbs], [places.cities].
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import ClaimtrackError
from claimtrack.names import nearest
from claimtrack.record import SOURCE_KINDS
from claimtrack.vocabulary.groups import Stray
from claimtrack.vocabulary.inflection import plural_of, verb_forms
from claimtrack.vocabulary.twice import Twice, Where, header

if TYPE_CHECKING:
    from claimtrack.vocabulary.gazetteer import Gazetteer

Tables = Mapping[str, dict[str, Any]]

# What may stand where. ANY is a name of the user's choosing; a tuple are the values to choose from.
ANY = "*"
WORDS, NOUNS, VERBS, NAMES, PLACES, PARTY = "words", "nouns", "verbs", "names", "places", "party"
_BY_KIND = dict.fromkeys(SOURCE_KINDS, WORDS)
_CATEGORY = {ANY: {"words": NOUNS, "members": WORDS, "groups": WORDS, "units": WORDS, "models": WORDS}}
_METRIC = {ANY: {"verbs": VERBS, "subject": VERBS, **dict.fromkeys(("nouns", "persons", "states", "groups"), WORDS),
                 "counting": ("new", "cumulative", "current")}}  # fmt: skip
_SPELLED = {VERBS: "a verb as base or base/past/participle/-ing", NOUNS: "a noun as singular or singular/plural"}
_TABLE = {"town": "cities", "region": "regions", "country": "regions", "area": "names"}
_CLASSES = ("plain", "weak", "charge", "confirm", "deny", "estimate", "expect", "record")
SHAPE: dict[str, Any] = {
    "parties": {
        ANY: {
            "kind": ("state", "armed_group", "igo", "people"),
            **dict.fromkeys(("names", "demonyms", "seats", "leaders", "adversaries"), NAMES),
        }
    },
    "places": {
        "cities": {ANY: PLACES},
        "regions": {ANY: PLACES},
        "aliases": {ANY: NAMES},
        "names": {"shared": PLACES, "areas": PLACES, "ambiguous": PLACES},
    },
    "sources": {
        **dict.fromkeys(("heads", "titles", "modifiers"), _BY_KIND),
        "weak": {"heads": WORDS},
        "named": {ANY: {"kind": SOURCE_KINDS, "side": PARTY, "aliases": NAMES}},
    },
    "categories": {"people": _CATEGORY, "things": _CATEGORY},
    "metrics": dict.fromkeys(("people", "forces", "things", "airborne", "events"), _METRIC),
    "reporting": {
        "verbs": dict.fromkeys(_CLASSES, VERBS),
        "cues": {"according": WORDS, "hearsay": WORDS},
        "nouns": {"documents": WORDS, "tallies": WORDS},
    },
}


@dataclass(frozen=True, slots=True)
class UserFile:
    """A file as it was given: its name, its text, and its tables."""

    name: str
    text: str
    tables: Mapping[str, Any]

    def at(self, where: Where, word: str | None = None) -> str:
        """file:line of a table or key, or of a word in it."""
        quoted = (f'"{word}"', f"'{word}'")
        best, place = (-1, -1, False, False), 1
        here: Where = ()
        for number, line in enumerate(self.text.splitlines(), 1):
            here = _header(line) or here
            if here == where[: len(here)]:
                fits = any(one in line for one in quoted), bool(word) and str(word) in line
                score = (sum(fits), len(here), where[-1] in line, bool(line.strip()))
                if score > best:
                    best, place = score, number
        return f"{self.name}:{place}"

    def giving(self, where: Where, word: str) -> str | None:
        """file:line of what gives this word in the table, itself or a form of it; None when nothing does."""
        found: Any = self.tables
        for name in where:
            found = found.get(name) if isinstance(found, Mapping) else None
        if found is None:
            return self.giving(where[:-1], word) if where[-1] == "names" and where[-2].casefold() == word else None
        given = next((one for one in _strings(found) if word in _forms(one)), None)
        if given is None:  # then perhaps the table's own name
            return self.at(where) if where[-1].casefold() == word else None
        return self.at(where, given)


def located(twice: Twice, files: Sequence[UserFile]) -> ClaimtrackError:
    """The same trouble with the lines of the users' files that give the word."""
    stem = twice.file.removesuffix(".toml")
    theirs, ours = [], []
    for table in twice.tables:
        lines = [line for file in files if (line := file.giving((stem, *table), twice.word))]
        theirs += lines[-1:]
        ours += [f"{twice.file} {header(table)}"] * (not lines)
    here, other = [*theirs, *ours]
    return ClaimtrackError(f"{here}: {twice.word!r} means something else in {other}; leave one out")


def line_of(stray: Stray, files: Sequence[UserFile], shipped: UserFile) -> str | None:
    """file:line of a word that cannot stand where it does, in a user's file or in the shipped one that has it."""
    where = (stray.file.removesuffix(".toml"), *stray.where)
    lines = (file.giving(where, stray.word) for file in files)
    return next((line for line in lines if line), None) or shipped.giving(stray.where, stray.word)


def read(name: str, data: bytes) -> UserFile:
    """A file from its bytes. Raises ClaimtrackError when it is no TOML."""
    try:
        text = data.decode("utf-8-sig")
        return UserFile(name, text, tomllib.loads(text))
    except UnicodeDecodeError as trouble:
        raise ClaimtrackError(f"{name}: not UTF-8 at byte {trouble.start}; save it as UTF-8") from trouble
    except tomllib.TOMLDecodeError as trouble:
        raise ClaimtrackError(f"{name}: not valid TOML: {str(trouble)[:1].lower()}{str(trouble)[1:]}") from trouble


def data_of(name: str) -> bytes:
    """The bytes of a file that a user named. Raises ClaimtrackError when it cannot be read."""
    try:
        return Path(name).read_bytes()
    except OSError as trouble:
        raise ClaimtrackError(f"{name}: {trouble.strerror}; --vocabulary wants a TOML file of words") from trouble


def lay_over(tables: Tables, files: Sequence[UserFile]) -> None:
    """Add the words of the files to the tables of the shipped files, in place.

    Raises ClaimtrackError for a table, key or value that there cannot be, and for a party that nobody knows.
    """
    shipped = {name: tables[f"{name}.toml"] for name in SHAPE}
    for file in files:
        _lay(file, (), SHAPE, shipped, file.tables)
    parties = shipped["parties"]
    for file in files:
        _complete(file, shipped)
        for where, party in _parties_named(file):
            if party not in parties:
                hint = nearest(party, tuple(parties)) or "; add it under [parties]"
                raise ClaimtrackError(f"{file.at(where, party)}: no party is called {party!r}{hint}")
    for name, entry in parties.items():  # whom X fights, fights X
        for foe in entry.get("adversaries", ()):
            back = parties[foe].setdefault("adversaries", [])
            back += [name] * (name not in back)


def _lay(file: UserFile, where: Where, shape: Any, onto: dict[str, Any], over: Mapping[str, Any]) -> None:
    for name, value in over.items():
        here, inner = (*where, name), shape.get(name, shape.get(ANY))
        if inner is None:
            raise ClaimtrackError(f"{file.at(here)}: {_unknown(where, name, shape)}")
        if isinstance(inner, dict):
            if not isinstance(value, dict):
                raise ClaimtrackError(f"{file.at(here)}: {header(here)} is a table: put its words under a key of it")
            _lay(file, here, inner, onto.setdefault(name, {}), value)
        elif inner == PARTY or isinstance(inner, tuple):
            onto[name] = _single(file, here, inner, onto.get(name, value), value)
        elif inner == PLACES:
            known = onto.get(name, "").strip().rstrip(",")
            onto[name] = ", ".join([known] * bool(known) + _listed(file, here, inner, value))
        else:
            onto[name] = [*onto.get(name, ()), *_listed(file, here, inner, value)]


def _unknown(where: Where, name: str, shape: Mapping[str, Any]) -> str:
    """What is wrong with a name, and the way out."""
    homes = [f"[{file}.{name}]" for file, inner in SHAPE.items() if not where and name in inner]
    hint = f"; did you mean {' or '.join(homes)}?" if homes else nearest(name, tuple(shape))
    inside = f" in {header(where)}" if where else ""
    return f"there is no {name!r}{inside}" + (hint or f"; there are {', '.join(shape)}")


def _single(file: UserFile, here: Where, allowed: Any, known: Any, value: Any) -> str:
    if not isinstance(value, str) or (isinstance(allowed, tuple) and value not in allowed):
        ways = f"one of {', '.join(allowed)}" if isinstance(allowed, tuple) else "the name of a party"
        raise ClaimtrackError(f"{file.at(here)}: {here[-1]} must be {ways}")
    if known != value:
        raise ClaimtrackError(f"{file.at(here)}: {here[-2]!r} has the {here[-1]} {known!r} already; leave this out")
    return value


def _listed(file: UserFile, here: Where, sort: str, value: Any) -> list[str]:
    """The words of a list, spaced and quoted plainly; of places also a text with commas."""
    given = value.split(",") if sort == PLACES and isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        raise ClaimtrackError(f"{file.at(here)}: {here[-1]} must be a list of words, as in {here[-1]} = [\"a\", \"b\"]")
    plain = [" ".join(word.replace("’", "'").split()) for word in given]
    for place, word in enumerate(plain):
        if word in plain[:place]:
            raise ClaimtrackError(f"{file.at(here, word)}: {word!r} is given twice; leave one out")
        if min(map(len, word.split("/"))) < 2 or word.count("/") not in {VERBS: (0, 3), NOUNS: (0, 1)}.get(sort, (0,)):
            ways = _SPELLED.get(sort, "a word")
            raise ClaimtrackError(f"{file.at(here, word)}: {word!r} is not {ways} of two letters or more")
        if sort == PLACES and "," in word:
            raise ClaimtrackError(f"{file.at(here, word)}: {word!r} is more than one name; write each by itself")
    return plain if sort in (NAMES, PLACES) else [word.lower() for word in plain]


def _complete(file: UserFile, tables: Mapping[str, dict[str, Any]]) -> None:
    """What the file makes new has all that it needs."""
    for where in (("parties",), ("sources", "named")):
        ours, theirs = tables, file.tables
        for name in where:
            ours, theirs = ours[name], theirs.get(name, {})
        for name in theirs:
            if "kind" not in ours[name]:
                here = (*where, name)
                raise ClaimtrackError(f"{file.at(here)}: {header(here)} is new and must tell its kind")
    for categories in tables["categories"].values():
        for entry in categories.values():
            entry.setdefault("words", [])


def _parties_named(file: UserFile) -> Iterator[tuple[Where, str]]:
    """The parties that the file speaks of, and where."""
    for name, entry in file.tables.get("parties", {}).items():
        yield from ((("parties", name, "adversaries"), foe) for foe in entry.get("adversaries", ()))
    for name, entry in file.tables.get("sources", {}).get("named", {}).items():
        if "side" in entry:
            yield ("sources", "named", name, "side"), entry["side"]
    for table in ("cities", "regions"):
        yield from ((("places", table, country), country) for country in file.tables.get("places", {}).get(table, ()))


def _header(line: str) -> Where:
    """The tables that a line opens; none for any other line."""
    if not line.lstrip().startswith("["):
        return ()
    try:
        found: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    where: Where = ()
    while isinstance(found, dict) and found:
        name = next(iter(found))
        where, found = (*where, name), found[name]
    return where


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield from (found, *map(str.strip, found.split(",")))
    elif isinstance(found, Mapping | list):
        for one in found.values() if isinstance(found, Mapping) else found:
            yield from _strings(one)


def _forms(given: str) -> set[str]:
    """Every form that a word as it is given may take."""
    word = " ".join(given.replace("’", "'").split()).casefold()
    forms = {word}
    if len(word) > 1 and word.count("/") in (0, 3):
        forms |= {form for form, _ in verb_forms(word)}
    if len(word) > 1 and word.count("/") < 2:
        forms |= set(plural_of(word))
    return forms


def check_places(files: Sequence[UserFile], merged: Gazetteer, shipped: Gazetteer) -> None:
    """Raise ClaimtrackError for a place that lies elsewhere by the shipped gazetteer or by another file.

    `merged` and `shipped` are the gazetteers with the words of the files and without.
    """
    given = [
        (file, (table, country), name)
        for file in files
        for table in ("cities", "regions")
        for country, names in file.tables.get("places", {}).get(table, {}).items()
        for name in _listed(file, ("places", table, country), PLACES, names)
    ]
    for file in files:
        for name, others in file.tables.get("places", {}).get("aliases", {}).items():
            here = ("places", "aliases", name)
            if shipped.level(name) is None and not any(one[2] == name for one in given):
                raise ClaimtrackError(f"{file.at(here)}: no place is called {name!r}; add it under [places.cities]")
            for other in others:
                if shipped.level(other) is not None or merged.called(other) != name:
                    raise ClaimtrackError(f"{file.at(here, other)}: {other!r} is another place already; leave it out")
    for file, table, name in given:
        level = shipped.level(name)
        other = merged.country(name) if level is None else shipped.country(name)
        if other != table[1]:
            if level is None:
                theirs = (one for one in given if one[1][1] == other and one[2] == name)
                place = next(one.at(("places", *where), name) for one, where, _ in theirs)
            else:
                where = ("names", "shared") if other is None else (_TABLE[level], other)
                place = f"places.toml {header(where)}"
            spot = file.at(("places", *table), name)
            raise ClaimtrackError(f"{spot}: {name!r} is another place in {place}; leave one out")
