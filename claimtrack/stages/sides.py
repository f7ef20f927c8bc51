"""Whose what is counted is, and who did it, where more than the figure's own sentence tells.

    "The Norwegian army said 25 troops were killed" -> Norway's      "It said it had killed 40 soldiers" -> its enemy's
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from claimtrack.model import Attribution, Document, Layers, Told
from claimtrack.vocabulary.loader import Vocabulary

LOSSES_BACK, LOSSES = 40, 3  # figures looked back over, and how many losses show who the enemy is


class Part(NamedTuple):
    """Whose what is counted is, or who did it; by which rule, and by which words or by whom that is told."""

    party: str | None
    rule: str = ""
    words: str = ""


def actor(document: Document, layers: Layers, number: int) -> Part:
    """Who did it: whom the sentence names, or the party of who speaks where the sentence says that "it" did."""
    happening, source = layers.happenings[number], layers.attributions[number]
    if happening is None:
        return Part(None)
    if source is not None and happening.by_speaker and (speaker := _speaker(source)):
        return Part(speaker, "who speaks", source.source or "")
    return _told("clause", happening.actor, document)


def side(document: Document, layers: Layers, number: int, vocabulary: Vocabulary) -> Part:
    """Whose they are, by the figure's own words, by who speaks or who did it, or by the whole that it is a part of."""
    happening, counted, source = layers.happenings[number], layers.counted[number], layers.attributions[number]
    assert happening is not None and counted is not None
    if counted.side or happening.side:
        return _told("noun" if counted.side else "clause", counted.side or happening.side, document)
    friend = source.side if source is not None and "enemy" in (happening.whose, counted.whose) else None
    for rule, find, by in _RULES:
        if (found := find(document, layers, number, vocabulary)) and found != friend:
            return Part(found, rule, by(document, layers, number))
    whole = happening.part_of
    if whole is not None and whole < number:  # "five Norwegian jets, including three Gripens"
        return side(document, layers, whole, vocabulary)._replace(rule="of its whole")
    return Part(None)


def _told(rule: str, told: Told | None, document: Document) -> Part:
    return Part(None) if told is None else Part(told.what, rule, document.text[told.start : told.end])


def _speaker(source: Attribution | None) -> str | None:
    """The party that a source is or speaks for; a person who speaks for none did not do it himself."""
    if source is None or source.side is not None:
        return None if source is None else source.side
    body = source.kind in ("military", "emergency", "government") and (source.source or "")[:1].islower()
    return source.source if body or source.kind == "armed_group" else None


def _by_whose(document: Document, layers: Layers, number: int, vocabulary: Vocabulary) -> str | None:
    """ "40 of its soldiers", "three enemy depots": the side follows from who speaks."""
    counted, happening, source = layers.counted[number], layers.happenings[number], layers.attributions[number]
    whose = (counted.whose if counted else None) or (happening.whose if happening else None)
    if whose == "enemy" and source is None:
        return _enemy_told(layers, number, vocabulary)
    if whose is None or source is None or source.side is None:
        return None
    if whose == "enemy":
        return _enemy_of(source.side, document, layers, number, vocabulary)
    done = happening is not None and happening.metric in vocabulary.of_metrics.inflicted
    own_deed = done and actor(document, layers, number).party == source.side  # "we seized their guns": not ours
    return None if own_deed else source.side


def _enemy_of_who_did(document: Document, layers: Layers, number: int, vocabulary: Vocabulary) -> str | None:
    """Whose soldiers and arms they are whom no word says to be anybody's: the enemy's of who killed or took them."""
    happening, counted, did = layers.happenings[number], layers.counted[number], actor(document, layers, number).party
    if happening is None or counted is None or did is None or happening.metric not in vocabulary.of_metrics.inflicted:
        return None
    groups = vocabulary.of_categories
    fights = (happening.category or counted.category) in groups.forces | groups.arms
    return _enemy_of(did, document, layers, number, vocabulary) if fights else None


def _of_who_speaks(document: Document, layers: Layers, number: int, vocabulary: Vocabulary) -> str | None:
    """A state that tells of fallen soldiers, or an armed group of fighters, whom nobody is said to have killed."""
    happening, counted, source = layers.happenings[number], layers.counted[number], layers.attributions[number]
    if happening is None or counted is None or source is None or actor(document, layers, number).party is not None:
        return None
    if happening.metric not in vocabulary.of_metrics.befalling:
        return None
    groups = vocabulary.of_categories
    own = {"armed_group": groups.irregulars, "military": groups.regulars, "government": groups.regulars}
    return source.side if (happening.category or counted.category) in own.get(source.kind or "", ()) else None


def _of_only_state(document: Document, layers: Layers, number: int, vocabulary: Vocabulary) -> str | None:
    """Whose soldiers they are in a text that speaks of one state's army only, or of no army and one state."""
    happening, counted = layers.happenings[number], layers.counted[number]
    if happening is None or counted is None or happening.metric not in vocabulary.of_metrics.befalling:
        return None
    if (happening.category or counted.category) not in vocabulary.of_categories.regulars:
        return None
    found = _states(_armies(document.text, vocabulary), vocabulary) or _states(_names(document.text), vocabulary)
    if len(found) == 1:
        return next(iter(found))
    there = _country(layers, number, vocabulary)
    return there if there in found else None


