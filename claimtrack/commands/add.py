"""claimtrack add: read articles, store them and their claims in the ledger, print the claims that are new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from time import monotonic
from typing import Annotated

from claimtrack import __version__
from claimtrack.commands.answering import answer, plan, print_schema
from claimtrack.commands.asking import LEDGER
from claimtrack.commands.options import Inputs, Output, Place, Reading, Silent, flag, flat, without
from claimtrack.commands.reading import Articles
from claimtrack.errors import PIPE_CLOSED, TROUBLE
from claimtrack.ledger import opening
from claimtrack.ledger.store import Ledger
from claimtrack.ledger.versions import received
from claimtrack.model import Document, Filed
from claimtrack.record import COLUMNS, NAMES, READABLE, VERBATIM, Row, row_of
from claimtrack.render import Table
from claimtrack.render.notice import notice

EXAMPLES = """\
  claimtrack add articles/
  claimtrack add *.txt --publisher "The Daily" --ledger war.db
  curl -s https://example.org/news.jsonl | claimtrack add -
  claimtrack add today/ --format csv >> new.csv
"""


_PAUSE = 0.5  # seconds: what is read within them is stored together, which costs far less than one by one


class _Adding:
    """Documents into the ledger, with the rows of the claims that are new, and a count of all."""

    def __init__(
        self, ledger: Ledger, articles: Articles, came: Iterable[Document], columns: Sequence[str], background: bool
    ) -> None:
        """`came`: the articles, as they come."""
        self._ledger, self._articles, self._came, self._background = ledger, articles, came, background
        self._places = [NAMES.index(name) for name in columns]
        self.documents = self.claims = self.background = 0

    def batches(self) -> Iterator[list[Row]]:
        """The new claims of each document, after it is stored."""
        vocabulary = self._articles.vocabulary.digest
        waiting: dict[str, tuple[Document, tuple[Filed, ...]]] = {}
        stored = monotonic()
        for came in self._came:
            if any(_may_be_one(came, other) for other, _ in waiting.values()):
                yield from self._store(waiting, vocabulary)
            document = received(self._ledger, came, __version__, vocabulary)
            if self._ledger.has(document, __version__, vocabulary):
                continue
            waiting[document.id] = document, self._articles.claims(document)
            if self._articles.live or monotonic() - stored > _PAUSE:
                yield from self._store(waiting, vocabulary)
                stored = monotonic()
        yield from self._store(waiting, vocabulary)

    def _store(
        self, waiting: dict[str, tuple[Document, tuple[Filed, ...]]], vocabulary: str
    ) -> Iterator[list[Row]]:
        found = list(waiting.values())
        waiting.clear()
        for (document, filed), added in zip(
            found, self._ledger.add_all(found, __version__, vocabulary), strict=True
        ):
            if added.replaced:
                notice(f"document {document.id} was read before with another text or header; this one counts now")
            self.documents += 1
            new = [one for one in filed if one.claim.id in added.claims]
            told = [one for one in new if one.claim.metric != "other"]
            self.claims += len(told)
            self.background += len(new) - len(told)
            rows = map(row_of, new if self._background else told)
            yield [[row[place] for place in self._places] for row in rows]


def _may_be_one(document: Document, other: Document) -> bool:
    """Whether two articles could be the same: of one id, or at one address."""
    return document.id == other.id or (document.url is not None and document.url == other.url)


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
    articles = Articles(inputs or [], quiet, reading)
    came = iter(articles)
    first = list(islice(came, 1))
    unread = articles.code == TROUBLE  # then no ledger is made: the next question should tell that there is none
    with opening.in_memory() if unread else opening.grown(ledger or LEDGER) as store:
        adding = _Adding(store, articles, chain(first, came), shown.columns, all)
        rows = adding.batches()
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
        same = articles.read - adding.documents
        parts = [f"{_count(adding.documents, 'new document')}, {_count(adding.claims, 'new claim')}"]
        parts += [f"{_count(adding.background, 'background figure')} besides"] * bool(adding.background)
        parts += [f"{_count(same, 'document')} already there"] * bool(same)
        notice(f"{store.name}: {', '.join(parts)}")
    return code


def _cut(batches: Iterable[list[Row]], limit: int | None) -> Iterator[list[Row]]:
    """No more rows than asked for; the rest is read all the same."""
    left = limit
    for rows in batches:
        yield rows[:left]
        left = left if left is None else max(0, left - len(rows))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
