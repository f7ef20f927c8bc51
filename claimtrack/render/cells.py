"""A cell -> text that is safe on one line: no control characters, no line breaks, nothing that turns text round."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Line breaks and tabs become a space; the rest (C0, C1, bidirectional controls, lone surrogates) goes.
BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
UNSAFE = re.compile(f"{BREAKS.pattern}|{CONTROLS.pattern}")
_FORMULA = tuple("=+-@＝＋－＠")


def clean(text: str) -> str:
    """The text on one line without control characters."""
    if UNSAFE.search(text) is None:
        return text
    return CONTROLS.sub("", BREAKS.sub(" ", text))


def text_of(cell: object) -> str:
    """A cell as clean text; nothing for None."""
    return "" if cell is None else clean(str(cell))


def disarmed(cell: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    text = clean(cell) if isinstance(cell, str) else cell
    return f"'{text}" if isinstance(text, str) and text.lstrip().startswith(_FORMULA) else text


def texts(row: Iterable[object]) -> list[str]:
    """The cells of a row as clean texts."""
    return [text_of(cell) for cell in row]
