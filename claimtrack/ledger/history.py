"""An open ledger -> the same ledger as it stood at the end of an earlier day, for this connection alone."""

from __future__ import annotations

import sqlite3


def go_back(db: sqlite3.Connection, day: str) -> None:
    """Put tables of what counted then, and a view on them, before those of the ledger; no file is changed."""
    upto = db.execute("SELECT coalesce(max(number), 0) FROM entry WHERE made < ?", (f"{day}T99",)).fetchone()[0]
    view = db.execute("SELECT sql FROM sqlite_master WHERE name = 'claim'").fetchone()[0]
    undone = "(SELECT undoes FROM run WHERE undoes IS NOT NULL AND entry <= :upto)"
    db.execute("CREATE TEMP TABLE current (reading INTEGER PRIMARY KEY, version INTEGER, id TEXT UNIQUE)")
    db.execute("CREATE TEMP TABLE hidden (number INTEGER PRIMARY KEY)")
    db.execute(
        "INSERT INTO temp.current SELECT reading.number, version, document.id FROM reading "
        "JOIN document ON version = reading.document WHERE reading.number IN (SELECT max(reading.number) FROM reading "
        f"JOIN document ON version = reading.document WHERE reading.entry <= :upto AND run NOT IN {undone} "
        "GROUP BY document.id)", {"upto": upto})  # fmt: skip
    db.execute(
        "INSERT INTO temp.hidden SELECT number FROM extracted AS one WHERE review > :upto OR "
        "((reading, id) IN (SELECT reading, id FROM extracted WHERE review > 0 AND review <= :upto) AND review < "
        "(SELECT max(review) FROM extracted AS last WHERE last.reading = one.reading AND last.id = one.id "
        "AND last.review <= :upto))", {"upto": upto})  # fmt: skip
    db.execute(view.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
