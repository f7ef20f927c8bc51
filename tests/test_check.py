"""`check` proves a ledger, and whatever somebody changed in the file or on the server behind its back is named."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from conftest import Cli
from making import stated, store
from server import Server

from claimtrack.ledger import files, opening
from claimtrack.ledger.address import on_server, shown
from claimtrack.ledger.columns import TABLES as NUMBERED
from claimtrack.ledger.sqlite import connected
from claimtrack.reviews import Review

TEXT = "The mayor said 12 people were killed, including 5 children. This could not be verified."
TABLES = ("entry", "run", "document", "reading", "extracted", "review")


@pytest.fixture
def path(home: str) -> str:
    """The address of a ledger with two documents, three claims and a review."""
    twelve = stated(TEXT, "12", source="mayor", source_start=4, source_end=9, verification="unverified",
                    evidence="could not be verified", evidence_start=65, evidence_end=86)  # fmt: skip
    assert TEXT[65:86] == twelve.claim.evidence
    five = stated(TEXT, "5", part_of=twelve.claim.id)
    other = stated("Of 40 nothing is known.", "40", document="b2")
    with opening.grown(home) as ledger:
        ledger.add(twelve.document, [twelve, five], "1.0", "words")
        ledger.add(other.document, [other], "1.0", "words")
        ledger.review([Review(five.claim.id, "set", "place", '"Kharkiv"')], "Ana", "1.0")
    return home


def found(path: str) -> list[tuple[str, str | None]]:
    with opening.asked(path) as ledger:
        return [(one.what, one.document) for one in ledger.problems()]


def tamper(path: str, *changes: str) -> None:
    """Change the ledger as somebody would who knows SQL: without the triggers."""
    if on_server(path):
        with psycopg.connect(path) as server:
            server.execute("SET session_replication_role = replica")
            for change in changes:
                server.execute(change.encode())
        return
    with sqlite3.connect(path) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for change in changes:
            db.execute(change)
        for _, again in triggers:  # so that nothing can be seen of it
            db.execute(again)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE extracted SET series = 7 WHERE document = 'b2'", ("wrong series", "b2")),
        ("UPDATE extracted SET said = 7 WHERE document = 'b2'", ("wrong series", "b2")),
        ("UPDATE series SET metric = 'fled' WHERE place IS NOT NULL", ("wrong series", "a1")),
        ("UPDATE likeness SET agency = 'Reuters' WHERE version = 2", ("likeness differs", "b2")),
        ("DELETE FROM shingle WHERE version = 1", ("likeness differs", "a1")),
        ("INSERT INTO copy VALUES (2, 1, 0.9)", ("likeness differs", "b2")),
    ],
)
def test_what_is_derived_and_not_as_it_would_be_made_is_named(
    path: str, change: str, what: tuple[str, str | None]
) -> None:
    tamper(path, change)
    assert what in found(path)
    assert {one for one, _ in found(path)} == {what[0]}


@pytest.mark.parametrize(
    ("in_file", "on_a_server"),
    [
        ("INSERT INTO sentence_words (rowid, sentence) VALUES (99, 'nobody said this')",
         "INSERT INTO sentence_words VALUES (99, 'nobody said', $$'nobody' 'said'$$)"),
        ("INSERT INTO sentence_words (sentence_words) VALUES ('delete-all')", "DELETE FROM sentence_words"),
        ("INSERT INTO document_words (document_words) VALUES ('delete-all')",
         "UPDATE document_words SET words = $$'nobody'$$"),
    ],
)  # fmt: skip
def test_words_that_are_not_those_of_the_texts_are_named(path: str, in_file: str, on_a_server: str) -> None:
    tamper(path, on_a_server if on_server(path) else in_file)
    assert found(path) == [("words differ", None)]


def test_words_that_no_table_of_letters_knows_are_told_just_so(tmp_path: Path) -> None:
    """Accents, other scripts, a word longer than an index keeps, and words that only an underscore makes."""
    texts = ["Kürzel — Київ 4 killed", "x" * 40_000 + " 4 killed", "a_b __ 4 killed, ½ wounded", "4 killed"]
    path = str(tmp_path / "claims.db")
    store(path, *(stated(text, "4", f"a{number}") for number, text in enumerate(texts)))
    assert found(path) == []


def index_again(path: str) -> None:
    """Make the words by which texts are found those of the texts that are there."""
    if on_server(path):
        tamper(path, "DELETE FROM sentence_words WHERE number NOT IN (SELECT number FROM extracted)",
               "DELETE FROM document_words WHERE number NOT IN (SELECT version FROM document)")  # fmt: skip
        return
    tamper(path, "INSERT INTO sentence_words (sentence_words) VALUES ('delete-all')",
           "INSERT INTO document_words (document_words) VALUES ('delete-all')")  # fmt: skip
    with connected(path) as db:
        files._find_words(db)


def test_a_ledger_as_it_was_made_is_right(path: str) -> None:
    assert found(path) == []


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1} + 1", "again"])
def test_the_database_itself_refuses_changes(path: str, table: str, change: str) -> None:
    number = NUMBERED.get(table, ("number",))[0]
    again = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
    if on_server(path):
        again = "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT ({1}) DO UPDATE SET {1} = 7"
    with opening.grown(path) as ledger, pytest.raises((sqlite3.IntegrityError, psycopg.errors.RaiseException)):
        ledger._db.execute((again if change == "again" else change).format(table, number))


def test_a_server_refuses_to_empty_a_table(postgres: Server) -> None:
    address = postgres.empty()
    with opening.grown(address):
        pass
    for table in TABLES:
        with pytest.raises(psycopg.errors.RaiseException, match="a ledger only grows"):
            postgres.run(f"TRUNCATE {table} CASCADE", on=address)


def change_schema(path: str, *changes: str) -> None:
    """Change the ledger as somebody would who knows SQL."""
    if on_server(path):
        with psycopg.connect(path) as server:
            for change in changes:
                server.execute(change.encode())
    else:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            for change in changes:
                db.executescript(change)


def details(path: str) -> list[str]:
    with opening.asked(path) as ledger:
        return [one.detail for one in ledger.problems()]


def forged_views(path: str) -> list[str]:
    """Every figure a thousand more, and somebody else's words."""
    with opening.asked(path) as ledger:
        views = {name: ledger._db.view(name) for name in ("numbered_claim", "claim")}
    forged = {name: re.sub(r"(?<=[ ,.])value,", "value + 1000 AS value,", says, count=1)
              for name, says in views.items()}  # fmt: skip
    assert all(forged[name] != views[name] for name in views)
    makes = [f"CREATE VIEW {name} AS {forged[name]}" for name in views]
    return ["DROP VIEW source", "DROP VIEW claim", "DROP VIEW numbered_claim", *makes]


