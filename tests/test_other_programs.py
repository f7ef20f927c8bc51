"""A ledger is readable by programs that know nothing of claimtrack."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from making import said, store

from claimtrack.ledger import opening
from claimtrack.record import NAMES
from claimtrack.reviews import Review

VIEWS = {"claim": 2, "numbered_claim": 2, "source": 1, "history": 3}  # and their rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with two claims of one source, one of them reviewed."""
    path = tmp_path / "claims.db"
    first, second = said(12, source="UN", document="a1", id="aaaa1111"), said(15, source="UN", document="b2")
    store(path, first, second)
    with opening.grown(str(path)) as ledger:
        ledger.review([Review("aaaa1111", "accept")], "Ana", "1")
        ledger.add(first.document, [first], "2", "more words")
    return path


def ran(module: str, *arguments: str) -> str:
    """What a program prints, when it is there."""
    pytest.importorskip(module)
    call = [sys.executable, "-m", module, *arguments]
    return subprocess.run(call, capture_output=True, text=True, check=True, timeout=60).stdout


def test_every_view_is_read_without_functions_of_ours(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        there = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        assert there == set(VIEWS)
        for view, rows in VIEWS.items():
            assert len(db.execute(f"SELECT * FROM {view}").fetchall()) == rows
        assert tuple(column[0] for column in db.execute("SELECT * FROM claim").description) == (*NAMES, "trace")
        assert db.execute("SELECT source, claims, documents FROM source").fetchall() == [("UN", 2, 2)]
        found = db.execute("SELECT count(*) FROM sentence_words WHERE sentence_words MATCH 'nobody'").fetchone()
        assert found == (0,)


def test_no_trigger_or_index_needs_functions_of_ours(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO run (number, version, vocabulary, begun) VALUES (99, '1', 'words', '2024-01-01')")
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            db.execute("UPDATE extracted SET figure = '13'")
        db.rollback()
        assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]


def test_sqlite_utils_reads_it(path: Path) -> None:
    assert {row["view"] for row in json.loads(ran("sqlite_utils", "views", str(path)))} == set(VIEWS)
    rows = json.loads(ran("sqlite_utils", "rows", str(path), "claim", "-c", "value", "-c", "reviewed"))
    assert sorted(rows, key=lambda row: row["value"]) == [
        {"value": 12, "reviewed": "accepted"}, {"value": 15, "reviewed": None},
    ]  # fmt: skip
    assert "document" in {row["table"] for row in json.loads(ran("sqlite_utils", "tables", str(path)))}
    assert "CREATE VIEW claim" in ran("sqlite_utils", "schema", str(path))
    assert json.loads(ran("sqlite_utils", "query", str(path), "SELECT max(value) AS most FROM claim")) == [{"most": 15}]


@pytest.mark.parametrize(("view", "rows"), VIEWS.items())
def test_datasette_serves_its_views(path: Path, view: str, rows: int) -> None:
    found = json.loads(ran("datasette", str(path), "--get", f"/claims/{view}.json?_shape=array"))
    assert len(found) == rows
