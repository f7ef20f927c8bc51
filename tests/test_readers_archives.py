"""Folders, archives and WARC files: everything in them read in place, with nothing trusted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import articles
import pytest
from articles import FILES, TEXT, page, warc, zipped
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import documents, found, one, trouble, troubles

from claimtrack.errors import DONE, PARTIAL, TROUBLE, ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import read
from claimtrack.readers import warc as warc_reader
from claimtrack.readers.settings import Settings

URLS = [f"https://example.org/{number}" for number in range(3)]


def tarred(*members: tuple[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(tmp_path: Path, mode: str) -> None:
    raw = tarred(("news/a.txt", b"12 died"), ("news/b.html", page()), ("logo.png", b"\x89PNG"), mode=mode)
    path = tmp_path / "a.tar"
    first, second = documents(path, raw)
    assert (first.text, second.text) == ("12 died", TEXT)
    assert first.path == f"{path}!news/a.txt"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_packed_file(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    assert one(tmp_path / "a.html.gz", pack(page())).text == TEXT
    assert one(tmp_path / "b", pack(articles.lines())).text == TEXT


def test_what_was_packed_alone_goes_under_the_name_of_its_file(tmp_path: Path) -> None:
    (document,) = documents(tmp_path / "a.txt.gz", gzip.compress(articles.text()))
    assert document.path == str(tmp_path / "a.txt.gz")
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as packed:
        member = tarfile.TarInfo("b.txt")
        member.size = len(articles.text())
        packed.addfile(member, io.BytesIO(articles.text()))
    (document,) = documents(tmp_path / "c.tar.gz", raw.getvalue())
    assert document.path == f"{tmp_path / 'c.tar.gz'}!b.txt"
    assert trouble(tmp_path / "a.txt.gz", gzip.compress(articles.text())[:-9]).startswith("a.txt.gz: cannot be read: ")
    assert trouble(tmp_path / "b.txt.gz", gzip.compress(b" ")) == "b.txt.gz: there is no text in it"


def test_a_zip_of_many_kinds(tmp_path: Path) -> None:
    raw = zipped(
        a_txt=b"12 died", b_docx=(FILES / "article.docx").read_bytes(), c_pdf=(FILES / "article.pdf").read_bytes(),
        d_jsonl=b'{"text": "8 died"}\n', e_css=b"p {}", f_warc=warc((URLS[0], page()), packed=False),
    )  # fmt: skip
    texts = [document.text for document in documents(tmp_path / "a.zip", raw)]
    assert [text[:9] for text in texts] == ["12 died", TEXT[:9], TEXT[:9], "8 died", TEXT[:9]]


def test_paths_in_archives_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    raw = tarred(("../../evil.txt", b"12 died"), ("/etc/evil.txt", b"8 died"))
    before = sorted(tmp_path.parent.rglob("*"))
    assert len(documents(tmp_path / "a.tar", raw)) == 2
    assert set(tmp_path.parent.rglob("*")) - set(before) == {tmp_path / "a.tar"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert trouble(tmp_path / "b.tar", out.getvalue()) == "b.tar: no articles in this archive"


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    inner = zipped(a_txt=b"12 died")
    twice, thrice = zipped(b_zip=inner, c_txt=b"8 died"), zipped(d_zip=zipped(e_zip=inner))
    assert [document.text for document in documents(tmp_path / "a.zip", twice)] == ["12 died", "8 died"]
    assert documents(tmp_path / "a.zip", thrice)[0].text == "12 died"
    assert trouble(tmp_path / "a.zip", zipped(f_zip=thrice)) == (
        "a.zip!f.zip!d.zip!e.zip: archives in archives in archives; unpack them first"
    )


def test_a_zip_bomb_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = b'{"text": "12 died"}\n' + b'{"text": "8 died", "url": "https://example.org"}\n' * 5
    raw = zipped(a_jsonl=lines, b_jsonl=b" " * 79 + b"\n" + (b" " * 999_999 + b"\n") * 90)
    given = found(tmp_path / "a.zip", raw)
    assert len([each for each in given if isinstance(each, Document)]) == 6
    assert "a.zip: unpacks to more than 250 times its size, as a zip bomb does" in troubles(tmp_path / "a.zip", raw)[0]


def test_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    raw = gzip.compress((b" " * 999_999 + b"\n") * 90)
    assert "unpacks to more than 250 times its size" in trouble(tmp_path / "a.jsonl.gz", raw)


def test_a_damaged_member_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in (("a.txt", "12 people died"), ("b.txt", "8 people died")):
            archive.writestr(name, text)
    raw = out.getvalue().replace(b"12 people", b"13 people")  # the check sum does not fit any more
    given = found(tmp_path / "a.zip", raw)
    assert [each.text for each in given if isinstance(each, Document)] == ["8 people died"]
    assert troubles(tmp_path / "a.zip", raw)[0].startswith("a.zip!a.txt: the archive is damaged: Bad CRC-32")


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.zip", zipped(a_txt=b"12 died" * 100)[:60], "a.zip: the archive is damaged"),
        ("a.txt.gz", gzip.compress(os.urandom(3000))[:900], "a.txt"),
        ("a.zip", zipped(), "a.zip: no articles in this archive"),
        ("a.zip", zipped(a_css=b"p {}"), "a.zip: no articles in this archive"),
        ("a.tar.gz", gzip.compress(tarred(("a.txt", b"12 died"))[:600]), "a.tar"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 100, "a.zip: the archive is damaged"),
        ("a.gz", b"\x1f\x8bxxxxxxxxxxxxx", "a.gz: the archive is damaged"),
    ],
)
def test_bad_archives(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    given = troubles(tmp_path / name, raw)
    assert given and all(line.startswith(said) for line in given)


def test_a_member_with_a_password_is_named(tmp_path: Path) -> None:
    raw = bytearray(zipped(a_txt=b"12 died"))
    for start in (raw.index(b"PK\x03\x04") + 6, raw.index(b"PK\x01\x02") + 8):
        raw[start] |= 1
    assert trouble(tmp_path / "a.zip", bytes(raw)) == "a.zip!a.txt: locked with a password; unpack it first"


def test_kind_goes_for_what_is_in_an_archive(tmp_path: Path) -> None:
    raw = zipped(a_html=b"<p>12 died</p>")
    assert one(tmp_path / "a.zip", raw, Settings(kind="text")).text == "<p>12 died</p>"


@settings(max_examples=40)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8), st.sampled_from(["a.zip", "a.tar", "a.warc.gz"]))
def test_damage_anywhere_is_no_crash(
    tmp_path_factory: pytest.TempPathFactory, at: int, damage: bytes, name: str
) -> None:
    text = b"12 died"
    made = {"a.zip": zipped(a_txt=text), "a.tar": tarred(("a.txt", text)), "a.warc.gz": warc((URLS[0], page()))}
    raw = made[name]
    found(tmp_path_factory.mktemp("a") / name, raw[:at] + damage + raw[at + len(damage) :])


# WARC


@pytest.mark.parametrize("packed", [True, False])
def test_warc_gives_the_pages_with_address_and_time(tmp_path: Path, packed: bool) -> None:
    first, second = documents(tmp_path / "a.warc", warc((URLS[0], page()), (URLS[1], page()), packed=packed))
    assert (first.text, first.url, second.url) == (TEXT, URLS[0], URLS[1])
    assert first.retrieved == datetime(2022, 3, 3, 6, tzinfo=UTC)


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    raw = warc((URLS[0], b"{}"), kind="application/json") + warc((URLS[1], page()), status="404 Not Found")
    assert trouble(tmp_path / "a.warc.gz", raw) == "a.warc.gz: no web page in this archive"
    assert len(documents(tmp_path / "a.warc.gz", raw + warc((URLS[2], page())))) == 1


def test_a_page_without_text_is_named_by_its_address(tmp_path: Path) -> None:
    raw = warc((URLS[0], b"<html></html>"), (URLS[1], page()))
    assert len([each for each in found(tmp_path / "a.warc.gz", raw) if isinstance(each, Document)]) == 1
    assert troubles(tmp_path / "a.warc.gz", raw) == [
        "a.warc.gz: record 2 (https://example.org/0): no article found in the page"
    ]


def test_a_warc_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    raw = warc((URLS[0], page()), (URLS[1], page()))
    given = found(tmp_path / "a.warc.gz", raw[: len(raw) - 300])
    assert isinstance(given[0], Document) and given[0].text == TEXT


def test_a_header_without_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its line is read in quadratic time by the library."""
    monkeypatch.setattr(warc_reader, "LONGEST", 0.3)
    raw = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * 30_000_000
    assert trouble(tmp_path / "a.warc", raw) == (
        "a.warc: record 1: the archive cannot be read from here on: it takes more than 0.3 seconds"
    )


