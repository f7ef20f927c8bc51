"""A query -> what each series says, from an index alone: enough to tell which claims are its last, without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from claimtrack.ledger import copies, serial
from claimtrack.ledger.columns import quoted
from claimtrack.ledger.questions import by_series, of_series, where
from claimtrack.model import Claim, Document, Filed, Line, Said
from claimtrack.query import Query

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database

# What no series says: claims of readings that do not count, replaced by a review, or put aside by one.
_ASIDE = ("SELECT number FROM extracted WHERE reading IN (SELECT number FROM reading WHERE number NOT IN "
          "(SELECT reading FROM current)) UNION ALL SELECT number FROM hidden UNION ALL "
          "SELECT number FROM extracted WHERE review > 0 "
          "AND reviewed IN ('rejected', 'merged', 'withdrawn')")  # fmt: skip
_DAY = 1  # of what is said


def lines(db: Database, query: Query) -> Iterator[Line]:
    """Every series of the claims that pass."""
    condition, values = _chosen(db, query)
    rows = chain.from_iterable(db.batches(
        f"SELECT series, as_of, said, number FROM extracted WHERE {condition} ORDER BY series, as_of", values))
    borrowed: Mapping[int, str] | None = None
    for number, found in groupby(rows, key=itemgetter(0)):
        said: Sequence[Said] = list(found)
        if None in (said[0][_DAY], said[-1][_DAY]):
            said = _dated(db, said)
        cells = db.execute(f"SELECT {quoted(serial.FIELDS)} FROM series WHERE number = ?", (number,)).fetchone()
        series = dict(zip(serial.FIELDS, cells, strict=True))
        if series["source"] is not None:
            yield Line(_common(series, None), said)
            continue
        if borrowed is None:
            borrowed = copies.borrowed(db)
        apart: dict[str | None, list[Said]] = defaultdict(list)
        for row in said:
            apart[borrowed.get(row[-1])].append(row)
        yield from (Line(_common(series, origin), own) for origin, own in apart.items())


def _chosen(db: Database, query: Query) -> tuple[str, list[object]]:
    """Which rows of `extracted` pass: told by their series and day alone where nothing else is asked."""
    if not by_series(query):
        condition, values = where(query, db.sentences_with(query.match) if query.match else None)
        return f"number IN (SELECT number FROM numbered_claim WHERE {condition})", values
    condition, values = of_series(query)
    parts = [f"series IN (SELECT number FROM series{' WHERE' * bool(condition)} {condition})"]
    parts += ["as_of >= ?"] * bool(query.since) + ["as_of <= ?"] * bool(query.until)
    values += [day for day in (query.since, query.until) if day]
    return " AND ".join([*parts, f"number NOT IN ({_ASIDE})"]), values


def _dated(db: Database, said: Sequence[Said]) -> Sequence[Said]:
    """The rows with the days of their documents where they have none of their own, in the order of days."""
    dated: list[Said] = []
    for row in said:
        if row[_DAY] is None:
            day = db.execute(
                "SELECT date FROM document WHERE version = (SELECT reading.document FROM reading "
                "JOIN extracted ON reading = reading.number WHERE extracted.number = ?)", (row[-1],)
            ).fetchone()[0]  # fmt: skip
            row = (row[0], day, *row[2:])
        dated.append(row)
    return sorted(dated, key=lambda row: row[_DAY] or "")


def _common(series: Mapping[str, Any], origin: str | None) -> Filed:
    """A series as a claim that says nothing of its own."""
    cells: dict[str, Any] = dict.fromkeys(Claim.__dataclass_fields__) | {name: series[name] for name in serial.OF_CLAIM}
    stance = cells.pop("stance")
    document = Document(series["document"] or "", "", publisher=series["publisher"])
    return Filed(Claim(**cells), document, str(stance), origin=origin)
