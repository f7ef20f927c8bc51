"""JSON, CSV, TSV and Parquet of articles: columns by name or as told; a bad row is named and the rest goes on."""

from __future__ import annotations

import csv
import importlib
import io
import json
from datetime import date, datetime
from pathlib import Path

import articles
import pytest
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import documents, found, one, trouble, troubles

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import read
from claimtrack.readers.columns import mapping
from claimtrack.readers.settings import Settings


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a"])
def test_columns_are_known_by_their_usual_names(tmp_path: Path, name: str) -> None:
    document = one(tmp_path / name, articles.table())
    assert (document.text, document.title, document.url) == (articles.TEXT, articles.TITLE, articles.URL)
    assert (document.publisher, document.date, document.date_origin) == ("Harbour Post", date(2022, 3, 2), "field")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_first_line_tells_what_parts_the_columns(tmp_path: Path, mark: str) -> None:
    assert one(tmp_path / "a.csv", articles.table(mark)).text == articles.TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tables_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    raw = "title,text\r\nCafé,“12 died” in a café\r\n".encode(encoding)
    document = one(tmp_path / "a.csv", raw)
    assert (document.title, document.text) == ("Café", "“12 died” in a café")


def test_columns_as_told(tmp_path: Path) -> None:
    raw = "when,what,text\n2022-03-02,12 died,not this\n"
    told = Settings(columns={"text": "what", "date": "when"})
    document = one(tmp_path / "a.csv", raw, told)
    assert (document.text, document.date) == ("12 died", date(2022, 3, 2))
    lines = '{"when": "2022-03-02", "what": "12 died", "text": "not this"}\n'
    assert one(tmp_path / "a.jsonl", lines, told).text == "12 died"


def test_keys_of_json_articles_by_their_usual_names(tmp_path: Path) -> None:
    raw = '{"Headline": "A", "body": "12 died", "publishedAt": 1, "pub-date": "2022-03-02"}'
    document = one(tmp_path / "a.json", raw)
    assert (document.text, document.title, document.date) == ("12 died", "A", date(2022, 3, 2))


def test_the_map_option(cli: Cli, folder: Path) -> None:
    (folder / "a.csv").write_text("when,what\n2022-03-02,At least 12 people were killed on Monday.\n")
    ran = cli("extract", "a.csv", "--map", "text=what,date=when", "--columns", "figure,date")
    assert (ran.code, ran.out.splitlines()) == (0, ["figure,date", "At least 12,2022-03-02"])
    (folder / "b.tsv").write_text("a\tb\nx\ty\n")
    ran = cli("extract", "b.tsv")
    assert (ran.code, ran.out) == (2, "id" + ran.out[2:])
    assert ran.err == "claimtrack: b.tsv:1: no column holds the text; name it with --map text=…; there are a, b\n"
    ran = cli("extract", "b.tsv", "--map", "text=c")
    assert ran.err == "claimtrack: b.tsv:1: there is no column 'c'; there are a, b\n"


@pytest.mark.parametrize("text", ["what", "what=", "=text", "words=body", "text:body"])
def test_a_map_that_is_none(text: str) -> None:
    with pytest.raises(ClaimtrackError, match="is not FIELD=COLUMN; the fields are id, title"):
        mapping(text)


def test_a_bad_row_is_named_by_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    rows = (
        b"title,text\n"
        b'a,"12 died\nin Izium"\n'
        b"b,8 died,too much\n"
        b"c,\n"
        b"d\n"
        b"\n"
        b"e,caf\xe9\n"
        b"f,\xe2\x80\x9c7 died\xe2\x80\x9d\n"
    )
    given = found(tmp_path / "a.csv", rows)
    assert [each.text for each in given if not isinstance(each, ClaimtrackError)] == ["12 died\nin Izium", "“7 died”"]
    assert troubles(tmp_path / "a.csv", rows) == [
        "a.csv:4: 3 cells in this row, but 2 in the line of names; left out",
        "a.csv:5: this row has no text",
        "a.csv:6: 1 cells in this row, but 2 in the line of names; left out",
        "a.csv:8: this row has bytes that do not fit the encoding of the file; left out",
    ]


@pytest.mark.parametrize(("name", "raw"), [("a.csv", ""), ("a.csv", "\n\n"), ("a.tsv", " ")])
def test_an_empty_table(tmp_path: Path, name: str, raw: str) -> None:
    assert trouble(tmp_path / name, raw) == f"{name}: the file is empty"


