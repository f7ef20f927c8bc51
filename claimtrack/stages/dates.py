"""Figures and text -> for each figure the day it stands for and the span it counts over.

Of the dates of a figure's sentence, one in its own clause governs it, then one in a clause joined to it, then the day
of the assertion ("said on Thursday"), else the document's date.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from claimtrack.model import Dating, Document, Figure, Layers, Told
from claimtrack.names import lowered
from claimtrack.stages.date_expressions import DAY, Expression
from claimtrack.stages.date_scene import RELATIVE, STRONG, THAT, Reader, Scene, scene
from claimtrack.vocabulary.loader import Vocabulary

LEADING = 16  # a date that begins this near the sentence's start speaks for the whole sentence
FAR = 600  # characters between a figure and its date
BESIDE = 30  # characters after a figure within which "in the past 24 hours" is its own
SAME, JOINED, LATER, ANTECEDENT, LEADS, ASSERTED, FOREIGN = range(1, 8)  # grades, best first


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Dating | None, ...]:
    """A Dating for every figure of which a claim is asked for, None for the others."""
    if not layers.figures:
        return ()
    today = document.date
    if today is not None and not 1000 < today.year < 9000:
        today = None  # calendars end; no news does
    text = document.text
    reader = Reader(text, lowered(text), today, layers.sentences, layers.figures, vocabulary.dates)
    plain = Dating(today, None, None, "document date" if today else "no date")
    out: list[Dating | None] = []
    for index, figure in enumerate(layers.figures):
        if not layers.asked(index):
            out.append(None)
            continue
        number = layers.sentence_at(figure.start)
        found = _dating(figure, scene(reader, number), plain)
        said = layers.attributions[index]
        if found.rule == plain.rule and said is not None and said.start is not None:
            elsewhere = layers.sentence_at(said.start)
            day = _asserted(scene(reader, elsewhere)) if elsewhere != number else None
            if day is not None and day.day is not None:
                told = Dating(day.day, None, None, "assertion date", (day.start, day.end))
                found = _dating(figure, scene(reader, number), told)
        out.append(found)
    return tuple(out)


def _dating(figure: Figure, at: Scene, plain: Dating) -> Dating:
    if not at.expressions and not at.since:
        return plain
    chosen, rule = _governing(figure, at)
    if chosen is not None:
        plain = Dating(chosen.day, None, None, rule, (chosen.start, chosen.end))
    first, last, told = _period(figure, at, chosen, plain.as_of)
    return replace(plain, period_start=first, period_end=last, period=told)


def _asserted(at: Scene) -> Expression | None:
    """The day of the assertion when its verb stands in another sentence than the figure."""
    return next((at.expressions[i] for i in sorted(at.asserting) if at.expressions[i].governs), None)


def _governing(figure: Figure, at: Scene) -> tuple[Expression | None, str]:
    """The expression the figure stands for and the rule that chose it: the nearest of the best grade."""
    best, best_key, rule = None, (FOREIGN, 0), ""
    counting = _counts_to_now(figure, at)
    for index, one in enumerate(at.expressions):
        distance = one.start - figure.end if one.start >= figure.end else figure.start - one.end
        if distance > FAR or at.bound.get(index, figure.start) != figure.start:
            continue
        grade, name = _grade(index, one, figure, at)
        if counting and grade != ASSERTED and one.start > figure.start:
            continue
        if (grade, distance) < best_key:
            best, best_key, rule = one, (grade, distance), f"{name} {one.kind}" if grade < ASSERTED else name
    return best, rule


def _counts_to_now(figure: Figure, at: Scene) -> bool:
    """Whether the figure counts "over the past month" or "since May": up to now, whatever days are named after it."""
    spans = [(e.start, e.end) for e in at.expressions if e.kind == "span"]
    opened = [(s.start, s.end) for s in at.since if not s.start < figure.start < s.end]
    return any(not _between(at, *place, figure) for place in spans + opened if abs(place[0] - figure.start) < FAR)


def _grade(index: int, one: Expression, figure: Figure, at: Scene) -> tuple[int, str]:
    """How the expression stands to the figure in the sentence's grammar."""
    between = _between(at, one.start, one.end, figure)
    ahead = one.end <= figure.start
    named = ahead and one.day and one.kind != "week"
    if named and max(between, default=0) == RELATIVE and between.count(RELATIVE) == 1:
        return ANTECEDENT, "antecedent"  # "since the 1998 bombing, which killed 200": the bombing's year
    inside = (THAT in between or not ahead) and _opened_with(at, one, figure)
    if not one.governs and not inside:
        return FOREIGN, ""
    if index in at.asserting:
        return ASSERTED, "assertion date"
    if not between:
        return SAME, "clause"
    if max(between) <= THAT:
        vague = not ahead and one.kind in ("month", "year", "calendar")
        return (LATER if vague else JOINED), "sentence"
    if ahead and one.start - at.start <= LEADING and max(between) <= STRONG:
        return LEADS, "leading"
    return FOREIGN, ""


