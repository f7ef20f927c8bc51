"""The address of a PostgreSQL database -> the open ledger in it, to ask or to add to; troubles as plain lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import CANNOT_WRITE, LOCKED, TROUBLE, ClaimtrackError
from claimtrack.ledger import likenesses
from claimtrack.ledger.address import shown

if TYPE_CHECKING:
    from claimtrack.ledger.postgres.connection import Postgres

_PATIENCE = 10  # seconds to wait for the server, and for others that write
_MEMORY = "SET work_mem = '64MB'; SET jit = off"  # answers are large but quick: to compile them takes longer
_ROOM = "give the ledger one of its own: ?options=-csearch_path%3DNAME"
_BUSY = "is locked by another process; nothing was changed, try again"
_CODES = {  # SQLSTATE, or its class -> what to tell the user, and the exit code
    "55P03": (_BUSY, LOCKED), "40P01": (_BUSY, LOCKED), "40001": (_BUSY, LOCKED),
    "42501": ("cannot be read or written: no permission", TROUBLE),
    "25006": ("cannot be written: the server takes no changes", TROUBLE),
    "53100": ("cannot be written: the server's disk is full", CANNOT_WRITE),
    "58": ("cannot be written or read: the server has an input/output error", CANNOT_WRITE),
    "54000": ("a name or an address is longer than PostgreSQL can index (2,700 bytes); nothing was changed", TROUBLE),
    "57014": ("the server stopped, for it took longer than the server allows", TROUBLE),
    "XX": ("is damaged, or the server is", TROUBLE),
}  # fmt: skip
_LOST = "the connection to the server was lost; what was being stored is not, try again"
_NUL = "a text has a NUL character in it, which PostgreSQL cannot hold; nothing was changed"


@contextmanager
def asked(address: str) -> Iterator[Postgres]:
    """A ledger to ask."""
    with _told(address), _connected(address) as database:
        version = _version(database, address)
        if version == 0:
            raise ClaimtrackError(f"{shown(address)}: no such ledger; make one with claimtrack add")
        if version < len(steps()):
            raise ClaimtrackError(f"{shown(address)}: of an older version; the next add brings it to the newest")
        yield database


@contextmanager
def grown(address: str, make: bool) -> Iterator[Postgres]:
    """A ledger to add to; made when it is not there, if `make` says so."""
    with _told(address), _connected(address) as database:
        version = _version(database, address)
        if version == 0 and not make:
            raise ClaimtrackError(f"{shown(address)}: no such ledger; make one with claimtrack add")
        if version < len(steps()):
            _migrate(database, address)
        yield database
        database.survey()


@contextmanager
def _connected(address: str) -> Iterator[Postgres]:
    try:
        import psycopg
    except ImportError as missing:
        way_out = "pip install 'claimtrack[postgres]'"
        raise ClaimtrackError(f"{shown(address)}: for PostgreSQL psycopg is missing: {way_out}") from missing
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    from claimtrack.ledger.postgres.connection import Postgres

    try:
        given = conninfo_to_dict(address)
    except psycopg.Error as wrong:
        raise ClaimtrackError(f"{shown(address)}: not an address: write postgresql://user@host/name") from wrong
    defaults = {"connect_timeout": str(_PATIENCE), "fallback_application_name": "claimtrack"}
    settings = {name: value for name, value in defaults.items() if name not in given}

    def connect() -> psycopg.Connection[Any]:
        try:
            made = psycopg.connect(make_conninfo(address, client_encoding="utf8", **settings), autocommit=True)
        except psycopg.Error as trouble:
            raise ClaimtrackError(f"{shown(address)}: {_refusal(trouble, given.get('password'))}") from trouble
        made.execute(f"SET lock_timeout = '{_PATIENCE}s'; {_MEMORY}".encode())
        return made

    database = Postgres(connect)
    try:
        yield database
    finally:
        database.connection.close()


def _refusal(trouble: Exception, password: object) -> str:
    """Why there is no connection: in the server's words if there are any, but never with a password in them."""
    words = re.search(r"FATAL:\s*(.*)", str(trouble))
    if not words:
        return "the server cannot be reached"
    told = words[1].replace(str(password), "…") if password else words[1]
    return f"the server refuses: {told}"


def _version(database: Postgres, address: str) -> int:
    """The ledger's version, 0 for an empty schema. Raises ClaimtrackError for another's tables or a newer version."""
    schema, ours, tables, encoding = database.execute(
        "SELECT current_schema(), to_regclass(quote_ident(current_schema()) || '.ledger_version'), "
        "(SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
        "WHERE nspname = current_schema() AND relkind IN ('r', 'v', 'p')), current_setting('server_encoding')"
    ).fetchone()
    if schema is None:
        raise ClaimtrackError(f"{shown(address)}: the schema is not there; CREATE SCHEMA makes it")
    if encoding != "UTF8":
        raise ClaimtrackError(f"{shown(address)}: the database is not in UTF8 but {encoding}")
    if ours is None:
        if tables:
            raise ClaimtrackError(f"{shown(address)}: the schema {schema} holds other tables; {_ROOM}")
        return 0
    version: int = database.execute("SELECT max(version) FROM ledger_version").fetchone()[0]
    if version > len(steps()):
        raise ClaimtrackError(
            f"{shown(address)}: written by a newer claimtrack (ledger version {version}, this one knows "
            f"{len(steps())}); nothing was changed, upgrade claimtrack", LOCKED)  # fmt: skip
    return version


def steps() -> list[Path]:
    """The numbered .sql files: the nth brings a ledger to version n."""
    return sorted(Path(__file__).parent.glob("*.sql"))


def _migrate(database: Postgres, address: str) -> None:
    """Bring the ledger to the newest version, in one transaction; another process may be doing the same."""
    with database.writing():
        old = _version(database, address)
        for step in steps()[old:]:
            database.connection.execute(step.read_bytes())
        if old == 1:
            likenesses.renew(database)  # version 1 noted them by other runs of words


@contextmanager
def _told(address: str) -> Iterator[None]:
    """The server's troubles as lines that a user can act on."""
    try:
        yield
    except Exception as trouble:
        told = _of(trouble)
        if not told:
            raise
        raise ClaimtrackError(f"{shown(address)}: {told[0]}", told[1]) from trouble


def _of(trouble: Exception) -> tuple[str, int] | None:
    """What to tell of a trouble, and the exit code; None for what is no trouble of the server."""
    with suppress(ImportError):
        import psycopg

        if isinstance(trouble, psycopg.Error):
            state = trouble.sqlstate or ""
            known = _CODES.get(state) or _CODES.get(state[:2])
            if known or state[:3] == "57P" or (not state and isinstance(trouble, psycopg.OperationalError)):
                return known or (_LOST, TROUBLE)
            if isinstance(trouble, psycopg.DataError) and "NUL" in str(trouble):
                return _NUL, TROUBLE
    return None
