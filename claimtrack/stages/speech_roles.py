"""Tokens -> one role a token, as speech sees it; the words that decide are looked up once per vocabulary.

R reporting verb, g reporting verb in -ing, K "according to", E document, e tally, O organisation noun, T title,
X L S C x other nominals, @ preposition that ties nouns, P other preposition, v other verb, the rest as in the tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtrack.model import Tokens
from claimtrack.vocabulary.loader import Vocabulary

# Tags of tokens -> roles of speech.
_PLAIN = str.maketrans("VGWaRrwfoid", "vvvvvv@@@PA")


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """`given` tells the role of a word whatever its tag; `verbs` the class and form of a reporting verb."""

    given: Mapping[str, str]
    verbs: Mapping[str, tuple[str, str]]
    ambiguous: frozenset[str]  # verb forms that are as often nouns


_KNOWN: dict[str, Roles] = {}


def roles_of(vocabulary: Vocabulary) -> Roles:
    """The roles of a vocabulary's words."""
    known = _KNOWN.get(vocabulary.digest)
    if known is None:
        known = _KNOWN[vocabulary.digest] = _build(vocabulary)
    return known


def _build(vocabulary: Vocabulary) -> Roles:
    speech = vocabulary.speech
    given: dict[str, str] = {}
    listed = (("T", vocabulary.titles), ("O", vocabulary.heads), ("e", speech.tallies), ("E", speech.documents))
    for role, words in listed:
        given.update((word, role) for word in words)
    nouns = speech.documents | speech.tallies
    for verb, (_, form) in vocabulary.reporting.items():
        given[verb] = "g" if form == "ing" else "R"
    given.update((word, "@") for word in speech.words["attaching"])
    given.update((word, "K") for word in vocabulary.according)
    ambiguous = frozenset(
        verb for verb, (_, form) in vocabulary.reporting.items()
        if form == "base" and (verb in nouns or vocabulary.tags.get(verb, "x") not in "Rrx")
    )
    return Roles(given, vocabulary.reporting, ambiguous)


def assign(tokens: Tokens, text: str, words: Roles, vocabulary: Vocabulary) -> str:
    """One role a token."""
    given, norms, starts = words.given, tokens.norms, tokens.starts
    shouted = "X" not in tokens.tags and text[tokens.starts[0] : tokens.ends[-1]].isupper() if starts else False
    roles = list(tokens.tags.translate(_PLAIN))
    for i, norm in enumerate(norms):
        role = given.get(norm)
        if role is None:
            continue
        if role in "Rg":
            if not shouted and text[starts[i]].isupper():
                role = "E" if norm in vocabulary.speech.documents else "X"
            elif norm in words.ambiguous and not _is_verb(norm, i, tokens):
                role = "E" if norm in vocabulary.speech.documents else "e" if norm in vocabulary.speech.tallies else "x"
        roles[i] = role
    return "".join(roles)


def _is_verb(norm: str, i: int, tokens: Tokens) -> bool:
    """Whether a form that may be a noun ("report", "claims") is a verb here."""
    tags = tokens.tags
    if not i or i + 1 >= len(tags):
        return False
    return tags[i - 1] in "XLOCTxUq)" and tags[i + 1] in 'hDNnUXCx"'
