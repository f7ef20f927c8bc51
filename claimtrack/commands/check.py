"""claimtrack check: prove that a ledger is what it says it is, or find figures that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain as chained
from typing import Annotated

from claimtrack.commands.answering import Plan, answer, arranged, plan, print_schema
from claimtrack.commands.asking import LEDGER, as_known, question, spelled
from claimtrack.commands.options import AsKnownOn, Filters, One, Output, Place, Silent, Words, flag, flat, of
from claimtrack.errors import DIFFERS, DONE, ClaimtrackError
from claimtrack.findings import Finding, findings
from claimtrack.ledger import opening
from claimtrack.ledger.answers import Answers
from claimtrack.query import Query
from claimtrack.record import Column
from claimtrack.render import Row, Table
from claimtrack.render.notice import notice
from claimtrack.render.output import target
from claimtrack.series import voices
from claimtrack.vocabulary import loader

EXAMPLES = """\
  claimtrack check && echo proved
  claimtrack check --chain >> heads.txt
  claimtrack check --head 5d41...   the head that you noted down last month
  claimtrack check --figures --metric killed --since 2022-03
"""
COLUMNS = (
    Column("what", "string", False, "what is wrong, or what is found"),
    Column("documents", "string", True, "in which documents, apart by spaces"),
    Column("claims", "string", True, "with which claims, apart by spaces"),
    Column("detail", "string", False, "in which way"),
)
NAMES = tuple(column.name for column in COLUMNS)


@flat
def run(
    *,
    figures: Annotated[bool, flag("--figures", "Find figures that cannot be, or cannot all be.")] = False,
    chain: Annotated[bool, flag("--chain", "Print the head of the chain of digests, to be published.")] = False,
    head: Annotated[One, of("DIGEST", "A head noted down earlier: prove that this ledger has grown from it.")] = None,
    ledger: Place = None,
    as_known_on: AsKnownOn = None,
    vocabulary: Words = None,
    filters: Filters,
    output: Output,
    quiet: Silent = False,
) -> int:
    """Prove that the ledger is what it says it is: file, chain of digests, texts, figures, spans, ids, references.

    Exit code 1 when anything is wrong, each with its document and claim. With --figures nothing is proved but the
    figures of the claims looked at: exit code 1 when any cannot be.
    """
    if output.schema:
        return print_schema(output, "findings", COLUMNS)
    if figures and (chain or head):
        raise ClaimtrackError("--figures looks at figures alone; prove the ledger by a call of its own")
    query = question(filters)
    if not figures and query != Query():
        raise ClaimtrackError("filters choose claims for --figures; a ledger is proved as a whole")
    if not figures and as_known_on:
        raise ClaimtrackError("--as-known-on goes with --figures; a ledger is proved as it stands now")
    shown = plan(output, NAMES, NAMES, quiet=quiet)
    with opening.asked(ledger or LEDGER, as_known(as_known_on)) as store:
        if figures:
            claims = store.filed(spelled(store, query, vocabulary), traced=False)
            found = (_row(one) for one in findings(claims, voices(loader.speakers(vocabulary or ()))))
            return _told(found, shown, lambda: f"{store.name}: nothing found in {len(claims)} claims")
        rows = ((one.what, one.document, one.claim, one.detail) for one in store.problems(head))
        code = _told(rows, shown, lambda: _well(store), only_wrong=chain)
        if chain and code == DONE and output.format in ("json", "jsonl"):
            answer(shown, Table("head", ("head",), [[(store.head(),)]]))
        elif chain and code == DONE:
            with target(output.output) as out:
                out.write(f"{store.head()}\n")
    return code


def _well(store: Answers) -> str:
    """What was proved of a ledger, and what somebody has put beside it, which was not."""
    held = ", ".join(f"{name} {count}" for name, count in store.size().items())
    more = store.beside()
    return f"{store.name}: nothing wrong; {held}" + (f"; not of claimtrack: {', '.join(more)}" if more else "")


def _row(finding: Finding) -> Row:
    documents = dict.fromkeys(one.claim.document for one in finding.claims)
    return finding.what, " ".join(documents), " ".join(one.claim.id for one in finding.claims), finding.detail


def _told(rows: Iterable[Row], shown: Plan, well: Callable[[], str], only_wrong: bool = False) -> int:
    """Show what was found, or that it is well; gives the exit code."""
    coming: Iterator[Row] = iter(rows)
    first = next(coming, None)
    if first is None:
        if not shown.terminal and not only_wrong and not shown.quiet:
            answer(shown, arranged(shown, "findings", NAMES, ()))
        if not shown.quiet:
            notice(well())
        return DONE
    if not shown.silent:
        answer(shown, arranged(shown, "findings", NAMES, chained([first], coming)))
    return DIFFERS
