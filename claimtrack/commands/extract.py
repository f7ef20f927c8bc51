"""claimtrack extract: articles in, claims out, each article's as it is read; no ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated

from claimtrack.commands.answering import answer, arranged, explain, plan, print_schema
from claimtrack.commands.asking import check_words, naming, question, with_parties
from claimtrack.commands.explaining import explainer, why_cell
from claimtrack.commands.options import Files, Filters, Inputs, Many, Output, Quiet, Reading, flag, flat, without
from claimtrack.commands.passing import passing
from claimtrack.commands.reading import Articles, claims_in, to_read
from claimtrack.errors import ClaimtrackError
from claimtrack.ledger.speaking import Body
from claimtrack.model import Filed
from claimtrack.query import Query
from claimtrack.record import COLUMNS, NAMES, READABLE, TRACE, VERBATIM, row_of, trace_of
from claimtrack.render import Table
from claimtrack.vocabulary.loader import Vocabulary

EXAMPLES = """\
  claimtrack extract article.txt
  claimtrack extract articles/ --metric killed,wounded --format markdown
  claimtrack extract articles/ --vocabulary ours.toml --vocabulary groups.toml
  claimtrack extract article.txt --trace --format table
  claimtrack extract articles/ --why-not --columns reason,figure,sentence
  claimtrack extract - --date 2022-03-02 --publisher "The Daily" < article.txt
  zcat news.jsonl.gz | claimtrack extract - --format jsonl | jq -r .sentence
"""
EVERY = (*NAMES, "trace")


@flat
def run(
    inputs: Inputs = None,
    *,
    trace: Annotated[bool, flag("--trace", "Why each field has its value: rule, words, vocabulary.")] = False,
    why_not: Annotated[
        bool, flag("--why-not", "Instead of claims the figures that are none, each with its reason.")
    ] = False,
    reading: Reading,
    filters: Annotated[Filters, without("publisher")],
    output: Output,
    quiet: Quiet = False,
) -> int:
    """Articles in, claims out: a filter for pipes that keeps nothing.

    Each article's claims are written as soon as it is read, in the order of its text. All filters of list are here
    but that by publisher: --publisher says who published articles that do not tell. list --from has it.
    """
    if why_not and trace:
        raise ClaimtrackError("--why-not lists figures that are no claims, and each with its rule; leave --trace out")
    if why_not:
        return _left_out(inputs, reading, filters, output, quiet)
    if output.schema:
        return print_schema(output, "claims", [*COLUMNS, TRACE] if trace else COLUMNS)
    more = ("trace",) if trace else ()
    shown = plan(output, (*NAMES, *more), (*READABLE, *more), ("trace",), quiet=quiet, flush=True)
    query = with_parties(question(filters), reading.vocabulary)
    what = to_read(inputs, reading)
    articles = Articles(what, quiet)
    check_words(query, reading.vocabulary)
    limit = None if shown.sort else shown.limit  # sorted first, then cut
    batches = _limited(_batches(articles, query, what.words, naming(query, reading.vocabulary)), limit)
    if trace and shown.format == "table" and not shown.rows and not shown.silent:
        code = explain(batches, shown, explainer(reading.vocabulary))
        return articles.code or code
    why = _traces(trace, reading.vocabulary)
    rows = ([(*row_of(one), why(one)) for one in filed] for filed in batches)
    if shown.sort:
        table = arranged(shown, "claims", EVERY, [row for batch in rows for row in batch])
    else:
        places = [EVERY.index(name) for name in shown.columns]
        picked = ([[row[place] for place in places] for row in batch] for batch in rows)
        table = Table("claims", shown.columns, picked)
    code = answer(shown, table._replace(verbatim=VERBATIM))
    return articles.code or code


def _left_out(inputs: Many, reading: Reading, filters: Filters, output: Output, quiet: bool) -> int:
    from claimtrack.commands import why_not

    if output.schema:
        return print_schema(output, "left_out", why_not.COLUMNS)
    shown = plan(output, why_not.NAMES, why_not.READABLE, quiet=quiet, flush=True)
    what = to_read(inputs, reading)
    return why_not.show(Articles(what, quiet), what.words, question(filters), shown)


def _traces(trace: bool, files: Files) -> Callable[[Filed], str]:
    """What the column trace says: rules and words, with --trace the entries of the vocabulary too."""
    if not trace:
        return trace_of
    why = explainer(files)
    return lambda filed: why_cell(why(filed))


def _batches(articles: Articles, query: Query, words: Vocabulary, body: Body) -> Iterator[Sequence[Filed]]:
    """The claims of each article that pass."""
    background = query.other or "other" in query.metric
    for document in articles:
        yield passing(claims_in(document, words, background), query, body, words.digest)


def _limited(batches: Iterable[Sequence[Filed]], limit: int | None) -> Iterator[Sequence[Filed]]:
    """The first so many claims; no article is read after them."""
    left = limit
    for filed in batches if limit != 0 else ():
        yield filed if left is None else filed[:left]
        left = None if left is None else left - len(filed)
        if left is not None and left <= 0:
            return
