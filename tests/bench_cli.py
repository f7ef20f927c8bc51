"""Print how fast and how lean the command line is: python tests/bench_cli.py [MEGABYTES]. Nothing here can fail.

Extraction runs on the sample dispatches over and over (dense war news, the worst case) and on the same amount of
text of which one article in eight is a dispatch and the others hold no figure. Times of a whole process; best of
several runs; start-up as a ratio to bare Python in the same runs.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from making import said

from claimtrack.ledger import opening
from claimtrack.model import Document, Filed
from claimtrack.readers import read

PYTHON = [sys.executable]
PROGRAM = [sys.executable, "-m", "claimtrack"]
DISPATCHES = Path(__file__).parent.parent / "data" / "articles"
METRICS = ("killed", "wounded", "displaced", "destroyed", "fled", "lost", "other")
FILLER = "The council met again in the old town hall and spoke of roads, of schools and of the long dry summer. " * 30


def main() -> None:
    """Run everything in a folder that is thrown away."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, filler in (("dispatches", 0), ("mixed news", 7)):
            bench_extract(name, list(_articles(megabytes, filler)))
        bench_ledger()
        bench_start()


def bench_extract(name: str, articles: Sequence[str]) -> None:
    """Megabytes a second, and the peak of memory for all and for a tenth of the articles: it must not grow."""
    peaks = []
    for part in (articles[: len(articles) // 10], articles):
        Path("articles.jsonl").write_text("".join(part), encoding="utf-8")
        seconds, peak = measure([*PROGRAM, "extract", "articles.jsonl", "--format", "jsonl"])
        peaks.append(peak)
        size = os.path.getsize("articles.jsonl") / 1e6
        print(f"extract {name}, {size:.1f} MB: {size / seconds:.2f} MB/s, peak {peak} MB")


def bench_ledger(documents: int = 10_000, each: int = 10) -> None:
    """Questions on a ledger of 100,000 claims."""
    path = Path("big.db")
    begun = time.perf_counter()
    with opening.grown(str(path)) as ledger:
        for number in range(documents):
            document, filed = _document(number, each)
            ledger.add(document, filed, "bench", "bench")
    rate = documents * each / (time.perf_counter() - begun)
    print(f"ledger: {documents * each} claims stored, {rate:.0f} a second, {path.stat().st_size / 1e6:.0f} MB")
    for call in ("list --limit 50", "list --metric killed --limit 50", "list --source mayor --since 2022-06 --limit 50",
                 "list --verification disputed --min 900", "list --match harbour --limit 50",
                 "list --sort -value --limit 9", "list --columns figure,source", "list",
                 "sources", "documents"):  # fmt: skip
        seconds, peak = min(measure([*PROGRAM, *call.split(), "--ledger", str(path)]) for _ in range(3))
        print(f"{call}: {seconds:.2f} s, peak {peak} MB")


def bench_start(rounds: int = 15) -> None:
    """Ratios to bare Python, interleaved, of processor time, which other work on the machine disturbs least."""
    calls = {
        "--version": ["--version"],
        "piped list": ["list", "--ledger", "big.db", "--limit", "20"],
        "--help": ["--help"],
        "list --help": ["list", "--help"],
    }
    best = dict.fromkeys(["bare python", *calls], float("inf"))
    for _ in range(rounds):
        for name in best:
            command = [*_script(), *calls[name]] if name in calls else [*PYTHON, "-c", "pass"]
            best[name] = min(best[name], processor_time(command))
    for name, seconds in best.items():
        print(f"start {name}: {seconds * 1000:.0f} ms, {seconds / best['bare python']:.2f} x bare python")


def measure(command: Sequence[str]) -> tuple[float, int]:
    """Seconds and the peak of memory in MB of a process whose output nobody reads."""
    begun = time.perf_counter()
    usage = _run(command)
    return time.perf_counter() - begun, usage.ru_maxrss // 1024


def processor_time(command: Sequence[str]) -> float:
    """Seconds that a process kept a processor busy."""
    usage = _run(command)
    return float(usage.ru_utime + usage.ru_stime)


def _run(command: Sequence[str]) -> Any:
    """What a process used, of which nobody reads the output."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    nowhere = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(command[0], list(command), environment, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
    os.close(nowhere)
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) > 1:  # diff and check end with 1 when they found something
        print(f"failed: {' '.join(command)}")
    return usage


def _script() -> list[str]:
    """The installed program, which starts a little faster than python -m."""
    script = Path(sys.executable).parent / "claimtrack"
    return [str(script)] if script.exists() else PROGRAM


def _articles(megabytes: float, filler: int) -> Iterator[str]:
    """Articles as JSON lines, so many megabytes of them."""
    dispatches = [found for found in read([str(DISPATCHES)]) if isinstance(found, Document)]
    written = number = 0
    while written < megabytes * 1e6:
        text = FILLER if number % (filler + 1) else dispatches[number // (filler + 1) % len(dispatches)].text
        line = json.dumps({"id": str(number), "date": "2022-03-02", "publisher": "Bench", "text": text}) + "\n"
        yield line
        written += len(line.encode())
        number += 1


def _document(number: int, each: int) -> tuple[Document, list[Filed]]:
    """A document with claims that differ in what questions look at, the same in every run."""
    name, town = f"doc{number:05}", f"Town {number % 500}"
    document = Document(name, FILLER, f"Title {number}", publisher=f"Publisher {number % 40}")
    day = (date(2022, 2, 24) + timedelta(days=number % 900)).isoformat()
    filed = []
    for n in range(each):
        value = (number * 37 + n * 101) % 9999 + 1
        one = said(
            value, "at_least", day, document=name, id=f"{number:08x}{n:08x}", figure=f"at least {value:,}",
            start=n * 100, end=n * 100 + 12, metric=METRICS[(number + n) % len(METRICS)],
            side=("Ukraine", "Russia", None)[n % 3],
            source=f"Mayor of Town {(number + n) % 500}" if n % 4 else None, place=town,
            verification="disputed" if n == 7 else "unstated", trace=(("metric", "passive", "killed"),),
            sentence=f"The mayor said that at least {value:,} people were killed at the harbour of {town}.",
        )  # fmt: skip
        filed.append(replace(one, document=document))
    return document, filed


if __name__ == "__main__":
    main()
