"""What the number scan of the figure stage is made of: bare numbers, and patterns that share their beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from claimtrack.model import Number


class Atom(NamedTuple):
    """A bare number. `kind`: number, vague, fraction, multiple, zero, or the reason why the digits are no number.

    `value` is None for vague; `scale` the factor of a scale word after digits ("1.2 million"), else 1.
    """

    start: int
    end: int
    kind: str
    value: Number | None
    low: Number | None
    high: Number | None
    scale: int = 1
    digits: bool = False


def factored(words: Iterable[str]) -> str:
    """A pattern for the words that shares their beginnings, longest match first; a space stands for a gap."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, dict[str, object]]) -> str:
    options = [
        (r"[\s-]{1,3}+" if char == " " else re.escape(char)) + _pattern(below)  # type: ignore[arg-type]
        for char, below in sorted(tree.items())
        if char
    ]
    if not options:
        return ""
    body = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return f"(?:{body})?" if "" in tree else body


def plain(value: Number) -> Number:
    """An int when the value is whole."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