# folders


def test_a_folder_with_what_cannot_be_read(cli: Cli, folder: Path) -> None:
    news = folder / "news"
    (news / "locked").mkdir(parents=True)
    (news / "a.txt").write_text("At least 12 people were killed on Monday.")
    (news / "b.txt").symlink_to(folder / "gone.txt")
    (news / "c.txt").write_text("At least 8 people were killed on Monday.")
    (news / "d.txt").mkdir()
    os.mkfifo(news / "e.txt")
    ran = cli("extract", "news", "--columns", "figure")
    assert (ran.code, ran.out.splitlines()) == (PARTIAL, ["figure", "At least 12", "At least 8"])
    assert ran.err.splitlines() == [
        "claimtrack: news/b.txt: a link to a file that is not there",
        "claimtrack: news/e.txt: neither a file nor a folder",
    ]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="a superuser may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("12 died")
    path.chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    said = [str(each) for each in read([str(tmp_path)])]
    assert said == [f"{one}: cannot be read: Permission denied" for one in (path, tmp_path / "closed")]


def test_no_permission_whoever_runs_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text("12 died")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    article, said = read([str(tmp_path)])
    assert isinstance(article, Document)
    assert str(said) == f"{tmp_path}/closed: cannot be read: Permission denied"


def test_links_in_a_circle_have_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 died")
    (tmp_path / "around").symlink_to(tmp_path)
    assert len(list(read([str(tmp_path)]))) == 1


