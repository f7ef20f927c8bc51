"""places.toml -> Gazetteer: whether a name is a place's, and of which country.

    "Kharkiv region" -> "Ukraine"; "al-Bab" -> "Syria"; "Jordan Brown" -> no place
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from claimtrack.vocabulary.parts import parts_of

_QUOTES = dict.fromkeys(map(ord, "'’‘ʼʻ`"))
_PLAIN = str.maketrans("łŁøØıđĐ‐‑–", "lLoOidD---")


class Gazetteer:
    """Places by name, without regard to case, accents, apostrophes, hyphens and a leading article.

    A name may carry place nouns and compass words: "northern Aleppo", "city of Homs". The index is built at the first
    question, in about ten milliseconds, so that a program that asks none pays nothing.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        """`table`: what places.toml holds, and the `nouns` and `compass` of place_words.toml under `words`.

        Errors: ClaimtrackError when a part is missing, at once or at the first question.
        """
        with parts_of("places.toml or place_words.toml"):
            self._names, self._lands = table["names"], (("region", table["regions"]), ("town", table["cities"]))
            self._articles = frozenset(self._names["articles"])
            self._other_names: Mapping[str, list[str]] = table.get("aliases", {})
            self._around = frozenset((*table["words"]["nouns"], *table["words"]["compass"], "of", *self._articles))

    def country(self, name: str) -> str | None:
        """The country (a party's name) that the place lies in; None when it is unknown, or of several or no country.

        An ambiguous name is answered for: "Nice" -> "France". Ask is_place() whether it may be taken for a place.
        """
        known = self._index.get(self._core(name))
        return known[0] if known else None

    def level(self, name: str) -> str | None:
        """How narrow the place is: "area", "country", "region" or "town"; None for an unknown name.

        A name that a region shares with its town counts as the town's.
        """
        known = self._index.get(self._core(name))
        return known[1] if known else None

    def called(self, name: str) -> str:
        """The name of the place that this is another name of; the name as it is for any other."""
        return self._called.get(self.fold(name), name) if self._other_names else name

    def is_place(self, name: str) -> bool:
        """Whether the name alone tells that it is a place's: false for "Nice", true for "Nice city"."""
        core = self._core(name)
        return core in self._index and (core not in self._ambiguous or core != self.fold(name))

    def fold(self, name: str) -> str:
        """A name as it is compared: "Al-Ḥasakah" -> "hasakah"."""
        return self._bare(" ".join(_flat(name).split()))

    def _bare(self, flat: str) -> str:
        """Without the article it begins with."""
        first, space, rest = flat.partition(" ")
        return rest if space and first in self._articles else flat

    def _listed(self, names: str) -> Iterator[str]:
        """The folded names of one text of the file, all at once since there are thousands."""
        for name in _flat(names).replace("\n", " ").split(","):
            if name := name.strip():
                yield self._bare(name)

    def _core(self, name: str) -> str:
        """The known name within: the whole if it is one, else without the place nouns and compass words around it."""
        whole = self.fold(name)
        if whole in self._index:
            return whole
        words = whole.split(" ")
        first, last = 0, len(words)
        while last - first > 1 and words[last - 1] in self._around:
            last -= 1
            if " ".join(words[:last]) in self._index:
                break
        while last - first > 1 and words[first] in self._around:
            first += 1
        return self._bare(" ".join(words[first:last]))

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        return frozenset(self._listed(self._names["ambiguous"]))

    @cached_property
    def _index(self) -> dict[str, tuple[str | None, str]]:
        """Folded name -> country, level."""
        index: dict[str, tuple[str | None, str]] = {}
        for level, lands in self._lands:
            for country, names in lands.items():
                index[self.fold(country)] = (country, "country")
                index.update(dict.fromkeys(self._listed(names), (country, level)))
        for level, names in (("town", self._names["shared"]), ("area", self._names["areas"])):
            index.update(dict.fromkeys(self._listed(names), (None, level)))
        for other, name in self._called.items():
            index[other] = index.get(self.fold(name), (None, "town"))
        return index

    @cached_property
    def _called(self) -> dict[str, str]:
        """Folded other name -> the place's name. A user's own; claimtrack has none."""
        return {self.fold(other): name for name, others in self._other_names.items() for other in others}


def parse(table: Mapping[str, Any]) -> Gazetteer:
    """The gazetteer of the parsed places.toml and place_words.toml in one table."""
    return Gazetteer(table)


def _flat(text: str) -> str:
    """Lower case, without accents and apostrophes, with spaces for hyphens."""
    if not text.isascii():
        spread = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        text = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return text.lower().translate(_QUOTES).replace("-", " ").replace(" el ", " al ")
