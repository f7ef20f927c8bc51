"""The same article in two places, an article that changes, and copies of one text in several outlets."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from loopback import NOW, Site, article

from claimtrack.ledger import opening
from claimtrack.ledger.likenesses import renew
from claimtrack.likeness import sample, share, shingles

MARKET = "The governor said on Wednesday that 21 people were killed when shells hit a market in the east of the city."
LATER = "The governor said on Wednesday that 25 people were killed when shells hit a market in the east of the city."
REST = (
    "Fire crews worked until the evening to clear what was left of the stalls, and buses were sent for those who had "
    "come from the villages around to sell potatoes, apples and the first honey of the season.",
    "A teacher who had stood in line for bread said that nobody had heard a siren before the first of the blasts, and "
    "that people had run towards the river because the bridge was the only place with walls of stone.",
    "In all 40 people were wounded, and the schools of the district will stay closed for the rest of the week.",
)
OTHER = (
    "The ministry said on Thursday that 300 houses were flooded after the dam gave way in the night, and that boats "
    "had been sent from the capital for those who waited on their roofs, some of them since the early morning.",
    "Two of the ferries could not land because of the current, said a captain who has sailed the river since he was a "
    "boy and who had never seen it carry whole trees, fences, and once a bus with its lights still burning.",
)


def rows(cli: Cli, *call: str) -> list[dict[str, Any]]:
    ran = cli(*call, "--format", "jsonl")
    assert ran.code in (0, 1), ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def write(folder: Path, name: str, *paragraphs: str, **header: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in header.items())
    (folder / name).write_text(f"{head}\n" + "\n\n".join(paragraphs))
    return name


@pytest.fixture
def cli(cli: Cli, home: str) -> Cli:
    """Commands on a ledger in a file and on a server."""
    return cli


def sound() -> bool:
    with opening.asked(os.environ["CLAIMTRACK_LEDGER"]) as ledger:
        return list(ledger.problems()) == []


# as it stood

def test_what_came_later_is_not_told_of_an_earlier_day(
    there: Site, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Version 1 on 1 March, version 2 and another place on 5 March, a review on 7 March."""
    def on(day: str, *call: str) -> list[dict[str, Any]]:
        return rows(cli, *call, "--as-known-on", day)

    for day, text in [("2024-03-01", MARKET), ("2024-03-05", LATER)]:
        monkeypatch.setattr("claimtrack.ledger.growth.now", lambda day=day: f"{day}T12:00:00Z")
        page = there.page("/war/1", "A market", text, *REST)
        assert cli("add", page, *NOW).code == 0
    monkeypatch.setattr("claimtrack.ledger.growth.now", lambda: "2024-03-07T12:00:00Z")
    claim = rows(cli, "list")[0]["id"]
    assert cli("review", claim, "--accept", "--by", "Ana").code == 0
    for day, versions in [("2024-03-01", 1), ("2024-03-04", 1), ("2024-03-05", 2), ("2024-03-08", 2)]:
        assert [row["versions"] for row in on(day, "documents")] == [versions]
    assert cli("diff", f"{page}@1", f"{page}@2", "--as-known-on", "2024-03-05").code == 1
    ran = cli("diff", f"{page}@1", f"{page}@2", "--as-known-on", "2024-03-04")
    assert ran.code == 2 and f"{page}@2: the ledger has 1 version of it" in ran.err
    for day, acts in [("2024-02-29", []), ("2024-03-04", ["add"]), ("2024-03-06", ["add", "add"]),
                      ("2024-03-07", ["review", "add", "add"])]:  # fmt: skip
        assert [row["act"] for row in on(day, "log")] == acts
    assert on("2024-03-06", "log", "--decisions") == []
    assert [row["person"] for row in on("2024-03-07", "log", "--decisions")] == ["Ana"]


