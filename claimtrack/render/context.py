"""A claim with its document -> the claim whole: its sentence in context, every field, and why each has its value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from claimtrack.model import Filed
from claimtrack.record import COLUMNS, SCHEMA_VERSION, row_of
from claimtrack.render.cells import clean, text_of
from claimtrack.render.fitting import elided, filled, painted, width_of
from claimtrack.render.origin import ALONE, Beside, origin

if TYPE_CHECKING:
    from claimtrack.explanation import Reason

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|\n+")
_CLOSED = re.compile(r"(?:[.!?…][\"'”’»)\]]*\s*|\n)\Z")
_WHY = 32  # letters of a cell of the reasons
_FAR = 600  # a neighbouring sentence is looked for within so many characters
_MARKS = {"figure": ("[", "]"), "source": ("{", "}"), "evidence": ("<", ">")}
_STYLES = {"figure": ("bold", "reverse"), "source": ("cyan",), "evidence": ("yellow",)}


def write_text(
    filed: Filed, color: bool, out: TextIO, why: Sequence[Reason] = (), beside: Beside = ALONE
) -> None:
    """For a reader: figure in [brackets], source in {braces}, evidence in <angles>, or in color.

    With the reasons `why`, they stand in columns after the fields.
    """
    claim, document = filed.claim, filed.document
    about = [text_of(part) for part in (document.title, document.publisher, document.date, document.url) if part]
    out.write(" · ".join(about) + "\n\n" if about else "")
    out.write(f"  {marked(filed, color)}\n\n")
    reasons = {} if why else {field: (rule, words) for field, rule, words in claim.trace}
    for column, cell in zip(COLUMNS, row_of(filed), strict=True):
        if cell is not None and column.name != "sentence":
            rule, words = reasons.get(column.name, ("", ""))
            told = f"   ({clean(rule)}{': ' if words else ''}{clean(words)})" if rule else ""
            out.write(f"{column.name:<16}{text_of(cell)}{told}\n")
    for name, read in origin(document, claim.start, beside).items():
        for one in [read] if isinstance(read, str) else read:
            out.write(f"{name:<16}{clean(one)}\n")
    if why:
        _write_why(why, out)
        return
    other = [step for step in claim.trace if step[0] not in {column.name for column in COLUMNS}]
    for field, rule, words in other:
        out.write(f"{clean(field):<16}{clean(rule)}{': ' if words else ''}{clean(words)}\n")


def _write_why(why: Sequence[Reason], out: TextIO) -> None:
    """Field, rule, words of the text, entry of the vocabulary: a line each, under one another."""
    lines = [("why", "rule", "words", "vocabulary"), *((one.field, one.rule, one.words, one.entry) for one in why)]
    cells = [[*(elided(clean(cell), _WHY) for cell in line[:3]), clean(line[3])] for line in lines]
    widths = [max(14, *(width_of(line[place]) for line in cells)) for place in range(3)]
    out.write("\n")
    for line in cells:
        row = "  ".join([*(filled(cell, width) for cell, width in zip(line[:3], widths, strict=True)), line[3]])
        out.write(f"{row.rstrip()}\n")


def write_json(
    filed: Filed, context: str, out: TextIO, why: Sequence[Reason] = (), beside: Beside = ALONE
) -> None:
    """For a program: the record with its trace, or the reasons `why` in its place, and the text around it."""
    from claimtrack.record import VERBATIM
    from claimtrack.render import Table
    from claimtrack.render.jsonl import objects

    columns = (*(column.name for column in COLUMNS), "trace", "context")
    row = (*row_of(filed), json.dumps(why or filed.claim.trace, ensure_ascii=False), context)
    line = next(objects(Table("claim", columns, (), VERBATIM), [row]))
    read = json.dumps(origin(filed.document, filed.claim.start, beside), ensure_ascii=False)
    out.write(f'{line[:-1]}, "read": {read}, "schema_version": {SCHEMA_VERSION}}}\n')


def around(filed: Filed) -> tuple[int, int]:
    """Where the context begins and ends: the sentence with a sentence before and after, and source and evidence."""
    text, claim = filed.document.text, filed.claim
    begin = text.rfind(claim.sentence, 0, claim.end + len(claim.sentence))
    begin = begin if 0 <= begin <= claim.start else claim.start
    end = max(claim.end, begin + len(claim.sentence))
    points = [claim.source_start, claim.source_end, claim.evidence_start, claim.evidence_end]
    near = [point for point in points if point is not None and begin - _FAR <= point <= end + _FAR]
    begin, end = min([begin, *near]), max([end, *near])
    before = [found.end() for found in _END.finditer(text, max(0, begin - _FAR), begin)]
    after = [found.end() for found in _END.finditer(text, end, min(len(text), end + _FAR))]
    unfinished = not _CLOSED.search(text, max(0, end - 9), end)  # then the next end is that of its own sentence
    first = before[-2] if len(before) > 1 else 0 if begin <= _FAR else begin
    last = after[unfinished] if len(after) > unfinished else len(text) if len(text) - end <= _FAR else end
    return first, last


def marked(filed: Filed, color: bool) -> str:
    """The context on one line, with figure, source and evidence marked; of marks that cross, the earlier one."""
    first, last = around(filed)
    text, place, parts = filed.document.text, first, []
    for start, end, kind in sorted(_spans(filed)):
        if place <= start and end <= last:
            words, (opened, closed) = clean(text[start:end]), _MARKS[kind]
            shown = painted(words, True, *_STYLES[kind]) if color else f"{opened}{words}{closed}"
            parts += [clean(text[place:start]), shown]
            place = end
    return "".join([*parts, clean(text[place:last])]).strip()


def _spans(filed: Filed) -> Iterator[tuple[int, int, str]]:
    claim = filed.claim
    yield claim.start, claim.end, "figure"
    if claim.source_start is not None and claim.source_end is not None:
        yield claim.source_start, claim.source_end, "source"
    if claim.evidence_start is not None and claim.evidence_end is not None:
        yield claim.evidence_start, claim.evidence_end, "evidence"
