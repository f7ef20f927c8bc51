"""The places stage on its cases and on hostile text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_files import Case, read
from hypothesis import assume, given
from hypothesis import strategies as st

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document, Figure, Layers, Placing
from claimtrack.stages import attributions, counted, happenings, places, sentences, tokens
from claimtrack.vocabulary import place_words
from claimtrack.vocabulary.loader import load


def figure(start: int, end: int) -> Figure:
    return Figure(start, end, start, end, "exact", 1, 1, 1, "count", "test")


def placed(text: str, spans: list[tuple[int, int]]) -> tuple[Placing | None, ...]:
    document, vocabulary = Document("d", text), load()
    split = tuple(sentences.find(document, Layers(), vocabulary))
    layers = Layers(sentences=split, figures=tuple(figure(*span) for span in spans))
    for name, stage in (("tokens", tokens), ("counted", counted), ("happenings", happenings),
                        ("attributions", attributions)):  # fmt: skip
        layers = replace(layers, **{name: stage.find(document, layers, vocabulary)})
    return places.find(document, layers, vocabulary)


@pytest.mark.parametrize("case", list(read("places.txt")), ids=lambda case: case.text[:60])
def test_case(case: Case) -> None:
    told = [found.place if found else "-" for found in placed(case.text, case.spans())]
    assert told == [fields["place"] for _, _, fields in case.figures]


WORDS = [
    "in", "near", "the", "city", "of", "Velmora", "al-Bab", "and", ",", "'s", "northern", "Yemeni", "Yemen", "region",
    "from", "fled", "which", ".", "attack", "on", "Tarn", "7", "IN", "SAN", "who", "said", "-", "12",
]  # fmt: skip


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join) | st.text(min_size=1, max_size=80)


@given(TEXTS, st.integers(0, 80))
def test_a_place_is_words_of_the_text_or_a_known_state(text: str, at: int) -> None:
    start = min(at, len(text) - 1)
    assume(not text[start].isspace())
    (found,) = placed(text, [(start, start + 1)])
    if found is not None:
        assert found.rule
        assert found.place in text or found.place in load().parties


def test_words_without_a_part_are_refused_in_one_line() -> None:
    with pytest.raises(ClaimtrackError, match=r"place_words\.toml: 'words' is missing"):
        place_words.parse({})
