"""The ledger: what is added comes back, nothing is lost or changed, and every filter keeps what it should."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import said

from claimtrack.errors import LOCKED, TROUBLE, ClaimtrackError
from claimtrack.ledger import files, opening
from claimtrack.ledger.answers import Answers
from claimtrack.ledger.columns import TABLES
from claimtrack.ledger.store import Added, Ledger
from claimtrack.model import Claim, Document, Filed
from claimtrack.query import Query
from claimtrack.record import COLUMNS, NAMES, exact, number

RUN = ("1.0", "words")


@pytest.fixture
def ledger(empty: Ledger) -> Ledger:
    return empty


def store(ledger: Ledger, *filed: Filed) -> None:
    """Add claims, all those of one document together."""
    documents = {one.claim.document: one.document for one in filed}
    for name, document in documents.items():
        ledger.add(document, [one for one in filed if one.claim.document == name], *RUN)


def figures(ledger: Answers, **filters: Any) -> list[object]:
    """The figures that a query keeps, in its order."""
    query, _ = ledger.spelled(Query(**filters))
    return [row[0] for rows in ledger.rows(query, ("figure",)) for row in rows]


def dump(path: Path) -> list[str]:
    """All that a ledger's file holds."""
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def held(address: str, question: str) -> list[Any]:
    """What the tables of a ledger hold."""
    with opening.asked(address) as ledger:
        return ledger._db.execute(question).fetchall()


# round trip

numbers = st.one_of(
    st.none(),
    st.integers(0, 10**25),
    st.decimals(min_value=0, max_value=10**20, allow_nan=False, allow_infinity=False, places=4),
)
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
maybe = st.one_of(st.none(), texts)
days = st.one_of(st.none(), st.dates())
_BY_KIND = {"integer": st.integers(0, 10**6), "number": numbers, "date": days}


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    fields: dict[str, Any] = {}
    for column in COLUMNS[: NAMES.index("stance")]:
        fields[column.name] = draw(_BY_KIND.get(column.kind, maybe if column.empty else texts))
    fields |= {"confidence": draw(st.floats(0, 1)), "trace": tuple(draw(st.lists(st.tuples(texts, texts, texts))))}
    return Claim(**fields)


@settings(max_examples=60)
@given(claims(), maybe, days, texts)
def test_a_claim_comes_back_as_it_was_added(claim: Claim, title: str | None, day: date | None, stance: str) -> None:
    document = Document(claim.document, "text", title, day, url=title)
    with opening.in_memory() as ledger:
        ledger.add(document, [Filed(claim, document, stance)], *RUN)
        (found,) = ledger.filed(Query(other=True))
        alone = ledger.claim(claim.id)
    assert found == Filed(claim, replace(document, text=""), stance)
    assert found.claim.trace == claim.trace
    assert alone.document == document


@given(numbers.filter(lambda value: value is not None))
def test_a_number_is_a_cell_that_prints_plainly_and_exactly(value: int | Decimal) -> None:
    cell = number(value)
    assert exact(cell) == value
    assert set(str(cell)) <= set("0123456789.")


@pytest.mark.parametrize(
    ("value", "cell"),
    [(12, 12), (Decimal("2.50"), 2.5), (Decimal("1E+3"), 1000), (Decimal("0.00001"), "0.00001"), (2**63, str(2**63))],
)
def test_number(value: int | Decimal, cell: object) -> None:
    assert number(value) == cell and type(number(value)) is type(cell)


# adding

def test_adding_again_changes_nothing(address: str) -> None:
    one = said(5)
    states = []
    for _ in range(2):
        with opening.grown(address) as ledger:
            store(ledger, one)
            states.append([ledger._db.execute(f"SELECT * FROM {table}").fetchall() for table in ("entry", *TABLES)])
    with opening.grown(address) as ledger:
        assert ledger.has(one.document, *RUN)
        assert ledger.add(one.document, [one], *RUN) == Added(frozenset(), False)
    assert states[0] == states[1]


