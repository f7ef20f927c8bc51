"""Two readings of one article: what is new or changed, came or went."""

from __future__ import annotations

from typing import Any

from making import said

from claimtrack.record import NAMES, Row, row_of
from claimtrack.rereading import compared, renewed


def row(value: int, **more: Any) -> Row:
    return row_of(said(value, **{"figure": str(value), "metric": "killed", **more}))


def told(before: list[Row], after: list[Row]) -> list[tuple[str, Any, Any]]:
    figure = NAMES.index("figure")
    return [(change, was, row[figure]) for change, was, row in renewed(before, after)]


def test_a_claim_that_only_moved_in_the_text_is_not_new() -> None:
    assert told([row(12, start=4, end=6)], [row(12, start=40, end=42)]) == []


def test_a_figure_in_place_of_another_is_changed_and_any_other_is_new() -> None:
    before = [row(12), row(3, metric="wounded")]
    after = [row(15), row(3, metric="wounded"), row(7, metric="captured")]
    assert told(before, after) == [("changed", "12", "15"), ("new", None, "7")]


def test_one_figure_that_went_explains_one_change_only() -> None:
    assert told([row(12)], [row(15), row(16)]) == [("changed", "12", "15"), ("new", None, "16")]
    assert told([row(12)], [row(12), row(15)]) == [("new", None, "15")]  # 12 is still there


def test_the_same_said_twice_is_new_once_when_it_stood_once() -> None:
    assert told([row(12)], [row(12), row(12, start=30)]) == [("new", None, "12")]


def test_claims_are_compared_by_their_ids_in_the_order_of_the_text() -> None:
    a, b, c, d = (row(n, start=start, id="abcd"[n - 1]) for n, start in ((1, 20), (2, 10), (3, 0), (4, 5)))
    before = {"a": a, "b": b, "c": c}
    after = {"a": row(1, start=20, id="a", metric="wounded"), "c": c, "d": d}
    assert [(change, fields) for change, fields, _ in compared(before, after)] == [
        ("stays", None), ("came", None), ("gone", None), ("changed", "metric"),
    ]  # fmt: skip
