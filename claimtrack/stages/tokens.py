"""Text -> tagged tokens of the sentences that hold a figure and of their neighbours.

    "At least 21 people" -> norms ("#", "people"), tags "NC"

The only stage that looks words up by class. A figure phrase and a multi-word term of the vocabulary ("shot down",
"general staff") are one token each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from claimtrack.model import Document, Figure, Layers, Sentence, Tokenised, Tokens
from claimtrack.names import INVISIBLE, lowered
from claimtrack.vocabulary.loader import Vocabulary

# Attribution and standing look this many sentences back and ahead of a figure.
BACK, AHEAD = 3, 3

# No token goes over a space.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[\w\u00ad\u200b-\u200d\u2060]+(?:(?:['’](?![sS]\b)|[-‐‑&/](?=\w))[\w\u00ad\u200b-\u200d\u2060]+)*"
    r"|['’][sS]\b"
    r"|[—–-]+|[,;:.!?()\[\]{}\"“”„«»‘’'|…]"
)
_KEPT, _LONGEST = 20_000, 30  # pieces of text whose tokens are kept for the next time, and the characters of one


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> Tokenised:
    """Tokens by sentence index, made when asked for. Sentences far from any figure are left out."""
    sentences, figures = layers.sentences, layers.figures
    held = _by_sentence(sentences, figures)
    last = len(sentences) - 1
    near = {at for index in held for at in range(max(0, index - BACK), min(last, index + AHEAD) + 1)}
    text = document.text

    def make(index: int) -> Tokens:
        return _tokens(text, vocabulary, index, sentences[index], [(n, figures[n]) for n in held.get(index, ())])

    return Tokenised(tuple(held), tuple(sorted(near)), make)


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


class _Written(dict[str, tuple[tuple[int, int, str, str], ...]]):
    """What stands between two spaces -> its tokens: start, end, norm and tag of each.

    They are worked out at the first question and kept for the next: most of a text are pieces that were there before.
    """

    def __init__(self, known: Mapping[str, str], shouted: bool) -> None:
        """`shouted`: the words of a sentence in capitals, where a capital tells nothing."""
        super().__init__()
        self._known, self._shouted = known, shouted

    def __missing__(self, piece: str) -> tuple[tuple[int, int, str, str], ...]:
        found = tuple((*match.span(), *self._read(match[0])) for match in _TOKEN.finditer(piece))
        if len(self) < _KEPT and len(piece) <= _LONGEST:
            self[piece] = found
        return found

    def _read(self, written: str) -> tuple[str, str]:
        """The norm and tag of a word."""
        norm = _lowered(written)
        tag = self._known.get(norm)
        if tag is None:
            return _unknown(norm, written[0], self._shouted, self._known)
        return norm, _named(tag, written, self._shouted)


@lru_cache(maxsize=4)
def _written(vocabulary: Vocabulary, shouted: bool) -> _Written:
    """What is known of words as they are written."""
    return _Written(vocabulary.tags, shouted)


def _lowered(word: str) -> str:
    """Lower case of the same length, with plain quotes."""
    return lowered(word).replace("’", "'")


@dataclass(slots=True)
class _Columns:
    """Tokens in the making."""

    starts: list[int]
    ends: list[int]
    norms: list[str]
    tags: list[str]

    def replace(self, first: int, after: int, *made: tuple[int, int, str, str]) -> None:
        """Put one token, or none, in the place of those from `first` to `after`."""
        self.starts[first:after] = [one[0] for one in made]
        self.ends[first:after] = [one[1] for one in made]
        self.norms[first:after] = [one[2] for one in made]
        self.tags[first:after] = [one[3] for one in made]


def _tokens(
    text: str, vocabulary: Vocabulary, index: int, sentence: Sentence, numbered: Sequence[tuple[int, Figure]]
) -> Tokens:
    """The tokens of a sentence, each of its figures one token."""
    found = _Columns([], [], [], [])
    placed: dict[int, int] = {}
    shouted = text[sentence.start : sentence.end].isupper()
    at = sentence.start
    for number, figure in numbered:
        _add_words(found, text, at, figure.start, vocabulary, shouted)
        placed[len(found.starts)] = number
        found.starts.append(figure.start)
        found.ends.append(figure.end)
        found.norms.append("#")
        found.tags.append("N" if figure.reason is None and _counts(figure, vocabulary) else "n")
        at = figure.end
    _add_words(found, text, at, sentence.end, vocabulary, shouted)
    return Tokens(index, tuple(found.starts), tuple(found.ends), tuple(found.norms), "".join(found.tags), placed)


def _counts(figure: Figure, vocabulary: Vocabulary) -> bool:
    """Whether the unit is of what is counted itself; all others (km, percent, usd ...) make background figures."""
    return figure.unit == "count" or figure.unit in vocabulary.units


def _add_words(found: _Columns, text: str, start: int, end: int, vocabulary: Vocabulary, shouted: bool) -> None:
    """Append the tokens of text[start:end]. Stops inside it belong to abbreviations and are left out."""
    words = _Columns([], [], [], [])
    written, at = _written(vocabulary, shouted), start
    for piece in text[start:end].split(" "):
        for first, after, norm, tag in written[piece]:
            words.starts.append(at + first)
            words.ends.append(at + after)
            words.norms.append(norm)
            words.tags.append(tag)
        at += len(piece) + 1
    tags = words.tags
    if not vocabulary.pairs.keys().isdisjoint(pairwise(words.norms)):
        _join_terms(words, text, vocabulary, shouted)
    if tags.count(".") > (tags[-1:] == ["."]):
        for at in reversed([at for at, tag in enumerate(tags[:-1]) if tag == "."]):
            words.replace(at, at + 1)
    found.starts += words.starts
    found.ends += words.ends
    found.norms += words.norms
    found.tags += words.tags


def _join_terms(words: _Columns, text: str, vocabulary: Vocabulary, shouted: bool) -> None:
    """Make each term of several words one token."""
    terms: list[tuple[int, int]] = []
    after = 0
    for first in [at for at, pair in enumerate(pairwise(words.norms)) if pair in vocabulary.pairs]:
        if first >= after and (size := _term(words.norms, first, vocabulary)) > 1:
            after = first + size
            terms.append((first, after))
    for first, after in reversed(terms):
        start, end, norm = words.starts[first], words.ends[after - 1], " ".join(words.norms[first:after])
        words.replace(first, after, (start, end, norm, _named(vocabulary.tags[norm], text[start:end], shouted)))


def _term(norms: list[str], first: int, vocabulary: Vocabulary) -> int:
    """The number of words of the longest term of the vocabulary that begins at a word; 1 when none is longer."""
    for size in range(vocabulary.pairs[norms[first], norms[first + 1]], 1, -1):
        if " ".join(norms[first : first + size]) in vocabulary.tags:
            return min(size, len(norms) - first)
    return 1


def _unknown(norm: str, first: str, shouted: bool, known: Mapping[str, str]) -> tuple[str, str]:
    """The norm and tag of a word that is not in the vocabulary as written."""
    if norm[0] in "—–-":
        return "-", "-"
    if not norm.isascii():
        norm = norm.translate(INVISIBLE)
        if norm in known:
            return norm, known[norm]
    if first.isupper() and not shouted:
        return norm, "X"
    if norm in ("'s", "'"):
        return norm, "p"
    return norm, "q" if norm.endswith("ly") and len(norm) > 4 else "x"


def _named(tag: str, written: str, shouted: bool) -> str:
    """A name in lower case is another word ("turkey"); "US" is not "us", nor the month of May "may"."""
    if written == "May" and not shouted:
        return "X"
    if tag == "U":
        return "L" if written == "US" and not shouted else "U"
    return "x" if tag in "SL" and not any(map(str.isupper, written)) else tag  # al-Shabab, bin Laden
