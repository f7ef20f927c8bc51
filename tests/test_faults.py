"""Kill, full disk, no permission, crowds, torn files: with real processes on real files."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from making import said

from claimtrack.ledger import files, opening
from claimtrack.ledger.proof import problems
from claimtrack.ledger.sqlite import connected

PROGRAM = [sys.executable, "-m", "claimtrack"]
HOME = str(Path(__file__).parent.parent)
ARTICLES = 24


def article(number: int) -> dict[str, str]:
    text = (
        f"Police said {number + 2} people were killed in Kharkiv on Tuesday and {number + 40} wounded. "
        f"The governor spoke of at least {number + 3} dead, including 2 children. The figures could not be verified."
    )
    return {"id": f"article {number}", "date": "2022-03-02", "publisher": "The Wire", "text": text}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = (json.dumps(article(number)) + "\n" for number in range(ARTICLES))
    (tmp_path / "news.jsonl").write_text("".join(lines))
    return tmp_path


def start(
    folder: Path, *arguments: str, prepare: Callable[[], None] | None = None, before: Sequence[str] = ()
) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": HOME}
    return subprocess.Popen(
        [*before, *PROGRAM, *arguments], cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=prepare,
    )  # fmt: skip


def call(
    folder: Path, *arguments: str, prepare: Callable[[], None] | None = None, before: Sequence[str] = ()
) -> tuple[int, str, str]:
    process = start(folder, *arguments, prepare=prepare, before=before)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def documents(path: Path) -> dict[str, int]:
    """How many claims each document has; none for a ledger that is not there yet."""
    if not path.exists() or path.stat().st_size == 0:
        return {}
    with closing(connected(str(path))) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'claim'").fetchone():
            return {}
        assert list(problems(db)) == []
        return dict(db.execute("SELECT document.id, count(claim.id) FROM document LEFT JOIN claim "
                               "ON claim.document = document.id GROUP BY document.id"))  # fmt: skip


# killed

def test_a_kill_at_any_moment_leaves_whole_documents(folder: Path) -> None:
    assert call(folder, "add", "news.jsonl", "--ledger", "whole.db")[0] == 0
    whole = documents(folder / "whole.db")
    assert len(whole) == ARTICLES and set(whole.values()) == {4}
    seen = set()
    for step in range(5):
        path = folder / f"{step}.db"
        process = _fed(folder, path.name, step * 5)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        left = documents(path)
        assert left.items() <= whole.items()
        seen.add(len(left))
        code, _, err = call(folder, "add", "news.jsonl", "--ledger", path.name)
        assert (code, documents(path)) == (0, whole)
        assert f"{ARTICLES - len(left)} new document" in err
    assert len(seen) > 3  # it was killed at different moments


def _fed(folder: Path, ledger: str, articles: int) -> subprocess.Popen[str]:
    """An add that is given so many articles, one by one, and is then in the midst of its work."""
    process = subprocess.Popen(
        [*PROGRAM, "add", "-", "--ledger", ledger, "--format", "jsonl", "--columns", "document"], cwd=folder, text=True,
        env={**os.environ, "PYTHONPATH": HOME}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin and process.stdout
    for number in range(articles):
        process.stdin.write(json.dumps(article(number)) + "\n")
    process.stdin.flush()
    for _ in range(articles * 2):  # about half of the claims were told
        process.stdout.readline()
    return process


def test_a_kill_of_adding_files_leaves_whole_documents(folder: Path) -> None:
    """As the test before, with the documents stored in groups, and killed by the clock."""
    lines = [json.dumps(article(number)) + "\n" for number in range(600)]
    (folder / "more.jsonl").write_text("".join(lines))
    for tenths in (2, 4, 5, 6):
        path = folder / f"{tenths}.db"
        process = start(folder, "add", "more.jsonl", "--ledger", path.name, "--quiet")
        try:
            process.wait(0.25 * tenths)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate(timeout=60)
        assert set(documents(path).values()) <= {4}


# no room, no permission

def limited(size: int) -> Callable[[], None]:
    """No file of the process may grow beyond this."""

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return prepare


def test_where_files_cannot_grow_the_ledger_stays_as_it_was(folder: Path) -> None:
    (folder / "first.jsonl").write_text(json.dumps(article(0)) + "\n")
    assert call(folder, "add", "first.jsonl")[0] == 0
    before = documents(folder / "claims.db")
    size = (folder / "claims.db").stat().st_size
    code, _, err = call(folder, "add", "news.jsonl", prepare=limited(size // 2))
    assert code == 74 and err.count("\n") == 1 and "claims.db: cannot be written" in err
    assert documents(folder / "claims.db") == before
    assert call(folder, "add", "news.jsonl")[0] == 0
    assert len(documents(folder / "claims.db")) == ARTICLES


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte, where one may mount it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True)
    if not made or made.returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_told_and_changes_nothing(small_disk: Path, folder: Path) -> None:
    (folder / "many.jsonl").write_text("".join(json.dumps(article(number)) + "\n" for number in range(2000)))
    code, _, err = call(folder, "add", "many.jsonl", "--ledger", str(small_disk / "claims.db"), "--quiet")
    assert code == 74 and "disk/claims.db: cannot be written" in err and err.count("\n") == 1
    held = documents(small_disk / "claims.db")
    assert set(held.values()) <= {4}
    code, out, _ = call(folder, "list", "--ledger", str(small_disk / "claims.db"), "--columns", "figure", "--no-header")
    assert (code, out.count("\n")) == (0, sum(held.values())) or not held


def test_a_copy_that_has_no_room_leaves_nothing(folder: Path) -> None:
    """Not even an empty ledger, which would be proved to be right."""
    assert call(folder, "add", "news.jsonl")[0] == 0
    size = (folder / "claims.db").stat().st_size
    code, _, err = call(folder, "copy", "claims.db", "copy.db", prepare=limited(size // 2))
    assert code == 74 and err.count("\n") == 1 and "claimtrack: copy.db: cannot be written" in err
    assert sorted(path.name for path in folder.iterdir()) == ["claims.db", "news.jsonl"]
    assert call(folder, "copy", "claims.db", "copy.db")[0] == 0
    assert documents(folder / "copy.db") == documents(folder / "claims.db")


def test_a_copy_that_is_killed_is_not_there(folder: Path) -> None:
    with opening.grown(str(folder / "claims.db")) as ledger:
        for number in range(300):
            one = said(number, document=f"{number}", id=f"{number}")
            ledger.add(one.document, [one], "1", "w")
    process = start(folder, "copy", "claims.db", "copy.db")
    while process.poll() is None and not list(folder.glob("copy.db*")):
        pass
    process.kill()
    process.communicate(timeout=60)
    if (folder / "copy.db").exists():  # it was done before it was killed
        with opening.asked(str(folder / "copy.db")) as ledger:
            assert len(ledger.names()) == 300


def test_a_read_only_folder_is_told_and_can_be_asked(folder: Path) -> None:
    assert call(folder, "add", "news.jsonl")[0] == 0
    less: list[str] = []
    if os.getuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write everywhere")
        less = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    (folder / "claims.db").chmod(0o444)
    folder.chmod(0o555)
    before = (folder / "claims.db").read_bytes()
    try:
        code, _, err = call(folder, "add", "news.jsonl", before=less)
        assert code == 2 and "claims.db: cannot be written: no permission" in err and err.count("\n") == 1
        code, _, err = call(folder, "add", "news.jsonl", "--ledger", "new.db", before=less)
        assert code == 2 and "new.db: cannot be opened: no permission" in err
        code, out, _ = call(folder, "list", "--columns", "figure", "--no-header", before=less)
        assert (code, out.count("\n")) == (0, ARTICLES * 4)
    finally:
        folder.chmod(0o755)
    assert (folder / "claims.db").read_bytes() == before
    assert sorted(os.listdir(folder)) == ["claims.db", "news.jsonl"]


# crowds

def test_ten_writers_and_ten_readers_at_once(folder: Path) -> None:
    for writer in range(10):
        lines = [json.dumps(article(number) | {"id": f"{writer} {number}"}) + "\n" for number in range(12)]
        (folder / f"{writer}.jsonl").write_text("".join(lines))
    assert call(folder, "add", "news.jsonl")[0] == 0
    writers = [start(folder, "add", f"{writer}.jsonl", "--quiet") for writer in range(10)]
    readers = [start(folder, "list", "--columns", "figure", "--no-header") for _ in range(10)]
    for reader in readers:
        out, err = reader.communicate(timeout=120)
        assert (reader.returncode, err) == (0, "")
        assert out.count("\n") >= ARTICLES * 4 and out.count("\n") % 4 == 0
    for one in writers:
        out, err = one.communicate(timeout=120)
        assert (one.returncode, err) == (0, "")
    held = documents(folder / "claims.db")
    assert len(held) == ARTICLES + 10 * 12 and set(held.values()) == {4}


def test_ten_writers_make_one_ledger(folder: Path) -> None:
    """All of them find no ledger, and all add the same: it is there once."""
    program = (
        "from claimtrack.ledger import opening; from making import said\n"
        "with opening.grown('claims.db') as ledger:\n"
        "    for n in range(30):\n"
        "        one = said(n, document=f'{n}', id=f'{n}')\n"
        "        ledger.add(one.document, [one], '1', 'w')\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{HOME}/tests:{HOME}"}
    writers = [subprocess.Popen([sys.executable, "-c", program], cwd=folder, env=environment) for _ in range(10)]
    assert [one.wait(120) for one in writers] == [0] * 10
    with opening.asked(str(folder / "claims.db")) as ledger:
        assert len(ledger.names()) == 30
        assert {one.what for one in ledger.problems()} <= {"figure", "id", "sentence"}  # they are made up


def test_ten_adds_make_one_ledger_while_others_ask(folder: Path) -> None:
    """Nobody loses an article, and nobody sees half a ledger: it is there with all that belongs to it, or not yet."""
    for one in range(10):
        (folder / f"{one}.jsonl").write_text(json.dumps(article(one)) + "\n")
    running = [(start(folder, "add", f"{one}.jsonl", "--quiet"), start(folder, "list", "--quiet")) for one in range(10)]
    for writer, reader in running:
        _, err = writer.communicate(timeout=120)
        assert (writer.returncode, err) == (0, "")
        _, err = reader.communicate(timeout=120)
        assert reader.returncode in (0, 1) or (reader.returncode == 2 and "claims.db: no such ledger" in err)
    assert documents(folder / "claims.db") == {f"article {number}": 4 for number in range(10)}
    assert sorted(path.name for path in folder.glob("claims.db*")) == ["claims.db"]


def test_a_ledger_that_is_being_made_is_seen_whole_or_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in a file at the path is at every step either nothing or all."""
    path, seen = folder / "claims.db", []
    steps = files._statements

    def watched(script: str) -> Iterator[str]:
        for statement in steps(script):
            seen.append(path.exists())
            yield statement

    monkeypatch.setattr(files, "_statements", watched)
    with opening.grown(str(path)):
        assert path.stat().st_size > 100
    assert len(seen) > 50 and not any(seen)


