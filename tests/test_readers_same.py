"""The same article gives the same claims, whatever file it comes in."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import articles
import pytest
from articles import FILES
from conftest import Cli

from claimtrack.errors import DONE, PARTIAL

OWN = {"id", "document", "part_of", "title", "url"}  # what differs between documents
Made = Callable[[], bytes]


def parquet() -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pyarrow.table({**{k: [v] for k, v in articles.FIELDS.items()}, "body": [articles.TEXT]}), out)
    return out.getvalue()


INPUTS: dict[str, Made] = {
    "article.html": (FILES / "saved.html").read_bytes,
    "saved.mhtml": (FILES / "saved.mhtml").read_bytes,
    "article.pdf": (FILES / "article.pdf").read_bytes,
    "columns.pdf": (FILES / "columns.pdf").read_bytes,
    "article.docx": (FILES / "article.docx").read_bytes,
    "article.odt": (FILES / "article.odt").read_bytes,
    "article.eml": articles.letter,
    "page.eml": lambda: articles.letter(html=True),
    "alerts.mbox": lambda: b"From alerts@example.org Wed Mar  2 23:30:00 2022\n" + articles.letter() + b"\n",
    "feed.xml": articles.rss,
    "crawl.warc": lambda: articles.warc((articles.URL, (FILES / "saved.html").read_bytes()), packed=False),
    "crawl.warc.gz": lambda: articles.warc((articles.URL, (FILES / "saved.html").read_bytes())),
    "articles.jsonl": articles.lines,
    "articles.jsonl.gz": lambda: gzip.compress(articles.lines()),
    "articles.csv": articles.table,
    "articles.tsv": lambda: articles.table("\t"),
    "articles.parquet": parquet,
    "articles.zip": lambda: articles.zipped(article_txt=articles.text()),
    "utf16.txt": lambda: articles.text().decode().encode("utf-16"),
    "crlf.txt": lambda: b"\xef\xbb\xbf" + articles.text().replace(b"\n", b"\r\n"),
}


def claims(cli: Cli, folder: Path, name: str, raw: bytes) -> list[dict[str, Any]]:
    """The claims of one file, without what tells where in the text they stand."""
    (folder / name).write_bytes(raw)
    given = ("--date", articles.DAY, "--publisher", articles.PUBLISHER)
    ran = cli("extract", name, *given, "--format", "jsonl", "--all")
    assert (ran.code, ran.err) == (DONE, "")
    found = [json.loads(line) for line in ran.out.splitlines()]
    return [{key: one[key] for key in one if key not in OWN and not key.endswith(("start", "end"))} for one in found]


@pytest.mark.parametrize("name", INPUTS)
def test_same_article_same_claims(cli: Cli, folder: Path, name: str) -> None:
    wanted = claims(cli, folder, "article.txt", articles.text())
    assert len(wanted) >= 10
    assert claims(cli, folder, name, INPUTS[name]()) == wanted


def test_a_folder_of_mixed_inputs_of_which_a_tenth_are_broken(cli: Cli, folder: Path) -> None:
    mixed = folder / "mixed"
    mixed.mkdir()
    for number in range(18):
        (mixed / f"{number:02}.html").write_bytes(articles.page((*articles.PARAGRAPHS, f"In all, {number + 2} towns.")))
    (mixed / "cut.pdf").write_bytes((FILES / "article.pdf").read_bytes()[:3000])
    (mixed / "binary.txt").write_bytes(bytes(range(256)) * 10)
    ran = cli("add", "mixed", "--quiet")
    assert ran.code == PARTIAL
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == ["mixed/binary.txt", "mixed/cut.pdf"]
    assert len(cli("documents").out.splitlines()) == 1 + 18
