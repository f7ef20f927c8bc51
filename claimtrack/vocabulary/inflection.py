"""A base form or "base/past/participle/-ing" -> every form of it; a singular -> its plural."""

from __future__ import annotations

from collections.abc import Iterator


def verb_forms(given: str) -> Iterator[tuple[str, str]]:
    """(form, "base" | "past" | "ing") of a verb; of a phrase, its first word is inflected: "gun down"."""
    if "/" in given:
        base, past, participle, ing = given.split("/")
        yield from ((past, "past"), (participle, "past"), (ing, "ing"))
        verb, rest = _first_word(base)
    else:
        verb, rest = _first_word(given)
        stem = verb[:-1] if verb.endswith("e") else verb
        past = verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeiou" else stem + "ed"
        yield past + rest, "past"
        yield (verb + "ing" if verb.endswith("ee") else stem + "ing") + rest, "ing"
    yield verb + rest, "base"
    yield third_person(verb) + rest, "base"


def plural_of(given: str) -> tuple[str, str]:
    """(singular, plural) of a noun or of a noun phrase's last word; "man/men" gives an irregular pair."""
    if "/" in given:
        singular, plural = given.split("/")
        return singular, plural
    return given, third_person(given)


def third_person(word: str) -> str:
    """The word with the ending that English gives a plural noun or a verb after he, she, it."""
    if word.endswith("y") and len(word) > 1 and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word if word.endswith("s") and not word.endswith("ss") else word + "es"
    return word + "s"


def _first_word(phrase: str) -> tuple[str, str]:
    verb, space, rest = phrase.partition(" ")
    return verb, space + rest
