"""Tokens -> one role a token, as speech sees it; which words decide is looked up once per vocabulary.

R reporting verb, g reporting verb in -ing, K "according to", H "reportedly", E document, e tally, O organisation noun,
T title, X L S C x p J Y F other words of noun groups, D determiner, d day or month, N and n figures, @ preposition that
ties nouns, t to, b by, P other preposition, v other verb, A B M z auxiliaries and not, h that, s but, c and,
q adverb, U pronoun, " quotation mark, other marks as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.model import Tokens
from claimtrack.vocabulary.loader import Vocabulary

# Tags of tokens -> roles.
_PLAIN = str.maketrans("VGWaRrwfoidgm|", "vvvvvv@@@PAPe.")


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """`given` tells the role of a word whatever its tag; `verbs` the class and form of a reporting verb.

    `hearing` holds the word lists the rules ask for by name; `nouns` verb forms that are as often nouns.
    """

    given: Mapping[str, str]
    verbs: Mapping[str, tuple[str, str]]
    hearing: Mapping[str, frozenset[str]]
    nouns: frozenset[str]


@lru_cache(maxsize=4)
def roles_of(vocabulary: Vocabulary) -> Roles:
    """The roles of a vocabulary's words."""
    speech = vocabulary.speech
    given: dict[str, str] = {}
    given.update((word, "x") for word, entry in vocabulary.categories.items() if entry.kind != "people")
    listed = (
        ("O", vocabulary.heads),
        ("T", vocabulary.titles),
        ("e", speech.tallies),
        ("E", speech.documents),
        ("d", vocabulary.dates.weekdays.keys() | vocabulary.dates.months.keys() - speech.words["not_months"]),
        ("@", speech.words["attaching"]),
        ("H", vocabulary.hearsay),
        ("'", "'’‘"),
    )
    for role, words in listed:
        given.update((word, role) for word in words)
    for verb, (_, form) in vocabulary.reporting.items():
        given[verb] = "g" if form == "ing" else "R"
    given.update((word, "K") for word in vocabulary.according)
    spoken = (pronoun for pronoun, tag in vocabulary.tags.items() if tag == "U")
    given.update((pronoun + ending, "U") for pronoun in spoken for ending in speech.words["contractions"])
    nouns = speech.documents | speech.tallies | speech.words["also_nouns"] | vocabulary.heads.keys()
    ambiguous = frozenset(verb for verb, (_, form) in vocabulary.reporting.items() if form == "base" and verb in nouns)
    return Roles(given, vocabulary.reporting, speech.words, ambiguous)


# "GOMA, DR Congo (AFP) - The army": who sits there need not speak.
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’]{2,}+(?:[ /-]+[A-Z][A-Z.'’]+)*+(?:, [^—–()\n:]{2,30}?)?(?: \([^)\n]{2,30}\))? ?(?:—|–|--| - )"
)


def assign(tokens: Tokens, text: str, words: Roles) -> str:
    """One role a token."""
    given, norms, starts = words.given, tokens.norms, tokens.starts
    if not norms:
        return ""
    shouted = "X" not in tokens.tags and text[starts[0] : tokens.ends[-1]].isupper()
    roles = list(tokens.tags.translate(_PLAIN))
    double, open_quote = '"' in roles, False
    for i, role in enumerate(map(given.get, norms)):
        if role is None:
            continue
        if role == "'":
            role = "q" if double else _apostrophe(text, starts[i], open_quote)
            open_quote = (not open_quote) if role == '"' else open_quote
        elif role in "Rg":
            first = not tokens.tags[:i].strip("-.|\"(")
            capital = text[starts[i]].isupper() and not shouted
            role = _verb(i, norms[i], role, tokens, words, roles[i - 1] if i else "", capital, first)
        roles[i] = role
    if dateline := not shouted and _DATELINE.match(text, starts[0], tokens.ends[-1]):
        for i in range(bisect_left(starts, dateline.end())):
            roles[i] = "-"
    if tokens.tags[:2] == "L;" and norms[1] == ":" and "R" in roles[2:]:  # "Riyadh: The coalition said"
        roles[0] = roles[1] = "-"
    if not shouted:
        for i, role in enumerate(roles):
            if role in "hP" and _of_a_name(tokens, text, i):
                roles[i] = "X"
            elif role == "C" and i and roles[i - 1] == "X" and text[starts[i]].isupper():
                roles[i] = "X"  # "Zabihullah Mujahid"
    return "".join(roles)


def _verb(i: int, norm: str, role: str, tokens: Tokens, words: Roles, before: str, capital: bool, first: bool) -> str:
    """The role of a word that may be a reporting verb or a noun: "report", "claims", "the Washington Post"."""
    noun = "E" if norm in words.hearing["documents"] else "e" if norm in words.hearing["tallies"] else "x"
    after = tokens.tags[i + 1 : i + 2]
    if role == "g" and noun == "E" and before == "D" and after != "h":
        return noun  # "told a briefing"
    if role == "g" and noun == "E" and before in ("x", "q") and after in (".", ","):
        return noun  # "in its daily briefing."
    if capital:
        return "X" if not first or words.verbs[norm][1] == "base" else role
    if norm not in words.nouns:
        return role
    ends = after == ";" or (after in (".", ",") and i + 2 >= len(tokens.tags))
    if ends and before in ("X", "L", "O", "E"):
        return role  # "..., ministry figures show."
    if before in ("X", "L", "O") and tokens.tags[i - 2 : i - 1] in (",", "") and after in ("f", "P"):
        return role  # "..., IOM estimates from a survey"
    goes_on = before == "c" and tokens.tags[i + 1 : i + 3] == "hU" and not {"R", "r"}.isdisjoint(tokens.tags[:i])
    if goes_on and words.given.get(tokens.norms[i - 2]) not in ("E", "e"):
        return role  # "denies this and claims that it killed 12"
    loosely = norm not in words.hearing["rather_nouns"] and after in ("n", "U", "X", "C", "L", "S", '"')
    to_have = tokens.norms[i + 1 : i + 3] == ("to", "have")  # "the army claims to have killed 12"
    follows = loosely or to_have or after in ("h", "N", "D")
    return role if before in tuple("XLOCTUq)Eexdn") and follows else noun


def _of_a_name(tokens: Tokens, text: str, i: int) -> bool:
    """Whether a small word is part of a name: "WHO", "Reporters Without Borders"."""
    start, end = tokens.starts[i], tokens.ends[i]
    if not text[start].isupper():
        return False
    if text[start:end].isupper() and end - start > 1:
        return True
    if not 0 < i < len(tokens.starts) - 1:
        return False
    return text[tokens.starts[i - 1]].isupper() and text[tokens.starts[i + 1]].isupper()


def _apostrophe(text: str, at: int, open_quote: bool) -> str:
    """A single quote is a quotation mark at the edge of words and after a stop, else a possessive."""
    before = text[at - 1 : at] if at else ""
    if text[at + 1 : at + 2] == "'":
        return "q"  # the first of two that make one mark
    if open_quote and not text[at + 1 : at + 2].isalnum():
        return '"'
    return '"' if not before or before.isspace() or before in ",.!?'" else "p"
