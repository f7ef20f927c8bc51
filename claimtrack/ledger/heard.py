"""A query -> what each series says, from an index alone: enough to tell which claims are its last, without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from claimtrack.ledger import copies, serial
from claimtrack.ledger.columns import quoted
from claimtrack.ledger.narrowing import narrowed, of_series_alone
from claimtrack.ledger.questions import THESE, by_series, numbered, these
from claimtrack.model import Claim, Document, Filed, Line, Said
from claimtrack.query import Query

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database

_SERIES = f"SELECT number, {quoted(serial.FIELDS)} FROM series WHERE number IN {THESE}"
_DATES = ("SELECT extracted.number, date FROM extracted JOIN reading ON reading.number = reading "
          f"JOIN document ON version = reading.document WHERE extracted.number IN {THESE}")  # fmt: skip
_AT_ONCE = 500  # series that are looked up together: on a server one by one would take a journey each
_DAY = 1  # of what is said


def lines(db: Database, query: Query, among: Collection[int] = ()) -> Iterator[Line]:
    """Every series of the claims that pass, or only those with these numbers."""
    condition, values = _chosen(db, query)
    if among:
        condition, values = f"series IN {THESE} AND {condition}", [these(among), *values]
    rows = chain.from_iterable(db.batches(
        f"SELECT series, as_of, said, number FROM extracted WHERE {condition} ORDER BY series, as_of", values))
    borrowed: Mapping[int, str] | None = None
    groups = ((number, list(found)) for number, found in groupby(rows, key=itemgetter(0)))
    while some := dict(islice(groups, _AT_ONCE)):
        series_of = {row[0]: dict(zip(serial.FIELDS, row[1:], strict=True)) for row in numbered(db, _SERIES, some)}
        undated = [row[-1] for found in some.values() for row in found if row[_DAY] is None]
        days = dict(numbered(db, _DATES, undated))
        for number, found in some.items():
            series, said = series_of[number], _dated(found, days)
            if series["source"] is not None:
                yield Line(_common(series, None), said, number)
                continue
            if borrowed is None:
                borrowed = copies.borrowed(db)
            apart: dict[str | None, list[Said]] = defaultdict(list)
            for row in said:
                apart[borrowed.get(row[-1])].append(row)
            yield from (Line(_common(series, origin), own, number) for origin, own in apart.items())


def recent(db: Database, query: Query, since: str) -> Iterator[Line]:
    """As `lines`, but of what was said before a day (ISO) only that it was, and for single events on which days.

    The query is one by_series.
    """
    yield from lines(db, query._replace(since=max(query.since or since, since)))
    condition, values = of_series_alone(query)
    earlier = f"FROM extracted WHERE series = told.number AND as_of < ? AND {condition}"
    found = db.execute(
        f"SELECT {quoted(serial.FIELDS)}, number, CASE WHEN counting IN ('cumulative', 'current') THEN NULL ELSE "
        f"(SELECT group_concat(DISTINCT as_of) {earlier}) END FROM series AS told WHERE EXISTS (SELECT 1 {earlier})",
        [since, *values] * 2)  # fmt: skip
    for *cells, number, days in found:
        series = dict(zip(serial.FIELDS, cells, strict=True))
        yield Line(_common(series, None), (), number, days.split(",") if days else ())


def _chosen(db: Database, query: Query) -> tuple[str, list[object]]:
    """Which rows of `extracted` pass: told by their series and day alone where nothing else is asked."""
    if not by_series(query):
        condition, values = narrowed(db, query)
        return f"number IN (SELECT number FROM numbered_claim WHERE {condition})", values
    return of_series_alone(query)


def _dated(said: Sequence[Said], days: Mapping[int, str | None]) -> Sequence[Said]:
    """The rows with the days of their documents where they have none of their own, in the order of days."""
    if None not in (said[0][_DAY], said[-1][_DAY]):
        return said
    dated = [row if row[_DAY] else (row[0], days[row[-1]], *row[2:]) for row in said]
    return sorted(dated, key=lambda row: row[_DAY] or "")


def _common(series: Mapping[str, Any], origin: str | None) -> Filed:
    """A series as a claim that says nothing of its own."""
    cells: dict[str, Any] = dict.fromkeys(Claim.__dataclass_fields__) | {name: series[name] for name in serial.OF_CLAIM}
    stance = cells.pop("stance")
    document = Document(series["document"] or "", "", publisher=series["publisher"])
    return Filed(Claim(**cells), document, str(stance), origin=origin)
