"""claimtrack watch: read feeds, pages and folders again and again; print what is new or changed, and act on it."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from claimtrack import __version__, readers
from claimtrack.commands.asking import LEDGER, check_words, question
from claimtrack.commands.calling import Call
from claimtrack.commands.options import Filters, Many, One, Place, Reading, argument, flag, flat, of, without
from claimtrack.commands.passing import passing
from claimtrack.commands.reading import Articles
from claimtrack.commands.rounds import Rounds, seconds
from claimtrack.commands.stopping import Stop, Stopped, signals
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.ledger import opening
from claimtrack.ledger.store import Ledger
from claimtrack.ledger.versions import addresses, received
from claimtrack.model import Document, Filed
from claimtrack.query import Query
from claimtrack.record import NAMES, VERBATIM, Row, row_of
from claimtrack.render import Style, Table, writer
from claimtrack.render.notice import notice
from claimtrack.render.output import standard_output

EXAMPLES = """\
  claimtrack watch https://example.org/rss --every 15m --follow
  claimtrack watch incoming/ --every 30s --metric killed --exec 'notify-send "new claim" {id}'
  claimtrack watch https://example.org/rss --once >> new.jsonl
"""
COLUMNS = ("change", "was", *NAMES)
_SAME = [NAMES.index(name) for name in ("figure", "metric", "category", "side", "place", "source", "verification",
                                        "modality")]  # fmt: skip
_THING = [NAMES.index(name) for name in ("metric", "category", "side")]


class _Task(NamedTuple):
    """What to do in each round."""

    articles: Articles
    path: str
    query: Query
    call: Call | None
    follow: bool
    quiet: bool


@flat
def run(
    inputs: Annotated[Many, argument("INPUT…", "Feeds, pages, folders, files.")] = None,
    *,
    ledger: Place = None,
    every: Annotated[str, of("TIME", "How often to look: 90s, 15m, 2h, 1d.", show_default=True)] = "15m",
    times: Annotated[int | None, of("N", "Look so many times and end.", min=1)] = None,
    once: Annotated[bool, flag("--once", "Look once and end, as from cron.")] = False,
    exec: Annotated[One, of("COMMAND", "Run this for each claim printed: {id} stands for its id; it comes as JSON on "
                            "standard input.", "--exec")] = None,
    shell: Annotated[bool, flag("--shell", "Let a shell run the command.")] = False,
    quiet: Annotated[bool, flag("--quiet", "Say nothing but trouble.")] = False,
    filters: Annotated[Filters, without("publisher")],
    reading: Reading,
) -> int:  # fmt: skip
    """Add what is new to the ledger, and print each new or changed claim that passes the filters as a line of JSON.

    What cannot be read now is told once and tried again later, ever more seldom. SIGTERM and Ctrl-C end it when the
    article at hand is stored. All filters of list are here but that by publisher: --publisher says who published
    articles that do not tell.
    """
    names = list(inputs or ())
    if readers.STDIN in names or reading.files_from or reading.failed_to:
        raise ClaimtrackError("watch takes addresses, folders and files by name, which it can read again")
    query = question(filters)
    articles = Articles(names, quiet, reading)
    check_words(query, reading.vocabulary)
    rounds = Rounds(names, seconds(every))
    task = _Task(articles, ledger or LEDGER, query, Call(exec, shell) if exec else None,
                 reading.follow, quiet)  # fmt: skip
    try:
        with signals() as stop:
            return _watch(task, rounds, 1 if once else times, stop)
    except Stopped as stopped:
        return stopped.code


def _watch(task: _Task, rounds: Rounds, times: int | None, stop: Stop) -> int:
    """Round after round. Trouble with the ledger ends it in the first, and later only costs that round."""
    if times != 1 and not task.quiet:
        notice("watching; end with Ctrl-C")
    code, number = DONE, 0
    while True:
        number += 1
        begun = time.monotonic()
        try:
            task = _round(task, rounds.due(begun, last=number == times), stop)
            rounds.done(task.articles.failed, time.monotonic())
            code = max(code, task.articles.code)
        except ClaimtrackError as trouble:
            if number == 1:
                raise
            notice(str(trouble))
            rounds.failed(time.monotonic())
        if number == times:
            return code
        stop.sleep(rounds.wait(time.monotonic()))


def _round(task: _Task, names: Sequence[str], stop: Stop) -> _Task:
    """Store what is new, print what passes, article by article. Gives the task with what was read in this round."""
    documents = 0
    with opening.grown(task.path) as ledger:
        task = task._replace(articles=task.articles.again(names, addresses(ledger) if task.follow else frozenset()))
        vocabulary = task.articles.vocabulary.digest
        for came in stop.each(task.articles):
            document = received(ledger, came, __version__, vocabulary)
            if ledger.has(document, __version__, vocabulary):
                continue
            documents += 1
            for row in _added(ledger, document, task):
                line = _line(row)
                standard_output().write(line)
                standard_output().flush()
                if task.call:
                    task.call(str(row[COLUMNS.index("id")]), line)
    if documents and not task.quiet:
        notice(f"{ledger.name}: {documents} new or changed document{'' if documents == 1 else 's'}")
    return task


def _added(ledger: Ledger, document: Document, task: _Task) -> list[Row]:
    """Store an article; its claims that are new or changed and pass, as rows of COLUMNS."""
    vocabulary = task.articles.vocabulary.digest
    filed = task.articles.claims(document)
    before = list(ledger.shown(document.id).values())
    ledger.add(document, filed, __version__, vocabulary)
    passed = {one.claim.id for one in passing(filed, task.query, vocabulary)}
    return [row for row in _changes(before, filed) if row[COLUMNS.index("id")] in passed]


def _changes(before: Sequence[Row], filed: Sequence[Filed]) -> Iterator[Row]:
    """The claims that did not stand in the article so before, wherever in it they stood.

    One is `changed` when another figure for the same was there that is not there now: that figure is what it `was`.
    """
    rows = [row_of(one) for one in filed]
    still = Counter(_of(row, _SAME) for row in rows)
    gone: list[Row] = []
    for row in before:
        if still[_of(row, _SAME)] > 0:
            still[_of(row, _SAME)] -= 1
        else:
            gone.append(row)
    for row in rows:
        if still[_of(row, _SAME)] > 0:
            still[_of(row, _SAME)] -= 1
            was = next((old for old in gone if _of(old, _THING) == _of(row, _THING)), None)
            if was:
                gone.remove(was)
            yield ("changed" if was else "new", was[NAMES.index("figure")] if was else None, *row)


def _of(row: Row, places: Sequence[int]) -> tuple[object, ...]:
    return tuple(row[place] for place in places)


def _line(row: Row) -> str:
    out = io.StringIO()
    writer("jsonl").write(Table("claims", COLUMNS, [[row]], VERBATIM), Style(), out)
    return out.getvalue()