def test_the_parts_of_a_saved_page_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "kharkiv_files").mkdir()
    (tmp_path / "kharkiv_files" / "ad.html").write_text("<p>Buy now, 12 left</p>")
    (tmp_path / "kharkiv.html").write_bytes(page())
    (document,) = read([str(tmp_path)])
    assert isinstance(document, Document) and document.text == TEXT


def test_the_date_of_a_file_only_when_asked_for(cli: Cli, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("At least 12 people were killed on Monday.")
    noon = datetime(2022, 3, 2, 12).timestamp()
    os.utime(path, (noon, noon))
    assert cli("extract", "a.txt", "--columns", "date").out.splitlines() == ["date", '""']
    assert cli("extract", "a.txt", "--columns", "date", "--date-from-file").out.splitlines() == ["date", "2022-03-02"]


def test_a_text_tells_its_day_better_than_the_program_that_wrote_it(cli: Cli, folder: Path) -> None:
    (folder / "a.pdf").write_bytes((FILES / "article.pdf").read_bytes())  # made long after 2022
    assert cli("extract", "a.pdf", "--columns", "date", "--limit", "1").out.splitlines()[1] >= "2026"
    told = cli("extract", "a.pdf", "--columns", "date", "--limit", "1", "--date", articles.DAY)
    assert told.out.splitlines() == ["date", articles.DAY]


@pytest.mark.parametrize(
    ("text", "date_told_by", "precision"),
    [("KYIV, March 2, 2022 (Harbour Post) - At least 12 people were killed.", "dateline", "day"),
     ("Updated: 2 March 2022\n\nAt least 12 people were killed in Izium.", "text", "day"),
     ("Date: 2022-03-02\n\nAt least 12 people were killed.", "header: 2022-03-02", "day"),
     ("Date: 2022-03-02T23:30:00+02:00\n\nAt least 12 were killed.", "header: 2022-03-02T23:30:00+02:00", "time")],
)  # fmt: skip
def test_show_tells_what_told_the_date(cli: Cli, folder: Path, text: str, date_told_by: str, precision: str) -> None:
    (folder / "a.txt").write_text(text)
    id = cli("extract", "a.txt", "--columns", "id", "--no-header").out.strip()
    assert cli("add", "a.txt", "--quiet").code == DONE
    lines = cli("show", id).out.splitlines()
    assert f"date_told_by    {date_told_by}" in lines
    assert f"date_precision  {precision}" in lines
    assert "path            a.txt" in lines


def test_show_tells_the_page_of_a_pdf_and_when_a_page_was_fetched(cli: Cli, folder: Path) -> None:
    (folder / "a.pdf").write_bytes((FILES / "columns.pdf").read_bytes())
    (folder / "b.warc").write_bytes(warc((URLS[0], page())))
    for name, line in (("a.pdf", "page            1 of 2"), ("b.warc", "retrieved       2022-03-03T06:00:00+00:00")):
        id = cli("extract", name, "--columns", "id", "--no-header").out.split()[0]
        assert cli("add", name, "--quiet", "--ledger", f"{name}.db").code == DONE
        assert line in cli("show", id, "--ledger", f"{name}.db").out.splitlines()


def test_an_unknown_kind_or_language_is_a_wrong_call(cli: Cli, folder: Path) -> None:
    (folder / "a.txt").write_text("12 died")
    ran = cli("extract", "a.txt", "--kind", "word")
    assert ran.code == TROUBLE and "--kind: there is no word; there are text, html, pdf" in ran.err
    ran = cli("extract", "a.txt", "--language", "uk")
    assert ran.code == TROUBLE and "--language: 'uk' cannot be read; claimtrack reads English: en" in ran.err


def test_standard_input_of_any_kind(cli: Cli) -> None:
    for raw in (page(), (FILES / "article.pdf").read_bytes(), zipped(a_txt=articles.text()), articles.lines()):
        ran = cli("extract", "-", "--columns", "figure", stdin=raw)
        assert (ran.code, ran.err) == (DONE, "")
        assert "about 5,840" in ran.out


def test_remarks_are_no_failures() -> None:
    assert ClaimtrackError("x", DONE).code == DONE
