"""claimtrack extract: articles in, claims out, each article's as it is read; no ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from typer import Argument, Option

from claimtrack.commands.answering import answer, plan
from claimtrack.commands.options import Filters, Output, flat
from claimtrack.commands.reading import Articles
from claimtrack.record import NAMES, Row, row_of, trace_of
from claimtrack.render import Table

EXAMPLES = """\
  claimtrack extract article.txt
  claimtrack extract articles/ --metric killed,wounded --format markdown
  claimtrack extract - --date 2022-03-02 --publisher "The Daily" < article.txt
  zcat news.jsonl.gz | claimtrack extract - --format jsonl | jq -r .sentence
"""
READABLE = ("as_of", "figure", "metric", "category", "side", "source", "verification", "place")
VERBATIM = frozenset({"value", "low", "high", "trace"})


@flat
def run(
    inputs: Annotated[list[str], Argument(metavar="INPUT…", help="Text files, JSON lines, folders, or -.")],
    *,
    date: Annotated[str | None, Option(metavar="DATE", help="The date of articles that give none.")] = None,
    publisher: Annotated[str | None, Option(metavar="NAME", help="The publisher of those that give none.")] = None,
    trace: Annotated[bool, Option("--trace", help="Why each field has its value: the rules and their words.")] = False,
    filters: Filters,
    output: Output,
) -> int:
    """Articles in, claims out: a filter for pipes that keeps nothing."""
    shown = plan(output, NAMES, READABLE, flush=True)
    articles = Articles(inputs, date, publisher, output.quiet)

    def batches() -> Iterator[list[Row]]:
        for _, claims in articles:
            kept = [filed for filed in claims if filters.all or filed.claim.metric != "other"]
            yield [[*row_of(filed), trace_of(filed)] for filed in kept]

    columns = (*shown.columns, "trace") if trace else shown.columns
    places = [(*NAMES, "trace").index(name) for name in columns]
    picked = ([[row[place] for place in places] for row in rows] for rows in batches())
    code = answer(shown, Table("claims", columns, picked, VERBATIM))
    return articles.code or code
