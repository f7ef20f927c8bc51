"""A ledger on a PostgreSQL server: its troubles in plain lines, many at once, who may do what, and its indexes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from conftest import Cli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import said, stated
from server import GUARDED, Server
from test_faults import article, call, start

from claimtrack.errors import CANNOT_WRITE, LOCKED, TROUBLE, ClaimtrackError
from claimtrack.ledger import opening
from claimtrack.ledger.address import shown
from claimtrack.ledger.database import Found, Values
from claimtrack.ledger.postgres import opening as on_server
from claimtrack.ledger.postgres.connection import Postgres
from claimtrack.model import Document
from claimtrack.names import fold
from claimtrack.query import Query

SECRET = "s3cret"
RUN = ("1.0", "words")
_numbers = count(1)


@pytest.fixture
def address(postgres: Server) -> str:
    """An empty place for a ledger on the server."""
    return postgres.empty()


def add(address: str, document: str = "a1") -> None:
    one = stated("Police said 12 people were killed.", "12", document=document)
    with opening.grown(address) as ledger:
        ledger.add(one.document, [one], *RUN)


# its address

@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("claims.db", "claims.db"),
        ("postgresql:/claims.db", "postgresql:/claims.db"),
        ("postgresql://host/claims", "postgresql://host/claims"),
        ("postgres://ana@host:5433/claims", "postgres://ana@host:5433/claims"),
        (f"postgresql://ana:{SECRET}@host/claims", "postgresql://ana@host/claims"),
        (f"postgresql://ana:{SECRET}@[::1]:5433/claims", "postgresql://ana@[::1]:5433/claims"),
        (f"postgresql://ana:{SECRET}@one:1,two:2/claims", "postgresql://ana@one:1,two:2/claims"),
        (f"postgresql://ana@host/claims?password={SECRET}&sslmode=require", "postgresql://ana@host/claims"),
        (f"postgresql://ana:a@{SECRET}@host/claims", "postgresql://ana@host/claims"),
        (f"postgresql://ana:a/{SECRET}@host/claims", "postgresql://ana@host/claims"),
        (f"postgresql://ana:a?{SECRET}@host/claims", "postgresql://ana@host/claims"),
        (f"postgresql://ana:{SECRET}/claims", "postgresql://ana/claims"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, name: str) -> None:
    assert shown(address) == name


def test_what_is_said_of_a_ledger_has_no_password(cli: Cli, address: str, folder: Path) -> None:
    secret = address.replace("postgres@", f"postgres:{SECRET}@")
    (folder / "a.txt").write_text("Police said 12 people were killed in Kharkiv.\n")
    for command in (["add", "a.txt"], ["check"], ["undo"], ["reparse"], ["list"]):
        ran = cli(*command, "--ledger", secret)
        assert ran.code == 0
        assert SECRET not in ran.err + ran.out
        assert command == ["list"] or ran.err.startswith("claimtrack: postgresql://postgres@/postgres: ")


# its troubles

def told(cli: Cli, address: str, *command: str) -> tuple[int, str]:
    """The exit code and the one line of trouble, without its beginning."""
    ran = cli(*(command or ("list",)), "--ledger", address)
    assert ran.err.count("\n") == 1 and ran.out == "" and SECRET not in ran.err
    return ran.code, ran.err.removeprefix(f"claimtrack: {shown(address)}: ").removesuffix("\n")


def test_a_server_that_is_not_there_is_told(cli: Cli) -> None:
    for place in ("127.0.0.1:1/claims", "/claims?host=/nowhere", "nowhere.invalid/claims"):
        assert told(cli, f"postgresql://ana:{SECRET}@{place}") == (TROUBLE, "the server cannot be reached")


@pytest.mark.parametrize("wrong", [f"postgresql://ana:{SECRET}", f"postgresql://ana:a@{SECRET}@h/x?y",
                                   "postgresql://[x/y", f"postgresql://h/x?{SECRET}=1"])  # fmt: skip
def test_an_address_that_is_none_is_told(cli: Cli, wrong: str) -> None:
    code, line = told(cli, wrong)
    assert code == TROUBLE
    assert line in ("not an address: write postgresql://user@host/name", "the server cannot be reached")


def test_who_is_not_let_in_is_told(cli: Cli, postgres: Server) -> None:
    postgres.run(f"DROP ROLE IF EXISTS {GUARDED}", f"CREATE ROLE {GUARDED} LOGIN PASSWORD 'right'")
    asked = postgres.address(user=f"{GUARDED}:{SECRET}")
    assert told(cli, asked) == (TROUBLE, f'the server refuses: password authentication failed for user "{GUARDED}"')
    code, line = told(cli, postgres.address(user=GUARDED))
    assert code == TROUBLE and "the server" in line
    code, line = told(cli, postgres.address(user=f"{GUARDED}:right"))
    assert (code, line) == (TROUBLE, "no such ledger; make one with claimtrack add")
    code, line = told(cli, postgres.address().replace("/postgres?", "/nothing?"))
    assert (code, line) == (TROUBLE, 'the server refuses: database "nothing" does not exist')


def test_a_place_without_a_ledger_is_told(cli: Cli, address: str, postgres: Server) -> None:
    for command in (["list"], ["check"], ["undo"], ["reparse"]):
        assert told(cli, address, *command) == (TROUBLE, "no such ledger; make one with claimtrack add")
    none = postgres.address("not_there")
    assert told(cli, none, "undo") == (TROUBLE, "the schema is not there; CREATE SCHEMA makes it")
    postgres.run("CREATE TABLE things (x int)", on=address)
    code, line = told(cli, address, "undo")
    assert code == TROUBLE and "holds other tables; give the ledger one of its own" in line
    assert postgres.run("SELECT count(*) FROM things", on=address) == [(0,)]


def test_a_newer_ledger_is_told(cli: Cli, address: str, postgres: Server) -> None:
    add(address)
    postgres.run("INSERT INTO ledger_version VALUES (99)", on=address)
    code, line = told(cli, address)
    assert code == LOCKED and line.startswith("written by a newer claimtrack (ledger version 99, this one knows 3)")


def test_a_ledger_of_version_1_is_brought_up_when_something_is_added(
    cli: Cli, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = on_server.steps()
    with monkeypatch.context() as then:
        then.setattr(on_server, "steps", lambda: steps[:1])
        add(address)
        with opening.grown(address) as ledger:
            ledger._db.execute("INSERT INTO shingle VALUES (7, 1)")  # a sample as it was taken then
    code, line = told(cli, address)
    assert (code, line) == (TROUBLE, "of an older version; the next add brings it to the newest")
    add(address, "b2")
    with opening.asked(address) as answers:
        assert list(answers.problems()) == []
        assert sum(len(rows) for rows in answers.rows(Query(), ("id",))) == 2


def test_without_psycopg_the_way_out_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, line = told(cli, f"postgresql://ana:{SECRET}@host/claims")
    assert (code, line) == (TROUBLE, "for PostgreSQL psycopg is missing: pip install 'claimtrack[postgres]'")


def test_who_waits_too_long_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(address)
    monkeypatch.setattr(on_server, "_PATIENCE", 1)
    with opening.grown(address) as first, first._db.writing():
        with pytest.raises(ClaimtrackError, match="is locked by another process; nothing was changed") as caught:
            add(address, document="b2")
        assert caught.value.code == LOCKED
        with opening.asked(address) as reader:  # who asks does not wait
            assert reader.names() == ["a1"]


def test_a_lost_connection_is_told_and_nothing_is_half_stored(address: str, postgres: Server) -> None:
    add(address)
    one = stated("Of 40 nothing is known.", "40", document="b2")
    lost = pytest.raises(ClaimtrackError, match="the connection to the server was lost")
    with lost as caught, opening.grown(address) as ledger, ledger._transaction() as growth:
        growth.put("run", growth.number, *RUN, growth.made, "add", None, None)
        (pid,) = ledger._db.execute("SELECT pg_backend_pid()").fetchone()
        postgres.run(f"SELECT pg_terminate_backend({pid})")
        ledger.add(one.document, [one], *RUN)
    assert caught.value.code == TROUBLE
    with opening.asked(address) as answers:
        assert len(answers.log()) == 1 and list(answers.problems()) == []


def test_a_full_disk_and_others_are_told(address: str) -> None:
    for error, code, text in [
        (psycopg.errors.DiskFull, CANNOT_WRITE, "cannot be written: the server's disk is full"),
        (psycopg.errors.ReadOnlySqlTransaction, TROUBLE, "cannot be written: the server takes no changes"),
        (psycopg.errors.QueryCanceled, TROUBLE, "the server stopped, for it took longer than the server allows"),
    ]:
        with pytest.raises(ClaimtrackError, match=text) as caught, opening.grown(address):
            raise error("…")
        assert caught.value.code == code


# who may do what

@pytest.fixture
def guarded(postgres: Server, address: str) -> Iterator[str]:
    """The address of a ledger of two claims for somebody who may do nothing there yet but log in."""
    add(address)
    role = f"role_{next(_numbers)}"
    postgres.run(f"CREATE ROLE {role} LOGIN")
    schema = address.rpartition("%3D")[2]
    yield postgres.address(schema, role)


def test_rights_to_ask_and_to_add_can_be_given(guarded: str, address: str, cli: Cli, postgres: Server) -> None:
    role, schema = guarded.partition("@")[0].rpartition("/")[2], guarded.rpartition("%3D")[2]
    assert told(cli, guarded)[0] == TROUBLE
    every = f"ON ALL TABLES IN SCHEMA {schema} TO {role}"
    postgres.run(f"GRANT USAGE ON SCHEMA {schema} TO {role}", f"GRANT SELECT {every}")
    for command in (["list", "--quiet"], ["list", "--as-known-on", "2024-01-01"], ["check", "--quiet"]):
        assert cli(*command, "--ledger", guarded).code == 0
    assert told(cli, guarded, "undo") == (TROUBLE, "cannot be read or written: no permission")
    postgres.run(f"GRANT INSERT {every}", f"GRANT DELETE ON {schema}.current TO {role}")
    add(guarded, document="b2")
    assert cli("undo", "--ledger", guarded).code == 0
    assert cli("check", "--ledger", address).code == 0


# many at once

def papers(folder: Path, name: str, numbers: Sequence[int]) -> str:
    lines = (json.dumps(article(number) | {"id": f"{name} {number}"}) + "\n" for number in numbers)
    (folder / f"{name}.jsonl").write_text("".join(lines))
    return f"{name}.jsonl"


def held(address: str) -> dict[str, int]:
    """How many claims each document has in a ledger of which nothing is wrong."""
    with opening.asked(address) as ledger:
        assert list(ledger.problems()) == []
        return {str(row[0]): int(str(row[4])) for row in ledger.documents(Query(other=True))}


def test_ten_writers_and_ten_readers_at_once(address: str, tmp_path: Path) -> None:
    """The writers find no ledger, and half of them add the same; what readers see is whole documents."""
    names = [papers(tmp_path, f"w{min(number, 5)}", range(12)) for number in range(10)]
    add(address)
    writers = [start(tmp_path, "add", name, "--quiet", "--ledger", address) for name in names]
    readers = [start(tmp_path, "list", "--columns", "figure", "--no-header", "--ledger", address) for _ in range(10)]
    for reader in readers:
        out, err = reader.communicate(timeout=120)
        assert (reader.returncode, err) == (0, "") and out.count("\n") % 4 == 1
    for one in writers:
        assert (one.communicate(timeout=120)[1], one.returncode) == ("", 0)
    assert set(held(address).values()) == {1, 4} and len(held(address)) == 1 + 6 * 12


def test_ten_writers_make_one_ledger(address: str) -> None:
    program = ("import sys; from claimtrack.ledger import opening; from making import said\n"
               "with opening.grown(sys.argv[1]) as ledger:\n"
               "    for n in range(10):\n"
               "        one = said(n, document=f'{n}', id=f'{n}')\n"
               "        ledger.add(one.document, [one], '1', 'w')\n")  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    writers = [subprocess.Popen([sys.executable, "-c", program, address], env=environment) for _ in range(10)]
    assert [one.wait(120) for one in writers] == [0] * 10
    with opening.asked(address) as ledger:
        assert len(ledger.names()) == 10
        assert {one.what for one in ledger.problems()} <= {"figure", "id", "sentence"}  # they are made up


def test_a_kill_at_any_moment_leaves_whole_documents(address: str, tmp_path: Path) -> None:
    name = papers(tmp_path, "many", range(600))
    seen = set()
    for tenths in (4, 6, 8, 10):
        process = start(tmp_path, "add", name, "--quiet", "--ledger", address)
        try:
            process.wait(0.25 * tenths)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        with opening.grown(address):  # the last may have been killed before there was a ledger
            pass
        seen.add(len(held(address)))
    assert call(tmp_path, "add", name, "--quiet", "--ledger", address)[0] == 0
    assert set(held(address).values()) == {4} and len(held(address)) == 600


def test_a_question_sees_one_moment(address: str) -> None:
    add(address)
    with opening.asked(address) as before:
        assert before.head()
        add(address, document="b2")
        assert before.names() == ["a1"] and list(before.problems()) == []
    with opening.asked(address) as after:
        assert after.names() == ["a1", "b2"]


def test_a_question_cannot_change_anything(address: str) -> None:
    add(address)
    with pytest.raises(ClaimtrackError, match="takes no changes"), opening.asked(address) as ledger:
        ledger._db.execute("INSERT INTO hidden VALUES (1)")


# what is found, and how fast

FILTERS = (
    Query(metric=("m3",)), Query(category=("c3",)), Query(verification=("verified",)), Query(source=("source 7",)),
    Query(source_side=("side 3",)), Query(side=("side 3",)), Query(place=("place 7",)), Query(document=("d77",)),
    Query(publisher=("paper 7",)), Query(since="2022-03-01", until="2022-03-09"), Query(match="word77"), Query(),
)  # fmt: skip


@pytest.fixture(scope="module")
def large(postgres: Server) -> str:
    """The address of a ledger of 20,000 claims in 2,000 documents."""
    address = postgres.empty()
    with opening.grown(address) as ledger:
        ledger.add_all([
            (Document(f"d{number}", f"text {number}", publisher=f"paper {number % 50}"), [
                said(number, document=f"d{number}", id=f"i{number}-{part}", metric=f"m{number % 40}",
                     category=f"c{number % 40}", source=f"source {number % 90}", source_side=f"side {number % 40}",
                     side=f"side {number % 40}", place=f"place {number % 90}", sentence=f"Word{number} is {part}.",
                     verification="unverified" if number % 40 else "verified",
                     on=f"202{number % 4}-{number % 12 + 1:02}-{number % 28 + 1:02}")
                for part in range(10)])
            for number in range(2000)], *RUN)  # fmt: skip
    return address


@pytest.mark.parametrize("query", FILTERS, ids=str)
def test_the_first_answers_come_from_an_index(large: str, query: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    """No filter makes the server read every claim."""
    asked: list[tuple[str, Values]] = []

    def noted(database: Postgres, sql: str, values: Values = (), size: int = 500) -> Iterator[list[Any]]:
        asked.append((sql, values))
        yield database.execute(sql, values).fetchall()

    monkeypatch.setattr(Postgres, "batches", noted)
    with opening.asked(large) as ledger:
        (found,) = ledger.rows(query._replace(limit=50), ("id", "document"))
        ((sql, values),) = asked
        plan = "\n".join(row[0] for row in ledger._db.execute(f"EXPLAIN {sql}", values).fetchall())
    assert found
    assert "Seq Scan on extracted" not in plan, plan


def test_the_series_are_not_looked_up_one_by_one(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    execute = Postgres.execute

    def noted(database: Postgres, sql: str, values: Values = ()) -> Found:
        asked.append(sql)
        return execute(database, sql, values)

    with opening.asked(large) as ledger:
        monkeypatch.setattr(Postgres, "execute", noted)
        series = list(ledger.lines(Query()))
    assert len(series) == 1800  # sources repeat after 90 documents, things after 40, papers after 50: all after 1,800
    assert len(asked) < 10


def test_the_server_samples_the_tables_when_many_claims_came(address: str, postgres: Server) -> None:
    """Not after each single one."""
    def sampled() -> float:
        (found,) = postgres.run("SELECT reltuples FROM pg_class WHERE oid = 'extracted'::regclass", on=address)
        return float(found[0])

    for more, known in ((60, 60), (6, 60), (57, 123)):
        document = Document(f"d{more}", f"text {more}")
        with opening.grown(address) as ledger:
            ledger.add(document, [said(n, document=f"d{more}", id=f"i{more}-{n}") for n in range(more)], *RUN)
        assert sampled() == known


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts)
def test_any_text_can_be_looked_for_and_is_found_as_in_a_file(large: str, sentence: str, wanted: str) -> None:
    name = f"hostile {next(_numbers)}"
    one = said(5, sentence=sentence, document=name, id=name)
    with opening.grown(large) as ledger:
        ledger.add(Document(name, sentence), [one], "1", "w")
        for words in (wanted, sentence, sentence[:4]):
            plain = f" {fold(words)}" in f" {fold(sentence)}"
            query = Query(match=words, document=(name,))
            assert bool(list(ledger.rows(query, ("id",)))) == (plain or not fold(words))
            if fold(words):
                assert (name in [row[0] for row in ledger.documents(Query(match=words))]) == plain


def test_words_and_texts_of_any_length_are_stored_and_found(address: str) -> None:
    long, many = "ab" * 5000, " ".join(f"{number:x}word" for number in range(200_000))
    with opening.grown(address) as ledger:
        for name, text in (("long", f"{long} 5 died"), ("many", f"{many} 5 died")):
            one = said(5, document=name, id=name, sentence=text[-200:])
            ledger.add(Document(name, text, url=f"https://example.org/{long}"), [one], *RUN)
        assert [row[0] for row in ledger.documents(Query(match=long))] == ["long"]
        assert [row[0] for row in ledger.documents(Query(match="1word 2word"))] == ["many"]
        assert len(next(ledger.rows(Query(match="5 die"), ("id",)))) == 2


def test_a_nul_in_an_article_is_replaced_when_it_is_read(cli: Cli, address: str, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": "Police said 12 \\u0000 people were killed."}\n')
    assert cli("add", "a.jsonl", "--ledger", address).code == 0
    assert "Police said 12 \ufffd people" in cli("list", "--ledger", address, "--format", "jsonl").out


def test_a_name_that_no_index_takes_is_told_and_changes_nothing(address: str) -> None:
    one = said(5, place="".join(f"{number:x}" for number in range(3000)))
    too_long = pytest.raises(ClaimtrackError, match="longer than PostgreSQL can index")
    with too_long as caught, opening.grown(address) as ledger:
        ledger.add(one.document, [one], *RUN)
    assert caught.value.code == TROUBLE
    with opening.asked(address) as answers:
        assert answers.names() == [] and answers.head() == ""
