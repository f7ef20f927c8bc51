"""Reviews: what people decide shows everywhere, outlives a better parser, and can be taken back; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from making import stated

from claimtrack.errors import ClaimtrackError
from claimtrack.ledger import growth, opening
from claimtrack.ledger.store import Ledger
from claimtrack.model import Filed
from claimtrack.query import Query
from claimtrack.record import NAMES, QUANTIFIERS, Cell, row_of
from claimtrack.reviews import Review, applied, decisions

TEXT = "The mayor said 12 people were killed and 30 wounded. Later he spoke of 15."
ANA = "Ana Petrova"


@pytest.fixture
def ledger(empty: Ledger) -> Iterator[Ledger]:
    """One document with the claims 12 killed and 30 wounded, read on 1 March."""
    twelve, thirty = stated(TEXT, "12", source="mayor"), stated(TEXT, "30", metric="wounded")
    empty.add(twelve.document, [twelve, thirty], "1.0", "words")
    yield empty
    assert list(empty.problems()) == []  # whatever a test did, the ledger can be proved


def values(ledger: Ledger, *names: str, **filters: Any) -> list[tuple[Cell, ...]]:
    query = Query(**{"other": True, **filters})
    return [tuple(row) for rows in ledger.rows(query, names) for row in rows]


def judge(ledger: Ledger, figure: str, act: str, field: str | None = None, value: str | None = None) -> int:
    every = ("accepted", "changed", "rejected", "merged", "withdrawn", "none")
    (claim,) = (row[0] for row in values(ledger, "id", "figure", reviewed=every) if row[1] == figure)
    return ledger.review([Review(str(claim), act, field, value)], ANA, "1.0").run


def read_again(ledger: Ledger, *claims: Filed, words: str = "better words") -> None:
    """The document read again by other words, which find these claims."""
    ledger.add_all([(ledger.document("a1"), claims)], "1.0", words, act="reparse")


def test_words_that_were_used_before_can_be_gone_back_to(ledger: Ledger) -> None:
    """Each reading is by other words than the one that counts, though not by new ones."""
    document = ledger.document("a1")
    found = {"words": stated(TEXT, "12"), "better words": stated(TEXT, "15")}
    for words in ("better words", "words", "better words"):
        assert not ledger.has(document, "1.0", words)
        read_again(ledger, found[words], words=words)
        assert ledger.has(document, "1.0", words)
        assert values(ledger, "figure") == [(found[words].claim.figure,)]
    ledger.undo(ANA, "1.0")
    assert values(ledger, "figure") == [("12",)]
    assert ledger.has(document, "1.0", "words") and not ledger.has(document, "1.0", "better words")


# deciding

def test_accepted_and_corrected_values_show_and_are_marked(ledger: Ledger) -> None:
    judge(ledger, "12", "set", "source", '"governor"')
    judge(ledger, "30", "accept")
    assert values(ledger, "figure", "source", "reviewed", "reviewer") == [
        ("12", "governor", "changed", ANA), ("30", None, "accepted", ANA),
    ]  # fmt: skip
    assert values(ledger, "figure", source=("governor",)) == [("12",)]
    assert values(ledger, "figure", source=("mayor",)) == []
    (found, *_) = ledger.filed(Query(other=True))
    assert ("source", f"review by {ANA}", "was mayor") in found.claim.trace


def test_what_is_rejected_is_no_answer_unless_asked_for(ledger: Ledger) -> None:
    judge(ledger, "12", "reject")
    assert values(ledger, "figure") == [("30",)]
    assert values(ledger, "figure", reviewed=("rejected",)) == [("12",)]
    assert values(ledger, "figure", reviewed=("none",)) == [("30",)]
    assert [row[4] for row in ledger.documents(Query(other=True))] == [1]


def test_the_last_decision_prevails(ledger: Ledger) -> None:
    for act in ("reject", "accept"):
        judge(ledger, "12", act)
    for place in ('"Kyiv"', '"Kharkiv"'):
        judge(ledger, "12", "set", "place", place)
    assert values(ledger, "figure", "place", "reviewed", metric=("killed",)) == [("12", "Kharkiv", "changed")]


def test_a_note_is_kept_and_changes_nothing_else(ledger: Ledger) -> None:
    judge(ledger, "12", "note", None, "ask the mayor")
    assert values(ledger, "source", "reviewed", "reviewer", metric=("killed",)) == [("mayor", None, ANA)]
    (found, *_) = ledger.filed(Query(other=True))
    assert ("review", f"note by {ANA}", "ask the mayor") in found.claim.trace


def test_a_merged_claim_is_put_aside(ledger: Ledger) -> None:
    (name,) = values(ledger, "id", metric=("killed",))
    judge(ledger, "30", "merge", None, str(name[0]))
    assert values(ledger, "figure") == [("12",)]
    assert values(ledger, "figure", reviewed=("merged",)) == [("30",)]


def test_decisions_on_claims_that_are_not_there_change_nothing(ledger: Ledger) -> None:
    (name,) = values(ledger, "id", metric=("killed",))
    with pytest.raises(ClaimtrackError, match="zzzz: no claim has this id"):
        ledger.review([Review(str(name[0]), "reject"), Review("zzzz", "accept")], ANA, "1.0")
    assert len(values(ledger, "id")) == 2 and ledger.decisions() == []


# reading again

def test_a_better_parser_supersedes_but_people_prevail(ledger: Ledger) -> None:
    judge(ledger, "12", "set", "source", '"governor"')
    read_again(ledger, stated(TEXT, "12", source="the mayor", place="Kharkiv"), stated(TEXT, "15"))
    assert values(ledger, "figure", "source", "place", "reviewed") == [
        ("12", "governor", "Kharkiv", "changed"), ("15", None, None, None),
    ]  # fmt: skip


def test_a_claim_that_people_accepted_stays_though_it_is_not_found_again(ledger: Ledger) -> None:
    judge(ledger, "30", "accept")
    read_again(ledger, stated(TEXT, "15"))
    assert values(ledger, "figure", "reviewed") == [("30", "accepted"), ("15", None)]


def test_a_rejected_claim_stays_rejected_when_it_is_found_again(ledger: Ledger) -> None:
    judge(ledger, "12", "reject")
    read_again(ledger, stated(TEXT, "12", source="the mayor"))
    assert values(ledger, "figure") == []
    read_again(ledger, words="no words at all")
    assert values(ledger, "figure", reviewed=("rejected", "withdrawn", "none")) == []


def test_a_review_is_of_the_figure_under_whatever_metric_it_is_found_again(ledger: Ledger) -> None:
    judge(ledger, "30", "set", "place", '"Kharkiv"')
    read_again(ledger, stated(TEXT, "30", metric="hospitalised"))
    assert values(ledger, "figure", "metric", "place") == [("30", "hospitalised", "Kharkiv")]


def test_a_review_holds_in_a_changed_text_only_where_its_sentence_stands(ledger: Ledger) -> None:
    judge(ledger, "12", "reject")
    for text, kept in [(TEXT.replace("mayor", "baker"), ["12"]), (TEXT, [])]:
        one = stated(text, "12")
        changed = replace(one.document, title=text)
        ledger.add(changed, [Filed(one.claim, changed, "own")], "1.0", "words")
        assert [row[0] for row in values(ledger, "figure")] == kept


def test_rereading_a_document_that_was_replaced_meanwhile_changes_nothing(ledger: Ledger) -> None:
    old = ledger.document("a1")
    new = stated("Now 99 were killed.", "99")
    ledger.add(new.document, [new], "1.0", "words")
    ledger.add_all([(old, [stated(TEXT, "15")])], "1.0", "better words", act="reparse")
    assert values(ledger, "figure") == [("99",)]


# taking back

def test_undo_takes_back_one_run_after_the_other(ledger: Ledger) -> None:
    states = [values(ledger, *NAMES)]
    judge(ledger, "12", "set", "source", '"governor"')
    states.append(values(ledger, *NAMES))
    read_again(ledger, stated(TEXT, "12", place="Kharkiv"))
    states.append(values(ledger, *NAMES))
    judge(ledger, "12", "reject")
    for act, state in [("review", states[2]), ("reparse", states[1]), ("review", states[0]), ("add", [])]:
        assert ledger.undo(ANA, "1.0").act == act
        assert values(ledger, *NAMES) == state
    with pytest.raises(ClaimtrackError, match="nothing is left to take back"):
        ledger.undo(ANA, "1.0")
    assert [(run.act, run.undoes) for run in ledger.log()][:4] == [("undo", 1), ("undo", 2), ("undo", 3), ("undo", 4)]


def test_a_claim_that_only_a_review_held_goes_when_the_review_is_taken_back(ledger: Ledger) -> None:
    run = judge(ledger, "30", "accept")
    read_again(ledger)
    assert values(ledger, "figure") == [("30",)]
    ledger.undo(ANA, "1.0", run)
    assert values(ledger, "figure") == []


def test_what_was_taken_back_can_be_added_again(ledger: Ledger) -> None:
    document, claims = ledger.document("a1"), [stated(TEXT, "12"), stated(TEXT, "30", metric="wounded")]
    ledger.undo(None, "1.0")
    assert ledger.names() == []
    assert ledger.add(document, claims, "1.0", "words").claims == {one.claim.id for one in claims}


# as it stood

def test_every_question_can_be_asked_of_an_earlier_day(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    twelve, days = stated(TEXT, "12", source="mayor"), iter(range(1, 9))
    monkeypatch.setattr(growth, "now", lambda: f"2024-03-0{next(days)}T23:59:59Z")
    with opening.grown(address) as store:
        store.add(twelve.document, [twelve], "1.0", "words")  # 1 March
        judge(store, "12", "set", "source", '"governor"')  # 2 March
        read_again(store, stated(TEXT, "12", source="baker"), stated(TEXT, "15", source="baker"))  # 3 March
        judge(store, "15", "reject")  # 4 March
        store.undo(ANA, "1.0")  # 5 March
    held = {
        "2024-02-29": [], "2024-03-01": [("12", "mayor")], "2024-03-02": [("12", "governor")],
        "2024-03-03": [("12", "governor"), ("15", "baker")], "2024-03-04": [("12", "governor")],
        "2024-03-05": [("12", "governor"), ("15", "baker")],
    }  # fmt: skip
    for day, state in held.items():
        with opening.asked(address, day) as answers:
            rows = [tuple(row) for rows in answers.rows(Query(), ("figure", "source")) for row in rows]
            assert rows == state
            assert len(answers.documents(Query())) == bool(state)
            assert sum(int(str(row[3])) for row in answers.sources(Query())) == len(state)
            assert len(answers.filed(Query())) == len(state)
    with opening.asked(address) as answers:
        assert len(answers.log()) == answers._db.execute("SELECT count(*) FROM entry").fetchone()[0] == 5


# what may be set

CELLS = dict(zip(NAMES, row_of(stated(TEXT, "12")), strict=True)) | {"trace": "[]"}


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        ("source=General Staff", {"source": "General Staff"}),
        (" Source-Kind = Military ", {"source_kind": "military"}),
        ("side=", {"side": None}),
        ("as_of=2 March 2022", {}),
        ("as_of=2022-03-03", {"as_of": "2022-03-03"}),
        ("value=1,200", {"value": 1200, "low": 1200, "high": 1200}),
        ("value=2.50", {"value": 2.5, "low": 2.5, "high": 2.5}),
        ("quantifier=at least", {"quantifier": "at_least", "high": None}),
        ("metric=killed", {}),
    ],
)
def test_what_is_set(given: str, cells: dict[str, Cell]) -> None:
    now = applied(CELLS, decisions("x", CELLS, [given]))
    assert {name: cell for name, cell in now.items() if CELLS[name] != cell and name in cells} == cells
    assert now["reviewed"] == ("changed" if cells else CELLS["reviewed"])


@pytest.mark.parametrize("quantifier", QUANTIFIERS)
def test_a_quantifier_tells_which_ends_its_value_closes(quantifier: str) -> None:
    """Every one does, so that a new one cannot pass for an exact figure."""
    ends = {"vague": set(), "range": set(), "at_least": {"low"}, "more_than": {"low"}, "at_most": {"high"},
            "less_than": {"high"}}.get(quantifier, {"low", "high"})  # fmt: skip
    cells = {**CELLS, "quantifier": None, "low": None, "high": None}
    asked = [f"quantifier={quantifier}", "value=70"] if ends else [f"quantifier={quantifier}"]
    assert {review.field for review in decisions("x", cells, asked)} - {"quantifier", "value"} == ends


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("source", "write field=value"),
        ("sauce=x", "sauce cannot be set; did you mean source"),
        ("figure=13", "figure cannot be set"),
        ("metric=", "metric cannot be empty"),
        ("verification=sure", "there is no sure"),
        ("value=many", "'many' is not a number"),
        ("value=1e999999999", "is not a number"),
        ("as_of=tomorrow", "is not a date"),
    ],
)
def test_what_cannot_be_set_is_told(given: str, why: str) -> None:
    with pytest.raises(ClaimtrackError, match=why):
        decisions("x", CELLS, [given])
