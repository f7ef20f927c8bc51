"""What became of each series between two states."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import russia, said, ukraine

from claimtrack.changes import KINDS, MATCHES, Change, changes
from claimtrack.comparison import Tolerance
from claimtrack.model import Filed, Number
from claimtrack.series import Assertion

MIRRORED = {"new": "gone", "gone": "new", "raised": "lowered", "lowered": "raised"}


def only(old: list[Filed], new: list[Filed], **how: Any) -> Change:
    (found,) = changes(old, new, **how)
    return found


def told(found: list[Change]) -> list[tuple[tuple[str, ...], Number | None, Number | None]]:
    def value(state: Assertion | None) -> Number | None:
        return state.first.claim.value if state else None

    return [(one.kinds, value(one.old), value(one.new)) for one in found]


def test_a_toll_that_grows_through_two_sources_of_one_side_is_raised() -> None:
    old = [said(1000, "more_than", "2022-02-25", source="Defence Ministry", source_side="Ukraine", category="people")]
    found = only(old, [ukraine(5800, "about", verification="unverified")])
    assert found.kinds == ("raised", "status")
    assert (found.difference, found.percent) == (4800, Decimal("480.0"))
    assert found.old is not None and found.old.first.claim.source == "Defence Ministry"
    assert found.new is not None and found.new.first.claim.source == "General Staff"


def test_sources_can_be_kept_apart() -> None:
    old, new = [ukraine(1000, source="Defence Ministry")], [ukraine(5800)]
    assert sorted(one.kinds for one in changes(old, new, match="source")) == [("gone",), ("new",)]


def test_two_sides_are_two_series() -> None:
    found = changes([ukraine(5300), russia(498)], [ukraine(5840), russia(498)])
    assert sorted(told(found)) == [(("raised",), 5300, 5840), (("same",), 498, 498)]


def test_without_regard_to_sources_the_same_side_comes_first_and_then_who_is_left() -> None:
    both = changes([ukraine(5300), russia(498)], [russia(500), ukraine(5840)], match="any")
    assert sorted(told(both)) == [(("raised",), 498, 500), (("raised",), 5300, 5840)]
    assert told(changes([russia(498)], [ukraine(5840)], match="any")) == [(("raised",), 498, 5840)]
    many = changes([russia(498)], [ukraine(5840), said(2000, source="A monitor")], match="any")
    assert [one.kinds for one in many] == [("new",), ("new",), ("gone",)]


def test_two_publishers_own_words_are_matched_without_regard_to_sources() -> None:
    one, other = said(5, publisher="The Wire"), said(8, publisher="The Courier")
    assert told(changes([one], [other], match="any")) == [(("raised",), 5, 8)]
    assert sorted(one.kinds for one in changes([one], [other])) == [("gone",), ("new",)]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (said(1000, "more_than"), said(5800, "about"), "raised"),
        (said(5800), said(5300), "lowered"),
        (said(5800), said(5800), "same"),
        (said(5800, "about"), said(5800, "at_least"), "requalified"),
        (said((100, 200)), said((150, 250)), "raised"),
        (said((100, 200)), said((100, 250)), "raised"),
        (said((100, 200)), said((50, 200)), "lowered"),
        (said((100, 200)), said((120, 180)), "requalified"),
        (said((120, 180)), said((100, 200)), "requalified"),
        (said((200, 999), "vague"), said(450), "requalified"),
        (said((200, 999), "vague"), said(200, "more_than"), "requalified"),
        (said((200, 999), "vague"), said(1500), "raised"),
        (said((200, 999), "vague"), said(150), "lowered"),
        (said((200, 999), "vague"), said((2000, 9999), "vague"), "raised"),
        (said(140, "at_most"), said(120, "at_most"), "lowered"),
        (said(Decimal("1.5")), said(2), "raised"),
    ],
)
def test_kinds_of_change(old: Filed, new: Filed, kind: str) -> None:
    assert only([old], [new]).kinds == (kind,)
    assert only([new], [old]).kinds == (MIRRORED.get(kind, kind),)


def test_a_status_can_change_alone() -> None:
    found = only([ukraine(5800, verification="unverified")], [ukraine(5800, verification="verified")])
    assert found.kinds == ("status",)
    assert found.difference == 0


@pytest.mark.parametrize(
    ("tolerance", "old", "new", "kind"),
    [
        (Tolerance(percent=Fraction(5)), 100, 105, "same"),
        (Tolerance(percent=Fraction(5)), 100, 106, "raised"),
        (Tolerance(percent=Fraction(5)), 100, 95, "same"),
        (Tolerance(percent=Fraction(5)), 100, 94, "lowered"),
        (Tolerance(percent=Fraction(5)), 0, 1, "raised"),
        (Tolerance(absolute=Fraction(10)), 100, 110, "same"),
        (Tolerance(absolute=Fraction(10)), 100, 111, "raised"),
    ],
)
def test_a_small_movement_can_be_let_pass(tolerance: Tolerance, old: int, new: int, kind: str) -> None:
    assert only([said(old)], [said(new)], tolerance=tolerance).kinds == (kind,)


def test_a_tolerated_movement_may_still_be_said_otherwise() -> None:
    found = only([said(100, "about")], [said(104, "at_least")], tolerance=Tolerance(percent=Fraction(5)))
    assert found.kinds == ("requalified",)


@pytest.mark.parametrize(
    ("old", "new", "difference", "percent"),
    [
        (said(50_000, "more_than"), said(870_000, "more_than"), 820_000, "1640.0"),
        (said(3), said(2), -1, "-33.3"),
        (said(Decimal("1.5")), said(2), Decimal("0.5"), "33.3"),
        (said(0), said(7), 7, None),
        (said((100, 200)), said(300), None, None),
    ],
)
def test_difference_and_percent(old: Filed, new: Filed, difference: Number | None, percent: str | None) -> None:
    found = only([old], [new])
    assert found.difference == difference
    assert found.percent == (Decimal(percent) if percent else None)


def test_the_dead_of_two_attacks_are_two_things() -> None:
    first, second = (said(n, on=f"2022-03-0{day}", counting="new", metric="killed") for n, day in ((5, 1), (21, 8)))
    assert told(changes([first], [first, second])) == [(("new",), None, 21), (("same",), 5, 5)]


def test_a_replaced_figure_is_not_the_old_state() -> None:
    assert told(changes([said(31, modality="superseded")], [said(47)])) == [(("new",), None, 47)]


@st.composite
def anything(draw: st.DrawFn) -> Filed:
    """A claim with few choices, so that series meet."""
    when = (date(2022, 3, 1) + timedelta(draw(st.integers(0, 8)))).isoformat()
    value = draw(st.integers(0, 5) | st.tuples(st.integers(0, 2), st.integers(3, 5)))
    words = draw(st.sampled_from(["exact", "about", "at_least"])) if isinstance(value, int) else "range"
    some: dict[str, list[str | None]] = {
        "source": ["A", "B", None],
        "source_side": ["Ukraine", "Russia", None],
        "side": ["Russia", None],
        "place": ["Kharkiv", None],
        "counting": ["new", "cumulative", None],
        "verification": ["unstated", "unverified"],
    }
    fields: dict[str, Any] = {name: draw(st.sampled_from(values)) for name, values in some.items()}
    return said(value, words, when, publisher=draw(st.sampled_from(["Wire", "Courier"])), **fields)


claims = st.lists(anything(), max_size=12)
match = st.sampled_from(MATCHES)


@given(claims, match)
def test_nothing_differs_from_itself(same: list[Filed], how: str) -> None:
    assert all(one.kinds == ("same",) for one in changes(same, same, how))


@given(claims, claims, match)
def test_there_and_back_mirror_each_other(old: list[Filed], new: list[Filed], how: str) -> None:
    def mirrored(one: Change) -> Change:
        return Change(tuple(MIRRORED.get(kind, kind) for kind in one.kinds), one.thing, one.new, one.old)

    there, back = changes(old, new, how), changes(new, old, how)
    assert sorted(map(repr, there)) == sorted(repr(mirrored(one)) for one in back)


@given(claims, claims, match, st.randoms())
def test_the_order_of_claims_makes_no_difference(old: list[Filed], new: list[Filed], how: str, random: Any) -> None:
    one, other = list(old), list(new)
    random.shuffle(one)
    random.shuffle(other)
    assert changes(one, other, how) == changes(old, new, how)


@given(claims, claims, match)
def test_every_change_has_a_known_kind_and_a_figure(old: list[Filed], new: list[Filed], how: str) -> None:
    for one in changes(old, new, how):
        assert set(one.kinds) <= set(KINDS)
        assert one.old or one.new
