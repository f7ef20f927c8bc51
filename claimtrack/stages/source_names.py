"""A source's words in a sentence -> its name, kind and side, one name a source in a document.

    "Regional Governor Oleh Synyehubov", "Synyehubov", "he" -> "Oleh Synyehubov", government
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from itertools import chain

from claimtrack.model import Tokens, frozen
from claimtrack.stages.name_mentions import Mentions
from claimtrack.stages.source_kinds import OF_A_STATE, classify, terms_of
from claimtrack.vocabulary.loader import Vocabulary

_TITLED = re.compile(r"[TxC.][XL]{2,5}\Z")


def _seated(norms: tuple[str, ...]) -> int:
    """How many words at the start only tell where somebody sits: "UK-based", "London-based"."""
    return next((at for at, norm in enumerate(norms[:-1]) if not norm.endswith("-based")), len(norms) - 1)


_DATED = re.compile("@[dn]|@D?x?E+$")
_PUT_OUT_BY = re.compile("E(?P<by>[@b])D?(?=[^@]*[OT])")
RECALL = 40  # so many sources back a pronoun or a short name is looked for


@frozen
class Source:
    """Who a source is. `start` and `end` bound the words that name it here; `person`: one human being.

    `described`: the words, here or elsewhere, that tell its kind and side.
    """

    name: str
    kind: str | None
    side: str | None
    start: int
    end: int
    person: bool = False
    described: str = ""


class Names:
    """The names of one document. Asked in the order of the text; remembers who spoke before."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.words = vocabulary.speech.words
        self.terms = terms_of(vocabulary)
        self.spoken: deque[Source] = deque(maxlen=RECALL)
        self.mentions = Mentions(text, vocabulary)

    def resolve(self, tokens: Tokens, roles: str, first: int, last: int, nearby: Source | None = None) -> Source | None:
        """The source named by tokens first..last of a sentence; None when they name nobody.

        `nearby` is the subject of the sentence before, for a pronoun that no earlier source explains better.
        """
        if last - first == 1 and roles[first] == "U":
            return self._pronoun(tokens, first, nearby)
        if tokens.norms[first] in self.words["possessives"] and set(roles[first + 1 : last]) <= {"E", "e", "x", "J"}:
            whose = self._pronoun(tokens, first, nearby)  # "according to their statement"
            if whose is not None and whose.name not in self.words["possessives"]:
                return whose
        first, last = self._trimmed(tokens, roles, first, last)
        if first >= last:
            return None
        named = self._personal_name(tokens, roles, first, last)
        return self._person(tokens, first, *named, last) if named else self._other(tokens, roles, first, last)

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
        if by := _DATED.search(roles, first + 1, last):
            last = by.start()  # "the army on Dec 5 afternoon", "the army in a statement"
        based = (at for at in range(first + 1, last - 1) if norms[at] in self.words["compiled"])
        last = next(based, last)  # "AFP based on official sources"
        by = _PUT_OUT_BY.match(roles, first, last)
        if by and norms[first] in self.words["papers"] and norms[by.start("by")] in self.words["put_out_by"]:
            first = by.end()  # "a statement from the mission"
        at = last
        while at > first and roles[at - 1] in "Ee":
            at -= 1
        if first < at < last:
            while at > first and roles[at - 1] in "pxFqJYCvR":
                at -= 1
            known = norms[first] in self.vocabulary.named  # "UNHCR's latest figures"
            if known or re.search("[LOT]", roles[first:at]) or "X" in roles[max(first, 1) : at]:
                return first, at
        return first, last

    def _no_part(self, tokens: Tokens, at: int) -> bool:
        """Whether a word before a name is none of it: "senior", "Mr", the time of day, signs that do not show."""
        word = tokens.norms[at]
        if word in self.words["before_name"]:
            return not at or self.text[tokens.starts[at]].islower()  # not of "the New York Times"
        return word in self.words["honorifics"] or word in self.words["clock"] or not word.strip("0123456789:.")

    def _personal_name(self, tokens: Tokens, roles: str, first: int, last: int) -> tuple[int, int] | None:
        """Where a person's name stands in a group: "the governor Oleh Synyehubov"."""
        norms = tokens.norms
        main = re.match(r"[^@t]*", roles[first:last])
        if main and first + main.end() < last and _TITLED.search(main[0]):
            last = first + main.end()  # "Gen. Sergei Rudskoi of the General Staff"
        named = last
        particles = self.words["particles"]
        while named > first and (roles[named - 1] in "XL" or (named < last and norms[named - 1] in particles)):
            named -= 1
        while named < last and roles[named] == "x":
            named += 1  # a particle that begins a name belongs to what stands before
        if named in (first, last) or last - named > 6:
            return None
        if self.vocabulary.tags.get(norms[named]) == "P":
            return None  # "Reporters Without Borders"
        before = roles[named - 1]
        if before in "CO" and norms[named - 1].endswith("s") and self.text[tokens.starts[named - 1]].isupper():
            return None  # "the Palestinian Prisoners Club" is a body
        if before == "C" and {"X", "L"} & {*roles[first : named - 1]} and self.text[tokens.starts[named - 1]].isupper():
            return None  # "Iran Human Rights"
        if "@" in roles[first:named] or "t" in roles[first:named]:
            return (named, last) if before in "TO)" and last - named >= 2 else None
        if before == "p":
            return (named, last) if last - named >= 2 and roles[first] == "X" and named - first <= 4 else None
        return (named, last) if before in "TCxOEe)" else None

    def _person(self, tokens: Tokens, first: int, named: int, until: int, last: int) -> Source:
        start, end = tokens.starts[named], tokens.ends[until - 1]
        words = " ".join(self.text[start:end].split())
        name = self.mentions.fullest(words)
        before = self.text[tokens.starts[first] : start]
        described = before + self.text[end : tokens.ends[last - 1]]
        kind, side = classify(described, self.terms)
        known = self.vocabulary.named.get(words.lower())
        if known is not None:
            return Source(words, known.kind, known.side or side, start, end, described=words)
        if side is None and (side := self._led_by(name)) is not None:
            described = f"{described} {name}".strip()
        return Source(name, kind, side, start, end, True, described)

    def _led_by(self, name: str) -> str | None:
        """The party that a well-known surname speaks for: "Volodymyr Zelensky"."""
        party, role = self.vocabulary.party_words.get(name.rsplit(" ", 1)[-1].lower(), (None, ""))
        return party if role == "leader" else None

    def _other(self, tokens: Tokens, roles: str, first: int, last: int) -> Source:
        start, end = tokens.starts[first], tokens.ends[last - 1]
        words = " ".join(self.text[start:end].split())
        kind, side = classify(words, self.terms)
        span = roles[first:last]
        if set(span) <= {"X", "L"}:
            return self._bare_name(words, kind, side, start, end)
        head = re.split(r"[@t]", span)[0]
        noun = tokens.norms[first + len(head) - 1].split(" ")[-1] if head else ""
        singular = noun in self.vocabulary.titles or noun in self.words["individuals"]
        seat = _seated(tokens.norms[first:last])  # "the London-based rights group" is a body named before
        if not any(role in "XLS" for role in span[seat:]):
            cut = first > 0 and roles[first - 1] in "vgX"  # "the daily tracking poll" is not the poll named before
            phrase = None if cut else self.mentions.fuller_phrase(words, start, 400)
            definite = first > 0 and tokens.norms[first - 1] in self.words["definite"]
            before = None if phrase or cut else self._earlier(tokens.norms[first + seat : last], definite)
            if before is not None:
                return replace(before, start=start, end=end)
            holder = self.mentions.holder(tokens.norms[last - 1]) if not (phrase or cut) and definite else None
            if holder is not None:  # "the governor said", who is named later
                kind, side = classify(words, self.terms)
                return Source(holder, kind, side, start, end, True, words)
            words = phrase or (None if cut else self.mentions.fuller_phrase(words, start, 2000)) or words
            kind, side = classify(words, self.terms)
        return Source(words, kind, side, start, end, singular, words)

    def _bare_name(self, words: str, kind: str | None, side: str | None, start: int, end: int) -> Source:
        lower = words.lower().removeprefix("the ")
        party = self.vocabulary.party_words
        led = self._led_by(lower)
        leader = led is not None
        if not leader and (lower in self.vocabulary.named or lower in party):
            return Source(words, kind, side, start, end, described=words)
        name = self.mentions.fullest(words)
        before = next((source for source in reversed(self.spoken) if source.name == name), None)
        if before is not None:
            return replace(before, start=start, end=end, kind=before.kind or kind, side=before.side or side)
        person, described = leader, words
        if kind is None:
            kind, side, described = self.mentions.described(name)
            person = kind is None or " " in name
        if side is None and led is not None:
            side, described = led, f"{described} {lower}".strip()
        return Source(name, kind, side, start, end, person, described)

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
            named = next((s for s in reversed(self.spoken) if self._fits(s, tail)), None)
            if named is None and self.spoken and tail in self.words["papers"]:
                last = self.spoken[-1]  # "the army said in a statement ... the statement added"
                return last if last.kind in OF_A_STATE else None
            return named
        if tail in self.vocabulary.titles:
            return next((s for s in reversed(self.spoken) if s.person and self.mentions.titled(s.name, tail)), None)
        return None

    def is_place(self, name: str) -> bool:
        """Whether a name is a country, a capital or another word for a party, which may just say where."""
        party = self.vocabulary.party_words.get(name.lower())
        return party is not None and self.vocabulary.parties[party[0]].kind != "igo"

    def is_state(self, name: str) -> bool:
        """Whether a name is a country's or its capital's."""
        party = self.vocabulary.party_words.get(name.lower())
        return party is not None and self.vocabulary.parties[party[0]].kind == "state"

    def sees(self, name: str, verb: str) -> bool:
        """Whether a name with this verb tells where, not who says: "Sindh recorded 57 deaths"; a country speaks."""
        vocabulary = self.vocabulary
        return verb in vocabulary.places.seeing and vocabulary.gazetteer.is_place(name) and not self.is_place(name)

    def _fits(self, source: Source, head: str) -> bool:
        """Whether a body named before may be meant by "the agency"."""
        if source.person or not source.name[:1].isupper() or (self.is_place(source.name) and source.kind != "igo"):
            return False
        kind = classify(head, self.terms)[0]
        if head in self.words["papers"] or kind in (None, "other") or kind == source.kind:
            return True
        return kind == "government" and source.kind not in ("media", "military", "armed_group", "witness", None)