def _opened_with(at: Scene, one: Expression, figure: Figure) -> bool:
    """Whether one "since" holds both: "since it lost 498 on March 2", "since the raid of March 2 that killed 498"."""
    return any(s.start < min(figure.start, one.start) and max(figure.start, one.start) < s.end for s in at.since)


def _between(at: Scene, start: int, end: int, figure: Figure) -> tuple[int, ...]:
    """The strengths of the clause borders between a stretch of the sentence and the figure."""
    low, high = (end, figure.start) if end <= figure.start else (figure.end, start)
    if high - low > FAR:
        return (STRONG,)
    return at.strengths[bisect_left(at.borders, low) : bisect_right(at.borders, high)]


def _period(
    figure: Figure, at: Scene, chosen: Expression | None, as_of: date | None
) -> tuple[date | None, date | None, Told | None]:
    """The span the text gives: a range that governs, else a "since", else "over the past two days"; what told it."""
    if chosen is not None and chosen.first and chosen.kind in ("day", "range", "calendar"):
        return chosen.first, chosen.day, Told("range", chosen.start, chosen.end)
    for span in at.expressions:
        if span.back and 0 <= span.start - figure.end <= BESIDE:  # "40 have died since May, two in the past 24 hours"
            return _back(as_of, *span.back), as_of, Told("length", span.start, span.end)
    for one in at.since:
        if figure.start >= one.of and max(_between(at, one.start, one.end, figure), default=0) < RELATIVE:
            told = Told("since", one.start, one.told)
            return (_not_after(one.first, as_of), as_of, told) if one.first else (None, None, None)
    for span in at.expressions:
        near = max(_between(at, span.start, span.end, figure), default=0) < RELATIVE
        told = Told("length", span.start, span.end)
        if near and span.kind == "week":
            return span.first, span.day or as_of, told
        if near and span.back:
            return _back(as_of, *span.back), as_of, told
    return None, None, None


def _not_after(first: date | None, last: date | None) -> date | None:
    """The first day of what began before it was told: on February 1, "since March 2" is of the year before."""
    if first is None or last is None or first <= last:
        return first
    earlier = _back(first, 1, "year")
    return earlier if earlier is not None and earlier <= last else None


def _back(day: date | None, number: int, unit: str) -> date | None:
    """The first day of a span of that length that ends on `day`."""
    if day is None:
        return None
    try:
        if unit in ("hour", "day", "week"):
            days = number * 7 if unit == "week" else -(-number // 24) if unit == "hour" else number
            return day - days * DAY
        months = day.year * 12 + day.month - 1 - number * (12 if unit == "year" else 1)
        first = date(months // 12, months % 12 + 1, 1)
        last = (first + 31 * DAY).replace(day=1) - DAY
        return first.replace(day=min(day.day, last.day))
    except (ValueError, OverflowError):
        return None
