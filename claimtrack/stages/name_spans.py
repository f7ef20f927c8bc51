"""The tokens of a sentence -> where a name that may be of a place begins and ends ("al-Bab", "Isle of Wight")."""

from __future__ import annotations

from claimtrack.model import Tokens
from claimtrack.vocabulary.loader import Vocabulary
from claimtrack.vocabulary.place_words import PlaceWords

LONGEST = 5  # words of a name
NEVER = "SNnPDRrUBAMU,;.\"()-"  # tags of tokens that begin no name


class NameSpans:
    """The names in one sentence's tokens; `at` and `end` are token indexes.

    In a sentence all in capitals (`shouted`) or all in lower case (`quiet`) the case of a word tells nothing.
    """

    def __init__(self, text: str, tokens: Tokens, vocabulary: Vocabulary) -> None:
        self.text, self.tokens, self.vocabulary = text, tokens, vocabulary
        self.words: PlaceWords = vocabulary.places
        whole = text[tokens.starts[0] : tokens.ends[-1]] if tokens.starts else ""
        self.shouted, self.quiet = whole.isupper(), whole.islower()
        self.count = len(tokens.norms)

    def _name(self, at: int, opened: bool) -> int:
        """The end of the name that begins at this token, 0 when none does. `opened`: a place noun led to it."""
        tokens, words = self.tokens, self.words
        if at >= self.count or not self._capital(at) or not self._may_be_place(at):
            return 0
        end = at + 1
        while end < self.count and end - at < LONGEST and (tokens.tags[at] != "L" or tokens.norms[end] in words.nouns):
            if tokens.starts[end] > tokens.ends[end - 1] + 1 or not self._goes_on(end):
                break
            end += 1
        while end > at + 1 and tokens.norms[end - 1] in words.inside:
            end -= 1
        alone = end == at + 1 and (tokens.norms[at] in words.nouns or tokens.norms[at] in words.compass)
        if alone or tokens.norms[end - 1] in words.ends or " ".join(tokens.norms[at:end]) in words.not_places:
            return 0
        if end < self.count and tokens.norms[end] == "-" and tokens.starts[end] == tokens.ends[end - 1]:
            return 0  # "in U.S.-British raids"
        if end < self.count and tokens.starts[end] == tokens.ends[end - 1] + 1 and self._used_as_adjective(at, end):
            return 0
        if (self.shouted or self.quiet) and tokens.tags[at] != "L" and not (opened or self._noun_near(end)):
            while end > at and not self.vocabulary.gazetteer.is_place(" ".join(tokens.norms[at:end])):
                end -= 1
            return end if end > at else 0
        return end

    def _used_as_adjective(self, at: int, end: int) -> bool:
        """"in Taliban hands", "US troops", "Kyiv police": the name only tells whose."""
        norm, tag = self.tokens.norms[end], self.tokens.tags[end]
        if self._body(end):
            return True
        if self._noun_end(end) or norm in self.words.events:
            return False
        known = self.tokens.tags[at] == "L"
        whose = self.text[self.tokens.starts[at] : self.tokens.ends[at]].isupper() if known else True
        return norm in self.words.ends or (whose and not self.shouted and tag in "COY")

    def _body(self, at: int) -> bool:
        """Whether the words here name who works in a place: "the North Darfur health department"."""
        norms, heads = self.tokens.norms, self.vocabulary.heads
        if norms[at] in self.vocabulary.speech.modifiers:
            return at + 1 < self.count and (norms[at + 1] in self.words.ends or norms[at + 1] in heads)
        return " " in norms[at] and norms[at] in heads

    def _noun_end(self, at: int) -> int:
        """The end of the place noun that a name goes on with, an adjective before it allowed; 0 when there is none.

        "district", "refugee camp", "military base"; not "capital", which the name after it names.
        """
        norms, words = self.tokens.norms, self.words
        for end in (at + 1, at + 2):
            last = norms[end - 1].rsplit(" ", 1)[-1] if end <= self.count else ""
            if last in words.nouns and last not in words.compass and last not in words.apart:
                return end
            if at >= self.count or self.tokens.tags[at] not in "xOTC" or self._upper(at) or self.shouted or self.quiet:
                break
        return 0

    def _noun_near(self, end: int) -> bool:
        """Whether a place noun follows, at once or after the name of what it lies in: "CONRAY, TARMA PROVINCE"."""
        norms = self.tokens.norms
        after = norms[end : end + 1] if norms[end : end + 1] != (",",) else norms[end : end + (1 if self.quiet else 4)]
        return any(norm in self.words.nouns for norm in after)

    def _goes_on(self, at: int) -> bool:
        if self.shouted or self.quiet:
            return self.shouted and self.tokens.tags[at] in "xX"
        norm = self.tokens.norms[at]
        return norm in self.words.inside or (self._capital(at) and norm not in self.words.not_places)

    def _capital(self, at: int) -> bool:
        tag = self.tokens.tags[at]
        if self.shouted or self.quiet:
            return tag in "xXL"
        word = self.text[self.tokens.starts[at] : self.tokens.ends[at]]
        if word[:1].isupper():
            return not (word.isupper() and len(word) > 1 and tag != "L") and not self._hyphened(at)
        return word.lower().startswith(self.words.prefixes) and word != word.lower()

    def _upper(self, at: int) -> bool:
        return not self.shouted and self.text[self.tokens.starts[at]].isupper()

    def _hyphened(self, at: int) -> bool:
        """"rebel-held", "UNRWA-affiliated": an adjective."""
        head, hyphen, tail = self.text[self.tokens.starts[at] : self.tokens.ends[at]].rpartition("-")
        return bool(hyphen) and tail.islower() and not (head.islower() and head in self.words.inside)

    def _may_be_place(self, at: int) -> bool:
        """Not a party that is no state, no organisation, no weekday, no word of another class."""
        norm, tag = self.tokens.norms[at], self.tokens.tags[at]
        if tag in NEVER or norm in self.words.not_places or norm in self.vocabulary.named:
            return False
        party = self.vocabulary.party_words.get(norm)
        if party is None or (at + 1 < self.count and self.tokens.norms[at + 1] in self.words.nouns and tag != "S"):
            return True
        return party[1] == "seat" or (party[1] == "name" and self.vocabulary.parties[party[0]].kind == "state")

    def _is_state(self, at: int) -> bool:
        return self.vocabulary.party_words.get(self.tokens.norms[at], ("", ""))[1] == "name"

    def _owned(self, end: int) -> bool:
        return end < self.count and self.tokens.norms[end] in ("'s", "’s")
