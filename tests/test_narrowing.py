"""How claims are found: those of few by their series, those of many in the order of the answer; the same either way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from making import said

from claimtrack.ledger import narrowing, opening
from claimtrack.ledger.sqlite import Sqlite
from claimtrack.ledger.store import Ledger
from claimtrack.query import Query
from claimtrack.reviews import Review

RARE = {7: "Rare", 8: "Rarer"}


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """Forty claims, of which two are by rare sources, and the first is disputed; more than 20 are many."""
    monkeypatch.setattr(narrowing, "_FEW", 20)
    with opening.in_memory() as made:
        for number in range(40):
            one = said(number, metric="killed", document=f"d{number}", source=RARE.get(number, "The Staff"),
                       verification="unstated" if number else "disputed")  # fmt: skip
            made.add(one.document, [one], "1.0", "words")
        made._db.execute("ANALYZE")
        yield made


@pytest.mark.parametrize(
    ("query", "found", "index"),
    [
        (Query(metric=("killed",), limit=5), 5, "extracted_order"),
        (Query(verification=("unstated",), limit=5), 5, "extracted_order"),
        (Query(source=("Rare",), limit=5), 1, "json_each"),
        (Query(source=("Rare", "Rarer"), limit=5), 2, "json_each"),
        (Query(metric=("killed",), source=("Rarer",), since="2022-01-01"), 1, "json_each"),
        (Query(metric=("killed",), sort=("-value",), limit=5), 5, "json_each"),
        (Query(metric=("killed",), sort=("-source",), limit=5), 5, "extracted_series"),
        (Query(verification=("disputed",), limit=5), 1, "extracted_verification"),
        (Query(source=("Rare",), until="2022-01-01"), 0, "json_each"),
    ],
    ids=str,
)
def test_what_few_say_is_looked_up_and_what_many_say_is_met(
    ledger: Ledger, query: Query, found: int, index: str
) -> None:
    rows = [row for batch in ledger.rows(query, ("id",)) for row in batch]
    condition, values = narrowing.narrowed(ledger._db, query)
    assert isinstance(ledger._db, Sqlite)
    ordered = f"SELECT id FROM numbered_claim WHERE {condition} ORDER BY as_of NULLS LAST, document, start LIMIT 5"
    plan = str(ledger._db.execute(f"EXPLAIN QUERY PLAN {ordered}", values).fetchall())
    assert len(rows) == found
    assert index in plan


@pytest.mark.parametrize("ties", [1, 1000])
@pytest.mark.parametrize("sort", [("value",), ("-value",), ("-value", "source")])
@pytest.mark.parametrize("limit", [1, 3, 4, 9, 30])
def test_the_first_by_value_are_those_of_all(
    monkeypatch: pytest.MonkeyPatch, sort: tuple[str, ...], limit: int, ties: int
) -> None:
    """Of values that many share, of ranges without one, of a claim read before and of one that was rejected."""
    monkeypatch.setattr(narrowing, "_TIES", ties)
    with opening.in_memory() as ledger:
        values: list[Any] = [5, (3, 9), 7, 5, 2, 10**19, 5, (3, 9), 7, 30, 5]
        for number, value in enumerate(values):
            one = said(value, metric="killed", document=f"d{number}", id=f"{number:04}", source=f"S{number % 3}")
            ledger.add(one.document, [one], "1.0", "words")
        again = said(6, metric="killed", document="d9", id="0009")
        ledger.add(again.document, [again], "2.0", "words")
        ledger.review([Review("0002", "reject")], "Ada", "2.0")
        query = Query(sort=sort)
        shown, every = ([*chain.from_iterable(ledger.rows(one, ("id", "value")))]
                        for one in (query._replace(limit=limit), query))  # fmt: skip
    assert len(every) == 10
    assert shown == every[:limit]
