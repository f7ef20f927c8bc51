"""claimtrack watch: read feeds, pages and folders again and again; print what is new or changed, and act on it."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from operator import itemgetter
from typing import Annotated, NamedTuple

from claimtrack import readers
from claimtrack.commands.asking import LEDGER, check_words, naming, question
from claimtrack.commands.calling import Call
from claimtrack.commands.options import Filters, Many, One, Place, Reading, argument, flag, flat, of, without
from claimtrack.commands.passing import passing
from claimtrack.commands.reading import Articles, Tell, ToRead, to_read
from claimtrack.commands.rounds import Rounds, seconds
from claimtrack.commands.stopping import Stop, Stopped, signals
from claimtrack.commands.storing import stored
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.ledger import opening
from claimtrack.ledger.speaking import Body
from claimtrack.ledger.versions import addresses
from claimtrack.query import Query
from claimtrack.record import NAMES, VERBATIM, Row, row_of
from claimtrack.render import Style, Table, writer
from claimtrack.render.notice import notice
from claimtrack.render.output import standard_output
from claimtrack.rereading import renewed

EXAMPLES = """\
  claimtrack watch https://example.org/rss --every 15m --follow
  claimtrack watch incoming/ --every 30s --metric killed --exec 'notify-send "new claim" {id}'
  claimtrack watch https://example.org/rss --once >> new.jsonl
"""
COLUMNS = ("change", "was", *NAMES)
_id = itemgetter(NAMES.index("id"))


class _Task(NamedTuple):
    """What to do in each round."""

    what: ToRead
    path: str
    query: Query
    body: Body
    call: Call | None
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
    what = to_read(names, reading)
    check_words(query, reading.vocabulary)
    rounds = Rounds(names, seconds(every))
    body = naming(query, reading.vocabulary)
    task = _Task(what, ledger or LEDGER, query, body, Call(exec, shell) if exec else None, quiet)
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
            articles = _round(task, rounds.due(begun, last=number == times), rounds.tell, stop)
            rounds.done(articles.failed, time.monotonic())
            code = max(code, articles.code)
        except ClaimtrackError as trouble:
            if number == 1:
                raise
            notice(str(trouble))
            rounds.failed(time.monotonic())
        if number == times:
            return code
        stop.sleep(rounds.wait(time.monotonic()))


def _round(task: _Task, names: Sequence[str], tell: Tell, stop: Stop) -> Articles:
    """Store what is new, print what passes, article by article. Gives the articles, which tell what failed."""
    documents, words = 0, task.what.words
    with opening.grown(task.path) as ledger:
        known = addresses(ledger) if task.what.settings.web.follow else frozenset()
        articles = Articles(task.what.again(names, known), task.quiet, tell)
        for one in stored(ledger, stop.each(articles), words, before=True):
            documents += 1
            passed = {filed.claim.id for filed in passing(one.filed, task.query, task.body, words.digest)}
            for change, was, row in renewed(one.before.values(), map(row_of, one.filed)):
                if _id(row) in passed:
                    _print(task, str(_id(row)), (change, was, *row))
    if documents and not task.quiet:
        notice(f"{ledger.name}: {documents} new or changed document{'' if documents == 1 else 's'}")
    return articles


def _print(task: _Task, claim: str, row: Row) -> None:
    """Print a claim, a row of COLUMNS, and run what is to be run for it."""
    line = _line(row)
    standard_output().write(line)
    standard_output().flush()
    if task.call:
        task.call(claim, line)


def _line(row: Row) -> str:
    out = io.StringIO()
    writer("jsonl").write(Table("claims", COLUMNS, [[row]], VERBATIM), Style(), out)
    return out.getvalue()
