"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.days import day, published
from claimtrack.errors import ClaimtrackError

TODAY = date(2022, 3, 2)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-02-24", "2022-02-24", "2022-02-24"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("today", "2022-03-02", "2022-03-02"),
        (" Yesterday ", "2022-03-01", "2022-03-01"),
        ("7d", "2022-02-23", "2022-02-23"),
        ("2w", "2022-02-16", "2022-02-16"),
        ("1 March 2022", "2022-03-01", "2022-03-01"),
        ("March 1, 2022", "2022-03-01", "2022-03-01"),
        ("Feb 2022", "2022-02-01", "2022-02-28"),
        ("2022/03/05", "2022-03-05", "2022-03-05"),
        ("25/03/2022", "2022-03-25", "2022-03-25"),
        ("03/03/2022", "2022-03-03", "2022-03-03"),
    ],
)
def test_day(text: str, first: str, last: str) -> None:
    assert day(text, TODAY).isoformat() == first
    assert day(text, TODAY, end=True).isoformat() == last


@pytest.mark.parametrize("text", ["Tuesday", "12", "", "March", "12 March", "1,234", "2022-13", "0000", "9" * 70])
def test_what_is_no_full_date_is_refused(text: str) -> None:
    with pytest.raises(ClaimtrackError, match="is not a date"):
        day(text, TODAY)


def test_a_date_that_could_be_two_days_is_refused_with_both() -> None:
    with pytest.raises(ClaimtrackError, match="write 2022-03-05 or 2022-05-03"):
        day("05/03/2022", TODAY)


@pytest.mark.parametrize(
    "text",
    ["2022-03-02", "2022-03-02T23:59:59+02:00", "2022-03-02T10:00Z", "Wed, 02 Mar 2022 10:00:00 GMT", "March 2, 2022"],
)
def test_time_stamps_keep_their_own_day(text: str) -> None:
    assert published(text) == date(2022, 3, 2)


@pytest.mark.parametrize("text", ["2022", "2022-03", "March 2022", "10:00", "05/03/2022"])
def test_an_article_has_a_whole_date_or_none(text: str) -> None:
    with pytest.raises(ClaimtrackError):
        published(text)


@given(st.text(max_size=80))
def test_any_text_gives_a_date_or_a_line(text: str) -> None:
    try:
        assert isinstance(day(text, TODAY), date)
    except ClaimtrackError as trouble:
        assert "\n" not in str(trouble)
