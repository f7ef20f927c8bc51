"""A query -> the condition by which a database finds its claims soon: their numbers first, where these are not many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.ledger.questions import THESE, of_series, these, where

if TYPE_CHECKING:
    from claimtrack.ledger.database import Condition, Database
    from claimtrack.query import Query

# Claims up to which those of the series asked for are looked up: with a limit, of more the first are met soon enough in
# the order of the answer; without, to look up and sort more is no faster than to read every claim in that order.
_FEW, _MANY = 5_000, 50_000


def narrowed(db: Database, query: Query) -> Condition:
    """The condition on the view `numbered_claim`, and its values."""
    condition, values = where(query, db.sentences_with(query.match) if query.match else None)
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
