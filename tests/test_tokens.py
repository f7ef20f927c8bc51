"""Tokens: the cases of cases/tokens.txt, and what holds for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model import Document, Layers, Tokens
from claimtrack.stages import figures, sentences, tokens
from claimtrack.vocabulary.loader import load

CASES = Path(__file__).parent / "cases" / "tokens.txt"
WORDS = load()


def layers_of(text: str) -> Layers:
    document = Document("any", text)
    layers = Layers(sentences=sentences.find(document, Layers(), WORDS))
    return Layers(sentences=layers.sentences, figures=figures.find(document, layers, WORDS))


def found(text: str) -> Mapping[int, Tokens]:
    return tokens.find(Document("any", text), layers_of(text), WORDS)


def cases() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for block in re.split(r"\n(?=> )", CASES.read_text(encoding="utf-8"))[1:]:
        first, *lines = block.splitlines()
        text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), first[2:]).replace("\\n", "\n")
        yield text, [(told[0], told[2]) for line in lines if line[:2] == "= " for told in [line[2:].partition(" | ")]]


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_case(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.tags, " ~ ".join(one.norms)) for one in found(text).values()] == expected


def test_sentences_far_from_any_figure_are_left_out() -> None:
    text = "40 men died. " + "The clerk sang. " * 8 + "50 men died."
    near = set(range(tokens.AHEAD + 1)) | {9 - back for back in range(tokens.BACK + 1)}
    assert set(found(text)) == near


def test_a_capital_that_grows_in_lower_case_moves_nothing() -> None:
    text = "İİİ İzmir buried 40 men."
    (one,) = found(text).values()
    assert text[one.starts[-2] : one.ends[-2]] == "men"


TERMS = sorted(word for word in WORDS.tags if " " in word and word.replace(" ", "").isalpha())


@pytest.mark.parametrize("first", range(0, len(TERMS), 200))
def test_every_term_is_one_token(first: int) -> None:
    terms = [term for term in TERMS[first : first + 200] if not layers_of(term).figures]  # "three in four"
    read = {one.norms[0] for one in found("\n\n".join(f"{term}, 40" for term in terms)).values()}
    assert sorted(set(terms) - read) == []


PIECES = st.sampled_from(
    ["40", "at least 21", "killed", "shot", "down", "U.S.", "US", "us", "al-", "Al-Shabab", "'s", "’", "“", "-", "—",
     "|", "…", ".", ",", "\u00ad", "\u200b", "\u00a0", "\n", "İ", "ß", "ﬁ", "according", "to", "in addition", "don't",
     "&", "/", "[", "1,000", "3 May", "%", "\U0001f4a5", "e\u0301", "١٢"]
)  # fmt: skip
PIECED = st.lists(PIECES, max_size=25)


@given(st.one_of(st.text(max_size=60), PIECED.map(" ".join), PIECED.map("".join)))
def test_any_text(text: str) -> None:
    layers = layers_of(text)
    for index, one in tokens.find(Document("any", text), layers, WORDS).items():
        bounds = layers.sentences[index]
        assert one.sentence == index
        assert len(one.starts) == len(one.ends) == len(one.norms) == len(one.tags)
        assert all(bounds.start <= start < end for start, end in zip(one.starts, one.ends, strict=True))
        assert all(end <= after for end, after in zip(one.ends, [*one.starts[1:], len(text)], strict=False))
        assert not any(norm.isspace() for norm in one.norms)
        for at, number in one.figures.items():
            figure = layers.figures[number]
            assert (one.starts[at], one.ends[at], one.norms[at]) == (figure.start, figure.end, "#")
            assert one.tags[at] in "Nn"


@given(PIECED.map(" ".join))
def test_each_claimable_figure_is_a_token_once(text: str) -> None:
    layers = layers_of(text)
    sentences_found = tokens.find(Document("any", text), layers, WORDS).values()
    held = [number for one in sentences_found for number in one.figures.values()]
    assert len(held) == len(set(held))
    assert {number for number, figure in enumerate(layers.figures) if figure.reason is None} <= set(held)
