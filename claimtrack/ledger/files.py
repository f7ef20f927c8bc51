"""A path -> the open SQLite file of a ledger, to ask or to add to; made, checked and brought to the newest version."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from claimtrack.errors import CANNOT_WRITE, LOCKED, TROUBLE, ClaimtrackError
from claimtrack.ledger import paths
from claimtrack.ledger.sqlite import Sqlite, connected

_OURS = 0x436C6D74  # PRAGMA application_id: "Clmt", by which `file` and we tell a ledger from other databases
_PATIENCE = 10.0  # seconds to wait for another process that writes
_CODES = {  # what SQLite calls the trouble -> what to tell the user, and the exit code
    sqlite3.SQLITE_BUSY: ("is locked by another process; nothing was changed, try again", LOCKED),
    sqlite3.SQLITE_LOCKED: ("is locked by another process; nothing was changed, try again", LOCKED),
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", CANNOT_WRITE),
    sqlite3.SQLITE_IOERR: ("cannot be written or read: input/output error", CANNOT_WRITE),
    sqlite3.SQLITE_READONLY: ("cannot be written: no permission", TROUBLE),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened: no permission, or its folder is not there", TROUBLE),
    sqlite3.SQLITE_CORRUPT: ("is damaged", TROUBLE),
    sqlite3.SQLITE_NOTADB: ("is not a ledger", TROUBLE),
}


@contextmanager
def asked(path: str) -> Iterator[Sqlite]:
    """A ledger to ask: an older one as one of the newest version, which is made in memory."""
    if not os.path.isfile(path):
        raise ClaimtrackError(f"{path}: no such ledger{paths.nearby(path)}")
    with _told(path):
        connection = _connect(path, "rw" if paths.writable(path) else "ro&immutable=1")
        try:
            version = _version(connection, path)
            if version == 0:
                raise ClaimtrackError(f"{path}: is not a ledger{paths.nearby(path)}")
            if version < len(_steps()):
                connection = _renewed(connection)
            connection.execute("PRAGMA cache_size = -20000")  # kilobytes; the 2 MB of old make it read pages twice
            yield connection
        finally:
            connection.close()


@contextmanager
def grown(path: str, make: bool) -> Iterator[Sqlite]:
    """A ledger to add to; made when it is not there, if `make` says so."""
    if not make and not os.path.isfile(path):
        raise ClaimtrackError(f"{path}: no such ledger{paths.nearby(path)}")
    with _told(path):
        if not os.path.exists(path):
            _make(os.path.realpath(path))
        connection = _connect(path, "rw")
        try:
            older = _version(connection, path) < len(_steps())
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -100000")  # the indexes of a large ledger are written all over
            _migrate(connection, path)
            yield connection
            if older or connection.total_changes:
                _survey(connection)
        finally:
            connection.close()


@contextmanager
def in_memory() -> Iterator[Sqlite]:
    """A ledger that lasts as long as the process."""
    connection = connected(":memory:")
    try:
        _migrate(connection, None)
        yield connection
    finally:
        connection.close()


def _make(path: str) -> None:
    """A new ledger under this path, whole or not at all: nobody ever finds one that is half made.

    When another process makes one at the same time, the first is kept.
    """
    draft = f"{path}.{os.getpid()}.part"
    try:
        with closing(connected(f"{Path(draft).absolute().as_uri()}?mode=rwc")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection, None)
        with suppress(FileExistsError):
            paths.put_in_place(draft, path)
    finally:
        paths.remove(draft)



def _renewed(old: Sqlite) -> Sqlite:
    """A ledger of an older version as one of the newest, in memory: a question changes no file."""
    copy = connected(":memory:")
    old.backup(copy)
    old.close()
    _migrate(copy, None)
    return copy


def _survey(connection: Sqlite) -> None:
    """Let SQLite sample the indexes, so that it picks the right one for a question. No harm if it cannot now."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA analysis_limit = 400")
        connection.execute("ANALYZE")


def _connect(path: str, mode: str) -> Sqlite:
    with suppress(OSError):
        if os.path.isfile(path) and (size := os.path.getsize(path)) < paths.HEAD:
            raise ClaimtrackError(f"{path}: is not a ledger, or what is left of one: it has but {size} bytes; "
                                  "restore it, or remove it to begin a new one")  # fmt: skip
    if paths.cut_short(path) and paths.cut_short(path):  # twice: another process may have been writing
        raise ClaimtrackError(f"{path}: is damaged: its end is missing")
    address = f"{Path(path).absolute().as_uri()}?mode={mode}"
    return connected(address, _PATIENCE)




def _version(connection: Sqlite, path: str) -> int:
    """The ledger's version, 0 for an empty file. Raises ClaimtrackError for another's database or a newer version."""
    connection.execute("SAVEPOINT one_moment")  # another process may be making it a ledger just now
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        ours: int = connection.execute("PRAGMA application_id").fetchone()[0]
        filled = connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    finally:
        connection.execute("RELEASE one_moment")
    if ours != _OURS and filled:
        raise ClaimtrackError(f"{path}: is not a ledger but some other database")
    if version > len(_steps()):
        raise ClaimtrackError(
            f"{path}: written by a newer claimtrack (ledger version {version}, this one knows {len(_steps())}); "
            "nothing was changed, upgrade claimtrack", LOCKED)  # fmt: skip
    return version


