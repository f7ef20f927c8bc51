"""INPUT -> documents and troubles, each in its place."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.errors import DONE, TROUBLE, ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import read
from claimtrack.readers.text import header


def documents(*inputs: Path) -> list[Document]:
    found = list(read([str(path) for path in inputs]))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def trouble(path: Path) -> str:
    """The one trouble with a file, without the folder's name."""
    found = list(read([str(path)]))
    assert len(found) == 1 and isinstance(found[0], ClaimtrackError), found
    assert found[0].code == TROUBLE
    return str(found[0]).replace(f"{path.parent}/", "")


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_file_is_one_document_named_by_its_digest(tmp_path: Path) -> None:
    text = "Two people died.\r\n"
    (found,) = documents(written(tmp_path / "a.txt", text))
    assert found == Document(sha256(text.encode()).hexdigest()[:16], text)


def test_header_block_is_taken_off_the_text(tmp_path: Path) -> None:
    content = "Title: A: b\nDATE: March 2, 2022\nPublisher: The Daily\nURL: https://example.org\nAuthor: N.\n\nText.\n"
    (found,) = documents(written(tmp_path / "a.txt", content))
    assert (found.title, found.date, found.publisher) == ("A: b", date(2022, 3, 2), "The Daily")
    assert (found.url, found.author, found.text) == ("https://example.org", "N.", "Text.\n")


@pytest.mark.parametrize(
    "text",
    ["Date: no blank line ends this\nText.", "Killed: 12\n\nText.", "No header here.\n\nText", "\nTitle: late\n\nText"],
)
def test_what_is_no_header_block_stays_text(text: str) -> None:
    assert header(text) == ({}, 0)


def test_header_lines_may_end_as_on_other_systems() -> None:
    assert header("Title: a\r\nDate: b\r\n\r\nText") == ({"title": "a", "date": "b"}, 21)


@given(st.text(alphabet="Tile: \n\r\tx", max_size=40))
def test_header_never_takes_more_than_there_is(text: str) -> None:
    fields, start = header(text)
    assert 0 <= start <= len(text)
    assert bool(fields) == bool(start)


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (found,) = documents(written(tmp_path / "a.txt", b"\xef\xbb\xbfText."))
    assert found.text == "Text."


def test_bytes_that_are_not_utf8_are_named_by_line_and_column(tmp_path: Path) -> None:
    said = trouble(written(tmp_path / "a.txt", "one\né ".encode() + b"caf\xe9"))
    assert said.startswith("a.txt:2:6: byte 0xe9 is not UTF-8; convert the file")


def test_json_lines_give_a_document_a_line(tmp_path: Path) -> None:
    article = {"id": 7, "title": "", "date": "2022-03-02T10:00Z", "publisher": "P", "url": None, "text": "T", "more": 1}
    lines = json.dumps(article) + "\n\n" + json.dumps({"text": "U"}) + "\n"
    first, second = documents(written(tmp_path / "a.jsonl", lines))
    assert first == Document("7", "T", date=date(2022, 3, 2), publisher="P")
    assert second.text == "U"


def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = b'{"text": "a"}\n{"text": oops}\n{"title": "no text"}\n["text"]\n{"text": "caf\xe9"}\n{"text": "b"}\n'
    path = written(tmp_path / "a.jsonl", lines)
    found = list(read([str(path)]))
    assert [one.text for one in found if isinstance(one, Document)] == ["a", "b"]
    places = [str(one).removeprefix(str(tmp_path)).split(": ")[0] for one in found if isinstance(one, ClaimtrackError)]
    assert places == ["/a.jsonl:2:10", "/a.jsonl:3", "/a.jsonl:4", "/a.jsonl:5:14"]


@pytest.mark.parametrize("line", ["[" * 100_000, '{"text": ' + "9" * 5000 + "}", '{"text": {"a": 1}}', "nul", '"text"'])
def test_hostile_json_is_a_trouble_not_a_crash(tmp_path: Path, line: str) -> None:
    assert trouble(written(tmp_path / "a.jsonl", line)).startswith("a.jsonl:1")


def test_half_letters_are_replaced_and_offsets_stay(tmp_path: Path) -> None:
    (found,) = documents(written(tmp_path / "a.jsonl", '{"text": "a\\ud800b", "title": "\\udfff"}'))
    assert (found.text, found.title) == ("a\ufffdb", "\ufffd")


def test_a_json_file_may_hold_a_list_or_one_article(tmp_path: Path) -> None:
    many = written(tmp_path / "many.json", '[{"text": "a"},\n {"text": "b"}]')
    one = written(tmp_path / "one.json", '{\n "text": "c"\n}')
    lines = written(tmp_path / "lines.json", '{"text": "d"}\n{"text": "e"}\n')
    assert [found.text for found in documents(many, one, lines)] == ["a", "b", "c", "d", "e"]


def test_a_date_that_cannot_be_read_is_a_remark(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"text": "a", "date": "05/03/2022"}')
    remark, document = read([str(path)])
    assert isinstance(remark, ClaimtrackError) and remark.code == DONE
    assert "could be two days; write 2022-03-05 or 2022-05-03" in str(remark)
    assert isinstance(document, Document) and document.date is None


def test_a_folder_is_read_in_order_and_hidden_and_strange_files_are_left(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".git/d.txt", ".e.txt", "f.png"):
        written(tmp_path / name, name)
    assert [one.text for one in documents(tmp_path)] == ["a.txt", "b.txt", "sub/c.txt"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.txt", None, "none.txt: no such file or folder"),
        ("empty.txt", "", "empty.txt: there is no text in it"),
        ("blank.txt", "Title: a\n\n \n", "blank.txt: there is no text in it"),
        ("page.html", "<p>", "page.html: no article found in the page"),
    ],
)
def test_an_input_that_gives_nothing_is_named(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    path = tmp_path / name if content is None else written(tmp_path / name, content)
    assert trouble(path) == said


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert trouble(tmp_path / "empty").startswith("empty: no articles in this folder")