def test_adding_tells_which_claims_are_new(ledger: Ledger) -> None:
    first, second = said(5), said(6)
    assert ledger.add(first.document, [first], *RUN) == Added(frozenset({first.claim.id}), False)
    assert ledger.add(first.document, [first, second], "1.1", "words") == Added(frozenset({second.claim.id}), False)


def test_a_new_reading_supersedes_and_keeps_the_old(address: str) -> None:
    old, new = said(5), said(6)
    with opening.grown(address) as ledger:
        ledger.add(old.document, [old], *RUN)
        ledger.add(old.document, [new], "1.0", "more words")
        assert figures(ledger) == ["6"]
    assert held(address, "SELECT figure FROM extracted ORDER BY figure") == [("5",), ("6",)]
    assert held(address, "SELECT count(*) FROM document") == [(1,)]


def test_a_changed_text_under_the_same_id_supersedes_and_is_told(ledger: Ledger) -> None:
    old, new = said(5), said(6)
    ledger.add(old.document, [old], *RUN)
    changed = replace(new.document, text="another")
    assert ledger.add(changed, [Filed(new.claim, changed, "own")], *RUN).replaced
    assert figures(ledger) == ["6"]


def test_any_order_of_documents_gives_the_same_ledger() -> None:
    filed = [said(number, document=name, on=f"2022-03-0{number}") for number, name in enumerate("cab", 1)]
    seen = []
    for order in permutations(filed):
        with opening.in_memory() as ledger:
            store(ledger, *order)
            seen.append(([row for rows in ledger.rows(Query(), (*NAMES, "trace")) for row in rows],
                         ledger.documents(Query()), ledger.sources(Query())))  # fmt: skip
    assert all(one == seen[0] for one in seen)


def test_trouble_in_the_midst_leaves_nothing(address: str) -> None:
    twice = said(5)
    with opening.grown(address) as ledger:
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
            ledger.add(twice.document, [twice, twice], *RUN)
        assert ledger.documents(Query()) == []
        store(ledger, twice)
        assert figures(ledger) == ["5"]


@pytest.mark.parametrize("table", ["document", "run", "reading", "extracted"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {} = 7"])
def test_a_ledger_only_grows(ledger: Ledger, table: str, change: str) -> None:
    store(ledger, said(5))
    refused = (sqlite3.IntegrityError, psycopg.errors.RaiseException)
    with pytest.raises(refused, match="a ledger only grows"):
        ledger._db.execute(change.format(table, TABLES[table][0]))


def test_two_processes_at_once_lose_nothing(address: str) -> None:
    program = (
        "import sys; from claimtrack.ledger import opening; from making import said\n"
        "with opening.grown(sys.argv[1]) as ledger:\n"
        "    for n in range(40):\n"
        "        one = said(n, document=f'{sys.argv[2]}{n}', id=f'{sys.argv[2]}{n}')\n"
        "        ledger.add(one.document, [one], '1', 'w')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    running = [
        subprocess.Popen([sys.executable, "-c", program, address, name], env=environment) for name in ("a", "b")
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    with opening.asked(address) as ledger:
        assert len(figures(ledger)) == 80


# opening

def test_a_question_makes_no_file_and_names_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "claims.db").touch()
    with pytest.raises(ClaimtrackError, match=r"claim\.db: no such ledger; in the same folder there is claims\.db"):
        opening.asked(str(tmp_path / "claim.db")).__enter__()
    assert os.listdir(tmp_path) == ["claims.db"]


def test_a_question_leaves_no_files_behind(tmp_path: Path) -> None:
    with opening.grown(str(tmp_path / "a.db")) as ledger:
        store(ledger, said(5))
    with opening.asked(str(tmp_path / "a.db")) as ledger:
        assert figures(ledger) == ["5"]
    assert os.listdir(tmp_path) == ["a.db"]


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be told from one: " + b"x" * 100])
def test_what_is_no_ledger_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(ClaimtrackError, match="is not a ledger") as caught, opening.asked(str(path)):
        pass
    assert caught.value.code == TROUBLE
    assert path.read_bytes() == content


@pytest.mark.parametrize("way", [opening.asked, opening.grown])
def test_another_database_is_refused_and_left_alone(tmp_path: Path, way: Any) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE claim (id)")
    before = dump(path)
    with pytest.raises(ClaimtrackError, match="is not a ledger but some other database"), way(str(path)):
        pass
    assert dump(path) == before


@pytest.mark.parametrize("way", [opening.asked, opening.grown])
def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path, way: Any) -> None:
    path = tmp_path / "a.db"
    with opening.grown(str(path)):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ClaimtrackError, match=r"written by a newer claimtrack .*nothing was changed") as caught:
        way(str(path)).__enter__()
    assert caught.value.code == LOCKED


