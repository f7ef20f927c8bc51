"""A Query -> SQL over the view `claim`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from claimtrack.query import CODES, NAMES, NONE, Query

if TYPE_CHECKING:
    from claimtrack.ledger.database import Condition, Database

DEFAULT_ORDER = "as_of NULLS LAST, document, start"
THESE = "(SELECT CAST(key AS bigint) FROM json_each(?))"
_BATCH = 500
_PREFIX = 4  # letters, from which an id stands for itself and for all that begin with it
_DOCUMENT = ("document = ?", "(document >= ? AND document < ?)")
_UPMOST = "\U0010ffff"
_OF_CLAIMS = ("verification", "reviewed")  # filters of codes that may differ within a series


def where(query: Query, matching: Condition | None = None) -> Condition:
    """The condition and its values. Names must be spelled as the ledger spells them; `matching` stands for `match`."""
    series, values = of_series(query)
    parts = [series]

    def add(part: str, *given: object) -> None:
        parts.append(part)
        values.extend(given)

    for column in _OF_CLAIMS:
        add(*_among(column, getattr(query, column)))
    if query.verification and not {"unstated", NONE} & {*query.verification}:
        add("verification <> 'unstated'")  # of all others there is an index
    if not query.reviewed:
        add("(reviewed IS NULL OR reviewed IN ('accepted', 'changed'))")
    if query.document:
        add(_any([_DOCUMENT[len(one) >= _PREFIX] for one in query.document]), *_ids(query.document))
    if query.since:
        add("as_of >= ?", query.since)
    if query.until:
        add("as_of <= ?", query.until)
    if query.low is not None:
        add("CAST(coalesce(value, low) AS NUMERIC) >= ?", query.low)
    if query.high is not None:
        add("CAST(coalesce(value, high) AS NUMERIC) <= ?", query.high)
    if matching:
        add(matching[0], *matching[1])
    return " AND ".join(filter(None, parts)) or "1 = 1", values


def of_series(query: Query) -> Condition:
    """The part of the condition that holds for all claims of a series or none, and its values; "" for no condition."""
    parts: list[str] = []
    values: list[object] = []
    for column in (*CODES, *NAMES):
        if column not in _OF_CLAIMS:
            part, *given = _among(column, getattr(query, column), query.of_side if column == "source" else ())
            parts.append(part)
            values += given
    if not query.other and "other" not in query.metric:
        parts.append("metric <> 'other'")
    return " AND ".join(filter(None, parts)), values


def by_series(query: Query) -> bool:
    """Whether nothing is asked but what holds for all claims of a series or none, and days."""
    left: dict[str, Any] = {name: () for name in (*CODES, *NAMES) if name not in _OF_CLAIMS}
    return query._replace(**left, of_side=(), other=False, since=None, until=None, sort=(), limit=None) == Query()


def numbered(db: Database, sql: str, numbers: Iterable[int]) -> Iterator[Any]:
    """The rows of a question that is asked of these numbers, each in the set THESE: of some hundreds at once."""
    ordered = sorted(numbers)
    for first in range(0, len(ordered), _BATCH):
        yield from db.execute(sql, (these(ordered[first : first + _BATCH]),)).fetchall()


def these(numbers: Iterable[int]) -> str:
    """The value that goes with THESE: a JSON object whose keys they are, for the keys of one both databases read alike.
    The module json is slow to load, and a plain list needs none of it.
    """
    keys = ", ".join([f'"{number}": 0' for number in numbers])
    return f"{{{keys}}}"


def _among(
    column: str, wanted: tuple[str, ...], of_side: tuple[tuple[str, str], ...] = ()
) -> tuple[str, *tuple[object, ...]]:
    """The condition that a column has one of these values, and the values; "" where none is asked for.

    Those `of_side` pass only with their side, "" for none.
    """
    if not wanted and not of_side:
        return ("",)
    parts = [f"{column} IN ({', '.join('?' for _ in wanted)})"] * bool(wanted)
    parts += [f"{column} IS NULL"] * (NONE in wanted)
    parts += [f"({column} = ? AND coalesce(source_side, '') = ?)"] * len(of_side)
    values: Iterable[object] = chain(wanted, *of_side)
    return _any(parts), *values


def order(query: Query) -> str:
    """The columns to sort by; ties in the default order. What is not told comes last either way."""
    given = [(name.removeprefix("-"), "DESC" if name.startswith("-") else "ASC") for name in query.sort]
    return ", ".join([*(f'"{name}" {way} NULLS LAST' for name, way in given), DEFAULT_ORDER])


def _any(parts: list[str]) -> str:
    return f"({' OR '.join(parts)})"


def bounds(prefix: str) -> tuple[str, str]:
    """The least and the first too great of all ids that begin so."""
    return prefix, prefix + _UPMOST


def _ids(ids: tuple[str, ...]) -> list[str]:
    return [value for one in ids for value in (bounds(one) if len(one) >= _PREFIX else (one,))]
