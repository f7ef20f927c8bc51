"""What tests share: a folder of their own, an environment without settings, and the command line in this process."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings
from loopback import Site, site
from making import said
from server import Absent, Server, server

from claimtrack.__main__ import run
from claimtrack.ledger import opening
from claimtrack.ledger.store import Ledger
from claimtrack.model import Claim, Document, Layers

# No test may fail for a slow machine: how long an example takes is no part of what is true.
settings.register_profile("claimtrack", deadline=None)
settings.load_profile("claimtrack")


class Ran(NamedTuple):
    """What a command gave: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Cli = Callable[..., Ran]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests may change their outcome."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    ours = ("LEDGER", "VOCABULARY", "DEBUG")
    servers = [name for name in os.environ if name.startswith("PG")]
    for name in (*(f"CLAIMTRACK_{one}" for one in ours), "NO_COLOR", "FORCE_COLOR", "COLUMNS", *servers):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; tests that want it are skipped where none can be started."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server())
        except Absent as why:
            pytest.skip(str(why))
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger can be made, in a file and on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "claims.db")
    running: Server = request.getfixturevalue("postgres")
    return running.empty()


@pytest.fixture
def home(address: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """As `address`, and the commands use it when they are given none."""
    monkeypatch.setenv("CLAIMTRACK_LEDGER", address)
    return address


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """An open ledger without anything in it: in memory, and on a server."""
    if request.param == "sqlite":
        with opening.in_memory() as ledger:
            yield ledger
    else:
        running: Server = request.getfixturevalue("postgres")
        with opening.grown(running.empty()) as ledger:
            yield ledger


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs a command in an empty folder: cli("list", "--limit", "1", stdin=b"...")."""

    def call(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin))))
        capsys.readouterr()
        code = run(list(arguments))
        return Ran(code, *capsys.readouterr())

    return call


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site on this machine, and a page cache that nobody else has."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with site() as found:
        yield found


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the parser: every number is a claim, killed up to 999, and background (metric other) from there."""

    def analyse(document: Document, vocabulary: object, background: bool = True) -> tuple[Claim, ...]:
        found = re.finditer(r"\d+", document.text)
        return tuple(_number(document, match) for match in found)

    monkeypatch.setattr("claimtrack.pipeline.analyse", analyse)
    monkeypatch.setattr("claimtrack.pipeline.layers_of", lambda *asked: Layers(claims=analyse(*asked)))


def _number(document: Document, match: re.Match[str]) -> Claim:
    value = int(match[0])
    day = document.date.isoformat() if document.date else None
    return said(
        value, on=day, document=document.id, figure=match[0],
        start=match.start(), end=match.end(), metric="killed" if value < 1000 else "other", sentence=document.text,
        id=f"{document.id}-{match.start()}", trace=(("metric", "number", match[0]),),
    ).claim  # fmt: skip