def test_a_locked_ledger_is_told_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    with opening.grown(str(path)):
        pass
    monkeypatch.setattr(files, "_PATIENCE", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        pytest.raises(ClaimtrackError, match="locked by another process; nothing was changed") as caught,
        opening.grown(str(path)) as ledger,
    ):
        store(ledger, said(5))
    other.close()
    assert caught.value.code == LOCKED
    with opening.asked(str(path)) as ledger:
        assert figures(ledger) == []


# asking

@pytest.fixture
def war(ledger: Ledger) -> Ledger:
    """Five claims that differ in what the filters look at."""
    store(
        ledger,
        said(1, on="2022-02-24", metric="killed", category="civilians", side="Ukraine", source="Volodymyr Zelensky",
             source_kind="government", source_side="Ukraine", stance="own", publisher="The Wire", document="wire-1",
             place="Kharkiv", verification="unverified", sentence="One died in the café."),
        said(20, on="2022-03-01", side="Russia", source="General Staff", source_kind="military",
             source_side="Ukraine", stance="adversary", publisher="Harbour Post", document="post-1",
             place="Kharkiv region", counting="cumulative", sentence="They lost 20."),
        said(300, "at_least", on="2022-03-02", metric="fled", category="people", side="South Sudan", source=None,
             counting=None, document="wire-2", place=None, publisher="The Wire", sentence="300 fled."),
        said((4000, 5000), on=None, side="Sudan", source="UN", source_kind="igo", source_side="United Nations",
             stance="third_party", publisher=None, document="post-2", verification="verified", sentence="Many."),
        said(50, metric="other", category="other", side=None, on="2022-03-03", document="wire-2",
             publisher="The Wire", sentence="Half of it."),
    )  # fmt: skip
    return ledger


RANGE = "(4000, 5000)"


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({}, ["1", "20", "300", RANGE]),
        ({"other": True}, ["1", "20", "300", "50", RANGE]),
        ({"metric": ("other",)}, ["50"]),
        ({"metric": ("killed", "fled")}, ["1", "300"]),
        ({"category": ("civilians",)}, ["1"]),
        ({"side": ("the RUSSIA",)}, ["20"]),
        ({"side": ("sudan",)}, [RANGE]),
        ({"source": ("zelensky",)}, ["1"]),
        ({"source": ("none",)}, ["300"]),
        ({"source": ("none", "staff")}, ["20", "300"]),
        ({"source": ("lens",)}, []),
        ({"source_kind": ("igo", "military")}, ["20", RANGE]),
        ({"source_side": ("Ukraine",)}, ["1", "20"]),
        ({"stance": ("third_party",)}, [RANGE]),
        ({"publisher": ("wire",)}, ["1", "300"]),
        ({"publisher": ("none",)}, [RANGE]),
        ({"place": ("kharkiv",)}, ["1", "20"]),
        ({"place": ("none",)}, ["300", RANGE]),
        ({"verification": ("verified", "unverified")}, ["1", RANGE]),
        ({"counting": ("none",)}, ["300"]),
        ({"document": ("wire-1",)}, ["1"]),
        ({"document": ("wire",)}, ["1", "300"]),
        ({"document": ("wir",)}, []),
        ({"since": "2022-03-01"}, ["20", "300"]),
        ({"until": "2022-03-01"}, ["1", "20"]),
        ({"since": "2022-03-01", "until": "2022-03-01"}, ["20"]),
        ({"low": 300}, ["300", RANGE]),
        ({"low": 4001}, []),
        ({"high": 20.5}, ["1", "20"]),
        ({"high": 4999}, ["1", "20", "300"]),
        ({"low": 10, "high": 5000}, ["20", "300", RANGE]),
        ({"match": "CAFE"}, ["1"]),
        ({"match": "lost 20"}, ["20"]),
        ({"sort": ("-value",)}, ["300", "20", "1", RANGE]),
        ({"sort": ("publisher", "-as_of")}, ["20", "300", "1", RANGE]),
        ({"limit": 2}, ["1", "20"]),
        ({"limit": 0}, []),
    ],
)  # fmt: skip
def test_filters(war: Ledger, filters: dict[str, Any], kept: list[str]) -> None:
    assert figures(war, **filters) == kept


