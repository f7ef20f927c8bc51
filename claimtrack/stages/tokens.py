"""Text -> tagged tokens of the sentences that hold a figure and of their neighbours.

    "At least 21 people" -> norms ("#", "people"), tags "NC"

The only stage that looks words up by class. A figure phrase and a multi-word term of the vocabulary ("shot down",
"general staff") are one token each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimtrack.model import Document, Figure, Layers, Sentence, Tokens
from claimtrack.vocabulary.loader import Vocabulary

# Attribution and standing look this many sentences back and ahead of a figure.
BACK, AHEAD = 3, 3

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[\w\u00ad\u200b-\u200d\u2060]+(?:(?:['’](?!s\b)|[-‐‑&/](?=\w))[\w\u00ad\u200b-\u200d\u2060]+)*"
    r"|['’]s\b"
    r"|[—–-]+|[,;:.!?()\[\]{}\"“”„«»‘’'|…]"
)
_PUNCTUATION = {
    **dict.fromkeys(",", ","),
    **dict.fromkeys(";:", ";"),
    **dict.fromkeys(".!?…", "."),
    **dict.fromkeys('"“”„«»', '"'),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **dict.fromkeys("—–-", "-"),
    "|": "|",
}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> dict[int, Tokens]:
    """Tokens by sentence index. Sentences far from any figure are left out."""
    sentences, figures = layers.sentences, layers.figures
    held = _by_sentence(sentences, figures)
    wanted = sorted({near for index in held for near in range(index - BACK, index + AHEAD + 1)})
    return {
        index: _tokens(document.text, index, sentences[index], held.get(index, []), figures, vocabulary)
        for index in wanted
        if 0 <= index < len(sentences)
    }


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


def _tokens(
    text: str,
    index: int,
    sentence: Sentence,
    numbers: list[int],
    figures: tuple[Figure, ...],
    vocabulary: Vocabulary,
) -> Tokens:
    starts: list[int] = []
    ends: list[int] = []
    norms: list[str] = []
    tags: list[str] = []
    placed: dict[int, int] = {}
    shouted = text[sentence.start : sentence.end].isupper()
    at = sentence.start
    for number in numbers:
        figure = figures[number]
        _words(text, at, figure.start, shouted, vocabulary, starts, ends, norms, tags)
        placed[len(starts)] = number
        starts.append(figure.start)
        ends.append(figure.end)
        norms.append("#")
        tags.append("N" if figure.reason is None and figure.unit == "count" else "n")
        at = figure.end
    _words(text, at, sentence.end, shouted, vocabulary, starts, ends, norms, tags)
    if tags and tags[-1] == "\0":
        tags[-1] = "."
    kept = [i for i, tag in enumerate(tags) if tag != "\0"]
    if len(kept) < len(tags):  # stops inside the sentence belong to abbreviations
        starts, ends, norms, tags = ([column[i] for i in kept] for column in (starts, ends, norms, tags))  # type: ignore[misc]
        moved = {old: new for new, old in enumerate(kept)}
        placed = {moved[i]: number for i, number in placed.items()}
    return Tokens(index, tuple(starts), tuple(ends), tuple(norms), "".join(tags), placed)


def _words(
    text: str,
    start: int,
    end: int,
    shouted: bool,
    vocabulary: Vocabulary,
    starts: list[int],
    ends: list[int],
    norms: list[str],
    tags: list[str],
) -> None:
    """Append the tokens of text[start:end]."""
    known, longest = vocabulary.tags, vocabulary.longest
    spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    words = [text[a:b].lower() for a, b in spans]
    i, count = 0, len(spans)
    while i < count:
        a, b = spans[i]
        word = words[i]
        if not word.isalnum():
            if word in _PUNCTUATION:
                starts.append(a)
                ends.append(b)
                norms.append(word)
                tags.append("\0" if word == "." and i < count - 1 else _PUNCTUATION[word])
                i += 1
                continue
            if word[0] in "—–-":
                starts.append(a)
                ends.append(b)
                norms.append("-")
                tags.append("-")
                i += 1
                continue
            word = words[i] = word.replace("’", "'").translate(_INVISIBLE)
        most = longest.get(word)
        taken = 1
        if most is not None:
            term, taken = _term(words, i, min(most, count - i), known)
            if taken > 1:
                word, b = term, spans[i + taken - 1][1]
        starts.append(a)
        ends.append(b)
        norms.append(word)
        tags.append(_tag(word, text[a:b], shouted, known))
        i += taken


def _term(words: list[str], i: int, most: int, known: Mapping[str, str]) -> tuple[str, int]:
    """The longest term of the vocabulary that begins at word i, and its number of words (1: none longer)."""
    for size in range(most, 1, -1):
        term = " ".join(words[i : i + size]).replace("’", "'")
        if term in known:
            return term, size
    return words[i], 1


def _tag(word: str, written: str, shouted: bool, known: Mapping[str, str]) -> str:
    tag = known.get(word)
    capital = written[0].isupper()
    if tag is None:
        if capital and not shouted:
            return "X"
        if word == "'s" or word == "'":
            return "p"
        return "q" if word.endswith("ly") and len(word) > 4 else "x"
    if tag in "SL":
        return tag if capital else "x"
    if tag == "U" and written == "US" and not shouted:
        return "L"
    return tag
