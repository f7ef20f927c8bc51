"""claimtrack list: the claims of a ledger or of files, filtered and sorted."""

from __future__ import annotations

from claimtrack.commands.answering import answer, plan, print_schema
from claimtrack.commands.asking import opened, question, spelled
from claimtrack.commands.options import Filters, Output, Where, flat
from claimtrack.errors import DONE
from claimtrack.record import COLUMNS, NAMES, VERBATIM
from claimtrack.render import Table

EXAMPLES = """\
  claimtrack list --metric killed,wounded --side Ukraine --since 2022-03-01
  claimtrack list --verification unverified --columns figure,metric,source,evidence
  claimtrack list --source zelensky --sort -value --limit 10 --format markdown
  claimtrack list --from articles/ --format jsonl | jq -r .source | sort | uniq -c
  claimtrack list --from articles/ --vocabulary ours.toml --side "Free Valley Army"
"""
READABLE = ("as_of", "figure", "metric", "category", "side", "source", "verification", "place", "id")


@flat
def run(*, filters: Filters, where: Where, output: Output) -> int:
    """The claims, filtered and sorted; by day, document and place in the text unless --sort says else."""
    if output.schema:
        return print_schema(output, "claims", COLUMNS)
    shown = plan(output, NAMES, READABLE, ("trace",))
    query = question(filters, output, NAMES)
    with opened(where, output.quiet) as (ledger, trouble):
        batches = ledger.rows(spelled(ledger, query, where), shown.columns)
        code = answer(shown, Table("claims", shown.columns, batches, VERBATIM))
    return code if trouble.code == DONE else trouble.code