def test_figures_are_checked_as_they_were_known(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A total that fell was found only when the later article had come."""
    for day, text in [("2024-03-01", "The ministry said 300 people had been killed since the start of the war."),
                      ("2024-03-05", "The ministry said 200 people had been killed since the start of the war.")]:
        monkeypatch.setattr("claimtrack.ledger.growth.now", lambda day=day: f"{day}T12:00:00Z")
        name = write(folder, f"{day}.txt", text, Date=day, Publisher="The Wire")
        assert cli("add", name).code == 0
    for day, code in [("2024-03-04", 0), ("2024-03-05", 1)]:
        assert cli("check", "--figures", "--as-known-on", day).code == code
    ran = cli("check", "--as-known-on", "2024-03-04")
    assert ran.code == 2 and "--as-known-on goes with --figures" in ran.err


# places


def test_one_article_at_two_addresses_is_one_document_in_two_places(there: Site, cli: Cli, folder: Path) -> None:
    first = there.page("/war/1", "A market", MARKET, *REST)
    second = there.page("/amp/war/1", "A market", MARKET, *REST)
    assert cli("add", first, second, *NOW).code == 0
    (document,) = rows(cli, "documents")
    assert (document["url"], document["versions"], document["places"]) == (first, 1, 2)
    assert [one["figure"] for one in rows(cli, "list")] == ["21", "40"]
    assert sound()


def test_show_tells_every_place_of_a_document(there: Site, cli: Cli) -> None:
    first, *other = (there.page(path, "A market", MARKET, *REST) for path in ("/war/1", "/amp/war/1", "/m/war/1"))
    cli("add", first, *other, *NOW)
    id = rows(cli, "list")[0]["id"]
    lines = cli("show", id).out.splitlines()
    assert [line.split() for line in lines if line.startswith("also_at")] == [["also_at", url] for url in other]
    (read,) = (json.loads(line)["read"] for line in cli("show", id, "--format", "json").out.splitlines())
    assert (read["path"], read["also_at"]) == (first, other)


def test_to_add_both_again_changes_nothing(there: Site, cli: Cli, folder: Path) -> None:
    urls = [there.page(path, "A market", MARKET, *REST) for path in ("/war/1", "/amp/war/1")]
    cli("add", *urls, *NOW)
    head = cli("check", "--chain").out
    for order in (urls, urls[::-1]):
        assert "0 new documents" in cli("add", *order, *NOW).err
    assert cli("check", "--chain").out == head


def test_a_place_can_be_taken_back_and_found_again(there: Site, cli: Cli, folder: Path) -> None:
    first, second = (there.page(path, "A market", MARKET, *REST) for path in ("/war/1", "/amp/war/1"))
    cli("add", first, *NOW)
    seen = []
    for call in (("add", second, *NOW), ("undo", "--by", "Ana"), ("add", second, *NOW)):
        assert cli(*call).code == 0
        seen += [(one["url"], one["places"]) for one in rows(cli, "documents")]
    assert seen == [(first, 2), (first, 1), (first, 2)]
    assert sound()


def test_a_file_of_the_same_text_with_another_header_is_still_the_same_article_changed(cli: Cli, folder: Path) -> None:
    cli("add", write(folder, "a.txt", MARKET, *REST, title="First"))
    ran = cli("add", write(folder, "b.txt", MARKET, *REST, title="Second"))
    assert "this one counts now" in ran.err
    assert [one["title"] for one in rows(cli, "documents")] == ["Second"]


# versions


def test_a_page_that_changes_is_a_new_version_and_the_two_can_be_compared(
    there: Site, cli: Cli, folder: Path
) -> None:
    url = there.page("/war/1", "A market", MARKET, *REST)
    cli("add", url, *NOW)
    there.page("/war/1", "A market", LATER, *REST)
    assert "this one counts now" in cli("add", url, *NOW).err
    (document,) = rows(cli, "documents")
    assert (document["versions"], document["places"]) == (2, 1)
    assert [one["figure"] for one in rows(cli, "list")] == ["25", "40"]
    ran = cli("diff", f"{url}@1", f"{url}@2", "--format", "jsonl")
    assert ran.code == 1
    (change,) = [json.loads(line) for line in ran.out.splitlines()]
    assert (change["change"], change["old_figure"], change["new_figure"]) == ("raised", "21", "25")
    assert cli("diff", f"{url}@1", f"{url}@1").code == 0
    assert cli("diff", f"{url}@1", f"{url}@2", "--metric", "wounded").code == 0
    assert sound()


def test_a_page_that_changes_back_counts_again(
    there: Site, cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = count(1)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Clock:
            return cls(2022, 3, next(moments), tzinfo=UTC)

    monkeypatch.setattr("claimtrack.readers.fetch.datetime", Clock)
    url = there.url("/war/1")
    for text, figure in ((MARKET, "21"), (LATER, "25"), (MARKET, "21"), (MARKET, "21"), (LATER, "25")):
        there.page("/war/1", "A market", text, *REST)
        cli("add", url, *NOW)
        assert [one["figure"] for one in rows(cli, "list", "--metric", "killed")] == [figure]
    (document,) = rows(cli, "documents")
    assert document["versions"] == 2
    assert sound()


def test_to_read_an_archive_of_two_captures_again_changes_nothing(cli: Cli, folder: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (folder / "in.warc").open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for day, text in ((1, MARKET), (2, LATER)):
            writer.write_record(writer.create_warc_record(
                "https://example.org/war/1", "response", payload=BytesIO(article("A market", text, *REST)),
                http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": f"2022-03-0{day}T10:00:00Z"},
            ))  # fmt: skip
    cli("add", "in.warc")
    assert "0 new documents" in cli("add", "in.warc").err
    assert [one["figure"] for one in rows(cli, "list", "--metric", "killed")] == ["25"]
    assert len(rows(cli, "diff", "https://example.org/war/1@1", "https://example.org/war/1@2")) == 1


def test_a_stored_version_is_compared_with_the_page_as_it_is(there: Site, cli: Cli) -> None:
    url = there.page("/war/1", "A market", MARKET, *REST)
    cli("add", url, *NOW)
    there.page("/war/1", "A market", LATER, *REST)
    changes = rows(cli, "diff", f"{url}@1", url)
    assert [(one["change"], one["new_figure"]) for one in changes] == [("raised", "25")]


def test_versions_that_there_are_not(there: Site, cli: Cli) -> None:
    url = there.page("/war/1", "A market", MARKET)
    cli("add", url, *NOW)
    assert f"{url}@2: the ledger has 1 version of it" in cli("diff", f"{url}@1", f"{url}@2").err
    assert f"{url}@0: the ledger has 1 version" in cli("diff", f"{url}@0", f"{url}@1").err
    ran = cli("diff", "https://example.org/none@1", f"{url}@1")
    assert ran.code == 2 and "the ledger has nothing from there" in ran.err


def test_watch_tells_what_a_page_changed(there: Site, cli: Cli) -> None:
    url = there.page("/war/1", "A market", MARKET, *REST)
    cli("watch", url, "--once", *NOW)
    there.page("/war/1", "A market", "An update was made to this article.", LATER, *REST)
    (line,) = cli("watch", url, "--once", *NOW).out.splitlines()
    told = json.loads(line)
    assert (told["change"], told["was"], told["figure"]) == ("changed", "21", "25")


def test_two_captures_of_one_page_in_one_input(cli: Cli, folder: Path) -> None:
    url = "https://example.org/war/1"
    (folder / "in.jsonl").write_text(
        "".join(json.dumps({"text": "\n\n".join((text, *REST)), "url": url}) + "\n" for text in (MARKET, LATER))
    )
    cli("add", "in.jsonl")
    assert [one["figure"] for one in rows(cli, "list")] == ["25", "40"]
    assert len(rows(cli, "diff", f"{url}@1", f"{url}@2")) == 1


@pytest.mark.parametrize("url", ["https://example.org/", "https://example.org", "https://example.org/all"])
def test_other_articles_at_one_address_are_other_documents(cli: Cli, folder: Path, url: str) -> None:
    """A front page never tells one article from another; any other address does not when the texts are not alike."""
    cli("add", write(folder, "a.txt", MARKET, *REST, url=url, title="A market"))
    cli("add", write(folder, "b.txt", *OTHER, url=url, title="A flood"))
    assert len(rows(cli, "documents")) == 2


def test_an_id_that_the_input_gives_is_kept(cli: Cli, folder: Path) -> None:
    url = "https://example.org/war/1"
    cli("add", write(folder, "a.txt", MARKET, *REST, url=url, id="mine-1"))
    cli("add", write(folder, "b.txt", LATER, *REST, url=url, id="mine-2"))
    assert {one["id"] for one in rows(cli, "documents")} == {"mine-1", "mine-2"}


# copies


def copies(folder: Path) -> list[str]:
    """One agency text in three outlets, edited and cut, and an article that is nobody's copy."""
    wire = ("KYIV, March 2 (Reuters) - Shells hit a market on Wednesday, killing 21 people.", *REST)
    return [
        write(folder, "a.txt", *wire, date="2022-03-02", publisher="The Daily", url="https://daily.example/1"),
        write(folder, "b.txt", "Shells hit a market on Wednesday, killing 21 people.", *REST, date="2022-03-03",
              publisher="Harbour Post", url="https://harbour.example/x"),
        write(folder, "c.txt", "Shells hit a market on Wednesday, killing 21 people.", *REST[:2],
              date="2022-03-02", publisher="Hill Gazette", url="https://hill.example/y"),
        write(folder, "d.txt", "Shells hit a market on Wednesday, killing 23 people.", *OTHER, date="2022-03-02",
              publisher="Northern Wire", url="https://north.example/z"),
    ]  # fmt: skip


def test_copies_have_one_origin_the_agency_that_one_of_them_names(cli: Cli, folder: Path) -> None:
    cli("add", *copies(folder))
    assert {one["publisher"]: one["origin"] for one in rows(cli, "documents")} == {
        "The Daily": "Reuters", "Harbour Post": "Reuters", "Hill Gazette": "Reuters", "Northern Wire": None,
    }  # fmt: skip
    assert sound()


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_copies_count_once_as_assertions_and_each_as_a_report(cli: Cli, folder: Path, order: tuple[int, ...]) -> None:
    names = copies(folder)
    cli("add", *(names[place] for place in order))
    asked = ("--metric", "killed")
    assert [one["figure"] for one in rows(cli, "list", *asked)].count("21") == 3
    unique = rows(cli, "list", "--unique", *asked)
    assert {(one["figure"], one["reports"]) for one in unique} == {("21", 3), ("23", 1)}
    (source,) = rows(cli, "sources", *asked)
    assert (source["claims"], source["documents"], source["assertions"]) == (4, 4, 2)
    compared = rows(cli, "compare", *asked)
    assert {(one["name"], one["figure"], one["reports"]) for one in compared} == {
        ("Reuters", "21", 3), ("Northern Wire", "23", 1),
    }  # fmt: skip


def test_show_tells_whose_words_a_copy_has(cli: Cli, folder: Path) -> None:
    cli("add", *copies(folder))
    told = {}
    for one in rows(cli, "list", "--metric", "killed"):
        lines = cli("show", one["id"]).out.splitlines()
        told[one["publisher"]] = [line.split(maxsplit=1)[1] for line in lines if line.startswith("words_of")]
    assert told == {"The Daily": ["Reuters"], "Harbour Post": ["Reuters"], "Hill Gazette": ["Reuters"],
                    "Northern Wire": []}  # fmt: skip


def test_without_an_agency_the_words_are_those_of_the_first_outlet(cli: Cli, folder: Path) -> None:
    names = copies(folder)[1:3]
    cli("add", *names)
    assert {one["origin"] for one in rows(cli, "documents")} == {"Hill Gazette"}  # a day earlier than the other


def test_the_very_same_text_in_two_outlets_is_two_documents(cli: Cli, folder: Path) -> None:
    for name, outlet in (("a.txt", "The Daily"), ("b.txt", "Harbour Post")):
        write(folder, name, MARKET, *REST, date="2022-03-02", publisher=outlet, url=f"https://{name}.example/1")
    cli("add", "a.txt", "b.txt")
    assert [one["places"] for one in rows(cli, "documents")] == [1, 1]
    assert "0 new documents" in cli("add", "b.txt", "a.txt").err
    assert [one["reports"] for one in rows(cli, "list", "--unique")] == [2, 2]


def test_what_one_outlet_prints_twice_or_much_later_is_no_copy(cli: Cli, folder: Path) -> None:
    write(folder, "a.txt", MARKET, *REST, date="2022-03-02", publisher="The Daily", url="https://daily.example/1")
    write(folder, "b.txt", LATER, *REST, date="2022-03-03", publisher="The Daily", url="https://daily.example/2")
    write(folder, "c.txt", LATER, *REST, date="2022-05-03", publisher="Hill Gazette", url="https://hill.example/2")
    cli("add", "a.txt", "b.txt", "c.txt")
    assert {one["origin"] for one in rows(cli, "documents")} == {None}


def test_files_alone_are_asked_the_same_way(cli: Cli, folder: Path) -> None:
    names = copies(folder)
    unique = rows(cli, "list", "--from", *names, "--unique", "--metric", "killed")
    assert {(one["figure"], one["reports"]) for one in unique} == {("21", 3), ("23", 1)}


def test_a_ledger_of_before_learns_of_copies_when_it_is_brought_up(cli: Cli, folder: Path) -> None:
    names = copies(folder)
    cli("add", *names[:2])
    with opening.grown(os.environ["CLAIMTRACK_LEDGER"]) as ledger:
        for table in ("likeness", "shingle", "copy"):
            ledger._db.execute(f"DELETE FROM {table}")
    assert {one["origin"] for one in rows(cli, "documents")} == {None}
    with opening.grown(os.environ["CLAIMTRACK_LEDGER"]) as ledger, ledger._db.writing():
        renew(ledger._db)
    cli("add", names[2])
    assert {one["origin"] for one in rows(cli, "documents")} == {"Reuters"}


# likeness


def edited(text: str, every: int) -> str:
    """Every so-manieth word replaced."""
    return " ".join("so" if place % every == 0 else word for place, word in enumerate(text.split()))


WHOLE = " ".join((*REST, *OTHER))


def test_what_editors_do_leaves_a_copy_alike() -> None:
    ours = shingles(WHOLE)
    assert share(ours, shingles(WHOLE.upper().replace(",", " -"))) == 1
    words = WHOLE.split()
    assert share(ours, shingles(" ".join(words[: len(words) // 2]))) == 1
    assert share(ours, shingles(edited(WHOLE, 12))) > 0.5
    assert share(shingles(" ".join(REST)), shingles(" ".join(OTHER))) == 0


def test_a_sample_finds_an_edited_copy() -> None:
    random.seed(7)
    letters = [f"w{random.randrange(5000)}" for _ in range(400)]
    text = " ".join(letters)
    ours, theirs = sample(text), sample(edited(text, 15))
    assert len(ours & theirs) >= 2 and len(ours) < 60


@given(st.text())
def test_any_text_is_wholly_like_itself_or_too_short(text: str) -> None:
    found = shingles(text)
    assert share(found, found) == (1 if found else 0)
    assert sample(text) <= found
