"""Each kind of odd figure is found, with the claims behind it, and what only looks like one is not."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Cli
from making import russia, said, store, ukraine

from claimtrack.findings import findings
from claimtrack.model import Filed


def found(*claims: Filed) -> list[tuple[str, list[str]]]:
    """What is found, with the figures behind it."""
    return [(one.what, [filed.claim.figure for filed in one.claims]) for one in findings(claims)]


def new(value: int, on: str, **more: Any) -> Filed:
    return ukraine(value, on=on, counting="new", **more)


def copied(value: int, name: str, outlet: str, sentence: str = "The mayor said {} people were killed there.") -> Filed:
    return ukraine(value, document=name, publisher=outlet, figure=str(value), sentence=sentence.format(value))


def told(value: int, written: str, quantifier: str = "exact", **more: Any) -> Filed:
    """Killed on the first of March in a town, as an article of a later day has it."""
    fields = {"place": "Izmit", "counting": "new", "source": "AFAD", "on": FIRST, **more}
    return said(value, quantifier, written=written, **fields)


FIRST, SECOND, THIRD, LATER = "2022-03-01", "2022-03-02", "2022-03-03", "2022-03-20"


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        # totals only add up
        ([ukraine(5840, on=FIRST), ukraine(5300, on=SECOND)], [("falls", ["5840", "5300"])]),
        ([ukraine(5300, on=FIRST), ukraine(5840, on=SECOND)], []),
        ([ukraine(5840, "about", on=FIRST), ukraine(5800, on=SECOND)], []),
        ([ukraine(5000, "more_than", on=FIRST), ukraine(4000, "more_than", on=SECOND)], []),
        ([ukraine(5840, on=FIRST), russia(498, on=SECOND)], []),
        ([ukraine(840, on=FIRST, counting="current"), ukraine(300, on=SECOND, counting="current")], []),
        ([ukraine(840, on=FIRST, place="Kyiv"), ukraine(300, on=SECOND, place="Kharkiv")], []),
        ([ukraine(840, on=FIRST), ukraine(300, on=SECOND, modality="superseded")], []),
        # a slipped digit
        ([ukraine(520, on=FIRST), ukraine(5300, on=SECOND)], [("ten times", ["520", "5300"])]),
        ([ukraine(520, on=FIRST), ukraine(5100, on=SECOND)], []),
        ([ukraine(2, on=FIRST), ukraine(30, on=SECOND)], []),
        ([ukraine(5, on=FIRST), ukraine(500, on=SECOND)], [("ten times", ["5", "500"])]),
        ([ukraine(8, on=FIRST), ukraine(790, on=SECOND)], []),
        ([ukraine(0, on=FIRST), ukraine(790, on=SECOND)], []),
        ([ukraine(5310, on=FIRST, counting="current"), ukraine(520, on=SECOND, counting="current")],
         [("ten times", ["5310", "520"])]),
        # swapped digits
        ([ukraine(5480, on=FIRST), ukraine(5840, on=SECOND)], [("digits swapped", ["5480", "5840"])]),
        ([ukraine(5480, on=FIRST), ukraine(5840, on=LATER)], []),
        ([ukraine(5480, on=FIRST), ukraine(8540, on=SECOND)], []),
        ([ukraine(12, on=FIRST), ukraine(21, on=SECOND)], []),
        ([ukraine(1200, on=FIRST), ukraine(2100, on=SECOND)], []),
        ([ukraine(5480, on=FIRST), russia(5840, on=SECOND)], []),
        # an old figure
        ([ukraine(520, on=FIRST), ukraine(600, on=SECOND), ukraine(520, on=LATER)],
         [("old figure again", ["520", "600", "520"])]),
        ([ukraine(520, on=FIRST), ukraine(520, on=LATER)], []),
        # the toll of one event
        ([told(20213, "2022-03-04"), told(19875, "2022-03-06")], [("falls", ["20213", "19875"])]),
        ([told(19875, "2022-03-04"), told(20213, "2022-03-06")], []),
        ([told(20213, "2022-03-04"), told(19875, "2022-03-04")], []),  # who knows which came first
        ([told(20213, "2022-03-04"), told(215, "2022-03-06")], []),  # so few are of something else there
        ([told(12, "2022-03-04"), told(11, "2022-03-06")], []),
        ([told(20213, "2022-03-04"), told(19875, "2022-03-06", place=None)], []),
        ([told(20213, "2022-03-04"), told(19875, "2022-03-06", quantifier="at_least")], []),
        # copies
        ([ukraine(521, document="a"), ukraine(521, document="b"), ukraine(821, document="c")],
         [("copies differ", ["521", "521", "821"])]),
        ([ukraine(521, document="a"), ukraine(821, document="c")], []),
        ([ukraine(521, document="a"), ukraine(521, document="b"), ukraine(500, "more_than", document="c")], []),
        ([copied(12, "a", "The Wire"), copied(19, "b", "The Post")], [("copies differ", ["12", "19"])]),
        ([copied(47, "a", "The Wire"), copied(74, "b", "The Post")], [("copies differ", ["47", "74"])]),
        ([copied(12, "a", "The Wire"), copied(19, "b", "The Wire")], []),  # an outlet's own later article
        ([copied(12, "a", "The Wire"), copied(19, "b", "The Post", "By the evening it was {} dead, he said.")], []),
        ([copied(12, "a", "The Wire", "Now {}."), copied(19, "b", "The Post", "Now {}.")], []),  # too few words
        # one side
        ([ukraine(521), ukraine(830, source="Defence Ministry")], [("one side contradicts itself", ["521", "830"])]),
        ([ukraine(521), ukraine(500, "at_least", source="Defence Ministry")], []),
        ([ukraine(521, on=FIRST), ukraine(830, source="Defence Ministry")], []),
        ([ukraine(521), russia(830)], []),
        # days and totals
        ([ukraine(500, on=FIRST), ukraine(560, on=SECOND), new(90, SECOND)],
         [("day is not the difference", ["500", "560", "90"])]),
        ([ukraine(500, on=FIRST), ukraine(560, on=SECOND), new(60, SECOND)], []),
        ([ukraine(500, on=FIRST), ukraine(560, on=SECOND), new(90, SECOND), new(60, SECOND)], []),
        ([ukraine(500, on=FIRST), ukraine(560, on=THIRD), new(90, THIRD)], []),
        ([ukraine(500, "about", on=FIRST), ukraine(560, on=SECOND), new(90, SECOND)], []),
        ([ukraine(500, on=FIRST), ukraine(560, on=SECOND), new(90, SECOND, place="Kyiv")], []),
    ],
)  # fmt: skip
def test_findings(claims: list[Filed], told: list[tuple[str, list[str]]]) -> None:
    assert found(*claims) == told
    assert found(*reversed(claims)) == told


def test_a_part_above_its_whole() -> None:
    whole = said(20, metric="killed", category="people", id="whole")
    assert found(whole, said(25, part_of="whole")) == [("part above whole", ["20", "25"])]
    assert found(whole, said(20, part_of="whole")) == found(whole, said(25, "at_most", part_of="whole")) == []
    assert found(said(20, "more_than", metric="killed", id="open"), said(25, part_of="open")) == []
    assert found(said(25, part_of="elsewhere")) == []


def test_the_line_tells_what_is_odd() -> None:
    (one,) = findings([ukraine(5840, on=FIRST), ukraine(5300, on=SECOND)])
    assert one.detail == (
        "Russia: troops lost, cumulative: from 5840 (2022-03-01) to 5300 (2022-03-02), though it only adds up"
    )


def test_check_figures(cli: Cli, folder: Any) -> None:
    claims = [ukraine(5840, on=FIRST, document="a"), ukraine(5300, on=SECOND, document="b"), russia(498, document="c")]
    store(folder / "claims.db", *claims)
    ran = cli("check", "--figures", "--columns", "what,documents,claims", "--no-header")
    assert (ran.code, ran.out) == (1, f"falls,a b,{claims[0].claim.id} {claims[1].claim.id}\n")
    assert cli("check", "--figures", "--source", "Russian").code == 0
    assert cli("check", "--figures", "--quiet") == (1, "", "")


def test_many_claims_take_little_time() -> None:
    """A thousand different figures of one thing on one day: pairs are tried of a few only."""
    claims = [ukraine(1000 + number, source=f"source {number}", document=str(number)) for number in range(1000)]
    contradictions = [one for one in found(*claims) if one[0] == "one side contradicts itself"]
    assert 0 < len(contradictions) <= 40 * 39 / 2
