"""Sentences: the cases of cases/sentences.txt, what holds for any text, and work that grows no faster than the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import grows_with_the_text

from claimtrack.model import Document, Layers, Sentence
from claimtrack.stages import sentences
from claimtrack.vocabulary.loader import load

CASES = Path(__file__).parent / "cases" / "sentences.txt"
WORDS = load()


def found(text: str) -> tuple[Sentence, ...]:
    return sentences.find(Document("x", text), Layers(), WORDS)


def cases() -> Iterator[tuple[str, list[str]]]:
    for block in re.split(r"\n(?=> )", CASES.read_text(encoding="utf-8"))[1:]:
        lines = [line[2:] for line in block.splitlines() if line[:2] in ("> ", "= ")]
        yield lines[0].replace("\\n", "\n").replace("\\r", "\r"), lines[1:]


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_case(text: str, expected: list[str]) -> None:
    told, paragraph = [], 0
    for sentence in found(text):
        marks = "+" * (sentence.paragraph != paragraph) + "~" * sentence.quoted
        told.append(marks + text[sentence.start : sentence.end].replace("\n", "\\n"))
        paragraph = sentence.paragraph
    assert told == expected


@given(st.one_of(st.text(max_size=80), st.text(alphabet='Aa1 .!?"“”\n\r-|[]', max_size=80)))
def test_any_text(text: str) -> None:
    end, paragraph = 0, 0
    for sentence in found(text):
        assert end <= sentence.start < sentence.end <= len(text)
        assert not text[end : sentence.start].strip()  # nothing but white space lies between sentences
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
        assert paragraph <= sentence.paragraph
        end, paragraph = sentence.end, sentence.paragraph
    assert not text[end:].strip()


@pytest.mark.parametrize("unit", [".", ". ", "a.", '"', "\n", "A. ", "a\n", '!"', ".[1]", "Mr. ", "… ", " ", "“A. "])
def test_work_grows_with_the_text_only(unit: str) -> None:
    assert grows_with_the_text(found, unit)
