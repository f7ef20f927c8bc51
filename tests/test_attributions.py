"""Attributions: the cases of cases/attributions.txt, what holds for any text, and the borders of quotations."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model import Attribution, Document, Layers
from claimtrack.stages import attributions, figures, sentences, tokens
from claimtrack.stages.speech_rules import RULES
from claimtrack.vocabulary.loader import load

CASES = Path(__file__).parent / "cases" / "attributions.txt"
WORDS = load()
PIECES = st.sampled_from(
    ["12", "people", "died", "said", "the ministry", "according to", ",", ".", '"', "“", "”", "'", "’", "who", "and",
     "Anna Berg", "he", "It", "reported", "by", "was quoted", "as saying", "(", ")", "claim", "of", "report", "-", ";",
     "that", "Reuters", "told", "citing", "adding", "\n\n", "İ", "\u00ad", "THE ARMY", "governor", "'s", "Two of them"]
)  # fmt: skip


def read(text: str) -> tuple[Layers, tuple[Attribution | None, ...]]:
    document, layers = Document("x", text), Layers()
    layers = replace(layers, sentences=sentences.find(document, layers, WORDS))
    layers = replace(layers, figures=figures.find(document, layers, WORDS))
    layers = replace(layers, tokens=tokens.find(document, layers, WORDS))
    return layers, attributions.find(document, layers, WORDS)


def cases() -> Iterator[tuple[str, str, dict[str, str]]]:
    """(text, figure, expected fields) of each line that asks."""
    for block in re.split(r"\n(?=> )", CASES.read_text(encoding="utf-8"))[1:]:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        text = lines[0][2:].replace(" // ", "\n\n")
        for line in lines[1:]:
            figure, _, fields = line[2:].partition(" | ")
            yield text, figure, dict(field.split("=", 1) for field in fields.split("; "))


@pytest.mark.parametrize(("text", "figure", "expected"), list(cases()))
def test_case(text: str, figure: str, expected: dict[str, str]) -> None:
    layers, found = read(text)
    said = next(a for f, a in zip(layers.figures, found, strict=True) if text[f.start : f.end] == figure)
    got = {name: getattr(said, name) or "-" if said else "-" for name in expected}
    assert got == expected


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_any_text(text: str) -> None:
    layers, found = read(text)
    assert len(found) == len(layers.figures)
    for figure, said in zip(layers.figures, found, strict=True):
        if said is None:
            continue
        assert figure.reason is None
        assert said.source
        assert said.kind
        assert said.rule
        assert said.via != said.source
        assert said.start is not None
        assert said.end is not None
        assert 0 <= said.start < said.end <= len(text)


@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_same_text_same_answer(text: str) -> None:
    assert read(text)[1] == read(text)[1]


def test_words_that_name_the_source_are_the_nearest() -> None:
    text = "Governor Oksana Bilyk came. She said 13 people were saved."
    said = read(text)[1][0]
    assert said is not None
    assert text[said.start : said.end] == "She"
    assert said.cue == "said"


def test_every_rule_is_tried_by_a_case() -> None:
    used = {said.rule for text, _, _ in cases() for said in read(text)[1] if said is not None}
    assert {name for rules in RULES.values() for name, _ in rules} <= used


@pytest.mark.parametrize(
    "pattern",
    [
        "the head of the {n}said 12 people {q}died, {h}",
        "{a} agency said 12 people died. The agency said 9 left. {a} (A) said 3 stayed.",
        "{l}12 died, said {l}12.",
    ],
)
def test_hostile_text_is_read_in_linear_time(pattern: str) -> None:
    def took(size: int) -> float:
        fill = {"n": "head of the ", "q": '", ( ', "h": "he said that ", "a": "AbA", "l": "X, who said 5, "}
        text = pattern.format(**{key: piece * size for key, piece in fill.items()})
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    took(50)
    assert took(1600) < 16 * max(took(200), 0.01)
