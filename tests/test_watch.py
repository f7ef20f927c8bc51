"""watch: rounds in this process, and as a process of its own that is stopped by signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from loopback import FIRST, MORE, NOW, Reply, Site, article

from claimtrack.commands.rounds import Rounds, seconds
from claimtrack.errors import ClaimtrackError

THIRD = "In the north, the army said, 7 soldiers were killed on Tuesday when a column of lorries came under fire."


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def told(out: str) -> list[tuple[str, str | None, str]]:
    return [(one["change"], one["was"], one["figure"]) for one in lines(out)]


def feed(there: Site, *entries: tuple[str, str]) -> str:
    items = "".join(f"<item><title>{path}</title><link>{there.url(path)}</link><description>{text}</description></item>"
                    for path, text in entries)  # fmt: skip
    there.pages["/feed"] = Reply(body=f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode())
    return there.url("/feed")


def test_what_is_new_is_printed_once(there: Site, cli: Cli) -> None:
    url = feed(there, ("/1", FIRST))
    assert told(cli("watch", url, "--once", *NOW).out) == [("new", None, "21")]
    assert cli("watch", url, "--once", *NOW).out == ""
    feed(there, ("/2", MORE), ("/1", FIRST))
    ran = cli("watch", url, "--once", *NOW)
    assert (ran.code, told(ran.out)) == (0, [("new", None, "112")])
    assert "1 new or changed document" in ran.err
    assert len(cli("list", "--format", "jsonl").out.splitlines()) == 2


def test_only_claims_that_pass_are_printed_and_all_are_stored(there: Site, cli: Cli) -> None:
    url = feed(there, ("/1", f"{FIRST} {MORE}"))
    assert told(cli("watch", url, "--once", *NOW, "--metric", "wounded").out) == [("new", None, "112")]
    assert len(cli("list", "--format", "jsonl").out.splitlines()) == 2


def test_a_folder_gives_its_new_and_changed_files_and_reads_no_other_again(cli: Cli, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(FIRST)
    assert told(cli("watch", "in", "--once").out) == [("new", None, "21")]
    (folder / "in" / "b.txt").write_text(MORE)
    assert told(cli("watch", "in", "--once").out) == [("new", None, "112")]


def test_trouble_is_told_once_and_does_not_end_it(there: Site, cli: Cli) -> None:
    gone, url = there.url("/gone"), feed(there, ("/1", FIRST))
    ran = cli("watch", gone, url, "--times", "3", "--every", "0.01s", *NOW)
    assert (ran.code, told(ran.out)) == (3, [("new", None, "21")])
    assert ran.err.count(f"{gone}: the site answers 404") == 1


def test_trouble_is_told_once_although_other_inputs_are_due_in_between(there: Site, cli: Cli) -> None:
    """The address fails and is asked ever more seldom: most rounds read the folder alone, which is not there."""
    gone = there.url("/gone")
    ran = cli("watch", gone, "nowhere", "--times", "9", "--every", "0.02s", *NOW)
    assert ran.err.count("nowhere: no such file or folder") == 1
    assert ran.err.count(f"{gone}: the site answers 404") == 1


def test_trouble_that_was_over_is_told_again(there: Site, cli: Cli) -> None:
    page = Reply(body=article("A market", FIRST))
    there.pages["/a"] = [Reply(404), page, Reply(404)]
    ran = cli("watch", there.url("/a"), "--times", "4", "--every", "0.01s", *NOW)
    assert ran.err.count("the site answers 404") == 2


def test_a_summary_is_followed_once(there: Site, cli: Cli) -> None:
    there.page("/1", "A market", FIRST, MORE)
    url = feed(there, ("/1", "21 people were killed."))
    first = cli("watch", url, "--times", "3", "--every", "0.01s", "--follow", *NOW)
    assert told(first.out) == [("new", None, "21"), ("new", None, "112")]
    assert cli("watch", url, "--once", "--follow", *NOW).out == ""
    assert there.asked.count("/1") == 1


def test_a_command_gets_the_id_and_the_claim(there: Site, cli: Cli, folder: Path) -> None:
    script = "import json, sys; json.dump([sys.argv[1:], json.load(sys.stdin)], open(sys.argv[1] + '.json', 'w'))"
    (folder / "act.py").write_text(script)
    hostile = FIRST.replace("the city", "the city; touch owned $(touch owned) `touch owned`")
    command = f"{sys.executable} act.py {{id}} '{{id}}/x'"
    ran = cli("watch", feed(there, ("/1", hostile)), "--once", *NOW, "--exec", command)
    (claim,) = lines(ran.out)
    words, given = json.loads((folder / f"{claim['id']}.json").read_text())
    assert words == [claim["id"], f"{claim['id']}/x"]
    assert given == claim and "touch owned" in given["sentence"]
    assert not (folder / "owned").exists()


def test_a_shell_only_when_asked_for(there: Site, cli: Cli, folder: Path) -> None:
    url = feed(there, ("/1", FIRST))
    cli("watch", url, "--once", *NOW, "--exec", "cat > {id}.json && touch done", "--shell")
    assert (folder / "done").exists() and len(list(folder.glob("*.json"))) == 1


def test_a_command_that_fails_is_told_and_the_next_is_run(there: Site, cli: Cli) -> None:
    ran = cli("watch", feed(there, ("/1", f"{FIRST} {MORE}")), "--once", *NOW, "--exec", "false {id}")
    assert (ran.code, len(lines(ran.out))) == (0, 2)
    assert ran.err.count("--exec: false failed for claim") == 2


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (("a", "--exec", "no-such-command-here {id}"), "--exec: there is no command no-such-command-here"),
        (("a", "--exec", "echo {sentence}"), "--exec: {sentence} is not filled in"),
        (("a", "--exec", "echo 'x"), "--exec: \"echo 'x\" cannot be split"),
        (("a", "--every", "often"), "--every: 'often' is no time; write 90s, 15m, 2h or 1d"),
        (("a", "--every", "0m"), "--every: '0m' is no time"),
        (("-",), "watch takes addresses, folders and files by name"),
        (("a", "--metric", "killd"), "--metric: there is no killd; did you mean killed?"),
        ((), "nothing to read"),
    ],
)
def test_what_cannot_be_meant(cli: Cli, call: tuple[str, ...], error: str) -> None:
    ran = cli("watch", *call)
    assert ran.code == 2 and error in ran.err and ran.err.count("\n") == 1


def test_what_is_no_ledger_ends_it_in_the_first_round(cli: Cli, folder: Path) -> None:
    (folder / "other.db").write_text("no ledger " * 100)
    (folder / "a.txt").write_text(FIRST)
    ran = cli("watch", "a.txt", "--ledger", "other.db")
    assert ran.code == 2 and "other.db: is not a ledger" in ran.err


# when to look again


def test_an_address_that_fails_is_asked_ever_more_seldom_and_another_is_not() -> None:
    bad, good = "http://bad/", "http://good/"
    rounds, now, asked = Rounds([bad, good], 10), 0.0, {bad: [0.0], good: [0.0]}
    asked[bad].clear()
    asked[good].clear()
    while now < 600:
        for name in (due := rounds.due(now)):
            asked[name].append(now)
        assert due
        rounds.done({bad}, now)
        now += rounds.wait(now)
    assert [after - before for before, after in zip(asked[bad], asked[bad][1:], strict=False)][:6] == [
        10, 20, 40, 80, 160, 160
    ]  # fmt: skip
    assert asked[good] == [float(at) for at in range(0, 600, 10)]


def test_one_that_answers_again_is_asked_as_before() -> None:
    rounds, url = Rounds(["http://a/"], 10), "http://a/"
    for now in (0, 10, 30):
        assert rounds.due(now) == [url]
        rounds.done({url}, now)
    assert rounds.due(60) == [] and rounds.due(70) == [url]
    rounds.done(set(), 70)
    assert rounds.wait(70) == 10


def test_a_file_that_is_being_written_waits_for_the_next_round(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FIRST)
    rounds = Rounds([str(tmp_path)], 10)
    assert rounds.due(0) == []
    os.utime(path, (time.time() - 60, time.time() - 60))
    assert rounds.due(0) == [str(path)]
    assert rounds.due(0) == [str(path)]  # it was not read yet
    rounds.done(set(), 0)
    assert rounds.due(10) == []
    path.write_text(MORE)
    assert rounds.due(10) == [] and rounds.due(10, last=True) == [str(path)]


@pytest.mark.parametrize(
    ("text", "expected"), [("90s", 90), (" 15M ", 900), ("2h", 7200), ("1d", 86400), ("0.5s", 0.5)]
)
def test_times(text: str, expected: float) -> None:
    assert seconds(text) == expected


@given(st.text(max_size=20))
def test_any_other_text_is_refused_or_a_time(text: str) -> None:
    try:
        assert seconds(text) > 0
    except ClaimtrackError as trouble:
        assert str(trouble).startswith("--every: ")


# as a process


@pytest.fixture
def started(folder: Path) -> Iterator[Any]:
    """Starts watch in a process of its own, with the environment of this one."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        running.append(subprocess.Popen(
            [sys.executable, "-m", "claimtrack", "watch", *arguments], cwd=folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ))  # fmt: skip
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_at_once_while_it_waits(there: Site, started: Any, sent: signal.Signals, code: int) -> None:
    process = started(feed(there, ("/1", FIRST)), "--every", "1h", *NOW)
    assert first_line(process)["figure"] == "21"
    process.send_signal(sent)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in err


