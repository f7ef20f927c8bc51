"""claimtrack compare: sources, or publishers, days, documents, sides, stances, side by side for each thing counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from claimtrack.commands.answering import Plan, answer, arranged, known, plan, print_schema
from claimtrack.commands.asking import opened, question, spelled
from claimtrack.commands.options import Filters, Many, Output, Quiet, Where, flat, of, split
from claimtrack.commands.selecting import tolerance_of
from claimtrack.comparison import BY, OF_SERIES, Comparison, compare, label, pair
from claimtrack.errors import DIFFERS, DONE
from claimtrack.latest import Heard
from claimtrack.record import COLUMNS as CLAIM_COLUMNS
from claimtrack.record import Column, Row, number, row_in
from claimtrack.render.notice import notice
from claimtrack.render.output import target
from claimtrack.series import voices
from claimtrack.things import FIELDS, title
from claimtrack.vocabulary import loader

EXAMPLES = """\
  claimtrack compare --metric killed,lost --category troops
  claimtrack compare --metric fled --by date
  claimtrack compare --metric killed,casualties,lost --across metric --side Russia
  claimtrack compare --min-sources 2 --format csv | grep disagree
"""
_CLAIM = {column.name: column for column in CLAIM_COLUMNS}
COLUMNS = (
    Column("thing", "string", False, "what is counted, in words: rows with the same are compared"),
    *(_CLAIM[name] for name in ("metric", "category", "side", "place", "counting", "unit")),
    Column("name", "string", False, "what stands side by side: a source, or what --by says"),
    *(_CLAIM[name] for name in ("source", "source_side", "stance", "figure", "quantifier", "value", "low", "high")),
    Column("verification", "string", False, "the gravest status that a report of the figure gives",
           _CLAIM["verification"].values),
    Column("as_of", "date", True, "the day the figure was first given for"),
    Column("reports", "integer", False, "how many claims carry this figure of this source"),
    Column("assertions", "integer", False, "how many different figures the source gave; the latest is shown"),
    Column("old", "string", False, "yes when it was given too long before the newest to be judged", ("yes", "no")),
    Column("verdict", "string", True, "agree; disagree; updated: later figures differ from earlier ones as they may; "
           "empty when there are not two names to judge", ("agree", "disagree", "updated")),
    Column("disagrees_with", "string", True, "the names whose figures cannot be true together with this one's"),
    Column("lowest", "number", True, "the lowest figure of the thing, the old left out"),
    Column("highest", "number", True, "the highest"),
    Column("open", "string", False, "yes when one of them has no upper end", ("yes", "no")),
    *(_CLAIM[name] for name in ("publisher", "document", "id")),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
READABLE = ("thing", "name", "stance", "figure", "verification", "as_of", "reports", "verdict", "disagrees_with")
VERBATIM = frozenset(column.name for column in COLUMNS if column.kind == "number")


@flat
def run(
    *,
    by: Annotated[str, of("WHAT", f"What stands side by side: {', '.join(BY)}.", show_default=True)] = "source",
    across: Annotated[Many, of("WORD,…", f"Compare although these differ: {', '.join(FIELDS)}.")] = None,
    within: Annotated[int, of("DAYS", "Judge figures given within so many days of the newest; older ones are shown.",
                              min=0, show_default=True)] = 7,
    tolerance: Annotated[str, of("N or N%", "Figures so far apart still agree.", show_default=True)] = "0",
    min_sources: Annotated[int, of("N", "Only where so many can be compared.", min=1, show_default=True)] = 1,
    filters: Filters,
    where: Where,
    output: Output,
    quiet: Quiet = False,
) -> int:  # fmt: skip
    """Sources side by side for each thing counted: figure, status, date, stance; the span; who disagrees with whom.

    Each source stands with its latest figure; nothing is averaged and no winner is picked. Figures agree when both
    can be true: "more than 5,000" and 5,800 do, "about" stands for 10 % to either side.
    """
    if output.schema:
        return print_schema(output, "comparisons", COLUMNS)
    shown = plan(output, NAMES, READABLE, quiet=quiet)
    by = known(by, tuple(BY), "--by")
    left_out = [known(field, FIELDS, "--across") for field in split(across)]
    allowed = tolerance_of(tolerance)
    query = question(filters)
    with opened(where, quiet) as (ledger, trouble):
        exact, who = spelled(ledger, query, where.vocabulary), voices(loader.speakers(where.vocabulary or ()))
        if by in OF_SERIES:
            last = Heard(ledger.lines(exact), left_out).last(pair(by, who))
            found = compare(ledger.numbered(last.numbers), by, within, (), allowed, who, last)
        else:
            found = compare(ledger.filed(exact, traced=False), by, within, left_out, allowed, who)
    found = [one for one in found if one.names >= min_sources]
    return trouble.or_else(_shown(found, shown))


def _shown(found: Sequence[Comparison], shown: Plan) -> int:
    """In blocks with bars for a reader; as rows when columns or an order are asked for, and for machines."""
    if shown.format != "table" or shown.rows:
        if not shown.sort:
            found, shown = found[: shown.limit], shown._replace(limit=None)
        rows = (row for one in found for row in _rows(one))
        return answer(shown, arranged(shown, "comparisons", NAMES, rows)._replace(verbatim=VERBATIM))
    if not shown.silent:
        from claimtrack.render import compare_bars

        if not found and not shown.quiet:
            notice("no claim matches")
        with target(shown.file) as out:
            compare_bars.write(found[: shown.limit], shown.style, out)
    return DIFFERS if shown.quiet and not found else DONE


def _rows(comparison: Comparison) -> Iterator[Row]:
    """The same facts as flat rows: every source with its thing, and what holds of the thing as a whole."""
    thing = comparison.thing
    named, lowest, highest = title(thing), number(comparison.lowest), number(comparison.highest)
    for row in comparison.rows:
        claim, since = row.filed.claim, row.assertion.since
        yield row_in(NAMES, {
            "thing": named,
            "metric": claim.metric,
            "category": claim.category,
            "side": claim.side or thing.side,
            "place": claim.place,
            "counting": claim.counting or thing.counting,
            "unit": claim.unit,
            "name": label(row.name),
            "source": claim.source,
            "source_side": claim.source_side,
            "stance": row.filed.stance,
            "figure": claim.figure,
            "quantifier": claim.quantifier,
            "value": number(claim.value),
            "low": number(claim.low),
            "high": number(claim.high),
            "verification": row.assertion.verification,
            "as_of": since.isoformat() if since else None,
            "reports": row.reports,
            "assertions": row.assertions,
            "old": "yes" if row.old else "no",
            "verdict": comparison.verdict,
            "disagrees_with": "; ".join(row.disagrees) or None,
            "lowest": lowest,
            "highest": highest,
            "open": "yes" if comparison.open else "no",
            "publisher": row.filed.document.publisher,
            "document": claim.document,
            "id": claim.id,
        })  # fmt: skip
