"""A ledger -> where its tables, views, triggers and indexes are not those with which this claimtrack makes a ledger.

What they should be is asked of a new ledger of the same version, so that no list of them is kept. What somebody made
beside them for his own use (a table, a view, an index) does no harm and is told apart; a trigger on our tables may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database


class Part(NamedTuple):
    """Something that a schema is made of. `on`: the table or view that it belongs to; a table to itself."""

    kind: str
    name: str
    on: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" + (f" of {self.on}" if self.on != self.name else "")


Parts = Mapping[Part, str]  # each with what it says, without comments and layout
_ACTING = ("trigger", "rule", "policy")  # change what is stored or shown, unasked
_HELD = "table"  # holds what all the rest of a proof asks for


class Compared(NamedTuple):
    """How a schema differs from that of a new ledger."""

    missing: tuple[Part, ...]
    changed: tuple[Part, ...]
    foreign: tuple[Part, ...]  # acts on what is ours
    extra: tuple[Part, ...]  # somebody's own, beside ours

    @property
    def provable(self) -> bool:
        """Whether there is enough of the ledger to prove the rest."""
        return all(part.kind != _HELD for part in self.missing)

    def details(self) -> Iterator[str]:
        """One line for each thing that is wrong."""
        yield from (f"the {part} is missing" for part in self.missing)
        yield from (f"the {part} is not as claimtrack makes it" for part in self.changed)
        yield from (f"the {part} is not claimtrack's, and can change what is stored or shown" for part in self.foreign)


def compared(db: Database) -> Compared:
    """The schema of an open ledger against that of a new one."""
    here, made = db.parts(), db.parts_as_made()
    ours = {part.on for part in made}
    more = [part for part in here if part not in made]
    foreign = tuple(part for part in more if part.kind in _ACTING and part.on in ours)
    lost = {part for part in made if part not in here}
    without = {part.name for part in lost if part.on == part.name}
    return Compared(
        tuple(part for part in made if part in lost and (part.on == part.name or part.on not in without)),
        tuple(part for part in made if here.get(part, made[part]) != made[part]),
        foreign,
        tuple(part for part in more if part not in foreign),
    )
