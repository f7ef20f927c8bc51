"""A name known to the vocabulary and another for it -> a user's file of words with the other name added."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from claimtrack.errors import ClaimtrackError
from claimtrack.names import same
from claimtrack.vocabulary.loader import Vocabulary


class Alias(NamedTuple):
    """Where another name goes: the table and its key; `more` is what a table that is new must also say."""

    table: tuple[str, ...]
    name: str
    key: str
    more: Mapping[str, str] = {}


def home_of(vocabulary: Vocabulary, name: str) -> Alias | None:
    """The table that knows the name: as a party, a source or a place; None when none does."""
    plain = name.strip()
    for party in vocabulary.parties.values():
        if same(party.name, plain):
            return Alias(("parties", party.name), party.name, "names")
    if known := vocabulary.named.get(plain.casefold().removeprefix("the ")):
        return Alias(("sources", "named", known.name), known.name, "aliases")
    if vocabulary.gazetteer.level(plain):
        place = vocabulary.gazetteer.called(plain)
        return Alias(("places", "aliases"), place, place)
    return None


def refused(vocabulary: Vocabulary, home: Alias, alias: str) -> str | None:
    """Why this cannot be another name; None when it can."""
    if not alias or not alias.isprintable():
        return f"{alias!r} is no name: it is empty, or has characters that cannot be shown"
    if same(alias, home.name):
        return f"{alias} is its name already"
    party = vocabulary.party_words.get(alias.casefold().removeprefix("the "))
    other = Alias(("parties", party[0]), party[0], "names") if party else home_of(vocabulary, alias)
    if other is None:
        return None
    if (other.table, other.name) == (home.table, home.name):
        return f"{alias} is another name for {home.name} already"
    return f"{alias} means {other.name} of [{other.table[0]}] already, which is not {home.name} of [{home.table[0]}]"


def with_alias(text: str, home: Alias, alias: str, path: str) -> str:
    """The file's text with the alias, everything else left as it is.

    Raises ClaimtrackError when the file is no TOML, or has the list in a shape that is not safe to add to.
    """
    try:
        there = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ClaimtrackError(f"{path}: not valid TOML: {trouble}") from trouble
    for part in home.table:
        there = there.get(part, {})
    if home.key in there:
        return _extended(text, home, alias, path)
    header = ".".join(part if part.isidentifier() and part.isascii() else _quoted(part) for part in home.table)
    lines = [f"{_key(name)} = {_quoted(value)}" for name, value in home.more.items() if name not in there]
    lines.append(f"{_key(home.key)} = [{_quoted(alias)}]")
    if not there:
        gap = "\n" if text.strip() else ""
        return f"{text.rstrip()}\n{gap}[{header}]\n".lstrip("\n") + "\n".join(lines) + "\n"
    before, found, after = text.partition(f"[{header}]\n")
    if not found:
        raise ClaimtrackError(f"{path}: [{header}] is written in a way that cannot be added to; add {alias} by hand")
    return before + found + "\n".join(lines) + "\n" + after


def _extended(text: str, home: Alias, alias: str, path: str) -> str:
    """The text with the alias in the list of this key, which must stand on one line."""
    lines = text.splitlines(keepends=True)
    table: Mapping[str, object] = {}
    for place, line in enumerate(lines):
        if line.lstrip().startswith("["):
            table = _parsed(line.strip() + "\n")
        key = _parsed(line)
        if home.key in key and isinstance(key[home.key], list) and _leads(table, home.table):
            end = line.rindex("]")
            gap = ", " if key[home.key] else ""
            lines[place] = f"{line[:end]}{gap}{_quoted(alias)}{line[end:]}"
            return "".join(lines)
    raise ClaimtrackError(f"{path}: the {home.key} of {home.name} are not on a line of their own; add {alias} by hand")


def _parsed(line: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return {}


def _leads(table: object, path: tuple[str, ...]) -> bool:
    """Whether a header alone, parsed, is that of this table."""
    for part in path:
        if not isinstance(table, Mapping) or list(table) != [part]:
            return False
        table = table[part]
    return table == {}


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
