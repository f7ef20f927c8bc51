"""claimtrack undo: take the last change of the ledger back."""

from __future__ import annotations

from claimtrack import __version__
from claimtrack.commands.asking import LEDGER
from claimtrack.commands.options import Person, Place, flat, person
from claimtrack.errors import DONE
from claimtrack.ledger import opening
from claimtrack.render.notice import notice

EXAMPLES = """\
  claimtrack undo
  claimtrack undo --by "Ana Petrova"
"""


@flat
def run(*, by: Person = None, ledger: Place = None) -> int:
    """Take the last run that still counts back: an add, a reparse or a review.

    Nothing is removed: a further entry says that the run does not count, and the log shows both.
    """
    with opening.grown(ledger or LEDGER, make=False) as store:
        last = store.undo(person(by), __version__)
    who = f" by {last.person}" if last.person else ""
    notice(f"{store.name}: took back run {last.number} of {last.begun}: {last.act}{who}, "
           f"{last.documents} documents, {last.claims} claims")  # fmt: skip
    return DONE