def test_who_comes_second_with_a_new_ledger_takes_the_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "claims.db"
    statements, others = files._statements, iter([True])

    def interrupted(script: str) -> Iterator[str]:
        if next(others, False):
            assert call(folder, "add", "news.jsonl", "--quiet")[0] == 0
        return statements(script)

    monkeypatch.setattr(files, "_statements", interrupted)
    with opening.grown(str(path)) as ledger:
        assert len(ledger.names()) == ARTICLES
    assert sorted(one.name for one in folder.iterdir()) == ["claims.db", "news.jsonl"]


# torn files

@pytest.mark.parametrize("left", [0, 1, 99])
def test_a_file_with_next_to_nothing_in_it_is_not_taken_for_a_new_ledger(folder: Path, left: int) -> None:
    assert call(folder, "add", "news.jsonl", "--quiet")[0] == 0
    data = (folder / "claims.db").read_bytes()[:left]
    (folder / "claims.db").write_bytes(data)
    for command in (["add", "news.jsonl"], ["list"], ["check"], ["undo", "--by", "Ana"]):
        code, _, err = call(folder, *command)
        assert code == 2 and err.count("\n") == 1
        assert f"claims.db: is not a ledger, or what is left of one: it has but {left} bytes" in err
    assert (folder / "claims.db").read_bytes() == data


