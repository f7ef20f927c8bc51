"""A cell -> text that is safe on one line: no control characters, no line breaks, nothing that turns text round."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain

_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
# C0, C1, line and paragraph separators, bidirectional controls, lone surrogates.
_UNSAFE = ((0x00, 0x20), (0x7F, 0xA0), (0x2028, 0x202F), (0x2066, 0x206A), (0xD800, 0xE000))
_FORMULA = tuple("=+-@＝＋－＠")


def clean(text: str) -> str:
    """The text on one line: a line break or tab is a space, any other control character is left out."""
    return text if text.isprintable() else text.replace("\r\n", " ").translate(_table())


@cache
def _table() -> dict[int, str | None]:
    codes = chain.from_iterable(range(*bounds) for bounds in _UNSAFE)
    return {code: " " if chr(code) in _BREAKS else None for code in codes}


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
