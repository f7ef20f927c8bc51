"""The scores of an evaluation -> sections for a reader: totals, fields, metrics, confidence, errors, changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from claimtrack.evaluation import Score
from claimtrack.render import Cell, Row, Style, Table
from claimtrack.render.cells import text_of
from claimtrack.render.grid import lay

_SENTENCE = 200  # letters of it
Cells = Mapping[str, Cell]


def write(made: Sequence[Score], errors: Sequence[Cells], changes: Sequence[Cells], style: Style, out: TextIO) -> None:
    """`errors` and `changes` are the cells of their rows in the other formats, by column."""
    totals = {one.measure: one for one in made if one.part == "total"}
    said, gold = totals["precision"], totals["recall"]
    out.write(f"{gold.of} gold claims, {said.of} extracted, {said.hits} found\n\n")
    _section(out, style, ("total", "share"), ((name, _share(one)) for name, one in totals.items()))
    fields = ((one.name, _share(one), one.hits, one.of) for one in made if one.part == "field")
    _section(out, style, ("of the found, right", "share", "hits", "of"), fields)
    _section(out, style, ("metric", "gold", "claims", "precision", "recall"), _metrics(made))
    _section(out, style, ("confidence", "claims", "found", "right"), _levels(made))
    for cells in (*errors, *changes):
        _told(cells, out)


def _section(out: TextIO, style: Style, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    kept = list(rows)
    if kept:
        lay(Table("scores", columns, [kept]), style, out, "simple")
        out.write("\n")


def _metrics(made: Sequence[Score]) -> Iterable[Row]:
    by_name = _measures(made, "metric")
    for name, one in by_name.items():
        yield name, one["recall"].of, one["precision"].of, _share(one["precision"]), _share(one["recall"])


def _levels(made: Sequence[Score]) -> Iterable[Row]:
    for name, one in _measures(made, "confidence").items():
        yield name, one["found"].of, _share(one["found"]), _share(one["right"])


def _measures(made: Sequence[Score], part: str) -> dict[str, dict[str, Score]]:
    found: dict[str, dict[str, Score]] = {}
    for one in made:
        if one.part == part:
            found.setdefault(one.name, {})[one.measure] = one
    return found


def _share(one: Score) -> Cell:
    return f"{one.share:.3f}" if one.of else None


def _told(cells: Cells, out: TextIO) -> None:
    """An error or a change: what, where; what was said, was and would be right; the rule; the sentence."""
    told = {name: text_of(cell) for name, cell in cells.items()}
    what = told["name"] if told["part"] == "error" else f"{told['part']} {told['name']}"
    out.write(f"{what}: «{told['figure']}» in {told['document']}\n")
    for label in ("said", "was", "gold", "rule"):
        if told.get(label):
            out.write(f"  {label}  {told[label]}\n")
    if told["sentence"]:
        out.write(f"  text  {told['sentence'][:_SENTENCE]}\n")