@pytest.mark.parametrize("part", [0.02, 0.5, 0.999])
def test_a_truncated_ledger_is_told_by_every_command(folder: Path, part: float) -> None:
    assert call(folder, "add", "news.jsonl", "--quiet")[0] == 0
    data = (folder / "claims.db").read_bytes()
    (folder / "claims.db").write_bytes(data[: int(len(data) * part)])
    for command in (["list"], ["check"], ["add", "news.jsonl"], ["sources"]):
        code, _, err = call(folder, *command)
        assert code == 2 and "claims.db: is damaged" in err and err.count("\n") == 1
    assert (folder / "claims.db").read_bytes() == data[: int(len(data) * part)]


def test_a_copy_taken_while_others_add_is_whole_or_told(folder: Path) -> None:
    """cp takes the file without what is still beside it: an earlier state at best, and check tells."""
    with opening.grown(str(folder / "claims.db")):
        pass
    writing = start(folder, "add", "news.jsonl", "--quiet")
    copies: list[Path] = []
    while writing.poll() is None:
        copy = folder / f"copy{len(copies)}.db"
        shutil.copyfile(folder / "claims.db", copy)
        copies.append(copy)
        if len(copies) > 30:
            break
    writing.communicate(timeout=60)
    for copy in copies[-5:]:
        code, _, err = call(folder, "check", "--ledger", copy.name)
        assert code in (0, 1) or (code == 2 and "is damaged" in err)
        if code == 0:
            assert set(documents(copy).values()) <= {4}


def test_a_ledger_that_grew_beside_its_file_is_read_whole(folder: Path) -> None:
    """A writer that was killed leaves its last entries in a file beside; they are part of the ledger."""
    process = _fed(folder, "claims.db", 20)
    process.kill()
    process.communicate(timeout=60)
    assert (folder / "claims.db-wal").exists()
    code, out, _ = call(folder, "list", "--columns", "figure", "--no-header")
    assert code == 0 and out.count("\n") >= 20 * 2
