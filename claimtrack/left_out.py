"""A document and its layers -> the figures that are no claims, each with its reason and its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from claimtrack.model import Document, Layers

BACKGROUND = "background"


class LeftOut(NamedTuple):
    """A figure that no claim was made of. `reason`: date, age, model name, ..., or background; `rule` found that out.

    For background the rule is what made it so: its unit ("unit: km"), or that nothing happened to what is counted.
    `line` and `column` count from 1; a line ends where an editor ends it.
    """

    start: int
    end: int
    figure: str
    reason: str
    rule: str
    line: int
    column: int
    sentence: str


def left_out(document: Document, layers: Layers) -> Iterator[LeftOut]:
    """Every figure without a claim, or with one of metric other, in the order of the text."""
    text = document.text
    claims = {(claim.start, claim.end): claim for claim in layers.claims}
    line, seen, line_start = 1, 0, 0
    for figure in layers.figures:
        claim = claims.get((figure.start, figure.end))
        if claim is None:
            reason, rule = figure.reason or "no claim", figure.rule
        elif claim.metric == "other":
            told = next((rule for field, rule, _ in claim.trace if field == "metric"), figure.rule)
            reason, rule = BACKGROUND, f"unit: {figure.unit}" if figure.unit != "count" else told
        else:
            continue
        lines = text.count("\n", seen, figure.start)
        if lines:
            line, line_start = line + lines, text.rfind("\n", seen, figure.start) + 1
        seen = figure.start
        bounds = layers.sentences[layers.sentence_at(figure.start)]
        sentence = text[bounds.start : bounds.end]
        words = text[figure.start : figure.end]
        yield LeftOut(figure.start, figure.end, words, reason, rule, line, figure.start - line_start + 1, sentence)
