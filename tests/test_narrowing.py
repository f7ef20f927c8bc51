"""How claims are found: those of few by their series, those of many in the order of the answer; the same either way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from making import said

from claimtrack.ledger import narrowing, opening
from claimtrack.ledger.sqlite import Sqlite
from claimtrack.ledger.store import Ledger
from claimtrack.query import Query

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
        (Query(metric=("killed",), sort=("-value",), limit=5), 5, "extracted_series"),
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
