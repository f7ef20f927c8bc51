"""An open ledger -> what was done to it, and by whom; or the same ledger as it stood at the end of an earlier day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.record import Row

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database

_UNDONE_BY = "(SELECT max(number) FROM run AS later WHERE later.undoes = run.number)"
DECISIONS = ("run", "begun", "person", "act", "claim", "document", "field", "value", "undone_by")


_GROWN = ("run", "document", "place", "reading", "review")  # tables of which what came later is not to be seen


class Run(NamedTuple):
    """One call that changed the ledger. `claims`: those it read, or reviewed."""

    number: int
    begun: str
    act: str
    person: str | None
    documents: int
    claims: int
    version: str
    vocabulary: str
    undoes: int | None
    undone_by: int | None


def log(db: Database) -> list[Run]:
    """Every run, the newest first."""
    found = db.execute(
        "SELECT number, begun, act, person, coalesce(documents, 0) + coalesce(papers, 0), "
        f"coalesce(claims, 0) + coalesce(judged, 0), version, vocabulary, undoes, {_UNDONE_BY} FROM run "
        "LEFT JOIN (SELECT run AS read_by, count(DISTINCT reading.number) AS documents, count(extracted.number) AS "
        "claims FROM reading LEFT JOIN extracted ON reading = reading.number AND review = 0 GROUP BY run) AS read "
        "ON read_by = number "
        "LEFT JOIN (SELECT run AS reviewed_by, count(DISTINCT document) AS papers, count(DISTINCT claim) AS judged "
        "FROM review GROUP BY run) AS seen ON reviewed_by = number ORDER BY number DESC"
    )
    return [Run(*row) for row in found]


def decisions(db: Database, claim: str | None) -> list[Row]:
    """What people decided, about one claim or all, the newest first: rows of DECISIONS."""
    return db.execute(
        f"SELECT run, begun, person, review.act, claim, document, field, value, {_UNDONE_BY} FROM review "
        "JOIN run ON run.number = run WHERE claim = coalesce(?, claim) ORDER BY review.number DESC", (claim,)
    ).fetchall()  # fmt: skip


def go_back(db: Database, day: str) -> None:
    """Put tables of what counted then, and a view on them, before those of the ledger; no file is changed."""
    upto = db.execute("SELECT coalesce(max(number), 0) FROM entry WHERE made < ?", (f"{day}T99",)).fetchone()[0]
    views = {name: db.view(name) for name in ("numbered_claim", "claim")}
    undone = "(SELECT undoes FROM run WHERE undoes IS NOT NULL AND entry <= :upto)"
    db.execute("CREATE TEMP TABLE current (reading INTEGER PRIMARY KEY, version INTEGER, id TEXT UNIQUE)")
    db.execute("CREATE TEMP TABLE hidden (number INTEGER PRIMARY KEY)")
    db.execute(
        "INSERT INTO current SELECT reading.number, version, document.id FROM reading "
        "JOIN document ON version = reading.document WHERE reading.number IN (SELECT max(reading.number) FROM reading "
        f"JOIN document ON version = reading.document WHERE reading.entry <= :upto AND run NOT IN {undone} "
        "GROUP BY document.id)", {"upto": upto})  # fmt: skip
    db.execute(
        "INSERT INTO hidden SELECT number FROM extracted AS one WHERE review > :upto OR "
        "((reading, id) IN (SELECT reading, id FROM extracted WHERE review > 0 AND review <= :upto) AND review < "
        "(SELECT max(review) FROM extracted AS last WHERE last.reading = one.reading AND last.id = one.id "
        "AND last.review <= :upto))", {"upto": upto})  # fmt: skip
    for name in _GROWN:
        db.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {db.main}.{name} WHERE entry <= {int(upto)}")
    for name, question in views.items():
        db.execute(f"CREATE TEMP VIEW {name} AS {question}")
