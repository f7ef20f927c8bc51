"""A PostgreSQL server for the tests: started for them alone in a folder of its own, reached by a socket only."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"
GUARDED = "guarded"  # the one user who needs a password, once made
_names = count(1)


class Absent(Exception):
    """Why there is no server on this machine."""


class Server:
    """A running server, by the folder of its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def address(self, schema: str | None = None, user: str = "postgres") -> str:
        """The address of the server's database, or of one schema in it."""
        path = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://{user}@/postgres?host={self.folder}{path}"

    def empty(self) -> str:
        """The address of a new, empty schema: a place for a ledger."""
        name = f"ledger_{next(_names)}"
        self.run(f"CREATE SCHEMA {name}")
        return self.address(name)

    def run(self, *statements: str, on: str | None = None) -> list[tuple[Any, ...]]:
        """Run SQL; gives the rows of the last statement. `on`: the address of a ledger."""
        import psycopg

        with psycopg.connect(on or self.address(), autocommit=True) as connection:
            for statement in statements:
                found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []


@contextmanager
def server() -> Iterator[Server]:
    """A server as long as this lasts. Raises Absent where none can be started."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="claimtrack-"))
    data, log = folder / "data", folder / "log"
    other = _other_user()
    try:
        if other:
            os.chown(folder, pwd.getpwnam(other).pw_uid, -1)
        _call(other, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        hba = data / "pg_hba.conf"
        hba.write_text(f"local all {GUARDED} scram-sha-256\n{hba.read_text()}")
        options = f"{FAST} -c listen_addresses= -c unix_socket_directories={folder}"
        _call(other, programs / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
        try:
            yield Server(folder)
        finally:
            _call(other, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of initdb and pg_ctl."""
    found = [shutil.which("initdb"), *sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)]
    for one in filter(None, found):
        return Path(one).parent
    raise Absent("PostgreSQL is not installed: there is no initdb")


def _other_user() -> str | None:
    """Who is to run the server: not root, whom it refuses."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise Absent("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _call(user: str | None, *command: object) -> None:
    """Run a program of the server, as that user."""
    as_user: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    try:
        done = subprocess.run([*map(str, command)], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, timeout=120, **as_user)  # fmt: skip
    except OSError as trouble:
        raise Absent(f"PostgreSQL cannot be started: {trouble}") from trouble
    if done.returncode:
        raise Absent(f"PostgreSQL cannot be started: {done.stderr.strip()[-300:]}")
