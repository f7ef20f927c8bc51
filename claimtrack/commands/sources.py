"""claimtrack sources: who asserts, how often, about what."""

from __future__ import annotations

from claimtrack.commands.answering import answer, arranged, plan, print_schema
from claimtrack.commands.asking import opened, question, spelled
from claimtrack.commands.options import Filters, Output, Quiet, Where, flat
from claimtrack.record import SOURCE_KINDS, Column
from claimtrack.vocabulary import loader
from claimtrack.vocabulary.bodies import bodies

EXAMPLES = """\
  claimtrack sources
  claimtrack sources --metric killed --side Ukraine
  claimtrack sources --from articles/ --sort -documents --limit 5
"""
SOURCES = (
    Column("source", "string", True, "who asserts, by its most usual name; empty for the publishers' own voice"),
    Column("kind", "string", True, "what kind of source that is", SOURCE_KINDS),
    Column("side", "string", True, "the country or party the source speaks for"),
    Column("claims", "integer", False, "how many claims are its"),
    Column("documents", "integer", False, "in how many documents"),
    Column("first", "date", True, "the first day a figure of its stands for"),
    Column("last", "date", True, "the last such day"),
    Column("metrics", "string", False, "what its figures are about, words apart by spaces"),
    Column("assertions", "integer", False, "how many different figures its claims are: repeats and copies are none"),
    Column("also", "string", True, "its other names in these claims, apart by semicolons"),
)
NAMES = tuple(column.name for column in SOURCES)


@flat
def run(*, filters: Filters, where: Where, output: Output, quiet: Quiet = False) -> int:
    """Who asserts, how often, when and about what; a source by all its names is one. Those with most claims first."""
    if output.schema:
        return print_schema(output, "sources", SOURCES)
    shown = plan(output, NAMES, NAMES, quiet=quiet)
    with opened(where, quiet) as (ledger, trouble):
        query = spelled(ledger, question(filters), where.vocabulary)
        rows = ledger.sources(query, bodies(loader.speakers(where.vocabulary or ())))
    return trouble.or_else(answer(shown, arranged(shown, "sources", NAMES, rows)))
