"""Addresses and lists of inputs on the command line, with a real site: add, extract, --files-from, --failed-to."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from loopback import FIRST, MORE, NOW, Asked, Reply, Site

from claimtrack.commands.lists import listed, write_failed
from claimtrack.readers.hosts import inward


def documents(out: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(json.loads(line)[column] for column in columns) for line in out.splitlines()]


def test_a_page_gives_its_claims(there: Site, cli: Cli) -> None:
    url = there.page("/war/1", "Shells hit a market", FIRST, MORE)
    ran = cli("extract", url, *NOW, "--format", "jsonl")
    assert (ran.code, ran.err) == (0, "")
    assert documents(ran.out, "figure", "metric", "url") == [("21", "killed", url), ("112", "wounded", url)]


def test_the_ledger_keeps_where_a_page_was_found_and_when(there: Site, cli: Cli) -> None:
    there.pages["/old"] = Reply(301, headers={"Location": "/war/1"})
    there.page("/war/1", "Shells hit a market", FIRST)
    assert cli("add", there.url("/old"), *NOW).code == 0
    shown = cli("list", "--format", "jsonl").out
    assert documents(shown, "figure", "url") == [("21", there.url("/war/1"))]


def test_a_feed_a_table_and_plain_text_are_told_by_content(there: Site, cli: Cli) -> None:
    feed = f"<rss version='2.0'><channel><title>T</title><item><title>A</title><description>{FIRST}</description>"
    there.pages |= {
        "/feed": Reply(body=f"{feed}</item></channel></rss>".encode(), headers={"Content-Type": "text/html"}),
        "/rows?format=csv": Reply(body=f"headline,body\r\nB,{FIRST}\r\n".encode(), headers={"Content-Type": "x/y"}),
        "/lines": Reply(body=json.dumps({"text": FIRST}).encode(), headers={"Content-Type": "text/plain"}),
        "/plain": Reply(body=FIRST.encode(), headers={"Content-Type": "application/octet-stream"}),
    }
    inputs = [there.url(path) for path in there.pages]
    ran = cli("extract", *inputs, *NOW, "--format", "jsonl")
    assert (ran.code, ran.err) == (0, "")
    assert documents(ran.out, "figure", "title") == [("21", "A"), ("21", "B"), ("21", None), ("21", None)]


def test_the_encoding_that_the_server_states_counts(there: Site, cli: Cli) -> None:
    page = "<html><body><article><p>" + FIRST.replace("The governor", "Мэр Київ — the governor") + "</p></article>"
    there.pages["/a"] = Reply(body=page.encode("cp1251", "replace"),
                              headers={"Content-Type": "text/html; charset=windows-1251"})  # fmt: skip
    ran = cli("extract", there.url("/a"), *NOW, "--columns", "sentence", "--no-header", "--language", "en")
    assert "Мэр Київ — the governor" in ran.out


def test_one_page_that_is_gone_is_named_and_the_rest_is_stored(there: Site, cli: Cli, folder: Path) -> None:
    good = there.page("/war/1", "Shells hit a market", FIRST)
    picture = there.url("/picture")
    there.pages["/picture"] = Reply(body=b"\x89PNG\r\n\x1a\n")
    gone = there.url("/gone")
    ran = cli("add", gone, good, picture, "missing.txt", *NOW, "--failed-to", "failed.txt")
    assert ran.code == 3
    assert f"{gone}: the site answers 404 Not Found" in ran.err
    assert f"{picture}: this is a picture" in ran.err
    assert (folder / "failed.txt").read_text() == f"{gone}\n{picture}\nmissing.txt\n"
    there.page("/gone", "Back again", MORE)
    again = cli("add", "--files-from", "failed.txt", "--failed-to", "failed.txt", *NOW, "--columns", "figure")
    assert (again.code, again.out.split()) == (3, ["figure", "112"])
    assert (folder / "failed.txt").read_text() == f"{picture}\nmissing.txt\n"


def test_a_list_of_inputs_may_come_through_a_pipe_and_name_files(there: Site, cli: Cli, folder: Path) -> None:
    (folder / "a b.txt").write_text(FIRST)
    url = there.page("/war/1", "Shells hit a market", MORE)
    ran = cli("extract", "--files-from", "-", *NOW, "--columns", "figure", "--no-header",
              stdin=f"a b.txt\r\n\n  {url}\n".encode())  # fmt: skip
    assert (ran.code, ran.out.split()) == (0, ["21", "112"])


def test_names_may_end_with_nul(cli: Cli, folder: Path) -> None:
    name = "two\nlines.txt"
    (folder / name).write_text(FIRST)
    ran = cli("extract", "--files-from", "-", "-0", "--failed-to", "failed", "--columns", "figure", "--no-header",
              stdin=f"{name}\0no\nsuch\0".encode())  # fmt: skip
    assert (ran.code, ran.out) == (3, "21\n")
    assert (folder / "failed").read_bytes() == b"no\nsuch\0"


def test_files_of_folders_and_archives_that_fail_are_named_so_that_they_can_be_read_again(
    cli: Cli, folder: Path
) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "empty.txt").write_text("")
    (folder / "in" / "good.txt").write_text(FIRST)
    assert cli("extract", "in", "--failed-to", "failed").code == 3
    assert (folder / "failed").read_text() == "in/empty.txt\n"


def test_when_nothing_failed_the_list_is_empty(cli: Cli, folder: Path) -> None:
    (folder / "failed").write_text("old.txt\n")
    (folder / "good.txt").write_text(FIRST)
    assert cli("extract", "good.txt", "--failed-to", "failed").code == 0
    assert (folder / "failed").read_text() == ""
    assert cli("extract", "--files-from", "failed").code == 0


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("--files-from", "none.txt"), "--files-from none.txt: cannot be read: No such file or directory"),
        (("-", "--files-from", "-"), "standard input can only be read once"),
        (("http://",), "http://: this is no http or https address that can be fetched"),
        (("a.txt", "--user-agent", "x\ny"), "--user-agent: only plain letters"),
        ((), "nothing to read"),
    ],
)
def test_what_cannot_be_meant(cli: Cli, call: tuple[str, ...], told: str) -> None:
    ran = cli("extract", *call)
    assert ran.code == 2 and told in ran.err and ran.err.count("\n") == 1


def feed(there: Site, *entries: tuple[str, str]) -> str:
    items = "".join(
        f"<item><title>{path}</title><link>{there.url(path)}</link><pubDate>Wed, 02 Mar 2022 10:00:00 GMT</pubDate>"
        f"<description>{text}</description></item>" for path, text in entries
    )  # fmt: skip
    there.pages["/feed"] = Reply(body=f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode())
    return there.url("/feed")


def test_summaries_are_followed_when_asked_for(there: Site, cli: Cli) -> None:
    there.page("/war/1", "Shells hit a market", FIRST, MORE)
    url = feed(there, ("/war/1", "21 people were killed in a market."), ("/gone", "Another 40 people were killed."))
    shown = ("--columns", "figure,date,url,publisher", "--format", "jsonl")
    plain = cli("extract", url, *NOW, *shown)
    assert documents(plain.out, "figure", "url") == [("21", there.url("/war/1")), ("40", there.url("/gone"))]
    assert "/war/1" not in there.asked
    ran = cli("extract", url, *NOW, *shown, "--follow", "--failed-to", "failed")
    assert ran.code == 3 and f"{there.url('/gone')}: the site answers 404" in ran.err
    day = "2022-03-02"  # the feed's, for the page has none
    assert documents(ran.out, "figure", "date", "url", "publisher") == [
        ("21", day, there.url("/war/1"), "T"), ("112", day, there.url("/war/1"), "T"),
        ("40", day, there.url("/gone"), "T"),
    ]  # fmt: skip


def test_an_unchanged_page_is_not_sent_again(there: Site, cli: Cli) -> None:
    url = there.page("/war/1", "Shells hit a market", FIRST, ETag='"1"')
    page = there.pages["/war/1"]
    assert isinstance(page, Reply)

    def answer(request: Asked) -> Reply:
        return Reply(304) if request.headers.get("If-None-Match") == '"1"' else page

    there.pages["/war/1"] = answer
    first, again = (cli("extract", url, *NOW, "--columns", "figure", "--no-header") for _ in range(2))
    assert first.out == again.out == "21\n"
    assert there.headers[-1]["if-none-match"] == '"1"'


def test_nothing_is_fetched_unless_an_address_was_given(there: Site, cli: Cli, folder: Path) -> None:
    (folder / "a.html").write_text(
        f"<html><head><link rel=canonical href='{there.url('/war/1')}'></head><body><p>{FIRST}</p><p>{MORE}</p></body>"
    )
    feed(there, ("/war/1", FIRST))
    page = there.pages["/feed"]
    assert isinstance(page, Reply)
    (folder / "feed.xml").write_bytes(page.body)
    assert cli("extract", "a.html", "feed.xml").code == 0
    assert there.asked == []


NUMBERS = {
    "paper.example": ["93.184.216.34"], "both.example": ["93.184.216.34", "10.0.0.8"], "2130706433": ["127.0.0.1"],
    "local.example": ["2606:2800:220:1::1"], "six.example": ["fe80::1%eth0"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("url", "expected"),
    [("http://127.0.0.1/a", True), ("http://10.1.2.3/", True), ("http://169.254.169.254/latest", True),
     ("http://[::1]:80/", True), ("http://localhost:8000/", True), ("http://printer.local/", True),
     ("http://[::ffff:127.0.0.1]/", True), ("http://both.example/", True), ("http://2130706433/", True),
     ("http://six.example/", True), ("https://paper.example/", False), ("http://8.8.8.8/", False),
     ("https://local.example/", False), ("https://nobody.example/", False), ("http://[", False),
     ("feed.xml: entry 3", False)],
)  # fmt: skip
def test_what_is_in_a_private_network(url: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host not in NUMBERS:
            raise socket.gaierror(-2, "Name or service not known")
        return [(None, None, None, "", (number, 0)) for number in NUMBERS[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert inward(url) is expected


def test_a_feed_from_elsewhere_does_not_lead_into_this_network(
    there: Site, cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.page("/war/1", "A market", FIRST, MORE)
    feed(there, ("/war/1", "21 people were killed in a market."))
    page = there.pages["/feed"]
    assert isinstance(page, Reply)
    (folder / "feed.xml").write_bytes(page.body)
    ran = cli("extract", "feed.xml", *NOW, "--follow", "--columns", "figure", "--no-header")
    assert (ran.code, ran.out, there.asked) == (3, "21\n", [])
    assert ran.err == (f"claimtrack: feed.xml: entry 1: leads to {there.url('/war/1')}, which is in a private network; "
                       "not followed\n")  # fmt: skip


NAMES = st.lists(st.binary(min_size=1, max_size=20).filter(lambda raw: not {0, 10, 13} & {*raw} and raw == raw.strip()))


@given(NAMES, st.booleans())
def test_what_is_written_to_a_list_is_read_from_it(raw: list[bytes], zero: bool) -> None:
    """Any file name comes back, also one that is not UTF-8; `-` as the file of that name."""
    names = [os.fsdecode(one) for one in raw if zero or not one.startswith(b"\xef\xbb\xbf")]
    with tempfile.TemporaryDirectory() as folder:
        write_failed(f"{folder}/list", names, zero)
        assert [*listed(f"{folder}/list", zero)] == ["./-" if one == "-" else one for one in dict.fromkeys(names)]
