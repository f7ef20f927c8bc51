"""The program as a process: streams, pipes, signals, a terminal, and what it loads."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest

from claimtrack import __version__
from claimtrack.errors import CANNOT_WRITE, DONE, INTERRUPTED, PIPE_CLOSED, TROUBLE

PROGRAM = [sys.executable, "-m", "claimtrack"]
ARTICLE = "Title: A\nDate: 2022-03-02\n\nAt least 21 people were killed and 112 wounded, the mayor said.\n"
HEAVY = ("rich", "psycopg", "tabulate", "dateutil", "pydantic", "dataclasses", "json", "calendar", "unicodedata",
         "hashlib", "importlib.metadata", "claimtrack.model", "claimtrack.pipeline",
         "claimtrack.vocabulary")  # fmt: skip


@pytest.fixture
def ledger(folder: Path) -> Path:
    """A ledger of 40 articles, two claims each."""
    lines = [json.dumps({"id": f"a{n}", "text": ARTICLE.split("\n\n")[1], "date": "2022-03-02"}) for n in range(40)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    assert program("add", "a.jsonl", "--quiet").returncode == DONE
    return folder / "claims.db"


def program(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output="stdout" not in more, text=True, timeout=60, **more)


def extracting() -> subprocess.Popen[str]:
    """A process that gives the figures of articles on its standard input."""
    call = [*PROGRAM, "extract", "-", "--columns", "figure", "--no-header"]
    pipe = subprocess.PIPE
    return subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def shell(line: str) -> subprocess.CompletedProcess[str]:
    line = line.replace("claimtrack", f'"{sys.executable}" -m claimtrack')
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)


# streams

def test_claims_come_out_as_articles_go_in(folder: Path) -> None:
    running = extracting()
    assert running.stdin and running.stdout
    for number in (21, 34):
        running.stdin.write(json.dumps({"text": f"{number} people were killed."}) + "\n")
        running.stdin.flush()
        assert running.stdout.readline() == f"{number}\n"  # waits for ever if held back until the input ends
    running.stdin.close()
    assert running.wait(60) == DONE


def test_a_reader_that_leaves_is_no_trouble(ledger: Path) -> None:
    for command in ("list", "list --format jsonl", "extract a.jsonl", "list --format table", "--help"):
        ran = shell(f"claimtrack {command} | true; echo ${{PIPESTATUS[0]}}")
        assert (ran.stdout, ran.stderr) in ((f"{PIPE_CLOSED}\n", ""), (f"{DONE}\n", "")), command
    endless = "for i in $(seq 60); do cat a.jsonl; echo; done"
    ran = shell(f"{endless} | claimtrack extract - | head -1; echo ${{PIPESTATUS[1]}}")
    assert ran.stdout.split("\n")[1:] == [str(PIPE_CLOSED), ""]
    assert ran.stderr == ""


def test_add_stores_all_though_nobody_reads_what_is_new(folder: Path) -> None:
    lines = [json.dumps({"id": f"{n}", "text": f"{n + 1} people were killed. " * 60}) for n in range(40)]
    (folder / "long.jsonl").write_text("\n".join(lines))
    ran = shell("claimtrack add long.jsonl | head -1 >&2; echo ${PIPESTATUS[0]}")
    assert ran.stdout == f"{PIPE_CLOSED}\n"
    assert "claims.db: 40 new documents" in ran.stderr
    assert len(program("documents", "--no-header").stdout.splitlines()) == 40


@pytest.mark.parametrize(
    "command",
    ["list", "extract a.jsonl", "list --format json", "documents", "--help", "--version", "list --schema"],
)
def test_a_full_disk_is_never_silent(ledger: Path, command: str) -> None:
    with open("/dev/full", "w") as full:
        ran = program(*command.split(), stdout=full, stderr=subprocess.PIPE)
    assert ran.returncode == CANNOT_WRITE
    assert ran.stderr == "claimtrack: the output could not be written: No space left on device\n"


def test_closed_streams(ledger: Path) -> None:
    ran = shell("claimtrack list --limit 1 >&-")
    assert ran.returncode == CANNOT_WRITE and "standard output is closed" in ran.stderr
    ran = shell("claimtrack extract nowhere.txt --no-header 2>&-")
    assert (ran.returncode, ran.stdout) == (TROUBLE, "")
    ran = shell("claimtrack extract - <&-")
    assert ran.returncode == TROUBLE and "standard input is closed" in ran.stderr


def test_control_c_is_130_without_a_word(folder: Path) -> None:
    running = extracting()
    assert running.stdin and running.stdout and running.stderr
    running.stdin.write('{"text": "21 people were killed."}\n')
    running.stdin.flush()
    assert running.stdout.readline() == "21\n"  # it is at work
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == INTERRUPTED
    assert running.stderr.read() == ""


def test_output_is_utf8_whatever_the_locale(folder: Path) -> None:
    text = "In Čačak 21 people were killed – “many”."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = subprocess.run([*PROGRAM, "extract", "a.txt", "--columns", "sentence", "--no-header"], env=environment,
                         capture_output=True, timeout=60)  # fmt: skip
    assert ran.stdout.decode("utf-8").strip() == text


# a terminal

def on_terminal(*arguments: str, columns: int = 100, **environment: str) -> str:
    """What a command writes to a terminal of this width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    settings = {**os.environ, "TERM": "xterm-256color", **environment}
    running = subprocess.Popen([*PROGRAM, *arguments], stdout=theirs, stderr=subprocess.DEVNULL, env=settings)
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65536):
            parts.append(part)
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert running.wait(60) == DONE
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_terminal_gets_a_table_that_fits_and_color(ledger: Path) -> None:
    out = on_terminal("list", "--limit", "3", columns=90)
    assert "\x1b[" in out
    plain = on_terminal("list", "--limit", "3", columns=90, NO_COLOR="1")
    assert "\x1b" not in plain
    assert plain.splitlines()[0].split()[:3] == ["as_of", "figure", "metric"]
    assert len(plain.splitlines()) == 4 and max(map(len, plain.splitlines())) <= 90
    assert "\x1b" not in on_terminal("list", "--limit", "3", "--color", "never")


