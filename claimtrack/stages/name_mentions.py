"""What a document's own text tells of a name: its fullest form, the title beside it.

    "Bilyk" in "Governor Oksana Bilyk came ... Bilyk said" -> "Oksana Bilyk", government
"""

from __future__ import annotations

import re

from claimtrack.stages.source_kinds import classify, terms_of
from claimtrack.vocabulary.loader import Vocabulary

_APPOSITION = re.compile(r",\s+(?:(?:an?|the|who)\s+)?([^\s,.;]+)([^,.;\n]{2,80})[,.]")
_BEFORE = re.compile(r"[^,.;:!?\n\"“”]{0,80}\Z")
_SMALL = "DoPbtfwcshBAMdzUqRrVvGWwa"  # tags of words that no title holds
_CAPITAL = r"[^\W\d_a-z][\w’'-]*+"
_SENTENCE_END = re.compile(r"[.\n]")
TITLES = 30  # characters of further titles between a title and the name: "Spokesman Lieutenant-General Igor"
_ARTICLE = re.compile(r"(?<![\w-])[aAeE][lL][-‑]\Z")
_CAPITALS_BEFORE = re.compile(rf"(?<![\w.'’-])(?:(?:{_CAPITAL}|[A-Z]\.)[ ]){{1,4}}\Z")
_MORE = rf"(?:[ ](?:(?:for|of|and|the)[ ]){{0,2}}{_CAPITAL})"
_NAMES_AFTER = re.compile(rf"{_MORE}{{1,6}}")
_NAME_GOES_ON = re.compile(rf"[ ](?:for|of)[ ](?:the[ ])?{_CAPITAL}{_MORE}{{0,5}}")
_NAME_BEFORE = re.compile(rf"(?<![\w.'’-]){_CAPITAL}(?:[ ](?:(?:of|for|the|and|on|in)[ ]){{0,2}}{_CAPITAL}){{1,8}}\Z")
_PHRASE_BEFORE = re.compile(
    rf"(?<![\w'’-])((?:(?:{_CAPITAL}|(?:[A-Z]\.)+)[ ]?){{1,4}})(?:(?<=[ ])[a-z]+[ ]?){{0,2}}(?<![ ])\Z"
)


class Mentions:
    """The names in one document's text. What was found is kept: the same name is asked for again and again."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.words = vocabulary.speech.words
        self.terms = terms_of(vocabulary)
        self.full: dict[str, str] = {}

    def fullest(self, name: str) -> str:
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
        article = _ARTICLE.search(text, max(0, at - 4), at)
        if article is not None:  # "Shami" in "Ahmed al-Shami"
            name, at = article[0] + name, article.start()
        if (at and (text[at - 1].isalnum() or text[at - 1] == "-")) or text[end : end + 1].isalnum():
            return ""
        words = _CAPITALS_BEFORE.search(text, max(0, at - 60), at)
        given = words[0].split() if words else []
        if words and text[: words.start()].endswith("of "):  # "President of South Sudan Salva Kiir"
            given = given[self._country(given) :]
        while given and (len(given) > 3 or self._no_name(given)):
            given.pop(0)
        if given:
            return " ".join((*given, name))
        after = (_NAMES_AFTER if " " not in name else _NAME_GOES_ON).match(text, end)
        if after is None or self._no_name([word for word in after[0].split() if word[0].isupper()]):
            return ""
        return name + " ".join(("", *after[0].split()))

    def _country(self, given: list[str]) -> int:
        """How many of the first words name a country."""
        known = self.vocabulary.party_words
        return next((size for size in range(len(given), 0, -1) if " ".join(given[:size]).lower() in known), 0)

    def _no_name(self, given: list[str]) -> bool:
        """Whether one of these capitalised words is part of a title, not of a name."""
        plain = [word.lower().rstrip(".,").replace("’", "'") for word in given]
        tags, vocabulary = self.vocabulary.tags, self.vocabulary
        known = (vocabulary.titles, vocabulary.heads, vocabulary.dates.weekdays, vocabulary.dates.months)
        return any(
            word.endswith("'s") or tags.get(word, "L") not in "Loc" or any(word in words for words in known)
            for word in plain
        )

    def fuller_phrase(self, words: str, at: int, back: int) -> str | None:
        """The last capitalised phrase before `at` that ends in this word: "U.N. refugee agency" for "agency"."""
        if " " in words or words.isupper():
            return None
        low, found = max(0, at - back), at
        for _ in range(8):
            found = self.text.rfind(" " + words, low, found)
            if found < 0:
                return None
            before = _PHRASE_BEFORE.search(self.text, max(low, found - 60), found)
            if before is not None and not self._no_name(before[1].split()):
                return f"{before[0]} {words}"
        return None

    def titled(self, name: str, title: str) -> bool:
        """Whether the document gives this person this title: "Mayor Ana Ruiz", "Ana Ruiz, the mayor"."""
        at = self.text.find(name)
        for _ in range(12):
            if at < 0:
                break
            before = self.text[max(0, at - len(title) - TITLES) : at]
            after = self.text[at + len(name) : at + len(name) + 60]
            if title in (_SENTENCE_END.split(before)[-1] + _SENTENCE_END.split(after)[0]).lower():
                return True
            at = self.text.find(name, at + 1)
        return False

    def holder(self, title: str) -> str | None:
        """The one person whom the document gives this title before the name: "Governor Ana Ruiz"."""
        if title not in self.vocabulary.titles:
            return None
        named = re.compile(rf"\b{re.escape(title.title())}((?: {_CAPITAL}){{2,3}})")
        found = {match[1].strip() for match in named.finditer(self.text)}
        return found.pop() if len(found) == 1 else None

    def described(self, name: str) -> tuple[str | None, str | None, str]:
        """Kind and side of a person from the words around the name anywhere in the document, and those words."""
        at = self.text.find(name)
        for _ in range(12):
            if at < 0:
                break
            words = self._words_before(at)
            kind, side = classify(words, self.terms)
            if kind is None:
                after = _APPOSITION.match(self.text, at + len(name))
                if after and self.vocabulary.tags.get(after[1].lower(), "x") not in _SMALL:
                    words = after[1] + after[2]
                    kind, side = classify(words, self.terms)
            if kind is not None:
                return kind, side, words
            at = self.text.find(name, at + 1)
        return None, None, ""

    def _words_before(self, at: int) -> str:
        """The few words right before a place in the text that may be a title: no verbs, no small words."""
        kept: list[str] = []
        before = _BEFORE.search(self.text, max(0, at - 80), at)
        for word in reversed(before[0].split() if before else ()):
            lower = word.lower()
            if lower == "of" and kept and self._country(kept[::-1]) == len(kept):
                kept.append(word)  # "the President of South Sudan"
                continue
            if len(kept) == 5 or lower in self.words["attaching"] or self.vocabulary.tags.get(lower, "x") in _SMALL:
                break
            kept.append(word)
        return " ".join(reversed(kept))