def _states(names: frozenset[str], vocabulary: Vocabulary) -> set[str]:
    """The states that these names name."""
    known = names & vocabulary.party_words.keys()
    longest = (name for name in known if not any(f" {name} " in f" {other} " for other in known - {name}))
    parties = {vocabulary.party_words[name][0] for name in longest}  # "South Sudan" does not name Sudan
    return {party for party in parties if vocabulary.parties[party].kind == "state"}


def _enemy_of(name: str, document: Document, layers: Layers, number: int, vocabulary: Vocabulary) -> str | None:
    """The adversary of a party where it happened, or the one that the text speaks of most."""
    party = vocabulary.parties.get(name)
    if party is None:
        return None
    if (there := _country(layers, number, vocabulary)) in party.adversaries:
        return there
    known = (vocabulary.parties[one] for one in sorted(party.adversaries) if one in vocabulary.parties)
    words = ((one.name, *sorted(one.names | one.demonyms)) for one in known)
    return _most_spoken_of(document.text, tuple(tuple(word[:1].upper() + word[1:] for word in one) for one in words))


def _country(layers: Layers, number: int, vocabulary: Vocabulary) -> str | None:
    """The country of the figure's place."""
    placing = layers.places[number]
    if placing is None:
        return None
    known = vocabulary.party_words.get(placing.place.lower())
    return known[0] if known else vocabulary.gazetteer.country(placing.place)


def _enemy_told(layers: Layers, number: int, vocabulary: Vocabulary) -> str | None:
    """Whose "the enemy's" losses are in a text of one voice: the party all losses before were told of, if they are few.

    "The rebel army lost 20 men, 3 guns and 2 trucks. ... Four enemy depots were hit" -> the rebels
    """
    groups = vocabulary.of_metrics
    sides: list[str] = []
    for earlier in range(max(0, number - LOSSES_BACK), number):
        happening, counted = layers.happenings[earlier], layers.counted[earlier]
        if happening is None or counted is None or happening.metric not in groups.suffered | groups.harm:
            continue
        if (found := counted.side or happening.side) is not None:
            sides.append(found.what)
    return sides[0] if len(sides) >= LOSSES and len(set(sides)) == 1 else None


@lru_cache(maxsize=16)
def _most_spoken_of(text: str, names: tuple[tuple[str, ...], ...]) -> str | None:
    """Of parties, each with its words, the one a text speaks of most; None when it speaks of none.

    Asked for many figures of a text in turn.
    """
    text = text.title() if text.isupper() else text  # so that IS is the verb there, and no party
    spoken = {words[0]: sum(len(re.findall(rf"\b{re.escape(word)}\b", text)) for word in words) for words in names}
    most = max(spoken, key=lambda name: spoken[name], default=None)
    return most if most is not None and spoken[most] else None


_PHRASE = re.compile(r"\b(?=([A-Z][\w.-]+(?:['’]s)?(?: [A-Za-z][\w-]+){1,3}))")


@lru_cache(maxsize=16)
def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Every capitalised word of a text with the three after it. Asked for many figures of a text in turn."""
    found = (match[1].lower().replace("’", "'").replace("'s", "") for match in _PHRASE.finditer(text))
    return frozenset(tuple(phrase.split(" ")) for phrase in found)


def _armies(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """What may name whose army, troops or soldiers a text speaks of: "the Nepalese army", "Chad's armed forces"."""
    return frozenset(
        " ".join(words[:size])
        for words in _phrases(text)
        for at in range(1, len(words))
        if vocabulary.heads.get(words[at]) == "military"
        for size in range(1, at + 1)
    )


_CAPITALS = re.compile(r"\b(?:(?:[A-Z]\.){2,}|[A-Z][\w-]+(?: [A-Z][\w-]+)*)")


@lru_cache(maxsize=16)
def _names(text: str) -> frozenset[str]:
    """What may name anybody in a text: its runs of capitalised words, and the words of each."""
    runs = [match[0].lower() for match in _CAPITALS.finditer(text)]
    return frozenset((*runs, *(word for run in runs for word in run.split(" "))))


def _who_speaks(document: Document, layers: Layers, number: int) -> str:
    source = layers.attributions[number]
    return (source.source if source else None) or ""


def _who_did_it(document: Document, layers: Layers, number: int) -> str:
    return actor(document, layers, number).party or ""


def _nobody(document: Document, layers: Layers, number: int) -> str:
    return ""


# What tells a side that the figure's own sentence does not, in this order, and whom it is inferred from.
_RULES = (
    ("by who speaks", _by_whose, _who_speaks),
    ("enemy of who did it", _enemy_of_who_did, _who_did_it),
    ("own of who speaks", _of_who_speaks, _who_speaks),
    ("only state named", _of_only_state, _nobody),
)
