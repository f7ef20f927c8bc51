"""What a question asks of the claims: every filter, parsed. A NamedTuple because it is made at every start."""

from __future__ import annotations

from typing import NamedTuple


class Query(NamedTuple):
    """Claims that pass every filter; within one filter any value will do. An empty filter lets all pass.

    Names (side, source, source_side, publisher, place) are compared folded; "none" asks for what the text
    does not say. Days are ISO strings and bound `as_of`. `low` and `high` bound the figure as a whole: its
    value, or the interval of a range. Without `reviewed`, claims that a review put aside are left out.
    `of_side` are sources with the side they speak for: names that others bear too; they pass beside those of `source`.
    `other` lets background figures in. `sort` names columns, "-" before one for descending order.
    """

    metric: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    source_kind: tuple[str, ...] = ()
    source_side: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    verification: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()
    reviewed: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    low: int | float | None = None
    high: int | float | None = None
    match: str | None = None
    other: bool = False
    sort: tuple[str, ...] = ()
    limit: int | None = None
    of_side: tuple[tuple[str, str], ...] = ()


# The filters whose values come from a closed set of words, and those that compare names.
CODES = ("metric", "category", "source_kind", "stance", "verification", "counting", "reviewed")
NAMES = ("side", "source", "source_side", "publisher", "place")
NONE = "none"  # as a filter's value: the text does not say
