"""claimtrack add: read articles, store them and their claims in the ledger, print the claims that are new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Annotated

from claimtrack.commands.answering import answer, plan, print_schema
from claimtrack.commands.asking import LEDGER
from claimtrack.commands.options import Inputs, Output, Place, Reading, Silent, flag, flat, without
from claimtrack.commands.reading import Articles, to_read
from claimtrack.commands.storing import PAUSE, Stored, stored
from claimtrack.errors import PIPE_CLOSED, TROUBLE
from claimtrack.ledger import opening
from claimtrack.record import COLUMNS, NAMES, READABLE, VERBATIM, Row, row_of
from claimtrack.render import Table
from claimtrack.render.notice import notice

EXAMPLES = """\
  claimtrack add articles/
  claimtrack add *.txt --publisher "The Daily" --ledger war.db
  curl -s https://example.org/news.jsonl | claimtrack add -
  claimtrack add today/ --format csv >> new.csv
"""


class _Count:
    """What is new: documents, and the claims and background figures of them."""

    documents = claims = background = 0


def _new_claims(
    stored: Iterable[Stored], columns: Sequence[str], background: bool, count: _Count
) -> Iterator[list[Row]]:
    """The columns of the claims of each document that are new, background figures too if asked; all are counted."""
    places = [NAMES.index(name) for name in columns]
    for document, filed, added, _ in stored:
        if added.replaced:
            notice(f"document {document.id} was read before with another text or header; this one counts now")
        new = [one for one in filed if one.claim.id in added.claims]
        told = [one for one in new if one.claim.metric != "other"]
        count.documents += 1
        count.claims += len(told)
        count.background += len(new) - len(told)
        rows = map(row_of, new if background else told)
        yield [[row[place] for place in places] for row in rows]


@flat
def run(
    inputs: Inputs = None,
    *,
    ledger: Place = None,
    all: Annotated[bool, flag("--all", "Print new background figures too; stored they are always.")] = False,
    reading: Reading,
    output: Annotated[Output, without("sort")],
    quiet: Silent = False,
) -> int:
    """Read articles, store them and their claims in the ledger, and print the claims that are new.

    The ledger is made when it is not there. Adding the same again changes nothing.
    """
    if output.schema:
        return print_schema(output, "claims", COLUMNS)
    shown = plan(output, NAMES, (*READABLE, "id"), quiet=quiet, flush=True)
    what = to_read(inputs, reading)
    articles = Articles(what, quiet)
    came = iter(articles)
    first = list(islice(came, 1))
    count = _Count()
    unread = articles.code == TROUBLE  # then no ledger is made: the next question should tell that there is none
    with opening.in_memory() if unread else opening.grown(ledger or LEDGER) as store:
        stored_now = stored(store, chain(first, came), what.words, 0 if articles.live else PAUSE)
        rows = _new_claims(stored_now, shown.columns, all, count)
        try:
            found = next(filter(None, rows), [])
            if (found or not shown.terminal) and not shown.silent:
                answer(shown, Table("claims", shown.columns, _cut(chain([found], rows), shown.limit), VERBATIM))
            closed = False
        except BrokenPipeError:  # nobody reads what is new, but all of it is to be stored
            closed = True
        for _ in rows:
            pass
    code = PIPE_CLOSED if closed else articles.code
    if not quiet and not unread:
        same = articles.read - count.documents
        parts = [f"{_many(count.documents, 'new document')}, {_many(count.claims, 'new claim')}"]
        parts += [f"{_many(count.background, 'background figure')} besides"] * bool(count.background)
        parts += [f"{_many(same, 'document')} already there"] * bool(same)
        notice(f"{store.name}: {', '.join(parts)}")
    return code


def _cut(batches: Iterable[list[Row]], limit: int | None) -> Iterator[list[Row]]:
    """No more rows than asked for; the rest is read all the same."""
    left = limit
    for rows in batches:
        yield rows[:left]
        left = left if left is None else max(0, left - len(rows))


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