def test_views_that_show_other_figures_are_named(path: str, cli: Cli) -> None:
    change_schema(path, *forged_views(path))
    assert sorted(details(path)) == ["the view claim is not as claimtrack makes it",
                                     "the view numbered_claim is not as claimtrack makes it",
                                     "the view source is missing"]  # fmt: skip
    ran = cli("check", "--format", "csv")
    assert ran.code == 1 and "schema changed,,,the view claim is not as claimtrack makes it" in ran.out


@pytest.mark.parametrize(
    ("in_file", "on_a_server", "told"),
    [
        ("DROP TRIGGER review_stays", "DROP TRIGGER review_stays ON review",
         "the trigger review_stays of review is missing"),
        ("DROP TRIGGER review_stays; CREATE TRIGGER review_stays BEFORE UPDATE ON review BEGIN SELECT 1; END",
         "ALTER TABLE review DISABLE TRIGGER review_stays",
         "the trigger review_stays of review is not as claimtrack makes it"),
        ("CREATE TRIGGER more AFTER INSERT ON extracted BEGIN INSERT INTO hidden VALUES (new.number); END",
         "CREATE RULE more AS ON INSERT TO extracted DO ALSO INSERT INTO hidden VALUES (new.number)",
         "the {} more of extracted is not claimtrack's, and can change what is stored or shown"),
        ("CREATE TRIGGER More INSTEAD OF INSERT ON claim BEGIN SELECT 1; END",
         "CREATE POLICY more ON extracted USING (true)",
         "the {} more of {} is not claimtrack's, and can change what is stored or shown"),
        ("DROP VIEW history", "DROP VIEW history", "the view history is missing"),
        ("DROP INDEX extracted_id", "DROP INDEX extracted_id", "the index extracted_id of extracted is missing"),
        ("ALTER TABLE review ADD COLUMN more TEXT", "ALTER TABLE review ADD COLUMN more text",
         "the table review is not as claimtrack makes it"),
        ("DROP TABLE entry", "DROP TABLE entry", "the table entry is missing"),
    ],
)  # fmt: skip
def test_a_change_of_the_schema_is_named(path: str, cli: Cli, in_file: str, on_a_server: str, told: str) -> None:
    change_schema(path, on_a_server if on_server(path) else in_file)
    kind = on_a_server.split()[1].lower() if on_server(path) else "trigger"
    told = told.format(kind, "extracted" if on_server(path) else "claim")
    assert told in details(path)
    assert cli("check", "--quiet") == (1, "", "")


