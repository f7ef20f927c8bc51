"""Whose word a claim is, of whom, and repeats folded into assertions."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import said, ukraine

from claimtrack.model import Filed
from claimtrack.series import assertions, day, runs, speaker, stance, stands, voice, voices
from claimtrack.vocabulary.bodies import Spellings
from claimtrack.vocabulary.loader import Speakers
from claimtrack.vocabulary.word_lists import Named, Party


def party(kind: str, *adversaries: str) -> Party:
    none: frozenset[str] = frozenset()
    return Party("", kind, none, none, none, frozenset(adversaries))


WORLD = {
    "Ukraine": party("state", "Russia"),
    "Russia": party("state"),  # the enmity is told once: it holds both ways
    "Poland": party("state"),
    "NATO": party("igo", "Taliban"),
    "Taliban": party("armed_group"),
    "United Nations": party("igo"),
}


@pytest.mark.parametrize(
    ("speaks_for", "side", "expected"),
    [
        ("Russia", "Russia", "own"),
        ("Ukraine", "Russia", "adversary"),
        ("Russia", "Ukraine", "adversary"),
        ("Poland", "Ukraine", "third_party"),
        ("United Nations", "Ukraine", "third_party"),
        ("United Nations", None, "third_party"),
        ("United Nations", "United Nations", "own"),
        ("NATO", "Taliban", "adversary"),
        ("Poland", None, "unknown"),
        (None, "Ukraine", "unknown"),
        (None, None, "unknown"),
        ("Poland", "Freetown Volunteers", "unknown"),
        ("Freetown Volunteers", "Freetown Volunteers", "own"),
    ],
)
def test_stance(speaks_for: str | None, side: str | None, expected: str) -> None:
    claim = said(1, source="someone", source_side=speaks_for, side=side).claim
    assert stance(claim, WORLD) == expected


def test_an_international_body_is_a_third_party_even_when_its_side_is_not_told() -> None:
    assert stance(said(1, source="the relief mission", source_kind="igo").claim, WORLD) == "third_party"


def test_a_figure_without_its_own_day_has_its_documents() -> None:
    assert day(said(1, on=None, written="2022-03-05")) == date(2022, 3, 5)
    assert day(said(1, "exact", "2022-03-02", written="2022-03-05")) == date(2022, 3, 2)
    assert day(said(1, on=None)) is None


def test_a_voice_is_the_source_however_it_is_written_else_the_publisher() -> None:
    assert voice(said(1, source="The General Staff")) == voice(said(1, source="general staff"))
    assert voice(said(1, publisher="The Wire")) != voice(said(1, publisher="The Courier"))
    assert voice(said(1, publisher="The Wire")) != voice(said(1, source="The Wire", publisher="The Wire"))
    assert voice(said(1, publisher=None, document="a")) != voice(said(1, publisher=None, document="b"))


SPEAKERS = Speakers(
    party_words={
        "ukrainian": ("Ukraine", "demonym"),
        "ukraine": ("Ukraine", "name"),
        "kyiv": ("Ukraine", "seat"),
        "zelensky": ("Ukraine", "leader"),
        "russian": ("Russia", "demonym"),
        "united nations": ("United Nations", "name"),
    },
    named=dict.fromkeys(("unhcr", "un refugee agency"), Named("UNHCR", "igo", "United Nations")),
    spellings=Spellings(small=frozenset({"s", "of", "in"})),
)


@pytest.mark.parametrize(
    ("side", "one", "other", "alike"),
    [
        ("United Nations", "UNHCR", "the UN refugee agency", True),
        ("Ukraine", "Ukrainian General Staff", "General Staff in Kyiv", True),
        ("Ukraine", "Ukraine’s General Staff", "the General Staff of Ukraine", True),
        ("Ukraine", "Kyiv", "Ukraine", True),
        ("Ukraine", "Zelensky", "Kyiv", False),
        ("Ukraine", "Ukrainian General Staff", "Ukrainian Air Force", False),
        (None, "Ukrainian General Staff", "General Staff in Kyiv", False),
        ("Ukraine", "Russian General Staff", "General Staff", False),
    ],
)
def test_the_names_of_one_organisation_are_one_voice(side: str | None, one: str, other: str, alike: bool) -> None:
    who = voices(SPEAKERS)
    assert (who(said(1, source=one, source_side=side)) == who(said(2, source=other, source_side=side))) is alike


def test_ministries_of_two_sides_are_two_voices() -> None:
    ours, theirs = (said(1, source="Defence Ministry", source_side=side) for side in ("Ukraine", "Russia"))
    assert voice(ours) != voice(theirs)
    assert voices(SPEAKERS)(ours) != voices(SPEAKERS)(theirs)


def test_one_side_speaks_through_several_sources() -> None:
    assert speaker(ukraine(1, source="General Staff")) == speaker(ukraine(1, source="Defence Ministry"))
    assert speaker(said(1, source="A hospital")) != speaker(said(1, source="A monitor"))


def test_what_was_replaced_or_is_only_expected_does_not_stand() -> None:
    standing = {name: stands(said(1, modality=name).claim)
                for name in ("stated", "recorded", "estimated", "projected", "superseded")}  # fmt: skip
    assert standing == {"stated": True, "recorded": True, "estimated": True, "projected": False, "superseded": False}


def test_one_assertion_copied_by_many_outlets_is_one() -> None:
    claims = [ukraine(5800, "about", publisher=f"Paper {n}", document=str(n)) for n in range(100)]
    (made,) = assertions(claims)
    assert len(made.reports) == 100


def test_the_same_number_said_otherwise_is_another_assertion() -> None:
    assert len(assertions([ukraine(5800, "about"), ukraine(5800, "more_than"), ukraine(5800)])) == 3


def test_repeats_fold_across_short_gaps_only() -> None:
    days = ["2022-03-01", "2022-03-04", "2022-03-07", "2022-03-11"]  # gaps of 3, 3 and 4 days
    made = assertions([ukraine(5800, on=on) for on in days])
    assert [(one.since, one.until) for one in made] == [
        (date(2022, 3, 1), date(2022, 3, 7)),
        (date(2022, 3, 11), date(2022, 3, 11)),
    ]


def test_a_late_copy_of_an_old_figure_is_not_the_latest() -> None:
    claims = [ukraine(5800, on="2022-03-02"), ukraine(9000, on="2022-03-03"), ukraine(5800, on="2022-03-04")]
    assert assertions(claims)[-1].first.claim.value == 9000


@pytest.mark.parametrize(
    ("weaker", "holds"),
    [
        (said((24, 99), "vague"), said(47)),
        (said(40, "more_than"), said(47)),
        (said(60, "at_least"), said(47)),
        (said(5), said(9)),  # the toll of the evening
        (said(47, part_of="whole"), said(5)),
    ],
)
def test_of_one_day_the_better_bounded_then_the_higher_holds(weaker: Filed, holds: Filed) -> None:
    for order in ([weaker, holds], [holds, weaker]):
        assert assertions(order)[-1].first is holds


def test_an_outlet_that_passes_over_a_doubt_does_not_lift_it() -> None:
    claims = [ukraine(5800), ukraine(5800, verification="unverified"), ukraine(5800, verification="confirmed")]
    (made,) = assertions(claims)
    assert made.verification == "unverified"


def test_a_status_or_quantifier_that_there_is_not_is_not_sorted_somewhere() -> None:
    for odd in (ukraine(5800, verification="doubted"), ukraine(5800, "around")):
        with pytest.raises(ValueError, match=r"tuple\.index"):
            [one.verification for one in assertions([ukraine(5800), odd])]


@st.composite
def spoken(draw: st.DrawFn) -> Filed:
    """A claim of one voice on one thing."""
    more: dict[str, Any] = {"verification": draw(st.sampled_from(["unstated", "disputed", "verified"]))}
    when = draw(st.none() | st.integers(0, 9).map(lambda n: (date(2022, 3, 1) + timedelta(n)).isoformat()))
    value = draw(st.integers(0, 3) | st.tuples(st.integers(0, 2), st.integers(3, 5)))
    words = draw(st.sampled_from(["exact", "about", "more_than"])) if isinstance(value, int) else "range"
    return said(value, words, when, document=draw(st.sampled_from("ab")), **more)


@given(st.lists(spoken(), max_size=20), st.randoms())
def test_folding_loses_no_claim_and_heeds_no_order(claims: list[Filed], random: Any) -> None:
    made = assertions(claims)
    assert Counter(item.claim.id for one in made for item in one.reports) == Counter(item.claim.id for item in claims)
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert assertions(shuffled) == made


@pytest.mark.parametrize(
    ("days", "begin"),
    [
        ([], []),
        ([None], [0]),
        ([None, None, 1], [0, 2]),  # the undated are one run, and no run goes on from them
        ([1, 1, 4, 7, 11, 11, 20], [0, 4, 6]),  # three days apart is no gap, four are
    ],
)
def test_runs_end_where_more_than_three_days_are_silent(days: list[int | None], begin: list[int]) -> None:
    assert runs([None if day is None else date(2022, 3, day) for day in days]) == begin