def _steps() -> list[str]:
    """The numbered .sql files: the nth brings a ledger to version n."""
    folder = os.path.dirname(__file__)
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".sql"))


def _migrate(connection: Sqlite, path: str | None) -> None:
    """Bring the ledger to the newest version, in one transaction; another process may be doing the same.

    A ledger of an older version is first copied to a file beside it, which stays. None: it has no file.
    """
    old = _version(connection, path or "")
    if old == len(_steps()):
        return
    if old and path:
        _back_up(connection, f"{path}.version-{old}.bak")
    connection.execute("BEGIN IMMEDIATE")
    try:
        old = _version(connection, path or "")
        _finish(connection, old)
        for step in _steps()[old:]:
            for statement in _statements(Path(step).read_text(encoding="utf-8")):
                connection.execute(statement)
        if old == 1:
            _seal_all(connection)
        if 0 < old < 4:
            _find_words(connection)
        if 0 < old < 5:
            _number_claims(connection)
        if 0 < old < 6:
            _find_copies(connection)
        connection.execute(f"PRAGMA application_id = {_OURS}")
        connection.execute(f"PRAGMA user_version = {len(_steps())}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise


def _finish(connection: Sqlite, old: int) -> None:
    """What the first ledgers of versions 2 and 5 do not have, made while those versions were still being written."""
    if 2 <= old < 5:
        for statement in _statements(Path(_steps()[1]).read_text(encoding="utf-8")):
            if "_added BEFORE INSERT" in statement:
                connection.execute(statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))
    columns = {row[1] for row in connection.execute("PRAGMA table_info (extracted)")}
    if old >= 5 and "said" not in columns:
        connection.execute("DROP INDEX extracted_series")
        for statement in _statements(Path(_steps()[4]).read_text(encoding="utf-8")):
            if " said " in statement or "TRIGGER" in statement:
                connection.execute(statement.replace("DROP TRIGGER", "DROP TRIGGER IF EXISTS"))
            elif "CREATE INDEX" in statement:
                connection.execute(statement.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))
        _number_claims(connection)


def _back_up(connection: Sqlite, path: str) -> None:
    """A copy of the ledger as it stands, whole or not at all; one that is there already is kept."""
    if os.path.exists(path):
        return
    draft = f"{path}.{os.getpid()}.part"
    try:
        copy = sqlite3.connect(draft)
        connection.backup(copy)
        copy.close()
        os.replace(draft, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)


def _seal_all(connection: Sqlite) -> None:
    """Version 1 had no entries: each of its readings becomes one, made when its run began."""
    from claimtrack.ledger.proof import seals

    for number, made, chain in seals(connection):
        connection.execute("INSERT INTO entry (number, made, chain) VALUES (?, ?, ?)", (number, made, chain))


def _find_words(connection: Sqlite) -> None:
    """What versions before 4 did not index."""
    connection.execute("INSERT INTO sentence_words (rowid, sentence) SELECT number, fold(sentence) FROM extracted")
    connection.execute("INSERT INTO document_words (rowid, text) SELECT version, fold(text) FROM document")


def _find_copies(connection: Sqlite) -> None:
    """What versions before 3 did not note, those before 5 only when asked to, and that before 6 in another way."""
    from claimtrack.ledger import likenesses

    likenesses.renew(connection)


def _number_claims(connection: Sqlite) -> None:
    """The series and figures of claims that versions before 5 stored; the one change of rows there ever is."""
    from claimtrack.ledger import serial

    connection.create_function("series_number", -1, serial.series_number, deterministic=True)
    connection.create_function("figure_number", 4, serial.figure_number, deterministic=True)
    (kept,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'extracted_stays'").fetchone()
    connection.execute("DROP TRIGGER extracted_stays")
    common = ", ".join(f"extracted.{name}" for name in serial.OF_CLAIM)
    of = "extracted JOIN reading ON reading.number = extracted.reading JOIN document ON version = reading.document"
    publisher = ("(SELECT publisher FROM document JOIN reading ON reading.document = version "
                 "WHERE reading.number = extracted.reading)")  # fmt: skip
    connection.execute(f"UPDATE extracted SET said = figure_number(quantifier, value, low, high), "
                       f"series = series_number({common}, {publisher}, document)")  # fmt: skip
    connection.execute(
        f"INSERT OR IGNORE INTO series SELECT DISTINCT series, {common}, publisher, "
        f"CASE WHEN source IS NULL AND publisher IS NULL THEN extracted.document END FROM {of}"
    )
    connection.execute(kept)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger is one, for all its semicolons."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def _told(path: str) -> Iterator[None]:
    """SQLite's troubles as lines that a user can act on."""
    try:
        yield
    except sqlite3.DatabaseError as trouble:
        code = getattr(trouble, "sqlite_errorcode", None)
        if code is None or code & 0xFF not in _CODES:
            raise
        text, exit_code = _CODES[code & 0xFF]
        raise ClaimtrackError(f"{path}: {text}", exit_code) from trouble
