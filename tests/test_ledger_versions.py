"""Ledgers of every earlier version: brought up to date with a copy kept, and answered as they are."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from making import stated

from claimtrack.ledger import files, opening, proof, serial
from claimtrack.ledger.columns import TABLES
from claimtrack.ledger.proof import problems
from claimtrack.ledger.sqlite import Sqlite, connected
from claimtrack.ledger.store import digest
from claimtrack.model import Filed
from claimtrack.query import Query
from claimtrack.record import CLAIM, row_of, trace_of

STEPS = sorted(Path(opening.__file__).parent.glob("*.sql"))
TEXT = "On Friday 12 people were killed. By Sunday it was 15."


def version_1(path: Path, readings: Sequence[tuple[str, Sequence[Filed]]]) -> None:
    """A ledger as the first claimtrack made it; each reading with the words it was read by."""
    with sqlite3.connect(path) as db:
        db.executescript(STEPS[0].read_text(encoding="utf-8"))
        db.execute("PRAGMA application_id = 0x436C6D74")
        db.execute("PRAGMA user_version = 1")
        for number, (words, claims) in enumerate(readings, 1):
            document = claims[0].document
            db.execute("INSERT OR IGNORE INTO document (id, digest, publisher, text) VALUES (?, ?, ?, ?)",
                       (document.id, digest(document), document.publisher, document.text))  # fmt: skip
            db.execute("INSERT INTO run VALUES (?, '0.1', ?, ?)", (number, words, f"2024-03-0{number}T12:00:00Z"))
            db.execute("INSERT INTO reading SELECT ?, version, ? FROM document WHERE digest = ?",
                       (number, number, digest(document)))  # fmt: skip
            for one in claims:
                cells = (number, *row_of(one)[: len(CLAIM) + 1], trace_of(one))
                db.execute(f"INSERT INTO extracted VALUES ({', '.join('?' * len(cells))})", cells)


def figures(path: Path, known_on: str | None = None) -> list[object]:
    with opening.asked(str(path), known_on) as ledger:
        return [row[0] for rows in ledger.rows(Query(), ("figure",)) for row in rows]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Version 1: one document, read by fewer words on 1 March and by more on 2 March."""
    path = tmp_path / "claims.db"
    first, second = stated(TEXT, "12"), stated(TEXT, "15")
    version_1(path, [("few words", [first]), ("more words", [first, second])])
    return path