def test_it_ends_while_a_site_does_not_answer(there: Site, started: Any, cli: Cli) -> None:
    def silent(request: Any) -> Reply:
        request.rfile.read(1)
        return Reply()

    there.pages["/slow"] = silent
    process = started(feed(there, ("/1", FIRST)), there.url("/slow"), "--every", "1h", "--timeout", "60")
    first_line(process)
    for _ in range(1000):
        if "/slow" in there.asked:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert len(cli("list", "--format", "jsonl").out.splitlines()) == 1


def test_an_article_at_hand_is_stored_and_printed_before_it_ends(there: Site, started: Any, cli: Cli) -> None:
    """The signal comes from the command that is run for the first of three claims."""
    url = feed(there, ("/1", f"{FIRST} {MORE} {THIRD}"), ("/2", THIRD.replace("7", "9")))
    process = started(url, "--every", "1h", *NOW, "--shell", "--exec", "kill -TERM $PPID")
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert [one["figure"] for one in lines(out)] == ["21", "112", "7"]
    assert len(cli("list", "--format", "jsonl").out.splitlines()) == 3


def test_it_survives_a_site_that_goes_away_and_comes_back(there: Site, started: Any) -> None:
    body = article("A market", FIRST)
    there.pages["/a"] = [Reply(body=body), Reply(404), Reply(404), Reply(body=article("A market", FIRST, MORE))]
    process = started(there.url("/a"), "--every", "0.05s", *NOW)
    assert first_line(process)["figure"] == "21"
    assert process.stdout
    seen = {first_line(process)["figure"]}
    if seen == {"21"}:
        seen.add(first_line(process)["figure"])
    assert "112" in seen
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 0 and err.count("404 Not Found") >= 1


def test_whoever_reads_no_more_ends_it(there: Site, started: Any) -> None:
    url = feed(there, ("/1", FIRST))
    process = started(url, "--every", "0.05s", *NOW)
    first_line(process)
    process.stdout.close()
    feed(there, ("/2", MORE))
    assert process.wait(timeout=20) == 141