def test_names_the_ledger_does_not_have_are_remarked(war: Ledger) -> None:
    _, remarks = war.spelled(Query(source=("zelensky", "Volodymir Zelenski"), place=("Kherson",), side=("none",)))
    assert remarks == [
        "no claim has the source Volodymir Zelenski; did you mean Volodymyr Zelensky?",
        "no claim has the place Kherson",
    ]


def test_words_are_known_when_a_claim_has_them(war: Ledger) -> None:
    assert war.has_word("metric", "fled") and war.has_word("category", "civilians")
    assert not war.has_word("metric", "kiled")


def test_a_claim_is_found_by_the_first_letters_of_its_id(ledger: Ledger) -> None:
    store(ledger, said(5, id="abcd1"), said(6, id="abcd2"), said(7, id="abcdx", document="b"), said(8, id="abc"))
    assert ledger.claim("abcdx").claim.figure == "7"
    assert ledger.claim("abc").claim.figure == "8"  # whole, though short
    for prefix, why in [("abcd", "more than one claim begins so: abcd1, abcd2, abcdx"), ("ab", "at least 4 letters"),
                        ("zzzz", "no claim has this id"), ("ABCD1", "no claim has this id")]:  # fmt: skip
        with pytest.raises(ClaimtrackError, match=why):
            ledger.claim(prefix)


def test_sources_and_documents_are_counted(war: Ledger) -> None:
    query = Query(publisher=("The Wire",), other=True)
    assert war.sources(query) == [
        (None, None, None, 2, 1, "2022-03-02", "2022-03-03", "fled other", 2, None),
        ("Volodymyr Zelensky", "government", "Ukraine", 1, 1, "2022-02-24", "2022-02-24", "killed", 1, None),
    ]
    counts = [(row[0], row[4]) for row in war.documents(Query())]
    assert counts == [("post-1", 1), ("post-2", 1), ("wire-1", 1), ("wire-2", 1)]
    assert [row[0] for row in war.documents(Query(metric=("killed",)))] == ["wire-1"]


def test_a_document_without_claims_is_listed_until_a_filter_asks_for_claims(ledger: Ledger) -> None:
    ledger.add(Document("quiet", "Nothing."), [], *RUN)
    assert ledger.documents(Query()) == [("quiet", None, None, None, 0, None, 1, 1, None)]
    assert ledger.documents(Query(metric=("killed",))) == []


def test_the_view_has_the_columns_of_every_output(tmp_path: Path) -> None:
    with opening.grown(str(tmp_path / "a.db")):
        pass
    ordered = "SELECT * FROM claim ORDER BY as_of NULLS LAST, document, start"
    with sqlite3.connect(tmp_path / "a.db") as connection:
        names = [row[0] for row in connection.execute(ordered).description]
        plan = str(connection.execute(f"EXPLAIN QUERY PLAN {ordered}").fetchall())
    assert names == [*NAMES, "trace"]
    assert "extracted_order" in plan and "TEMP B-TREE" not in plan  # the first row comes at once


def test_the_versions_of_each_document_are_counted_from_an_index() -> None:
    asked: list[str] = []
    with opening.in_memory() as ledger:
        connection = ledger._db
        assert isinstance(connection, sqlite3.Connection)
        connection.set_trace_callback(asked.append)
        ledger.documents(Query())
        connection.set_trace_callback(None)
        question = next(sql for sql in asked if "AS one" in sql)
        plan = str(connection.execute(f"EXPLAIN QUERY PLAN {question}").fetchall())
    assert "SEARCH one USING" in plan
