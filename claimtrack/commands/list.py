"""claimtrack list: the claims of a ledger or of files, filtered and sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from claimtrack.commands.answering import answer, arranged, plan, print_schema
from claimtrack.commands.asking import opened, question, spelled
from claimtrack.commands.options import Filters, Output, Quiet, Where, flag, flat
from claimtrack.record import COLUMNS, NAMES, READABLE, VERBATIM, Column, row_of
from claimtrack.render import Table

if TYPE_CHECKING:
    from claimtrack.model import Filed

EXAMPLES = """\
  claimtrack list --metric killed,wounded --side Ukraine --since 2022-03-01
  claimtrack list --verification unverified --columns figure,metric,source,evidence
  claimtrack list --source zelensky --sort -value --limit 10 --format markdown
  claimtrack list --unique --sort -reports --limit 10
  claimtrack list --from articles/ --format jsonl | jq -r .source | sort | uniq -c
  claimtrack list --from articles/ --vocabulary ours.toml --side "Free Valley Army"
"""
REPORTS = Column("reports", "integer", False, "how many claims say the same: repeats, and copies in other outlets")


@flat
def run(
    *,
    unique: Annotated[bool, flag("--unique", "Each assertion once, with the number of its reports.")] = False,
    filters: Filters,
    where: Where,
    output: Output,
    quiet: Quiet = False,
) -> int:
    """The claims, filtered and sorted; by day, document and place in the text unless --sort says else.

    With --unique, what one source says in many places is one row: the same figure within a few days, or in copies of
    one text. The report that is shown is the first.
    """
    if output.schema:
        return print_schema(output, "claims", [*COLUMNS, REPORTS] if unique else COLUMNS)
    if unique:
        return _unique(filters, where, output, quiet)
    shown = plan(output, NAMES, (*READABLE, "id"), ("trace",), quiet=quiet)
    sort = tuple(("-" if down else "") + name for name, down in shown.sort)
    query = question(filters)._replace(sort=sort, limit=shown.limit)
    with opened(where, quiet) as (ledger, trouble):
        batches = ledger.rows(spelled(ledger, query, where.vocabulary), shown.columns)
        return trouble.or_else(answer(shown, Table("claims", shown.columns, batches, VERBATIM)))


def _unique(filters: Filters, where: Where, output: Output, quiet: bool) -> int:
    from claimtrack.series import told, voices
    from claimtrack.vocabulary import loader

    names = (*NAMES, REPORTS.name)
    shown = plan(output, names, (*READABLE, "id", REPORTS.name), quiet=quiet)
    query = question(filters)
    with opened(where, quiet) as (ledger, trouble):
        claims = ledger.filed(spelled(ledger, query, where.vocabulary), traced=False)
    found = sorted(told(claims, voices(loader.speakers(where.vocabulary or ()))), key=lambda one: _place(one.first))
    rows = [(*row_of(one.first), len(one.reports)) for one in found]
    return trouble.or_else(answer(shown, arranged(shown, "claims", names, rows)._replace(verbatim=VERBATIM)))


def _place(filed: Filed) -> tuple[str, str, int]:
    """By day, document and place in the text; the undated last."""
    day = filed.claim.as_of
    return day.isoformat() if day else "~", filed.document.id, filed.claim.start
