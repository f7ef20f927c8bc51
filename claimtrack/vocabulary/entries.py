"""Words of a text -> the entry of the vocabulary that knows them: which file, which table, as which word.

    "had been killed" in metrics.toml -> metrics.toml [people.killed] "kill"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from claimtrack.vocabulary import loader, user_file
from claimtrack.vocabulary.inflection import plural_of, verb_forms
from claimtrack.vocabulary.twice import Where, header
from claimtrack.vocabulary.user_file import UserFile

_WORD = re.compile(r"[^\s\"“”„«»()\[\],;:!?]+")
_ENDING = re.compile(r"(?:['’]s|[.'’])$")
_LONGEST = 6  # words of a term
_SETTINGS = frozenset({"kind", "side", "adversaries", "groups", "units", "models", "counting"})  # no words of texts


class Entry(NamedTuple):
    """`words` of the text, and where the vocabulary has them."""

    words: str
    place: str


class Entries:
    """The shipped files and the users' own, by the words that they hold. A file is read when it is first asked for."""

    def __init__(self, files: Sequence[str | Path] = ()) -> None:
        self._files = [user_file.read(str(name), user_file.data_of(str(name))) for name in files]
        self._known: dict[str, dict[str, list[tuple[Where, str]]]] = {}

    def find(self, text: str, file: str, *table: str, last: str | None = None) -> Entry | None:
        """The longest words of the text, and of those the first, that the file (its name without .toml) has.

        Only in the table of this name and within it; `last` is a name that its header must end with. None for none.
        """
        index = self._of(file)
        found = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        for size in range(min(_LONGEST, len(found)), 0, -1):
            for first in range(len(found) - size + 1):
                start, end = found[first][0], found[first + size - 1][1]
                for shown in dict.fromkeys((text[start:end], _ENDING.sub("", text[start:end]))):
                    for where, given in index.get(_plain(shown), ()):
                        if where[: len(table)] == table and (last is None or last in where[len(table) :]):
                            return Entry(shown, self._place(file, where, given))
        return None

    def _of(self, file: str) -> dict[str, list[tuple[Where, str]]]:
        if file not in self._known:
            index: dict[str, list[tuple[Where, str]]] = {}
            tables = [one.tables.get(file, {}) for one in self._files]
            for table in (tomllib.loads(loader.shipped()[f"{file}.toml"].decode()), *tables):
                for where, given in _given(table, (), file):
                    for form in _forms(file, where, given):
                        index.setdefault(form, []).append((where, given))
            self._known[file] = index
        return self._known[file]

    def _place(self, file: str, where: Where, given: str) -> str:
        for one in self._files:
            if _holds(one, (file, *where), given):
                return f'{one.at((file, *where), given)} {header((file, *where))} "{given}"'
        return f'{file}.toml {header(where)} "{given}"'


def _given(found: Any, where: Where, file: str) -> Iterator[tuple[Where, str]]:
    """Every word of a table as it is given, with the names that lead to it."""
    if isinstance(found, Mapping):
        for name, inner in found.items():
            if name == "counting" and file == "metrics":  # what a metric counts over is a word that decides
                yield (*where, name), inner
            if name in _SETTINGS and not isinstance(inner, Mapping):  # grammar.toml has a table of that name
                continue
            if isinstance(inner, Mapping) or _of_words(inner) or (file == "places" and isinstance(inner, str)):
                if file in ("parties", "sources") and isinstance(inner, Mapping):
                    yield (*where, name), name
                yield from _given(inner, (*where, name), file)
            else:  # a word with what it stands for: january = 1
                yield where, name
    elif isinstance(found, list):
        yield from ((where, word) for word in found if isinstance(word, str))
    elif isinstance(found, str):
        yield from ((where, word) for word in map(str.strip, found.split(",")) if word)


def _of_words(found: Any) -> bool:
    return isinstance(found, list) and any(isinstance(one, str | list | Mapping) for one in found)


def _forms(file: str, where: Where, given: str) -> set[str]:
    """Every form in which a text may have the word."""
    forms = {_plain(given)}
    if len(given) > 1 and given.count("/") in (0, 3) and ({"verbs", "subject"} & {*where}):
        forms |= {_plain(form) for form, _ in verb_forms(given)}
    elif file == "categories" and given.count("/") < 2:
        forms |= {_plain(form) for form in plural_of(given)}
    return forms


def _plain(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split())


def _holds(file: UserFile, where: Where, given: str) -> bool:
    found: Any = file.tables
    for name in where:
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return given in map(str.strip, found.split(","))
    return given in found if isinstance(found, list) else found is not None
