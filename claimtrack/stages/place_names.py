"""The tokens of a sentence -> the places it names.

A small hand-written reader: from a preposition, a verb of movement or a place noun it walks over articles, compass
words and place nouns to the name ("in the rebel-held Shaar neighbourhood", "in China's northern Hebei province").
Where a name begins and ends is told in name_spans.py.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from claimtrack.model import Tokens, frozen
from claimtrack.stages.name_spans import LONGEST, NameSpans
from claimtrack.vocabulary.loader import Vocabulary
from claimtrack.vocabulary.place_words import PlaceWords

# OFFICE: only told by somebody's office, "the mayor of Homs". ASIDE: not where it happened, "told us in Geneva".
SURE, LIKELY, MAYBE, OFFICE, ASIDE = range(5)
WALK = 8  # words between the preposition and the name
LIST = 20  # names in a list
WINDOW = 4000  # characters around a sentence in which a name may be found to be a place
MOST = 50  # places in one sentence
HEADS = ("noun", "event")


@frozen
class Place:
    """A place named in a sentence; `start` and `end` are token indexes, `grade` how sure it is one."""

    name: str
    start: int
    end: int
    grade: int


@lru_cache(maxsize=4)
def roles(words: PlaceWords) -> dict[str, str]:
    """What a word does for the names after it."""
    likely = dict.fromkeys(words.likely | words.moves, "likely")
    heads = dict.fromkeys(words.events, "event") | dict.fromkeys(words.nouns, "noun")
    return heads | likely | dict.fromkeys(words.sure, "sure")


class NameReader(NameSpans):
    """Reads one sentence's tokens."""

    def __init__(self, text: str, tokens: Tokens, vocabulary: Vocabulary) -> None:
        super().__init__(text, tokens, vocabulary)
        known = roles(self.words)
        self.sees = not self.words.seeing.isdisjoint(tokens.norms)
        self.heads = [at for at, norm in enumerate(tokens.norms) if known.get(norm) in HEADS or norm == "'s"]

    def read(self) -> list[Place]:
        """Every place of the sentence in order; of a place and what it lies in, the place only."""
        found: list[Place] = []
        norms, tags, known = self.tokens.norms, self.tokens.tags, roles(self.words)
        caseless = self.shouted or self.quiet
        done = 0
        for at, norm in enumerate(norms):
            role = known.get(norm)
            if at < done or not (role or tags[at] in "XLS" or caseless or "-" in norm):
                continue
            place = self._led(at, role) if role in ("sure", "likely") else self._bare(at)
            if place is not None and len(found) < MOST:
                done = place.end
                if not (found and self._contains(found[-1], place)):
                    found.append(place)
        return [p for p in found if p.grade < ASIDE and (p.grade != MAYBE or self._established(p.name))]

    def _led(self, at: int, role: str | None) -> Place | None:
        """The place after a preposition or a verb of movement."""
        norms = self.tokens.norms
        if role == "sure":
            place = self._chain(at + 1, SURE)
            aside = place is not None and (self._elsewhere(at) or self._seat(at, place) or self._employs(at, place))
            return replace(place, grade=ASIDE) if place and aside else place
        if norms[at] == "from" and not self._leaves(at):
            return None
        struck = at > 0 and norms[at - 1] in self.words.events  # "an attack on Kramatorsk"
        place = self._chain(at + 1, LIKELY, struck)
        office = norms[at] == "of" and at > 0 and norms[at - 1] in self.words.offices
        return replace(place, grade=OFFICE) if place and office else place

    def _chain(self, at: int, grade: int, noun: bool = False) -> Place | None:
        """The name that a preposition leads to. A possessive leads on: "Syria's Homs province"."""
        tokens, words = self.tokens, self.words
        owner, first = None, at
        for _ in range(WALK):
            end = self._name(at, noun)
            if end:
                within = self._noun_end(end)  # "the West Bank city of Tulkarm"
                if within and tokens.norms[within : within + 1] == ("of",) and self._name(within + 1, True):
                    at, noun = within + 1, True
                    continue
                if not self._owned(end):
                    place = self._place(at, end, grade, noun)
                    if owner and place.grade == MAYBE:  # "on Nice's Bastille Day": of the two only Nice may be one
                        return replace(self._place(*owner, grade, False), grade=MAYBE)
                    return place
                owner, at, noun = (at, end), end + 1, False
                continue
            if at >= self.count:
                break
            norm, tag = tokens.norms[at], tokens.tags[at]
            lower = self.shouted or at == first or not self.text[tokens.starts[at]].isupper()
            if norm in words.nouns or norm in words.compass:
                noun = True
            elif not (
                tag == "S"
                or (owner and tag in "Nnx" and not noun)
                or (lower and norm in words.passed)
                or (noun and norm == "and")
                or self._hyphened(at)
            ):
                break
            at += 1
        if owner and (noun or (grade == SURE and tokens.tags[owner[0]] == "L")):
            return self._place(*owner, grade, noun)
        return None

    def _bare(self, at: int) -> Place | None:
        """A name with a place noun or an event, wherever it stands: "the Kursk region", "the city of Kursk"."""
        norms, words = self.tokens.norms, self.words
        if norms[at] in words.nouns and at + 1 < self.count and not self._upper(at):
            begin = at + 2 if norms[at + 1] in ("of", ",") else at + 1
            end = self._name(begin, norms[at + 1] == "of")
            if end and not self._owned(end):
                return self._place(begin, end, LIKELY, True)
        if self.tokens.tags[at] == "S":
            return self._of_a_state(at)
        if self.sees and (place := self._seeing(at)):
            return place
        near = bisect_right(self.heads, at)
        if near == len(self.heads) or self.heads[near] > at + LONGEST:
            return None  # neither a place noun nor a possessive near
        end = self._name(at, False)
        if not end or end >= self.count or norms[end] in words.compass:
            return None
        if self._owned(end):
            speakers = norms[end + 1 : end + 4] if self._is_state(at) else norms[end + 1 : end + 2]
            office = not (words.relief if self._is_state(at) else words.offices).isdisjoint(speakers)
            return replace(self._place(at, end, SURE, False), grade=OFFICE) if office else None
        holds = norms[end] in words.events or (norms[end] in words.nouns and norms[end + 1 : end + 2] != ("of",))
        unsure = at == 0 and end == 1 and self.tokens.tags[0] == "X" and not self.vocabulary.gazetteer.level(norms[0])
        return replace(self._place(at, end, LIKELY, True), grade=MAYBE if unsure else LIKELY) if holds else None

    def _seeing(self, at: int) -> Place | None:
        """The known place that a figure's sentence begins with: "Sindh recorded 57 deaths"; a country speaks."""
        end = self._name(at, False)
        if not end or end >= self.count or self.tokens.norms[end] not in self.words.seeing:
            return None
        name = self.text[self.tokens.starts[at] : self.tokens.ends[end - 1]]
        counts = "N" in self.tokens.tags[end + 1 : end + 4] and name.lower() not in self.vocabulary.party_words
        return Place(name, at, end, SURE) if counts and self.vocabulary.gazetteer.is_place(name) else None

    def _of_a_state(self, at: int) -> Place | None:
        """The state whose conflict, coast or cities are meant: "the Yemeni conflict", "Polish and Czech airspace"."""
        norms, tags = self.tokens.norms, self.tokens.tags
        end = at + 3 if norms[at + 1 : at + 2] == ("and",) and tags[at + 2 : at + 3] == "S" else at + 1
        party = self.vocabulary.party_words.get(norms[at])
        if party is None or end >= self.count or norms[end] not in self.words.conflicts:
            return None
        return Place(party[0], at, end, LIKELY) if self.vocabulary.parties[party[0]].kind == "state" else None

    def _place(self, start: int, end: int, grade: int, noun: bool) -> Place:
        """The name with the place noun that belongs to it; of a list its first, of a pair both."""
        tokens, nouns = self.tokens, self.words.nouns
        first = start
        while first > 0 and tokens.norms[first - 1] in self.words.compass and self._upper(first - 1):
            first -= 1  # "North Sulawesi"
        if first == start > 0 and tokens.tags[start - 1 : start + 1] == "SX" and end == start + 1:
            first -= 1  # "the French Riviera"
        last, listed = self._list(end)
        pair = listed == 1 and "," not in tokens.norms[end:last]
        stop = last if pair and grade == SURE else end
        follows = tokens.norms[last] if last < self.count else ""
        closed = self._noun_end(last)
        if closed:
            noun, last = True, closed
            stop = last if pair or not listed else end
        noun = noun or tokens.norms[stop - 1] in nouns or follows in self.words.events
        if grade == LIKELY:
            grade = SURE if noun else LIKELY if tokens.tags[start] == "L" else MAYBE
        name = self.text[tokens.starts[first] : tokens.ends[stop - 1]]
        return Place(name, first, max(stop, last if listed else stop), grade)

    def _list(self, end: int) -> tuple[int, int]:
        """Where the list of names that goes on after this one ends, and how many more names it has."""
        norms, at, listed = self.tokens.norms, end, 0
        while listed < LIST and norms[at : at + 1] in ((",",), ("and",), ("or",)):
            next_ = at + 2 if norms[at + 1 : at + 2] == ("and",) else at + 1
            name_end = self._name(next_, False)
            if not name_end or self._owned(name_end):
                break
            closes, at, listed = norms[next_ - 1] == "and", name_end, listed + 1
            if closes:
                return at, listed
        return (at, listed) if norms[at : at + 1] and norms[at] in self.words.nouns else (end, 0)

    def _contains(self, inner: Place, outer: Place) -> bool:
        """Whether the second is what the first lies in: "Fizi, South Kivu province", "Batur in Java"."""
        between, words = self.tokens.norms[inner.end : outer.start], self.words
        return 0 < len(between) <= 4 and all(
            norm in ("in", ",", "of", "near") or norm in words.passed or norm in words.compass or norm in words.nouns
            for norm in between
        )

    def _established(self, name: str) -> bool:
        """Whether the text around speaks of being in a place of this name."""
        low, high = max(0, self.tokens.starts[0] - WINDOW), self.tokens.ends[-1] + WINDOW
        return any(self.text.find(f"{word} {name}", low, high) >= 0 for word in ("in", "near", "outside"))

    def _leaves(self, at: int) -> bool:
        """Whether "from" tells where it happened: "fled from Ramadi", not "a woman from Eritrea"."""
        before = self.tokens.norms[at - 1] if at else ""
        return before in self.words.leaving or before in self.words.moves

    def _seat(self, at: int, place: Place) -> bool:
        """Whether the place is a seat of power that speaks: "the ministry in Kyiv said", "In Paris, officials said"."""
        tags = self.tokens.tags
        if tags[place.start] != "L" or self._is_state(place.start):
            return False
        if at <= 1 and tags[place.end : place.end + 1] == ",":
            said = min((found for found in map(tags.find, "Rr") if found >= 0), default=self.count)
            return 0 <= said < tags.find("N")
        return at > 0 and tags[at - 1] in "OT" and tags[place.end : place.end + 1] in ("R", "r")

    def _employs(self, at: int, place: Place) -> bool:
        """Whether the place is where who speaks works: "a surgeon at the Saudi Maternity Hospital said"."""
        norms, speech = self.tokens.norms, self.vocabulary.speech
        works = at > 0 and (norms[at - 1] in speech.words["individuals"] or norms[at - 1] in self.vocabulary.titles)
        said = self.tokens.tags[place.end : place.end + 1] in ("R", "r", ",")
        return works and said and norms[place.end - 1] in self.words.houses

    def _elsewhere(self, at: int) -> bool:
        """Whether the place is where somebody spoke or sits: "told reporters in Geneva", "based in Geneva"."""
        tokens, told = self.tokens, self.vocabulary.dates.words["after_asserting"]
        if at > 0 and tokens.norms[at - 1].rsplit(" ", 1)[-1] in self.words.after:
            return True
        for index in range(at - 1, max(-1, at - WALK), -1):
            if tokens.tags[index] in "Rr":
                return True
            if not (tokens.tags[index] in "DPotLXT" or tokens.norms[index] in told):
                return False
        return False
