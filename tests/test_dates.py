"""The dates stage on its cases, on hostile text, and the date that an article tells of itself."""

from __future__ import annotations

import string
from datetime import date

import pytest
from case_files import Case, read
from hypothesis import assume, given
from hypothesis import strategies as st
from making import layers

from claimtrack.commands.completing import Defaults, completed
from claimtrack.errors import ClaimtrackError
from claimtrack.model import Dating, Document, Figure, Layers
from claimtrack.stages import dates, sentences
from claimtrack.stages.document_date import day_told
from claimtrack.vocabulary import date_words
from claimtrack.vocabulary.loader import load


def figure(start: int, end: int) -> Figure:
    return Figure(start, end, start, end, "exact", 1, 1, 1, "count", "test")


def dated(text: str, day: date | None, spans: list[tuple[int, int]]) -> tuple[Dating | None, ...]:
    document, vocabulary = Document("d", text, date=day), load()
    split = tuple(sentences.find(document, Layers(), vocabulary))
    return dates.find(document, layers(split, (figure(*span) for span in spans)), vocabulary)


@pytest.mark.parametrize("case", list(read("dates.txt")), ids=lambda case: case.text[:60])
def test_case(case: Case) -> None:
    for (_, phrase, fields), found in zip(case.figures, dated(case.text, case.day, case.spans()), strict=True):
        assert found is not None
        assert found.rule
        for key, value in fields.items():
            told = getattr(found, key)
            assert (told.isoformat() if told else "-") == value, (phrase, key, found.rule)


def test_a_figure_with_a_reason_has_no_dating() -> None:
    text = "On Friday 5 died."
    no_claim = Figure(10, 11, 10, 11, "exact", 5, 5, 5, "count", "test", reason="age")
    document, vocabulary = Document("d", text, date=date(2022, 3, 2)), load()
    split = tuple(sentences.find(document, Layers(), vocabulary))
    assert dates.find(document, layers(split, (no_claim,)), vocabulary) == (None,)


WORDS = [
    "since", "on", "March", "2", "31", "February", "Monday", "last", "week", "the", "past", "two", "days", "ago",
    "2014", "-", "to", "and", "between", "a day earlier", "1999-02-30", "first week of the war", "Ukraine",
    ",", "which", ".",
    "overnight", "said", "in", "year", "this", "12", "99", "0",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join) | st.text(min_size=1, max_size=80),
    st.none() | st.dates(),
    st.integers(0, 80),
)
def test_any_text_gives_a_dating_and_days_in_order(text: str, day: date | None, at: int) -> None:
    start = min(at, len(text) - 1)
    assume(not text[start].isspace())
    (found,) = dated(text, day, [(start, start + 1)])
    assert found is not None
    if found.period_start and found.period_end:
        assert found.period_start <= found.period_end


@given(st.text(alphabet=string.ascii_letters + "0123456789,.- \n", max_size=200))
def test_any_text_may_be_asked_for_its_date(text: str) -> None:
    day_told(text, load().dates)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("VELMORA, Ruvia, March 2, 2022 (Northern Wire) — Shelling went on.", (date(2022, 3, 2), "dateline")),
        ("VELMORA, 2 March 2022 -- Shelling went on.", (date(2022, 3, 2), "dateline")),
        ("Nothing moved as of March 2, 2022, the army said.", (date(2022, 3, 2), "text")),
        ("As of 1 March 2022 ten fell; as of 3 March 2022 twelve.", (date(2022, 3, 3), "text")),
        ("Floods rise\nUpdated: 2016-07-15 13:14\nRivers burst.", (date(2016, 7, 15), "text")),
        ("Floods rise\nPublished 3 May 2015\nRivers burst.", (date(2015, 5, 3), "text")),
        ("Floods rise\nSunday, 3 May 2015\nRivers burst.", (date(2015, 5, 3), "text")),
        ("As of March 2 none had fallen. It began on February 24, 2022.", (date(2022, 3, 2), "text")),
        ("As of March 2 none had fallen.", None),
        ("As of March 2 none had fallen. It began on May 4, 2020, and again on June 5, 2021.", None),
        ("On 3 May 2015 a dam broke - police said later.", None),
        ("The dam that broke on 3 May 2015 was old.", None),
        ("", None),
    ],
)
def test_the_date_an_article_tells(text: str, told: tuple[date, str] | None) -> None:
    assert day_told(text, load().dates) == told


def test_a_vocabulary_without_a_part_is_refused_in_one_line() -> None:
    with pytest.raises(ClaimtrackError, match=r"dates\.toml: 'words' is missing"):
        date_words.parse({})


def test_an_article_without_a_day_has_that_of_the_option_else_that_of_its_text() -> None:
    words, given = load().dates, Defaults(date(2022, 3, 9), "The Wire")
    silent, telling = Document("d", "12 people died."), Document("d", "Published 3 March 2022\n\n12 people died.")
    of_its_own = Document("d", telling.text, date=date(2022, 3, 1), publisher="Harbour Post")
    assert [completed(one, given, words).date for one in (silent, telling, of_its_own)] == [
        date(2022, 3, 9), date(2022, 3, 9), date(2022, 3, 1),
    ]  # fmt: skip
    assert [completed(one, Defaults(), words).date for one in (silent, telling)] == [None, date(2022, 3, 3)]
    assert [completed(one, given, words).publisher for one in (silent, of_its_own)] == ["The Wire", "Harbour Post"]
    assert completed(telling, given, words).date_origin == "option"
