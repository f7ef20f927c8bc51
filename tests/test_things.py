"""Which figures may be compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import russia, said, ukraine

from claimtrack.model import Filed
from claimtrack.things import FIELDS, classify


def together(*claims: Filed) -> bool:
    """Whether all of the claims count one thing."""
    thing_of = classify(claims)
    return len({thing_of(item) for item in claims}) == 1


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("metric", "killed", "wounded"),
        ("category", "people", "civilians"),
        ("side", "Russia", "Ukraine"),
        ("place", "Kyiv", "Kharkiv"),
        ("place", "Kyiv", None),
        ("counting", "new", "cumulative"),
        ("unit", "count", "percent"),
    ],
)
def test_what_differs_in_one_of_these_is_not_compared(field: str, one: str, other: str | None) -> None:
    plain: dict[str, Any] = {"metric": "killed"}
    assert not together(said(1, **plain | {field: one}), said(1, **plain | {field: other}))


def test_the_people_a_side_has_lost_are_its_troops() -> None:
    assert together(said(1000, category="people"), said(5800, category="troops"))
    assert not together(said(1, metric="killed", category="people"), said(1, metric="killed", category="troops"))
    assert not together(said(1, category="people", side=None), said(1, category="troops", side=None))


def test_a_place_is_the_same_however_it_is_written() -> None:
    assert together(said(1, place="SÃO TOMÉ"), said(2, place="Sao Tome"), said(3, place="the São Tomé"))


def test_the_country_of_the_side_is_the_whole() -> None:
    fled = {"metric": "fled", "category": "people", "side": "Ukraine"}
    assert together(said(50_000, place="Ukraine", **fled), said(870_000, **fled))
    assert not together(said(50_000, place="Poland", **fled), said(870_000, **fled))


def test_the_country_of_the_adversary_who_speaks_is_the_whole_for_everybody() -> None:
    assert together(ukraine(5800, place="Ukraine"), russia(498, place="Ukraine"), russia(498))
    assert not together(russia(498, place="Syria"), russia(498))


def test_an_unknown_side_is_the_only_one_known_for_the_place() -> None:
    dead: dict[str, Any] = {"metric": "killed", "category": "people", "place": "Kharkiv"}
    known, other, unknown = (said(21, side=side, **dead) for side in ("Ukraine", "India", None))
    assert together(known, unknown)
    thing_of = classify([known, other, unknown])
    assert thing_of(unknown).side is None
    nowhere = dead | {"place": None}
    assert not together(said(1, side="Ukraine", **nowhere), said(1, side=None, **nowhere))


def test_what_is_counted_in_a_country_is_its_own_unless_another_side_is_counted_too() -> None:
    fled: dict[str, Any] = {"metric": "fled", "category": "people"}
    abroad, whole = said(50_000, place="Ukraine", **fled | {"side": None}), said(870_000, **fled | {"side": "Ukraine"})
    assert together(abroad, whole)
    thing_of = classify([abroad, whole, said(300_000, **fled | {"side": "Russia"})])
    assert thing_of(abroad).side is None
    assert not together(said(1, place="Poland", **fled | {"side": None}), whole)


def test_an_unknown_counting_is_cumulative_when_that_is_known_else_the_only_known() -> None:
    total, daily, state, unknown = (said(1, counting=name) for name in ("cumulative", "new", "current", None))
    assert classify([total, daily, state, unknown])(unknown).counting == "cumulative"
    assert classify([daily, unknown])(unknown).counting == "new"
    assert classify([daily, state, unknown])(unknown).counting is None
    assert classify([unknown])(unknown).counting is None


def test_new_counts_are_of_one_event_within_two_days() -> None:
    days = [said(n, on=f"2022-03-0{n}", counting="new") for n in (1, 2, 3, 5)]
    thing_of = classify(days)
    spans = [(thing_of(item).since, thing_of(item).until) for item in days]
    first, second, third = (date(2022, 3, n) for n in (1, 3, 5))
    assert spans == [(first, date(2022, 3, 2)), (first, date(2022, 3, 2)), (second, second), (third, third)]
    assert together(*(said(n, on=f"2022-03-0{n}", counting="cumulative") for n in (1, 9)))


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_can_be_left_out(field: str) -> None:
    claims = [said(1), said(2, **{field: "another"})]
    thing_of = classify(claims, [field])
    assert {getattr(thing_of(item), field) for item in claims} == {None}
    assert len({thing_of(item) for item in claims}) == 1


@st.composite
def varied(draw: st.DrawFn) -> Filed:
    """A claim of any thing, with much left open."""
    some: dict[str, list[str | None]] = {
        "category": ["people", "troops"],
        "side": ["Russia", "Ukraine", None],
        "place": ["Ukraine", "Kharkiv", "kharkiv", None],
        "counting": ["new", "cumulative", "current", None],
        "source_side": ["Russia", "Ukraine", None],
    }
    fields: dict[str, Any] = {name: draw(st.sampled_from(values)) for name, values in some.items()}
    known = fields["side"] and fields["source_side"] and fields["side"] != fields["source_side"]
    when = draw(st.none() | st.integers(0, 9).map(lambda n: (date(2022, 3, 1) + timedelta(n)).isoformat()))
    return said(draw(st.integers(0, 9)), on=when, stance="adversary" if known else "unknown", **fields)


@given(st.lists(varied(), max_size=15), st.randoms())
def test_the_order_of_claims_makes_no_difference(claims: list[Filed], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    one, other = classify(claims), classify(shuffled)
    assert [one(item) for item in claims] == [other(item) for item in claims]


@given(st.lists(varied(), max_size=15))
def test_nothing_known_is_ever_overruled(claims: list[Filed]) -> None:
    thing_of = classify(claims)
    for item in claims:
        claim, thing = item.claim, thing_of(item)
        assert claim.side in (None, thing.side)
        assert claim.counting in (None, thing.counting)
        assert thing.metric == claim.metric
        assert thing.place is None or (claim.place or "").casefold() == thing.place.casefold()


def test_refugees_are_people_who_fled_and_go_on_without_the_country_named_again() -> None:
    first = said(50_000, metric="fled", category="people", side="Ukraine", place="Ukraine")
    later = said(870_000, metric="fled", category="refugees", side=None)
    assert together(first, later)
    assert not together(first, said(9, metric="fled", category="people", side="Syria"), later)
    assert not together(first, said(9, metric="killed", category="people", side=None))
