"""Sources side by side."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import russia, said, ukraine

from claimtrack.comparison import Comparison, Row, Tolerance, compare, interval, meet, quarrel
from claimtrack.model import Filed


def only(claims: list[Filed], **how: Any) -> Comparison:
    (found,) = compare(claims, **how)
    return found


def rows(found: Comparison) -> dict[str | None, Row]:
    return {row.name: row for row in found.rows}


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (said(5000, "more_than"), said(5800), True),
        (said(498), said(7000, "more_than"), False),
        (said(5000, "more_than"), said(5000), True),  # ends that touch
        (said(140, "at_most"), said(0), True),
        (said(140, "at_most"), said(141), False),
        (said(5800, "about"), said(5300), True),  # 10 % below 5,800 is 5,220
        (said(5800, "about"), said(5200), False),
        (said(5800, "nearly"), said(5300), True),
        (said(5800, "nearly"), said(5900), False),  # nearly never goes above
        (said((200, 999), "vague"), said(450), True),
        (said((200, 999), "vague"), said(1000), False),
        (said((150, 200)), said((200, 300)), True),
        (said(21, "at_least"), said(112, "more_than"), True),
        (said(100, "at_most"), said(100, "at_least"), True),
        (said(99, "less_than"), said(100, "at_least"), False),
    ],
)
def test_figures_agree_when_both_can_be_true(one: Filed, other: Filed, agree: bool) -> None:
    assert meet(interval(one.claim), interval(other.claim)) is agree
    assert meet(interval(other.claim), interval(one.claim)) is agree


def test_a_tolerance_is_taken_of_the_larger() -> None:
    close, far = interval(said(95).claim), interval(said(94).claim)
    hundred = interval(said(100).claim)
    assert meet(close, hundred, Tolerance(percent=Fraction(5)))
    assert meet(hundred, close, Tolerance(percent=Fraction(5)))
    assert not meet(far, hundred, Tolerance(percent=Fraction(5)))
    assert meet(far, hundred, Tolerance(absolute=Fraction(6)))


def test_each_source_stands_with_its_latest_figure_and_status() -> None:
    found = only(
        [
            ukraine(5300, "about", on="2022-03-01"),
            ukraine(5840, on="2022-03-02", verification="unverified", publisher="The Wire"),
            ukraine(5840, on="2022-03-02", publisher="The Courier", document="b2"),
            russia(498, on="2022-03-02"),
        ]
    )
    general, ministry = rows(found)["General Staff"], rows(found)["Russian Defence Ministry"]
    assert (general.filed.claim.value, general.assertions, general.reports) == (5840, 2, 2)
    assert (general.filed.stance, general.assertion.verification) == ("adversary", "unverified")
    assert (ministry.filed.claim.value, ministry.filed.stance) == (498, "own")
    assert [row.name for row in found.rows] == ["Russian Defence Ministry", "General Staff"]  # lowest first
    assert (found.lowest, found.highest, found.open, found.verdict) == (498, 5840, False, "disagree")
    assert general.disagrees == ("Russian Defence Ministry",)
    assert ministry.disagrees == ("General Staff",)


def test_who_disagrees_with_whom_is_told_by_name() -> None:
    found = rows(only([said(498, source="A"), said(7000, "more_than", source="B"), said(8000, source="C")]))
    assert [found[name].disagrees for name in "ABC"] == [("B", "C"), ("A",), ("A",)]


def test_a_toll_that_grows_is_an_update_and_no_quarrel() -> None:
    earlier, later = said(33, on="2022-03-03", source="Rescuers"), said(47, on="2022-03-04", source="The governor")
    assert not quarrel(earlier, later)
    assert not quarrel(later, earlier)
    assert only([earlier, later]).verdict == "updated"
    assert quarrel(said(47, on="2022-03-03"), said(33, on="2022-03-04"))  # a total does not fall
    assert quarrel(said(33, on="2022-03-04"), said(47, on="2022-03-04"))
    assert quarrel(said(33, on=None), said(47, on="2022-03-04"))


def test_a_state_may_fall_too() -> None:
    assert not quarrel(said(400, on="2022-03-03", counting="current"), said(160, on="2022-03-04", counting="current"))


def test_of_two_sides_a_later_figure_is_no_update() -> None:
    assert quarrel(russia(498, on="2022-03-02"), ukraine(9166, on="2022-03-04"))
    assert not quarrel(ukraine(5840, on="2022-03-02"), ukraine(9166, on="2022-03-04", source="A minister"))


def test_two_ministries_of_one_name_are_two() -> None:
    found = only([said(498, source="Defence Ministry", source_side=side) for side in ("Russia", "Ukraine")])
    assert {row.name for row in found.rows} == {"Defence Ministry (Russia)", "Defence Ministry (Ukraine)"}
    assert found.verdict == "agree"


def test_a_single_source_neither_agrees_nor_disagrees() -> None:
    found = only([ukraine(5800)])
    assert found.verdict is None
    assert found.names == 1


def test_a_source_that_has_fallen_silent_is_shown_but_not_judged() -> None:
    claims = [russia(498, on="2022-03-02"), ukraine(13_500, on="2022-03-15")]
    found = only(claims)
    assert (rows(found)["Russian Defence Ministry"].old, found.verdict) == (True, None)
    assert (found.lowest, found.highest) == (13_500, 13_500)
    assert only(claims, within=13).verdict == "disagree"


def test_the_last_repeat_tells_whether_a_source_has_fallen_silent() -> None:
    repeats = [russia(498, on=f"2022-03-{n:02}") for n in (2, 5, 8)]
    assert only([*repeats, ukraine(13_500, on="2022-03-15")]).verdict == "disagree"


def test_an_open_end_is_told() -> None:
    found = only([said(5000, "more_than", source="A"), said(5800, source="B")])
    assert (found.lowest, found.highest, found.open, found.verdict) == (5000, 5800, True, "agree")


def test_what_a_text_replaces_or_expects_is_no_source_of_the_present() -> None:
    claims = [said(31, modality="superseded"), said(99, modality="projected"), said(47)]
    assert [row.filed.claim.value for row in only(claims).rows] == [47]


def test_a_publisher_speaks_for_itself_where_nobody_is_named() -> None:
    found = only([said(5, publisher="The Wire"), said(6, publisher="The Courier"), said(6, source="A mayor")])
    assert {row.name for row in found.rows} == {"The Wire", "The Courier", "A mayor"}


def test_names_are_one_however_they_are_written() -> None:
    found = only([said(5, source="the general staff"), said(6, source="General Staff", on="2022-03-03")])
    assert [(row.name, row.filed.claim.value) for row in found.rows] == [("General Staff", 6)]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("publisher", {"The Wire", "The Courier"}),
        ("date", {"2022-03-02", "2022-03-03"}),
        ("document", {"a1", "b2"}),
        ("source-side", {"Ukraine", "Russia"}),
        ("stance", {"own", "adversary"}),
    ],
)
def test_other_things_than_sources_stand_side_by_side(by: str, names: set[str]) -> None:
    claims = [ukraine(5800), russia(498, on="2022-03-03", publisher="The Courier", document="b2")]
    assert {row.name for row in only(claims, by=by).rows} == names


def test_within_one_name_every_source_keeps_its_figure() -> None:
    found = only([ukraine(5840), ukraine(6000, "about", source="A minister"), russia(498)], by="stance")
    assert [(row.name, row.filed.claim.value) for row in found.rows] == [
        ("own", 498),
        ("adversary", 5840),
        ("adversary", 6000),
    ]
    assert found.verdict == "disagree"


def test_publishers_that_carry_the_same_two_sides_do_not_disagree() -> None:
    both = [make(value, publisher=name, document=name) for name in ("Wire", "Courier")
            for make, value in ((ukraine, 5840), (russia, 498))]  # fmt: skip
    assert only(both, by="publisher").verdict == "agree"


def test_days_are_never_judged_against_one_another() -> None:
    found = only([ukraine(5300, on="2022-03-01"), ukraine(5840), ukraine(11_000, on="2022-03-20")], by="date")
    assert [row.name for row in found.rows] == ["2022-03-01", "2022-03-02", "2022-03-20"]
    assert (found.verdict, found.lowest, found.highest) == (None, 5300, 11_000)
    assert not any(row.old or row.disagrees for row in found.rows)


def test_quarrels_come_first_then_what_most_speak_of() -> None:
    one = [said(1, side="Aland")]
    two = [said(1, side="Brunei", source=name) for name in "AB"]
    quarrel = [said(n, side="Chad", source=name) for n, name in enumerate("AB")]
    assert [found.thing.side for found in compare([*one, *two, *quarrel])] == ["Chad", "Brunei", "Aland"]


def test_metrics_can_be_set_side_by_side_on_request() -> None:
    claims = [russia(498, metric="killed"), ukraine(5840)]
    assert len(compare(claims)) == 2
    assert only(claims, across=["metric"]).verdict == "disagree"


@st.composite
def anyone(draw: st.DrawFn) -> Filed:
    when = (date(2022, 3, 1) + timedelta(draw(st.integers(0, 20)))).isoformat()
    words = draw(st.sampled_from(["exact", "about", "more_than", "at_most"]))
    counting = draw(st.sampled_from(["new", "cumulative"]))
    return said(draw(st.integers(0, 40)), words, when, source=draw(st.sampled_from("ABC")), counting=counting)


@given(st.lists(anyone(), max_size=15), st.randoms())
def test_the_order_of_claims_makes_no_difference(claims: list[Filed], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert compare(shuffled) == compare(claims)


@given(st.lists(anyone(), max_size=15))
def test_a_quarrel_has_two_sides(claims: list[Filed]) -> None:
    for found in compare(claims):
        against = {row.name: row.disagrees for row in found.rows}
        assert all(name in against[other] for name, others in against.items() for other in others)
        assert (found.verdict == "disagree") == any(against.values())
