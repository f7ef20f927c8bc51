"""claimtrack extract: articles in, claims out, each article's as it is read; no ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from typer import Argument, Option

from claimtrack import __version__
from claimtrack.commands.answering import answer, arranged, plan, print_schema
from claimtrack.commands.asking import question
from claimtrack.commands.options import Filters, Output, flat
from claimtrack.commands.reading import Articles
from claimtrack.model import Filed
from claimtrack.query import Query
from claimtrack.record import COLUMNS, NAMES, TRACE, VERBATIM, Row, row_of, trace_of
from claimtrack.render import Table

EXAMPLES = """\
  claimtrack extract article.txt
  claimtrack extract articles/ --metric killed,wounded --format markdown
  claimtrack extract - --date 2022-03-02 --publisher "The Daily" < article.txt
  zcat news.jsonl.gz | claimtrack extract - --format jsonl | jq -r .sentence
"""
READABLE = ("as_of", "figure", "metric", "category", "side", "source", "verification", "place")
EVERY = (*NAMES, "trace")


@flat
def run(
    inputs: Annotated[
        list[str] | None,
        Argument(metavar="[INPUT…]", help="Text files, JSON lines of articles, folders, or -.", show_default=False),
    ] = None,
    *,
    date: Annotated[str | None, Option(metavar="DATE", help="The date of articles that give none.")] = None,
    publisher: Annotated[str | None, Option(metavar="NAME", help="The publisher of those that give none.")] = None,
    trace: Annotated[bool, Option("--trace", help="Why each field has its value: the rules and their words.")] = False,
    filters: Filters,
    output: Output,
) -> int:
    """Articles in, claims out: a filter for pipes that keeps nothing.

    Each article's claims are written as soon as it is read, in the order of its text.
    """
    if output.schema:
        return print_schema(output, "claims", [*COLUMNS, TRACE] if trace else COLUMNS)
    more = ("trace",) if trace else ()
    shown = plan(output, (*NAMES, *more), (*READABLE, *more), ("trace",), flush=True)
    query = question(filters, output, limited=False)
    articles = Articles(inputs or [], date, publisher, output.quiet)
    batches = _limited(_batches(articles, query), output.limit)
    if output.sort:
        table = arranged(output, shown, "claims", EVERY, [row for rows in batches for row in rows])
    else:
        places = [EVERY.index(name) for name in shown.columns]
        table = Table("claims", shown.columns, ([[row[place] for place in places] for row in rows] for rows in batches))
    code = answer(shown, table._replace(verbatim=VERBATIM))
    return articles.code or code


def _batches(articles: Articles, query: Query) -> Iterator[list[Row]]:
    """The rows of each article that pass. With filters, a ledger of that one article answers."""
    for document in articles:
        filed = articles.claims(document)
        if query._replace(other=False) == Query():
            yield [_row(one) for one in filed if query.other or one.claim.metric != "other"]
        else:
            yield _passing(filed, query, articles.vocabulary.digest)


def _passing(filed: tuple[Filed, ...], query: Query, vocabulary: str) -> list[Row]:
    from claimtrack.ledger import opening

    if not filed:
        return []
    with opening.in_memory() as ledger:
        ledger.add(filed[0].document, filed, __version__, vocabulary)
        exact, _ = ledger.spelled(query)
        ids = {row[0] for rows in ledger.rows(exact, ("id",)) for row in rows}
    return [_row(one) for one in filed if one.claim.id in ids]


def _row(filed: Filed) -> Row:
    return (*row_of(filed), trace_of(filed))


def _limited(batches: Iterable[list[Row]], limit: int | None) -> Iterator[list[Row]]:
    """The first so many rows; no article is read after them."""
    if limit == 0:
        return
    left = limit
    for rows in batches:
        yield rows if left is None else rows[:left]
        left = None if left is None else left - len(rows)
        if left is not None and left <= 0:
            return
