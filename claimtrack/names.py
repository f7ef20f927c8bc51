"""A name as people write it -> its folded form, by which names are compared: no case, accents, dots or "the"."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_LETTERS = {code: chr(code).lower() if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128)}
_PLAIN = str.maketrans(_LETTERS)  # of ASCII: the letters of words in lower case, and spaces for all others
_MARKS = "‘’“”–—•"  # all that keeps most English texts from being ASCII; no letters
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))  # they may stand inside a word and do not show


def fold(name: str) -> str:
    """The words of a name in lower case, without accents, dots and articles, one space between them."""
    flat = _unmarked(name)
    if not flat.isascii():
        import unicodedata

        marked = unicodedata.normalize("NFKD", flat)
        flat = "".join(letter for letter in marked if not unicodedata.combining(letter))
    found = words(flat.replace(".", ""))
    return " ".join([word for word in found if word != "the"] if "the" in found else found)


def words(text: str) -> list[str]:
    r"""The words of a text without their case: what the pattern \w+ finds, but in ASCII five times as fast."""
    plain = _unmarked(text)
    return plain.translate(_PLAIN).split() if plain.isascii() else _WORD.findall(plain.casefold())


def _unmarked(text: str) -> str:
    for mark in "" if text.isascii() else _MARKS:
        text = text.replace(mark, " ")
    return text


def lowered(text: str) -> str:
    """The text in lower case, every letter in its place: one that grows in lower case stays as it is."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def same(name: str, wanted: str) -> bool:
    """Whether two names are the same name."""
    return fold(name) == fold(wanted)


def contains(name: str, wanted: str) -> bool:
    """Whether the words of `wanted` stand in `name`, side by side: "zelensky" in "Volodymyr Zelensky"."""
    words = fold(wanted)
    return bool(words) and f" {words} " in f" {fold(name)} "


def nearest(wanted: str, known: tuple[str, ...]) -> str:
    """"; did you mean …?" for a word that is not known, or nothing."""
    from difflib import get_close_matches

    by_fold = {fold(name.replace("_", " ")): name for name in known}
    word = fold(wanted.replace("_", " ").replace("-", " "))
    found = get_close_matches(word, by_fold, n=1, cutoff=0.6)
    if not found:
        found = [name for name in by_fold if word and (word in name.split() or name.startswith(word))][:1]
    return f"; did you mean {by_fold[found[0]]}?" if found else ""