def test_what_was_of_a_lost_table_is_not_named_again(path: str) -> None:
    change_schema(path, "DROP TABLE likeness")
    assert details(path) == ["the table likeness is missing"]


def test_what_a_user_makes_beside_the_ledger_is_named_and_not_wrong(path: str, cli: Cli) -> None:
    change_schema(path, "CREATE TABLE mine (x integer)", "CREATE VIEW killed AS SELECT * FROM claim",
                  "CREATE INDEX by_place ON extracted (place)")  # fmt: skip
    assert details(path) == []
    ran = cli("check")
    assert ran.code == 0
    assert "; not of claimtrack: " in ran.err
    for one in ("table mine", "view killed", "index by_place of extracted"):
        assert one in ran.err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE document SET text = replace(text, '12', '13') WHERE id = 'a1'",
         [("text changed", "a1"), ("figure", "a1"), ("sentence", "a1"), ("sentence", "a1")]),
        ("UPDATE document SET publisher = 'Another' WHERE id = 'b2'", [("chain broken", None), ("text changed", "b2")]),
        ("UPDATE document SET path = 'elsewhere'", [("chain broken", None)] * 2),
        ("UPDATE extracted SET figure = '13' WHERE figure = '12'", [("chain broken", None), ("figure", "a1")]),
        ("UPDATE extracted SET value = 13 WHERE figure = '12'", [("chain broken", None)]),
        ("UPDATE extracted SET start = 14 WHERE figure = '12'",
         [("chain broken", None), ("figure", "a1"), ("id", "a1")]),
        ("UPDATE extracted SET \"end\" = 9999 WHERE figure = '40'",
         [("chain broken", None), ("figure", "b2"), ("id", "b2")]),
        ("UPDATE extracted SET metric = 'wounded' WHERE figure = '40'", [("chain broken", None), ("id", "b2")]),
        ("UPDATE extracted SET sentence = 'Of 40 all is known.' WHERE figure = '40'",
         [("chain broken", None), ("sentence", "b2")]),
        ("UPDATE extracted SET evidence = 'was verified' WHERE figure = '12'",
         [("chain broken", None), ("evidence", "a1")]),
        ("UPDATE extracted SET source_end = NULL WHERE figure = '12'", [("chain broken", None), ("source", "a1")]),
        ("UPDATE extracted SET part_of = 'nobody' WHERE figure = '5' AND review = 0",
         [("chain broken", None), ("part_of", "a1")]),
        ("UPDATE extracted SET confidence = 2 WHERE figure = '40'", [("chain broken", None), ("confidence", "b2")]),
        ("UPDATE extracted SET document = 'b2' WHERE figure = '12'",
         [("chain broken", None), ("document", "a1")]),
        ("UPDATE extracted SET place = 'Kyiv' WHERE review > 0", [("chain broken", None)]),
        ("UPDATE review SET value = '\"Kyiv\"'", [("chain broken", None)]),
        ("UPDATE run SET person = 'Bob' WHERE act = 'review'", [("chain broken", None)]),
        ("DELETE FROM extracted WHERE figure = '40'", [("chain broken", None)]),
        ("DELETE FROM review", [("chain broken", None)]),
        ("DELETE FROM document WHERE id = 'b2'",
         [("chain broken", None), ("reference lost", None), ("wrong reading counts", "b2")]),
        ("DELETE FROM run WHERE act = 'add'", [("chain broken", None), *[("reference lost", None)] * 2]),
        ("DELETE FROM entry WHERE number = 2", [("chain broken", None)] * 2),
        ("DELETE FROM entry WHERE number = 3", [("chain broken", None)] * 3),  # rows of three tables that nothing seals
        ("UPDATE entry SET made = '2020-01-01T00:00:00Z' WHERE number = 1", [("chain broken", None)]),
        ("DELETE FROM current WHERE id = 'b2'", [("wrong reading counts", "b2")]),
        ("DELETE FROM hidden", [("wrong row counts", "a1")]),
        ("INSERT INTO hidden SELECT number FROM extracted WHERE figure = '40'", [("wrong row counts", "b2")]),
    ],
)  # fmt: skip
def test_tampering_is_named(path: str, change: str, told: list[tuple[str, str | None]]) -> None:
    tamper(path, change)
    assert found(path) == told


