"""Documents of a ledger -> which of them are copies of one text, and whose words those are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database

_ALIKE = ("(SELECT version FROM likeness WHERE agency IS NOT NULL UNION SELECT version FROM copy "
          "UNION SELECT earlier FROM copy) AS alike CROSS JOIN current ON current.version = alike.version")  # fmt: skip


def groups(db: Database) -> list[frozenset[str]]:
    """The ids of documents that are copies of one text, as they count now; each group has two or more."""
    found = db.execute(
        "SELECT one.id, other.id FROM copy JOIN current AS one ON one.version = copy.version "
        "JOIN current AS other ON other.version = copy.earlier ORDER BY copy.version, copy.earlier"
    )
    member_of: dict[str, str] = {}

    def head(name: str) -> str:
        while (above := member_of.setdefault(name, name)) != name:
            member_of[name] = name = member_of[above]
        return name

    for one, other in found:
        member_of[head(one)] = head(other)
    together: dict[str, set[str]] = defaultdict(set)
    for name in list(member_of):
        together[head(name)].add(name)
    return [frozenset(names) for names in together.values()]


def origins(db: Database) -> Mapping[str, str]:
    """Document -> whose words it has: the agency's that it or a copy of it names, else the first outlet's.

    Only documents that name an agency or are copies are told.
    """
    found = db.execute(
        f"SELECT current.id, agency, publisher, date, current.version FROM {_ALIKE} "
        "CROSS JOIN likeness ON likeness.version = current.version "
        "CROSS JOIN document ON document.version = current.version"
    )
    known = {row[0]: row[1:] for row in found}
    told = {name: row[0] for name, row in known.items() if row[0]}
    for names in groups(db):
        agencies = Counter(told[name] for name in names if name in told)
        origin = _first(agencies) or _first_outlet([known[name] for name in names]) or min(names)
        told |= dict.fromkeys(names, origin)
    return told


def borrowed(db: Database) -> Mapping[int, str]:
    """The numbers of the claims without a source whose document has another's words -> whose those are."""
    told = origins(db)
    if not told:
        return {}
    found = db.execute(
        f"SELECT extracted.number, current.id FROM {_ALIKE} "
        "CROSS JOIN extracted ON extracted.reading = current.reading WHERE source IS NULL"
    )
    return {number: told[name] for number, name in found}


def _first(counted: Counter[str]) -> str | None:
    return min(counted, key=lambda name: (-counted[name], name)) if counted else None


def _first_outlet(rows: list[tuple[Any, ...]]) -> str | None:
    """The publisher of the earliest, of those of one day the first that was stored."""
    return min(((day or "9999", version, publisher) for _, publisher, day, version in rows if publisher),
               default=(None, None, None))[2]  # fmt: skip
