"""What extract --why-not answers: the figures that are no claims, each with its reason, place and sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimtrack import pipeline
from claimtrack.commands.answering import Plan, answer, arranged
from claimtrack.commands.reading import Articles
from claimtrack.errors import ClaimtrackError
from claimtrack.left_out import BACKGROUND, left_out
from claimtrack.query import Query
from claimtrack.record import Column, Row
from claimtrack.render import Table
from claimtrack.vocabulary.loader import Vocabulary

COLUMNS = (
    Column("document", "string", False, "the document's id"),
    Column("line", "integer", False, "the line of the text in which the figure begins, from 1"),
    Column("column", "integer", False, "where in that line, in characters from 1"),
    Column("start", "integer", False, "where the figure begins in the text, in characters from 0"),
    Column("end", "integer", False, "where it ends, end excluded"),
    Column("figure", "string", False, "the figure's own words"),
    Column("reason", "string", False, "why it is no claim: date, age, duration, name, background and so on"),
    Column("rule", "string", False, "the rule that found so; for background its unit, or that nothing happened"),
    Column("sentence", "string", False, "the sentence it stands in"),
)
NAMES = tuple(column.name for column in COLUMNS)
READABLE = ("line", "column", "figure", "reason", "rule", "sentence")


def show(articles: Articles, words: Vocabulary, query: Query, shown: Plan) -> int:
    """List what was left out, article by article; with --all background figures are claims and not listed.

    Raises ClaimtrackError for a filter: what is no claim has no metric, side or source to filter by.
    """
    if query._replace(other=False) != Query():
        raise ClaimtrackError("--why-not lists figures that are no claims, to which no filter applies; leave it out")
    batches = _rows(articles, words, query.other)
    if shown.sort or shown.limit is not None:
        table = arranged(shown, "left_out", NAMES, [row for rows in batches for row in rows])
    else:
        places = [NAMES.index(name) for name in shown.columns]
        picked = ([[row[place] for place in places] for row in rows] for rows in batches)
        table = Table("left_out", shown.columns, picked)
    code = answer(shown, table)
    return articles.code or code


def _rows(articles: Articles, words: Vocabulary, background: bool) -> Iterator[Sequence[Row]]:
    for document in articles:
        found = left_out(document, pipeline.layers_of(document, words))
        yield [
            (document.id, one.line, one.column, one.start, one.end, one.figure, one.reason, one.rule, one.sentence)
            for one in found
            if not (background and one.reason == BACKGROUND)
        ]
