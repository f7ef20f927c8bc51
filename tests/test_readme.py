"""README.md keeps its word: its commands run and print what it shows, and it leaves out no command, column or module.

The blocks marked `console` are one session in a folder that holds a copy of data/, on a terminal 100 columns wide.
After a change that is meant, write the new outputs into README.md with: python tests/test_readme.py --update
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shlex
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from claimtrack import errors, record
from claimtrack.cli import COMMANDS
from claimtrack.query import Query
from claimtrack.render import FORMATS
from claimtrack.vocabulary import loader
from claimtrack.vocabulary.user_file import ANY, SHAPE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COLUMNS = 100  # of the terminal
_BLOCK = re.compile(r"(?:^<!-- (?P<note>.*?) -->\n)?^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
_CALL = re.compile(r"(?:^|[|;&(]|\b(?:do|exec|xargs)\b)\s*(?:\S*/)?claimtrack\s+([^|;&)\n]*)", re.M)
_PROGRAM = re.compile(r"(?:^|[|;&]|\$\()\s*([a-z][\w-]*)")


class Block(NamedTuple):
    """A fenced block; `note` is the comment on the line before it."""

    note: str
    kind: str
    body: str


class Step(NamedTuple):
    """A command of the session with the output that README.md shows."""

    command: str
    shown: str


def blocks(kind: str) -> list[Block]:
    found = (Block(match["note"] or "", match["kind"], match["body"]) for match in _BLOCK.finditer(README))
    return [block for block in found if block.kind == kind]


def steps() -> list[Step]:
    """Every command of the session in order: the lines after `$ `, continued after a backslash."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block.body, flags=re.M)[1:]:
            command, shown = re.split(r"(?<!\\)\n", part, maxsplit=1)
            found.append(Step(command, shown))
    return found


def section(title: str) -> str:
    """The text under a heading, down to the next one of its rank or above."""
    start = re.search(rf"^(#+) {re.escape(title)}\n", README, re.M)
    assert start, f"README.md has no section {title!r}"
    end = re.compile(rf"^#{{1,{len(start[1])}}} ", re.M).search(README, start.end())
    return README[start.end() : end.start() if end else None]


