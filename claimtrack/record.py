"""A claim <-> one flat row of plain cells: the columns of every output, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from claimtrack.model import Document, Filed, Number

SCHEMA_VERSION = 1
_BIG = 2**63  # what an SQLite integer holds
Cell = str | int | float | None
Row = Sequence[Cell]


# Closed sets of values, of which every part of claimtrack speaks by these names.
QUANTIFIERS = ("vague", "less_than", "at_most", "more_than", "at_least", "range", "nearly", "about",
               "exact")  # the loosest first  # fmt: skip
VERIFICATIONS = ("disputed", "unverified", "provisional", "verified", "confirmed", "unstated")  # the gravest first
SOURCE_KINDS = ("government", "military", "armed_group", "emergency", "igo", "ngo", "media", "expert", "witness",
                "court", "company", "other")  # fmt: skip


class Column(NamedTuple):
    """One column: its JSON type (string, integer, number, date, trace), whether it may be empty, and what it says."""

    name: str
    kind: str
    empty: bool
    meaning: str
    values: tuple[str, ...] = ()


COLUMNS = (
    Column("id", "string", False, "the claim's stable id; any unique prefix of 4 letters or more will do"),
    Column("document", "string", False, "the document's id, as given or the digest of its text"),
    Column("start", "integer", False, "where the figure begins in the text, in characters from 0"),
    Column("end", "integer", False, "where the figure ends, end excluded"),
    Column("figure", "string", False, "the figure's own words, quantifier included"),
    Column("quantifier", "string", False, "how exact the words are", QUANTIFIERS),
    Column("value", "number", True, "the number said; empty for a range or a vague figure"),
    Column("low", "number", True, "the least it stands for; empty when open"),
    Column("high", "number", True, "the most it stands for; empty when open"),
    Column("unit", "string", False, "count for people and things, else percent, km, usd and so on"),
    Column("metric", "string", False, "what happened to what is counted: killed, displaced, destroyed and so on"),
    Column("category", "string", False, "who or what is counted: civilians, troops, tanks and so on"),
    Column("side", "string", True, "the country or party that what is counted belongs to"),
    Column("actor", "string", True, "the party that did it"),
    Column("place", "string", True, "the most specific place the figure is about"),
    Column("source", "string", True, "who asserted it; empty for the publisher's own voice"),
    Column("source_kind", "string", True, "what kind of source that is", SOURCE_KINDS),
    Column("source_side", "string", True, "the country or party the source speaks for"),
    Column("via", "string", True, "who relayed it"),
    Column("modality", "string", False, "how the text puts it",
           ("stated", "recorded", "estimated", "projected", "superseded")),
    Column("counting", "string", True, "in one event, since a start, or as a state at one time",
           ("new", "cumulative", "current")),
    Column("source_start", "integer", True, "where the words that name the source begin"),
    Column("source_end", "integer", True, "where they end"),
    Column("verification", "string", False, "what the text says of the figure's standing", VERIFICATIONS),
    Column("verified_by", "string", True, "who verified, confirmed or disputes it, or could not verify it"),
    Column("evidence", "string", True, "the words that decided the verification"),
    Column("evidence_start", "integer", True, "where those words begin"),
    Column("evidence_end", "integer", True, "where they end"),
    Column("as_of", "date", True, "the day the figure stands for"),
    Column("period_start", "date", True, "the first day it counts over"),
    Column("period_end", "date", True, "the last day it counts over"),
    Column("part_of", "string", True, "the id of the claim it is a part of"),
    Column("sentence", "string", False, "the sentence it stands in"),
    Column("confidence", "number", False, "from 0 to 1"),
    Column("stance", "string", False, "the source speaks of its own side, of its adversary, or of neither",
           ("own", "adversary", "third_party", "unknown")),
    Column("title", "string", True, "the document's title"),
    Column("date", "date", True, "the document's date"),
    Column("publisher", "string", True, "who published the document"),
    Column("url", "string", True, "where it was published"),
    Column("reviewed", "string", True, "what a person made of the claim; empty when nobody looked at it. Claims that "
           "are rejected, merged or withdrawn are no answer unless asked for",
           ("accepted", "changed", "rejected", "merged", "withdrawn")),
    Column("reviewer", "string", True, "who that was"),
)  # fmt: skip
TRACE = Column("trace", "trace", False, "why each field has its value: field, rule, words of the text")
NAMES = tuple(column.name for column in COLUMNS)
READABLE = ("as_of", "figure", "metric", "category", "side", "source", "verification", "place")  # on a terminal
CLAIM = NAMES[: NAMES.index("stance")]  # the fields of a Claim, its trace left out
DATES = frozenset(column.name for column in COLUMNS if column.kind == "date")
VERBATIM = frozenset({"value", "low", "high", "trace"})  # a string in these is JSON already


_fields = attrgetter(*CLAIM)
_DAYS = tuple(place for place, name in enumerate(CLAIM) if name in DATES)
_NUMBERS = tuple(CLAIM.index(name) for name in ("value", "low", "high"))


def row_in(names: Sequence[str], cells: Mapping[str, Cell]) -> Row:
    """The cells in the order of their columns. Raises KeyError for a column without a cell, a cell without a column."""
    if len(cells) != len(names):
        raise KeyError(*cells.keys() ^ {*names})
    return [cells[name] for name in names]


def number(value: Number | None) -> Cell:
    """A number as a plain cell: an int or a float that prints plainly and exactly, else its digits as a string."""
    if value is None or isinstance(value, int):
        return value if value is None or abs(value) < _BIG else str(value)
    digits = format(value, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    if "." not in digits:
        return number(int(digits))
    return float(value) if repr(float(value)) == digits else digits


def exact(cell: Any) -> Number | None:
    """The number that a cell made by `number` stands for."""
    from decimal import Decimal

    return Decimal(repr(cell) if isinstance(cell, float) else cell) if isinstance(cell, float | str) else cell


def row_of(filed: Filed) -> tuple[Cell, ...]:
    """A claim with its document and stance as one row of NAMES."""
    claim, document = filed.claim, filed.document
    cells = list(_fields(claim))
    for place in _DAYS:
        if cells[place] is not None:
            cells[place] = cells[place].isoformat()
    for place in _NUMBERS:
        if cells[place] is not None:
            cells[place] = number(cells[place])
    about = (document.title, _iso(document.date), document.publisher, document.url)
    return (*cells, filed.stance, *about, filed.reviewed, filed.reviewer)


def trace_of(filed: Filed) -> str:
    """Why each field has its value, as JSON: [[field, rule, words], ...]."""
    return _encoder()(filed.claim.trace)


def filed_of(row: Row, document: Document, trace: str = "", origin: str | None = None) -> Filed:
    """The claim that a row of NAMES tells of. Made a million times for one answer: each step must be cheap."""
    filed, claim, day = _types()
    cells: list[Any] = list(row[: len(CLAIM)])
    for place in _DAYS:
        if cells[place] is not None:
            cells[place] = day(cells[place])
    for place in _NUMBERS:
        if not isinstance(cells[place], int | None):
            cells[place] = exact(cells[place])
    made = claim(*cells, _steps(trace) if trace else ())
    found: Filed = filed(made, document, row[len(CLAIM)], row[-2], row[-1], origin)
    return found


@cache
def _types() -> tuple[Any, Any, Any]:
    """What a claim is made of, which no answer in rows needs to load."""
    from datetime import date
    from functools import lru_cache

    from claimtrack.model import Claim, Filed

    return Filed, Claim, lru_cache(maxsize=4096)(date.fromisoformat)


def _steps(trace: str) -> tuple[tuple[str, str, str], ...]:
    import json

    return tuple((field, rule, words) for field, rule, words in json.loads(trace))


@cache
def _encoder() -> Callable[[object], str]:
    import json

    return json.JSONEncoder(ensure_ascii=False).encode


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