def test_a_cell_without_end_is_named_once_and_the_next_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b'text,title\n12 died,a\n"')
        for _ in range(70):
            file.write(b"x" * 1_000_000)
        file.write(b'",b\n8 died,c\n')
    first, said, last = read([str(path)])
    assert not isinstance(first, ClaimtrackError) and first.text == "12 died"
    assert "a.csv:3: this row cannot be read: a cell of more than 32 MB" in str(said)
    assert not isinstance(last, ClaimtrackError) and last.text == "8 died"


def test_a_quotation_mark_that_is_not_closed_is_named_and_rows_are_not_taken_for_one(tmp_path: Path) -> None:
    raw = 'text,title\n12 died,a\n"8 died,b\n9 died,c\n'
    assert [one.text for one in found(tmp_path / "a.csv", raw) if isinstance(one, Document)] == ["12 died"]
    assert troubles(tmp_path / "a.csv", raw) == [
        "a.csv:3: a quotation mark in this row is not closed before the file ends; all from there on left out"
    ]
    assert len(found(tmp_path / "b.csv", 'text,title\n"12\ndied",a\n8 died,b')) == 2  # no line end is no fault


@pytest.mark.parametrize("name", ["a.json", "a.parquet"])
def test_a_text_of_many_megabytes_is_no_article(tmp_path: Path, name: str) -> None:
    text = "12 died. " * 4_000_000
    path = tmp_path / name
    if name == "a.json":
        path.write_text(json.dumps([{"text": text}, {"text": "8 died"}]))
    else:
        pyarrow = pytest.importorskip("pyarrow")
        importlib.import_module("pyarrow.parquet").write_table(pyarrow.table({"text": [text, "8 died"]}), path)
    said, last = read([str(path)])
    assert str(said).endswith("1: a text of more than 32 MB, which is no article")
    assert not isinstance(last, ClaimtrackError) and last.text == "8 died"


def test_a_line_of_json_without_end_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "12 died"}\n{"text": "')
        for _ in range(70):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "8 died"}\n')
    _, said, last = read([str(path)])
    assert str(said).endswith("a.jsonl:2: a line of more than 32 MB, which is no article")
    assert not isinstance(last, ClaimtrackError) and last.path == f"{path}:3"


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@settings(max_examples=30)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from([",", "\t"]))
def test_what_a_writer_of_tables_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], mark: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerows([("title", "text"), *rows])
    path = tmp_path_factory.mktemp("a") / "a.csv"
    given = found(path, out.getvalue(), Settings(kind="csv", language="en"))
    texts = [each.text for each in given if not isinstance(each, ClaimtrackError)]
    assert texts == [text for _, text in rows if text.strip()]


@settings(max_examples=60)
@given(st.binary(max_size=120))
def test_any_bytes_for_a_table_are_no_crash(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    assert found(tmp_path_factory.mktemp("a") / "a.csv", b"title,text\n" + raw + b"\nlast,12 died\n")


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({
        "Headline": ["A", "B", None], "body": ["12 died", None, "8 died"],
        "published_at": [datetime(2022, 3, 2, 10), None, None],
    })  # fmt: skip
    out = io.BytesIO()
    parquet.write_table(table, out)
    first, said, last = found(tmp_path / "a.parquet", out.getvalue())
    assert not isinstance(first, ClaimtrackError) and not isinstance(last, ClaimtrackError)
    assert (first.text, first.title, first.date) == ("12 died", "A", date(2022, 3, 2))
    assert str(said).endswith("a.parquet:2: this row has no text") and last.title is None
    assert "no column holds the text" in trouble(tmp_path / "b.parquet", _columns(pyarrow, parquet))
    assert "not a Parquet file that can be read" in trouble(tmp_path / "c.parquet", out.getvalue()[:200])


def _columns(pyarrow: object, parquet: object) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pyarrow.table({"a": [1]}), out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_parquet_without_its_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert trouble(tmp_path / "a.parquet", b"PAR1") == (
        "a.parquet: Parquet needs pyarrow: pip install 'claimtrack[parquet]'"
    )


def test_a_list_of_json_articles_names_the_bad_one(tmp_path: Path) -> None:
    raw = json.dumps([{"text": "12 died"}, {"title": "no text"}, {"text": "8 died"}])
    assert len([each for each in found(tmp_path / "a.json", raw) if not isinstance(each, ClaimtrackError)]) == 2
    assert troubles(tmp_path / "a.json", raw) == ['a.json: article 2: the article has no "text"']


def test_utf16_json(tmp_path: Path) -> None:
    assert documents(tmp_path / "a.json", '[{"text": "12 died – there"}]'.encode("utf-16"))[0].text == "12 died – there"