def test_an_older_ledger_is_brought_up_and_a_copy_kept(old: Path) -> None:
    before = old.read_bytes()
    with opening.grown(str(old)):
        pass
    with connected(str(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert db.execute("SELECT number, made FROM entry").fetchall() == [
            (1, "2024-03-01T12:00:00Z"), (2, "2024-03-02T12:00:00Z"),
        ]  # fmt: skip
        assert list(problems(db)) == []
    assert figures(old) == ["12", "15"]
    with sqlite3.connect(f"{old}.version-1.bak") as copy, sqlite3.connect(":memory:") as same:
        same.deserialize(before)
        assert list(copy.iterdump()) == list(same.iterdump())
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_question_answers_from_an_older_ledger_and_leaves_it_alone(old: Path) -> None:
    before = old.read_bytes()
    assert figures(old) == ["12", "15"]
    assert old.read_bytes() == before
    assert os.listdir(old.parent) == [old.name]


def test_an_older_ledger_can_be_asked_what_it_held_on_a_day(old: Path) -> None:
    for day, held in [("2024-02-29", []), ("2024-03-01", ["12"]), ("2024-03-02", ["12", "15"])]:
        assert figures(old, day) == held


def seal(db: Sqlite, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program of that version left a ledger: its chain over the tables there were, and words to search."""
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    with monkeypatch.context() as then:
        then.setattr(proof, "TABLES", {name: columns for name, columns in TABLES.items() if name in there})
        db.executemany("INSERT INTO entry VALUES (?, ?, ?)", list(proof.seals(db)))
    if version >= 4:
        files._find_words(db)


@pytest.mark.parametrize("version", range(2, len(STEPS)))
def test_every_earlier_version_is_brought_up(old: Path, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(connected(str(old))) as db:
        db.executescript("".join(step.read_text(encoding="utf-8") for step in STEPS[1:version]))
        seal(db, version, monkeypatch)
        if version >= 5:
            files._number_claims(db)
        if version >= 6:
            files._find_copies(db)
        db.execute(f"PRAGMA user_version = {version}")
        before = list(db.iterdump())
    assert figures(old) == ["12", "15"]  # asked as it is
    with opening.grown(str(old)):
        pass
    with closing(connected(str(old))) as db, closing(sqlite3.connect(f"{old}.version-{version}.bak")) as copy:
        assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert list(problems(db)) == []
        assert list(copy.iterdump()) == before
    with opening.asked(str(old)) as ledger:
        for words, found in [("people WERE", 2), ("by sun", 2), ("eople", 0)]:  # the whole text is told as one sentence
            query = Query(match=words)
            assert sum(len(rows) for rows in ledger.rows(query, ("figure",))) == found
            assert len(ledger.documents(query)) == bool(found)


UNFINISHED_5 = """
ALTER TABLE extracted ADD COLUMN series INTEGER;
CREATE INDEX extracted_series ON extracted (series, as_of, quantifier, value, low, high);
"""


@pytest.mark.parametrize(("version", "marked"), [(2, 2), (4, 4), (5, 5), (5, len(STEPS) - 1)])
def test_a_ledger_made_while_a_version_was_being_written_is_brought_up(
    old: Path, version: int, marked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of version 2 had no triggers against doubles, the first of version 5 no number of a figure."""
    scripts = [step.read_text(encoding="utf-8") for step in STEPS]
    scripts[1] = scripts[1].partition("-- INSERT OR REPLACE")[0] if version < 5 else scripts[1]
    series = re.search(r"CREATE TABLE series .*?;\n", scripts[4], re.DOTALL)
    assert series and "_added" in STEPS[1].read_text() and ("_added" in scripts[1]) == (version == 5)
    scripts[4] = series[0] + UNFINISHED_5
    with closing(connected(str(old))) as db:
        db.executescript("".join(scripts[1:marked]))
        if version == 5:
            db.create_function("series_number", -1, serial.series_number)
            kept = db.execute("SELECT sql FROM sqlite_master WHERE name = 'extracted_stays'").fetchone()[0]
            common = ", ".join(f"extracted.{name}" for name in serial.OF_CLAIM)
            db.execute("DROP TRIGGER extracted_stays")
            db.execute(f"UPDATE extracted SET series = series_number({common}, 'The Wire', document)")
            db.execute(kept)
        seal(db, version, monkeypatch)
        if marked >= 6:
            files._find_copies(db)
        db.execute(f"PRAGMA user_version = {marked}")
    assert figures(old) == ["12", "15"]
    third = stated("Of 40 nothing is known.", "40", document="b2")
    with opening.grown(str(old)) as ledger:
        ledger.add(third.document, [third], "2.0", "words")
        assert list(ledger.problems()) == []
    assert figures(old) == ["12", "15", "40"]


def test_what_is_added_after_goes_on_from_the_old(old: Path) -> None:
    third = stated("Of 40 nothing is known.", "40", document="b2")
    with opening.grown(str(old)) as ledger:
        ledger.add(third.document, [third], "2.0", "words")
    with connected(str(old)) as db:
        assert list(problems(db)) == []
        assert db.execute("SELECT max(number) FROM entry").fetchone() == (3,)
    assert figures(old) == ["12", "15", "40"]


def test_a_migration_that_fails_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> list[str]:
        return [*map(str, STEPS), str(old.parent / "999.sql")]

    (old.parent / "999.sql").write_text("CREATE TABLE more (x);\nSELECT x FROM nowhere;\n")
    before = list(sqlite3.connect(old).iterdump())
    monkeypatch.setattr(files, "_steps", broken)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"), opening.grown(str(old)):
        pass
    assert list(sqlite3.connect(old).iterdump()) == before


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert [step.stem for step in STEPS] == [f"{number:03}" for number in range(1, len(STEPS) + 1)]