def test_json_is_the_same_on_a_terminal_and_in_a_pipe(ledger: Path) -> None:
    for form in ("json", "jsonl"):
        assert on_terminal("list", "--format", form) == program("list", "--format", form).stdout


def test_a_table_in_a_pipe_has_no_color_unless_it_must(ledger: Path) -> None:
    assert "\x1b" not in program("list", "--format", "table").stdout
    assert "\x1b" in program("list", "--format", "table", "--color", "always").stdout


# start

def loaded(*arguments: str) -> set[str]:
    """The modules that a command loads."""
    code = ("import sys; from claimtrack.__main__ import run; code = run(sys.argv[1:]); "
            "print(*sys.modules, file=sys.stderr); sys.exit(code)")  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)
    assert ran.returncode == DONE, ran.stderr
    return set(ran.stderr.split())


def test_a_question_in_a_pipe_loads_nothing_heavy(ledger: Path) -> None:
    by_source = {"claimtrack.vocabulary", "dataclasses", "hashlib", "unicodedata"}  # the names that a source has
    for call, needed in (
        (["list"], set()),
        (["list", "--since", "2022-03-01", "--metric", "killed", "--place", "Kyiv"], {"calendar"}),
        (["list", "--source", "mayor"], by_source),
    ):
        modules = loaded(*call)
        assert modules & set(HEAVY) <= needed, call
        assert not any(name.startswith(("rich.", "tabulate", "dateutil")) for name in modules)


def test_the_version_comes_before_anything_else() -> None:
    modules = loaded("--version")
    assert not modules & {"typer", "typing", "sqlite3", *HEAVY}
    assert program("--version").stdout == f"claimtrack {__version__}\n"
    assert program("--version", "--help").returncode == DONE