def on_terminal(command: str, folder: Path) -> str:
    """What a person at a terminal sees of the command, standard error included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    settings = {name: os.environ[name] for name in ("HOME", "LANG", "LC_ALL") if name in os.environ}
    settings |= {"PATH": f"{folder / '.bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    with subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=settings, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ) as running:
        os.close(theirs)
        pieces = []
        try:
            while piece := os.read(ours, 65536):
                pieces.append(piece)
        except OSError:  # Linux says so when the other end is closed
            pass
        os.close(ours)
        assert running.wait(timeout=60) >= 0
    text = b"".join(pieces).decode().replace("\r\n", "\n")
    text = re.sub(r"^.*\x1b\[K", "", text, flags=re.M)  # a progress line that came and went
    return re.sub(r" +$", "", text, flags=re.M)


def session(folder: Path) -> Iterator[tuple[Step, str | None]]:
    """Each step with its true output; None where a program that it needs is not installed."""
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / ".bin").mkdir()
    program = folder / ".bin" / "claimtrack"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m claimtrack "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for step in steps():
        yield step, on_terminal(step.command, folder) if not missing(step.command) else None


def missing(command: str) -> list[str]:
    """The programs of a command that this machine does not have."""
    unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "''", command)
    shells = {"claimtrack", "echo", "test", "for", "do", "done", "while", "if", "then", "fi"}
    return [name for name in _PROGRAM.findall(unquoted) if name not in shells and not shutil.which(name)]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[str | None]:
    return [output for _, output in session(tmp_path_factory.mktemp("readme"))]


@cache
def options_of(command: str) -> frozenset[str]:
    told = subprocess.run(
        [sys.executable, "-m", "claimtrack", command, "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return frozenset(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", told.stdout))


def check_options(text: str) -> int:
    """Every claimtrack call in the text names a command and options that there are; gives their number."""
    calls = _CALL.findall(text.replace("\\\n", " "))
    for call in calls:
        command, *words = shlex.split(call.split("#")[0], posix=True) or [""]
        if command in ("--help", "--version", "-h", "COMMAND", ""):
            continue
        assert command in COMMANDS, f"README.md: no such command: claimtrack {command}"
        for word in words:
            if word.startswith("-") and word != "-" and not re.match(r"-\d|-[\w-]*,|-[a-z]{2,}", word):
                assert word.split("=")[0] in options_of(command), f"README.md: {command} has no {word}"
    return len(calls)


@pytest.mark.parametrize("place", range(len(steps())), ids=[step.command[:60] for step in steps()])
def test_a_command_prints_what_is_shown(place: int, outputs: list[str | None]) -> None:
    step, output = steps()[place], outputs[place]
    if output is None:
        assert check_options(step.command)
    else:
        assert output.rstrip("\n") == step.shown.rstrip("\n"), "python tests/test_readme.py --update shows what changed"


def test_commands_that_are_not_run_are_well_formed() -> None:
    unrun = blocks("sh")
    assert all(block.note for block in unrun), "a block of commands says why it is not run"
    known = ("set-up", "tests", "not run")
    assert all(block.note.startswith(known) for block in unrun)
    assert sum(check_options(block.body) for block in unrun if block.note.startswith("not run"))


def test_the_set_up_is_one_command_each() -> None:
    for note in ("set-up", "tests"):
        (block,) = (block for block in blocks("sh") if block.note.startswith(note))
        (line,) = block.body.splitlines()
        assert "python3 -m venv .venv && .venv/bin/pip install" in line


def test_inline_commands_are_well_formed() -> None:
    """`claimtrack ...` within the text."""
    prose = _BLOCK.sub("", README)
    assert check_options("\n".join(re.findall(r"`(claimtrack [^`]+)`", prose)))


def test_help_and_readme_have_the_commands_in_one_order() -> None:
    firsts = re.findall(r"^\| ((?:`[a-z]+`(?:, )?)+) \|", section("Commands"), re.M)
    assert [name for cell in firsts for name in re.findall("[a-z]+", cell)] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_and_told(command: str) -> None:
    assert any(re.search(rf"\bclaimtrack {command}\b", step.command) for step in steps())
    assert f"`{command}`" in section("Commands")


def explained(text: str) -> set[str]:
    """The names in the first cells of a section's tables."""
    cells = re.findall(r"^\| ([^|]+) \|", text, re.M)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_column_is_explained() -> None:
    assert explained(section("Columns of a claim")) == {*record.NAMES, "trace"}


@pytest.mark.parametrize(
    ("command", "table"),
    [("compare", "COLUMNS"), ("diff", "COLUMNS"), ("sources", "SOURCES"), ("documents", "DOCUMENTS"),
     ("reparse", "COLUMNS"), ("check", "COLUMNS"), ("log", "RUNS"), ("log", "DECISIONS"), ("evaluate", "COLUMNS"),
     ("why_not", "COLUMNS")],
)
def test_every_column_of_the_other_answers_is_explained(command: str, table: str) -> None:
    names = {column.name for column in getattr(import_module(f"claimtrack.commands.{command}"), table)}
    told = set(re.findall(r"`([\w*]+)`", section("Columns of the other answers")))
    halves = {f"{when}_{name}" for when in ("old", "new") for name in told}
    assert names - told - halves - {*record.NAMES} == set()


def test_every_value_of_a_closed_set_is_told() -> None:
    told = section("Columns")
    for column in record.COLUMNS:
        for value in column.values:
            assert f"`{value}`" in told, f"README.md does not tell what {value} means under {column.name}"


def test_every_metric_and_category_is_told() -> None:
    vocabulary = loader.load()
    told = section("Columns")
    metrics = {name for word in vocabulary.metrics.values() for name in (*word.object.values(), *word.subject.values())}
    categories = {word.category for word in vocabulary.categories.values()}
    assert [name for name in sorted(metrics | categories | {"other"}) if f"`{name}`" not in told] == []


def test_every_filter_is_told() -> None:
    told = section("Filters")
    names = {"low": "min", "high": "max", "other": "all"}
    for field in Query._fields:
        option = f"--{names.get(field, field).replace('_', '-')}"
        assert f"`{option}" in told or field in ("sort", "limit", "of_side"), option  # what --source becomes


