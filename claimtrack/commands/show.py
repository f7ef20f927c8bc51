"""claimtrack show: one claim whole."""

from __future__ import annotations

from typing import Annotated

from claimtrack.commands.answering import known
from claimtrack.commands.asking import opened
from claimtrack.commands.explaining import explainer
from claimtrack.commands.options import One, Where, argument, flag, flat, of
from claimtrack.render import context
from claimtrack.render.origin import Beside
from claimtrack.render.output import colored, on_terminal, target

EXAMPLES = """\
  claimtrack list --columns id,figure,sentence
  claimtrack show 3f2a91c0
  claimtrack show 3f2a --why
  claimtrack show 3f2a --why --format json | jq -c '.trace[]'
"""
FORMATS = ("text", "json")


@flat
def run(
    id: Annotated[str, argument("ID", "The claim's id, or its first letters: 4 or more.")],
    *,
    why: Annotated[bool, flag("--why", "For each field the rule, the words and the vocabulary's entry.")] = False,
    where: Where,
    format: Annotated[One, of("NAME", "text or json. [default: text]")] = None,
    output: Annotated[One, of("FILE", "Write to this file, whole or not at all.")] = None,
    color: Annotated[One, of("WHEN", "auto, always or never. [default: auto]")] = None,
) -> int:
    """One claim whole: its sentence in context, every field, and the rule that gave it.

    The figure stands in [brackets], its source in {braces}, the evidence for its status in <angles>; on a
    terminal they are in color.
    """
    form = known(format, FORMATS, "--format") if format else "text"
    painted = colored(color, on_terminal(output))
    with opened(where) as (ledger, trouble):
        filed = ledger.claim(id.strip())
        name = filed.document.id
        beside = Beside(ledger.places(name), ledger.origins().get(name))
    reasons = explainer(where.vocabulary)(filed) if why else ()
    with target(output) as out:
        if form == "json":
            first, last = context.around(filed)
            context.write_json(filed, filed.document.text[first:last], out, reasons, beside)
        else:
            context.write_text(filed, painted, out, reasons, beside)
    return trouble.code
