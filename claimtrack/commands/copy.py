"""claimtrack copy: a ledger into another place, to a server or back."""

from __future__ import annotations

from typing import Annotated

from claimtrack.commands.options import argument, flag, flat
from claimtrack.errors import DONE
from claimtrack.ledger import opening
from claimtrack.ledger.copying import copy
from claimtrack.render.notice import Progress, notice

EXAMPLES = """\
  claimtrack copy claims.db backup.db
  claimtrack copy claims.db postgresql://ana@db.example.org/claims
  claimtrack copy postgresql://ana@db.example.org/claims claims.db
"""


@flat
def run(
    source: Annotated[str, argument("LEDGER", "The ledger to copy: a file, or postgresql://…")],
    target: Annotated[str, argument("LEDGER", "Where to: a new ledger, or an earlier copy of this one.")],
    *,
    quiet: Annotated[bool, flag("--quiet", "Say nothing but trouble.")] = False,
) -> int:
    """Copy a ledger, whole or not at all: every entry as it was sealed, reviews and history too.

    Into an earlier copy of itself only what is new since then is copied. Both have the same head then: what
    claimtrack check --chain prints of them is the same line.
    """
    with opening.asked(source) as old, opening.filled(target) as new:
        progress = Progress(quiet)
        copied = copy(old, new, lambda rows: progress.show(f"{rows} rows copied …"))
        progress.clear()
        head = new.head()
        same = head == old.head()
        names = (old.name, new.name)
    if not quiet:
        held = f"{copied.entries} entries copied from {names[0]}, {copied.documents} documents, {copied.claims} claims"
        notice(f"{names[1]}: {held}; {'its' if same else 'it has grown since, and its'} head is {head}")
    return DONE
