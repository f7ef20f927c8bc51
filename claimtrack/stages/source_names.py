"""A source's words in a sentence -> its name, kind and side, one name a source in a document.

    "Regional Governor Oleh Synyehubov", "Synyehubov", "he" -> "Oleh Synyehubov", government
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimtrack.model import Tokens
from claimtrack.stages.source_kinds import classify, terms_of
from claimtrack.vocabulary.loader import Vocabulary

_RUN = re.compile(r"[XL]{1,5}\Z")
_APPOSITION = re.compile(r",\s+(?:(?:an?|the)\s+)?([^,.;\n]{3,80})")
_CAPITALS = r"(?:[A-Z][\w’'.-]*\s+){0,4}"


@dataclass(frozen=True, slots=True)
class Source:
    """Who a source is. `start` and `end` bound the words that name it here."""

    name: str
    kind: str | None
    side: str | None
    start: int
    end: int
    person: bool = False


class Names:
    """The names of one document. Asked in the order of the text; remembers who spoke before."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.terms = terms_of(vocabulary)
        self.spoken: list[Source] = []
        self.full: dict[str, str] = {}

    def resolve(self, tokens: Tokens, roles: str, first: int, last: int) -> Source | None:
        """The source named by tokens first..last of a sentence; None when they name nobody."""
        speech = self.vocabulary.speech
        if last - first == 1 and roles[first] == "U":
            return self._pronoun(tokens, first)
        norms = tokens.norms
        while first < last and (roles[first] in "Dq" or norms[first] in speech.words["before_name"]):
            first += 1
        while first < last - 1 and norms[last - 1] in self.vocabulary.dates.weekdays:
            last -= 1
        while first < last - 1 and norms[first] in self.vocabulary.dates.weekdays:
            first += 1
        first, last = self._owner(roles, norms, first, last)
        if first >= last:
            return None
        run = _RUN.search(roles[first:last])
        if run is not None and (run.start() or last - first <= 3):
            named = first + run.start()
            before = roles[named - 1] if named > first else ""
            if (before and before in "TCxOEe") or (before == "p" and "Xp" in roles[first:named]):
                return self._person(tokens, first, named, last)
        return self._other(tokens, roles, first, last)

    def _owner(self, roles: str, norms: tuple[str, ...], first: int, last: int) -> tuple[int, int]:
        """Without the document: "the ministry's report" -> "ministry"."""
        at = last
        while at > first and roles[at - 1] in "Ee":
            at -= 1
        if at < last:
            while at > first and roles[at - 1] in "pxFq":
                at -= 1
            if at > first and any(role in "XLOTC" for role in roles[first:at]):
                return first, at
        return first, last

    def _person(self, tokens: Tokens, first: int, named: int, last: int) -> Source:
        start, end = tokens.starts[named], tokens.ends[last - 1]
        name = self._fullest(self.text[start:end])
        kind, side = classify(self.text[tokens.starts[first] : start], self.terms)
        return self._said(Source(name, kind, side, start, end, True))

    def _other(self, tokens: Tokens, roles: str, first: int, last: int) -> Source:
        start, end = tokens.starts[first], tokens.ends[last - 1]
        words = " ".join(self.text[start:end].split())
        name = words
        kind, side = classify(words, self.terms)
        span = roles[first:last]
        if set(span) <= set("XL"):
            known = self.vocabulary.named.get(words.lower()) or self.vocabulary.party_words.get(words.lower())
            if not known:
                name = self._fullest(words)
                before = next((s for s in reversed(self.spoken) if s.name == name), None)
                if before is not None:
                    kind, side = before.kind, before.side
                elif kind is None:
                    kind, side = self._described(name)
                return self._said(Source(name, kind, side, start, end, kind is None))
        elif not any(role in "XLS" for role in span):
            before = self._same_head(tokens.norms[last - 1], words)
            if before is not None:
                return self._said(Source(before.name, before.kind, before.side, start, end, before.person))
        return self._said(Source(name, kind, side, start, end))

    def _said(self, source: Source) -> Source:
        self.spoken.append(source)
        return source

    def _pronoun(self, tokens: Tokens, at: int) -> Source | None:
        words = self.vocabulary.speech.words
        norm = tokens.norms[at]
        if norm in words["first"]:
            return None
        for before in reversed(self.spoken):
            if (norm in words["he"]) == before.person or norm in words["they"]:
                return Source(before.name, before.kind, before.side, tokens.starts[at], tokens.ends[at], before.person)
        return None

    def _same_head(self, head: str, words: str) -> Source | None:
        """An earlier, fuller source with the same head noun."""
        for before in reversed(self.spoken):
            lower = before.name.lower()
            if lower.endswith(words.lower()) and len(lower) > len(words):
                return before
        return None

    def _fullest(self, name: str) -> str:
        """The longest form of a person's name in the document that ends in the same word."""
        known = self.full.get(name)
        if known is None:
            known = self.full[name] = self._search(name)
        return known

    def _search(self, name: str) -> str:
        words = name.split()
        best = words
        pattern = re.compile(rf"({_CAPITALS}){re.escape(name)}(?![\w-])")
        for match in pattern.finditer(self.text):
            given = match[1].split()
            while given and self._no_name(given):
                given.pop(0)
            if len(given) + len(words) > len(best) and len(given) <= 3:
                best = [*given, *words]
        return " ".join(best)

    def _no_name(self, given: list[str]) -> bool:
        """Whether the first of these capitalised words is part of a title, not of a name."""
        plain = [word.lower().rstrip(".,").replace("’", "'").removesuffix("'s") for word in given]
        vocabulary = self.vocabulary
        return any(
            word in vocabulary.titles or word in vocabulary.heads or word in vocabulary.tags or word.endswith("'s")
            for word in plain
        )

    def _described(self, name: str) -> tuple[str | None, str | None]:
        """Kind and side of a person from the words around the name anywhere in the document."""
        at = self.text.find(name)
        while at >= 0:
            line = self.text[max(0, at - 80) : at]
            words = re.split(r"[,.;:!?\n\"“”]", line)[-1]
            kind, side = classify(words, self.terms)
            if kind is None:
                after = _APPOSITION.match(self.text, at + len(name))
                if after:
                    kind, side = classify(after[1], self.terms)
            if kind is not None:
                return kind, side
            at = self.text.find(name, at + 1)
        return None, None
