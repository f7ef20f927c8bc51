"""A source's words in a sentence -> its name, kind and side, one name a source in a document.

    "Regional Governor Oleh Synyehubov", "Synyehubov", "he" -> "Oleh Synyehubov", government
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from itertools import chain

from claimtrack.model import Tokens
from claimtrack.stages.source_kinds import classify, terms_of
from claimtrack.vocabulary.loader import Vocabulary

_APPOSITION = re.compile(r",\s+(?:(?:an?|the)\s+)?([^,.;\n]{3,80})")
_BEFORE = re.compile(r"[^,.;:!?\n\"“”]{0,80}\Z")
_SMALL = "DoPbtfwcshBAMdzUqRrVvGWwa"  # tags of words that no title holds
_CAPITAL = r"[^\W\d_a-z][\w’'-]*"
_CAPITALS_BEFORE = re.compile(rf"(?<![\w.'’-])(?:(?:{_CAPITAL}|[A-Z]\.)[ ]){{1,4}}\Z")
_MORE = rf"(?:[ ](?:(?:for|of|and|the)[ ]){{0,2}}{_CAPITAL})"
_NAMES_AFTER = re.compile(rf"{_MORE}{{1,6}}")
_NAME_GOES_ON = re.compile(rf"[ ](?:for|of)[ ](?:the[ ])?{_CAPITAL}{_MORE}{{0,5}}")
_NAME_BEFORE = re.compile(rf"(?<![\w.'’-]){_CAPITAL}(?:[ ](?:(?:of|for|the|and|on|in)[ ]){{0,2}}{_CAPITAL}){{1,8}}\Z")
_PHRASE_BEFORE = re.compile(
    rf"(?<![\w'’-])((?:(?:{_CAPITAL}|(?:[A-Z]\.)+)[ ]?){{1,4}})(?:(?<=[ ])[a-z]+[ ]?){{0,2}}(?<![ ])\Z"
)


RECALL = 40  # so many sources back a pronoun or a short name is looked for


@dataclass(frozen=True, slots=True)
class Source:
    """Who a source is. `start` and `end` bound the words that name it here; `person`: one human being."""

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
        self.words = vocabulary.speech.words
        self.terms = terms_of(vocabulary)
        self.spoken: deque[Source] = deque(maxlen=RECALL)
        self.full: dict[str, str] = {}

    def resolve(self, tokens: Tokens, roles: str, first: int, last: int, nearby: Source | None = None) -> Source | None:
        """The source named by tokens first..last of a sentence; None when they name nobody.

        `nearby` is the subject of the sentence before, for a pronoun that no earlier source explains better.
        """
        if last - first == 1 and roles[first] == "U":
            return self._pronoun(tokens, first, nearby)
        first, last = self._trimmed(tokens, roles, first, last)
        if first >= last:
            return None
        named = self._personal_name(tokens.norms, roles, first, last)
        return self._person(tokens, first, named, last) if named else self._other(tokens, roles, first, last)

    def remember(self, source: Source) -> None:
        """That this source spoke: pronouns and short names after it may mean it."""
        self.spoken.append(source)

    def _trimmed(self, tokens: Tokens, roles: str, first: int, last: int) -> tuple[int, int]:
        """Without determiners, days, and the document: "the ministry's report" -> "ministry"."""
        norms, after_name = tokens.norms, self.words["after_name"]
        if roles[first] == "(":
            first = roles.find(")", first, last) + 1 or last
        while first < last and (roles[first] in "DqdP@" or self._no_part(tokens, first)):
            first += 1
        while first < last and (roles[last - 1] in "dqp@" or norms[last - 1] in after_name):
            last -= 1
        at = last
        while at > first and roles[at - 1] in "Ee":
            at -= 1
        if first < at < last:
            while at > first and roles[at - 1] in "pxFqJYC":
                at -= 1
            if re.search("[LOT]", roles[first:at]) or "X" in roles[max(first, 1) : at]:
                return first, at
        return first, last

    def _no_part(self, tokens: Tokens, at: int) -> bool:
        """Whether a word before a name is none of it: "senior", "Mr", the time of day, signs that do not show."""
        word = tokens.norms[at]
        if word in self.words["before_name"]:
            return not at or self.text[tokens.starts[at]].islower()  # not of "the New York Times"
        return word in self.words["honorifics"] or word in self.words["clock"] or not word.strip("0123456789:.")

    def _personal_name(self, norms: tuple[str, ...], roles: str, first: int, last: int) -> int | None:
        """Where a person's name begins in a group: "the governor Oleh Synyehubov"."""
        named = last
        particles = self.words["particles"]
        while named > first and (roles[named - 1] in "XL" or (named < last and norms[named - 1] in particles)):
            named -= 1
        while named < last and roles[named] == "x":
            named += 1  # a particle that begins a name belongs to what stands before
        if named in (first, last) or last - named > 6:
            return None
        before = roles[named - 1]
        if "@" in roles[first:named] or "t" in roles[first:named]:
            return named if before in "TO" and last - named >= 2 else None
        if before == "p":
            return named if last - named >= 2 and self._known_media(roles, first, named) else None
        return named if before in "TCxOEe)" else None

    def _known_media(self, roles: str, first: int, named: int) -> bool:
        return roles[first] == "X" and named - first <= 4

    def _person(self, tokens: Tokens, first: int, named: int, last: int) -> Source:
        start, end = tokens.starts[named], tokens.ends[last - 1]
        words = " ".join(self.text[start:end].split())
        name = self._fullest(words)
        before = self.text[tokens.starts[first] : start]
        kind, side = classify(before, self.terms)
        known = self.vocabulary.named.get(words.lower())
        if known is not None:
            return Source(words, known.kind, known.side or side, start, end)
        return Source(name, kind, side, start, end, True)

    def _other(self, tokens: Tokens, roles: str, first: int, last: int) -> Source:
        start, end = tokens.starts[first], tokens.ends[last - 1]
        words = " ".join(self.text[start:end].split())
        kind, side = classify(words, self.terms)
        span = roles[first:last]
        if set(span) <= {"X", "L"}:
            return self._bare_name(words, kind, side, start, end)
        head = re.split(r"[@t]", span)[0]
        singular = head[-1:] in ("T", "C", "O") and tokens.norms[first + len(head) - 1] in self.vocabulary.titles
        if not any(role in "XLS" for role in span):
            before = self._earlier(tokens.norms[first:last], first > 0 and tokens.norms[first - 1] in ("the", "this"))
            if before is not None:
                return replace(before, start=start, end=end)
            words = self._fuller_phrase(words, tokens.starts[first]) or words
            kind, side = classify(words, self.terms)
        return Source(words, kind, side, start, end, singular)

    def _bare_name(self, words: str, kind: str | None, side: str | None, start: int, end: int) -> Source:
        lower = words.lower().removeprefix("the ")
        if lower in self.vocabulary.named or lower in self.vocabulary.party_words:
            return Source(words, kind, side, start, end)
        name = self._fullest(words)
        before = next((source for source in reversed(self.spoken) if source.name == name), None)
        if before is not None:
            return replace(before, start=start, end=end)
        person = False
        if kind is None:
            kind, side = self._described(name)
            person = kind is None or " " in name
        return Source(name, kind, side, start, end, person)

    def _pronoun(self, tokens: Tokens, at: int, nearby: Source | None) -> Source | None:
        norm = tokens.norms[at].split("'")[0]
        if not any(norm in self.words[kind] for kind in ("he", "it", "they")):
            return None
        for before in chain((nearby,) if nearby else (), reversed(self.spoken)):
            if norm in self.words["they"] or before.person == (norm in self.words["he"]):
                return replace(before, start=tokens.starts[at], end=tokens.ends[at])
        return Source(norm, None, None, tokens.starts[at], tokens.ends[at], norm in self.words["he"])

    def _earlier(self, norms: tuple[str, ...], definite: bool) -> Source | None:
        """An earlier, fuller source with the same last words: "the ministry" after "Ukraine's Defence Ministry"."""
        tail = " ".join(norms).replace(" 's", "'s")
        for before in reversed(self.spoken):
            lower = before.name.lower().replace("’", "'")
            if lower.endswith(" " + tail):
                return before
        if not definite:
            return None
        if tail in self.words["bodies"] or tail in self.words["papers"]:
            return next((s for s in reversed(self.spoken) if self._fits(s, tail)), None)
        if tail in self.vocabulary.titles:
            return next((s for s in reversed(self.spoken) if s.person), None)
        return None

    def _fits(self, source: Source, head: str) -> bool:
        """Whether a body named before may be meant by "the agency"."""
        if source.person or not source.name[:1].isupper() or source.name.lower() in self.vocabulary.party_words:
            return False
        kind = classify(head, self.terms)[0]
        if head in self.words["papers"] or kind in (None, "other") or kind == source.kind:
            return True
        return kind == "government" and source.kind not in ("media", "military", "armed_group", "witness", None)

    def _fuller_phrase(self, words: str, at: int) -> str | None:
        """The last capitalised phrase before `at` that ends in this word: "U.N. refugee agency" for "agency"."""
        if " " in words or words.isupper():
            return None
        low, found = max(0, at - 2000), at
        for _ in range(8):
            found = self.text.rfind(" " + words, low, found)
            if found < 0:
                return None
            before = _PHRASE_BEFORE.search(self.text, max(low, found - 60), found)
            if before is not None and not self._no_name(before[1].split()):
                return f"{before[0]} {words}"
        return None

    def _fullest(self, name: str) -> str:
        """The longest form of a name in the document."""
        known = self.full.get(name)
        if known is None:
            known = self.full[name] = self._spelled_out(name) or self._search(name)
        return known

    def _spelled_out(self, name: str) -> str | None:
        """What an acronym stands for: "Emergency Operations Center (COE)"."""
        if not name.isupper() or " " in name:
            return None
        at = self.text.find(f" ({name})")
        before = _NAME_BEFORE.search(self.text, max(0, at - 90), at) if at > 0 else None
        return before[0].removeprefix("The ") if before else None

    def _search(self, name: str) -> str:
        best = name
        at = -1
        for _ in range(40):
            at = self.text.find(name, at + 1)
            if at < 0:
                break
            full = self._around(name, at)
            if len(full) > len(best):
                best = full
                if " " not in name:
                    break
        return best

    def _around(self, name: str, at: int) -> str:
        """The name with the capitalised words that stand before it, or after it when it is one word."""
        text, end = self.text, at + len(name)
        if (at and (text[at - 1].isalnum() or text[at - 1] == "-")) or text[end : end + 1].isalnum():
            return ""
        words = _CAPITALS_BEFORE.search(text, max(0, at - 60), at)
        given = words[0].split() if words else []
        while given and (len(given) > 3 or self._no_name(given)):
            given.pop(0)
        if given:
            return " ".join((*given, name))
        after = (_NAMES_AFTER if " " not in name else _NAME_GOES_ON).match(text, end)
        if after is None or self._no_name([word for word in after[0].split() if word[0].isupper()]):
            return ""
        return name + " ".join(("", *after[0].split()))

    def _no_name(self, given: list[str]) -> bool:
        """Whether one of these capitalised words is part of a title, not of a name."""
        plain = [word.lower().rstrip(".,").replace("’", "'") for word in given]
        tags, vocabulary = self.vocabulary.tags, self.vocabulary
        known = (vocabulary.titles, vocabulary.heads, vocabulary.dates.weekdays, vocabulary.dates.months)
        return any(
            word.endswith("'s") or tags.get(word, "L") not in "Loc" or any(word in words for words in known)
            for word in plain
        )

    def _words_before(self, at: int) -> str:
        """The few words right before a place in the text that may be a title: no verbs, no small words."""
        kept: list[str] = []
        before = _BEFORE.search(self.text, max(0, at - 80), at)
        for word in reversed(before[0].split() if before else ()):
            lower = word.lower()
            if len(kept) == 5 or lower in self.words["attaching"] or self.vocabulary.tags.get(lower, "x") in _SMALL:
                break
            kept.append(word)
        return " ".join(reversed(kept))

    def _described(self, name: str) -> tuple[str | None, str | None]:
        """Kind and side of a person from the words around the name anywhere in the document."""
        at = self.text.find(name)
        for _ in range(12):
            if at < 0:
                break
            kind, side = classify(self._words_before(at), self.terms)
            if kind is None:
                after = _APPOSITION.match(self.text, at + len(name))
                if after:
                    kind, side = classify(after[1], self.terms)
            if kind is not None:
                return kind, side
            at = self.text.find(name, at + 1)
        return None, None
