"""The reasons of a claim's fields as the commands show them, and the figures that are no claims."""

from __future__ import annotations

import json
from collections.abc import Callable

from claimtrack.commands.options import Files
from claimtrack.explanation import Reason, explain
from claimtrack.model import Filed
from claimtrack.vocabulary import loader
from claimtrack.vocabulary.entries import Entries

Explainer = Callable[[Filed], tuple[Reason, ...]]


def explainer(files: Files) -> Explainer:
    """Gives the reasons of a claim, by the shipped vocabulary and these files."""
    entries, weights = Entries(files or ()), loader.load(files or ()).confidence
    return lambda filed: tuple(explain(filed.claim, entries, weights))


def why_cell(reasons: tuple[Reason, ...]) -> str:
    """The reasons as a cell: [[field, rule, words, entry], ...]."""
    return json.dumps(reasons, ensure_ascii=False)
