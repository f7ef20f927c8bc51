"""Names of sources as people ask for them -> those that a ledger has of the same bodies; its sources, body by body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimtrack.ledger.narrowing import narrowed
from claimtrack.names import contains, fold
from claimtrack.query import NONE, Query

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database
    from claimtrack.record import Row

Body = Callable[[str, str | None], tuple[str, str]]  # a name and the side it speaks for -> what all its names share
Speaker = tuple[str, str]  # a source as the ledger has it, with its side, "" for none
# What makes a claim a figure of its own: what it counts, the figure, and where nobody is named, whose words it is.
_FIGURE = "metric, category, side, place, counting, unit, quantifier, value, low, high"
_WHOSE = "CASE WHEN source IS NULL THEN coalesce(origin, publisher, document) END"
_NAMED = "source, source_kind, source_side"
_BY_NAME = ("WITH told (name, origin) AS MATERIALIZED (SELECT key, value FROM json_each(?)) "
            f"SELECT {_NAMED}, count(*), count(DISTINCT document), min(as_of), max(as_of), "
            f"group_concat(DISTINCT metric), count(DISTINCT json_array({_FIGURE}, {_WHOSE})) FROM numbered_claim "
            "LEFT JOIN told ON name = document")  # fmt: skip
_ONE_BY_ONE = f"SELECT DISTINCT source, source_side, document, {_FIGURE} FROM numbered_claim"


def by_name(name: str, side: str | None) -> tuple[str, str]:
    """Each name a body of its own, however it is written."""
    return side or "", fold(name)


def speakers(db: Database) -> list[Speaker]:
    """Every source of a ledger."""
    return [(name, side or "") for name, side in
            db.execute("SELECT DISTINCT source, source_side FROM series WHERE source IS NOT NULL")]  # fmt: skip


def bearing(there: Iterable[Speaker], wanted: str, body: Body) -> list[Speaker]:
    """The sources that are meant by a name: one of their body's names has its words, or is another way to write it."""
    bodies: dict[tuple[str, str], list[Speaker]] = defaultdict(list)
    for name, side in there:
        bodies[body(name, side or None)].append((name, side))
    telling = bool(body(wanted, None)[1])  # "of" is no name of a country
    return [
        one
        for which, names in bodies.items()
        if any(contains(name, wanted) for name, _ in names)
        or (telling and any(body(wanted, side or None) == which for _, side in names))
        for one in names
    ]


def asked(query: Query, there: Sequence[Speaker], body: Body) -> tuple[Query, list[str]]:
    """The query with the sources that it asks for as the ledger has them, and those of its names that nobody bears."""
    found = {one: bearing(there, one, body) for one in query.source if one != NONE}
    passing = dict.fromkeys(speaker for some in found.values() for speaker in some)
    if passing:
        shared = {name for name, side in there if (name, side) not in passing}
        names = dict.fromkeys(name for name, _ in passing if name not in shared)
        query = query._replace(source=(*names, *(NONE for one in query.source if one == NONE)),
                               of_side=tuple(speaker for speaker in passing if speaker[0] in shared))  # fmt: skip
    return query, [name for name, some in found.items() if not some]


def sources(db: Database, query: Query, origins: Mapping[str, str], body: Body) -> list[Row]:
    """Source, kind, side, claims, documents, first and last day, metrics, assertions, other names; a row a body under
    its most usual name, those with most claims first.
    """
    from json import dumps

    condition, values = narrowed(db, query)
    bodies: dict[Hashable, list[Row]] = defaultdict(list)
    for row in db.execute(f"{_BY_NAME} WHERE {condition} GROUP BY {_NAMED}", [dumps({**origins}), *values]):
        bodies[row[:3] if row[0] is None else body(row[0], row[2])].append(row)
    counted = _counted(db, query, {which: rows for which, rows in bodies.items() if len(rows) > 1}, body)
    rows = [_together(rows, counted.get(which)) for which, rows in bodies.items()]
    return sorted(rows, key=lambda row: (-int(row[3] or 0), *((cell is not None, cell or "") for cell in row[:3])))


def _counted(
    db: Database, query: Query, bodies: Mapping[Hashable, Sequence[Row]], body: Body
) -> dict[Hashable, tuple[int, int]]:
    """How many documents and assertions the bodies of several names have, which may share some."""
    if not bodies:
        return {}
    names = tuple({str(row[0]): None for rows in bodies.values() for row in rows})
    condition, values = narrowed(db, query._replace(source=names, of_side=()))
    documents: dict[Hashable, set[object]] = defaultdict(set)
    figures: dict[Hashable, set[tuple[object, ...]]] = defaultdict(set)
    for name, side, document, *figure in db.execute(f"{_ONE_BY_ONE} WHERE {condition}", values):
        which = body(name, side)
        documents[which].add(document)
        figures[which].add(tuple(figure))
    return {which: (len(documents[which]), len(figures[which])) for which in bodies}


def _together(rows: Sequence[Row], counted: tuple[int, int] | None) -> Row:
    """The rows of one body's names as one; `counted` tells its documents and assertions where they are several."""
    known: list[Counter[Any]] = [Counter(), Counter(), Counter()]
    for row in rows:
        for values, value in zip(known, row, strict=False):
            values[value] += int(row[3] or 0)
    names, kinds, sides = map(_usual, known)
    claims, (documents, assertions) = known[0].total(), counted or (rows[0][4], rows[0][8])
    days = [str(day) for row in rows for day in row[5:7] if day]
    metrics = {metric for row in rows for metric in str(row[7]).split(",")}
    return (names[0], kinds[0], sides[0], claims, documents, min(days, default=None), max(days, default=None),
            " ".join(sorted(metrics)), assertions, "; ".join(names[1:]) or None)  # fmt: skip


def _usual(known: Counter[Any]) -> list[Any]:
    """What was counted, the most usual first; of what is as usual, the fullest."""
    return sorted(known, key=lambda value: (-known[value], -len(value or ""), value or ""))
