"""Attributions: the cases of cases/attributions.txt, what holds for any text, and the borders of quotations."""

from __future__ import annotations

import time
from dataclasses import replace

import case_files
import pytest
from case_files import Case
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model import Attribution, Document, Layers
from claimtrack.stages import attributions, counted, figures, happenings, sentences, tokens
from claimtrack.stages.speech_rules import RULES
from claimtrack.vocabulary.loader import load

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
    layers = replace(layers, counted=counted.find(document, layers, WORDS))
    layers = replace(layers, happenings=happenings.find(document, layers, WORDS))
    return layers, attributions.find(document, layers, WORDS)


@pytest.mark.parametrize("case", list(case_files.read("attributions.txt")), ids=lambda case: case.text[:60])
def test_case(case: Case) -> None:
    layers, found = read(case.text)
    phrases = [case.text[figure.start : figure.end] for figure in layers.figures]
    for _, phrase, fields in case.figures:
        said = found[phrases.index(phrase)]
        assert {name: getattr(said, name) or "-" if said else "-" for name in fields} == fields, phrase


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
    found = [said for case in case_files.read("attributions.txt") for said in read(case.text)[1]]
    used = {said.rule for said in found if said is not None}
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
