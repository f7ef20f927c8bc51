"""The words of a source -> its kind and the side it speaks for.

    "Kharkiv regional governor" -> government, None        "the Russian army" -> military, Russia
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.vocabulary.gazetteer import Gazetteer
from claimtrack.vocabulary.loader import Vocabulary

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[@+]?\w+(?:[.'’&/-]\w+)*\.?")
_VAGUE = ("other", "witness")  # kinds that tell nothing of "official" or "chief" after them
_OF_PARTY = {"state": "government", "armed_group": "armed_group", "igo": "igo", "people": "other"}


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What a term of the vocabulary tells of a source: (class, kind, side); classes are named, head, weak, modifier,
    title, party, demonym."""

    known: Mapping[str, tuple[str, str, str | None]]
    longest: Mapping[str, int]
    tying: frozenset[str]  # prepositions between the parts of a phrase
    belonging: frozenset[str]  # those of them after which a party is spoken for
    gazetteer: Gazetteer  # a governor speaks for the country of his region
    armed: Mapping[str, bool]  # party -> whether it is an armed group


OF_A_STATE = frozenset({"government", "military", "emergency"})
_NAME = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}")


def _party_in(term: str, vocabulary: Vocabulary) -> str | None:
    """The party that a title or head begins with: "united nations commissioner"."""
    words = term.split(" ")
    for size in range(len(words) - 1, 0, -1):
        if (known := vocabulary.party_words.get(" ".join(words[:size]))) is not None:
            return known[0]
    return None


@lru_cache(maxsize=4)
def terms_of(vocabulary: Vocabulary) -> Terms:
    """The terms of a vocabulary."""
    speech = vocabulary.speech
    known: dict[str, tuple[str, str, str | None]] = {}
    for word, organisation in vocabulary.named.items():
        known.setdefault(word, ("named", organisation.kind, organisation.side))
    for word, (party, role) in vocabulary.party_words.items():
        kind = _OF_PARTY.get(vocabulary.parties[party].kind, "other")
        known.setdefault(word, ("demonym" if role == "demonym" else "party", kind, party))
    for word, kind in vocabulary.titles.items():
        if word not in speech.weak and word not in vocabulary.heads:
            known.setdefault(word, ("head", kind, _party_in(word, vocabulary)))
    for word, kind in vocabulary.heads.items():
        known.setdefault(word, ("weak" if word in speech.weak else "head", kind, _party_in(word, vocabulary)))
    for word, kind in speech.modifiers.items():
        known.setdefault(word, ("modifier", kind, None))
    known |= {" ".join(map(_plain, word.split(" "))): entry for word, entry in known.items() if "'s " in word}
    longest: dict[str, int] = {}
    for term in known:
        words = term.split(" ")
        longest[words[0]] = max(longest.get(words[0], 1), len(words))
    armed = {name: party.kind == "armed_group" for name, party in vocabulary.parties.items()}
    tying, belonging = speech.words["attaching"] | {"to"}, speech.words["belonging"]
    return Terms(known, longest, tying, belonging, vocabulary.gazetteer, armed)


@lru_cache(maxsize=1 << 14)
def classify(phrase: str, terms: Terms) -> tuple[str | None, str | None]:
    """(kind, side) of a source by its words; None for what they do not tell."""
    kind = side = None
    fallback = None
    for belongs, found in _parts(phrase, terms):
        sides = [side_ for _, _, side_ in found if side_ is not None]
        armed = (one for one in sides if terms.armed.get(one))
        side = side or next(armed, sides[0] if sides else None)  # "Mali's JNIM" speaks for JNIM
        if kind is not None or not found:
            continue
        sort, given, _ = found[-1]
        strong = [e for e in found if e[0] == "modifier" or (e[0] in ("named", "head") and e[1] not in _VAGUE)]
        if sort in ("named", "head") and given != "other":
            kind = given
        elif strong:
            kind = strong[-1][1]
        elif sort in ("weak", "head"):
            fallback = fallback or given
            party = next((entry for entry in found if entry[0] in ("party", "demonym")), None)
            if party is not None:
                kind = given if given not in ("other",) else party[1]
        elif sort in ("party", "demonym") and belongs:
            kind = given
    kind = kind or fallback
    if side is None and kind in OF_A_STATE:
        side = next(filter(None, (terms.gazetteer.country(name) for name in _NAME.findall(phrase))), None)
    if kind in ("government", "military", "other") and side is not None and terms.armed.get(side):
        kind = "armed_group"
    return kind, side


def _parts(phrase: str, terms: Terms) -> list[tuple[bool, list[tuple[str, str, str | None]]]]:
    """The terms of a phrase, part by part between its prepositions; with each, whether a party in it is spoken for."""
    written = _WORD.findall(phrase)
    words = [_plain(word) for word in written]
    parts: list[tuple[bool, list[tuple[str, str, str | None]]]] = [(True, [])]
    i = 0
    while i < len(words):
        most = min(terms.longest.get(words[i], 0), len(words) - i)
        for size in range(most, 0, -1):
            entry = terms.known.get(" ".join(words[i : i + size]))
            if entry is not None and not (size == 1 and _plain_word(written[i], entry[0])):
                parts[-1][1].append(entry)
                i += size - 1
                break
        else:
            if words[i] in terms.tying:
                parts.append((words[i] in terms.belonging, []))
        i += 1
    return parts


def _plain_word(written: str, sort: str) -> bool:
    """Whether a short word in lower case only looks like an acronym: "is", "us", "who"."""
    return len(written) <= 4 and written.islower() and sort in ("named", "party")


def _plain(word: str) -> str:
    word = word.lower().replace("’", "'")
    if word.endswith("'s"):
        word = word[:-2]
    return word[:-1] if word.endswith(".") and "." not in word[:-1] else word
