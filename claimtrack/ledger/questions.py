"""A Query -> SQL over the view `claim`."""

from __future__ import annotations

from claimtrack.names import fold
from claimtrack.query import CODES, NAMES, NONE, Query

DEFAULT_ORDER = "as_of NULLS LAST, document, start"
_UPMOST = "\U0010ffff"


def where(query: Query, rare: bool = False) -> tuple[str, list[object]]:
    """The condition and its values. Names must be spelled as the ledger spells them.

    `rare`: few sentences have the words of `match`, so that they are best looked up first.
    """
    parts: list[str] = []
    values: list[object] = []

    def add(part: str, *given: object) -> None:
        parts.append(part)
        values.extend(given)

    for column in (*CODES, *NAMES):
        if wanted := getattr(query, column):
            marks = ", ".join("?" for _ in wanted)
            empty = f" OR {column} IS NULL" if NONE in wanted else ""
            add(f"({column} IN ({marks}){empty})", *wanted)
    if not query.reviewed:
        add("(reviewed IS NULL OR reviewed IN ('accepted', 'changed'))")
    if query.document:
        add(_any("(document >= ? AND document < ?)", len(query.document)), *_prefixes(query.document))
    if not query.other and "other" not in query.metric:
        add("metric <> 'other'")
    if query.since:
        add("as_of >= ?", query.since)
    if query.until:
        add("as_of <= ?", query.until)
    if query.low is not None:
        add("CAST(coalesce(value, low) AS NUMERIC) >= ?", query.low)
    if query.high is not None:
        add("CAST(coalesce(value, high) AS NUMERIC) <= ?", query.high)
    if query.match:
        add("instr(' ' || fold(sentence), ?)", f" {fold(query.match)}")
        if rare:
            add("number IN (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?)", phrase(query.match))
    return " AND ".join(parts) or "1", values


def phrase(text: str) -> str:
    """The words of a text, side by side and the last perhaps only begun, as FTS5 is asked for them; "" for none."""
    words = fold(text)  # letters, digits and underscores: nothing in it can be taken for an operator or a quote
    return f'"{words}"*' if words else ""


def order(query: Query) -> str:
    """The columns to sort by; ties in the default order. What is not told comes last either way."""
    given = [(name.removeprefix("-"), "DESC" if name.startswith("-") else "ASC") for name in query.sort]
    return ", ".join([*(f'"{name}" {way} NULLS LAST' for name, way in given), DEFAULT_ORDER])


def _any(part: str, times: int) -> str:
    return f"({' OR '.join([part] * times)})"


def bounds(prefix: str) -> tuple[str, str]:
    """The least and the first too great of all ids that begin so."""
    return prefix, prefix + _UPMOST


def _prefixes(ids: tuple[str, ...]) -> list[str]:
    """An id stands for itself and, from 4 letters on, for all that begin with it."""
    return [bound for one in ids for bound in (bounds(one) if len(one) >= 4 else (one, one + "\0"))]
