"""claimtrack diff A B: what changed from one day, file, source, publisher or document to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from claimtrack.changes import KINDS, Change, changes, followed
from claimtrack.commands.answering import Plan, arranged, known, plan, print_schema
from claimtrack.commands.asking import question
from claimtrack.commands.options import Filters, Many, Output, Silent, Where, argument, flag, flat, of, split
from claimtrack.commands.selecting import NAMED, selector, states, tolerance_of
from claimtrack.errors import DIFFERS, DONE, ClaimtrackError
from claimtrack.record import COLUMNS as CLAIM_COLUMNS
from claimtrack.record import Column, number, row_in
from claimtrack.render import Cell, Row, writer
from claimtrack.render.output import target
from claimtrack.series import Assertion, voices
from claimtrack.things import title
from claimtrack.vocabulary import loader

EXAMPLES = """\
  claimtrack diff 2022-02-25 2022-03-02
  claimtrack diff yesterday today --only raised,new || notify-send "figures changed"
  claimtrack diff source:"Russian Defence Ministry" source:"General Staff" --metric lost
  claimtrack diff document:a1b2c3 document:d4e5f6 --tolerance 5%
  claimtrack diff https://example.org/1@1 https://example.org/1@2
  claimtrack diff old.jsonl new.jsonl --format csv
"""
_CLAIM = {column.name: column for column in CLAIM_COLUMNS}
_STATE = ("figure", "quantifier", "value", "low", "high", "source", "source_side", "verification", "as_of", "reports",
          "publisher", "document", "id")  # fmt: skip
_REPORTS = Column("reports", "integer", True, "how many claims carry the figure")
_STATES = tuple(
    (_CLAIM.get(name) or _REPORTS)._replace(name=f"{when}_{name}", empty=True)
    for name in _STATE
    for when in ("old", "new")
)
COLUMNS = (
    Column("change", "string", False, "what became of the series", KINDS),
    Column("status_changed", "string", False, "yes when the verification changed, whatever else did", ("yes", "no")),
    Column("thing", "string", False, "what is counted, in words"),
    *(_CLAIM[name] for name in ("metric", "category", "side", "place", "counting", "unit")),
    Column("difference", "number", True, "new number less old; empty unless both are one number"),
    Column("percent", "number", True, "the difference as a percentage of the old number"),
    *_STATES,
)
NAMES = tuple(column.name for column in COLUMNS)
READABLE = ("change", "thing", "old_figure", "new_figure", "difference", "percent", "old_source", "new_source",
            "new_verification")  # fmt: skip
VERBATIM = frozenset(column.name for column in COLUMNS if column.kind == "number")


@flat
def run(
    a: Annotated[str, argument("A", "A date (the state on that day), a file, "
                               "source:NAME, publisher:NAME, document:ID, or URL@N: the Nth version of a page.")] = "",
    b: Annotated[str, argument("B", "What becomes of A, named the same way.")] = "",
    *,
    only: Annotated[Many, of("WORD,…", f"Only these changes: {', '.join(KINDS)}.")] = None,
    tolerance: Annotated[str, of("N or N%", "A number that moves by so much is the same.", show_default=True)] = "0",
    exact_source: Annotated[bool, flag("--exact-source",
        "A series goes on only with the same source, not with any that speaks for the same side.")] = False,
    unchanged: Annotated[bool, flag("--unchanged", "Show what stayed the same too.")] = False,
    filters: Filters,
    where: Where,
    output: Output,
    quiet: Silent = False,
) -> int:  # fmt: skip
    """What changed from A to B: new, gone, raised, lowered, re-qualified, status. Exit code 1 when anything did.

    The state on a day is the last figure of each series up to that day. Between dates and files a series goes on when
    the sources speak for the same side; sources, publishers and documents are compared whoever speaks.
    """
    if output.schema:
        return print_schema(output, "changes", COLUMNS)
    if not a or not b:
        raise ClaimtrackError("diff compares two states: claimtrack diff A B; see claimtrack diff --help")
    shown = plan(output, NAMES, READABLE, quiet=quiet)
    kinds = [known(kind, KINDS, "--only") for kind in split(only)]
    allowed = tolerance_of(tolerance)
    old, new = selector(a), selector(b)
    match = "source" if exact_source else "any" if {old.kind, new.kind} & {*NAMED, "version"} else "side"
    every = unchanged or "same" in kinds
    who = voices(loader.speakers(where.vocabulary or ()))
    sides = states(old, new, question(filters), where, quiet, followed(match, who), not every)
    found = changes(sides.old, sides.new, match, allowed, sides.thing_of, who)
    found = [one for one in found if not kinds or {*kinds} & {*one.kinds}]
    differs = any(one.kinds != ("same",) for one in found)
    if not every:
        found = [one for one in found if one.kinds != ("same",)]
    if not shown.silent:
        _show(found, shown)
    return sides.code if sides.code != DONE else DIFFERS if differs else DONE


def _show(found: Sequence[Change], shown: Plan) -> None:
    """Two lines a change for a reader; as rows when columns or an order are asked for, and for machines."""
    with target(shown.file) as out:
        if shown.format == "table" and not shown.rows:
            from claimtrack.render import diff_lines

            diff_lines.write(found[: shown.limit], shown.style, out)
        else:
            table = arranged(shown, "changes", NAMES, (_row(one) for one in found))
            writer(shown.format, shown.terminal).write(table._replace(verbatim=VERBATIM), shown.style, out)


def _row(change: Change) -> Row:
    thing = change.thing
    return row_in(NAMES, {
        "change": change.kinds[0],
        "status_changed": "yes" if "status" in change.kinds else "no",
        "thing": title(thing),
        "metric": thing.metric,
        "category": thing.category,
        "side": thing.side,
        "place": thing.place,
        "counting": thing.counting,
        "unit": thing.unit,
        "difference": number(change.difference),
        "percent": number(change.percent),
        **{f"old_{name}": cell for name, cell in _cells(change.old).items()},
        **{f"new_{name}": cell for name, cell in _cells(change.new).items()},
    })  # fmt: skip


def _cells(state: Assertion | None) -> dict[str, Cell]:
    """The columns _STATE of one side; empty where there is none."""
    if state is None:
        return dict.fromkeys(_STATE)
    claim = state.first.claim
    return {
        "figure": claim.figure,
        "quantifier": claim.quantifier,
        "value": number(claim.value),
        "low": number(claim.low),
        "high": number(claim.high),
        "source": claim.source,
        "source_side": claim.source_side,
        "verification": state.verification,
        "as_of": state.since.isoformat() if state.since else None,
        "reports": len(state.reports),
        "publisher": state.first.document.publisher,
        "document": claim.document,
        "id": claim.id,
    }
