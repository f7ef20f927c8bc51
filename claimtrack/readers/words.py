"""vocabulary/inputs.toml -> the words that inputs use of themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class InputWords:
    """`columns` and `page`: field -> what tables and pages call it. `common`: everyday English words.

    `languages`: code -> name. `printers`: what makes a PDF of something older.
    """

    columns: Mapping[str, tuple[str, ...]]
    page: Mapping[str, tuple[str, ...]]
    common: frozenset[str]
    languages: Mapping[str, str]
    printers: tuple[str, ...]


@cache
def words() -> InputWords:
    """The words that ship with claimtrack."""
    table = tomllib.loads((resources.files("claimtrack.vocabulary") / "inputs.toml").read_text(encoding="utf-8"))
    return InputWords(
        {field: tuple(names) for field, names in table["columns"].items()},
        {field: tuple(names) for field, names in table["page"].items()},
        frozenset(table["english"]["common"]),
        dict(table["languages"]),
        tuple(table["printers"]["names"]),
    )
