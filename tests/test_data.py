"""The sample data: dispatches and their gold agree with each other and use only the values that the columns allow."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent.parent / "data"
GOLD: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "gold" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
]
each_dispatch = pytest.mark.parametrize("doc", GOLD, ids=lambda doc: doc["id"])

ALLOWED = {
    "quantifier": "exact about nearly at_least more_than at_most less_than range vague",
    "metric": "killed wounded casualties lost missing captured detained abducted released displaced fled evacuated"
    " returned rescued trapped hospitalised affected in_need deployed surrendered protesting destroyed damaged"
    " launched intercepted delivered occurred found",
    "category": "people civilians troops officers fighters police children women medics journalists aid_workers"
    " peacekeepers hostages prisoners protesters migrants refugees families workers students passengers officials"
    " tanks armoured_vehicles vehicles artillery rocket_launchers air_defence aircraft helicopters drones missiles"
    " bombs ships equipment buildings homes schools hospitals settlements bases attacks clashes sorties violations"
    " area other",
    "source_kind": "government military armed_group emergency igo ngo media expert witness court company other",
    "modality": "recorded estimated projected superseded stated",
    "counting": "new cumulative current",
    "verification": "verified confirmed provisional unverified disputed unstated",
}
NULLABLE = {"source_kind", "counting"}
KEYS = {
    "context", "figure", "start", "end", "quantifier", "value", "low", "high", "metric", "category", "side", "actor",
    "place", "source", "source_kind", "via", "modality", "counting", "verification", "verified_by", "evidence", "as_of",
    "part_of",
}  # fmt: skip


def choices(value: Any) -> list[Any]:
    """The right answers of one gold field: a list is alternatives."""
    return value if isinstance(value, list) else [value]


def asserted(doc: dict[str, Any]) -> list[dict[str, Any]]:
    """The claims of a dispatch without the background figures."""
    return [claim for claim in doc["claims"] if not claim.get("optional")]


def test_there_is_enough_to_compare() -> None:
    assert len(GOLD) >= 12
    assert len({doc["publisher"] for doc in GOLD}) >= 5
    assert len({doc["date"] for doc in GOLD}) >= 10
    assert all(asserted(doc) for doc in GOLD)
    standings = {choices(claim["verification"])[0] for doc in GOLD for claim in asserted(doc)}
    assert standings == set(ALLOWED["verification"].split())


def test_every_article_has_gold_and_the_reverse() -> None:
    assert [doc["id"] for doc in GOLD] == sorted(path.stem for path in (DATA / "articles").glob("*.txt"))


@each_dispatch
def test_gold_repeats_its_article(doc: dict[str, Any]) -> None:
    head, text = (DATA / "articles" / f"{doc['id']}.txt").read_text(encoding="utf-8").split("\n\n", 1)
    header = dict(line.split(": ", 1) for line in head.splitlines())
    assert header == {k.title() if k != "url" else "URL": doc[k] for k in ("title", "date", "publisher", "url")}
    assert doc["text"] == text
    assert "2022-02-24" <= date.fromisoformat(doc["date"]).isoformat() <= "2022-03-31"
    assert doc["id"].startswith(doc["date"])


@each_dispatch
def test_spans_are_in_order_and_apart(doc: dict[str, Any]) -> None:
    spans = [(claim["start"], claim["end"]) for claim in doc["claims"]]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@each_dispatch
def test_span_reads_as_the_figure(doc: dict[str, Any]) -> None:
    for claim in doc["claims"]:
        assert doc["text"][claim["start"] : claim["end"]] == claim["figure"]
        assert doc["text"].count(claim["context"]) == 1, claim
        assert claim["figure"] in claim["context"]


@each_dispatch
def test_values_are_allowed(doc: dict[str, Any]) -> None:
    for claim in asserted(doc):
        assert set(claim) == KEYS, claim
        for key, allowed in ALLOWED.items():
            said = set(choices(claim[key])) - ({None} if key in NULLABLE else set())
            assert said <= set(allowed.split()), (key, claim)
        assert all(date.fromisoformat(day) <= date.fromisoformat(doc["date"]) for day in choices(claim["as_of"])), claim
        wholes = {other["figure"] for other in asserted(doc) if other["start"] != claim["start"]}
        assert set(choices(claim["part_of"])) - {None} <= wholes, claim


@each_dispatch
def test_standing_has_evidence_and_a_kind_has_a_source(doc: dict[str, Any]) -> None:
    for claim in asserted(doc):
        assert claim["evidence"] is None or claim["evidence"] in doc["text"], claim
        assert claim["evidence"] is not None or choices(claim["verification"]) == ["unstated"], claim
        assert (None in choices(claim["source"])) == (None in choices(claim["source_kind"])), claim


@each_dispatch
def test_bounds_follow_from_the_quantifier(doc: dict[str, Any]) -> None:
    for claim in asserted(doc):
        value, low, high = claim["value"], claim["low"], claim["high"]
        match claim["quantifier"]:
            case "at_least" | "more_than":
                assert (low, high) == (value, None), claim
            case "at_most" | "less_than":
                assert (low, high) == (None, value), claim
            case "range" | "vague":
                assert value is None, claim
                assert low < high, claim
            case _:
                assert low == high == value, claim