def test_every_format_and_exit_code_is_told() -> None:
    assert explained(section("Formats")) == set(FORMATS)
    codes = {value for name, value in vars(errors).items() if name.isupper() and isinstance(value, int)}
    assert {int(code) for code in explained(section("Exit codes"))} == codes


def mapped() -> list[str]:
    """The paths of the map, put together from its indents; one may end in a pattern for a stage's parts."""
    (block,) = (block for block in blocks("text") if "claimtrack/" in block.body and "cli.py" in block.body)
    above: list[tuple[int, str]] = []
    paths = []
    for line in block.body.splitlines():
        indent = len(line) - len(line.lstrip())
        above = [(depth, name) for depth, name in above if depth < indent]
        names = re.split(r"  +", line.strip())[0].split(", ")
        paths += ["".join(name for _, name in above) + name for name in names]
        if names[0].endswith("/"):
            above.append((indent, names[0]))
    return paths


def test_the_map_shows_what_there_is() -> None:
    assert len(mapped()) > 50
    assert [path for path in mapped() if not any(ROOT.glob(path.rstrip("/")))] == []


def test_the_map_leaves_no_module_out() -> None:
    shown = {path for pattern in mapped() if not pattern.endswith("/") for path in ROOT.glob(pattern)}
    package = ROOT / "claimtrack"
    files = {path for ending in ("py", "toml", "sql") for path in package.rglob(f"*.{ending}")}
    left_out = {path for path in files - shown if path.name != "__init__.py"}
    assert sorted(str(path.relative_to(ROOT)) for path in left_out) == []


def test_files_named_in_the_text_are_there() -> None:
    named = set(re.findall(r"`((?:claimtrack|tests|data|\.ci)/[\w./*-]+)`", README))
    assert named
    assert sorted(path for path in named if not any(ROOT.glob(path.rstrip("/")))) == []


def test_the_view_has_the_columns_of_a_claim() -> None:
    """The ledger's view `claim`, which people are told to ask with any SQLite tool."""
    schema = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "claimtrack" / "ledger").glob("*.sql"))]
    with closing(sqlite3.connect(":memory:")) as ledger:
        ledger.executescript("".join(schema))
        names = [row[1] for row in ledger.execute("PRAGMA table_info(claim)")]
    assert names[: len(record.NAMES)] == [*record.NAMES]
    assert "trace" in names


def test_the_words_of_your_own_are_read(tmp_path: Path) -> None:
    (block,) = blocks("toml")
    (tmp_path / "own.toml").write_text(block.body, encoding="utf-8")
    (tmp_path / "a.txt").write_text("A blast vaporised 12 Free Brigade fighters, HM said.", encoding="utf-8")
    call = ["extract", str(tmp_path / "a.txt"), "--vocabulary", str(tmp_path / "own.toml"), "--format", "jsonl"]
    told = subprocess.run([sys.executable, "-m", "claimtrack", *call], capture_output=True, text=True, cwd=ROOT)
    claim = json.loads(told.stdout)
    assert (claim["metric"], claim["side"], claim["source_kind"]) == ("killed", "Free Brigade", "ngo"), told.stderr


def test_every_table_for_words_of_your_own_is_told() -> None:
    told = section("Where do I change it")
    for file, tables in SHAPE.items():
        assert f"`[{file}." in told
        assert [name for name in tables if name != ANY and f"{name}]`" not in told and f"`.{name}`" not in told
                and f"[{file}.{name}." not in told] == []  # fmt: skip


def _updated(found: Iterable[tuple[Step, str | None]]) -> str:
    """README.md with the true outputs."""
    text = README
    for step, output in found:
        if output is not None:
            old = f"$ {step.command}\n{step.shown}"
            rest = "\n" if step.shown.endswith("\n\n") else ""
            text = text.replace(old, f"$ {step.command}\n{output}{rest}", 1)
    return text


if __name__ == "__main__" and "--update" in sys.argv:
    with tempfile.TemporaryDirectory() as place:
        (ROOT / "README.md").write_text(_updated(session(Path(place))), encoding="utf-8")
