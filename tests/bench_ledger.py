"""Print how a ledger of a million claims fares: python tests/bench_ledger.py [CLAIMS]. Nothing here can fail.

Twenty documents a day of ten publishers, ten claims each, for years; about 40 sources on 30 things each day, a third of
them totals that grow, a third states, and a third new events: of those each day has its own, so that `compare` of
everything has a block for every day of the years, a quarter of a million rows from a million claims.

A peak is at least this program's own memory, which the system counts for whatever it starts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench_cli import PROGRAM, PYTHON, measure, processor_time
from making import said

from claimtrack.identity import claim_id
from claimtrack.ledger import opening
from claimtrack.model import Document, Filed

METRICS = ("killed", "wounded", "displaced", "destroyed", "fled", "lost")
SIDES = ("Ukraine", "Russia", "Syria", "Sudan", "Yemen")
EACH, DAILY, BATCH = 10, 20, 500
CALLS = (
    "list --limit 50",
    "list --metric killed --limit 50",
    "list --source ministry --since 2030-01-01 --limit 50",
    "list --verification disputed --min 900 --limit 50",
    "list --match harbour --limit 50",
    "list --match zyx --limit 50",
    "list --side Sudan --sort -value --limit 50",
    "compare --metric killed",
    "compare --counting cumulative,current",
    "compare",
    "compare --since 2023-01-01 --until 2024-01-01 --metric killed",
    "compare --since 2023-01-01 --until 2024-01-01",
    "diff 2023-01-01 2024-01-01 --metric killed",
    "diff 2034-01-01 2035-01-01 --metric killed",
    "diff 2023-01-01 2024-01-01",
    "diff 2034-01-01 2035-01-01",
    "diff 2034-01-01 2035-01-01 --counting cumulative,current",
    "sources",
    "documents",
    "list",
)


def main() -> None:
    """Everything in a folder that is thrown away."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(os.environ.get("BENCH_LEDGER", f"{folder}/big.db"))
        if not path.exists():
            fill(path, claims)
        print(f"python -c pass: {min(processor_time([*PYTHON, '-c', 'pass']) for _ in range(5)):.3f} s of a processor")
        for call in CALLS:
            command = [*PROGRAM, *call.split(), "--ledger", str(path)]
            (seconds, peak), busy = min(measure(command) for _ in range(2)), processor_time(command)
            rate = f", {claims / seconds:.0f} rows a second" if call == "list" else ""
            print(f"{call}: {seconds:.2f} s, {busy:.2f} s of a processor, peak {peak} MB{rate}", flush=True)


def fill(path: Path, claims: int) -> None:
    """A ledger of so many claims; prints how fast it took them."""
    spent = busy = 0.0
    with opening.grown(str(path)) as ledger:
        for first in range(0, claims // EACH, BATCH):
            batch = [_document(number) for number in range(first, min(first + BATCH, claims // EACH))]
            begun, before = time.perf_counter(), time.process_time()
            ledger.add_all(batch, "bench", "bench")
            spent += time.perf_counter() - begun
            busy += time.process_time() - before
    print(f"{claims} claims stored, {claims / spent:.0f} a second, {claims / busy:.0f} a second of a processor, "
          f"{path.stat().st_size / 1e6:.0f} MB", flush=True)  # fmt: skip


def _document(number: int) -> tuple[Document, list[Filed]]:
    name, when = f"doc{number:06}", date(2022, 2, 24) + timedelta(days=number // DAILY)
    document = Document(name, _text(number), f"Title {number}", when, f"Publisher {number % 10}")
    return document, [replace(one, document=document) for one in _claims(number, name, when.isoformat())]


def _text(number: int) -> str:
    """Some 1,500 characters that no other document has: 350 words, of which a few are frequent and most rare."""
    random = Random(number).random
    return " ".join(f"{int(50_000 * random() ** 3):x}" for _ in range(350))


def _claims(number: int, name: str, when: str) -> Iterator[Filed]:
    for n in range(EACH):
        thing = (number + n) % 30
        metric, start, end = METRICS[thing % 6], n * 100, n * 100 + 12
        value = 1000 + thing * 500 + number // DAILY * (1 + thing % 7)
        rare = "the zyx of" if number % 5000 == 0 else "the people of"
        yield said(
            value, "at_least" if n % 3 else "exact", when, document=name, id=claim_id(name, start, end, metric),
            start=start, end=end, figure=f"at least {value:,}", metric=metric, side=SIDES[thing % 5],
            source=f"Ministry {number % 8} of {SIDES[thing % 5]}" if n % 4 else None, source_side=SIDES[number % 5],
            place=f"Town {thing}" if n % 2 else None, verification="disputed" if n == 7 else "unstated",
            counting=("cumulative", "new", "current")[thing % 3], category="people",
            trace=(("metric", "passive", "killed"),),
            sentence=f"The ministry told {rare} the harbour that at least {value:,} had been counted, on {when}.",
        )  # fmt: skip


if __name__ == "__main__":
    main()
