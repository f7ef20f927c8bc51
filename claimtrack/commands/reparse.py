"""claimtrack reparse: read the stored articles again, by the rules and words of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from claimtrack.commands.answering import answer, arranged, plan, print_schema
from claimtrack.commands.asking import LEDGER
from claimtrack.commands.options import Output, Place, Silent, Words, flat
from claimtrack.commands.storing import reread
from claimtrack.errors import DONE
from claimtrack.ledger import opening
from claimtrack.ledger.store import Ledger
from claimtrack.record import COLUMNS as CLAIM_COLUMNS
from claimtrack.record import VERBATIM, Column, Row
from claimtrack.render.notice import Progress, notice
from claimtrack.rereading import compared
from claimtrack.vocabulary import loader
from claimtrack.vocabulary.loader import Vocabulary

EXAMPLES = """\
  claimtrack reparse
  claimtrack reparse --format csv > changed.csv
  claimtrack reparse --vocabulary mine.toml
"""
COLUMNS = (
    Column("change", "string", False, "what became of the claim", ("came", "gone", "changed")),
    Column("fields", "string", True, "what changed, words apart by spaces"),
    *CLAIM_COLUMNS,
)
NAMES = tuple(column.name for column in COLUMNS)
READABLE = ("change", "fields", "figure", "metric", "category", "source", "verification", "document", "id")


@flat
def run(
    *,
    ledger: Place = None,
    vocabulary: Words = None,
    output: Output,
    quiet: Silent = False,
) -> int:
    """Read every stored article again and tell which claims come, go and change; the others stay as they are.

    What the ledger held before remains readable with --as-known-on, and what people decided holds on: a claim that
    was accepted or corrected stays although it is not found again.
    """
    if output.schema:
        return print_schema(output, "changes", COLUMNS)
    shown = plan(output, NAMES, READABLE, quiet=quiet)
    words = loader.load(vocabulary or ())
    counts: Counter[str] = Counter()
    with opening.grown(ledger or LEDGER, make=False) as store:
        rows = list(_changes(store, words, counts, Progress(quiet)))
    if (rows or not shown.terminal) and not shown.silent:
        answer(shown, arranged(shown, "changes", NAMES, rows)._replace(verbatim=VERBATIM))
    if not quiet:
        notice(f"{store.name}: {counts['read']} documents read again; {counts['stays']} claims stay, "
               f"{counts['changed']} change, {counts['came']} come, {counts['gone']} go")  # fmt: skip
    return DONE


def _changes(store: Ledger, words: Vocabulary, counts: Counter[str], progress: Progress) -> Iterator[Row]:
    """Each document read again and stored; the rows of the claims that are not as they were."""
    for one in reread(store, words):
        counts["read"] += 1
        for change, fields, row in compared(one.before, store.shown(one.document.id)):
            counts[change] += 1
            if change != "stays":
                yield (change, fields, *row)
        progress.show(f"{counts['read']} documents read again …")
    progress.clear()
