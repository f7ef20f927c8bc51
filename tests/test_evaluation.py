"""Scores worked out by hand on a few small annotations: pairing, names, fields, metrics, confidence, changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.evaluation import (
    FIELDS,
    STRICT,
    Gold,
    Score,
    Verdict,
    changes,
    judge,
    names_agree,
    plain_words,
    scores,
    worst,
)

PARTIES = {"ukraine": "Ukraine", "ukrainian": "Ukraine", "un": "United Nations", "united nations": "United Nations"}
agree = names_agree(PARTIES, frozenset({"the", "of", "and"}), {"defence": "defense"})


def claim(start: int, end: int, **fields: Any) -> dict[str, Any]:
    """Five civilians killed, said by nobody, unless the fields tell otherwise."""
    plain: dict[str, Any] = dict.fromkeys(FIELDS)
    plain |= {"document": "d", "start": start, "end": end, "quantifier": "exact", "low": 5, "high": 5,
              "metric": "killed", "category": "civilians", "verification": "unstated", "confidence": 0.8}  # fmt: skip
    return plain | fields


def judged(golds: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[Verdict]:
    return judge([Gold("d", golds)], said, agree)


def share(verdicts: list[Verdict], measure: str) -> Score:
    return next(one for one in scores(verdicts) if one.part == "total" and one.measure == measure)


def hits(verdicts: list[Verdict], part: str) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.name, one.measure): (one.hits, one.of) for one in scores(verdicts) if one.part == part}


def test_a_found_a_missed_and_a_spurious_claim() -> None:
    found = judged([claim(0, 2), claim(10, 12)], [claim(0, 2), claim(20, 22), claim(30, 33)])
    assert [one.kind for one in found] == ["found", "missed", "spurious", "spurious"]
    # 1 of 3 said, 1 of 2 in the gold, and twice 1 of 5 together
    shares = [share(found, name)[3:] for name in ("precision", "recall", "f1", "strict")]
    assert shares == [(1, 3), (1, 2), (2, 5), (2, 5)]


def test_nothing_at_all_scores_nothing() -> None:
    assert [one.share for one in scores([]) if one.part == "total"] == [0, 0, 0, 0]


def test_a_figure_is_found_by_overlap_and_the_larger_one_wins() -> None:
    (first, second) = judged([claim(0, 8), claim(8, 16)], [claim(6, 15)])
    assert (first.kind, second.kind) == ("missed", "found")
    assert [one.kind for one in judged([claim(0, 8)], [claim(8, 9)])] == ["missed", "spurious"]


def test_one_claim_stands_for_one_gold_claim() -> None:
    assert [one.kind for one in judged([claim(0, 4)], [claim(0, 2), claim(2, 3)])] == ["found", "spurious"]


def test_optional_gold_counts_neither_way() -> None:
    assert judged([claim(0, 2, optional=True)], []) == []
    assert judged([claim(0, 2, optional=True)], [claim(0, 2)]) == []
    # and gives way to gold that counts
    (only,) = judged([claim(0, 6, optional=True), claim(4, 6)], [claim(0, 6)])
    assert only.kind == "found"


def test_background_is_not_found_and_not_spurious() -> None:
    said = [claim(0, 2, metric="other"), claim(5, 6, metric="other")]
    assert [one.kind for one in judged([claim(0, 2)], said)] == ["missed"]


def test_claims_of_other_documents_are_left_aside() -> None:
    assert judged([], [claim(0, 2, document="elsewhere")]) == []


@pytest.mark.parametrize(
    ("gold", "said", "wrong"),
    [
        ({}, {}, ()),
        ({"low": 5.0}, {"low": 5}, ()),
        ({"high": None, "quantifier": "at_least"}, {}, ("figure",)),
        ({}, {"low": 4}, ("figure",)),
        ({"category": ["people", "civilians"]}, {}, ()),
        ({"category": ["people", "troops"]}, {}, ("category",)),
        ({"source": ["Mayor", None]}, {}, ()),
        ({"source": "the Mayor of Kyiv in Ukraine"}, {"source": "mayor"}, ("source",)),
        ({"place": "Lviv"}, {"place": "Lviv region"}, ()),
        ({"as_of": "2022-03-02"}, {"as_of": "2022-03-03"}, ("as_of",)),
        ({"metric": "wounded", "side": "Ukraine"}, {"side": "Russia"}, ("metric", "side")),
    ],
)
def test_fields(gold: dict[str, Any], said: dict[str, Any], wrong: tuple[str, ...]) -> None:
    (only,) = judged([claim(0, 2, **gold)], [claim(0, 2, **said)])
    assert only.wrong == wrong
    assert only.right == (not STRICT & {*wrong})


def test_a_field_that_the_gold_does_not_tell_is_not_asked() -> None:
    gold = claim(0, 2)
    del gold["via"]
    (only,) = judged([gold], [claim(0, 2, via="A paper")])
    assert "via" not in only.asked
    assert only.wrong == ()


@pytest.mark.parametrize(
    ("said", "gold", "same"),
    [
        (None, None, True),
        ("Kyiv", None, False),
        (None, "Kyiv", False),
        ("THE MINISTRY", "ministry", True),
        ("Ukrainian Defence Ministry", "Ministry of Defense of Ukraine", True),
        ("U.N.", "United Nations", True),
        ("UN refugee agency", "United Nations", True),  # it has all words of the gold's
        ("United Nations", "UN refugee agency", False),  # one of three
        ("governor Petro Shevchuk", "Petro Shevchuk", True),
        ("Shevchuk", "Petro Shevchuk", True),  # one of two
        ("Shevchuk", "mayor Petro Shevchuk", False),
        ("Łódź", "Lodz", False),  # a letter of its own, not an accent
        ("Orléans", "Orleans", True),
        ("the", "of", True),  # nothing telling in either
        ("the", "mayor", False),
    ],
)
def test_names(said: str | None, gold: str | None, same: bool) -> None:
    assert agree(said, gold) is same


def test_abbreviations_are_one_word() -> None:
    assert plain_words("The U.S. and U.N.-led D.R.C. force") == ["the", "us", "and", "un", "led", "drc", "force"]


def test_by_metric() -> None:
    golds = [claim(0, 2), claim(4, 6), claim(8, 10, metric=["missing", "killed"])]
    said = [claim(0, 2), claim(4, 6, metric="wounded"), claim(8, 10, metric="missing"), claim(12, 13)]
    table = hits(judged(golds, said), "metric")
    assert table == {
        ("killed", "precision"): (1, 2), ("killed", "recall"): (1, 2),
        ("missing", "precision"): (1, 1), ("missing", "recall"): (1, 1),
        ("wounded", "precision"): (0, 1), ("wounded", "recall"): (0, 0),
    }  # fmt: skip


def test_by_confidence() -> None:
    golds = [claim(0, 2), claim(4, 6), claim(8, 10)]
    said = [claim(0, 2, confidence=0.95), claim(4, 6, confidence=0.8, side="Mali"), claim(12, 13, confidence=0.4)]
    table = hits(judged(golds, said), "confidence")
    assert table == {
        ("above 0.9", "found"): (1, 1), ("above 0.9", "right"): (1, 1),
        ("above 0.7", "found"): (2, 2), ("above 0.7", "right"): (1, 2),
        ("above 0.5", "found"): (2, 2), ("above 0.5", "right"): (1, 2),
        ("all", "found"): (2, 3), ("all", "right"): (1, 3),
    }  # fmt: skip


def test_the_worst_come_first() -> None:
    golds = [claim(0, 2), claim(4, 6), claim(8, 10), claim(12, 14)]
    said = [claim(0, 2, place="Kyiv"), claim(4, 6, side="Mali"), claim(8, 10)]
    said += [claim(20, 21, confidence=0.6), claim(24, 25)]
    found = [(one.kind, (one.said or one.gold or {})["start"]) for one in worst(judged(golds, said))]
    assert found == [("spurious", 24), ("spurious", 20), ("missed", 12), ("found", 4), ("found", 0)]


def test_changes_are_told_as_gained_and_lost() -> None:
    golds = [claim(0, 2), claim(4, 6), claim(8, 10), claim(12, 14)]
    before = judged(golds, [claim(0, 2), claim(4, 6, side="Mali"), claim(12, 14), claim(20, 21)])
    now = judged(golds, [claim(4, 6, via="A paper"), claim(8, 10), claim(12, 14), claim(30, 31)])
    told = [(one.name, one.what, (one.now or one.before).gold) for one in changes(before, now)]  # type: ignore[union-attr]
    assert told == [
        ("lost", ("found",), golds[0]),
        ("gained", ("side",), golds[1]),
        ("lost", ("via",), golds[1]),
        ("gained", ("found",), golds[2]),
        ("lost", ("spurious",), None),
        ("gained", ("spurious",), None),
    ]


spans = st.tuples(st.integers(0, 40), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_whatever_stands_where(golds: list[tuple[int, int]], said: list[tuple[int, int]]) -> None:
    verdicts = judged([claim(*one) for one in golds], [claim(*one) for one in said])
    kinds = [one.kind for one in verdicts]
    assert kinds.count("found") + kinds.count("missed") == len(golds)
    assert kinds.count("found") + kinds.count("spurious") == len(said)
    assert all(0 <= one.share <= 1 for one in scores(verdicts))
    assert changes(verdicts, verdicts) == []
