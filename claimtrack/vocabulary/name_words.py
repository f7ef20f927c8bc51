"""The vocabulary and evaluation.toml -> what is needed to tell whether two names are the same."""

from __future__ import annotations

import tomllib

from claimtrack.vocabulary import loader
from claimtrack.vocabulary.loader import Vocabulary

_SHORT = 3  # letters of an abbreviation that stands for nothing but its party: US, UN, UK


def of(vocabulary: Vocabulary) -> tuple[dict[str, str], frozenset[str], dict[str, str]]:
    """Phrases for parties that are states, peoples or bodies; words that tell nothing; spelling -> usual spelling."""
    table = tomllib.loads(loader.shipped()["evaluation.toml"].decode())["names"]
    phrases = {}
    for word, (party, role) in vocabulary.party_words.items():
        plain = word.replace(".", "")
        short = role == "name" and len(plain) <= _SHORT
        if vocabulary.parties[party].kind != "armed_group" and (role == "demonym" or short or word == party.lower()):
            phrases[plain] = party
    spellings = {other: usual for usual, *others in table["spellings"] for other in others}
    return phrases, frozenset(table["small"]), spellings
