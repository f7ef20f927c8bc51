"""Text -> tagged tokens of the sentences that hold a figure and of their neighbours.

    "At least 21 people" -> norms ("#", "people"), tags "NC"

The only stage that looks words up by class. A figure phrase and a multi-word term of the vocabulary ("shot down",
"general staff") are one token each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimtrack.model import Document, Figure, Layers, Sentence, Tokens
from claimtrack.vocabulary.loader import Vocabulary

# Units of what is counted itself; all others (km, percent, usd ...) make background figures.
COUNTED = frozenset({"count", "acres", "hectares", "ha", "acre", "hectare"})

# Attribution and standing look this many sentences back and ahead of a figure.
BACK, AHEAD = 3, 3

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[\w\u00ad\u200b-\u200d\u2060]+(?:(?:'(?!s\b)|[-‐‑&/](?=\w))[\w\u00ad\u200b-\u200d\u2060]+)*"
    r"|'s\b"
    r"|[—–-]+|[,;:.!?()\[\]{}\"“”„«»‘’'|…]"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> dict[int, Tokens]:
    """Tokens by sentence index. Sentences far from any figure are left out."""
    sentences, figures = layers.sentences, layers.figures
    held = _by_sentence(sentences, figures)
    wanted = sorted({near for index in held for near in range(index - BACK, index + AHEAD + 1)})
    reader = _Reader(document.text, _lowered(document.text), vocabulary.tags, vocabulary.terms)
    return {
        index: _tokens(reader, index, sentences[index], held.get(index, ()), figures)
        for index in wanted
        if 0 <= index < len(sentences)
    }


@dataclass(frozen=True, slots=True)
class _Reader:
    """A text, the same in lower case and of the same length, and what is known of words."""

    text: str
    lower: str
    tags: Mapping[str, str]
    terms: Mapping[str, Mapping[str, int]]


def _lowered(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # a few letters grow when lowered
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower.replace("’", "'")


def _by_sentence(sentences: tuple[Sentence, ...], figures: tuple[Figure, ...]) -> dict[int, list[int]]:
    """Figure indexes by the sentence they begin in; sentences that hold only non-claims are not asked for."""
    held: dict[int, list[int]] = {}
    live: set[int] = set()
    at = 0
    for number, figure in enumerate(figures):
        while at < len(sentences) - 1 and sentences[at].end <= figure.start:
            at += 1
        held.setdefault(at, []).append(number)
        if figure.reason is None:
            live.add(at)
    return {index: numbers for index, numbers in held.items() if index in live}


Columns = tuple[list[int], list[int], list[str], list[str]]  # starts, ends, norms, tags


def _tokens(
    reader: _Reader, index: int, sentence: Sentence, numbers: Sequence[int], figures: tuple[Figure, ...]
) -> Tokens:
    columns: Columns = ([], [], [], [])
    starts, ends, norms, tags = columns
    placed: dict[int, int] = {}
    shouted = reader.text[sentence.start : sentence.end].isupper()
    at = sentence.start
    for number in numbers:
        figure = figures[number]
        _words(reader, at, figure.start, shouted, columns)
        placed[len(starts)] = number
        starts.append(figure.start)
        ends.append(figure.end)
        norms.append("#")
        tags.append("N" if figure.reason is None and figure.unit in COUNTED else "n")
        at = figure.end
    _words(reader, at, sentence.end, shouted, columns)
    return Tokens(index, tuple(starts), tuple(ends), tuple(norms), "".join(tags), placed)


def _words(reader: _Reader, start: int, end: int, shouted: bool, columns: Columns) -> None:
    """Append the tokens of text[start:end]. Stops inside it belong to abbreviations and are left out."""
    starts, ends, norms, tags = columns
    text, lower, known, terms = reader.text, reader.lower, reader.tags, reader.terms
    words = _TOKEN.findall(lower, start, end)  # finding each again is quicker than a match object a word
    find = lower.find
    last, i, at = len(words) - 1, 0, start
    while i <= last:
        word = words[i]
        begun = find(word, at)
        at = begun + len(word)
        if word in terms and i < last and (size := _term(words, i, terms[word], known)) > 1:
            for more in words[i + 1 : i + size]:
                at = find(more, at) + len(more)
            word = " ".join(words[i : i + size])
            i += size - 1
        tag = known.get(word)
        if tag is None:
            word, tag = _unknown(word, text[begun], shouted, known)
        elif tag in "SLU":
            tag = _named(tag, text[begun:at], shouted)
        if tag != "." or i == last:
            starts.append(begun)
            ends.append(at)
            norms.append(word)
            tags.append(tag)
        i += 1


def _term(words: list[str], i: int, nexts: Mapping[str, int], known: Mapping[str, str]) -> int:
    """The number of words of the longest term of the vocabulary that begins at word i; 1 when none is longer."""
    for size in range(nexts.get(words[i + 1], 1), 1, -1):
        if " ".join(words[i : i + size]) in known:
            return min(size, len(words) - i)
    return 1


def _unknown(word: str, first: str, shouted: bool, known: Mapping[str, str]) -> tuple[str, str]:
    """The norm and tag of a word that is not in the vocabulary as written."""
    if word[0] in "—–-":
        return "-", "-"
    if not word.isascii():
        word = word.translate(_INVISIBLE)
        if word in known:
            return word, known[word]
    if first.isupper() and not shouted:
        return word, "X"
    if word in ("'s", "'"):
        return word, "p"
    return word, "q" if word.endswith("ly") and len(word) > 4 else "x"


def _named(tag: str, written: str, shouted: bool) -> str:
    """A name in lower case is another word ("turkey"); "US" is not "us"."""
    if tag == "U":
        return "L" if written == "US" and not shouted else "U"
    return tag if any(map(str.isupper, written)) else "x"  # al-Shabab, bin Laden
