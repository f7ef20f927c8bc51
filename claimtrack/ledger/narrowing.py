"""A query -> the condition by which a database finds its claims soon: their numbers first, where these are not many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.ledger.questions import THESE, by_series, of_series, these, where

if TYPE_CHECKING:
    from claimtrack.ledger.database import Condition, Database
    from claimtrack.query import Query

# Claims up to which those of the series asked for are looked up: with a limit, of more the first are met soon enough in
# the order of the answer; without, to look up and sort more is no faster than to read every claim in that order.
_FEW, _MANY = 5_000, 50_000
_TIES = 1_000  # claims with the value of the last that is asked for, up to which all of them are looked up
# What no series says: claims of readings that do not count, replaced by a review, or put aside by one.
_ASIDE = ("SELECT number FROM extracted WHERE reading IN (SELECT number FROM reading WHERE number NOT IN "
          "(SELECT reading FROM current)) UNION ALL SELECT number FROM hidden UNION ALL "
          "SELECT number FROM extracted WHERE review > 0 "
          "AND reviewed IN ('rejected', 'merged', 'withdrawn')")  # fmt: skip


def narrowed(db: Database, query: Query) -> Condition:
    """The condition on the view `numbered_claim`, and its values."""
    condition, values = where(query, db.sentences_with(query.match) if query.match else None)
    if query.limit and query.sort[:1] in (("value",), ("-value",)) and by_series(query):
        numbers = _by_value(db, query, query.limit)
        if numbers:
            return f"{condition} AND number IN {THESE}", [*values, these(numbers)]
    found, given = of_its_series(query)
    if not found:
        return condition, values
    if query.sort:  # then all that pass are to be read, however many
        return f"{condition} AND number IN (SELECT number {found})", [*values, *given]
    most = _MANY if query.limit is None else _FEW
    numbers = [row[0] for row in db.execute(f"SELECT number {found} LIMIT {most}", given)]
    if len(numbers) == most:
        return condition, values
    return f"{condition} AND number IN {THESE}", [*values, these(numbers)]


def of_series_alone(query: Query) -> Condition:
    """The rows of `extracted` that pass, for a query by_series: told by an index, without reading one of them."""
    condition, values = of_series(query)
    parts = [f"series IN (SELECT number FROM series{' WHERE' * bool(condition)} {condition})"]
    parts += ["as_of >= ?"] * bool(query.since) + ["as_of <= ?"] * bool(query.until)
    values += [day for day in (query.since, query.until) if day]
    return " AND ".join([*parts, f"number NOT IN ({_ASIDE})"]), values


def _by_value(db: Database, query: Query, limit: int) -> list[int]:
    """The claims whose values come first, with all that have the value of the last; none when these are too many."""
    condition, values = of_series_alone(query)
    way = "DESC" if query.sort[0] == "-value" else "ASC"
    found = db.execute(f"SELECT value, number FROM extracted WHERE {condition} ORDER BY value {way} NULLS LAST "
                       f"LIMIT {limit + _TIES}", values).fetchall()  # fmt: skip
    all_told = len(found) < limit + _TIES or found[-1][0] != found[limit - 1][0]
    return [number for _, number in found] if all_told else []


def of_its_series(query: Query) -> Condition:
    """The claims of the series that pass, of its days, as SQL from FROM on, and its values; "" for those of all series.
    """
    condition, values = of_series(query._replace(other=True))
    if not condition:
        return "", []
    days = [("as_of >= ?", query.since), ("as_of <= ?", query.until)]
    within = [f" AND {part}" for part, day in days if day]
    found = f"FROM extracted WHERE series IN (SELECT number FROM series WHERE {condition}){''.join(within)}"
    return found, [*values, *(day for _, day in days if day)]
