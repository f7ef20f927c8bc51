"""A ledger copied to a server and back is the same ledger, and what cannot be copied changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import stated
from server import Server
from test_ledger import claims

from claimtrack.errors import ClaimtrackError
from claimtrack.ledger import opening
from claimtrack.ledger.copying import Copied, copy
from claimtrack.model import Claim, Document, Filed
from claimtrack.reviews import Review

TEXT = "The mayor said 12 people were killed and 30 wounded. Later he spoke of 15."
EVERYTHING = (["list", "--all", "--reviewed", "accepted,changed,rejected,merged,withdrawn,none"], ["sources", "--all"],
              ["documents"], ["log"], ["log", "--decisions"])  # fmt: skip


def lived(address: str) -> None:
    """A ledger of two articles, one of which was read twice; with reviews, one of them taken back."""
    twelve, thirty = stated(TEXT, "12", source="mayor"), stated(TEXT, "30", metric="wounded")
    other = stated("Of 40 nothing is known.", "40", document="b2")
    with opening.grown(address) as ledger:
        ledger.add(twelve.document, [twelve, thirty], "1.0", "words")
        ledger.add(other.document, [other], "1.0", "words")
        ledger.review([Review(twelve.claim.id, "set", "value", "12.5")], "Ana", "1.0")
    with opening.grown(address) as ledger:
        ledger.add_all([(twelve.document, [stated(TEXT, "15"), twelve])], "1.1", "better words", act="reparse")
        ledger.review([Review(other.claim.id, "reject"), Review(twelve.claim.id, "accept")], "Ben", "1.1")
        ledger.undo("Ben", "1.1")


def copied(source: str, target: str) -> Copied:
    with opening.asked(source) as old, opening.grown(target) as new:
        return copy(old, new)


def head(address: str) -> str:
    """The head of a ledger of which nothing is wrong."""
    with opening.asked(address) as ledger:
        assert list(ledger.problems()) == []
        return ledger.head()


def answers(cli: Cli, address: str) -> list[str]:
    """What every question is answered by a ledger."""
    calls = [(*call, "--format", "jsonl", "--ledger", address) for call in EVERYTHING]
    return [cli(*call).out for call in [*calls, (*calls[0], "--as-known-on", "2024-03-02")]]


def test_to_a_server_and_back_it_is_the_same(
    postgres: Server, cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter(range(1, 9))
    monkeypatch.setattr("claimtrack.ledger.growth.now", lambda: f"2024-03-0{next(days, 9)}T12:00:00Z")
    lived("first.db")
    places = ["first.db", postgres.empty(), "second.db", postgres.empty()]
    for source, target in pairwise(places):
        ran = cli("copy", source, target)
        assert (ran.code, ran.out) == (0, "")
        assert "6 entries copied" in ran.err and ran.err.endswith(f"its head is {head(target)}\n")
    first = answers(cli, places[0])
    assert len({head(place) for place in places}) == 1
    assert [len(json.loads(f"[{','.join(text.splitlines())}]")) for text in first] == [3, 2, 2, 5, 3, 3]
    for place in places[1:]:
        assert answers(cli, place) == first
    for place in places:  # each lives on
        with opening.grown(place) as ledger:
            more = stated("Of 50 nothing is known.", "50", document="c3")
            ledger.add(more.document, [more], "1.1", "words")
            assert list(ledger.problems()) == []


QUESTIONS = ("compare", "compare --by stance --across place", "diff 2022-02-28 2022-03-18 --unchanged", "list --unique",
             "list --match hospital", "list --side Russia --sort -value,source", "list --source none --min 1000",
             "sources --all", "documents --metric fled", "check --figures", "diff source:UNHCR source:UN")  # fmt: skip


def test_the_sample_articles_are_answered_alike_by_a_server(postgres: Server, cli: Cli) -> None:
    server = postgres.empty()
    assert cli("add", str(Path(__file__).parent.parent / "data" / "articles"), "--quiet").code == 0
    assert cli("copy", "claims.db", server).code == 0
    for question in QUESTIONS:
        ours, theirs = (cli(*question.split(), "--format", "jsonl", "--ledger", one) for one in ("claims.db", server))
        assert ours.out or "--figures" in question, question
        assert (ours.code, ours.out) == (theirs.code, theirs.out), question


def test_an_earlier_copy_gets_only_what_is_new(address: str, tmp_path: Path) -> None:
    source = str(tmp_path / "source.db")
    lived(source)
    assert copied(source, address) == Copied(6, 2, 3 + 1 + 3 + 2 + 2)  # read, corrected, read again, judged, taken back
    assert copied(source, address) == Copied(0, 0, 0)
    more = stated("Of 50 nothing is known.", "50", document="c3")
    with opening.grown(source) as ledger:
        ledger.add(more.document, [more], "1.1", "words")
        ledger.undo("Ana", "1.1", only=3)
    assert copied(address, source) == Copied(0, 0, 0)  # the copy has nothing that the source does not have
    assert copied(source, address).documents == 1
    assert head(address) == head(source)


def test_a_ledger_that_went_its_own_way_is_left_alone(address: str, tmp_path: Path) -> None:
    source = str(tmp_path / "source.db")
    lived(source)
    other = stated("Of 40 nothing is known.", "40", document="b2")
    with opening.grown(address) as ledger:
        ledger.add(other.document, [other], "1.0", "words")
    before = head(address)
    with pytest.raises(ClaimtrackError, match=r"has entries that .*source\.db has not"):
        copied(source, address)
    assert head(address) == before


def test_what_was_tampered_with_is_not_copied(address: str, tmp_path: Path) -> None:
    source = str(tmp_path / "source.db")
    lived(source)
    with opening.grown(source) as ledger:
        for trigger in ("extracted_stays", "document_stays"):
            ledger._db.execute(f"DROP TRIGGER {trigger}")
        ledger._db.execute("UPDATE extracted SET value = 13 WHERE figure = '12' AND review = 0")
    with pytest.raises(ClaimtrackError, match=r"entry 1 of .* is not as it was sealed; nothing was copied"):
        copied(source, address)
    with opening.asked(address) as ledger_copy:
        assert (ledger_copy.head(), ledger_copy.names()) == ("", [])


def test_words_are_found_in_the_copy(address: str, cli: Cli, tmp_path: Path) -> None:
    source = str(tmp_path / "source.db")
    lived(source)
    copied(source, address)
    for words, figures in (("MAYOR said", 2), ("nothing is kno", 1), ("othing", 0)):
        assert cli("list", "--ledger", address, "--match", words, "--format", "jsonl").out.count("\n") == figures
        ran = cli("documents", "--ledger", address, "--match", words, "--format", "jsonl")
        assert ran.out.count("\n") == bool(figures)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(claims(), min_size=1, max_size=3))
def test_every_cell_comes_through_a_server_as_it_was(postgres: Server, found: Sequence[Claim]) -> None:
    """Numbers of any length, every character but NUL, nothing and the empty text."""
    plain = [_without_nul(one) for one in found]
    with opening.in_memory() as first, opening.grown(postgres.empty()) as server, opening.in_memory() as back:
        for number, claim in enumerate(plain):
            document = Document(f"{number}", claim.sentence, title=claim.source)
            first.add(document, [Filed(replace(claim, document=document.id), document, "own")], "1.0", "words")
        assert copy(first, server).claims == copy(server, back).claims == len(plain)
        assert first.head() == server.head() == back.head()
        rows = [one._db.execute("SELECT * FROM extracted").fetchall() for one in (first, server, back)]
        assert rows[0] == rows[1] == rows[2]


def _without_nul(claim: Claim) -> Claim:
    def plain(value: Any) -> Any:
        return value.replace("\0", "0") if isinstance(value, str) else value

    fields = {name: plain(getattr(claim, name)) for name in Claim.__dataclass_fields__}
    return Claim(**fields | {"trace": tuple(tuple(map(plain, step)) for step in claim.trace)})


def test_a_nul_is_told_and_nothing_is_copied(postgres: Server, tmp_path: Path) -> None:
    source, target = str(tmp_path / "a.db"), postgres.empty()
    one = stated("Of \0 40 nothing is known.", "40")
    with opening.grown(source) as ledger:
        ledger.add(one.document, [one], "1.0", "words")
    with pytest.raises(ClaimtrackError, match="NUL character in it, which PostgreSQL cannot hold; nothing was changed"):
        copied(source, target)
    with opening.asked(target) as empty:
        assert empty.head() == ""


def test_a_wrong_call_is_told(cli: Cli, folder: Path) -> None:
    assert cli("copy", "none.db", "new.db").err == (
        "claimtrack: none.db: no such ledger; make one with claimtrack add, or ask files alone with --from\n"
    )
    assert not (folder / "new.db").exists()
    assert cli("copy", "none.db").code == 2