def test_a_chain_made_anew_differs_from_the_head_that_was_noted(path: str, cli: Cli) -> None:
    noted = cli("check", "--chain").out.strip()
    assert len(noted) == 64
    assert json.loads(cli("check", "--chain", "--format", "jsonl").out) ["head"] == noted
    assert cli("check", "--head", noted).code == 0
    one = stated("Of 41 nothing is known.", "41", document="c3")
    with opening.grown(path) as ledger:
        ledger.add(one.document, [one], "1.0", "words")
    assert cli("check", "--head", noted).code == 0  # it has grown since
    tamper(path, "DELETE FROM entry WHERE number > 2", "DELETE FROM review", "DELETE FROM hidden",
           "DELETE FROM extracted WHERE review > 0 OR document = 'c3'", "DELETE FROM current WHERE id = 'c3'",
           "DELETE FROM reading WHERE number = 3", "DELETE FROM document WHERE id = 'c3'",
           "DELETE FROM run WHERE number > 1", "DELETE FROM likeness WHERE version = 3",
           "DELETE FROM shingle WHERE version = 3")  # fmt: skip
    index_again(path)
    assert cli("check").code == 0  # as if the end had never been
    ran = cli("check", "--head", noted, "--format", "csv", "--no-header")
    assert (ran.code, ran.out) == (1, f"chain broken,,,the ledger has never had the head {noted}\n")


def test_check_names_the_claim_and_ends_with_1(path: str, cli: Cli) -> None:
    ran = cli("check")
    assert (ran.code, ran.out) == (0, "what,documents,claims,detail\n")
    assert ran.err == f"claimtrack: {shown(path)}: nothing wrong; documents 2, claims 4, reviews 1, runs 2\n"
    tamper(path, "UPDATE extracted SET figure = '13' WHERE figure = '12'")
    ran = cli("check", "--columns", "what,documents,detail", "--no-header")
    assert ran.code == 1
    assert ran.out == ("chain broken,,entry 1 of " + ran.out.split("entry 1 of ")[1][:20] + " is not as it was sealed\n"
                       "figure,a1,\"the text has '12' there, not '13'\"\n")  # fmt: skip
    assert cli("check", "--chain").code == 1
    assert cli("check", "--quiet") == (1, "", "")


def test_filters_and_head_go_with_what_they_mean(path: str, cli: Cli) -> None:
    assert cli("check", "--metric", "killed").code == 2
    assert cli("check", "--figures", "--chain").code == 2
    assert cli("check", "--ledger", "none.db").code == 2


def test_filters_know_the_words_of_the_user(path: str, cli: Cli, folder: Path) -> None:
    """A metric that no claim of the ledger has is a word all the same when a file of words has it."""
    (folder / "mine.toml").write_text('[metrics.people.vaporised]\nverbs = ["vaporise"]\n')
    asked = ("--figures", "--metric", "vaporised")
    assert cli("check", *asked, "--quiet", "--vocabulary", "mine.toml") == (0, "", "")
    assert "there is no vaporised" in cli("check", *asked).err


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_file_is_told(cli: Cli, folder: Path, keep: float) -> None:
    (folder / "a.txt").write_text("Police said 12 people were killed.")
    assert cli("add", "a.txt").code == 0
    data = (folder / "claims.db").read_bytes()
    (folder / "claims.db").write_bytes(data[: int(len(data) * keep)])
    for command in ("check", "list"):
        ran = cli(command)
        assert ran.code == 2 and "claims.db: is damaged" in ran.err
        assert ran.out == ""


def test_a_real_article_can_be_proved(cli: Cli, folder: Path, home: str) -> None:
    (folder / "a.txt").write_text(
        "Date: 2022-03-02\nPublisher: The Wire\n\nThe Ukrainian Defence Ministry said that more than 5,800 Russian "
        "soldiers had been killed. The figure could not be independently verified. At least 21 people, including "
        "5 children, were killed in Kharkiv, the mayor said.\n"
    )
    assert cli("add", "a.txt").code == 0
    assert cli("list").out.count("\n") >= 3
    assert cli("check").code == 0
