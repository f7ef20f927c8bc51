"""An address -> an open ledger: to ask (never creates, never writes), to add (creates, migrates), or one in memory.

The address is the path of an SQLite file, or that of a PostgreSQL database: postgresql://user@host/name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from claimtrack.errors import CANNOT_WRITE, LOCKED, ClaimtrackError
from claimtrack.ledger import history, paths
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
def filled(address: str) -> Iterator[Ledger]:
    """A ledger to fill from another: a new file has its name only once all is in it. One that is there is grown."""
    if on_server(address) or os.path.lexists(address):
        with grown(address) as ledger:
            yield ledger
        return
    draft = f"{address}.{os.getpid()}.new"
    try:
        with grown(draft) as ledger:
            ledger.name = shown(address)
            yield ledger
        if os.path.exists(f"{draft}-wal"):  # its last pages could not be written where they belong
            raise ClaimtrackError(f"{address}: cannot be written: the disk is full", CANNOT_WRITE)
        paths.put_in_place(draft, address)
    except FileExistsError:
        raise ClaimtrackError(f"{address}: another process has made it by now; try again", LOCKED) from None
    except ClaimtrackError as trouble:
        raise ClaimtrackError(str(trouble).replace(draft, address), trouble.code) from trouble
    finally:
        paths.remove(draft)


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
