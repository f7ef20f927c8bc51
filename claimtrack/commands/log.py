"""claimtrack log: who changed the ledger, when and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from claimtrack.commands.answering import answer, arranged, plan, print_schema
from claimtrack.commands.asking import LEDGER, as_known
from claimtrack.commands.options import AsKnownOn, One, Output, Place, Quiet, argument, flag, flat
from claimtrack.errors import ClaimtrackError
from claimtrack.ledger import opening
from claimtrack.record import Column, Row, row_in

if TYPE_CHECKING:
    from claimtrack.ledger.answers import Answers
    from claimtrack.ledger.history import Run

EXAMPLES = """\
  claimtrack log
  claimtrack log --decisions --format csv
  claimtrack log 3f2a91c0
"""
_RUN = Column("run", "integer", False, "the number of the run: one call that changed the ledger")
_BEGUN = Column("begun", "string", False, "when, in UTC")
_PERSON = Column("person", "string", True, "who")
_UNDONE = Column("undone_by", "integer", True, "the run that took this one back")
RUNS = (
    _RUN, _BEGUN,
    Column("act", "string", False, "what was done", ("add", "reparse", "review", "undo")),
    _PERSON,
    Column("documents", "integer", False, "how many documents it read, or of how many it reviewed claims"),
    Column("claims", "integer", False, "how many claims it found in them, or reviewed"),
    Column("version", "string", False, "of claimtrack"),
    Column("vocabulary", "string", True, "the digest of the words that it read with"),
    Column("undoes", "integer", True, "the run that this one took back"),
    _UNDONE,
)  # fmt: skip
DECISIONS = (
    _RUN, _BEGUN, _PERSON,
    Column("act", "string", False, "what was decided", ("accept", "reject", "merge", "set", "note")),
    Column("claim", "string", False, "about which claim"),
    Column("document", "string", False, "of which document"),
    Column("field", "string", True, "the field that was set"),
    Column("value", "string", True, "its value as JSON; the claim that stands for this one; the note"),
    _UNDONE,
)  # fmt: skip


@flat
def run(
    id: Annotated[One, argument("[ID]", "Decisions on this claim.")] = None,
    *,
    decisions: Annotated[bool, flag("--decisions", "Every single decision of reviewers.")] = False,
    ledger: Place = None,
    as_known_on: AsKnownOn = None,
    output: Output,
    quiet: Quiet = False,
) -> int:
    """Who changed the ledger, when and how; the newest first. With a claim's id, what people decided about it."""
    columns = DECISIONS if decisions or id else RUNS
    names = tuple(column.name for column in columns)
    if output.schema:
        return print_schema(output, "log", columns)
    shown = plan(output, names, tuple(name for name in names if name not in ("vocabulary", "document")), quiet=quiet)
    with opening.asked(ledger or LEDGER, as_known(as_known_on)) as store:
        if columns is DECISIONS:
            rows = store.decisions(_claim(store, id.strip()) if id else None)
        else:
            rows = [_row(one, names) for one in store.log()]
    return answer(shown, arranged(shown, "log", names, rows))


def _claim(store: Answers, id: str) -> str:
    """The whole id of a claim: of one that is in the ledger, or was when it was decided on."""
    from claimtrack.ledger.history import DECISIONS as DECIDED

    try:
        return store.claim(id).claim.id
    except ClaimtrackError:
        decided = {str(row[DECIDED.index("claim")]) for row in store.decisions()}
        found = [one for one in decided if one.startswith(id) and (len(id) > 3 or one == id)]
        if len(found) != 1:
            raise
        return found[0]


def _row(run: Run, names: Sequence[str]) -> Row:
    cells = {**run._asdict(), "vocabulary": run.vocabulary or None}
    return row_in(names, {"run": cells.pop("number"), **cells})
