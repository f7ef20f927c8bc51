"""Names of sources as people ask for them -> those that a ledger has of the same bodies; its sources, body by body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
_ASSERTED = ("json_array(metric, category, side, place, counting, unit, quantifier, value, low, high, "
             "CASE WHEN source IS NULL THEN coalesce(origin, publisher, document) END)")  # fmt: skip
_SPEAKER = "coalesce(source_side, '') || '|' || source"
_BY_BODY = ("WITH told (name, origin) AS MATERIALIZED (SELECT key, value FROM json_each(?)), "
            "one (speaker, body) AS MATERIALIZED (SELECT key, value FROM json_each(?)) "
            "SELECT body, count(*), count(DISTINCT document), min(as_of), max(as_of), group_concat(DISTINCT metric), "
            f"count(DISTINCT {_ASSERTED}) FROM numbered_claim LEFT JOIN told ON name = document "
            f"LEFT JOIN one ON speaker = {_SPEAKER}")  # fmt: skip
_NAMED = "source, source_kind, source_side"
_BY_NAME = f"SELECT {_NAMED}, count(*) FROM numbered_claim"


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
    there = {speaker: body(speaker[0], speaker[1] or None) for speaker in speakers(db)}
    numbers = {which: str(number) for number, which in enumerate(dict.fromkeys(there.values()))}
    told: dict[str | None, list[Counter[Any]]] = defaultdict(lambda: [Counter(), Counter(), Counter()])
    for *given, count in db.execute(f"{_BY_NAME} WHERE {condition} GROUP BY {_NAMED}", values):
        name, _, side = given
        number = None if name is None else numbers[there[name, side or ""]]
        for known, value in zip(told[number], given, strict=True):
            known[value] += count
    one = {f"{side}|{name}": numbers[which] for (name, side), which in there.items()}
    found = db.execute(f"{_BY_BODY} WHERE {condition} GROUP BY body", [dumps({**origins}), dumps(one), *values])
    rows = [
        (*(_usual(known)[0] for known in told[number]), *counts, " ".join(sorted(metrics.split(","))), assertions,
         "; ".join(map(str, _usual(told[number][0])[1:])) or None)
        for number, *counts, metrics, assertions in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-int(row[3] or 0), *((cell is not None, cell or "") for cell in row[:3])))


def _usual(known: Counter[Any]) -> list[Any]:
    """What was counted, the most usual first; of what is as usual, the fullest."""
    return sorted(known, key=lambda value: (-known[value], -len(value or ""), value or ""))
