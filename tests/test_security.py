"""Article text is hostile: none of it reaches a terminal, spreadsheet, page, SQL, FTS or the file system as code."""

from __future__ import annotations

import csv
import io
import os
import re
import socket
import sqlite3
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from making import said, stated, store

from claimtrack.errors import DONE, TROUBLE
from claimtrack.ledger import opening
from claimtrack.model import Document
from claimtrack.names import fold
from claimtrack.query import Query
from claimtrack.render import FORMATS

ESCAPES = "\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b2J\x00\x08\r\u202etxt\u2066\ufeff"
HOSTILE = (
    f"evil {ESCAPES}", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script>",
    "<img src=x onerror=a>", "\\input{/etc/passwd} $x$ & % # _ { }", "| a | b |",
    "`rm -rf`", "'; DROP TABLE document; --", '" OR 1=1 --', "%n%s",
    "../../etc/passwd",
    "a\nb\tc\x0bd\u2028e\u0085f",
)  # fmt: skip
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def hostile(folder: Path) -> Path:
    """A ledger in which every text an article can give is hostile."""
    claims = [
        said(number, document=text, figure=text, source=text, side=text, place=text, actor=text, via=text,
             evidence=text, sentence=text, publisher=text, id=f"abcd{number:04}", verified_by=text,
             trace=(("metric", text, text),))
        for number, text in enumerate(HOSTILE, 1)
    ]  # fmt: skip
    store(folder / "claims.db", *claims)
    return folder / "claims.db"


# what is printed

QUESTIONS = (["list"], ["sources"], ["documents"], ["compare"], ["diff", "2022-01-01", "2022-12-31"], ["check"],
             ["check", "--figures"])  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_no_control_character_reaches_the_output(cli: Cli, hostile: Path, name: str, question: list[str]) -> None:
    ran = cli(*question, "--format", name)
    assert ran.code in (0, 1)
    assert not CONTROL.search(ran.out) and not CONTROL.search(ran.err)


@pytest.mark.parametrize("number", range(1, len(HOSTILE) + 1))
def test_nor_does_it_when_one_claim_is_shown(cli: Cli, hostile: Path, number: int) -> None:
    ran = cli("show", f"abcd{number:04}")
    assert ran.code == 0 and not CONTROL.search(ran.out)


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_cell_is_a_formula_when_asked(cli: Cli, hostile: Path, name: str) -> None:
    out = cli("list", "--format", name, "--safe").out
    rows = list(csv.reader(io.StringIO(out))) if name == "csv" else [line.split("\t") for line in out.splitlines()]
    assert len(rows) == len(HOSTILE) + 1 and {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


class _Tags(HTMLParser):
    found: set[str]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_no_tag_of_an_article_is_one_in_html(cli: Cli, hostile: Path, question: list[str]) -> None:
    tags = _Tags()
    tags.found = set()
    tags.feed(cli(*question, "--format", "html").out)
    assert tags.found <= {"table", "thead", "tbody", "tr", "th", "td"}


# what is asked

SYNTAX = ('"', '""', "'", "a OR b", "NEAR(a b)", "sentence:x", "a*", "(", ")", "^a", "-a", "a AND", "{a b}", "%", "\\",
          "*", "'; DROP TABLE document; --", "x' OR '1'='1", "\x00", "a\x00b", "🙂", "é" * 1000)  # fmt: skip


@pytest.mark.parametrize("text", SYNTAX)
def test_no_syntax_can_be_asked(cli: Cli, hostile: Path, text: str) -> None:
    for option in ("--match", "--source", "--place", "--publisher", "--side", "--document"):
        for command in ("list", "documents", "sources"):
            wordless = option == "--match" and not fold(text)  # refused: it would match every sentence
            assert cli(command, option, text).code == (TROUBLE if wordless else DONE)
    with sqlite3.connect(hostile) as db:
        assert db.execute("SELECT count(*) FROM document").fetchone() == (len(HOSTILE),)


texts = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=150)
@given(texts, texts)
def test_any_text_can_be_looked_for_and_is_found_as_without_an_index(sentence: str, wanted: str) -> None:
    one = said(5, sentence=sentence)
    with opening.in_memory() as ledger:
        ledger.add(Document("a1", sentence), [one], "1", "w")
        for words in (wanted, sentence, sentence[:4]):
            plain = f" {fold(words)}" in f" {fold(sentence)}"
            found = [row for rows in ledger.rows(Query(match=words), ("id",)) for row in rows]
            assert bool(found) == (plain or not fold(words))
            if fold(words):
                assert bool(ledger.documents(Query(match=words))) == plain


# where it is written

def test_names_from_articles_are_no_paths(cli: Cli, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(
        "Title: ../../evil\nPublisher: /etc/passwd\nURL: file:///etc/passwd\n\nPolice said 12 people were killed."
    )
    before = sorted(os.listdir(folder.parent))
    assert cli("add", "in").code == 0
    assert cli("list").code == 0
    assert sorted(os.listdir(folder)) == ["claims.db", "in"]
    assert sorted(os.listdir(folder.parent)) == before


def test_a_ledger_has_the_permissions_that_the_user_gives(cli: Cli, folder: Path) -> None:
    (folder / "a.txt").write_text("12 were killed.")
    before = os.umask(0o077)
    try:
        assert cli("add", "a.txt").code == 0
        assert cli("list", "--output", "out.csv").code == 0
    finally:
        os.umask(before)
    for name in ("claims.db", "out.csv"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_no_network_unless_asked(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    (folder / "a.html").write_text(
        "<html><head><link rel=canonical href='https://example.org/a'></head><body>"
        "<img src='https://example.org/x.png'><p>On 2 March 2022 police said that 12 people were killed in Kharkiv, "
        "see https://example.org/b.</p></body></html>"
    )
    for command in (["add", "a.html"], ["list"], ["check"], ["reparse"]):
        assert cli(*command).code == 0


# how long it takes

def test_a_megabyte_of_the_worst_can_be_stored_and_proved(tmp_path: Path) -> None:
    text = "12 killed, " * 90_000
    one = stated(text, "12")
    with opening.grown(str(tmp_path / "a.db")) as ledger:
        begun = time.process_time()
        ledger.add(one.document, [one], "1", "w")
        assert list(ledger.problems()) == []
        assert time.process_time() - begun < 10
