"""What people decided about a claim -> the claim as it then stands; `field=value` as people write it -> a decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from claimtrack.errors import ClaimtrackError
from claimtrack.names import nearest
from claimtrack.record import COLUMNS, Cell, Column, exact

ASIDE = ("rejected", "merged", "withdrawn")  # what no question answers with unless asked
_SETTABLE = (
    "quantifier", "value", "low", "high", "unit", "metric", "category", "side", "actor", "place", "source",
    "source_kind", "source_side", "via", "modality", "counting", "verification", "verified_by", "as_of",
    "period_start", "period_end",
)  # fmt: skip
SETTABLE: Mapping[str, Column] = {column.name: column for column in COLUMNS if column.name in _SETTABLE}
# The ends of the interval that a quantifier closes around its value.
_CLOSED = {"vague": (), "less_than": ("high",), "at_most": ("high",), "more_than": ("low",), "at_least": ("low",),
           "range": (), **dict.fromkeys(("nearly", "about", "exact"), ("low", "high"))}  # fmt: skip
_VERDICTS = {"accept": "accepted", "reject": "rejected", "merge": "merged"}


class Review(NamedTuple):
    """One decision about one claim.

    `act` is accept, reject, merge (`value`: the claim that stands for it), set (`field` and its `value` as JSON) or
    note (`value`: the words). A later decision prevails over an earlier one on the same matter.
    """

    claim: str
    act: str
    field: str | None = None
    value: str | None = None
    who: str | None = None


def applied(cells: Mapping[str, Any], reviews: Sequence[Review]) -> dict[str, Any]:
    """A claim's stored cells, trace included, with what the reviews, oldest first, made of them.

    The trace keeps what the parser had found. Without reviews the cells come back as they are.
    """
    if not reviews:
        return dict(cells)
    values = {review.field: review for review in reviews if review.act == "set" and review.field}
    steps = [step for step in json.loads(cells["trace"]) if step[0] not in values]
    steps += [[name, f"review by {one.who}", f"was {_plain(cells[name])}"] for name, one in values.items()]
    steps += [["review", f"{one.act} by {one.who}", one.value or ""] for one in reviews if one.act in ("note", "merge")]
    changed = {name: json.loads(review.value or "null") for name, review in values.items()}
    decided = [review for review in reviews if review.act != "note"]
    verdicts = [_VERDICTS[review.act] for review in decided if review.act in _VERDICTS]
    status = verdicts[-1] if verdicts else None
    if changed and status in (None, "accepted"):
        status = "changed"
    trace = json.dumps(steps, ensure_ascii=False)
    return {**cells, **changed, "reviewed": status, "reviewer": reviews[-1].who, "trace": trace}


def decisions(claim: str, cells: Mapping[str, Cell], given: Sequence[str]) -> list[Review]:
    """`field=value` texts -> what to set of a claim that has these cells; nothing for what it already says.

    A value by itself closes the interval around it as the quantifier says. Raises ClaimtrackError for a field that
    cannot be set or a value that it cannot have.
    """
    new: dict[str, Cell] = {}
    for text in given:
        name, equals, value = text.partition("=")
        name = name.strip().casefold().replace("-", "_")
        if not equals:
            raise ClaimtrackError(f"--set {text}: write field=value")
        if name not in SETTABLE:
            hint = nearest(name, tuple(SETTABLE)) or f"; there are {', '.join(SETTABLE)}"
            raise ClaimtrackError(f"--set {text}: {name} cannot be set{hint}")
        new[name] = cell_of(SETTABLE[name], value)
    return setting(claim, cells, new)


def setting(claim: str, cells: Mapping[str, Cell], new: Mapping[str, Cell]) -> list[Review]:
    """What to set so that a claim with these cells says the new ones."""
    wanted = dict(new)
    if {"value", "quantifier"} & wanted.keys():
        quantifier, value = (wanted.get(name, cells[name]) for name in ("quantifier", "value"))
        told = _CLOSED[str(quantifier)]
        if value is not None and quantifier not in ("range", "vague"):
            wanted = {**{end: value if end in told else None for end in ("low", "high")}, **wanted}
    if {"value", "quantifier", "low", "high"} & wanted.keys():
        _possible({**cells, **wanted})
    return [
        Review(claim, "set", name, json.dumps(value, ensure_ascii=False))
        for name, value in wanted.items()
        if value != cells[name]
    ]


def _possible(cells: Mapping[str, Cell]) -> None:
    """Raise ClaimtrackError for a figure that no number can be."""
    low, value, high = (exact(cells[name]) for name in ("low", "value", "high"))
    if value is None and cells["quantifier"] not in ("range", "vague"):
        raise ClaimtrackError(f"value: a figure that is {cells['quantifier']} has one; set quantifier=vague for none")
    told = [one for one in (low, value, high) if one is not None]
    if told != sorted(told):
        raise ClaimtrackError(f"low, value and high cannot be {_plain(low)}, {_plain(value)} and {_plain(high)}")


def cell_of(column: Column, text: str) -> Cell:
    """The cell that a text stands for in a column. Raises ClaimtrackError when the column cannot have it."""
    words = text.strip()
    if not words:
        if column.empty:
            return None
        raise ClaimtrackError(f"{column.name} cannot be empty")
    if column.kind == "date":
        from claimtrack.days import published

        return published(words).isoformat()
    if column.kind == "number":
        return _number(column.name, words)
    if column.values or column.name in ("metric", "category"):
        words = words.casefold().replace("-", "_").replace(" ", "_")
    if column.values and words not in column.values:
        hint = nearest(words, column.values) or f"; there are {', '.join(column.values)}"
        raise ClaimtrackError(f"{column.name}: there is no {words}{hint}")
    return words


def _number(name: str, words: str) -> Cell:
    from decimal import Decimal, InvalidOperation

    from claimtrack.record import number

    try:
        value = Decimal(words.replace(",", ""))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or abs(value.adjusted()) > 100:
        raise ClaimtrackError(f"{name}: {words!r} is not a number")
    return number(value)


def _plain(cell: object) -> str:
    return "empty" if cell is None else str(cell)
