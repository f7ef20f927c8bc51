"""An address -> an open ledger: to ask (never creates, never writes), to add (creates, migrates), or one in memory.

The address is the path of an SQLite file, or that of a PostgreSQL database: postgresql://user@host/name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from claimtrack.ledger import history
from claimtrack.ledger.address import on_server, shown
from claimtrack.ledger.answers import Answers

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database
    from claimtrack.ledger.store import Ledger


@contextmanager
def asked(address: str, known_on: str | None = None) -> Iterator[Answers]:
    """A ledger to ask; it cannot be changed through this. With a day (ISO, UTC), as it stood at the end of that day."""
    with _kind(address).asked(address) as database:
        if known_on:
            history.go_back(database, known_on)
        database.only_read()
        yield Answers(database, shown(address))


@contextmanager
def grown(address: str, make: bool = True) -> Iterator[Ledger]:
    """A ledger to add to; made when it is not there, unless `make` says no."""
    with _kind(address).grown(address, make) as database:
        yield _ledger(database, shown(address))


@contextmanager
def in_memory() -> Iterator[Ledger]:
    """A ledger that lasts as long as the process, for questions on files alone."""
    from claimtrack.ledger import files

    with files.in_memory() as database:
        yield _ledger(database, "--from")


def _kind(address: str) -> Any:
    """The module that opens such an address. The other one is not loaded."""
    if on_server(address):
        from claimtrack.ledger.postgres import opening

        return opening
    from claimtrack.ledger import files

    return files


def _ledger(database: Database, name: str) -> Ledger:
    from claimtrack.ledger.store import Ledger  # what adds is slow to load, and no question needs it

    return Ledger(database, name)
