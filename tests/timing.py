"""How long a function takes on a text of one piece written again and again."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


def seconds(read: Callable[[str], object], unit: str, size: int) -> float:
    """Processor time of `read` on `size` characters made of `unit`."""
    text = (unit * (size // len(unit) + 1))[:size]
    start = process_time()
    read(text)
    return process_time() - start


def grows_with_the_text(read: Callable[[str], object], unit: str) -> bool:
    """Whether eight times the text takes less than 40 times as long: quadratic work would take 64 times."""
    seconds(read, unit, 1_000)
    small, large = seconds(read, unit, 5_000), seconds(read, unit, 40_000)
    return large < 40 * small + 0.3
