"""Words that point at figures said elsewhere: "those numbers", "the ministry's claims", "it" -> a Pointer.

A pointer ends where a verb begins that judges it ("The toll | could rise"), or begins where one ends ("could not
verify | the claims of either side").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from claimtrack.stages.standing_rules import filled, whole
from claimtrack.vocabulary.standing_words import StandingWords

WINDOW = 300  # how far, in characters of a line, a judgement and the words it is about may stand apart


@dataclass(frozen=True, slots=True)
class Pointer:
    """Places in the line: `start`; `head_end`, where its head noun or pronoun ends; `end`, where its tail ends.

    `kind` is figure, claim, outcome, pronoun or relative; `tail` what follows the head: "of bombardment and fighting".
    `determined` is false for a bare noun: "claims", "heavy losses".
    """

    start: int
    head_end: int
    end: int
    words: tuple[str, ...]
    tail: str
    kind: str
    plural: bool
    determined: bool


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """What the search for pointers needs, with the words filled in."""

    noun: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    tail: re.Pattern[str]
    broken: re.Pattern[str]
    pronoun_before: re.Pattern[str]
    pronoun_after: re.Pattern[str]
    joined: re.Pattern[str]
    adverbs: re.Pattern[str]
    gap: re.Pattern[str]


_NOUN = "(?P<noun>{figures}|{claims}|{outcomes})"
_MODIFIER = r"(?:{said_of}|(?!(?:{prepositions}|{breaks}|{relatives}|{say}|{ties}) )[a-z0-9#][a-z0-9'.-]*)"
_PART = r"{parts} of "
_DETERMINER = rf"(?:{_PART})?(?:{{determiners}}|[a-z][a-z.-]*'s?)(?! {{owners}} )"

_RELATIVE = rf"{_DETERMINER} (?:{_MODIFIER} ){{0,4}}?{_NOUN} (?:that |which )?|, which "


@lru_cache(maxsize=4)
def patterns_of(words: StandingWords) -> Patterns:
    """The patterns, built once a vocabulary."""
    return Patterns(
        noun=whole(_NOUN, words),
        before=re.compile(filled(rf"(?<!\S){_DETERMINER} (?:{_MODIFIER} ){{0,4}}\Z", words)),
        after=whole(rf"(?:{{given_by}} |as [a-z]+ )?(?P<det>{_DETERMINER} )?(?:{_MODIFIER} ){{0,4}}?{_NOUN}", words),
        tail=whole("{tails}", words),
        broken=whole("[,;:()-]|{breaks}|{say}", words),
        pronoun_before=re.compile(filled(r"(?<!\S){pronouns}(?: all| both)?\Z", words)),
        joined=whole("and {determiners}", words),
        adverbs=re.compile(filled(r"(?: {adverbs}){1,3}\Z", words)),
        gap=re.compile(filled(rf"(?<!\S)(?:{_RELATIVE})(?:[^ ,;:()#-]+ ){{1,6}}\Z", words)),
        pronoun_after=whole(
            r"(?:{before_pronouns} )?{pronouns}"
            r"(?= (?:[,;:()-]|{when}|{breaks}|{after_pronouns})(?: |\Z)|\Z)",
            words,
        ),
    )


def subject(text: str, end: int, words: StandingWords) -> Pointer | None:
    """The pointer whose words end right before text[end]: the nearest noun that may be its head, or a pronoun."""
    patterns = patterns_of(words)
    low = _word_start(text, max(0, end - WINDOW))
    left = patterns.adverbs.sub("", _without_aside(text[low:end].rstrip()))
    if left.endswith((" which", " that")):  # "the toll , which | could not be verified"
        noun = left[: left.rindex(" ")].removesuffix(" ,")
        for match in _heads(noun, words):
            if match.end() == len(noun):
                return replace(_before_verb(low, noun, match, words), tail="which")
    for match in _heads(left, words):
        return _before_verb(low, left, match, words)
    found = patterns.pronoun_before.search(left)
    return _pronoun(found[0], low + found.start(), low + found.end(), words) if found else None


def _before_verb(low: int, left: str, match: re.Match[str], words: StandingWords) -> Pointer:
    before = patterns_of(words).before.search(left[: match.start()])
    start = before.start() if before else match.start()
    return _pointer(low, left, start, match.end(), len(left), match["noun"], before is not None, words)


def object_before(text: str, end: int, words: StandingWords) -> Pointer | None:
    """The pointer whose relative clause ends right before text[end]: "a figure (that) the army | disputes"."""
    low = _word_start(text, max(0, end - WINDOW))
    found = patterns_of(words).gap.search(text[low:end])
    if found is None:
        return None
    if found["noun"] is None:
        return _pronoun("which", low + found.start(), low + found.start() + len(", which"), words)
    return _pointer(low, text[low:end], found.start(), found.end("noun"), found.end("noun"), found["noun"], True, words)


def _heads(left: str, words: StandingWords) -> list[re.Match[str]]:
    """The noun that heads the last phrase of a text: in "the number of dead" the first, though "dead" is nearer."""
    patterns, head = patterns_of(words), list[re.Match[str]]()
    for match in reversed(list(patterns.noun.finditer(left))[-3:]):
        tail = left[match.end() :].strip()
        if tail and (not patterns.tail.match(tail) or patterns.broken.search(tail)):
            break
        if head and patterns.joined.search(tail):
            break
        if tail.startswith("that ") and match["noun"] not in words.groups["figures"] and "#" not in tail:
            break  # the claim that something else is so
        head = [match]
    return head


def object_of(text: str, start: int, words: StandingWords) -> Pointer | None:
    """The pointer whose words begin right after text[:start]."""
    patterns = patterns_of(words)
    low = start + 1
    right = text[low : start + WINDOW]
    match = patterns.after.match(right)
    if match is not None:
        rest = right[match.end() :]
        broken = patterns.broken.search(rest)
        tail_end = match.end() + (broken.start() if broken else len(rest))
        if not patterns.tail.match(rest.lstrip()):
            tail_end = match.end()
        return _pointer(low, right, 0, match.end(), tail_end, match["noun"], bool(match["det"]), words)
    found = patterns.pronoun_after.match(right)
    return _pronoun(found[0], low, low + found.end(), words) if found else None


def _pointer(
    low: int, text: str, start: int, head: int, end: int, noun: str, determined: bool, words: StandingWords
) -> Pointer:
    kind = next((kind for kind in ("figure", "claim") if noun in words.groups[kind + "s"]), "outcome")
    return Pointer(
        start=low + start,
        head_end=low + head,
        end=low + end,
        words=tuple(text[start:head].split()),
        tail=text[head:end].strip(),
        kind=kind,
        plural=noun in words.plurals,
        determined=determined,
    )


def _pronoun(found: str, start: int, end: int, words: StandingWords) -> Pointer:
    said = tuple(found.split())
    plural = any(word in words.groups["of_several"] for word in said)
    return Pointer(start, end, end, said, "", "relative" if said[0] == "which" else "pronoun", plural, True)


def _without_aside(left: str) -> str:
    """What stands before an aside that ends here: "the toll , which was raised on Friday ," -> "the toll"."""
    for closing, opening in ((",", ","), (")", "("), ("-", "-")):
        if left.endswith(f" {closing}"):
            at = left.rfind(f" {opening} ", 0, -1)
            return left[:at] if at > 0 else left[:-2]
    return left


def _word_start(text: str, at: int) -> int:
    return at if at == 0 else text.find(" ", at) + 1
