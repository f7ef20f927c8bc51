"""claimtrack documents: the articles that were read."""

from __future__ import annotations

from claimtrack.commands.answering import answer, arranged, plan, print_schema
from claimtrack.commands.asking import opened, question, spelled
from claimtrack.commands.options import Filters, Output, Quiet, Where, flat
from claimtrack.record import Column

EXAMPLES = """\
  claimtrack documents
  claimtrack documents --source "General Staff" --sort -claims
  claimtrack documents --columns id,title --no-header
"""
DOCUMENTS = (
    Column("id", "string", False, "the document's id, as given or the digest of its text"),
    Column("date", "date", True, "its date"),
    Column("publisher", "string", True, "who published it"),
    Column("title", "string", True, "its title"),
    Column("claims", "integer", False, "how many of its claims pass the filters"),
    Column("url", "string", True, "where it was published"),
    Column("versions", "integer", False, "in how many versions it was read; diff URL@1 URL@2 compares two"),
    Column("places", "integer", False, "at how many addresses of its outlet it was found"),
    Column("origin", "string", True, "whose words it has, when it says so or copies them: an agency, another outlet"),
)
NAMES = tuple(column.name for column in DOCUMENTS)
READABLE = ("id", "date", "publisher", "title", "claims")


@flat
def run(*, filters: Filters, where: Where, output: Output, quiet: Quiet = False) -> int:
    """The articles that were read, by date; with a filter, those that have a claim that passes."""
    if output.schema:
        return print_schema(output, "documents", DOCUMENTS)
    shown = plan(output, NAMES, READABLE, quiet=quiet)
    with opened(where, quiet) as (ledger, trouble):
        rows = ledger.documents(spelled(ledger, question(filters), where.vocabulary))
    return trouble.or_else(answer(shown, arranged(shown, "documents", NAMES, rows)))
