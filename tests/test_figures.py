"""Figures: the cases of cases/figures.txt, what holds for any text, and work that grows no faster than the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import grows_with_the_text

from claimtrack.model import Document, Figure, Layers
from claimtrack.stages import figures
from claimtrack.vocabulary.loader import load

CASES = Path(__file__).parent / "cases" / "figures.txt"
WORDS = load()
PIECES = st.sampled_from(
    ["at least", "21", "one", "no", "and", "to", "-", "–", ".", ",", "hundred", "million", "March", "$", "km", "a",
     "few", "between", "from", "aged", "1,234", "5.8k", "'s", "%", "\n\n", "\u00ad", "\u202f", "T-", "[", "]", "of",
     "İ", "half", "couple", "no one", "third", "Phase"]
)  # fmt: skip


def found(text: str) -> tuple[Figure, ...]:
    return figures.find(Document("x", text), Layers(), WORDS)


def cases() -> Iterator[tuple[str, list[str], list[str]]]:
    """(text, expected figures, expected rejections) of each case."""
    for block in re.split(r"\n(?=> )", CASES.read_text(encoding="utf-8"))[1:]:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        marks = {mark: [line[2:].strip() for line in lines if line.startswith(mark)] for mark in "=x"}
        yield lines[0][2:], marks["="], marks["x"]


def told(text: str, figure: Figure) -> str:
    """A figure in the way of the cases."""
    numbers = " ".join("-" if n is None else str(n) for n in (figure.value, figure.low, figure.high))
    unit = "" if figure.unit == "count" else f" {figure.unit}"
    return f"{text[figure.start : figure.end]} | {figure.quantifier} {numbers}{unit}"


@pytest.mark.parametrize(("text", "claims", "rejected"), list(cases()))
def test_case(text: str, claims: list[str], rejected: list[str]) -> None:
    result = found(text)
    assert [told(text, figure) for figure in result if figure.reason is None] == claims
    reasons = {f"{text[figure.start : figure.end]} | {figure.reason}" for figure in result if figure.reason}
    assert set(rejected) <= reasons


def test_every_reason_and_quantifier_has_a_case() -> None:
    results = [figure for text, _, _ in cases() for figure in found(text)]
    assert {figure.quantifier for figure in results} == {
        "exact", "about", "nearly", "at_least", "more_than", "at_most", "less_than", "range", "vague"
    }  # fmt: skip
    assert {figure.reason for figure in results} >= {
        "date", "time", "age", "ordinal", "duration", "name", "distance", "pronoun", "adjective", "numbering",
        "footnote", "link", "score", "code",
    }  # fmt: skip


def test_hidden_characters_do_not_hide_a_figure() -> None:
    text = "at\u00a0least twenty\u00ad-one people, 8\u200b16\u202f000 homes"
    assert [(text[f.start : f.end], f.low) for f in found(text)] == [
        ("at\u00a0least twenty\u00ad-one", 21),
        ("8\u200b16\u202f000", 816000),
    ]


def test_a_capital_that_grows_in_lower_case_moves_nothing() -> None:
    text = "İİİ İzmir: 40 dead"
    assert [text[f.start : f.end] for f in found(text)] == ["40"]


def test_core_is_the_number_alone() -> None:
    text = "at least a dozen"
    (figure,) = found(text)
    assert text[figure.core_start : figure.core_end] == "a dozen"


PIECED = st.lists(PIECES, max_size=25)


@given(st.one_of(st.text(max_size=60), PIECED.map(" ".join), PIECED.map("".join)))
def test_any_text(text: str) -> None:
    end = 0
    for figure in found(text):
        assert end <= figure.start <= figure.core_start < figure.core_end <= figure.end <= len(text)
        assert text[figure.start : figure.end].strip()
        assert all(isinstance(n, int | Decimal | None) for n in (figure.value, figure.low, figure.high))
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        end = figure.end


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", "1-", "1 ", "1:", "1.", "and ", "one ", "one and ", "hundred ", "a ", "at least ", "no ", "1 to ",
     "T-", "twenty-", "-", "half a ", "of ", "1/", "March ", "March 1 and ", "\u00ad", " ", "\n", "tens of ",
     "1, 000 ", "1st "],
)  # fmt: skip
def test_work_grows_with_the_text_only(unit: str) -> None:
    assert grows_with_the_text(found, unit)
