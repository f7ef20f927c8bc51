"""Names are compared without case, accents, dots and "the"."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.names import contains, fold, nearest, same, words


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The General Staff", "general staff"),
        ("U.N.", "un"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Ministère de l’Intérieur", "ministere de l interieur"),
        ("  Al-Jazeera ", "al jazeera"),
        ("Красный Крест", "красныи крест"),
        ("…", ""),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text("abTHE_09.,-'’“”–—•\n\x1cßİД½é") | st.text())
def test_words_are_those_of_the_pattern_whatever_is_not_ascii(text: str) -> None:
    assert words(text) == re.findall(r"\w+", text.casefold())


def test_same_is_the_whole_name() -> None:
    assert same("the UNITED Nations", "United Nations")
    assert not same("South Sudan", "Sudan")


def test_contains_is_by_whole_words() -> None:
    assert contains("Volodymyr Zelensky", "zelensky")
    assert contains("General Staff of the Ukrainian Armed Forces", "staff of Ukrainian")
    assert not contains("Nigeria", "Niger")
    assert not contains("Nigeria", "the")


def test_nearest_suggests_or_is_silent() -> None:
    assert nearest("kiled", ("killed", "wounded")) == "; did you mean killed?"
    assert nearest("zelenskyy", ("Volodymyr Zelensky", "Kyiv")) == ""
    assert nearest("xyz", ("killed",)) == ""
