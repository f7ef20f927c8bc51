"""Text for the cells of a terminal: how many it takes, cut and filled to a width, and in color.

A letter may take two cells (漢) or none (an accent by itself), so that no count of letters will do.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

_CODES = {"bold": "1", "dim": "2", "reverse": "7", "red": "31", "green": "32", "yellow": "33", "magenta": "35",
          "cyan": "36"}  # fmt: skip
STATUS = {"verified": "green", "confirmed": "green", "provisional": "cyan", "unverified": "yellow", "disputed": "red"}


def width_of(text: str) -> int:
    """In cells."""
    return cell_len(text)


def elided(text: str, width: int) -> str:
    """The text in at most so many cells: its beginning and its end."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    tail = ""
    for letter in reversed(text):
        if cell_len(letter + tail) > (width - 1) // 2:
            break
        tail = letter + tail
    return set_cell_size(text, width - 1 - cell_len(tail)).rstrip() + "…" + tail.lstrip()


def filled(text: str, width: int, right: bool = False) -> str:
    """The text with spaces after it, or for the right side of a column before it, up to so many cells."""
    room = " " * (width - cell_len(text))
    return room + text if right else text + room


def painted(text: str, color: bool, *styles: str | None) -> str:
    """The text in these styles where there is color: bold, dim, reverse, red, green, yellow, magenta, cyan."""
    codes = ";".join(_CODES[style] for style in styles if style)
    return f"\x1b[{codes}m{text}\x1b[0m" if color and codes and text else text
