"""claimtrack evaluate: how well the claims of annotated articles are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from claimtrack import evaluation
from claimtrack.commands.answering import Plan, answer, arranged, plan, print_schema
from claimtrack.commands.gold import Parsed, agreement, claims_of, golds_of, parsed
from claimtrack.commands.options import Many, One, Output, Silent, Words, argument, flat, of, split
from claimtrack.errors import DIFFERS, DONE, ClaimtrackError
from claimtrack.evaluation import Change, Score, Verdict, changes, judge, scores, worst
from claimtrack.names import nearest
from claimtrack.record import Cell, Column, row_in
from claimtrack.render.notice import notice
from claimtrack.render.output import target

EXAMPLES = """\
  claimtrack evaluate data/gold/articles.jsonl
  claimtrack evaluate data/gold/articles.jsonl --errors 20 --vocabulary ours.toml
  claimtrack extract gold.jsonl --format jsonl | claimtrack evaluate gold.jsonl - --format json
  claimtrack evaluate gold.jsonl --against last-week.jsonl --min f1=0.9 --min strict=0.7
"""
COLUMNS = (
    Column("part", "string", False, "what the row tells of",
           ("total", "field", "metric", "confidence", "error", "gained", "lost")),
    Column("name", "string", False, "which field, metric or level; missed, spurious or wrong; what is gained or lost"),
    Column("measure", "string", True, "precision, recall, f1, strict; found or right: the share that is"),
    Column("share", "number", True, "from 0 to 1"),
    Column("hits", "integer", True, "how many; for f1 and strict twice, in gold and claims"),
    Column("of", "integer", True, "of how many"),
    Column("document", "string", True, "the document of an error or change"),
    Column("figure", "string", True, "its figure"),
    Column("said", "string", True, "what the claim says"),
    Column("was", "string", True, "what the earlier claim said"),
    Column("gold", "string", True, "what would be right"),
    Column("rule", "string", True, "the rules that made the claim, or left the figure out"),
    Column("sentence", "string", True, "the sentence, or the text around the figure"),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
Cells = Mapping[str, Cell]  # of a row, by column; a column that is not there is empty
_EMPTY: Cells = dict.fromkeys(NAMES)
_ABOUT = ("metric", "category", "source")  # what tells a claim from others at a glance
_FLOORS = ("precision", "recall", "f1", "strict", *evaluation.FIELDS)


@flat
def run(
    gold: Annotated[Path | None, argument("GOLD", "JSON lines of articles, each with its claims.")] = None,
    claims: Annotated[One, argument("[CLAIMS]", "Claims as JSON lines, or -; else the parser's.")] = None,
    *,
    errors: Annotated[int, of("N", "Show the worst N errors with rule and sentence.", min=0, show_default=True)] = 0,
    against: Annotated[One, of("FILE", "Claims of an earlier run, JSON lines: what was gained and lost since.")] = None,
    min: Annotated[Many, of("NAME=FLOOR,…", "Exit with 1 when f1, strict, … or a field falls below.")] = None,
    vocabulary: Words = None,
    output: Output,
    quiet: Silent = False,
) -> int:
    """How well the claims of annotated articles are found, and how much of them is right.

    A claim is found when its figure overlaps one of the gold; strict counts those whose figure, metric, category,
    side, source and verification are all right. A gold field may be a list: each of its values is right, and claims
    marked optional count neither way.
    """
    if output.schema:
        return print_schema(output, "scores", COLUMNS)
    if gold is None:
        raise ClaimtrackError("GOLD is missing: name a file of articles with their claims, one JSON object a line")
    floors = [_floor(text) for text in split(min)]
    shown = plan(output, NAMES, NAMES, quiet=quiet)
    if claims == "-" == against:
        raise ClaimtrackError("standard input can only be read once; give a file for CLAIMS or --against")
    golds = golds_of(str(gold), vocabulary)
    told = parsed(str(gold), vocabulary, quiet) if claims is None else Parsed(claims_of(claims), {})
    agree = agreement(vocabulary)
    verdicts = judge(golds, told.claims, agree)
    made = scores(verdicts)
    past = changes(judge(golds, claims_of(against), agree), verdicts) if against else []
    code = _shown(made, worst(verdicts)[:errors], past, told, shown)
    below = [f"{name} {share:.4f} < {least:g}" for name, least in floors if (share := _share(made, name)) < least]
    if below:
        notice(f"below the floor: {', '.join(below)}")
    return DIFFERS if below else code


def _shown(
    made: Sequence[Score], wrong: Sequence[Verdict], past: Sequence[Change], told: Parsed, shown: Plan
) -> int:
    """In sections for a reader; as rows of one table when columns or an order are asked for, and for machines."""
    errors = [_error_cells(one, told.left_out) for one in wrong]
    moved = [_change_cells(one) for one in past]
    if shown.silent:
        return DONE
    if shown.format != "table" or shown.rows or shown.limit is not None:
        told_of = [*(_score_cells(one) for one in made), *errors, *moved]
        rows = [row_in(NAMES, {**_EMPTY, **cells}) for cells in told_of]
        return answer(shown, arranged(shown, "scores", NAMES, rows))
    from claimtrack.render import scorecard

    with target(shown.file) as out:
        scorecard.write(made, errors, moved, shown.style, out)
    return DONE


def _score_cells(one: Score) -> Cells:
    share = round(one.share, 4) if one.of else None
    return {"part": one.part, "name": one.name, "measure": one.measure, "share": share, "hits": one.hits, "of": one.of}


def _error_cells(one: Verdict, left_out: Mapping[tuple[str, int], str]) -> Cells:
    record = one.said or one.gold or {}
    fields = one.wrong if one.kind == "found" else _ABOUT
    if one.kind == "missed" and one.gold:
        spots = (left_out.get((one.document, place)) for place in range(one.gold["start"], one.gold["end"]))
        rule: str | None = next((spot for spot in spots if spot), None)
    else:
        rule = _rules(one, fields)
    return {
        "part": "error",
        "name": "wrong" if one.kind == "found" else one.kind,
        "document": one.document,
        "figure": record.get("figure"),
        "said": _values(one.said, fields) if one.kind != "missed" else None,
        "gold": _values(one.gold, fields),
        "rule": rule,
        "sentence": record.get("sentence") or (one.gold or {}).get("context"),
    }


def _change_cells(one: Change) -> Cells:
    verdict = one.now or one.before
    assert verdict is not None
    fields = _ABOUT if one.what in (("found",), ("spurious",)) else one.what
    sides = (one.now, one.before)
    said, was = (_values(side.said, fields) if side and side.kind != "missed" else None for side in sides)
    record = verdict.said or verdict.gold or {}
    return {
        "part": one.name,
        "name": " ".join(one.what),
        "document": verdict.document,
        "figure": record.get("figure"),
        "said": said,
        "was": was,
        "gold": _values(verdict.gold, fields),
        "rule": _rules(verdict, fields),
        "sentence": record.get("sentence") or record.get("context"),
    }


def _values(record: evaluation.Record | None, fields: Sequence[str]) -> str | None:
    """The fields as a line: "metric killed; side -"; of a list of right values all, apart by bars."""
    if record is None:
        return None
    parts = []
    for field in fields:
        if field == "figure":
            parts.append(" ".join(_value(record.get(name)) for name in ("quantifier", "low", "high")))
        else:
            parts.append(f"{field} {_value(record.get(field))}")
    return "; ".join(parts)


def _value(value: object) -> str:
    return "|".join(map(_value, value)) if isinstance(value, list) else "-" if value is None else str(value)


def _rules(one: Verdict, fields: Sequence[str]) -> str | None:
    """The rules that gave the fields, where the claim has its trace."""
    steps = (one.said or {}).get("trace") or ()
    return "; ".join(f"{step[0]}: {step[1]}" for step in steps if step[0] in fields) or None


def _floor(text: str) -> tuple[str, float]:
    name, _, least = text.partition("=")
    if name not in _FLOORS:
        hint = nearest(name, _FLOORS) or f"; there are {', '.join(_FLOORS)}"
        raise ClaimtrackError(f"--min: there is no {name}" + hint)
    try:
        return name, float(least)
    except ValueError:
        raise ClaimtrackError(f"--min: {text!r} has no floor; write {name}=0.9") from None


def _share(made: Sequence[Score], name: str) -> float:
    asked = (("total", "all", name), ("field", name, "right"))
    return next((one.share for one in made if (one.part, one.name, one.measure) in asked), 0.0)
